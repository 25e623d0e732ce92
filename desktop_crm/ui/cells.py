"""Cells of the wizard's tables: text exactly under its heading, tabular figures, no focus frame in a cell."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_crm.ui import theme
from desktop_crm.ui.painting import own_direction

PADDING = 11  # as the headings have it: 8 and what Qt adds inside a cell


class CellDelegate(QStyledItemDelegate):
    """Ground by the style, words by us."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        ground(painter, option)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.save()
        painter.setFont(index.data(Qt.ItemDataRole.FontRole) or theme.font())
        painter.setPen(ink if ink is not None else theme.color("text"))
        area = option.rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        words = QFontMetrics(painter.font()).elidedText(str(text), Qt.TextElideMode.ElideRight, area.width())
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        painter.setLayoutDirection(own_direction(str(text)))
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """A selected row; the view draws the others. The current cell is not marked, rows are whole."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, theme.color("selected"))
