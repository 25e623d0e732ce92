"""Reading a file for the wizard: a table of any kind, or contact cards."""

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


def read_source(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str = "",
    delimiter: str = "",
    header_row: int | None = None,
    progress: Progress | None = None,
) -> Source:
    """What *path* holds, whatever its name says."""
    read: Any = importing.source_of(
        files_source.read_source(
            path, sheet=sheet, encoding=encoding, delimiter=delimiter, header_row=header_row, progress=progress
        )
    )
    shown: Source = read
    return shown


def save_held(path: Path, plan: importing.ImportPlan, *, progress: Progress | None = None) -> Path:
    """The rows that wait as a sheet."""
    columns, rows = importing.held_sheet(plan)
    write_xlsx(path, columns, rows, progress or Progress())
    return path
