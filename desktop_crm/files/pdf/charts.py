"""Small charts drawn straight onto the page: no legend where a label can stand beside what it names."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from desktop_crm.base.document import Chart, Series
from desktop_crm.base.document_text import value_text
from desktop_crm.files.pdf import style
from desktop_crm.files.pdf.fonts import drawable, width
from desktop_crm.files.pdf.pages import Pages
from desktop_crm.files.pdf.wrapping import cut, wrapped

_HIGH = 112.0
_ROW = 17.0
_MOST_RANKED = 20


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
    if named and chart.form != "lines":
        _draw_names(pages, chart)
    if not any(_numbers(one) for one in chart.series):
        pages.y -= style.S4
    elif chart.form == "ranked":
        _draw_ranked(pages, chart)
    else:
        _draw_upright(pages, chart)
    pages.lines(sentence, style.SMALL, style.TEXT2)
    pages.y -= style.S16


def _numbers(series: Series) -> list[float]:
    return [float(value) for value in series.values if value is not None]


def _color(chart: Chart, index: int) -> Any:
    tone = chart.series[index].tone
    return style.TONES[tone] if tone else style.SERIES[index % len(style.SERIES)]


def _draw_names(pages: Pages, chart: Chart) -> None:
    x = pages.left
    pages.y -= 12
    for index, series in enumerate(chart.series):
        name = cut(series.name, style.CAPTION, pages.room / len(chart.series) - 20)
        pages.canvas.setFillColor(_color(chart, index))
        pages.canvas.circle(x + 3, pages.y + 2.7, 2.6, stroke=0, fill=1)
        pages.text(x + 9, pages.y, name, style.CAPTION, style.TEXT2)
        x += 9 + width(name, "regular", style.CAPTION.size) + style.S16
    pages.y -= style.S4


def _draw_ranked(pages: Pages, chart: Chart) -> None:
    values = [float(value or 0) for value in chart.series[0].values][:_MOST_RANKED]
    most = max([*values, 1e-9])
    names = [cut(name, style.SMALL, pages.room * 0.36) for name in chart.categories[:_MOST_RANKED]]
    left = pages.left + max(width(name, "regular", style.SMALL.size) for name in names) + style.S12
    room = pages.right - left - 60
    for index, (name, value) in enumerate(zip(names, values, strict=False)):
        middle = pages.y - _ROW / 2
        pages.text(pages.left, middle - 3, name, style.SMALL)
        pages.canvas.setFillColor(style.ACCENT if index == chart.highlight else style.MUTED)
        long = max(1.0, room * value / most) if value > 0 else 0.0
        pages.canvas.roundRect(left, middle - 5, max(long, 0.1), 10, min(2, long / 2), stroke=0, fill=1)
        said = drawable(value_text(chart.series[0].values[index], chart.kind, chart.currency))
        pages.text(left + long + style.S8, middle - 3, said, style.SMALL, style.TEXT2)
        pages.y -= _ROW
    pages.y -= style.S8


def _draw_upright(pages: Pages, chart: Chart) -> None:
    count = max(1, len(chart.categories))
    totals = _heights(chart)
    most = max([*totals, 1e-9])
    lines = chart.form == "lines"
    right = pages.right - (110 if lines and len(chart.series) > 1 else 0)
    base = pages.y - _HIGH
    high = _HIGH - 18
    step = (right - pages.left) / count
    for share in (0, 1 / 3, 2 / 3, 1):
        pages.rule(base + high * share, style.BORDER_STRONG if share == 0 else style.BORDER, right=right)
    _draw_categories(pages, chart, base, step)
    if lines:
        _draw_lines(pages, chart, base, high, step, most, right)
    else:
        _draw_bars(pages, chart, base, high, step, most)
    pages.y = base - 18


def _heights(chart: Chart) -> list[float]:
    columns = [
        [float(series.values[index] or 0) for series in chart.series if index < len(series.values)]
        for index in range(len(chart.categories))
    ]
    return [sum(column) if chart.form == "stacked" else max(column, default=0.0) for column in columns]


def _draw_categories(pages: Pages, chart: Chart, base: float, step: float) -> None:
    names = [drawable(name) for name in chart.categories]
    widest = max((width(name, "regular", style.CAPTION.size) for name in names), default=0)
    every = max(1, -(-int(widest + 4) // max(1, int(step))))
    for index, name in enumerate(names):
        if (len(names) - 1 - index) % every == 0:
            strong = index == chart.highlight
            kind = style.CAPTION_STRONG if strong else style.CAPTION
            color = style.TEXT if strong else style.TEXT3
            pages.text(pages.left + step * (index + 0.5), base - 11, name, kind, color, "center")


def _draw_bars(pages: Pages, chart: Chart, base: float, high: float, step: float, most: float) -> None:
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
            pages.canvas.setFillColor(color)
            left = x + own * place if side_by_side else x
            if tall > 0.2:
                pages.canvas.roundRect(left, y, own - (1 if side_by_side else 0), tall, min(1.5, tall / 2), 0, 1)
            if single or (side_by_side and own > 16):
                _say(pages, chart, series, index, left + own / 2, y + tall + 3, step)
            y += tall if chart.form == "stacked" else 0
        if chart.form == "stacked" and y > base:
            total = sum(float(series.values[index] or 0) for series in chart.series)
            said = drawable(value_text(total, chart.kind, chart.currency))
            if width(said, "regular", style.CAPTION.size) < step:
                pages.text(x + wide / 2, y + 3, said, style.CAPTION, style.TEXT2, "center")


def _say(pages: Pages, chart: Chart, series: Series, index: int, x: float, y: float, step: float) -> None:
    value = series.values[index]
    if value is None:
        return
    said = drawable(value_text(value, chart.kind, chart.currency))
    strong = index == chart.highlight
    kind = style.CAPTION_STRONG if strong else style.CAPTION
    if strong or width(said, kind.face, kind.size) < step - 1:
        pages.text(x, y, said, kind, style.TEXT if strong else style.TEXT2, "center")


def _draw_lines(pages: Pages, chart: Chart, base: float, high: float, step: float, most: float, right: float) -> None:
    ends: list[float] = []
    for place, series in enumerate(chart.series):
        color = _color(chart, place)
        pages.canvas.setStrokeColor(color)
        pages.canvas.setLineWidth(1.5)
        points = [
            (pages.left + step * (index + 0.5), base + high * float(value) / most)
            for index, value in enumerate(series.values)
            if value is not None
        ]
        for (x1, y1), (x2, y2) in pairwise(points):
            pages.canvas.line(x1, y1, x2, y2)
        if not points:
            continue
        pages.canvas.setFillColor(color)
        pages.canvas.circle(*points[-1], 2.6, stroke=0, fill=1)
        last = next(value for value in reversed(series.values) if value is not None)
        said = drawable(value_text(last, chart.kind, chart.currency))
        if len(chart.series) == 1:
            pages.text(points[-1][0], points[-1][1] + 5, said, style.CAPTION_STRONG, style.TEXT, "center")
            continue
        y = points[-1][1] - 2.5
        while any(abs(y - other) < 9 for other in ends):
            y += 1
        ends.append(y)
        name = cut(f"{said}  {series.name}", style.CAPTION, 104)
        pages.text(right + 2, y, name, style.CAPTION, color)
