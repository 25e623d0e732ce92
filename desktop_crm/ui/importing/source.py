"""Reading a file for the wizard: a table of any kind, or contact cards."""

from pathlib import Path

from desktop_crm.base.progress import Progress
from desktop_crm.files.kind import file_kind
from desktop_crm.files.sheet_writer import write_xlsx
from desktop_crm.files.table import Table, open_table
from desktop_crm.files.vcard import read_vcards
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
    progress = progress or Progress()
    if file_kind(path) == "vcf":
        book = read_vcards(path, encoding=encoding, progress=progress)
        return CardSource.of(book.name, book.cards, book.notes, book.encoding)
    return open_table(
        path, sheet=sheet, encoding=encoding, delimiter=delimiter, header_row=header_row, progress=progress
    )


def save_held(path: Path, plan: importing.ImportPlan, *, progress: Progress | None = None) -> Path:
    """The rows that wait as a sheet."""
    columns, rows = importing.held_sheet(plan)
    write_xlsx(path, columns, rows, progress or Progress())
    return path
