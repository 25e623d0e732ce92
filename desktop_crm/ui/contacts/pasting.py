"""Rows copied from a sheet go into the import as a file of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir

from desktop_crm.base.i18n import _

if TYPE_CHECKING:
    from desktop_crm.ui.page import Page

_folder: QTemporaryDir | None = None  # gone when the program ends


def is_sheet(text: str) -> bool:
    """Whether *text* is cells of a sheet: several columns, and more than one line or many cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all("\t" in line for line in lines[:20])


def write_rows(folder: Path, text: str) -> Path:
    """The copied rows as a text table."""
    path = folder / f"{_('clipboard')}.tsv"
    path.write_text(text, "utf-8")
    return path


def import_text(page: Page, text: str) -> None:
    """Show the rows in the import; nothing is written before it is finished."""
    global _folder
    if _folder is None:
        _folder = QTemporaryDir()
    folder = Path(_folder.path())
    window = page.window_
    page.core.run(page, write_rows, folder, text, then=lambda path: window.show_page("import", path=path))
