"""“Add field…”: everything a card can still hold, found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidgetItem, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.ui import icons
from desktop_crm.ui.editor import Line
from desktop_crm.ui.plain_list import PlainList
from desktop_crm.ui.theme import px

WIDTH, HEIGHT = 280, 360
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class AddField(QFrame):
    """A popup with a search line over the list; Enter takes the chosen one, Esc leaves."""

    def __init__(self, lines: Sequence[Line], chosen: Callable[[Line], object], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._chosen = chosen
        self._lines = list(lines)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Which field?"))
        self.search.setAccessibleName(_("Which field?"))
        self.list = PlainList()
        self.list.setAccessibleName(_("Fields"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(8), px(8), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.resize(px(WIDTH), px(HEIGHT))
        self._filter("")

    def show_under(self, widget: QWidget) -> None:
        """Under *widget*, or over it where there is no room below."""
        place = widget.mapToGlobal(QPoint(0, widget.height() + px(4)))
        room = widget.screen().availableGeometry()
        if place.y() + self.height() > room.bottom():
            place.setY(max(room.top(), widget.mapToGlobal(QPoint(0, 0)).y() - self.height() - px(4)))
        if widget.isRightToLeft():
            place.setX(place.x() + widget.width() - self.width())
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _filter(self, typed: str) -> None:
        wanted = fold(typed).split()
        self.list.clear()
        for line in self._lines:
            if all(word in fold(line.caption) for word in wanted):
                self.list.add(line.caption, line.key, icons.icon(line.icon))
        self.list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        key = item.data(Qt.ItemDataRole.UserRole)
        line = next(line for line in self._lines if line.key == key)
        self.close()
        self._chosen(line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)
