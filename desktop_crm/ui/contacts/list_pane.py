"""The list of contacts: chips that filter, order, find, and the rows in one of two faces (list, table)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.contact_cells import change_cell
from desktop_crm.services.contact_fields import FilterField
from desktop_crm.services.contact_views import LATEST_FIRST, ContactsView
from desktop_crm.services.custom_fields import FieldRow
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.contacts.bulk_bar import BulkBar
from desktop_crm.ui.contacts.cell_editing import Cell
from desktop_crm.ui.contacts.columns import CHOICES_OF, OWN, with_own
from desktop_crm.ui.contacts.faces import Faces
from desktop_crm.ui.contacts.filters.bar import FilterBar
from desktop_crm.ui.contacts.filters.popup import FilterPopup
from desktop_crm.ui.contacts.pane_menus import offer_columns, offer_order
from desktop_crm.ui.core import Core
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.theme import px

FILTERS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("all", N_("All"), {}),
    ("people", N_("People"), {"kind": "person"}),
    ("organisations", N_("Organisations"), {"kind": "organisation"}),
    ("mine", N_("Mine"), {"mine": True}),
)
FIND_AFTER_MS = 150


class ListPane(QFrame):
    """Two faces of one model and one selection."""

    current_changed = Signal(object)  # id or None
    opened = Signal(object)  # id: Enter or a double click
    view_changed = Signal(object)  # ContactsView
    menu_wanted = Signal(QPoint)
    columns_changed = Signal()
    save_wanted = Signal()  # keep the view under a name

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listPane")
        self.core = core
        self.view = ContactsView()
        self.fields: dict[str, FilterField] = {}
        self.in_view = 0  # how many the view has, loaded or not
        self.everything = False  # all of the view are meant, loaded or not
        self._keep: int | None = None  # contact to be selected when the rows are there
        self._in_front = False  # his card is in front already and stays, also where he is not among the rows
        self._widths: Mapping[str, int] = {}
        self._order: Sequence[str] = ()
        self.chips: dict[str, FilterChip] = {}
        self.add_filter = tool_button("list-filter", lambda: self.offer_filter())
        self.sort = tool_button("list", lambda: offer_order(self))
        self.face = tool_button("table-2", checkable=True)
        self.face.toggled.connect(self.show_table)
        self.choose_columns = tool_button("columns-3", lambda: offer_columns(self))
        self.choose_columns.hide()
        self.filters = FilterBar()
        self.bulk = BulkBar(lambda: self.fields)
        self.finder = QLineEdit(clearButtonEnabled=True)
        self.finder.installEventFilter(self)
        self.faces = Faces(core, self._options, self._write)
        self.model, self.list, self.table = self.faces.model, self.faces.list, self.faces.table
        self._build()
        self._find_timer = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self._find_timer.timeout.connect(self._find)
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        box = QWidget()
        flow = FlowLayout(box, px(4))
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
        head.setContentsMargins(px(16), px(10), px(2), px(6))
        head.setSpacing(0)
        head.addWidget(box, 1)
        for button in (self.add_filter, self.sort, self.choose_columns, self.face):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._finding = _padded(self.finder)
        self._finding.hide()
        self._filtering = _padded(self.filters)
        self._filtering.hide()
        for face in (self.list, self.table):
            face.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        for part in (self._filtering, self._finding, self.bulk):
            layout.addWidget(part)
        layout.addWidget(self.faces, 1)

    def _connect(self) -> None:
        self.finder.textChanged.connect(lambda _text: self._find_timer.start())
        self.faces.opened.connect(self.opened)
        self.faces.menu_wanted.connect(self.menu_wanted)
        self.list.selectionModel().currentRowChanged.connect(self._current)
        self.list.selectionModel().selectionChanged.connect(self._selected)
        self.model.loaded.connect(self._select_kept)
        self.model.refreshed.connect(self._keep_current)
        self.table.sort_wanted.connect(self._sort_by_title)
        self.table.columns_changed.connect(self._columns_chosen)
        self.filters.changed.connect(self.show_view)
        self.filters.edit_wanted.connect(self.offer_filter)
        self.bulk.everything_wanted.connect(self.select_everything)
        self.bulk.cleared.connect(self._select_one)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def show_view(self, view: ContactsView, select: int | None = None) -> None:
        """Ask for *view*; *select* (or who is selected now) stays selected where he is in it."""
        self._keep = select if select is not None else self.current_id()
        self._in_front = False
        self.view = replace(view, own_fields=self._own_fields())
        self.everything = False
        for code, _title, values in FILTERS:
            if {"kind": view.kind, "mine": view.mine} == {"kind": "", "mine": False, **values}:
                self.chips[code].setChecked(True)
        self.filters.show_view(self.view)
        self._filtering.setVisible(bool(view.filters))
        self.table.mark_sort(view.sort, view.descending)
        self.model.ask(self.view)
        self.view_changed.emit(self.view)

    def open_view(self, view: ContactsView) -> None:
        """A view that was kept: its search stands in the line."""
        self.finder.setText(view.search)
        self._find_timer.stop()
        self._finding.setVisible(bool(view.search))
        self.show_view(view)

    def _own_fields(self) -> tuple[int, ...]:
        shown = (column.code for column in self.table.shown_columns() if column.code.startswith(OWN))
        return tuple(sorted(int(code.removeprefix(OWN)) for code in shown)) if self.face.isChecked() else ()

    def set_fields(self, fields: Sequence[FilterField], own: Sequence[FieldRow]) -> None:
        """What can be filtered by, and the firm's own fields, as they are now."""
        self.fields = {field.code: field for field in fields}
        self.filters.set_fields(fields)
        if [(c.code, c.title) for c in with_own(own)] != [(c.code, c.title) for c in self.model.columns]:
            self.model.set_columns(with_own(own))
            self.table.apply(self._widths, self._order)
            self._columns_chosen()

    def set_columns(self, widths: Mapping[str, int], order: Sequence[str]) -> None:
        """Columns as they were left."""
        self._widths, self._order = widths, order
        self.table.apply(widths, order)

    def _columns_chosen(self) -> None:
        if self._own_fields() != self.view.own_fields:
            self.show_view(self.view)
        self.columns_changed.emit()

    # -- selection ----------------------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        """Who is in front."""
        return self.faces.current_id()

    def selected_ids(self) -> list[int]:
        """All selected of those loaded, in order."""
        return [self.model.row_at(place).id for place in self.faces.places()]

    def selected_count(self) -> int:
        """How many are meant."""
        return self.in_view if self.everything else len(self.faces.places())

    def target_view(self) -> ContactsView:
        """The selected as a view: all of this one, or no others than these."""
        if self.everything:
            return replace(self.view, own_fields=self.view.own_fields)
        return ContactsView(
            archived=self.view.archived,
            only=tuple(self.selected_ids()),
            sort=self.view.sort,
            descending=self.view.descending,
            own_fields=self.view.own_fields,
        )

    def select_everything(self) -> None:
        """All of the view, also those not loaded yet."""
        self.face_view.selectAll()
        self.everything = True
        self._show_bulk()

    def _select_one(self) -> None:
        current = self.current_id()
        if current is not None:
            self.select(current)
        self.face_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _selected(self, *_args: object) -> None:
        self.everything = False
        self._show_bulk()

    def _show_bulk(self) -> None:
        self.bulk.show_count(len(self.faces.places()), self.in_view, self.everything)

    def set_count(self, count: int) -> None:
        """How many the view has."""
        self.in_view = count
        self._show_bulk()

    def select(self, contact_id: int) -> bool:
        """Bring a contact to the front; says whether he is among the loaded rows."""
        found = self.faces.select(contact_id)
        if not found and self.faces.first_id() is None:  # the rows are still to come
            self._keep, self._in_front = contact_id, True
        return found

    @property
    def face_view(self) -> QAbstractItemView:
        """The face in front."""
        return self.faces.front

    def _select_kept(self) -> None:
        kept, self._keep = self._keep, None
        in_front, self._in_front = self._in_front, False
        if kept is not None and (self.faces.select(kept) or in_front):
            return
        first = self.faces.first_id()
        if first is not None:
            self.select(first)
            self.face_view.scrollToTop()
        else:
            self.current_changed.emit(None)

    def _keep_current(self) -> None:
        first = self.faces.first_id()
        if first is None:
            self.current_changed.emit(None)
        elif not self.list.selectionModel().currentIndex().isValid():
            self.select(first)

    def _current(self, *_args: object) -> None:
        self.current_changed.emit(self.current_id())

    # -- filter, order, find ------------------------------------------------------------------------------------------

    def _filtered(self) -> None:
        for code, _title, values in FILTERS:
            if self.chips[code].isChecked():
                self.show_view(replace(self.view, **{"kind": "", "mine": False, **values}))

    def offer_filter(self, chip: QWidget | None = None, number: int | None = None) -> FilterPopup:
        """Choose a condition, or change the one of a chip."""
        begun = self.filters.wanted(number) if number is not None else None
        popup = FilterPopup(list(self.fields.values()), self, begun)
        popup.chosen.connect(lambda wanted: self.filters.put(wanted, number))
        popup.open_below(chip or self.add_filter)
        return popup

    def sort_by(self, code: str) -> None:
        """Names go up, moments go down first."""
        self.show_view(replace(self.view, sort=code, descending=code in LATEST_FIRST))

    def _sort_by_title(self, code: str) -> None:
        if code == self.view.sort:
            self.show_view(replace(self.view, descending=not self.view.descending))
        elif code:
            self.sort_by(code)

    def start_find(self, text: str = "") -> None:
        """Ctrl+F, or simply typing."""
        self._finding.show()
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.finder.setText(text)
        else:
            self.finder.selectAll()

    def end_find(self) -> None:
        """Esc: all rows again, the keyboard back in the list."""
        self.finder.clear()
        self._find_timer.stop()
        self._find()
        self._finding.hide()
        self.face_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        text = self.finder.text().strip()
        if text != self.view.search:
            self.show_view(replace(self.view, search=text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the search, Down goes to the rows; in the rows letters begin a search."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.finder:
            if event.key() == Qt.Key.Key_Escape:
                self.end_find()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
                self.face_view.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        elif _is_letter(event):
            self.start_find(event.text())
            return True
        return super().eventFilter(watched, event)

    # -- cells --------------------------------------------------------------------------------------------------------

    def _options(self, code: str) -> tuple[tuple[str, str], ...]:
        field = self.fields.get(CHOICES_OF.get(code, code))
        return tuple(option for option in field.options if option[0] != "me") if field is not None else ()

    def _write(
        self, cell: Cell, value: str, taken: Callable[[], None], refused: Callable[[CrmError], None] | None
    ) -> None:
        column = cell.column
        title = column.title if column.own_title else _(column.title)
        label = Label(N_("Change “{field}” of “{name}”"), {"field": title, "name": cell.name})
        args = (cell.row_id, cell.version, column.code, cell.seen, value)
        self.core.do(self, label, change_cell, *args, then=lambda _none: taken(), failed=refused)

    # -- faces --------------------------------------------------------------------------------------------------------

    def show_table(self, table: bool) -> None:
        """List or table."""
        self.face.setChecked(table)
        self.faces.setCurrentWidget(self.table if table else self.list)
        self.choose_columns.setVisible(table)
        index = self.list.selectionModel().currentIndex()
        if index.isValid():
            self.face_view.scrollTo(index)
        self._columns_chosen()

    def copy(self) -> None:
        """Selected rows as tab-separated text under their headings."""
        QGuiApplication.clipboard().setText(self.table.as_text(self.faces.places()))

    def look_changed(self) -> None:
        """Density or theme is another."""
        self.table.look_changed()
        self.list.doItemsLayout()

    def retranslate(self) -> None:
        """Words of now."""
        for code, title, _values in FILTERS:
            self.chips[code].setText(_(title))
        name(self.add_filter, _("Add filter"))
        name(self.sort, _("Order, groups, saved view"))
        name(self.face, _("List as a table"))
        name(self.choose_columns, _("Choose columns"))
        self.finder.setPlaceholderText(_("Find in the list"))
        self.finder.setAccessibleName(_("Find in the list"))
        self.list.setAccessibleName(_("Contacts"))
        self.table.setAccessibleName(_("Contacts"))
        self.table.horizontalHeader().setAccessibleName(_("Columns"))
        self.model.retranslate()
        self.bulk.retranslate()

    def sizeHint(self) -> QSize:
        """Beside a card."""
        return QSize(px(396), px(600))


def _padded(widget: QWidget) -> QWidget:
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(px(16), 0, px(16), px(8))
    layout.addWidget(widget)
    return box


def _is_letter(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return held == Qt.KeyboardModifier.NoModifier and event.text().isalnum()
