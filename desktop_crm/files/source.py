"""Any file that contacts can be imported from: a table or an address book, told apart by its content."""

import os
from pathlib import Path

from desktop_crm.base.progress import Progress
from desktop_crm.files.kind import file_kind
from desktop_crm.files.table import Table, open_table
from desktop_crm.files.vcard import AddressBook, read_vcards

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".vcf")


def read_source(
    path: str | os.PathLike[str],
    *,
    sheet: str | None = None,
    encoding: str = "",
    delimiter: str = "",
    header_row: int | None = None,
    progress: Progress | None = None,
) -> Table | AddressBook:
    """Read *path*; the choices that do not fit its kind are not used."""
    if file_kind(Path(path)) == "vcf":
        return read_vcards(path, encoding=encoding, progress=progress)
    return open_table(
        path, sheet=sheet, encoding=encoding, delimiter=delimiter, header_row=header_row, progress=progress
    )
