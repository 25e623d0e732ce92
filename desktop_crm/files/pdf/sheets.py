"""Pages that are no running text: labels, envelopes, a month."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

from desktop_crm.base.document import Envelopes, Labels, MonthGrid
from desktop_crm.base.formats import weekday_text
from desktop_crm.base.i18n import _
from desktop_crm.files.pdf import style
from desktop_crm.files.pdf.pages import Pages
from desktop_crm.files.pdf.style import MM, Type
from desktop_crm.files.pdf.wrapping import cut, wrapped

_SIZES = (Type("regular", 11, 14), Type("regular", 10, 12.6), Type("regular", 9, 11.2), Type("regular", 8, 10),
          Type("regular", 7, 8.6), Type("regular", 6, 7.4))  # fmt: skip
_RIM = 3 * MM  # printers and sheets are never quite where they should be


def draw_labels(pages: Pages, block: Labels) -> None:
    """Each address in the largest type that its label has room for."""
    sheet = block.sheet
    each = sheet.across * sheet.down
    for index, address in enumerate(block.addresses, max(0, block.skip) % each):
        place = index % each
        if place == 0 or pages.number == 0:
            pages.begin_page(header=False)
        row, column = divmod(place, sheet.across)
        left = (sheet.left + column * sheet.step_x) * MM
        top = pages.high - (sheet.top + row * sheet.step_y) * MM
        _draw_fitted(pages, address, left + _RIM, top - _RIM, sheet.width * MM - 2 * _RIM, sheet.height * MM - 2 * _RIM)


def draw_envelopes(pages: Pages, block: Envelopes) -> None:
    """The receiver right of the middle, the sender small in the corner."""
    firm = pages.document.firm
    for address in block.addresses:
        pages.begin_page(header=False)
        top = pages.high - 10 * MM
        _draw_fitted(pages, (firm.name, *firm.lines[:2]), 10 * MM, top, pages.wide * 0.4, 16 * MM, _SIZES[3:])
        _draw_fitted(pages, address, pages.wide * 0.46, pages.high * 0.5, pages.wide * 0.48, pages.high * 0.42)


def _draw_fitted(
    pages: Pages,
    lines: Sequence[str],
    left: float,
    top: float,
    wide: float,
    high: float,
    sizes: Sequence[Type] = _SIZES,
) -> None:
    for kind in sizes:
        found = [part for line in lines if line for part in wrapped(line, kind, wide)]
        if len(found) * kind.leading <= high:
            break
    room = max(1, int(high // kind.leading))
    y = top - max(0.0, (high - min(len(found), room) * kind.leading) / 2) if sizes is _SIZES else top
    for line in found[:room]:
        y -= kind.leading
        pages.text(left, y + kind.size * 0.25, cut(line, kind, wide), kind)


def draw_month(pages: Pages, grid: MonthGrid) -> None:
    """Weeks from Monday; what a day has no room for is counted."""
    weeks = calendar.Calendar(0).monthdatescalendar(grid.year, grid.month)
    head = 16.0
    pages.need(head + len(weeks) * 60)
    wide = pages.room / 7
    for weekday in range(7):
        name = cut(weekday_text(weekday), style.CAPTION_STRONG, wide - 8)
        pages.text(pages.left + wide * weekday + 4, pages.y - 9, name, style.CAPTION_STRONG, style.TEXT3)
    top = pages.y - head
    high = (top - pages.bottom) / len(weeks)
    notes: dict[int, list[tuple[str, str]]] = {}
    for note in grid.notes:
        notes.setdefault(note.day, []).append((note.text, note.tone))
    for row, week in enumerate(weeks):
        for weekday, day in enumerate(week):
            left, upper = pages.left + wide * weekday, top - high * row
            own = day.month == grid.month
            _draw_day(pages, day, left, upper, wide, high, notes.get(day.day, []) if own else [], own)
    pages.y = pages.bottom


def _draw_day(
    pages: Pages, day: date, left: float, top: float, wide: float, high: float, notes: list[tuple[str, str]], own: bool
) -> None:
    canvas = pages.canvas
    canvas.setStrokeColor(style.BORDER)
    canvas.setLineWidth(style.HAIRLINE)
    canvas.setFillColor(style.APP if day.weekday() >= 5 or not own else style.GROUNDS[""].__class__(1, 1, 1))
    canvas.rect(left, top - high, wide, high, stroke=1, fill=1)
    pages.text(left + 4, top - 11, str(day.day), style.SMALL_STRONG, style.TEXT if own else style.BORDER_STRONG)
    room = max(0, int((high - 16) // 10.5))
    shown = notes if len(notes) <= room else notes[: max(0, room - 1)]
    y = top - 14
    broken = [wrapped(text, style.CAPTION, wide - 11, 3) for text, _tone in shown]
    if sum(map(len, broken)) > room:  # one line each where there is much on one day
        broken = [[cut(text, style.CAPTION, wide - 11)] for text, _tone in shown]
    for lines, (_text, tone) in zip(broken, shown, strict=True):
        high = 9.5 + 10 * (len(lines) - 1)
        pages.box(left + 2.5, y - high, wide - 5, high, fill=style.GROUNDS[tone])
        for place, line in enumerate(lines):
            pages.text(left + 5.5, y - 7 - 10 * place, line, style.CAPTION, style.TONES[tone])
        y -= high + 1
    if len(shown) < len(notes):
        more = _("{count} more").format(count=len(notes) - len(shown))
        pages.text(left + 5.5, y - 7, cut(more, style.CAPTION, wide - 11), style.CAPTION, style.TEXT3)
