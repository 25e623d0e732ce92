"""Cells of .xlsx, .xlsm, .xls and .ods through python-calamine, after a look at what the file really holds.

Decisions: values are as shown where the number format adds zeros or marks (see :mod:`.number_format`); formulas give
their stored result, macros are never touched; an error cell is empty; in a block of merged cells the value belongs to
the first cell, and is repeated downwards in rows that hold something of their own (a firm's name merged over its
three people is the firm of each of them).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from desktop_crm.base.collector import collector_held
from desktop_crm.base.errors import FileDamaged, FileEmpty, FileProtected
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.files.cell import PLAIN, Row, plain_cell
from desktop_crm.files.kind import FileKind
from desktop_crm.files.note import Note
from desktop_crm.files.ods import OdsScan
from desktop_crm.files.xls import XlsScan
from desktop_crm.files.xlsx import SheetScan, XlsxScan
from desktop_crm.files.zip_package import ZipPackage

_STEP = 5000  # rows between two looks at the cancel button
_MAX_FILLED = 1_000_000


@dataclass(frozen=True)
class SheetName:
    """A sheet of the file."""

    name: str
    hidden: bool = False


@dataclass(frozen=True)
class SheetCells:
    """The filled rows of one sheet, with their numbers as the spreadsheet program shows them."""

    sheet: str
    sheets: tuple[SheetName, ...]
    rows: list[Row]
    row_numbers: list[int]
    notes: tuple[Note, ...]


def read_sheet(path: Path, kind: FileKind, sheet: str | None, progress: Progress) -> SheetCells:
    """The cells of *sheet*; without a name, of the first visible sheet that holds anything."""
    progress.step(_("Reading the file"))
    if kind == "xls":
        scan: XlsxScan | XlsScan | OdsScan = XlsScan(path, progress)
        return _read(path, scan, sheet, progress)
    with ZipPackage(path) as package:
        scan = XlsxScan(package) if kind == "xlsx" else OdsScan(package, progress)
        return _read(path, scan, sheet, progress)


def _read(path: Path, scan: XlsxScan | XlsScan | OdsScan, sheet: str | None, progress: Progress) -> SheetCells:
    try:
        with _opened(path, scan, sheet, progress) as book, collector_held():
            names = tuple(
                SheetName(each.name, each.visible is not SheetVisibleEnum.Visible)
                for each in book.sheets_metadata
                if each.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
            )
            return _choose(book, names, scan, sheet, progress, path.name)
    except PasswordError:
        raise FileProtected(name=path.name) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise FileDamaged(name=path.name) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own assertion, over a broken file
            raise
        raise FileDamaged(name=path.name) from None


def _opened(path: Path, scan: XlsxScan | XlsScan | OdsScan, sheet: str | None, progress: Progress) -> CalamineWorkbook:
    """The workbook; its first sheet is looked through meanwhile, since the reader works without Python's lock."""
    if isinstance(scan, XlsScan):
        return CalamineWorkbook.from_filelike(BytesIO(scan.clean))
    if isinstance(scan, OdsScan):
        return CalamineWorkbook.from_path(path)
    with ThreadPoolExecutor(1, thread_name_prefix="open-workbook") as pool:
        opening = pool.submit(CalamineWorkbook.from_path, path)
        scan.look_ahead(sheet, progress)
        return opening.result()


def _choose(
    book: CalamineWorkbook,
    names: tuple[SheetName, ...],
    scan: XlsxScan | XlsScan | OdsScan,
    sheet: str | None,
    progress: Progress,
    name: str,
) -> SheetCells:
    wanted = [each.name for each in names if (each.name == sheet if sheet is not None else not each.hidden)]
    chosen, rows, numbers, notes = "", [], [], []  # type: str, list[Row], list[int], list[Note]
    for chosen in wanted:
        looked = scan.scan(chosen, progress)
        rows, numbers, notes = _cells(book.get_sheet_by_name(chosen), looked, progress)
        if rows:
            break
    else:
        chosen = wanted[0] if wanted else ""
    if not rows and sheet is None and not any(each.hidden for each in names):
        raise FileEmpty(name=name)
    notes += [Note.of("sheet_hidden", name=each.name) for each in names if each.hidden and each.name != chosen]
    others = [each.name for each in names if not each.hidden and each.name != chosen]
    if others:
        shown = ", ".join(f"“{name}”" for name in others[:10]) + (" …" if len(others) > 10 else "")
        notes.append(Note.of("other_sheets", names=shown))
    return SheetCells(chosen, names, rows, numbers, tuple(notes))


def _cells(sheet: CalamineSheet, scan: SheetScan, progress: Progress) -> tuple[list[Row], list[int], list[Note]]:
    notes = []
    left = sheet.start[1] if sheet.start is not None else 0
    margin: Row = (None,) * left  # the reader begins with the first filled column, but with the first row
    total = sheet.total_height
    rows: list[Row] = []
    numbers: list[int] = []
    source: Iterator[list[Any]] = sheet.iter_rows()
    for number, values in enumerate(source, 1):
        if not number % _STEP:
            progress.step(_("Reading rows"), number, total)
        row = tuple(
            [
                (cell or None) if type(cell) is str else cell if type(cell) in PLAIN else plain_cell(cell)
                for cell in values
            ]
        )
        if any(row) or row.count(None) < len(row):
            rows.append(margin + row if left else row)
            numbers.append(number)
    masked = _show_masked(rows, numbers, scan)
    merged = _fill_merged(rows, numbers, sheet)
    for code, count in (
        ("padded_cells", masked),
        ("merged_cells", merged),
        ("error_cells", scan.errors),
        ("hidden_rows", scan.hidden_rows),
    ):
        if count:
            notes.append(Note.of(code, count=count))
    return rows, numbers, notes


def _show_masked(rows: list[Row], numbers: list[int], scan: SheetScan) -> int:
    """Put the shown text where the number format adds zeros or marks; say how many cells that were."""
    if not scan.masked:
        return 0
    place = {number - 1: index for index, number in enumerate(numbers)}
    count = 0
    for (row, column), mask in scan.masked.items():
        index = place.get(row)
        if index is None or column >= len(rows[index]):
            continue
        value = rows[index][column]
        if isinstance(value, int) and not isinstance(value, bool):
            cells = list(rows[index])
            cells[column] = mask.show(value)
            rows[index] = tuple(cells)
            count += 1
    return count


def _fill_merged(rows: list[Row], numbers: list[int], sheet: CalamineSheet) -> int:
    """Repeat the value of a merged block downwards in its first column, in rows that hold other values."""
    blocks = sheet.merged_cell_ranges
    if not blocks:
        return 0
    place = {number - 1: index for index, number in enumerate(numbers)}
    last = numbers[-1] if numbers else 0
    count = 0
    for (top, left), (bottom, _right) in blocks:
        head = place.get(top)
        if bottom <= top or head is None or left >= len(rows[head]) or rows[head][left] is None:
            continue
        for row in range(top + 1, min(bottom + 1, last)):
            index = place.get(row)
            if index is not None and rows[index][left] is None:
                rows[index] = (*rows[index][:left], rows[head][left], *rows[index][left + 1 :])
                count += 1
        if count > _MAX_FILLED:
            break
    return count
