"""Contacts that look like one: the reason in words, a look at both, “never these two”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.duplicates import DuplicateRow, duplicate_rows, never_these_two
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import Chip, FilterChips
from desktop_crm.ui.duplicates.pair import PairPane, pair_cards
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.moments import count_text
from desktop_crm.ui.page import Page

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

LEVELS = {"certain": (N_("Certain"), "ok"), "likely": (N_("Likely"), "warn")}
TABLES = ("contact", "phone", "email", "address", "job", "duplicate_decision", "duplicate_candidate")


def _level(row: DuplicateRow) -> str:
    return _(LEVELS.get(row.level, (row.level, ""))[0])


def _tone(row: DuplicateRow) -> str:
    return LEVELS.get(row.level, ("", "text2"))[1]


def _why(row: DuplicateRow) -> str:
    return "; ".join(reason.sentence for reason in row.evidence if reason.weight > 0)


def _gone(_error: CrmError) -> None:
    """One of the two went while one looked; the list is asked again anyway."""


COLUMNS = (
    ListedColumn(N_("First"), lambda row: row.first_name, width=28, strong=True),
    ListedColumn(N_("Second"), lambda row: row.second_name, width=28, strong=True),
    ListedColumn(N_("How sure"), _level, tone=_tone, width=14),
    ListedColumn(N_("Why"), _why),
)


class DuplicatesPage(Page):
    """Pairs, the surest first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._rows: list[DuplicateRow] = []
        self.chips = FilterChips(self)
        self.pair = PairPane(lambda: self._show_contact("first_id"), lambda: self._show_contact("second_id"), self)
        self.never = Button("x", "", self.never_again)
        self.model = ListedModel(COLUMNS)
        self.table = ListedView(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.table.setSelectionMode(ListedView.SelectionMode.SingleSelection)
        self.nothing = EmptyState("copy-check", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.chips, 1)
        top.addWidget(self.never)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.pair)
        self.chips.chosen.connect(lambda _level: self._filter())
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        self.table.doubleClicked.connect(lambda _index: self._show_contact("first_id"))
        enter = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table)
        enter.setContext(Qt.ShortcutContext.WidgetShortcut)
        enter.activated.connect(lambda: self._show_contact("first_id"))

    def on_shown(self, **arguments: Any) -> None:
        """Ask for the pairs."""
        self._ask()
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched(*TABLES):
            self._ask()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Duplicates"), self.count)
        self.pair.retranslate()
        self.never.setText(_("Never these two"))
        self.never.setToolTip(_("They are two; they are not proposed again"))
        self.table.setAccessibleName(_("Contacts that look like one"))
        self.nothing.set_text(
            _("No duplicates"), _("No two contacts look like one. New ones are compared as they come.")
        )
        self.model.retranslate()
        self._say_counts()

    def never_again(self) -> None:
        """The selected pair are two: remembered."""
        row = self._chosen()
        if row is not None:
            label = Label(N_("Never “{first}” and “{second}”"), {"first": row.first_name, "second": row.second_name})
            self.core.do(self, label, never_these_two, row.first_id, row.second_id, then=self._remembered)

    def _remembered(self, _answer: Any) -> None:
        self.window_.toast(_("These two are not proposed again"), undo=True)

    def _ask(self) -> None:
        self.core.ask(self, duplicate_rows, then=self._show, key="duplicates")

    def _show(self, rows: list[DuplicateRow]) -> None:
        place = self.table.currentIndex().row()
        self._rows = rows
        self.set_heading(_("Duplicates"), len(rows))
        self._say_counts()
        self._filter()
        if self.model.rowCount():
            self.table.selectRow(min(max(place, 0), self.model.rowCount() - 1))
        self.stack.setCurrentWidget(self.table if rows else self.nothing)

    def _say_counts(self) -> None:
        certain = sum(row.level == "certain" for row in self._rows)
        likely = len(self._rows) - certain
        texts = (
            ("certain", certain, ngettext("{count} certain", "{count} certain", certain)),
            ("likely", likely, ngettext("{count} likely", "{count} likely", likely)),
        )
        self.chips.set_chips(
            [Chip(code, text.format(count=count_text(count)), LEVELS[code][1]) for code, count, text in texts if count]
        )

    def _filter(self) -> None:
        current = self.chips.current
        self.model.show(self._rows, (lambda row: row.level == current) if current else None)
        self.table.fit()
        self._update()

    def _chosen(self) -> DuplicateRow | None:
        lines = self.table.selectionModel().selectedRows()
        return self.model.row_at(lines[0].row()) if len(lines) == 1 else None

    def _show_contact(self, which: str) -> None:
        row = self._chosen()
        if row is not None:
            self.window_.show_page("contacts", contact=getattr(row, which))

    def _update(self) -> None:
        row = self._chosen()
        self.never.setEnabled(row is not None)
        self.pair.setVisible(row is not None)
        if row is not None:
            self.pair.show_reasons(row)
            self.core.ask(
                self, pair_cards, row.first_id, row.second_id, then=self.pair.show_cards, failed=_gone, key="pair"
            )
