"""The pairs that look like one, one line each, the surest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.services.duplicates import DuplicateRow
from desktop_crm.ui import painting
from desktop_crm.ui.theme import BODY, MEDIUM, SECONDARY, color, font, px, theme

LEVELS = {"certain": (N_("Certain"), "ok"), "likely": (N_("Likely"), "warn")}
ROW, COMPACT_ROW = 64, 52
ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


def percent(row: DuplicateRow) -> str:
    """“97 %”; never all of it: only the user knows for sure."""
    return _("{percent} %").format(percent=min(99, round(row.score * 100)))


class PairsModel(QAbstractListModel):
    """The pairs shown now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[DuplicateRow] = ()

    def show(self, rows: Sequence[DuplicateRow]) -> None:
        """Show other pairs."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """How many pairs."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The pair for the delegate, its words for the reader."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.first_name} = {row.second_name}, {_(LEVELS[row.level][0])}, {percent(row)}"
        return row.sentence if role == Qt.ItemDataRole.ToolTipRole else None


class PairDelegate(QStyledItemDelegate):
    """Two names one above the other, how sure at the end."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of the user's font."""
        return QSize(px(200), px(COMPACT_ROW if theme().compact else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one pair."""
        row: DuplicateRow = index.data(ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = option.rect.adjusted(px(4), 1, -px(4), -1)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painting.filled(painter, ground, color("selected" if selected else "hover"), 8)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painting.focus_ring(painter, ground, 8)
        area = ground.adjusted(px(12), 0, -px(12), 0)
        tone, text = LEVELS[row.level][1], percent(row)
        wide = painting.chip_width(text)
        high = px(painting.CHIP_HEIGHT)
        chip = QRect(area.right() + 1 - wide, area.center().y() - high // 2 + 1, wide, high)
        painting.chip(painter, QStyle.visualRect(option.direction, option.rect, chip), text, tone)
        line = area.height() // 2 - px(8)
        painter.save()
        for number, name in enumerate((row.first_name, row.second_name)):
            top = area.top() + px(8) + number * line
            place = QRect(area.left(), top, area.width() - wide - px(12), line)
            painter.setFont(font(BODY, MEDIUM) if number == 0 else font(SECONDARY))
            painter.setPen(color("text" if number == 0 else "text2"))
            shown = QStyle.visualRect(option.direction, option.rect, place)
            painting.line(painter, shown, name, option.direction)
        painter.restore()


class PairsView(QListView):
    """The queue; Enter and → go over to the comparison."""

    entered_pair = Signal()

    def __init__(self, model: PairsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(PairDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: to the differences of this pair."""
        onward = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, onward) and not event.modifiers():
            self.entered_pair.emit()
        else:
            super().keyPressEvent(event)
