"""One entry of the calendar: its colour by what it is, its words, how it is drawn."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle

from desktop_crm.base import clock
from desktop_crm.base.i18n import _
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.model.reminder import REMINDER_KINDS
from desktop_crm.services.agenda import CalendarLine
from desktop_crm.ui import moments, painting
from desktop_crm.ui.form import joined
from desktop_crm.ui.theme import CAPTION, MEDIUM, color, font, px

TONES = {
    "call": "info", "sms": "info", "messenger": "info",
    "meet": "violet", "meeting": "violet", "visit": "violet",
    "send": "ok", "email": "ok", "letter": "ok",
    "pay": "warn",
}  # fmt: skip
HEIGHT = 20


def tone(line: CalendarLine) -> str:
    """Its colour; what is overdue is ``bad``."""
    if line.done:
        return "neutral"
    return "bad" if line.overdue else TONES.get(line.subkind, "neutral")


def hour(line: CalendarLine) -> str:
    """“10:00”; "" of the whole day."""
    return moments.time_of_day(datetime.combine(line.day, line.clock).astimezone()) if line.clock is not None else ""


def spoken(line: CalendarLine) -> str:
    """The entry in words."""
    kinds = INTERACTION_KINDS if line.kind == "interaction" else REMINDER_KINDS
    state = _("Done") if line.done else _("Overdue") if line.overdue else ""
    return joined(
        [hour(line), line.title, line.who, _(kinds.get(line.subkind, "")) if line.subkind else "", state], ", "
    )


def can_move(line: CalendarLine) -> bool:
    """What is done stays where it was done."""
    return not line.done


def can_tick(line: CalendarLine) -> bool:
    """Planned entries are written down on the card."""
    return line.kind == "reminder"


def paint(
    painter: QPainter, rect: QRect, line: CalendarLine, direction: Qt.LayoutDirection, *, current: bool = False
) -> None:
    """A tinted bar: a mark for what is overdue, the hour, what."""
    ink = tone(line)
    painting.filled(painter, rect, color(f"{ink}_bg"), 4)
    if current:
        painting.focus_ring(painter, rect, 4)
    inner = rect.adjusted(px(6), 0, -px(4), 0)
    if line.overdue and not line.done:
        side = px(14)
        high = min(rect.height(), px(HEIGHT))
        mark = QStyle.visualRect(direction, inner, QRect(inner.x(), inner.y(), side, high))
        painting.draw_icon(painter, mark, "circle-alert", ink, 12)
        shift = side + px(2)
        inner.adjust(shift if direction == Qt.LayoutDirection.LeftToRight else 0, 0, 0, 0)
        if direction == Qt.LayoutDirection.RightToLeft:
            inner.adjust(0, 0, -shift, 0)
    shown = QFont(font(CAPTION, MEDIUM))
    shown.setStrikeOut(line.done)
    painter.setFont(shown)
    painter.setPen(color(ink))
    inner.setHeight(min(inner.height(), px(HEIGHT)))
    painting.line(painter, inner, joined([hour(line), line.title], " "), direction)
    if rect.height() >= 2 * px(HEIGHT) - px(4) and line.who:
        inner.translate(0, px(HEIGHT - 4))
        painter.setFont(font(CAPTION))
        painting.line(painter, inner, line.who, direction)


def is_today(day: object) -> bool:
    """Whether *day* is today."""
    return day == clock.today()
