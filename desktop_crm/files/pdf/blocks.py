"""The parts of a document other than tables and charts, each drawn from the pen on."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_crm.base.document import (
    AddressBlock,
    Bullets,
    Cover,
    Document,
    Figure,
    Figures,
    Heading,
    KeyValues,
    Paragraph,
    Quote,
    SignatureLine,
    TickItem,
    TickList,
)
from desktop_crm.base.document_text import value_text
from desktop_crm.files.pdf import style
from desktop_crm.files.pdf.fonts import drawable, width
from desktop_crm.files.pdf.pages import Pages
from desktop_crm.files.pdf.style import MM
from desktop_crm.files.pdf.wrapping import cut, wrapped

_HEADINGS = {1: (style.TITLE, 0.0, style.S12), 2: (style.SECTION, style.S16, style.S8), 3: (style.PART, style.S12, 3.0)}
_PARAGRAPHS = {
    "lead": (style.LEAD, style.TEXT, style.S12),
    "body": (style.BODY, style.TEXT, style.S8),
    "strong": (style.STRONG, style.TEXT, style.S4),
    "small": (style.SMALL, style.TEXT2, style.S8),
    "caption": (style.CAPTION, style.TEXT3, style.S8),
}
_TILE = 74.0
_VALUES = (style.FIGURE, style.TITLE, style.SECTION)  # the largest that an amount has room for
_BOX, _WHEN = 9.5, 58.0  # a box to tick; the column of hours
SIGNATURES = 76.0  # the height of lines to sign on, with the room above them
_TIGHT = 24.5  # height of a thing where there are many
_THREE_LINES, _TWO_LINES, _CELL_WHEN = 27.0, 19.0, 40.0  # the same in two columns


def draw_title(pages: Pages, document: Document) -> None:
    """The head of a report without a cover: its title, the period and the filter."""
    pages.begin_page()
    pages.bookmark(document.title, 0)
    pages.lines(wrapped(document.title, style.FIGURE, pages.room, 3), style.FIGURE)
    said = " · ".join(filter(None, (document.period, document.filter)))
    if said:
        pages.lines(wrapped(said, style.BODY, pages.room, 3), style.BODY, style.TEXT2)
    pages.y -= style.S16


def draw_heading(pages: Pages, heading: Heading, below: float = 70.0) -> None:
    """A heading stays with the beginning of what follows it, which is *below* high."""
    kind, before, after = _HEADINGS[heading.level]
    pages.need(before + kind.leading + after + below)
    if not pages.is_fresh:
        pages.y -= before
    pages.bookmark(heading.text, heading.level - 1 if heading.level == 1 else heading.level)
    pages.lines(wrapped(heading.text, kind, pages.room, 4), kind, split=False)
    pages.y -= after


def draw_paragraph(pages: Pages, paragraph: Paragraph) -> None:
    """Text over the whole width; long lines of small type are kept readable."""
    kind, color, after = _PARAGRAPHS[paragraph.style]
    pages.lines(wrapped(paragraph.text, kind, min(pages.room, kind.size * 62)), kind, color)
    pages.y -= after


def draw_bullets(pages: Pages, bullets: Bullets) -> None:
    """Each sentence hangs beside its bullet."""
    for item in bullets.items:
        lines = wrapped(item, style.BODY, min(pages.room - style.S12, 590))
        pages.need(min(len(lines), 4) * style.BODY.leading)
        pages.canvas.setFillColor(style.ACCENT)
        pages.canvas.circle(pages.left + 2.5, pages.y - style.BODY.leading / 2, 1.6, stroke=0, fill=1)
        pages.lines(lines, style.BODY, x=pages.left + style.S12)
        pages.y -= style.S4
    pages.y -= style.S8


def draw_quote(pages: Pages, quote: Quote) -> None:
    """Own words beside an upright line."""
    pages.need(2 * style.BODY.leading)
    for line in wrapped(quote.text, style.BODY, pages.room - style.S16):
        pages.need(style.BODY.leading)
        pages.canvas.setFillColor(style.MUTED)
        pages.canvas.rect(pages.left, pages.y - style.BODY.leading, 2, style.BODY.leading, stroke=0, fill=1)
        pages.lines([line], style.BODY, x=pages.left + style.S12)
    if quote.source:
        pages.lines(wrapped(quote.source, style.CAPTION, pages.room - style.S16, 2), style.CAPTION, style.TEXT3,
                    x=pages.left + style.S12)  # fmt: skip
    pages.y -= style.S12


def draw_key_values(pages: Pages, block: KeyValues) -> None:
    """Names in a narrow column, values beside them."""
    pairs = [(name, value_text(value, "date")) for name, value in block.pairs]
    pairs = [(name, value) for name, value in pairs if value.strip()]
    across = block.columns
    wide = (pages.room - style.S24 * (across - 1)) / across
    narrow = min(120.0, wide * 0.4)
    for start in range(0, len(pairs), across):
        row = [
            (wrapped(name, style.SMALL, narrow - style.S8), wrapped(value, style.BODY, wide - narrow))
            for name, value in pairs[start : start + across]
        ]
        high = max(max(len(names) * 12, len(values) * 14) for names, values in row)
        if high > pages.high / 2:  # long text: name above, value running on over pages
            for names, values in row:
                pages.lines(names, style.SMALL, style.TEXT3)
                pages.lines(values, style.BODY)
            continue
        pages.need(high + style.S4)
        top = pages.y
        for index, (names, values) in enumerate(row):
            x = pages.left + index * (wide + style.S24)
            pages.y = top
            pages.lines(names, style.SMALL, style.TEXT3, x=x, split=False)
            pages.y = top + 1
            pages.lines(values, style.BODY, x=x + narrow, split=False)
        pages.y = top - high - style.S4
    pages.y -= style.S8


def draw_figures(pages: Pages, block: Figures, numbers: dict[str, int]) -> None:
    """Tiles, up to four in a row."""
    across = 4 if len(block.items) > 3 else max(2, len(block.items))
    if len(block.items) in (5, 6, 9):
        across = 3
    wide = (pages.room - style.S12 * (across - 1)) / across
    for start in range(0, len(block.items), across):
        pages.need(_TILE + style.S12)
        top = pages.y
        for index, figure in enumerate(block.items[start : start + across]):
            _draw_tile(pages, figure, pages.left + index * (wide + style.S12), top, wide, numbers.get(figure.key))
        pages.y = top - _TILE - style.S12
    pages.y -= style.S4


def _draw_tile(pages: Pages, figure: Figure, x: float, top: float, wide: float, number: int | None) -> None:
    inner, room = x + style.S12, wide - 2 * style.S12
    pages.box(x, top - _TILE, wide, _TILE, frame=style.BORDER)
    if number is not None:
        pages.text(x + wide - 6, top - 10, str(number), style.CAPTION, style.TEXT3, "right")
    title = wrapped(figure.title, style.CAPTION_STRONG, room - 6, 2)
    y = top - style.S12 - 6
    for line in title:
        pages.text(inner, y, line, style.CAPTION_STRONG, style.TEXT2)
        y -= style.CAPTION.leading
    value = drawable(value_text(figure.value, figure.kind, figure.currency) or "–")
    kind = next((one for one in _VALUES if width(value, one.face, one.size) <= room), style.PART)
    pages.text(inner, top - 48, cut(value, kind, room), kind)
    if figure.note:
        note = cut(figure.note, style.CAPTION, room)
        pages.text(inner, top - _TILE + style.S8 + 3, note, style.CAPTION, style.TONES[figure.tone])


def draw_ticks(pages: Pages, block: TickList) -> None:
    """Lines with a box, the day or hour, the words, the number to call; room to write below nothing is wasted."""
    if not block.items:
        pages.lines(wrapped(block.empty or "–", style.BODY, pages.room), style.BODY, style.TEXT2)
    if block.density in ("columns", "cells"):
        _draw_cells(pages, block.items, three=block.density == "columns")
        return
    for item in block.items:
        if block.density == "tight":
            _draw_tight_tick(pages, item)
        else:
            _draw_tick(pages, item, 1 if block.density == "dense" else 3)
    pages.y -= style.S12


def _draw_tight_tick(pages: Pages, item: TickItem) -> None:
    """What, whom and the number on one line; reason and last words below."""
    pages.need(_TIGHT + style.S4)
    top = pages.y
    base = top - 11.5
    _draw_box(pages, base + 7.5, done=item.done)
    x = pages.left + _BOX + style.S8
    pages.text(x, base, cut(item.when, style.SMALL, _WHEN - 4), style.SMALL, style.TONES[item.tone])
    x += _WHEN if item.when else 0.0
    phone = cut(item.phone, style.SMALL_STRONG, pages.room * 0.2)
    pages.text(pages.right, base, phone, style.SMALL_STRONG, style.TEXT, "right")
    number_left = pages.right - width(phone, style.SMALL_STRONG.face, style.SMALL_STRONG.size)
    who_left = pages.right - pages.room * 0.42
    pages.text(who_left, base, cut(item.who, style.SMALL, number_left - who_left - style.S8), style.SMALL)
    pages.text(x, base, cut(item.text, style.SMALL_STRONG, who_left - x - style.S8), style.SMALL_STRONG)
    notes = " · ".join(filter(None, item.notes))
    pages.text(x, base - 9.5, cut(notes, style.CAPTION, pages.right - x), style.CAPTION, style.TEXT2)
    pages.y = top - _TIGHT
    pages.rule(pages.y)


def _draw_cells(pages: Pages, items: Sequence[TickItem], *, three: bool) -> None:
    """Two columns, read down one and then down the other: what and the number, below whom and why."""
    rows, wide = (len(items) + 1) // 2, (pages.room - style.S16) / 2
    high = _THREE_LINES if three else _TWO_LINES
    for row in range(rows):
        pages.need(high)
        for place, item in enumerate(items[row::rows]):
            left = pages.left + place * (wide + style.S16)
            _draw_cell(pages, item, left, left + wide, three=three)
            pages.rule(pages.y - high + 1, left=left, right=left + wide)
        pages.y -= high
    pages.y -= style.S4


def _draw_cell(pages: Pages, item: TickItem, left: float, right: float, *, three: bool) -> None:
    base, x = pages.y - 8.5, left + _BOX + style.S4
    _draw_box(pages, base + 7.5, done=item.done, left=left)
    pages.text(x, base, cut(item.when, style.CAPTION, _CELL_WHEN - 3), style.CAPTION, style.TONES[item.tone])
    phone = cut(item.phone, style.CAPTION_STRONG, (right - left) * 0.4)
    pages.text(right, base, phone, style.CAPTION_STRONG, style.TEXT, "right")
    free = right - width(phone, style.CAPTION_STRONG.face, style.CAPTION_STRONG.size) - x - _CELL_WHEN - style.S4
    pages.text(x + _CELL_WHEN, base, cut(item.text, style.CAPTION_STRONG, free), style.CAPTION_STRONG)
    notes, room = " · ".join(filter(None, item.notes)), right - x
    if three:
        pages.text(x, base - 8.2, cut(item.who, style.CAPTION, room), style.CAPTION)
        pages.text(x, base - 16.4, cut(notes, style.CAPTION, room), style.CAPTION, style.TEXT2)
    else:
        who = cut(item.who, style.CAPTION, room * 0.36 if notes else room)
        pages.text(x, base - 8.2, who, style.CAPTION)
        after = x + width(who, style.CAPTION.face, style.CAPTION.size) + (style.S4 if who else 0)
        pages.text(after, base - 8.2, cut(notes, style.CAPTION, right - after), style.CAPTION, style.TEXT2)


def _draw_box(pages: Pages, top: float, *, done: bool, left: float | None = None) -> None:
    """The box whose upper edge is at *top*, ticked where it is done."""
    left = pages.left if left is None else left
    pages.canvas.setStrokeColor(style.BORDER_STRONG)
    pages.canvas.setLineWidth(0.9)
    pages.canvas.roundRect(left, top - _BOX, _BOX, _BOX, 2, stroke=1, fill=0)
    if done:
        pages.canvas.setStrokeColor(style.TONES["ok"])
        pages.canvas.lines([(left + 2, top - 5, left + 4.2, top - 7.5),
                            (left + 4.2, top - 7.5, left + 8, top - 2.3)])  # fmt: skip


def _draw_tick(pages: Pages, item: TickItem, most: int) -> None:
    when_wide = _WHEN if item.when else 0.0
    who_wide = pages.room * 0.34 if item.who or item.phone else 0.0
    x = pages.left + _BOX + style.S8 + when_wide
    room = pages.right - who_wide - x - style.S8
    words = wrapped(item.text, style.STRONG, room, most)
    notes = [line for note in item.notes if note for line in wrapped(note, style.SMALL, room, most)]
    who = wrapped(item.who, style.BODY, who_wide, min(2, most)) if item.who else []
    phone = wrapped(item.phone, style.SMALL_STRONG, who_wide, min(2, most)) if item.phone else []
    high = max(len(words) * 14 + len(notes) * 12, len(who) * 14 + len(phone) * 12, 14) + style.S8
    pages.need(high + style.S4)
    top = pages.y - style.S4
    _draw_box(pages, top - 12 + _BOX, done=item.done)
    if item.when:
        color = style.TONES[item.tone]
        pages.text(
            pages.left + _BOX + style.S8, top - 10.5, cut(item.when, style.SMALL, when_wide - 4), style.SMALL, color
        )
    for lines, kind, start, color in (
        ((words, style.STRONG), (notes, style.SMALL), x, (style.TEXT, style.TEXT2)),
        ((who, style.BODY), (phone, style.SMALL_STRONG), pages.right - who_wide, (style.TEXT, style.TEXT)),
    ):
        pages.y = top
        pages.lines(lines[0], lines[1], color[0], x=start, split=False)
        pages.lines(kind[0], kind[1], color[1], x=start, split=False)
    pages.y = top - high + style.S4
    pages.rule(pages.y)


def draw_signatures(pages: Pages, block: SignatureLine) -> None:
    """Lines to sign on."""
    pages.need(SIGNATURES)
    across = max(1, len(block.captions))
    wide = (pages.room - style.S24 * (across - 1)) / across
    y = pages.y - 36
    for index, caption in enumerate(block.captions):
        x = pages.left + index * (wide + style.S24)
        pages.rule(y, style.BORDER_STRONG, x, x + wide)
        pages.text(x, y - 10, cut(caption, style.CAPTION, wide), style.CAPTION, style.TEXT3)
    pages.y = y - 24


def draw_address(pages: Pages, block: AddressBlock) -> None:
    """The receiver where the window of an envelope is: 45 to 90 mm from the upper edge."""
    top = pages.high - 50 * MM
    pages.y = min(pages.y, top)
    sender = " · ".join(filter(None, (pages.document.firm.name, *pages.document.firm.lines[:1])))
    pages.text(pages.left, pages.y, cut(sender, style.CAPTION, 80 * MM), style.CAPTION, style.TEXT3)
    pages.y -= style.S8
    pages.lines([cut(line, style.BODY, 85 * MM) for line in block.lines[:6]], style.BODY)
    pages.y = min(pages.y - style.S12, pages.high - 92 * MM)
    if block.place_and_day:
        said = cut(block.place_and_day, style.BODY, pages.room)
        pages.text(pages.right, pages.y, said, style.BODY, style.TEXT2, "right")
        pages.y -= style.S24


def draw_cover(pages: Pages, cover: Cover) -> None:
    """A quiet first page: firm above, title and period where the eye falls, what it is below."""
    pages.begin_page(header=False)
    firm = pages.document.firm
    top = pages.high - 24 * MM
    wide = pages.logo(pages.left, top, 60 * MM, 22 * MM)
    if not wide:
        pages.text(pages.left, top - 12, cut(firm.name, style.SECTION, pages.room), style.SECTION)
    pages.y = pages.high * 0.64
    pages.canvas.setFillColor(style.ACCENT)
    pages.canvas.rect(pages.left, pages.y, 42, 3.5, stroke=0, fill=1)
    pages.y -= style.S16
    pages.bookmark(cover.title, 0)
    pages.lines(wrapped(cover.title, style.COVER, pages.room, 4), style.COVER)
    pages.y -= style.S4
    if cover.subtitle:
        pages.lines(wrapped(cover.subtitle, style.TITLE, pages.room, 3), style.TITLE, style.ACCENT)
    pages.y -= style.S24
    for line in cover.lines:
        pages.lines(wrapped(line, style.BODY, pages.room * 0.75), style.BODY, style.TEXT2)
    y = 24 * MM
    for line in reversed((firm.name, *firm.lines[:4])):
        pages.text(pages.left, y, cut(line, style.SMALL, pages.room), style.SMALL, style.TEXT3)
        y += style.SMALL.leading
    pages.rule(y + style.S8)
    pages.end_page()
