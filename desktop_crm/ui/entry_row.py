"""A line of what is to be done, painted: when, what, whom; the same in the list of reminders and in the agenda."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop_crm.ui import painting
from desktop_crm.ui.theme import BODY, SECONDARY, SEMIBOLD, color, font, px

HEIGHT, HEADING_HEIGHT = 40, 44
HOURS = 84


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What stands in the line."""

    when: str
    title: str
    people: str
    late: bool
    done: bool


def size(*, heading: bool) -> QSize:
    """40 px; a heading has room above."""
    return QSize(px(240), px(HEADING_HEIGHT if heading else HEIGHT))


def heading(painter: QPainter, option: QStyleOptionViewItem, text: str, ink: str) -> None:
    """The line between days."""
    painter.setFont(font(SECONDARY, SEMIBOLD))
    painter.setPen(color(ink))
    painting.line(painter, option.rect.adjusted(px(16), px(12), -px(16), 0), text, option.direction)


def ground(painter: QPainter, option: QStyleOptionViewItem) -> QRect:
    """Chosen, under the mouse, with the keyboard; says where the line is."""
    area = option.rect.adjusted(px(8), 1, -px(8), -1)
    if option.state & QStyle.StateFlag.State_Selected:
        painting.filled(painter, area, color("selected"), 8)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painting.filled(painter, area, color("hover"), 8)
    keyboard = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
    if option.state & keyboard == keyboard:
        painting.focus_ring(painter, area, 8)
    return area


def placed(option: QStyleOptionViewItem, area: QRect, x: int, wide: int) -> QRect:
    """A part of the line, *x* from where it begins: from the right in a window from right to left."""
    return QStyle.visualRect(option.direction, area, QRect(area.x() + x, area.y(), wide, area.height()))


def words(
    painter: QPainter, option: QStyleOptionViewItem, area: QRect, entry: EntryWords, start: int, right: int
) -> None:
    """The words, from *start* on; *right*: what is taken at the end."""
    direction = option.direction
    painter.setFont(font(SECONDARY, tabular=True))
    painter.setPen(color("bad" if entry.late else "text2"))
    painting.line(painter, placed(option, area, start, px(HOURS)), entry.when, direction)
    left = start + px(HOURS + 8)
    painter.setFont(font(SECONDARY))
    needed = painter.fontMetrics().horizontalAdvance(entry.people) + 2
    wide = min(needed, (area.width() - left - right) * 2 // 5)
    painter.setPen(color("text2"))
    place = placed(option, area, area.width() - right - wide, wide)
    painting.line(painter, place, entry.people, direction, end=True)
    shown = QFont(font(BODY))  # a copy: the font is shared
    shown.setStrikeOut(entry.done)
    painter.setFont(shown)
    painter.setPen(color("text3" if entry.done else "text"))
    room = area.width() - left - right - wide - px(12)
    painting.line(painter, placed(option, area, left, room), entry.title, direction)
