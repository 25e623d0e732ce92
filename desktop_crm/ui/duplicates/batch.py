"""Merging all certain pairs at once: what will happen, a verified backup, progress, one undo for all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.model.session import CrmSession
from desktop_crm.services.duplicates import DecisionRow, decision_rows, forget_decision
from desktop_crm.services.merging import CertainPair, merge_certain
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

PAIRS = (
    ListedColumn(N_("Stays"), lambda row: row.winner_name, width=30, strong=True),
    ListedColumn(N_("Goes into it"), lambda row: row.loser_name, width=30),
    ListedColumn(N_("Why"), lambda row: row.reason, tone=lambda _row: "text2"),
)
TOLD_APART = (
    ListedColumn(N_("First"), lambda row: row.first_name, strong=True),
    ListedColumn(N_("Second"), lambda row: row.second_name, strong=True),
)


class _ListDialog(QDialog):
    """A sentence, a table, buttons."""

    def __init__(self, window: MainWindow, title: str, text: str, columns: Sequence[ListedColumn], name: str) -> None:
        super().__init__(window)
        self._over = window
        self.setWindowTitle(title)
        self.explained = caption(text)
        self.model = ListedModel(columns, self)
        self.table = ListedView(self.model, name, self)
        self.table.setProperty("framed", "true")
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(px(8))
        self.buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(16), px(16), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self.explained)
        layout.addWidget(self.table, 1)
        layout.addLayout(self.buttons)
        self.resize(self.sizeHint())

    def add_button(self, text: str, kind: str, action: Callable[[], object]) -> Button:
        """A button at the end of the row."""
        button = Button("", kind, action, self)
        button.setText(text)
        button.setAutoDefault(False)
        self.buttons.addWidget(button)
        return button

    def sizeHint(self) -> QSize:
        """As large as the window lets it."""
        return QSize(min(px(820), self._over.width() - px(48)), min(px(560), self._over.height() - px(48)))


class BatchDialog(_ListDialog):
    """What would be merged; the count on the button."""

    def __init__(
        self, window: MainWindow, pairs: Sequence[CertainPair], agreed: Callable[[Sequence[CertainPair]], object]
    ) -> None:
        server = window.core.database is not None and window.core.database.address.path is None
        backup = (
            _("The database is on a server: its own backups hold.") if server else _("A verified backup is made first.")
        )
        then = _(
            "Every pair is merged as proposed. One Undo takes all of it back, and each pair can be taken apart alone."
        )
        super().__init__(window, _("Merge certain pairs"), f"{backup} {then}", PAIRS, _("Pairs to be merged"))
        self.model.show(pairs)
        self.table.selectRow(0)
        self.add_button(_("Cancel"), "", self.reject)
        text = ngettext("Merge {count} pair", "Merge {count} pairs", len(pairs)).format(count=count_text(len(pairs)))
        self.merge = self.add_button(text, "primary", self.accept)
        self.merge.setDefault(True)
        self.accepted.connect(lambda: agreed(pairs))
        self.finished.connect(self.deleteLater)


class ToldApartDialog(_ListDialog):
    """All “never these two”; each can be taken back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(
            window,
            _("Told apart"),
            _("Of these you said that they are two. Take it back, and they are compared and proposed again."),
            TOLD_APART,
            _("Pairs told apart"),
        )
        self.core = window.core
        self.again = self.add_button(_("Propose again"), "", self.propose_again)
        self.add_button(_("Close"), "", self.reject)
        self.finished.connect(self.deleteLater)
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        self._ask()

    def propose_again(self) -> None:
        """The selected pairs may be one after all."""
        rows = [self.model.row_at(index.row()) for index in self.table.selectionModel().selectedRows()]
        if rows:
            from_words = {"count": len(rows)}
            self.core.do(self, Label(N_("Propose again ({count})"), from_words), _forget, rows, then=self._done)

    def _done(self, _answer: Any) -> None:
        self._ask()

    def _ask(self) -> None:
        self.core.ask(self, decision_rows, then=self._show, key="told apart")

    def _show(self, rows: list[DecisionRow]) -> None:
        self.model.show(rows)
        if rows:
            self.table.selectRow(0)
        self._update()

    def _update(self) -> None:
        self.again.setEnabled(self.table.selectionModel().hasSelection())


def _forget(session: CrmSession, rows: Sequence[DecisionRow]) -> None:
    for row in rows:
        forget_decision(session, row.first_id, row.second_id)


class Batch:
    """The way of a batch: backup, then pair by pair, with progress over *card*'s page."""

    def __init__(self, window: MainWindow, card: ProgressCard, done: Callable[[int, int], object]) -> None:
        self._window, self.core = window, window.core
        self._card, self._done = card, done

    def run(self, pairs: Sequence[CertainPair]) -> None:
        """Back up, merge."""
        if self._card.busy or not pairs:
            return
        if self.core.database is not None and self.core.database.address.path is None:
            self._merge(pairs)
            return
        work = self.core.backup(
            self._card,
            lambda _path: self._merge(pairs),
            failed=self._card.ended(self.core.refused.emit),
            progress=self._card.report,
        )
        self._card.watch(_("Backing up"), work)

    def _merge(self, pairs: Sequence[CertainPair]) -> None:
        count = len(pairs)
        steps = [
            (pair.label(number, count), merge_certain, (pair.winner_id, pair.loser_id))
            for number, pair in enumerate(pairs, 1)
        ]
        work = self.core.do_each(
            self._card,
            steps,
            _("Merging contacts"),
            then=self._card.ended(lambda answers: self._done(sum(one is not None for one in answers), count)),
            failed=self._card.ended(self.core.refused.emit),
            progress=self._card.report,
        )
        self._card.follow(_("Merging contacts"), work)
