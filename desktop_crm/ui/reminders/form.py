"""A reminder with all there is to say of it: new, or one that is there already."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTimeEdit,
    QWidget,
)

from desktop_crm.base import recurrence
from desktop_crm.base.errors import CrmError, InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.reminder import PRIORITIES, REMINDER_KINDS, moment_on
from desktop_crm.services.reminder_editing import ReminderFacts
from desktop_crm.services.reminder_series import local_zone
from desktop_crm.services.reminders import ReminderDraft
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.core import Core
from desktop_crm.ui.day_input import DayInput
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.inputs import indent_text
from desktop_crm.ui.reminders.contact_input import ContactInput
from desktop_crm.ui.theme import px

LEADS = ((None, N_("At the time")), (10, N_("10 minutes before")), (30, N_("Half an hour before")),
         (60, N_("An hour before")), (1440, N_("A day before")), (10080, N_("A week before")))  # fmt: skip
REPEATS: tuple[tuple[str, str], ...] = (
    ("", N_("Never")), ("daily", N_("Every day")), ("weekly", N_("Every week")), ("weekdays", N_("On working days")),
    ("monthly", N_("Every month")), ("nth", N_("Every month on this weekday")), ("yearly", N_("Every year")),
)  # fmt: skip
TITLES = {"title": N_("What to do"), "kind": N_("Kind"), "contact": N_("Contact"), "day": N_("By when"),
          "time": N_("Time"), "repeat": N_("Repeats"), "lead": N_("Remind"), "priority": N_("Priority"),
          "assignee": N_("Responsible"), "checklist": N_("Checklist"), "note": N_("Note")}  # fmt: skip
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


def rule_of(choice: str, day: date) -> str:
    """The rule behind a choice, from *day* on."""
    if choice == "weekdays":
        return recurrence.Pattern("weekly", weekdays=MONDAY_TO_FRIDAY).rule()
    if choice == "nth":
        nth = (day.day - 1) // 7 + 1
        return recurrence.Pattern("monthly", weekdays=(day.weekday(),), nth=nth if nth < 5 else recurrence.LAST).rule()
    if choice in recurrence.FREQUENCIES:
        return recurrence.pattern_on(choice, day).rule()
    return choice  # a rule of its own, kept as it is


class ReminderForm(QDialog):
    """Save or Cancel; the sentence of a refusal stands in the dialog and nothing typed is lost."""

    wanted = Signal(object)  # ReminderDraft of a new one
    changed = Signal(object, object)  # ReminderFacts as seen, ReminderDraft

    def __init__(
        self,
        core: Core,
        parent: QWidget,
        draft: ReminderDraft | None = None,
        *,
        facts: ReminderFacts | None = None,
        contact: str = "",
        operators: tuple[tuple[int, str], ...] = (),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.core, self.facts = core, facts
        self.draft = facts.draft if facts is not None else draft or ReminderDraft("")
        self.title = QLineEdit(self.draft.title)
        self.kind = _choice(REMINDER_KINDS.items(), self.draft.kind)
        self.contact = ContactInput(core)
        self.contact.set_contact(self.draft.contact_id, facts.contact if facts is not None else contact)
        self.day = DayInput()
        self.day.set_day(self.draft.due_on)
        self.timed = QCheckBox()
        self.time = QTimeEdit(self._time())
        self.time.setDisplayFormat("HH:mm")
        self.time.setMinimumWidth(px(100))
        indent_text(self.time)
        self.repeat = _choice(self._repeats(), self.draft.rule)
        self.from_done = QCheckBox()
        self.from_done.setChecked(self.draft.from_completion)
        self.lead = _choice(LEADS, self.draft.lead_minutes)
        self.priority = _choice(PRIORITIES.items(), self.draft.priority)
        self.assignee = _choice(facts.operators if facts is not None else operators, self.draft.assignee_id)
        self.checklist = QPlainTextEdit("\n".join(self._lines()))
        self.note = QPlainTextEdit(self.draft.note)
        self.problem = Problem()
        self.save = Button("", "primary", self.submit)
        save_by_keys(self, self.save)
        self.save.setDefault(True)
        self.cancel = Button("", "", self.reject)
        self._labels = {name: QLabel() for name in TITLES}
        self._build()
        self.timed.setChecked(self.draft.due_at is not None)
        self.timed.toggled.connect(self._arrange)
        self.repeat.currentIndexChanged.connect(lambda _index: self._arrange())
        self.retranslate()
        self._arrange()
        self.title.setFocus()

    def _time(self) -> QTime:
        at = self.draft.due_at.astimezone() if self.draft.due_at is not None else None
        return QTime(at.hour, at.minute) if at is not None else QTime(9, 0)

    def _lines(self) -> tuple[str, ...]:
        return tuple(text for text, _done in self.facts.checklist) if self.facts is not None else self.draft.checklist

    def _repeats(self) -> list[tuple[str, str]]:
        """The usual choices; a rule that is none of them is one more."""
        own = self.draft.rule
        if not own:
            return list(REPEATS)
        day = self.draft.due_on
        known = {rule_of(code, day): text for code, text in REPEATS if code and day is not None}
        choices = [(rule_of(code, day) if code and day is not None else code, text) for code, text in REPEATS]
        return choices if own in known else [*choices, (own, recurrence.rule_sentence(own))]

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        timing = QHBoxLayout()
        timing.setSpacing(px(8))
        timing.addWidget(self.timed)
        timing.addWidget(self.time)
        timing.addStretch(1)
        repeating = QHBoxLayout()
        repeating.setSpacing(px(12))
        repeating.addWidget(self.repeat, 1)
        repeating.addWidget(self.from_done)
        for box in (self.checklist, self.note):
            box.setTabChangesFocus(True)
            box.setFixedHeight(box.fontMetrics().lineSpacing() * 3 + px(16))
        rows: dict[str, Any] = {
            "title": self.title, "contact": self.contact, "kind": self.kind, "day": self.day, "time": timing,
            "repeat": repeating, "lead": self.lead, "priority": self.priority, "assignee": self.assignee,
            "checklist": self.checklist, "note": self.note,
        }  # fmt: skip
        for name, widget in rows.items():
            form.addRow(self._labels[name], widget)
        self.title.setMinimumWidth(px(360))
        if self.assignee.count() == 0:
            form.setRowVisible(self.assignee, False)
        frame(self, form, self.problem, self.cancel, self.save)

    def _arrange(self) -> None:
        self.time.setEnabled(self.timed.isChecked())
        self.from_done.setVisible(bool(self.repeat.currentData()))

    # -- saving -------------------------------------------------------------------------------------------------

    def values(self) -> ReminderDraft:
        """What is typed; raises ``InvalidValue``."""
        if not self.title.text().strip():
            raise InvalidValue(field=_("What to do"), value="")
        day = self.day.day()
        choice = str(self.repeat.currentData() or "")
        if day is None and (choice or self.timed.isChecked()):
            raise InvalidValue(field=_("By when"), value=_("without a day"))
        at: datetime | None = None
        if day is not None and self.timed.isChecked():
            shown = self.time.time()
            at = moment_on(day, time(shown.hour(), shown.minute()), self.draft.zone or local_zone())
        return ReminderDraft(
            title=self.title.text().strip(),
            contact_id=self.contact.contact_id,
            due_on=day,
            due_at=at,
            kind=self.kind.currentData(),
            priority=self.priority.currentData(),
            note=self.note.toPlainText(),
            assignee_id=self.assignee.currentData(),
            lead_minutes=self.lead.currentData(),
            zone=self.draft.zone,
            checklist=tuple(line.strip() for line in self.checklist.toPlainText().splitlines() if line.strip()),
            rule=rule_of(choice, day) if choice and day is not None else "",
            from_completion=bool(choice) and self.from_done.isChecked(),
        )

    def submit(self) -> None:
        """Save, or say what is wrong."""
        try:
            draft = self.values()
        except CrmError as error:
            self.refuse(error)
            return
        self.save.setEnabled(False)
        if self.facts is None:
            self.wanted.emit(draft)
        else:
            self.changed.emit(self.facts, draft)

    def refuse(self, error: CrmError) -> None:
        """It was not saved; why."""
        self.problem.tell(error.sentence)
        self.save.setEnabled(True)

    def retranslate(self) -> None:
        """Words of now."""
        self.setWindowTitle(_("New reminder") if self.facts is None else _("Reminder"))
        widgets = {"title": self.title, "kind": self.kind, "contact": self.contact, "time": self.time,
                   "repeat": self.repeat, "lead": self.lead, "priority": self.priority, "assignee": self.assignee,
                   "checklist": self.checklist, "note": self.note, "day": self.day.line}  # fmt: skip
        for name, text in TITLES.items():
            self._labels[name].setText(_(text))
            widgets[name].setAccessibleName(_(text))
            self._labels[name].setBuddy(widgets[name])
        self.timed.setText(_("At a time"))
        self.timed.setAccessibleName(_("At a time"))
        self.day.name(_(TITLES["day"]))
        self.from_done.setText(_("Counted from the day it is done"))
        self.contact.setPlaceholderText(_("Nobody in particular"))
        self.checklist.setPlaceholderText(_("One line for each step"))
        self.save.setText(_("Save"))
        self.cancel.setText(_("Cancel"))


def _choice(options: Any, value: Any) -> QComboBox:
    box = QComboBox()
    box.setMinimumContentsLength(12)
    for code, text in options:
        box.addItem(_(text), code)
    place = next((row for row in range(box.count()) if box.itemData(row) == value), 0)
    box.setCurrentIndex(place)
    return box
