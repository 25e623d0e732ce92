"""The list of contacts: chips that filter, order, find, and the rows in one of two faces (list, table)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.i18n import N_, _
from desktop_crm.services.contact_lists import contact_rows
from desktop_crm.services.contact_views import SORTS, ContactsView
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.contacts.columns import COLUMNS
from desktop_crm.ui.core import Core
from desktop_crm.ui.delegates import ContactDelegate
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.table import RowsModel
from desktop_crm.ui.theme import px, theme

FILTERS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("all", N_("All"), {}),
    ("people", N_("People"), {"kind": "person"}),
    ("organisations", N_("Organisations"), {"kind": "organisation"}),
    ("mine", N_("Mine"), {"mine": True}),
)
FIND_AFTER_MS = 150
NEAR_END = 3  # screens before the end at which the next rows are asked for


class ListPane(QFrame):
    """Two faces of one model and one selection."""

    current_changed = Signal(object)  # id or None
    opened = Signal(object)  # id: Enter or a double click
    view_changed = Signal(object)  # ContactsView
    menu_wanted = Signal(QPoint)
    columns_changed = Signal()

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listPane")
        self.view = ContactsView()
        self.model = RowsModel(core, COLUMNS, contact_rows, self)
        self._keep: int | None = None  # contact to be selected when the rows are there
        self.chips: dict[str, FilterChip] = {}
        self.sort = tool_button("list-filter", self._offer_sorts)
        self.face = tool_button("table-2", checkable=True)
        self.face.toggled.connect(self.show_table)
        self.choose_columns = tool_button("columns-3", self._offer_columns)
        self.choose_columns.hide()
        self.finder = QLineEdit(clearButtonEnabled=True)
        self.finder.installEventFilter(self)
        self.list = self._make_list()
        self.table = self._make_table()
        self._stack = QStackedWidget()
        self._build()
        self._find_timer = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self._find_timer.timeout.connect(self._find)
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        box = QWidget()
        flow = FlowLayout(box, px(6))
        box.setContentsMargins(0, px(2), 0, px(2))
        group = QButtonGroup(self)
        for code, _title, _values in FILTERS:
            chip = FilterChip()
            chip.clicked.connect(self._filtered)
            group.addButton(chip)
            flow.addWidget(chip)
            self.chips[code] = chip
        self.chips["all"].setChecked(True)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(10), px(12), px(6))
        head.setSpacing(px(4))
        head.addWidget(box, 1)
        for button in (self.sort, self.choose_columns, self.face):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._finding = QWidget()
        finding = QHBoxLayout(self._finding)
        finding.setContentsMargins(px(16), 0, px(16), px(8))
        finding.addWidget(self.finder)
        self._finding.hide()
        for face in (self.list, self.table):
            self._stack.addWidget(face)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._finding)
        layout.addWidget(self._stack, 1)

    def _make_list(self) -> QListView:
        made = QListView()
        made.setModel(self.model)
        made.setItemDelegate(ContactDelegate(made))
        made.setUniformItemSizes(True)
        made.setMouseTracking(True)
        self._common(made)
        return made

    def _make_table(self) -> QTableView:
        made = QTableView()
        made.setModel(self.model)
        made.setSelectionModel(self.list.selectionModel())
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setShowGrid(False)
        made.setAlternatingRowColors(True)
        made.setWordWrap(False)
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(px(32 if theme().compact else 40))
        head = made.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(px(36))
        head.setSortIndicatorShown(True)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._sort_by_column)
        for number, column in enumerate(COLUMNS):
            made.setColumnWidth(number, px(column.width))
            made.setColumnHidden(number, not column.shown)
        self._common(made)
        return made

    def _common(self, made: QAbstractItemView) -> None:
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if isinstance(made, QListView):
            made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustIgnored)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(lambda point: self.menu_wanted.emit(made.viewport().mapToGlobal(point)))
        made.activated.connect(lambda index: self.opened.emit(self.model.row_at(index.row()).id))
        made.verticalScrollBar().valueChanged.connect(self._look_ahead)

    def _connect(self) -> None:
        self.finder.textChanged.connect(lambda _text: self._find_timer.start())
        self.list.selectionModel().currentRowChanged.connect(self._current)
        self.model.loaded.connect(self._select_kept)
        self.model.refreshed.connect(self._keep_current)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_view(self, view: ContactsView, select: int | None = None) -> None:
        """Ask for *view*; *select* (or who is selected now) stays selected where he is in it."""
        self._keep = select if select is not None else self.current_id()
        self.view = view
        head = self.table.horizontalHeader()
        column = next((n for n, column in enumerate(COLUMNS) if column.sort == view.sort), -1)
        order = Qt.SortOrder.DescendingOrder if view.descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(column, order)
        self.model.ask(view)
        self.view_changed.emit(view)

    def current_id(self) -> int | None:
        """Who is in front."""
        row = self.model.row_at(self.list.selectionModel().currentIndex().row())
        return None if row is None else int(row.id)

    def selected_ids(self) -> list[int]:
        """All selected, in order."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self.model.row_at(row).id for row in rows]

    def select(self, contact_id: int) -> bool:
        """Bring a contact to the front; says whether he is among the loaded rows."""
        place = self.model.place_of(contact_id)
        if place < 0:
            return False
        index = self.model.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.list.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.face_view.scrollTo(index)
        return True

    @property
    def face_view(self) -> QAbstractItemView:
        """The face in front."""
        return self.table if self.face.isChecked() else self.list

    def _select_kept(self) -> None:
        kept, self._keep = self._keep, None
        if kept is not None and self.select(kept):
            return
        if self.model.rowCount():
            self.select(self.model.row_at(0).id)
            self.face_view.scrollToTop()
        else:
            self.current_changed.emit(None)

    def _keep_current(self) -> None:
        if not self.list.selectionModel().currentIndex().isValid() and self.model.rowCount():
            self.select(self.model.row_at(0).id)
        elif not self.model.rowCount():
            self.current_changed.emit(None)

    def _current(self, *_args: object) -> None:
        self.current_changed.emit(self.current_id())

    def _look_ahead(self, value: int) -> None:
        bar = self.face_view.verticalScrollBar()
        if value > bar.maximum() - NEAR_END * bar.pageStep():
            self.model.fetchMore(self.list.rootIndex())

    # -- filter, order, find ------------------------------------------------------------------------------------------

    def _filtered(self) -> None:
        for code, _title, values in FILTERS:
            if self.chips[code].isChecked():
                self.show_view(replace(self.view, **{"kind": "", "mine": False, **values}))

    def _offer_sorts(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for code, title in SORTS.items():
            action = menu.addAction(_(title))
            action.setCheckable(True)
            action.setChecked(self.view.sort == code)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, code=code: self.sort_by(code))
        menu.addSeparator()
        down = menu.addAction(_("Descending"))
        down.setCheckable(True)
        down.setChecked(self.view.descending)
        down.triggered.connect(lambda checked: self.show_view(replace(self.view, descending=checked)))
        menu.addSeparator()
        archived = menu.addAction(_("Archived contacts"))
        archived.setCheckable(True)
        archived.setChecked(self.view.archived)
        archived.triggered.connect(lambda checked: self.show_view(replace(self.view, archived=checked)))
        _pop(menu, self.sort)

    def sort_by(self, code: Any) -> None:
        """Names go up, moments go down first."""
        self.show_view(replace(self.view, sort=code, descending=code != "name"))

    def _sort_by_column(self, number: int) -> None:
        code: Any = COLUMNS[number].sort
        if code == self.view.sort:
            self.show_view(replace(self.view, descending=not self.view.descending))
        elif code:
            self.sort_by(code)
        else:
            self.show_view(self.view)

    def start_find(self) -> None:
        """Ctrl+F."""
        self._finding.show()
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def end_find(self) -> None:
        """Esc: all rows again, the keyboard back in the list."""
        self.finder.clear()
        self._finding.hide()
        self.face_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        text = self.finder.text().strip()
        if text != self.view.search:
            self.show_view(replace(self.view, search=text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the search, Down goes to the rows."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.end_find()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
                self.face_view.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    # -- faces and columns --------------------------------------------------------------------------------------------

    def show_table(self, table: bool) -> None:
        """List or table."""
        self.face.setChecked(table)
        self._stack.setCurrentWidget(self.table if table else self.list)
        self.choose_columns.setVisible(table)
        index = self.list.selectionModel().currentIndex()
        if index.isValid():
            self.face_view.scrollTo(index)
        self.columns_changed.emit()

    def _offer_columns(self) -> None:
        menu = QMenu(self)
        for number, column in enumerate(COLUMNS):
            action = menu.addAction(_(column.title))
            action.setCheckable(True)
            action.setChecked(not self.table.isColumnHidden(number))
            action.setEnabled(number > 0)
            action.toggled.connect(_toggle(self._show_column, number))
        _pop(menu, self.choose_columns)

    def _show_column(self, number: int, shown: bool) -> None:
        self.table.setColumnHidden(number, not shown)
        self.columns_changed.emit()

    def copy(self) -> None:
        """Selected rows as tab-separated text."""
        numbers = [n for n in range(len(COLUMNS)) if not self.table.isColumnHidden(n)]
        places = {row_id: self.model.place_of(row_id) for row_id in self.selected_ids()}
        lines = ["\t".join(COLUMNS[n].text(self.model.row_at(place)) for n in numbers) for place in places.values()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def look_changed(self) -> None:
        """Density or theme is another."""
        self.table.verticalHeader().setDefaultSectionSize(px(32 if theme().compact else 40))
        self.list.doItemsLayout()

    def retranslate(self) -> None:
        """Words of now."""
        for code, title, _values in FILTERS:
            self.chips[code].setText(_(title))
        name(self.sort, _("Order and archive"))
        name(self.face, _("List as a table"))
        name(self.choose_columns, _("Choose columns"))
        self.finder.setPlaceholderText(_("Find in the list"))
        self.finder.setAccessibleName(_("Find in the list"))
        self.list.setAccessibleName(_("Contacts"))
        self.table.setAccessibleName(_("Contacts"))
        self.table.horizontalHeader().setAccessibleName(_("Columns"))
        self.model.retranslate()

    def sizeHint(self) -> QSize:
        """Beside a card."""
        return QSize(px(396), px(600))


def _pop(menu: QMenu, button: QWidget) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def _toggle(show: Callable[[int, bool], None], number: int) -> Callable[[bool], None]:
    return lambda shown: show(number, shown)
