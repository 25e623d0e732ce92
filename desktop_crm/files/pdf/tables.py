"""Tables: columns measured once, rows drawn straight onto the page, so that 500 pages cost little more than the ink."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from desktop_crm.base.document import Cell, Column, Table
from desktop_crm.base.document_text import value_text
from desktop_crm.base.i18n import _
from desktop_crm.files.pdf import style
from desktop_crm.files.pdf.fonts import drawable, runs, width
from desktop_crm.files.pdf.pages import Pages
from desktop_crm.files.pdf.style import Type
from desktop_crm.files.pdf.wrapping import cut, wrapped

_LOOKED_AT = 300  # rows that widths are taken from
_GAP = style.S12
_PAD = 4.0
_CELL, _STRONG, _HEAD = style.SMALL, style.SMALL_STRONG, style.CAPTION_STRONG
_BAR = 60.0
_TOGETHER = 3  # rows that a page's end does not part at the beginning and at the end of a table
_LONG_WORD = 90.0  # points; longer ones are parted


class _Layout:
    """Where each column stands."""

    def __init__(self, pages: Pages, table: Table) -> None:
        self.table = table
        columns = table.columns
        room = pages.room - _GAP * (len(columns) - 1) - (_BAR + _GAP if table.bars is not None else 0)
        self.widths = _widths(table, room)
        self.lefts = []
        x = pages.left
        for wide in self.widths:
            self.lefts.append(x)
            x += wide + _GAP
        self.bar_left = x
        self.kinds: list[Type] = [_STRONG if column.strong else _CELL for column in columns]
        self.most = 0.0
        if table.bars is not None:
            values = [row[table.bars] for row in table.rows]
            self.most = max((float(value) for value in values if isinstance(value, int | float)), default=0.0)

    def cells(self, row: Sequence[Cell]) -> list[list[str]]:
        """The lines of each cell of *row*."""
        found: list[list[str]] = []
        for column, value, wide, kind in zip(self.table.columns, row, self.widths, self.kinds, strict=False):
            text = value if isinstance(value, str) else value_text(value, column.kind, column.currency)
            if not text:
                found.append([])
            elif column.right or column.kind != "text":
                found.append([cut(text, kind, wide)])
            else:
                found.append(wrapped(text, kind, wide, self.table.wrap))
        return found


def draw_table(pages: Pages, table: Table, after: float = 0.0) -> None:
    """The whole table from the pen on; its last rows stay with what follows in the height *after*."""
    if table.title:
        pages.need(table_start(table))
        pages.lines(wrapped(table.title, style.PART, pages.room, 2), style.PART)
        pages.y -= style.S4
    if not table.rows:
        pages.lines(wrapped(table.empty or _("There are none."), style.BODY, pages.room), style.BODY, style.TEXT2)
        pages.y -= style.S12
        return
    layout = _Layout(pages, table)
    pages.need(_beginning(len(table.rows)))
    _draw_header(pages, layout)
    last = len(table.rows) - _TOGETHER if len(table.rows) > _TOGETHER + 1 else -1
    for number, row in enumerate(table.rows):
        if number == last:
            _keep_together(pages, layout, table.rows[number:], bool(table.total), after)
        cells = layout.cells(row)
        _draw_row(pages, layout, cells, layout.kinds, row)
    if table.total:
        _draw_total(pages, layout, table.total)
    pages.y -= style.S16


def table_start(table: Table | None) -> float:
    """The height that words above *table* must leave for it, so that they do not stand alone at a page's end."""
    if table is None:
        return 0.0
    title = style.PART.leading + style.S4 if table.title else 0.0
    return title + (_beginning(len(table.rows)) if table.rows else style.BODY.leading)


def _beginning(rows: int) -> float:
    """The height without which a table is not begun: its header and its first rows."""
    return 2 * _HEAD.leading + min(rows, _TOGETHER) * (_CELL.leading + 2 * _PAD)


def _keep_together(pages: Pages, layout: _Layout, rows: Sequence[Sequence[Cell]], total: bool, after: float) -> None:
    """The last rows go to the next page where they and what follows do not all fit: none stands there alone."""
    counts = [max(map(len, layout.cells(row)), default=1) or 1 for row in rows] + [1] * total
    high = sum(count * _CELL.leading + 2 * _PAD for count in counts)
    high += after + style.S16 if after else 0.0
    if pages.left_over < high < pages.high / 3:
        pages.begin_page()
        _draw_header(pages, layout)


def _draw_header(pages: Pages, layout: _Layout) -> None:
    lines = [
        wrapped(column.title, _HEAD, wide, 4) for column, wide in zip(layout.table.columns, layout.widths, strict=True)
    ]
    count = max(map(len, lines), default=1)
    pages.y -= count * _HEAD.leading
    for column, own, left, wide in zip(layout.table.columns, lines, layout.lefts, layout.widths, strict=True):
        for index, line in enumerate(reversed(own)):
            x = left + wide if column.right else left
            y = pages.y + index * _HEAD.leading + 2
            pages.text(x, y, line, _HEAD, style.TEXT3, "right" if column.right else "left")
    pages.y -= 3
    pages.rule(pages.y, style.BORDER_STRONG)


def _draw_row(pages: Pages, layout: _Layout, cells: list[list[str]], kinds: list[Type], row: Sequence[Cell]) -> None:
    """One row; a row taller than what is left goes to the next page, one taller than a page is parted."""
    leading = _CELL.leading
    count = max(map(len, cells), default=1) or 1
    while True:
        fits = int((pages.left_over - 2 * _PAD) // leading)
        if fits >= count:
            break
        if not pages.is_fresh and (count <= 40 or fits < 4):
            pages.begin_page()
            _draw_header(pages, layout)
            if count * leading + 2 * _PAD <= pages.left_over:
                break
            fits = int((pages.left_over - 2 * _PAD) // leading)
        fits = max(1, fits)
        _draw_lines(pages, layout, [cell[:fits] for cell in cells], kinds, min(count, fits))
        cells = [cell[fits:] for cell in cells]
        count -= fits
        if count <= 0:
            return
        pages.begin_page()
        _draw_header(pages, layout)
    top = pages.y
    _draw_lines(pages, layout, cells, kinds, count)
    if layout.table.bars is not None and layout.most > 0 and row:  # a total row has none
        _draw_bar(pages, layout, row, top)


def _draw_lines(pages: Pages, layout: _Layout, cells: list[list[str]], kinds: list[Type], count: int) -> None:
    canvas, leading = pages.canvas, _CELL.leading
    base = pages.y - _PAD - leading + 3.2
    pen = canvas.beginText(0, 0)
    pen.setFillColor(style.TEXT)
    code = pen._code  # its own operators: setTextOrigin and textOut format and measure what is known here
    used = ("", 0.0)
    for column, lines, left, wide, kind in zip(
        layout.table.columns, cells, layout.lefts, layout.widths, kinds, strict=False
    ):
        y = base
        for line in lines:
            x = left + wide - width(line, kind.face, kind.size) if column.right else left
            code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for font, part in runs(line, kind.face):
                if (font, kind.size) != used:
                    pen.setFont(font, kind.size)
                    used = (font, kind.size)
                code.append(pen._formatText(part))
            y -= leading
    canvas.drawText(pen)
    pages.y -= count * leading + 2 * _PAD
    pages.rule(pages.y)


def _draw_bar(pages: Pages, layout: _Layout, row: Sequence[Cell], top: float) -> None:
    value = row[layout.table.bars or 0]
    share = float(value) / layout.most if isinstance(value, int | float) else 0.0
    pages.canvas.setFillColor(style.MUTED)
    middle = top - _PAD - _CELL.leading / 2
    pages.canvas.rect(layout.bar_left, middle - 3, _BAR * max(0.0, share), 6, stroke=0, fill=1)


def _draw_total(pages: Pages, layout: _Layout, total: Sequence[Cell]) -> None:
    kinds = [_STRONG] * len(layout.table.columns)
    strong = layout.kinds
    layout.kinds = kinds
    cells = layout.cells(total)
    layout.kinds = strong
    pages.need(_CELL.leading * 2)
    pages.rule(pages.y, style.BORDER_STRONG)
    high = max(map(len, cells), default=1) * _CELL.leading + 2 * _PAD
    if pages.left_over >= high:
        pages.canvas.setFillColor(style.APP)
        pages.canvas.rect(pages.left, pages.y - high, pages.room, high, stroke=0, fill=1)
    _draw_row(pages, layout, cells, kinds, ())


def _widths(table: Table, room: float) -> list[float]:
    """Widths that fill the room: numbers and days get what they need, texts share what is left."""
    columns = table.columns
    sample = [*islice(iter(table.rows), _LOOKED_AT), *([table.total] if table.total else [])]
    needs = [_need(column, [row[index] for row in sample if index < len(row)]) for index, column in enumerate(columns)]
    if any(column.width for column in columns):
        shares = [column.width or 1 for column in columns]
        wanted = [room * share / sum(shares) for share in shares]
        return _at_least([_word(column, index, sample) for index, column in enumerate(columns)], wanted, room)
    if sum(need for need, _least in needs) <= room:
        return _spread(columns, _titled(columns, [need for need, _least in needs], room), room)
    fixed = sum(least for _need_, least in needs)
    if fixed >= room:
        return [room * least / fixed for _need_, least in needs]
    spare = sum(need - least for need, least in needs)
    return [least + (need - least) * (room - fixed) / spare for need, least in needs]


def _at_least(least: list[float], wanted: list[float], room: float) -> list[float]:
    """*wanted* widths, but none so narrow that a day or a word is cut; the others give what that takes."""
    widths = [max(pair) for pair in zip(least, wanted, strict=True)]
    over = sum(widths) - room
    spare = sum(wide - low for wide, low in zip(widths, least, strict=True))
    if over <= 0 or spare < over:
        return wanted if over > 0 else widths
    return [wide - (wide - low) * over / spare for wide, low in zip(widths, least, strict=True)]


def _word(column: Column, index: int, rows: Sequence[Sequence[Cell]]) -> float:
    """The least width of a column whose share was given: of its days and numbers, of its longest usual word."""
    kind = _STRONG if column.strong else _CELL
    texts = [drawable(value_text(row[index], column.kind, column.currency)[:200]) for row in rows if index < len(row)]
    if column.kind == "text":
        texts = [word for text in texts for word in text.split()]
    widest = max((width(text, kind.face, kind.size) for text in texts), default=0.0)
    return (widest if column.kind != "text" else min(widest, _LONG_WORD)) + 1


def _titled(columns: Sequence[Column], needs: list[float], room: float) -> list[float]:
    """Numbers under a long title get room for it on two lines, as long as there is some."""
    widths = list(needs)
    for index, column in enumerate(columns):
        words = column.title.split()
        parts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words))]
        two = min((max(width(drawable(one), _HEAD.face, _HEAD.size) for one in part) for part in parts), default=0.0)
        if column.right and two + 1 > widths[index] and sum(widths) - widths[index] + two + 1 <= room:
            widths[index] = two + 1
    return widths


def _spread(columns: Sequence[Column], needs: list[float], room: float) -> list[float]:
    """What is left over goes to the columns of text, so that the rules and the numbers end at the edge."""
    texts = [index for index, column in enumerate(columns) if not column.right] or list(range(len(needs)))
    extra = (room - sum(needs)) / len(texts)
    return [need + extra if index in texts else need for index, need in enumerate(needs)]


def _need(column: Column, values: list[Cell]) -> tuple[float, float]:
    """What a column would like, and the least that it can do with."""
    kind = _STRONG if column.strong else _CELL
    texts = [drawable(value_text(value, column.kind, column.currency)[:200]) for value in values]
    wide = sorted(width(text, kind.face, kind.size) for text in texts)
    longest = wide[-1] if wide else 0.0
    head = max((width(drawable(word), _HEAD.face, _HEAD.size) for word in column.title.split()), default=0.0)
    if column.kind != "text":
        need = max(longest, head, 20.0) + 1
        return need, need
    usual = wide[int(len(wide) * 0.9)] if wide else 0.0
    return max(min(longest, 260.0), head, 24.0) + 1, max(min(usual, 60.0), head, 24.0) + 1
