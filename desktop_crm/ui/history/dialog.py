"""The history of changes: who did what when; each can be taken back on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.progress import ProgressCard

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

LIMIT = 200
STATES = {"done": "", "undone": N_("Undone"), "undo": N_("Took something back")}


def _when(row: Any) -> str:
    return f"{moments.short_day(moments.day_of(row.at, all_day=False))}, {moments.time_of_day(row.at)}"


def _what(row: Any) -> str:
    return str(row.label.sentence)


def _who(row: Any) -> str:
    return " · ".join(part for part in (row.operator, row.workstation) if part)


def _state(row: Any) -> str:
    text = STATES.get(row.state, "")
    return _(text) if text else ""


COLUMNS = (
    ListedColumn(N_("When"), _when, width=20, tabular=True),
    ListedColumn(N_("What"), _what, tone=lambda row: "text3" if row.state != "done" else "", strong=True),
    ListedColumn(N_("Who"), _who, tone=lambda _row: "text2", width=24),
    ListedColumn(N_("State"), _state, tone=lambda _row: "text2", width=22),
)


class HistoryDialog(QDialog):
    """The last change sets, latest first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self.core = window.core
        self.bar = Bar(self)
        self.explained = caption(_("Take back any of these; what others changed since is never overwritten."))
        self.model = ListedModel(COLUMNS)
        self.table = ListedView(self.model, _("History of changes"), self)
        self.table.setProperty("framed", "true")
        self.table.setSelectionMode(ListedView.SelectionMode.SingleSelection)
        self.undo = Button("undo-2", "primary", self.undo_selected)
        self.undo.setText(_("Undo this"))
        close = Button("", "", self.reject)
        close.setText(_("Close"))
        self.undo.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.explained, 1)
        buttons.addWidget(close)
        buttons.addWidget(self.undo)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 24, 24, 16)
        inner.setSpacing(12)
        inner.addWidget(self.table, 1)
        inner.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addLayout(inner, 1)
        self.card = ProgressCard(self)
        self.setWindowTitle(_("History of changes"))
        self.resize(min(860, window.width() - 80), min(560, window.height() - 80))
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        self.core.changed.connect(self._refresh)
        self._refresh()

    def undo_selected(self) -> None:
        """Take back the selected change."""
        row = self._chosen()
        if row is None:
            return
        self.bar.hide()
        work = self.core.undo(
            self,
            self.card.ended(self._undone),
            change_set=row.id,
            failed=self.card.ended(lambda error: self.bar.show_text(error.sentence)),
            progress=self.card.report,
        )
        self.card.watch(_("Undoing…"), work)

    def _undone(self, result: Any) -> None:
        if result.kept:
            text = ngettext(
                "{count} row that was changed since stays.", "{count} rows that were changed since stay.", result.kept
            )
            self.bar.show_text(text.format(count=result.kept), tone="info")
        self._refresh()

    def _chosen(self) -> Any:
        lines = self.table.selectionModel().selectedRows()
        return self.model.row_at(lines[0].row()) if len(lines) == 1 else None

    def _refresh(self, _changes: object = None) -> None:
        self.core.history(self, self._show, LIMIT)

    def _show(self, rows: Any) -> None:
        self.model.show(list(rows))
        self.table.fit()
        if rows:
            self.table.selectRow(0)
        self._update()

    def _update(self) -> None:
        row = self._chosen()
        self.undo.setEnabled(row is not None and row.state != "undone")


def open_history(window: MainWindow) -> HistoryDialog:
    """Show the history."""
    dialog = HistoryDialog(window)
    dialog.open()
    return dialog
