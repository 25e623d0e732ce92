"""A table from any file: header found, rows numbered as the user sees them, everything unusual told in notes."""

import os
from dataclasses import dataclass
from pathlib import Path

from desktop_crm.base.errors import WrongFormat
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.files.cell import Cell, Row, cell_text, column_letters
from desktop_crm.files.header import find_header, header_like_rows
from desktop_crm.files.html_table import read_html
from desktop_crm.files.kind import FileKind, file_kind
from desktop_crm.files.limits import FORMATS, MAX_AREA, too_many_cells
from desktop_crm.files.note import Note
from desktop_crm.files.spreadsheet import SheetName, read_sheet
from desktop_crm.files.text_table import read_text

NO_HEADER = -1
_TOP = 30  # rows among which a header may be chosen
__all__ = ["NO_HEADER", "Cell", "FileKind", "Note", "Row", "SheetName", "Table", "file_kind", "open_table"]


@dataclass(frozen=True)
class Table:
    """Rows of one sheet or text file.

    All rows have as many cells as there are headers. ``row_numbers[i]`` is the number of ``rows[i]`` as the
    spreadsheet program or an editor shows it (for text: the line on which the row begins); blank rows are left out.
    ``header_row`` is the number of the header's row less one, or ``None`` where there is no header. ``top`` are the
    first rows of the file with their numbers, whatever they are: for choosing another header.
    """

    name: str
    kind: str
    sheet: str
    sheets: tuple[SheetName, ...]
    encoding: str
    delimiter: str
    header_row: int | None
    headers: tuple[str, ...]
    rows: list[Row]
    row_numbers: list[int]
    notes: tuple[Note, ...]
    top: tuple[tuple[int, Row], ...] = ()


def open_table(
    path: str | os.PathLike[str],
    *,
    sheet: str | None = None,
    encoding: str = "",
    delimiter: str = "",
    header_row: int | None = None,
    progress: Progress | None = None,
) -> Table:
    """Read *path*, whatever its content says it is.

    *sheet* defaults to the first visible one that holds anything, *encoding* and *delimiter* are found out where
    empty. *header_row* (0-based row of the file) overrides the search for the header; :data:`NO_HEADER` says that
    there is none.
    """
    path = Path(path)
    progress = progress or Progress()
    kind = file_kind(path)
    if kind in ("vcf", "ics"):
        raise WrongFormat(name=path.name, formats=FORMATS)
    if kind == "text":
        text = read_text(path, encoding, delimiter, progress)
        source = _Source(path.name, "csv", "", (), text.encoding, text.delimiter)
        return _table(source, text.rows, text.row_numbers, text.notes, header_row)
    if kind == "html":
        page = read_html(path, encoding, progress)
        source = _Source(path.name, kind, "", (), page.encoding, "")
        return _table(source, page.rows, page.row_numbers, page.notes, header_row)
    cells = read_sheet(path, kind, sheet, progress)
    source = _Source(path.name, kind, cells.sheet, cells.sheets, "", "")
    return _table(source, cells.rows, cells.row_numbers, list(cells.notes), header_row)


@dataclass(frozen=True)
class _Source:
    name: str
    kind: str
    sheet: str
    sheets: tuple[SheetName, ...]
    encoding: str
    delimiter: str


def _table(source: _Source, rows: list[Row], numbers: list[int], notes: list[Note], header_row: int | None) -> Table:
    rows, numbers = _without_blank(rows, numbers)
    top = tuple(zip(numbers[:_TOP], rows[:_TOP], strict=True))
    index = find_header(rows) if header_row is None else _given_header(numbers, header_row)
    notes = list(notes)
    header: Row = ()
    row: int | None = None
    if index is not None:
        header, row = rows[index], numbers[index] - 1
        if index:
            notes.append(Note.of("title_rows", count=index))
        rows, numbers = rows[index + 1 :], numbers[index + 1 :]
        notes += [Note.of("header_again", row=number) for number in header_like_rows(rows, numbers, header)]
    elif rows:
        notes.append(Note.of("header_missing"))
    if source.kind == "csv":
        notes += _ragged(rows, numbers, len(header))
    rows, width = _even(rows, header, source.name)
    headers = _names(header, width)
    return Table(
        source.name,
        source.kind,
        source.sheet,
        source.sheets,
        source.encoding,
        source.delimiter,
        row,
        headers,
        rows,
        numbers,
        tuple(notes),
        top,
    )


def _without_blank(rows: list[Row], numbers: list[int]) -> tuple[list[Row], list[int]]:
    """Leave out rows of nothing but blanks."""
    first = [row[0] for row in rows]  # a row that begins with something is not looked at further
    empty = [index for index, cell in enumerate(first) if not cell or (type(cell) is str and cell.isspace())]
    blank = [
        index
        for index in empty
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in rows[index])
    ]
    for index in reversed(blank):
        del rows[index], numbers[index]
    return rows, numbers


def _given_header(numbers: list[int], header_row: int) -> int | None:
    if header_row < 0:
        return None
    return next((index for index, number in enumerate(numbers) if number > header_row), None)


def _ragged(rows: list[Row], numbers: list[int], width: int) -> list[Note]:
    """Rows wider or narrower than the header: named one by one while they are few."""
    notes: list[Note] = []
    if not width:
        return notes
    for code, many, found in (
        ("long_row", "long_rows", [n for row, n in zip(rows, numbers, strict=True) if len(row) > width]),
        ("short_row", "short_rows", [n for row, n in zip(rows, numbers, strict=True) if len(row) < width]),
    ):
        if len(found) > 10:
            notes.append(Note.of(many, count=len(found)))
        else:
            notes += [Note.of(code, row=number) for number in found]
    return notes


def _even(rows: list[Row], header: Row, name: str) -> tuple[list[Row], int]:
    """All rows as wide as the last column that has a name or a value."""
    lengths = {len(row) for row in rows} | {len(header)}
    width = max(lengths)
    while width and _is_empty(header, width - 1) and all(_is_empty(row, width - 1) for row in rows):
        width -= 1
    if width * len(rows) > MAX_AREA:
        raise too_many_cells(name, MAX_AREA)
    if lengths == {width}:
        return rows, width
    nothing: Row = (None,) * width
    return [row if len(row) == width else row[:width] + nothing[len(row) :] for row in rows], width


def _is_empty(row: Row, index: int) -> bool:
    return index >= len(row) or row[index] is None


def _names(header: Row, width: int) -> tuple[str, ...]:
    """Unique names: a repeated one gets a number, an unnamed column its letter."""
    names: list[str] = []
    taken: set[str] = set()
    next_number: dict[str, int] = {}
    for index in range(width):
        name = cell_text(header[index]) if index < len(header) else ""
        name = name or _("Column {letter}").format(letter=column_letters(index))
        unique = name
        while unique.casefold() in taken:
            number = next_number.get(name.casefold(), 2)
            next_number[name.casefold()] = number + 1
            unique = f"{name} ({number})"
        taken.add(unique.casefold())
        names.append(unique)
    return tuple(names)
