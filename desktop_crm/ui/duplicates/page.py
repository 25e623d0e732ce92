"""The queue of contacts that look like one: why, both side by side, and the decision; the next pair comes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.model.session import CrmSession
from desktop_crm.services.duplicates import DuplicateRow, decision_rows, duplicate_rows, never_these_two
from desktop_crm.services.merging import MergePlan, certain_pairs, merge_contacts
from desktop_crm.services.merging.certain import MERGE_LABEL
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import Chip, FilterChips
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.duplicates.batch import Batch, BatchDialog, ToldApartDialog
from desktop_crm.ui.duplicates.dialog import plan_of
from desktop_crm.ui.duplicates.pair import PairPane
from desktop_crm.ui.duplicates.queue import LEVELS, PairsModel, PairsView
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

TABLES = ("contact", "phone", "email", "address", "job", "external_id", "duplicate_decision", "merge")
QUEUE_WIDTH = 300
NARROW = 700
Pair = tuple[int, int]


def queue(session: CrmSession) -> tuple[list[DuplicateRow], int]:
    """All pairs, and how many were told apart."""
    return duplicate_rows(session), len(decision_rows(session))


class DuplicatesPage(Page):
    """Pairs, the surest first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._rows: list[DuplicateRow] = []
        self._told_apart = 0
        self._later: list[Pair] = []  # put off until the program is started again
        self._shown: Pair | None = None
        self.card = ProgressCard(self)
        self.batch = Batch(window, self.card, self._batch_done)
        self.chips = FilterChips(self)
        self.told_apart = Button("", "link", lambda: ToldApartDialog(window).open())
        self.merge_certain = Button("merge", "", self.ask_batch)
        self.model = PairsModel(self)
        self.list = PairsView(self.model)
        self.pair = PairPane(self)
        self.nothing = EmptyState("copy-check", self)
        self.told_apart_too = self.nothing.add_link(lambda: ToldApartDialog(window).open())
        self._build()
        self._connect()

    def _build(self) -> None:
        self._frame = QFrame()
        self._frame.setProperty("kind", "card")
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(1, px(4), 1, px(4))
        inner.addWidget(self.list)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        for widget, stretch in ((self.chips, 1), (self.told_apart, 0), (self.merge_certain, 0)):
            top.addWidget(widget, stretch)
        middle = QHBoxLayout()
        middle.setSpacing(px(16))
        middle.addWidget(self._frame)
        middle.addWidget(self.pair, 1)
        full = QFrame()
        column = QVBoxLayout(full)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addLayout(middle, 1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(full)
        self.stack.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _level: self._filter())
        self.list.selectionModel().currentChanged.connect(lambda *_which: self._update())
        self.list.entered_pair.connect(self._enter)
        self.pair.left.connect(self.list.setFocus)
        self.pair.decided.connect(self.decide)
        self.pair.comparison.swap_wanted.connect(self._swap)
        self.pair.comparison.contact_wanted.connect(lambda contact: self.window_.show_page("contacts", contact=contact))
        merge = QShortcut(QKeySequence("Ctrl+Return"), self)
        merge.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        merge.activated.connect(lambda: self.decide("merge"))

    def on_shown(self, **arguments: Any) -> None:
        """Ask for the pairs."""
        self._ask()
        self.list.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched(*TABLES):
            self._ask()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Duplicates"), self.count)
        self.list.setAccessibleName(_("Contacts that look like one"))
        self.nothing.set_text(
            _("No duplicates"), _("No two contacts look like one. New ones are compared as they come.")
        )
        self.pair.retranslate()
        self.card.retranslate()
        self._say_counts()
        if self.pair.comparison.plan is not None:
            self._ask_plan(again=True)

    # -- the queue -----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.core.ask(self, queue, then=self._show, key="duplicates")

    def _show(self, answer: tuple[list[DuplicateRow], int]) -> None:
        rows, self._told_apart = answer
        put_off = {pair: place for place, pair in enumerate(self._later)}
        self._rows = sorted(rows, key=lambda row: put_off.get(_key(row), -1))
        self.set_heading(_("Duplicates"), len(rows))
        self._say_counts()
        self._filter()
        self.stack.setCurrentIndex(0 if rows else 1)

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
        text = ngettext("Merge {count} certain pair…", "Merge {count} certain pairs…", certain)
        self.merge_certain.setText(text.format(count=count_text(certain)))
        self.merge_certain.setVisible(certain > 0)
        told = ngettext("{count} told apart…", "{count} told apart…", self._told_apart)
        for button in (self.told_apart, self.told_apart_too):
            button.setText(told.format(count=count_text(self._told_apart)))
            button.setVisible(self._told_apart > 0)

    def _filter(self) -> None:
        """Show what the chip wants; the pair that was chosen stays, or the one that took its place."""
        current, place = self.chips.current, self.list.currentIndex().row()
        rows = [row for row in self._rows if not current or row.level == current]
        self.model.show(rows)
        keys = [_key(row) for row in rows]
        if self._shown in keys:
            place = keys.index(self._shown)
        if rows:
            self.list.setCurrentIndex(self.model.index(min(max(place, 0), len(rows) - 1)))
        self._update()

    def _chosen(self) -> DuplicateRow | None:
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() and index.row() < len(self.model.rows) else None

    def _update(self) -> None:
        row = self._chosen()
        self.pair.setVisible(row is not None)
        if row is not None:
            again, self._shown = _key(row) == self._shown, _key(row)
            self.pair.reasons.show_row(row)
            self._ask_plan(again=again)

    # -- the pair ------------------------------------------------------------------------------------------------

    def _ask_plan(self, *, again: bool = False, swapped: bool = False) -> None:
        """Both as they are now; the same pair *again* keeps who stays."""
        row, plan = self._chosen(), self.pair.comparison.plan
        if row is None:
            return
        one, two = _key(row)
        if plan is not None and (again or swapped) and {plan.winner.id, plan.loser.id} == {one, two}:
            one, two = (plan.loser.id, plan.winner.id) if swapped else (plan.winner.id, plan.loser.id)
        else:
            again = swapped = False
        arguments = one, two, again or swapped
        self.core.ask(self, plan_of, *arguments, then=self._show_plan, failed=self.pair.show_refused, key="pair")

    def _show_plan(self, plan: MergePlan) -> None:
        row = self._chosen()
        if row is not None and set(_key(row)) == {plan.winner.id, plan.loser.id}:
            self.pair.show_plan(plan)

    def _swap(self) -> None:
        self._ask_plan(swapped=True)
        self.pair.comparison.swap.setFocus()

    def _enter(self) -> None:
        if not self.pair.comparison.focus_first():
            self.pair.merge.setFocus()

    def decide(self, what: str) -> None:
        """What the user says of the chosen pair."""
        row = self._chosen()
        if row is None:
            return
        if what == "never":
            label = Label(N_("Never “{first}” and “{second}”"), {"first": row.first_name, "second": row.second_name})
            self.core.do(self, label, never_these_two, *_key(row), then=self._remembered)
        elif what == "later":
            self._later = [pair for pair in self._later if pair != _key(row)] + [_key(row)]
            self._shown = None
            self._show((self._rows, self._told_apart))
        elif self.pair.merge.isEnabled():
            self._merge()
        self.list.setFocus()

    def _merge(self) -> None:
        plan = self.pair.comparison.plan
        if plan is None:
            return
        self.pair.merge.setEnabled(False)
        label = Label(MERGE_LABEL, {"winner": plan.winner.name, "loser": plan.loser.name})
        arguments = plan.winner.id, plan.loser.id, self.pair.comparison.choices, plan.versions
        self.core.do(self, label, merge_contacts, *arguments, then=lambda _id: self._merged(plan), failed=self._failed)

    def _merged(self, plan: MergePlan) -> None:
        text = _("“{loser}” merged into “{winner}”").format(loser=plan.loser.name, winner=plan.winner.name)
        self.window_.toast(text, undo=True)

    def _remembered(self, _answer: Any) -> None:
        self.window_.toast(_("These two are not proposed again"), undo=True)

    def _failed(self, error: CrmError) -> None:
        """Somebody was quicker: the pair is shown as it is now, with what was chosen."""
        self.core.refused.emit(error)
        self._ask()

    # -- all certain ones ----------------------------------------------------------------------------------------

    def ask_batch(self) -> None:
        """Show what would be merged."""
        self.core.ask(self, certain_pairs, then=lambda pairs: BatchDialog(self.window_, pairs, self.batch.run).open())

    def _batch_done(self, merged: int, count: int) -> None:
        text = ngettext("{merged} of {count} pair merged", "{merged} of {count} pairs merged", count)
        self.window_.toast(text.format(merged=count_text(merged), count=count_text(count)), undo=merged > 0)

    # -- look ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The queue takes a third where room is short."""
        self._frame.setFixedWidth(min(px(QUEUE_WIDTH), self.width() * 3 // 10))
        super().resizeEvent(event)


def _key(row: DuplicateRow) -> Pair:
    return row.first_id, row.second_id
