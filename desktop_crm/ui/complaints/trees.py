"""The editor of the trees: categories of complaints with their subcategories, and root causes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.choices import add_choice, move_choice, remove_choice, rename_choice, reorder_choices
from desktop_crm.services.complaints import TreeRow, tree_rows
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.fields.entry_dialog import EntryDialog
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.inputs import Input
from desktop_crm.ui.labels import caption
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

TREES = (("complaint_category", N_("Categories")), ("complaint_cause", N_("Root causes")))
ID = Qt.ItemDataRole.UserRole


class TreesDialog(QDialog):
    """One tree at a time; everything can be undone."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.core = window.core
        self.setWindowTitle(_("Categories and causes of complaints"))
        self.list_name = TREES[0][0]
        self.bar = Bar(self)
        self.chips = {code: FilterChip(self) for code, _title in TREES}
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setProperty("framed", "true")
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setAccessibleName(_(TREES[0][1]))
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: tuple[TreeRow, ...] = ()
        self._wanted: int | None = None
        self.buttons: dict[str, Button] = {}
        self._build()
        self.tree.currentItemChanged.connect(lambda *_which: self._update())
        self.tree.itemActivated.connect(lambda _item, _column: self.rename())
        self.core.changed.connect(self._changed)
        self.resize(min(px(760), window.width() - 60), min(px(620), window.height() - 60))
        self._ask()

    def _build(self) -> None:
        group = QButtonGroup(self)
        chips = QHBoxLayout()
        chips.setSpacing(px(8))
        for code, title in TREES:
            chip = self.chips[code]
            chip.setText(_(title))
            group.addButton(chip)
            chip.clicked.connect(lambda _on=False, code=code: self.show_tree(code))
            chips.addWidget(chip)
        chips.addStretch(1)
        self.chips[self.list_name].setChecked(True)
        tools = FlowLayout(None, px(8))
        verbs: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("add", "plus", _("Add…"), self.add),
            ("under", "network", _("Add under it…"), self.add_under),
            ("rename", "pencil", _("Rename…"), self.rename),
            ("up", "chevron-up", _("Move up"), lambda: self.move_row(-1)),
            ("down", "chevron-down", _("Move down"), lambda: self.move_row(1)),
            ("inside", "chevron-right", _("Under the one above"), self.move_inside),
            ("outside", "chevron-left", _("One level up"), self.move_outside),
            ("remove", "trash-2", _("Remove"), self.remove),
        )
        for code, icon, words, act in verbs:
            button = self.buttons[code] = Button(icon, "", act)
            button.setText(words)
            button.setAutoDefault(False)
            tools.addWidget(button)
        close = Button("", "primary", self.reject)
        close.setText(_("Close"))
        close.setAutoDefault(False)
        inner = QVBoxLayout()
        inner.setContentsMargins(px(24), px(24), px(24), px(16))
        inner.setSpacing(px(12))
        inner.addLayout(chips)
        inner.addWidget(caption(_("What is removed here is offered no more; complaints that have it keep it.")))
        inner.addWidget(self.tree, 1)
        inner.addLayout(tools)
        inner.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addLayout(inner, 1)

    # -- showing ----------------------------------------------------------------------------------------------------

    def show_tree(self, list_name: str) -> None:
        """The other tree."""
        self.list_name = list_name
        self.chips[list_name].setChecked(True)
        self.tree.setAccessibleName(_(dict(TREES)[list_name]))
        self._rows = ()
        self._ask()

    def _ask(self) -> None:
        self.core.ask(self, tree_rows, self.list_name, then=self._show, failed=self._refused, key="tree")

    def _changed(self, changes: Changes) -> None:
        if changes.touched("choice"):
            self._ask()

    def _show(self, rows: tuple[TreeRow, ...]) -> None:
        chosen = self._wanted or self._chosen_id()
        self._rows, self._wanted = rows, None
        self.tree.clear()
        items: dict[int, QTreeWidgetItem] = {}
        for row in rows:
            parent = items.get(row.parent_id or 0)
            item = QTreeWidgetItem(parent) if parent is not None else QTreeWidgetItem(self.tree)
            item.setText(0, row.name)
            item.setData(0, ID, row.id)
            items[row.id] = item
        self.tree.expandAll()
        first = items.get(chosen or 0) or self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)
        self._update()

    def _chosen_id(self) -> int | None:
        item = self.tree.currentItem()
        return int(item.data(0, ID)) if item is not None else None

    @property
    def chosen(self) -> TreeRow | None:
        """The selected entry."""
        number = self._chosen_id()
        return next((row for row in self._rows if row.id == number), None)

    def _siblings(self, row: TreeRow) -> list[TreeRow]:
        return [one for one in self._rows if one.parent_id == row.parent_id]

    def _update(self) -> None:
        row = self.chosen
        place, count = -1, 0
        if row is not None:
            siblings = self._siblings(row)
            place, count = siblings.index(row), len(siblings)
        wanted = {
            "under": row is not None, "rename": row is not None, "remove": row is not None, "up": place > 0,
            "down": 0 <= place < count - 1, "inside": place > 0, "outside": row is not None and bool(row.parent_id),
        }  # fmt: skip
        for code, on in wanted.items():
            self.buttons[code].setEnabled(on)

    # -- doing ------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """A new entry beside the selected one."""
        self._name(None, self.chosen.parent_id if self.chosen is not None else None)

    def add_under(self) -> None:
        """A new entry under the selected one."""
        if self.chosen is not None:
            self._name(None, self.chosen.id)

    def rename(self) -> None:
        """Another name."""
        if self.chosen is not None:
            self._name(self.chosen, None)

    def _name(self, row: TreeRow | None, parent_id: int | None) -> None:
        def submit(values: Mapping[str, str]) -> None:
            facts = {"name": values["name"]}
            if row is None:
                label, action = Label(N_("Add “{name}” to a list"), facts), add_choice
                args: tuple[Any, ...] = (self.list_name, values["name"], "", parent_id)
            else:
                label, action = Label(N_("Change “{name}” in a list"), facts), rename_choice  # type: ignore[assignment]
                args = (row.id, values["name"])
            self.core.do(self, label, action, *args, then=done, failed=form.refused)

        def done(made: object) -> None:
            if isinstance(made, int):
                self._wanted = made
                self._ask()
            form.accept()

        title = row.name if row is not None else _("New entry")
        form = self.form = EntryDialog(title, (Input("name", _("Name"), row.name if row else ""),), submit, self)
        form.open()

    def move_row(self, by: int) -> None:
        """One place up or down among its siblings."""
        row = self.chosen
        if row is None:
            return
        ids = [one.id for one in self._siblings(row)]
        place = ids.index(row.id)
        if not 0 <= place + by < len(ids):
            return
        ids.insert(place + by, ids.pop(place))
        order = iter(ids)
        whole = [next(order) if one.parent_id == row.parent_id else one.id for one in self._rows]
        self._do(Label(N_("Order of a list")), reorder_choices, self.list_name, whole)

    def move_inside(self) -> None:
        """Under the sibling above."""
        row = self.chosen
        if row is not None:
            siblings = self._siblings(row)
            place = siblings.index(row)
            if place > 0:
                self._move(row, siblings[place - 1].id)

    def move_outside(self) -> None:
        """Beside what it lay under."""
        row = self.chosen
        if row is not None and row.parent_id is not None:
            above = next((one for one in self._rows if one.id == row.parent_id), None)
            self._move(row, above.parent_id if above is not None else None)

    def _move(self, row: TreeRow, parent_id: int | None) -> None:
        self._do(Label(N_("Change “{name}” in a list"), {"name": row.name}), move_choice, row.id, parent_id)

    def remove(self) -> None:
        """Away, with the way back."""
        row = self.chosen
        if row is None:
            return

        def done(_none: object) -> None:
            said = _("“{name}” removed").format(name=row.name)
            self.bar.show_text(said, tone="info", button=_("Undo"), action=lambda: self.core.undo(self))

        self._do(Label(N_("Remove “{name}” from a list"), {"name": row.name}), remove_choice, row.id, then=done)

    def _do(self, label: Label, action: Callable[..., Any], *args: Any, then: Any = None) -> None:
        self.core.do(self, label, action, *args, then=then, failed=self._refused)

    def _refused(self, error: CrmError) -> None:
        self.bar.show_text(error.sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes, F2 renames, Alt with the arrows moves."""
        moves: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Up: lambda: self.move_row(-1), Qt.Key.Key_Down: lambda: self.move_row(1),
            Qt.Key.Key_Right: self.move_inside, Qt.Key.Key_Left: self.move_outside,
        }  # fmt: skip
        if event.key() == Qt.Key.Key_Delete:
            self.remove()
        elif event.key() == Qt.Key.Key_F2:
            self.rename()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in moves:
            moves[event.key()]()
        else:
            super().keyPressEvent(event)
