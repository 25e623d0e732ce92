"""The history of changes: who did what when and where; one step, or all down to it, is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QVBoxLayout

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

LIMIT = 500
STATES = {"done": "", "undone": N_("Undone"), "undo": N_("Took something back")}
FILTERS = {"all": N_("All"), "mine": N_("Mine"), "imports": N_("Imports")}


def _when(row: Any) -> str:
    return f"{moments.short_day(moments.day_of(row.at, all_day=False))}, {moments.time_of_day(row.at)}"


def _state(row: Any) -> str:
    text = STATES.get(row.state, "")
    marks = (_("Import") if row.imported else "", _(text) if text else "")
    return " · ".join(mark for mark in marks if mark)


def _ink(row: Any) -> str:
    return "text3" if row.state != "done" else ""


COLUMNS = (
    ListedColumn(N_("When"), _when, width=20, tabular=True),
    ListedColumn(N_("What"), lambda row: row.label.sentence, tone=_ink, strong=True),
    ListedColumn(N_("Records"), lambda row: moments.count_text(row.rows), width=10, tabular=True),
    ListedColumn(N_("Who"), lambda row: row.operator, tone=lambda _row: "text2", width=16),
    ListedColumn(N_("Computer"), lambda row: row.workstation, tone=lambda _row: "text2", width=16),
    ListedColumn(N_("State"), _state, tone=lambda _row: "text2", width=20),
)


class HistoryDialog(QDialog):
    """The last change sets, latest first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self.core = window.core
        self.rows: list[Any] = []
        self.bar = Bar(self)
        self.chips = {name: FilterChip(self) for name in FILTERS}
        self.model = ListedModel(COLUMNS)
        self.table = ListedView(self.model, _("History of changes"), self)
        self.table.setProperty("framed", "true")
        self.table.say_when_empty(_("Nothing was changed yet."))
        self.table.setSelectionMode(ListedView.SelectionMode.SingleSelection)
        self.undo = Button("undo-2", "primary", self.undo_selected)
        self.undo.setText(_("Undo this"))
        self.undo_down = Button("history", "", self.undo_down_to_selected)
        self.undo_down.setText(_("Undo down to here"))
        self.close_button = Button("", "", self.reject)
        self.close_button.setText(_("Close"))
        for button in (self.undo, self.undo_down, self.close_button):
            button.setAutoDefault(False)
        self._lay_out()
        self.card = ProgressCard(self)
        self.setWindowTitle(_("History of changes"))
        self.resize(min(px(960), window.width() - 80), min(px(560), window.height() - 80))
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        self.core.changed.connect(self._refresh)
        self._refresh()
        self.table.setFocus()

    def _lay_out(self) -> None:
        group, filters, buttons = QButtonGroup(self), QHBoxLayout(), QHBoxLayout()
        for name, chip in self.chips.items():
            chip.setText(_(FILTERS[name]))
            group.addButton(chip)
            chip.clicked.connect(self._filter)
            filters.addWidget(chip)
        self.chips["all"].setChecked(True)
        filters.addStretch(1)
        for row in (filters, buttons):
            row.setSpacing(px(8))
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        buttons.addWidget(self.undo_down)
        buttons.addWidget(self.undo)
        inner = QVBoxLayout()
        inner.setContentsMargins(px(24), px(24), px(24), px(16))
        inner.setSpacing(px(12))
        inner.addLayout(filters)
        inner.addWidget(self.table, 1)
        inner.addWidget(caption(_("Take back any of these; what others changed since is never overwritten.")))
        inner.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addLayout(inner, 1)

    # -- what is done -----------------------------------------------------------------------------------------------

    def undo_selected(self) -> None:
        """Take back the selected change."""
        row = self._chosen()
        if row is not None:
            self._take_back([row.id])

    def undo_down_to_selected(self) -> None:
        """Take back everything of one's own from the latest down to the selected change."""
        self._take_back([row.id for row in self._down_to_selected()])

    def _down_to_selected(self) -> list[Any]:
        chosen = self._chosen()
        if chosen is None or not chosen.mine:
            return []
        return [row for row in self.rows if row.mine and row.state == "done" and row.id >= chosen.id]

    def _take_back(self, change_sets: list[int]) -> None:
        """One after the other, latest first; the first that is refused stops it."""
        self.bar.hide()
        self._next(change_sets, 0)

    def _next(self, change_sets: list[int], kept: int) -> None:
        if not change_sets:
            self._undone(kept)
            return
        work = self.core.undo(
            self,
            self.card.ended(lambda result: self._next(change_sets[1:], kept + result.kept)),
            change_set=change_sets[0],
            failed=self.card.ended(lambda error: self.bar.show_text(error.sentence)),
            progress=self.card.report,
        )
        self.card.watch(_("Undoing…"), work)

    def _undone(self, kept: int) -> None:
        if kept:
            text = ngettext(
                "{count} row that was changed since stays.", "{count} rows that were changed since stay.", kept
            )
            self.bar.show_text(text.format(count=kept), tone="info")
        self._refresh()

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _chosen(self) -> Any:
        lines = self.table.selectionModel().selectedRows()
        return self.model.row_at(lines[0].row()) if len(lines) == 1 else None

    def _refresh(self, _changes: object = None) -> None:
        self.core.history(self, self._show, LIMIT)

    def _show(self, rows: Any) -> None:
        self.rows = list(rows)
        self._filter()

    def _filter(self) -> None:
        keep = {"mine": lambda row: row.mine, "imports": lambda row: row.imported}
        wanted = next(name for name, chip in self.chips.items() if chip.isChecked())
        self.model.show(self.rows, keep.get(wanted))
        self.table.fit()
        if self.model.rowCount():
            self.table.selectRow(0)
        self._update()

    def _update(self) -> None:
        row = self._chosen()
        self.undo.setEnabled(row is not None and row.state != "undone")
        self.undo_down.setEnabled(len(self._down_to_selected()) > 1)


def open_history(window: MainWindow) -> HistoryDialog:
    """Show the history."""
    dialog = HistoryDialog(window)
    dialog.open()
    return dialog
