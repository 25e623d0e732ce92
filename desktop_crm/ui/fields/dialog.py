"""Fields, tags and lists: which sheet at the side, its entries beside it; everything can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.fields.entry_dialog import EntryDialog
from desktop_crm.ui.fields.sheets import SHEETS, Sheet
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedModel, ListedView
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.plain_list import PlainList
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

SIDE = 240
TABLES = ("custom_field", "tag", "choice", "contact_tag")


class FieldsDialog(QDialog):
    """All definitions in one place."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.core = window.core
        self.bar = Bar(self)
        self.sheets = PlainList(row_height=36)
        self.sheets.setAccessibleName(_("Lists"))
        self.sheets.setFixedWidth(px(SIDE))
        for sheet in SHEETS:
            self.sheets.add(_(sheet.title), sheet.code)
        self.explained = caption()
        self.model = ListedModel(SHEETS[0].columns)
        self.table = ListedView(self.model, "", self)
        self.table.say_when_empty(_("Nothing in this list yet."))
        self.table.setProperty("framed", "true")
        self.table.setSelectionMode(ListedView.SelectionMode.SingleSelection)
        self.table.activated.connect(lambda _index: self.change())
        self.add_button = self._button("plus", _("Add…"), self.add)
        self.change_button = self._button("pencil", _("Change…"), self.change)
        self.up = tool_button("chevron-up", lambda: self.move_row(-1))
        self.down = tool_button("chevron-down", lambda: self.move_row(1))
        name(self.up, _("Move up"))
        name(self.down, _("Move down"))
        self.remove_button = self._button("trash-2", _("Remove"), self.remove)
        self.form: EntryDialog | None = None
        self._rows: Sequence[Any] = ()
        self._wanted: int | None = None  # row that shall be selected when the rows come
        self._build()
        self.setWindowTitle(_("Fields, tags and lists"))
        self.resize(min(px(1000), window.width() - 60), min(px(620), window.height() - 60))
        self.sheets.currentRowChanged.connect(lambda _row: self._show_sheet())
        self.core.changed.connect(self._changed)
        self.sheets.setCurrentRow(0)

    @staticmethod
    def _button(icon: str, words: str, clicked: Callable[[], object]) -> Button:
        made = Button(icon, "", clicked)
        made.setText(words)
        made.setAutoDefault(False)
        return made

    def _build(self) -> None:
        close = self._button("", _("Close"), self.reject)
        tools = FlowLayout(None, px(8))  # long words wrap instead of pushing the dialog wider than a small window
        for button in (self.add_button, self.change_button, self.up, self.down, self.remove_button, close):
            tools.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(px(12))
        right.addWidget(self.explained)
        right.addWidget(self.table, 1)
        right.addLayout(tools)
        middle = QHBoxLayout()
        middle.setContentsMargins(px(24), px(24), px(24), px(16))
        middle.setSpacing(px(16))
        middle.addWidget(self.sheets)
        middle.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addLayout(middle, 1)

    # -- showing ------------------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet:
        """The one in front."""
        return SHEETS[max(0, self.sheets.currentRow())]

    def show_sheet(self, code: str) -> None:
        """Bring one to the front."""
        self.sheets.setCurrentRow([sheet.code for sheet in SHEETS].index(code))

    def _show_sheet(self) -> None:
        self.model = ListedModel(self.sheet.columns, self)
        self.table.setModel(self.model)
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        self.table.setAccessibleName(_(self.sheet.title))
        self.explained.setText(_(self.sheet.explained))
        for button in (self.up, self.down):
            button.setVisible(self.sheet.order is not None)
        self._rows = ()
        self._ask()

    def _ask(self) -> None:
        self.core.ask(self, self.sheet.rows, then=self._show, failed=self._refused, key="sheet")

    def _changed(self, changes: Changes) -> None:
        if changes.touched(*TABLES):
            self._ask()

    def _show(self, rows: Sequence[Any]) -> None:
        chosen = self._wanted or getattr(self._chosen(), "id", None)
        self._rows, self._wanted = rows, None
        self.model.show(rows)
        self.table.fit()
        place = next((number for number, row in enumerate(rows) if row.id == chosen), 0)
        if rows:
            self.table.selectRow(place)
        self._update()

    def _place(self) -> int:
        lines = self.table.selectionModel().selectedRows()
        return lines[0].row() if len(lines) == 1 else -1

    def _chosen(self) -> Any:
        place = self._place()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _update(self) -> None:
        place = self._place()
        for button in (self.change_button, self.remove_button):
            button.setEnabled(place >= 0)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < len(self._rows) - 1)

    # -- doing --------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """A new entry."""
        self._open(None)

    def change(self) -> None:
        """Another name, other choices."""
        row = self._chosen()
        if row is not None:
            self._open(row)

    def _open(self, row: Any) -> None:
        sheet = self.sheet
        list_name = _(sheet.title)

        def submit(values: Any) -> None:
            name = {"name": values["name"]}
            label = Label(N_("Add “{name}” to a list"), name)
            action: Callable[..., Any] = sheet.add
            args: tuple[Any, ...] = (values,)
            if row is not None:
                label = Label(N_("Change “{name}” in a list"), name)
                action, args = sheet.change, (row.id, values)
            self.core.do(self, label, action, *args, then=lambda _result: form.accept(), failed=form.refused)

        form = EntryDialog(f"{list_name} – {_('Add') if row is None else row.name}", sheet.inputs(row), submit, self)
        self.form = form
        form.open()

    def move_row(self, steps: int) -> None:
        """One place up or down."""
        place, order = self._place(), self.sheet.order
        ids = [row.id for row in self._rows]
        if order is None or not 0 <= place + steps < len(ids) or place < 0:
            return
        self._wanted = ids[place]
        ids.insert(place + steps, ids.pop(place))
        self.core.do(self, Label(N_("Order of a list")), order, ids, failed=self._refused)

    def remove(self) -> None:
        """Away, with the way back."""
        row = self._chosen()
        if row is None:
            return

        def done(_result: object) -> None:
            self.bar.show_text(
                _("“{name}” removed").format(name=row.name), tone="info", button=_("Undo"), action=self._undo
            )

        label = Label(N_("Remove “{name}” from a list"), {"name": row.name})
        self.core.do(self, label, self.sheet.remove, row.id, then=done, failed=self._refused)

    def _undo(self) -> None:
        self.core.undo(self, failed=self._refused)

    def _refused(self, error: CrmError) -> None:
        self.bar.show_text(error.sentence)

    def keyPressEvent(self, event: Any) -> None:
        """Del removes, F2 changes."""
        if event.key() == Qt.Key.Key_Delete:
            self.remove()
        elif event.key() == Qt.Key.Key_F2:
            self.change()
        else:
            super().keyPressEvent(event)


def open_fields(window: MainWindow) -> FieldsDialog:
    """Show it."""
    dialog = FieldsDialog(window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
