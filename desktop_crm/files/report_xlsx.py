"""A document as a workbook: a sheet of words and figures, and one sheet for each table with real numbers and days."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from desktop_crm.base.document import (
    Block,
    Bullets,
    Cell,
    CellKind,
    Chart,
    Column,
    Cover,
    Document,
    Figures,
    Heading,
    KeyValues,
    Paragraph,
    Quote,
    Table,
    TickList,
    figures_of,
)
from desktop_crm.base.document_text import value_text
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _, language_scope
from desktop_crm.base.progress import Progress
from desktop_crm.files.atomic import replaced_file

_MOST_TEXT = 32_767
_FORMATS: dict[CellKind, str] = {
    "number": "#,##0.##",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "dd.mm.yyyy",
    "moment": "dd.mm.yyyy hh:mm",
    "text": "@",
}
_PLAIN, _BOLD, _TITLE, _QUIET = Font(), Font(bold=True), Font(bold=True, size=16), Font(color="5D6778")
_HEADER = PatternFill("solid", fgColor="E8EEF5")
_BROKEN = Alignment(wrap_text=True, vertical="top")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FIRST_DAY = date(1900, 3, 1)  # Excel's calendar is wrong before


def write_report_xlsx(path: Path, document: Document, progress: Progress | None = None) -> int:
    """Write *document* to *path* whole or not at all; says how many sheets it has."""
    progress = progress or Progress()
    with language_scope(document.language):
        book = Workbook(write_only=True)
        book.properties.title = _text(document.title)
        book.properties.creator = _text(document.author or document.firm.name)
        book.properties.language = document.language
        if document.made_at is not None:
            book.properties.created = book.properties.modified = document.made_at.replace(tzinfo=None)
        names: set[str] = set()
        try:
            _write_words(book, document, names)
            for title, table in _tables(document):
                _write_table(book, title, table, names, progress)
            with (
                replaced_file(path) as beside,
                _Asking(beside, progress) as target,
                ZipFile(target, "w", ZIP_DEFLATED) as archive,
            ):
                ExcelWriter(book, archive).write_data()
        except CrmError:  # stopped, or no room for it
            _put_away(book)
            raise
        return len(book.worksheets)


def _put_away(book: Workbook) -> None:
    """Rows lie in files of their own until a workbook is whole: they go with one that is given up."""
    sheets: Any = book.worksheets
    for sheet in sheets:
        if not sheet.closed:
            sheet.close()
        if Path(sheet._writer.out).exists():
            sheet._writer.cleanup()


class _Asking(io.FileIO):
    """The file that is written: each piece that goes into it is a moment at which one can stop."""

    def __init__(self, path: Path, progress: Progress) -> None:
        super().__init__(path, "w+")
        self._progress: Progress | None = progress

    def write(self, piece: Any) -> int:
        progress, self._progress = self._progress, None  # asked to stop, it says so once and lets the file be closed
        if progress is not None:
            progress.step(_("Writing rows"))
            self._progress = progress
        return super().write(piece) or 0


def _tables(document: Document) -> Iterator[tuple[str, Table]]:
    """Each table with a name: its own title, else the heading above it."""
    above = document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            above = block.text
        elif isinstance(block, Table):
            yield block.title or above, block
        elif isinstance(block, Chart):
            yield block.title or above, _chart_table(block)
        elif isinstance(block, TickList):
            columns = (
                Column(_("Time")),
                Column(_("To do")),
                Column(_("Customer")),
                Column(_("Phone")),
                Column(_("Notes")),
            )
            rows = [(item.when, item.text, item.who, item.phone, "\n".join(item.notes)) for item in block.items]
            yield above, Table(columns, rows)
    if document.appendix:
        for figure in figures_of(document):
            if figure.rows is not None and figure.rows.rows:  # an empty list needs no sheet: its figure says 0
                yield figure.title, figure.rows


def _chart_table(chart: Chart) -> Table:
    first = _("Name") if chart.form == "ranked" else _("Month")
    columns = (
        Column(first, strong=True),
        *(Column(one.name, chart.kind, currency=chart.currency) for one in chart.series),
    )
    rows = [(name, *(one.values[index] for one in chart.series)) for index, name in enumerate(chart.categories)]
    return Table(columns, rows)


def _write_words(book: Workbook, document: Document, names: set[str]) -> None:
    sheet = book.create_sheet(_sheet_name(_("Report"), names))
    sheet.column_dimensions["A"].width = 46
    sheet.column_dimensions["B"].width = 22
    sheet.column_dimensions["C"].width = 70
    sheet.append([_cell(sheet, document.title, font=_TITLE)])
    for line in filter(None, (document.firm.name, document.period, document.filter)):
        sheet.append([_cell(sheet, line, font=_QUIET)])
    for block in document.blocks:
        for row in _word_rows(block):
            look = {"alignment": _BROKEN} if len(row) > 1 else {}
            sheet.append([_cell(sheet, value, kind, font=font, **look) for value, kind, font in row])


def _word_rows(block: Block) -> Iterator[list[tuple[Cell, CellKind, Font]]]:
    """What a block says in words, row by row; tables have sheets of their own."""
    if isinstance(block, Heading):
        yield []
        yield [(block.text, "text", _BOLD)]
    elif isinstance(block, Paragraph | Quote):
        yield [(block.text, "text", _PLAIN)]
    elif isinstance(block, Bullets | Cover):
        for text in block.items if isinstance(block, Bullets) else block.lines:
            yield [(text, "text", _PLAIN)]
    elif isinstance(block, KeyValues):
        for name, value in block.pairs:
            yield [(name, "text", _QUIET), (value, "date", _PLAIN)]
    elif isinstance(block, Figures):
        for one in block.items:
            yield [(one.title, "text", _PLAIN), (one.value, one.kind, _BOLD), (one.definition, "text", _QUIET)]
    elif isinstance(block, Chart):
        yield [(block.sentence, "text", _PLAIN)]


def _write_table(book: Workbook, title: str, table: Table, names: set[str], progress: Progress) -> None:
    sheet = book.create_sheet(_sheet_name(title, names))
    sheet.freeze_panes = "A2"
    for index, column in enumerate(table.columns):
        sheet.column_dimensions[get_column_letter(index + 1)].width = _width(table, index, column)
    sheet.print_title_rows = "1:1"
    sheet.append([_cell(sheet, _title(one), font=_BOLD, fill=_HEADER, alignment=_BROKEN) for one in table.columns])
    for number, row in enumerate(table.rows):
        if not number % 500:
            progress.step(_("Writing rows"), number, len(table.rows))
        sheet.append([_cell(sheet, value, column.kind) for column, value in zip(table.columns, row, strict=False)])
    if table.rows and table.columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    if table.total:
        sheet.append(
            [_cell(sheet, value, one.kind, font=_BOLD) for one, value in zip(table.columns, table.total, strict=False)]
        )


def _title(column: Column) -> str:
    return f"{column.title}, {column.currency}" if column.currency else column.title


def _cell(sheet: Any, value: Cell, kind: CellKind = "text", **look: Any) -> Any:
    """A cell that is what it says: text is never a formula, numbers and days are real."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str) or value is None:
        cell.value = _text(value or "")
        cell.data_type = "s"
        cell.number_format = "@"
        if value and value.startswith(("=", "+", "-", "@", "\t", "'")):
            cell.quotePrefix = True
    elif isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
        cell.value = value_text(value)
    elif isinstance(value, datetime):
        cell.value = value.astimezone().replace(tzinfo=None)
        cell.number_format = _FORMATS["moment"]
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = _FORMATS["date"]
    else:
        cell.value = _share(value) if kind == "percent" else value
        whole = kind == "number" and value == int(value)
        cell.number_format = "#,##0" if whole else _FORMATS["number" if kind in ("text", "date") else kind]
    for name, one in look.items():
        setattr(cell, name, one)
    return cell


def _share(value: int | float | Decimal) -> float:
    return round(float(value) / 100, 6)


def _text(text: str) -> str:
    safe = ILLEGAL_CHARACTERS_RE.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)
    safe = "".join(
        sign if not 0xD800 <= ord(sign) <= 0xDFFF and ord(sign) & 0xFFFE != 0xFFFE else "\ufffd" for sign in safe
    )
    return safe if len(safe) <= _MOST_TEXT else f"{safe[: _MOST_TEXT - 1]}…"


def _sheet_name(title: str, names: set[str]) -> str:
    """A name that a workbook allows: at most 31 signs, each once whatever the case."""
    plain = _NOT_IN_NAMES.sub(" ", _text(title)).strip("' ") or _("List")
    name, number = plain[:31], 1
    while name.casefold() in names:
        number += 1
        name = f"{plain[: 31 - len(str(number)) - 3].rstrip()} ({number})"
    names.add(name.casefold())
    return name


def _width(table: Table, index: int, column: Column) -> float:
    longest = max((len(value_text(row[index], column.kind)) for row in table.rows[:200]), default=0)
    return min(60.0, max(10.0, len(column.title) + 2.0, longest * 1.1 + 2))
