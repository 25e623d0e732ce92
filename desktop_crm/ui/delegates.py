"""Delegates only draw: the 64 px contact row."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_crm.base.i18n import _
from desktop_crm.services.contact_views import CHIPS, ContactRow
from desktop_crm.services.first_rows import FirstRow
from desktop_crm.ui import moments, painting
from desktop_crm.ui.table import ROW_ROLE, heading_of
from desktop_crm.ui.theme import BODY, CAPTION, SECONDARY, SEMIBOLD, color, font, px, theme

Index = QModelIndex | QPersistentModelIndex
CHIP_TONES = {"blacklisted": "bad", "at_risk": "warn", "follow_up": "warn"}
SEPARATOR = "  ·  "


def second_line(row: ContactRow | FirstRow) -> str:
    """Organisation and phone of a person; industry, city and phone of an organisation."""
    if row.kind == "person":
        parts = [row.organisation or row.position or row.city, row.phone or row.email]
    else:
        parts = [" · ".join(part for part in (row.industry, row.city) if part), row.phone or row.email]
    return SEPARATOR.join(part for part in parts if part)


class ContactDelegate(QStyledItemDelegate):
    """Avatar; name and time of the last contact; organisation and phone; a chip only when attention is needed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """64 px, 44 px when compact; more with a larger font."""
        return QSize(px(200), px(44 if theme().compact else 64))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one contact."""
        row: ContactRow | FirstRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        if heading_of(row):
            self._heading(painter, option, row)
            return
        compact, direction = theme().compact, option.direction
        area = option.rect.adjusted(px(8), 2, -px(8), -2)
        self._ground(painter, option, area)

        def put(x: int, y: int, width: int, height: int) -> QRect:
            return QStyle.visualRect(direction, area, QRect(area.x() + x, area.y() + y, width, height))

        side = px(28 if compact else 40)
        painting.avatar(
            painter,
            put(px(14), (area.height() - side) // 2, side, side),
            row.id,
            row.initials,
            person=row.kind == "person",
        )
        left = px(14) + side + px(12)
        wide = area.width() - left - px(12)
        height = area.height() if compact else px(22)
        top = 0 if compact else (area.height() - 2 * height) // 2
        touch = moments.last_touch(row.last_touch_at)
        painter.setFont(font(CAPTION, tabular=True))
        taken = painter.fontMetrics().horizontalAdvance(touch) + 2 if touch else 0
        painter.setPen(color("text3"))
        painting.line(painter, put(left + wide - taken, top, taken, height), touch, direction, end=True)
        name_wide = wide - taken - (px(8) if taken else 0)
        if compact:
            name_wide = min(name_wide, wide * 55 // 100)
        painter.setFont(font(BODY, SEMIBOLD))
        painter.setPen(color("text"))
        painting.line(painter, put(left, top, name_wide, height), row.name, direction)
        if compact:
            rest = left + name_wide + px(12)
            self._second(painter, put, row, rest, 0, left + wide - taken - px(8) - rest, height, direction)
        else:
            self._second(painter, put, row, left, top + height, wide, height, direction)

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Any) -> None:
        """Stands low, near the rows of its group."""
        area = option.rect.adjusted(px(16), 0, -px(16), -px(6))
        text = area.adjusted(0, area.height() - px(24), 0, 0)
        count = f"{row.count:n}"
        painter.setFont(font(CAPTION, tabular=True))
        taken = painter.fontMetrics().horizontalAdvance(count) + px(12)
        painter.setPen(color("text3"))
        end = QRect(text.right() - taken, text.y(), taken, text.height())
        painting.line(painter, QStyle.visualRect(option.direction, text, end), count, option.direction, end=True)
        painter.setFont(font(SECONDARY, SEMIBOLD))
        painter.setPen(color("text2"))
        words = QRect(text.x(), text.y(), text.width() - taken, text.height())
        painting.line(painter, QStyle.visualRect(option.direction, text, words), row.heading, option.direction)
        painter.fillRect(QRect(text.x(), option.rect.bottom() - 1, text.width(), 1), color("border"))

    def _second(self, painter, put, row, left, top, wide, height, direction) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        chip = _(CHIPS[row.chip]) if row.chip in CHIPS else ""
        if chip:
            chip_wide, chip_high = painting.chip_width(chip), px(painting.CHIP_HEIGHT)
            place = put(left + wide - chip_wide, top + (height - chip_high) // 2, chip_wide, chip_high)
            painting.chip(painter, place, chip, CHIP_TONES.get(row.chip, "neutral"))
            wide -= chip_wide + px(8)
        if wide < px(24):
            return
        painter.setFont(font(SECONDARY))
        painter.setPen(color("text2"))
        painting.line(painter, put(left, top, wide, height), second_line(row), direction)

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painting.filled(painter, area, color("selected"), 8)
            bar = QRect(area.x(), area.y() + area.height() // 4, 3, area.height() // 2)
            painting.filled(painter, QStyle.visualRect(option.direction, area, bar), color("accent"), 1.5)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.filled(painter, area, color("hover"), 8)
        keyboard = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
        if option.state & keyboard == keyboard:
            painting.focus_ring(painter, area, 8)
