"""Cells of a table that are boxes to choose from: drawn as what they are, opened by Enter, a click or a letter."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.ui import icons, theme
from desktop_crm.ui.cells import ground
from desktop_crm.ui.importing.field_choice import FieldPopup, Groups
from desktop_crm.ui.listed import ListedModel, ListedView

_ARROW = 14


class BoxDelegate(QStyledItemDelegate):
    """Ground of the row, frame, words, arrow; nothing where there is nothing to choose."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one box."""
        ground(painter, option)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        view = option.widget
        current = isinstance(view, ListedView) and view.currentIndex() == index and view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        arrow_size, gap = theme.px(_ARROW), theme.px(8)
        box = option.rect.adjusted(theme.px(4), theme.px(4), -gap, -theme.px(4))
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("focus" if current else "border_strong"), 2 if current else 1))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        inner = box.adjusted(theme.px(12), 0, -theme.px(10), 0)

        def placed(left: int, width: int) -> QRect:
            cell = QRect(inner.left() + left, inner.top(), width, inner.height())
            return QStyle.visualRect(option.direction, inner, cell)

        arrow = placed(inner.width() - arrow_size, arrow_size)
        picture = icons.pixmap("chevron-down", "text2", _ARROW, painter.device().devicePixelRatio())
        painter.drawPixmap(arrow.left(), arrow.center().y() - arrow_size // 2 + 1, picture)
        painter.setFont(theme.font())
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(ink if ink is not None else theme.color("text"))
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width() - arrow_size - gap)
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        painter.drawText(placed(0, inner.width() - arrow_size - gap), side | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class BoxesView(ListedView):
    """A table with boxes in some columns; ``opened(column, text)`` opens the one of the current line."""

    def __init__(
        self, model: ListedModel, boxes: tuple[int, ...], opened: Callable[[int, str], None], parent: QWidget
    ) -> None:
        super().__init__(model, "", parent)
        self.setProperty("framed", "true")
        self._boxes = boxes
        self._opened = opened
        self.popup: FieldPopup | None = None
        for column in boxes:
            self.setItemDelegateForColumn(column, BoxDelegate(self))

    def open_current(self) -> None:
        """Open the current box."""
        column = self.currentIndex().column()
        self._opened(column if column in self._boxes else self._boxes[0], "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the current box; a letter the first one, with what was typed; arrows go between."""
        key, text = event.key(), event.text()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        column = self.currentIndex().column()
        here = column if column in self._boxes else self._boxes[0]
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and plain:
            self._opened(here, "")
        elif text.isalnum() and plain:
            self._opened(self._boxes[0], text)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain:
            step = 1 if (key == Qt.Key.Key_Right) != self.isRightToLeft() else -1
            place = self._boxes.index(here) + step * (column in self._boxes)
            self._go_to(self._boxes[max(0, min(place, len(self._boxes) - 1))])
        else:
            super().keyPressEvent(event)

    def _go_to(self, column: int) -> None:
        index = self.currentIndex()
        if index.isValid():
            flags = self.selectionModel().SelectionFlag
            self.selectionModel().setCurrentIndex(index.siblingAtColumn(column), flags.NoUpdate)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box opens it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if index.isValid() and index.column() in self._boxes and plain:
            self._opened(index.column(), "")

    def open_popup(
        self,
        column: int,
        groups: Groups,
        current: str,
        chosen: Callable[[str], None],
        *,
        text: str = "",
        name: str = "",
    ) -> None:
        """Show the choices under the box of the current line."""
        cell = self.visualRect(self.currentIndex().siblingAtColumn(column))
        self.popup = FieldPopup(groups, current, chosen, self.window(), name=name)
        self.popup.search.setText(text)
        self.popup.open_at(self.viewport().mapToGlobal(cell.bottomLeft()), cell.width())
