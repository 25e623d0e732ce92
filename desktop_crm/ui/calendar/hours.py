"""A week or a day with its hours; what has no hour stands above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle

from desktop_crm.base import clock
from desktop_crm.base.i18n import _
from desktop_crm.services.agenda import CalendarLine
from desktop_crm.ui import moments, painting
from desktop_crm.ui.calendar import entries, faces
from desktop_crm.ui.calendar.grid import CalendarGrid, Place
from desktop_crm.ui.theme import CAPTION, MEDIUM, SECONDARY, SEMIBOLD, color, font, px

HEAD, GUTTER, HOUR, LINE = 32, 56, 48, 22
MOST_WHOLE = 4  # rows of what has no hour
SHORTEST, USUAL = 30, 45  # minutes that an entry takes at least, and where nobody said how long
QUARTER = 15
FIRST_SHOWN = 7  # o'clock


class HoursGrid(CalendarGrid):
    """One column for each day."""

    step_hours = True

    def __init__(self) -> None:
        super().__init__()
        self._scrolled = False
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.refresh())

    # -- where things are ---------------------------------------------------------------------------------------

    def column(self, number: int) -> tuple[int, int]:
        """Left and width of a day."""
        gutter, wide = px(GUTTER), self.viewport().width() - px(GUTTER)
        count = max(1, len(self.days))
        left, right = gutter + wide * number // count, gutter + wide * (number + 1) // count
        place = QStyle.visualRect(self.layoutDirection(), self.viewport().rect(), QRect(left, 0, right - left, 1))
        return place.x(), place.width()

    def top(self) -> int:
        """Where the hours begin: under the names and what has no hour."""
        rows = max((len(self._whole(day)) for day in self.days), default=0)
        return px(HEAD) + max(1, min(MOST_WHOLE, rows)) * px(LINE) + px(6)

    def y_of(self, at: time) -> int:
        """The height of an hour."""
        minutes = at.hour * 60 + at.minute
        return self.top() + minutes * px(HOUR) // 60 - self.verticalScrollBar().value()

    def place_at(self, point: QPoint) -> Place | None:
        """Which day and quarter of an hour."""
        for number, day in enumerate(self.days):
            left, wide = self.column(number)
            if left <= point.x() < left + wide:
                if point.y() < self.top():
                    return Place(day, None, has_hours=True)
                minutes = (point.y() - self.top() + self.verticalScrollBar().value()) * 60 // px(HOUR)
                minutes = max(0, min(24 * 60 - QUARTER, minutes // QUARTER * QUARTER))
                return Place(day, time(minutes // 60, minutes % 60), has_hours=True)
        return None

    def _whole(self, day: date) -> list[CalendarLine]:
        return [line for line in self.lines.get(day, []) if line.clock is None]

    def lay_out(self) -> None:
        """Whole days above, the rest at its hour, beside each other where they meet."""
        high = self.viewport().height() - self.top()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, 24 * px(HOUR) - high))
        bar.setPageStep(max(1, high))
        bar.setSingleStep(px(HOUR) // 2)
        for number, day in enumerate(self.days):
            left, wide = self.column(number)
            whole = self._whole(day)
            shown = whole if len(whole) <= MOST_WHOLE else whole[: MOST_WHOLE - 1]
            for place, line in enumerate(shown):
                self.spots.append((self._whole_bar(left, wide, place), line))
            if len(shown) < len(whole):
                self.more_spots.append((self._whole_bar(left, wide, len(shown)), day))
            timed = [line for line in self.lines.get(day, []) if line.clock is not None]
            for group in groups(timed):
                for place, line in enumerate(group):
                    self.spots.append((self._block(left, wide, line, place, len(group)), line))

    @staticmethod
    def _whole_bar(left: int, wide: int, place: int) -> QRect:
        return QRect(left + 2, px(HEAD) + px(2) + place * px(LINE), wide - 4, px(LINE) - 2)

    def _block(self, left: int, wide: int, line: CalendarLine, place: int, count: int) -> QRect:
        inner = wide - px(6)
        begin, end = inner * place // count, inner * (place + 1) // count
        high = length(line) * px(HOUR) // 60
        return QRect(left + 2 + begin, self.y_of(line.clock or time()) + 1, end - begin - 2, high - 2)

    def line_at(self, point: QPoint) -> CalendarLine | None:
        """What is scrolled under the head is not there."""
        under = point.y() >= self.top()
        found = (line for rect, line in reversed(self.spots) if rect.contains(point))
        return next((line for line in found if (line.clock is not None) == under), None)

    def show_days(self, days: Sequence[date], day: date, lines: Sequence[CalendarLine]) -> None:
        """The first time the morning is in sight."""
        super().show_days(days, day, lines)
        if not self._scrolled and self.viewport().height() > px(HEAD) * 3:
            self._scrolled = True
            self.verticalScrollBar().setValue(FIRST_SHOWN * px(HOUR) - px(12))

    def show_current(self) -> None:
        """Scroll to the chosen entry."""
        line = self.current
        if line is not None and line.clock is not None:
            y = line.clock.hour * px(HOUR)
            bar = self.verticalScrollBar()
            if not bar.value() <= y <= bar.value() + bar.pageStep() - px(HOUR):
                bar.setValue(y - px(HOUR))

    # -- drawing ------------------------------------------------------------------------------------------------

    def paint_sheet(self, painter: QPainter) -> None:
        """Hours, then the head over them."""
        area, top = self.viewport().rect(), self.top()
        painter.fillRect(area, color("surface"))
        painter.save()
        painter.setClipRect(area.adjusted(0, top, 0, 0))
        self._hours(painter)
        self._spots(painter, timed=True)
        self._present(painter)
        painter.restore()
        self._head(painter)
        self._spots(painter, timed=False)
        painter.setPen(color("border"))
        painter.drawLine(0, top, area.width(), top)
        painter.setFont(font(CAPTION, MEDIUM))
        for rect, day in self.more_spots:
            hidden = len(self._whole(day)) - (MOST_WHOLE - 1)
            painter.setPen(color("link"))
            inner = rect.adjusted(px(6), 0, 0, 0)
            painting.line(painter, inner, _("+{count} more").format(count=hidden), self.layoutDirection())

    def _spots(self, painter: QPainter, *, timed: bool) -> None:
        for rect, line in self.spots:
            if (line.clock is not None) == timed:
                chosen = line is self.current and self.hasFocus()
                entries.paint(painter, rect, line, self.layoutDirection(), current=chosen)

    def _hours(self, painter: QPainter) -> None:
        area, direction = self.viewport().rect(), self.layoutDirection()
        painter.setFont(font(CAPTION, tabular=True))
        target = self.place_at(self.pointer) if self.dragged is not None else None
        for hour in range(24):
            y = self.y_of(time(hour))
            painter.setPen(color("border"))
            painter.drawLine(px(GUTTER) if direction == Qt.LayoutDirection.LeftToRight else 0, y, area.width(), y)
            label = QStyle.visualRect(direction, area, QRect(px(4), y - px(8), px(GUTTER - 12), px(16)))
            painter.setPen(color("text3"))
            shown = moments.time_of_day(datetime.combine(clock.today(), time(hour)).astimezone())
            painting.line(painter, label, shown if hour else "", direction, end=True)
        for number, day in enumerate(self.days):
            left, wide = self.column(number)
            if target is not None and target.day == day and target.at is not None:
                place = QRect(left + 1, self.y_of(target.at), wide - 2, px(HOUR) * USUAL // 60)
                painting.filled(painter, place, color("selected"), 4)
            painter.setPen(color("border"))
            painter.drawLine(left, 0, left, area.height())

    def _present(self, painter: QPainter) -> None:
        """A line at this very moment."""
        if clock.today() in self.days:
            left, wide = self.column(self.days.index(clock.today()))
            y = self.y_of(clock.now().astimezone().time())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(color("bad"), 2))
            painter.drawLine(left, y, left + wide, y)
            painter.setBrush(color("bad"))
            painter.drawEllipse(QRectF(left - 2, y - 3, 6, 6))

    def _head(self, painter: QPainter) -> None:
        area, direction = self.viewport().rect(), self.layoutDirection()
        target = self.place_at(self.pointer) if self.dragged is not None else None
        for number, day in enumerate(self.days):
            left, wide = self.column(number)
            whole = QRect(left, 0, wide, self.top())
            onto = target is not None and target.day == day and target.at is None
            painter.fillRect(whole, color("selected" if onto else "surface"))
            painter.setPen(color("border"))
            painter.drawLine(left, px(HEAD), left, self.top())
            if day == self.day and painting.by_keyboard(self) and self.current is None:
                painting.focus_ring(painter, QRect(left + 2, 2, wide - 4, px(HEAD) - 4), 6)
            today = entries.is_today(day)
            painter.setFont(font(SECONDARY, SEMIBOLD if today or day == self.day else MEDIUM))
            painter.setPen(color("link" if today else "text"))
            name = f"{faces.weekday_name(day)} {day.day}"
            painting.line(painter, QRect(left + px(8), 0, wide - px(12), px(HEAD)), name, direction)
        gutter = QStyle.visualRect(direction, area, QRect(0, 0, px(GUTTER), self.top()))
        painter.fillRect(gutter, color("surface"))


def length(line: CalendarLine) -> int:
    """Minutes that its block takes."""
    return max(SHORTEST, line.minutes or USUAL)


def groups(timed: list[CalendarLine]) -> list[list[CalendarLine]]:
    """Entries (in order of their hours) that meet each other."""
    found: list[list[CalendarLine]] = []
    end = -1
    for line in timed:
        begin = (line.clock or time()).hour * 60 + (line.clock or time()).minute
        if begin >= end:
            found.append([])
        found[-1].append(line)
        end = max(end, begin + length(line))
    return found
