"""The first contacts, drawn in the window while the database is being opened; the list then takes their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.first_rows import FirstRow
from desktop_crm.ui.delegates import ContactDelegate
from desktop_crm.ui.table import ROW_ROLE
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

LIST_WIDTH = 396
ONE_PANE_BELOW = 844
HEAD = 51  # the chips of the list, which come with it

Index = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractListModel):
    def __init__(self, rows: Sequence[FirstRow], parent: QObject) -> None:
        super().__init__(parent)
        self.rows = rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        return row.name if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None


class FirstRows(QWidget):
    """Lies over the pages until the list of contacts has its rows; who is chosen here is then in front there."""

    def __init__(self, window: MainWindow, rows: Sequence[FirstRow]) -> None:
        super().__init__(window.stack)
        self._window = window
        self.list = QListView()
        self.list.setModel(_Rows(rows, self.list))
        self.list.setItemDelegate(ContactDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # it would tell of 40 rows
        self.list.setAccessibleName(_("Contacts"))
        self.pane = QFrame()
        self.pane.setObjectName("listPane")
        column = QVBoxLayout(self.pane)
        column.setContentsMargins(0, px(HEAD), 0, 0)
        column.addWidget(self.list)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pane)
        row.addStretch(1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        self._choose(rows, window.settings.window.get("contact"))
        window.navigation.mark("contacts")
        window.top_bar.set_heading(_("Contacts"), None)
        window.stack.installEventFilter(self)
        window.core.opened.connect(self._database_opened, Qt.ConnectionType.QueuedConnection)
        self._cover()
        self.show()
        self.raise_()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, rows: Sequence[FirstRow], contact: Any) -> None:
        place = next((number for number, row in enumerate(rows) if row.id == contact), 0)
        self.list.setCurrentIndex(self.list.model().index(place, 0))
        selection = self.list.selectionModel()
        selection.currentChanged.connect(lambda index: self._window.remember(contact=rows[index.row()].id))

    def _cover(self) -> None:
        area = self._window.stack.rect()
        self.setGeometry(area)
        kept = self._window.settings.window.get("splitter")
        wide = kept[0] if isinstance(kept, list) and len(kept) == 2 and isinstance(kept[0], int) else px(LIST_WIDTH)
        self.pane.setFixedWidth(area.width() if area.width() < px(ONE_PANE_BELOW) else max(wide, px(280)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the pages."""
        if event.type() == QEvent.Type.Resize:
            self._cover()
        elif event.type() == QEvent.Type.ChildAdded:  # a page was made: it comes up below
            self.raise_()
        return super().eventFilter(watched, event)

    def _database_opened(self) -> None:
        self._window.core.turns.later(self, self._list_made)  # after the turns in which the page is made and shown

    def _list_made(self) -> None:
        pane = getattr(self._window.pages.get("contacts"), "pane", None)
        if pane is None or pane.model.rowCount():
            self.leave()
        else:
            pane.model.loaded.connect(self.leave)

    def leave(self) -> None:
        """Make room."""
        had_focus = self.list.hasFocus()
        self.hide()
        self.deleteLater()
        pane = getattr(self._window.page, "pane", None)
        if had_focus and pane is not None:
            pane.face_view.setFocus(Qt.FocusReason.OtherFocusReason)
