"""The month: weeks from Monday, the entries of each day under its number, “+3 more” where room is short."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from desktop_crm.base.i18n import _
from desktop_crm.ui import painting
from desktop_crm.ui.calendar import entries, faces
from desktop_crm.ui.calendar.grid import CalendarGrid, Place
from desktop_crm.ui.theme import CAPTION, MEDIUM, SECONDARY, SEMIBOLD, color, font, px

HEAD, NUMBER, LINE = 32, 28, 22


class MonthGrid(CalendarGrid):
    """Seven columns, four to six rows."""

    def cell(self, number: int) -> QRect:
        """The room of the day *number*."""
        rows = max(1, len(self.days) // 7)
        area, head = self.viewport().rect(), px(HEAD)
        row, column = divmod(number, 7)
        left, right = area.width() * column // 7, area.width() * (column + 1) // 7
        high = area.height() - head
        top, bottom = head + high * row // rows, head + high * (row + 1) // rows
        return QStyle.visualRect(self.layoutDirection(), area, QRect(left, top, right - left, bottom - top))

    def place_at(self, point: QPoint) -> Place | None:
        """Which day is there."""
        found = (day for number, day in enumerate(self.days) if self.cell(number).contains(point))
        day = next(found, None)
        return Place(day) if day is not None else None

    def lay_out(self) -> None:
        """As many entries as a day has room for."""
        for number, day in enumerate(self.days):
            cell = self.cell(number).adjusted(px(4), px(NUMBER), -px(4), -px(2))
            own = self.lines.get(day, [])
            room = max(0, cell.height() // px(LINE))
            shown = own if len(own) <= room else own[: max(0, room - 1)]
            for place, line in enumerate(shown):
                self.spots.append((_bar(cell, place), line))
            if len(shown) < len(own) and room:
                self.more_spots.append((_bar(cell, len(shown)), day))

    def paint_sheet(self, painter: QPainter) -> None:
        """Names of the weekdays, cells, entries."""
        direction = self.layoutDirection()
        painter.fillRect(self.viewport().rect(), color("surface"))
        painter.setFont(font(SECONDARY, SEMIBOLD))
        for number, day in enumerate(self.days[:7]):
            cell = self.cell(number)
            head = QRect(cell.x() + px(8), 0, cell.width() - px(12), px(HEAD))
            painter.setPen(color("text2"))
            painting.line(painter, head, faces.weekday_name(day), direction)
        target = self.place_at(self.pointer) if self.dragged is not None else None
        for number, day in enumerate(self.days):
            self._cell(painter, self.cell(number), day, target is not None and target.day == day)
        for rect, line in self.spots:
            chosen = line is self.current and self.hasFocus()
            entries.paint(painter, rect, line, direction, current=chosen)
        painter.setFont(font(CAPTION, MEDIUM))
        for rect, day in self.more_spots:
            hidden = len(self.lines[day]) - sum(line.day == day for _rect, line in self.spots)
            painter.setPen(color("link"))
            painting.line(
                painter, rect.adjusted(px(6), 0, -px(4), 0), _("+{count} more").format(count=hidden), direction
            )

    def _cell(self, painter: QPainter, cell: QRect, day: date, target: bool) -> None:
        outside = day.month != self.day.month
        chosen = day == self.day
        if target or outside:
            painter.fillRect(cell, color("selected" if target else "app"))
        painter.setPen(color("border"))
        painter.drawLine(cell.topLeft(), cell.topRight())
        painter.drawLine(cell.topLeft(), cell.bottomLeft())
        if chosen and painting.by_keyboard(self) and self.current is None:
            painting.focus_ring(painter, cell.adjusted(1, 1, -1, -1), 6)
        elif chosen:
            painter.setPen(color("focus"))
            painter.drawRect(cell.adjusted(1, 1, -2, -2))
        side = px(22)
        number = QRect(cell.x() + px(4), cell.y() + px(3), side, side)
        number = QStyle.visualRect(self.layoutDirection(), cell, number)
        today = entries.is_today(day)
        if today:
            painting.filled(painter, number, color("accent"), side / 2)
        painter.setFont(font(SECONDARY, SEMIBOLD if today or chosen else MEDIUM, tabular=True))
        painter.setPen(color("on_accent" if today else "text3" if outside else "text"))
        painter.drawText(number, int(Qt.AlignmentFlag.AlignCenter), str(day.day))


def _bar(cell: QRect, place: int) -> QRect:
    return QRect(cell.x(), cell.y() + place * px(LINE), cell.width(), px(LINE) - 2)
