"""Reading a file for the wizard: a table of any kind, or contact cards; and the sheets it saves."""

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_crm.base.progress import Progress
from desktop_crm.files import source as files_source
from desktop_crm.files.sheet_writer import write_xlsx
from desktop_crm.files.table import Table
from desktop_crm.services import importing
from desktop_crm.services.importing.cards import CardSource

Source = Table | CardSource
BACKUP_ROWS = 1000  # larger imports are preceded by a verified backup


@dataclass(frozen=True)
class Reading:
    """How the file is to be read; empty = as detected."""

    sheet: str | None = None
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None


def read_source(path: Path, reading: Reading, *, progress: Progress | None = None) -> Source:
    """What *path* holds, whatever its name says."""
    read: Any = importing.source_of(
        files_source.read_source(
            path,
            sheet=reading.sheet,
            encoding=reading.encoding,
            delimiter=reading.delimiter,
            header_row=reading.header_row,
            progress=progress,
        )
    )
    shown: Source = read
    return shown


def write_pasted(text: str, name: str) -> Path:
    """Rows from the clipboard as a file that can be read again with other choices; it goes when the program ends."""
    folder = Path(tempfile.mkdtemp(prefix="desktop-crm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    cards = text.lstrip().upper().startswith("BEGIN:VCARD")
    path = folder / f"{name}{'.vcf' if cards else '.tsv'}"
    path.write_text(text, encoding="utf-8")
    return path


def save_held(path: Path, plan: importing.ImportPlan, *, progress: Progress | None = None) -> Path:
    """The rows that wait as a sheet."""
    columns, rows = importing.held_sheet(plan)
    write_xlsx(path, columns, rows, progress or Progress())
    return path


def save_fates(path: Path, fates: Sequence[importing.RowFate], *, progress: Progress | None = None) -> Path:
    """What happened to every row as a sheet."""
    columns, rows = importing.report_sheet(fates)
    write_xlsx(path, columns, rows, progress or Progress())
    return path


def save_waiting(path: Path, waiting: Sequence[importing.WaitingRow], *, progress: Progress | None = None) -> Path:
    """Rows that wait, of several imports, as a sheet."""
    columns, rows = importing.waiting_sheet(waiting)
    write_xlsx(path, columns, rows, progress or Progress())
    return path
