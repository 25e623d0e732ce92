"""Choosing what a column means: a searchable list of fields in groups, opened from the cell."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold, words
from desktop_crm.ui.search.rows import BLANK, GroupedList, ListRow, heading, plain
from desktop_crm.ui.theme import px

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
    """Opens under a cell; typing narrows the list, Enter takes, Esc leaves.

    A child of the window, not a window of its own: it takes the focus without the window losing it.
    """

    def __init__(
        self, groups: Groups, current: str, chosen: Callable[[str], None], parent: QWidget, *, name: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._room = parent
        self._focus_before: QWidget | None = None
        self._closed = False
        self._groups, self._current, self._chosen = groups, current, chosen
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search") if name else _("Search fields"))
        self.search.setAccessibleName(name or _("Search fields"))
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = GroupedList(self, row_height=ROW)
        self.list.setAccessibleName(name or _("Fields"))
        self.list.clicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(8), px(8), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self._filter("")

    def open_at(self, place: QPoint, width: int) -> None:
        """Show it at *place* (global), inside the window."""
        room = self._room
        wanted = min(HEIGHT, self.list.content_height() + self.search.sizeHint().height() + 28)
        self.setFixedSize(min(max(width, 300), room.width() - 16), min(wanted, room.height() - 16))
        corner = room.mapFromGlobal(place)
        left = max(8, min(corner.x(), room.width() - self.width() - 8))
        top = max(8, min(corner.y(), room.height() - self.height() - 8))
        self.move(left, top)
        self.show()
        self.raise_()
        self._focus_before = room.window().focusWidget()
        self.search.setFocus()

    def leave(self) -> None:
        """Close; the focus goes back where it was."""
        if self._closed:
            return
        self._closed = True
        before, had_focus = self._focus_before, self.search.hasFocus()
        self.close()
        if had_focus and before is not None:
            before.setFocus()

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
        self.leave()
        if row is not None and not row.heading:
            self._chosen(row.value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list work while the cursor is in the search line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.move_choice(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        elif event.type() == QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self, self.leave)
        return super().eventFilter(watched, event)
