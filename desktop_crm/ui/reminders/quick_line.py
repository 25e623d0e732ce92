"""One line for a new reminder: “call Ana tomorrow at 10”; below it what was understood, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base import clock
from desktop_crm.base.i18n import _
from desktop_crm.base.recurrence import rule_sentence
from desktop_crm.model.reminder import PRIORITIES, REMINDER_KINDS, moment_on
from desktop_crm.model.session import CrmSession
from desktop_crm.services.named_contacts import contacts_named
from desktop_crm.services.quick_add import Understood, understand
from desktop_crm.services.reminder_series import local_zone
from desktop_crm.services.reminders import ReminderDraft
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.core import Core
from desktop_crm.ui.form import joined
from desktop_crm.ui.labels import caption
from desktop_crm.ui.reminders.reminder_list import day_title
from desktop_crm.ui.theme import px

LOOK_AFTER_MS = 150


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom the words may mean: the only one, or nobody for certain."""

    contact_id: int | None = None
    name: str = ""
    several: int = 0


def who_is_meant(session: CrmSession, words: tuple[str, ...]) -> Meant:
    """The contact that the words of the sentence name."""
    found = contacts_named(session, words) if words else []
    if len(found) == 1:
        return Meant(found[0].id, found[0].name)
    return Meant(several=len(found))


def draft_of(found: Understood, meant: Meant) -> ReminderDraft:
    """What will be written."""
    timed = found.due_on is not None and found.due_time is not None
    return ReminderDraft(
        title=found.title,
        contact_id=meant.contact_id,
        due_on=found.due_on,
        due_at=moment_on(found.due_on, found.due_time, local_zone()) if timed else None,  # type: ignore[arg-type]
        kind=found.kind,
        priority=found.priority,
        rule=found.rule,
    )


def explained(found: Understood, meant: Meant) -> str:
    """“Call · Tomorrow 10:00 · Ana Rusu · Every week, Monday”."""
    day = day_title(found.due_on) if found.due_on is not None else _("no day")
    at = f"{found.due_time:%H:%M}" if found.due_time is not None else ""
    who = meant.name or (_("several people fit the name") if meant.several else "")
    rule = rule_sentence(found.rule) if found.rule else ""
    urgent = _(PRIORITIES[found.priority]) if found.priority != "normal" else ""
    kind = _(REMINDER_KINDS[found.kind]) if found.kind != "todo" else ""
    return joined([kind, found.title, joined([day, at], " "), who, rule, urgent])


class QuickLine(QWidget):
    """The line, its button, and the words below."""

    wanted = Signal(object)  # ReminderDraft
    form_wanted = Signal(object)  # ReminderDraft: more is to be said

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.core = core
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._changed)
        self.line.returnPressed.connect(self.submit)
        self.add = Button("plus", "primary", self.submit)
        self.more = Button("", "quiet", self._more)
        self.preview = caption(wrap=False)
        self._meant = Meant()
        self._asked: tuple[str, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.line, 1)
        row.addWidget(self.more)
        row.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addLayout(row)
        layout.addWidget(self.preview)
        self.retranslate()
        self._changed()

    def understood(self) -> Understood:
        """What the sentence says now."""
        return understand(self.line.text(), clock.now().astimezone())

    def _changed(self) -> None:
        has_words = bool(self.line.text().strip())
        self.add.setEnabled(has_words)
        self.preview.setVisible(has_words)
        if has_words:
            self._show()
            self._timer.start()
        else:
            self._meant, self._asked = Meant(), ()

    def _look(self) -> None:
        words = self.understood().who
        if words != self._asked:
            self._asked = words
            self.core.ask(self, who_is_meant, words, then=self._found, key="who")

    def _found(self, meant: Meant) -> None:
        self._meant = meant
        self._show()

    def _show(self) -> None:
        self.preview.setText(explained(self.understood(), self._meant))

    def submit(self) -> None:
        """Into the list; whom it means is looked up once more, Enter may be quicker than the preview."""
        if self.line.text().strip():
            found = self.understood()
            self.core.ask(
                self, who_is_meant, found.who, then=lambda meant: self.wanted.emit(draft_of(found, meant)), key="submit"
            )

    def _more(self) -> None:
        self.form_wanted.emit(draft_of(self.understood(), self._meant))

    def saved(self) -> None:
        """It is in the list."""
        self.line.clear()

    def retranslate(self) -> None:
        """Words of now."""
        self.line.setPlaceholderText(_("New reminder: “call Ana tomorrow at 10”"))
        self.line.setAccessibleName(_("New reminder in a sentence"))
        self.add.setText(_("Add"))
        self.more.setText(_("More…"))
        if self.line.text().strip():
            self._show()
