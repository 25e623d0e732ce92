"""Choosing what a column means: a searchable list of fields in groups, opened from the cell."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold, words
from desktop_crm.ui import theme
from desktop_crm.ui.search.rows import BLANK, GroupedList, ListRow, heading, plain

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # group title -> (code, title)
HEIGHT = 400
ROW = 34


def matching_rows(groups: Groups, text: str, current: str = "") -> list[ListRow]:
    """Fields in which every typed word begins some word, under their groups."""
    wanted = words(text)
    rows: list[ListRow] = []
    for title, fields in groups:
        kept = [
            ListRow(plain(name), icon="check" if code == current else BLANK, value=code)
            for code, name in fields
            if all(any(word.startswith(part) for word in words(f"{name} {title}")) for part in wanted)
            or (bool(wanted) and fold(text) in fold(name))
        ]
        if kept:
            rows += [heading(title), *kept]
    return rows


class FieldPopup(QFrame):
    """Opens under a cell; typing narrows the list, Enter takes, Esc leaves."""

    def __init__(self, groups: Groups, current: str, chosen: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._groups, self._current, self._chosen = groups, current, chosen
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search fields"))
        self.search.setAccessibleName(_("Search fields"))
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = GroupedList(self, row_height=ROW)
        self.list.setAccessibleName(_("Fields"))
        self.list.clicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self._filter("")

    def open_at(self, place: QPoint, width: int) -> None:
        """Show it at *place* (global), inside the screen."""
        self.setFixedSize(max(width, 300), HEIGHT)
        room = self.screen().availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self.width()))
        top = max(room.top(), min(place.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.search.setFocus()

    def _filter(self, text: str) -> None:
        rows = matching_rows(self._groups, text, self._current)
        self.list.show_rows(rows)
        if not text:
            here = next(
                (number for number, row in enumerate(rows) if row.value == self._current and not row.heading), None
            )
            if here is not None:
                self.list.choose(here)
                self.list.scrollTo(self.list.currentIndex(), GroupedList.ScrollHint.PositionAtCenter)

    def _take(self) -> None:
        row = self.list.choice
        self.close()
        if row is not None:
            self._chosen(row.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and frame, as the lists of boxes have them."""
        painter = QPainter(self)
        painter.setBrush(theme.color("surface"))
        painter.setPen(theme.color("border_strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list work while the cursor is in the search line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.move_choice(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)
