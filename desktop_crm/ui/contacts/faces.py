"""The two faces of one list: rows of contacts, or a table; one model, one selection."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QFrame, QListView, QStackedWidget

from desktop_crm.services.contact_lists import contact_rows
from desktop_crm.ui.contacts.cell_editing import Options, Write
from desktop_crm.ui.contacts.columns import COLUMNS
from desktop_crm.ui.contacts.table_face import TableFace
from desktop_crm.ui.core import Core
from desktop_crm.ui.delegates import ContactDelegate
from desktop_crm.ui.table import RowsModel, heading_of

NEAR_END = 3  # screens before the end at which the next rows are asked for


class Faces(QStackedWidget):
    """List and table."""

    opened = Signal(object)  # id: Enter or a double click
    menu_wanted = Signal(QPoint)

    def __init__(self, core: Core, options: Options, write: Write) -> None:
        super().__init__()
        self.model = RowsModel(core, COLUMNS, contact_rows, self)
        self.list = self._make_list()
        self.table = TableFace(self.model, self.list.selectionModel(), options, write, self)
        self._common(self.table)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.addWidget(self.list)
        self.addWidget(self.table)

    def _make_list(self) -> QListView:
        made = QListView()
        made.setModel(self.model)
        made.setItemDelegate(ContactDelegate(made))
        made.setUniformItemSizes(True)
        made.setMouseTracking(True)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._common(made)
        return made

    def _common(self, made: QAbstractItemView) -> None:
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustIgnored)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(lambda point: self.menu_wanted.emit(made.viewport().mapToGlobal(point)))
        made.activated.connect(lambda index: self.opened.emit(self.model.row_at(index.row()).id))
        made.verticalScrollBar().valueChanged.connect(self._look_ahead)

    def current_id(self) -> int | None:
        """Who is in front."""
        row = self.model.row_at(self.list.selectionModel().currentIndex().row())
        return None if row is None or heading_of(row) else int(row.id)

    def places(self) -> list[int]:
        """Places of the selected rows, in order; by ranges, so that many cost nothing."""
        places: set[int] = set()
        selection = self.list.selectionModel().selection()
        for part in (selection.at(number) for number in range(selection.count())):
            places.update(range(part.top(), part.bottom() + 1))
        return [place for place in sorted(places) if not heading_of(self.model.row_at(place))]

    def select(self, contact_id: int) -> bool:
        """Bring a contact to the front; says whether he is among the loaded rows."""
        place = self.model.place_of(contact_id)
        if place < 0:
            return False
        selection = self.list.selectionModel()
        index = self.model.index(place, max(0, selection.currentIndex().column()))
        flags = QItemSelectionModel.SelectionFlag
        selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.front.scrollTo(index if self.front is self.table else index.siblingAtColumn(0))
        return True

    @property
    def front(self) -> QAbstractItemView:
        """The face in front."""
        return self.table if self.currentWidget() is self.table else self.list

    def first_id(self) -> int | None:
        """The first contact."""
        rows = (self.model.row_at(number) for number in range(min(2, self.model.rowCount())))
        return next((row.id for row in rows if not heading_of(row)), None)

    def _look_ahead(self, value: int) -> None:
        bar = self.front.verticalScrollBar()
        if value > bar.maximum() - NEAR_END * bar.pageStep():
            self.model.fetchMore(self.list.rootIndex())
