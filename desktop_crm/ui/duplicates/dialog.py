"""Merging two contacts from a card or a list: choose the other one, compare, merge."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_lists import contact_rows
from desktop_crm.services.contact_views import ContactRow, ContactsView
from desktop_crm.services.merging import MergePlan, fuller_first, merge_contacts, merge_plan
from desktop_crm.services.merging.certain import MERGE_LABEL
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.duplicates.card_notes import CardNotes, taken_apart
from desktop_crm.ui.duplicates.comparison import Comparison
from desktop_crm.ui.labels import caption
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.search.rows import GroupedList, ListRow, plain
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

MOST = 30


def other_contacts(session: CrmSession, own: int, text: str) -> tuple[str, list[ContactRow]]:
    """Name of the contact, and others of its kind that fit what is typed."""
    card = contact_card(session, own)
    kind: Any = card.kind
    rows = contact_rows(session, ContactsView(search=text or card.name, kind=kind), limit=MOST).rows
    if not text and len(rows) < 2:
        rows = contact_rows(session, ContactsView(kind=kind), limit=MOST).rows
    return card.name, [row for row in rows if row.id != own]


def plan_of(session: CrmSession, one: int, two: int, as_given: bool) -> MergePlan:
    """The plan, with the fuller one as winner unless the order is given."""
    winner, loser = (one, two) if as_given else fuller_first(session, one, two)
    return merge_plan(session, winner, loser)


class MergeDialog(QDialog):
    """Who is the other one, then both side by side."""

    def __init__(self, window: MainWindow, contact_id: int, other_id: int | None = None) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window, self.core = window, window.core
        self._own = contact_id
        self.bar = Bar(self)
        self.comparison = Comparison(self)
        self.field = QLineEdit(self)
        self.list = GroupedList(self)
        self.nobody = caption(_("Nobody fits. Type another part of the name, a phone or an e-mail."))
        self.merge = Button("merge", "primary", self.merge_them)
        self.cancel = Button("", "", self.reject)
        self._build()
        self._connect()
        self.stack.setCurrentIndex(0)
        self._ask("")
        if other_id is not None:
            self.compare(contact_id, other_id)

    def _build(self) -> None:
        self.setWindowTitle(_("Merge contacts"))
        self.field.setPlaceholderText(_("Name, phone or e-mail of the other one"))
        self.field.setAccessibleName(_("Find the other contact"))
        self.field.setClearButtonEnabled(True)
        self.list.setAccessibleName(_("Contacts found"))
        self.comparison.setAccessibleName(_("Both contacts"))
        self.merge.setText(_("&Merge"))
        self.merge.setToolTip("Ctrl+Enter")
        self.cancel.setText(_("Cancel"))
        self._question = caption(kind="strong")
        choosing = QWidget(self)
        column = QVBoxLayout(choosing)
        column.setContentsMargins(px(16), px(16), px(16), 0)
        column.setSpacing(px(8))
        for widget in (self._question, self.field, self.nobody):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self.nobody.hide()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(choosing)
        self.stack.addWidget(self.comparison)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(px(16), px(8), px(16), px(16))
        buttons.setSpacing(px(8))
        kept = caption(_("What is not taken stays readable in the history. The two can be taken apart at any time."))
        buttons.addWidget(kept, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.merge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        layout.addLayout(buttons)
        self.merge.setEnabled(False)

    def _connect(self) -> None:
        self.field.textEdited.connect(self._ask)
        self.field.returnPressed.connect(self._take_current)
        self.list.clicked.connect(lambda _index: self._take_current())
        self.comparison.swap_wanted.connect(self._swap)
        self.comparison.contact_wanted.connect(self._open)
        enter = QShortcut(QKeySequence("Ctrl+Return"), self)
        enter.activated.connect(self.merge_them)

    def sizeHint(self) -> QSize:
        """As large as the window lets it."""
        return QSize(min(px(820), self._window.width() - px(48)), min(px(640), self._window.height() - px(48)))

    # -- the other one -------------------------------------------------------------------------------------------

    def _ask(self, text: str) -> None:
        self.core.ask(
            self, other_contacts, self._own, text.strip(), then=self._found, failed=self._refused, key="others"
        )

    def _found(self, answer: tuple[str, list[ContactRow]]) -> None:
        name, rows = answer
        self._question.setText(_("Who is the same as “{name}”?").format(name=name))
        self.list.show_rows([_listed(row) for row in rows])
        self.nobody.setVisible(not rows)

    def _take_current(self) -> None:
        row = self.list.choice
        if row is not None:
            self.compare(self._own, row.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search field the arrows walk through the list."""
        if self.field.hasFocus() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.move_choice(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    # -- both ----------------------------------------------------------------------------------------------------

    def compare(self, one: int, two: int, *, as_given: bool = False) -> None:
        """Show both; the fuller one stays unless the order *as_given* is wanted."""
        self.core.ask(self, plan_of, one, two, as_given, then=self._show, failed=self._refused, key="plan")

    def _show(self, plan: MergePlan) -> None:
        self.bar.hide()
        self.comparison.show_plan(plan)
        self.stack.setCurrentIndex(1)
        self.merge.setEnabled(True)
        if not self.comparison.focus_first():
            self.merge.setFocus()

    def _swap(self) -> None:
        plan = self.comparison.plan
        if plan is not None:
            self.compare(plan.loser.id, plan.winner.id, as_given=True)

    def _open(self, contact_id: int) -> None:
        self.reject()
        self._window.show_page("contacts", contact=contact_id)

    def merge_them(self) -> None:
        """Do it."""
        plan = self.comparison.plan
        if plan is None or not self.merge.isEnabled() or self.stack.currentIndex() != 1:
            return
        self.merge.setEnabled(False)
        label = Label(MERGE_LABEL, {"winner": plan.winner.name, "loser": plan.loser.name})
        arguments = plan.winner.id, plan.loser.id, self.comparison.choices, plan.versions
        self.core.do(self, label, merge_contacts, *arguments, then=lambda _id: self._merged(plan), failed=self._failed)

    def _merged(self, plan: MergePlan) -> None:
        self.accept()
        self._window.show_page("contacts", contact=plan.winner.id)
        text = _("“{loser}” merged into “{winner}”").format(loser=plan.loser.name, winner=plan.winner.name)
        self._window.toast(text, undo=True)

    def _failed(self, error: CrmError) -> None:
        """Somebody was quicker: both are shown as they are now, with what was chosen."""
        self._refused(error)
        plan = self.comparison.plan
        if plan is not None:
            self.core.ask(
                self, plan_of, plan.winner.id, plan.loser.id, True, then=self._again, failed=self._refused, key="plan"
            )

    def _again(self, plan: MergePlan) -> None:
        self.comparison.show_plan(plan)
        self.merge.setEnabled(True)

    def _refused(self, error: CrmError) -> None:
        self.bar.show_text(error.sentence)


def _listed(row: ContactRow) -> ListRow:
    detail = " · ".join(part for part in (row.organisation or row.industry, row.city, row.phone, row.email) if part)
    return ListRow(plain(row.name), plain(detail), icon="user" if row.kind == "person" else "building-2", value=row.id)


def open_merge(window: MainWindow, contact_id: int, other_id: int | None = None) -> MergeDialog:
    """Merge this contact with another one, which is chosen where it is not given."""
    dialog = MergeDialog(window, contact_id, other_id)
    dialog.resize(dialog.sizeHint())
    dialog.open()
    return dialog


def follow_card(window: MainWindow, notes: CardNotes) -> None:
    """What the lines on a card ask for is done; what they did is said."""
    notes.compare_wanted.connect(partial(open_merge, window))
    notes.taken_apart.connect(lambda *said: window.toast(taken_apart(*said), undo=True))
