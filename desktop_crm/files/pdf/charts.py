"""Small charts as drawings of ``reportlab.graphics``: no legend where a label can stand beside what it names.

The library's own chart classes write each label in one font; these are put together from its shapes, so that a label
takes the letters that its font lacks from the fallback, as all text does.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import STATE_DEFAULTS, Circle, Drawing, Line, Rect, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop_crm.base.document import Chart, Series
from desktop_crm.base.document_text import value_text
from desktop_crm.files.pdf import style
from desktop_crm.files.pdf.fonts import base_font, drawable, runs, width
from desktop_crm.files.pdf.pages import Pages
from desktop_crm.files.pdf.style import Type
from desktop_crm.files.pdf.wrapping import cut, wrapped

_HIGH = 112.0
_ROW = 17.0
_MOST_RANKED = 20


class _Picture:
    """A drawing as large as the page; its shapes stand where they stand on the page."""

    def __init__(self, pages: Pages) -> None:
        STATE_DEFAULTS["fontName"] = base_font()  # what a drawing begins with: else Helvetica, which no file carries
        self._canvas = pages.canvas
        self._drawing = Drawing(pages.wide, pages.high)

    def bar(self, x: float, y: float, wide: float, high: float, radius: float, color: Any) -> None:
        """A filled box with round corners."""
        self._drawing.add(Rect(x, y, wide, high, rx=radius, ry=radius, fillColor=color, strokeColor=None))

    def line(self, x1: float, y1: float, x2: float, y2: float, color: Any, wide: float = style.HAIRLINE) -> None:
        """A straight line."""
        self._drawing.add(Line(x1, y1, x2, y2, strokeColor=color, strokeWidth=wide))

    def dot(self, x: float, y: float, color: Any) -> None:
        """A small filled circle."""
        self._drawing.add(Circle(x, y, 2.6, fillColor=color, strokeColor=None))

    def text(self, x: float, y: float, text: str, kind: Type, color: Any = style.TEXT, align: str = "left") -> None:
        """One line of drawable *text*, each part of it in a font that has its letters."""
        if align != "left":
            wide = width(text, kind.face, kind.size)
            x -= wide if align == "right" else wide / 2
        for font, part in runs(text, kind.face):
            self._drawing.add(String(x, y, part, fontName=font, fontSize=kind.size, fillColor=color))
            x += stringWidth(part, font, kind.size)

    def draw(self) -> None:
        """Onto the page."""
        renderPDF.draw(self._drawing, self._canvas, 0, 0)


def draw_chart(pages: Pages, chart: Chart) -> None:
    """Title, picture, sentence: never parted by a page's end."""
    sentence = wrapped(chart.sentence, style.SMALL, min(pages.room, 520))
    rows = min(len(chart.categories), _MOST_RANKED)
    high = rows * _ROW + style.S8 if chart.form == "ranked" else _HIGH + 18
    named = len(chart.series) > 1
    pages.need(high + 12 * len(sentence) + (20 if chart.title else 0) + (14 if named else 0) + style.S16)
    if chart.title:
        pages.lines(wrapped(chart.title, style.PART, pages.room, 2), style.PART, split=False)
        pages.y -= style.S4
    picture = _Picture(pages)
    if named and chart.form != "lines":
        _draw_names(pages, picture, chart)
    if not any(_numbers(one) for one in chart.series):
        pages.y -= style.S4
    elif chart.form == "ranked":
        _draw_ranked(pages, picture, chart)
    else:
        _draw_upright(pages, picture, chart)
    picture.draw()
    pages.lines(sentence, style.SMALL, style.TEXT2)
    pages.y -= style.S16


def _numbers(series: Series) -> list[float]:
    return [float(value) for value in series.values if value is not None]


def _color(chart: Chart, index: int) -> Any:
    tone = chart.series[index].tone
    return style.TONES[tone] if tone else style.SERIES[index % len(style.SERIES)]


def _draw_names(pages: Pages, picture: _Picture, chart: Chart) -> None:
    x = pages.left
    pages.y -= 12
    for index, series in enumerate(chart.series):
        name = cut(series.name, style.CAPTION, pages.room / len(chart.series) - 20)
        picture.dot(x + 3, pages.y + 2.7, _color(chart, index))
        picture.text(x + 9, pages.y, name, style.CAPTION, style.TEXT2)
        x += 9 + width(name, "regular", style.CAPTION.size) + style.S16
    pages.y -= style.S4


def _draw_ranked(pages: Pages, picture: _Picture, chart: Chart) -> None:
    values = [float(value or 0) for value in chart.series[0].values][:_MOST_RANKED]
    most = max([*values, 1e-9])
    names = [cut(name, style.SMALL, pages.room * 0.36) for name in chart.categories[:_MOST_RANKED]]
    left = pages.left + max(width(name, "regular", style.SMALL.size) for name in names) + style.S12
    room = pages.right - left - 60
    for index, (name, value) in enumerate(zip(names, values, strict=False)):
        middle = pages.y - _ROW / 2
        picture.text(pages.left, middle - 3, name, style.SMALL)
        color = style.ACCENT if index == chart.highlight else style.MUTED
        long = max(1.0, room * value / most) if value > 0 else 0.0
        picture.bar(left, middle - 5, max(long, 0.1), 10, min(2, long / 2), color)
        said = drawable(value_text(chart.series[0].values[index], chart.kind, chart.currency))
        picture.text(left + long + style.S8, middle - 3, said, style.SMALL, style.TEXT2)
        pages.y -= _ROW
    pages.y -= style.S8


def _draw_upright(pages: Pages, picture: _Picture, chart: Chart) -> None:
    count = max(1, len(chart.categories))
    totals = _heights(chart)
    most = max([*totals, 1e-9])
    lines = chart.form == "lines"
    right = pages.right - (110 if lines and len(chart.series) > 1 else 0)
    base = pages.y - _HIGH
    high = _HIGH - 18
    step = (right - pages.left) / count
    for share in (0, 1 / 3, 2 / 3, 1):
        color = style.BORDER_STRONG if share == 0 else style.BORDER
        picture.line(pages.left, base + high * share, right, base + high * share, color)
    _draw_categories(pages, picture, chart, base, step)
    if lines:
        _draw_lines(pages, picture, chart, base, high, step, most, right)
    else:
        _draw_bars(pages, picture, chart, base, high, step, most)
    pages.y = base - 18


def _heights(chart: Chart) -> list[float]:
    columns = [
        [float(series.values[index] or 0) for series in chart.series if index < len(series.values)]
        for index in range(len(chart.categories))
    ]
    return [sum(column) if chart.form == "stacked" else max(column, default=0.0) for column in columns]


def _draw_categories(pages: Pages, picture: _Picture, chart: Chart, base: float, step: float) -> None:
    names = [drawable(name) for name in chart.categories]
    widest = max((width(name, "regular", style.CAPTION.size) for name in names), default=0)
    every = max(1, -(-int(widest + 4) // max(1, int(step))))
    for index, name in enumerate(names):
        if (len(names) - 1 - index) % every == 0:
            strong = index == chart.highlight
            kind = style.CAPTION_STRONG if strong else style.CAPTION
            color = style.TEXT if strong else style.TEXT3
            picture.text(pages.left + step * (index + 0.5), base - 11, name, kind, color, "center")


def _draw_bars(
    pages: Pages, picture: _Picture, chart: Chart, base: float, high: float, step: float, most: float
) -> None:
    side_by_side = chart.form == "bars" and len(chart.series) > 1
    wide = min(28.0, step * 0.62)
    own = wide / len(chart.series) if side_by_side else wide
    for index in range(len(chart.categories)):
        x = pages.left + step * (index + 0.5) - wide / 2
        y = base
        for place, series in enumerate(chart.series):
            value = float(series.values[index] or 0)
            tall = high * max(0.0, value) / most
            single = len(chart.series) == 1
            marked = chart.highlight is None or index == chart.highlight
            color = style.MUTED if single and not marked else _color(chart, place)
            left = x + own * place if side_by_side else x
            if tall > 0.2:
                picture.bar(left, y, own - (1 if side_by_side else 0), tall, min(1.5, tall / 2), color)
            if single or side_by_side:
                _say(picture, chart, series, index, left + own / 2, y + tall + 3, step if single else own + 3)
            y += tall if chart.form == "stacked" else 0
        if chart.form == "stacked" and y > base:
            total = sum(float(series.values[index] or 0) for series in chart.series)
            said = drawable(value_text(total, chart.kind, chart.currency))
            if width(said, "regular", style.CAPTION.size) < step:
                picture.text(x + wide / 2, y + 3, said, style.CAPTION, style.TEXT2, "center")


def _say(picture: _Picture, chart: Chart, series: Series, index: int, x: float, y: float, step: float) -> None:
    value = series.values[index]
    if value is None:
        return
    said = drawable(value_text(value, chart.kind, chart.currency))
    strong = index == chart.highlight
    kind = style.CAPTION_STRONG if strong else style.CAPTION
    if (strong and len(chart.series) == 1) or width(said, kind.face, kind.size) < step - 1:
        picture.text(x, y, said, kind, style.TEXT if strong else style.TEXT2, "center")


def _draw_lines(
    pages: Pages, picture: _Picture, chart: Chart, base: float, high: float, step: float, most: float, right: float
) -> None:
    ends: list[float] = []
    for place, series in enumerate(chart.series):
        color = _color(chart, place)
        points = [
            (pages.left + step * (index + 0.5), base + high * float(value) / most)
            for index, value in enumerate(series.values)
            if value is not None
        ]
        for (x1, y1), (x2, y2) in pairwise(points):
            picture.line(x1, y1, x2, y2, color, 1.5)
        if not points:
            continue
        picture.dot(*points[-1], color)
        last = next(value for value in reversed(series.values) if value is not None)
        said = drawable(value_text(last, chart.kind, chart.currency))
        if len(chart.series) == 1:
            picture.text(points[-1][0], points[-1][1] + 5, said, style.CAPTION_STRONG, style.TEXT, "center")
            continue
        y = points[-1][1] - 2.5
        while any(abs(y - other) < 9 for other in ends):
            y += 1
        ends.append(y)
        name = cut(f"{said}  {series.name}", style.CAPTION, 104)
        picture.text(right + 2, y, name, style.CAPTION, color)
