"""A reminder with all there is to say of it: new, or one that is there already."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QTimeEdit,
    QWidget,
)

from desktop_crm.base.errors import CrmError, InvalidValue
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.model.reminder import OPEN_STATUSES, PRIORITIES, REMINDER_KINDS, REMINDER_STATUSES, moment_on
from desktop_crm.services.record_choosing import complaints_like
from desktop_crm.services.reminder_editing import ReminderFacts
from desktop_crm.services.reminder_series import local_zone
from desktop_crm.services.reminders import ReminderDraft
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.core import Core
from desktop_crm.ui.day_input import DayInput
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.form import joined
from desktop_crm.ui.inputs import indent_text
from desktop_crm.ui.labels import caption
from desktop_crm.ui.record_input import RecordInput
from desktop_crm.ui.reminders.repeating import Repeating
from desktop_crm.ui.theme import px

LEADS = ((None, N_("At the time")), (10, N_("10 minutes before")), (30, N_("Half an hour before")),
         (60, N_("An hour before")), (1440, N_("A day before")), (10080, N_("A week before")))  # fmt: skip
TITLES = {"title": N_("What to do"), "contact": N_("Contact"), "complaint": N_("Complaint"), "kind": N_("Kind"),
          "priority": N_("Priority"), "day": N_("By when"), "time": N_("Time"), "start": N_("Not before"),
          "lead": N_("Remind"), "repeat": N_("Repeats"), "status": N_("Status"), "assignee": N_("Responsible"),
          "checklist": N_("Checklist"), "note": N_("Note"), "result": N_("Result")}  # fmt: skip
ALARMS = {"armed": N_("Fires {moment}"), "fired": N_("It fired; again {moment}"), "snoozed": N_("Waits until {moment}"),
          "seen": N_("It fired and was seen"), "missed": N_("It was missed: the program was off")}  # fmt: skip
WIDTH = 830


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
        complaint: str = "",
        operators: tuple[tuple[int, str], ...] = (),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.core, self.facts = core, facts
        self.draft = facts.draft if facts is not None else draft or ReminderDraft("")
        self.title = QLineEdit(self.draft.title)
        self.kind = _choice(REMINDER_KINDS.items(), self.draft.kind)
        self.contact, self.complaint = RecordInput(core), RecordInput(core, complaints_like)
        self.contact.set_record(self.draft.contact_id, facts.contact if facts is not None else contact)
        self.complaint.set_record(self.draft.complaint_id, facts.complaint if facts is not None else complaint)
        self.day, self.start = DayInput(), DayInput()
        self.day.set_day(self.draft.due_on)
        self.start.set_day(self.draft.start_on)
        self.timed = QCheckBox()
        self.time = QTimeEdit(self._time())
        self.time.setDisplayFormat("HH:mm")
        self.time.setMinimumWidth(px(88))
        indent_text(self.time)
        self.repeat = Repeating(self.draft.rule, self.draft.from_completion, self.draft.due_on)
        lead = self.draft.lead_minutes
        odd = () if lead in {minutes for minutes, _text in LEADS} else ((lead, _minutes_before(lead or 0)),)
        self.lead = _choice((*LEADS, *odd), lead)
        self.priority = _choice(PRIORITIES.items(), self.draft.priority)
        self.status = _choice(REMINDER_STATUSES.items(), self.draft.status)
        self.assignee = _choice(facts.operators if facts is not None else operators, self.draft.assignee_id)
        self.checklist = QPlainTextEdit("\n".join(self._lines()))
        self.note = QPlainTextEdit(self.draft.note)
        self.outcome = QLineEdit(self.draft.result)
        self._outcome = self.outcome.text()  # a result of several lines stays as it is unless it is typed anew
        self.story = caption()
        self.problem = Problem()
        self.save = Button("", "primary", self.submit)
        save_by_keys(self, self.save)
        self.save.setDefault(True)
        self.cancel = Button("", "", self.reject)
        self._labels = {name: QLabel() for name in TITLES}
        self._build()
        self.timed.setChecked(self.draft.due_at is not None)
        self.timed.toggled.connect(self._arrange)
        self.status.currentIndexChanged.connect(lambda _row: self._arrange())
        self.day.changed.connect(self._day_changed)
        self.retranslate()
        self._arrange()
        self.title.setFocus()

    def _time(self) -> QTime:
        at = self.draft.due_at.astimezone() if self.draft.due_at is not None else None
        return QTime(at.hour, at.minute) if at is not None else QTime(9, 0)

    def _lines(self) -> tuple[str, ...]:
        return tuple(text for text, _done in self.facts.checklist) if self.facts is not None else self.draft.checklist

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        timing = QHBoxLayout()
        timing.setSpacing(px(8))
        timing.addWidget(self.timed)
        timing.addWidget(self.time)
        timing.addStretch(1)
        for box in (self.checklist, self.note):
            box.setTabChangesFocus(True)
            box.setFixedHeight(box.fontMetrics().lineSpacing() * 3 + px(16))
        rows: tuple[dict[str, Any], ...] = (
            {"title": self.title}, {"contact": self.contact, "complaint": self.complaint},
            {"kind": self.kind, "priority": self.priority}, {"day": self.day, "time": timing},
            {"start": self.start, "lead": self.lead}, {"repeat": self.repeat},
            {"status": self.status, "assignee": self.assignee}, {"result": self.outcome},
            {"checklist": self.checklist, "note": self.note},
        )  # fmt: skip
        for row, cells in enumerate(rows):
            for place, (name, control) in enumerate(cells.items()):
                span = 1 if len(cells) == 2 else 3
                label = self._labels[name]
                label.setMinimumHeight(self.title.sizeHint().height())
                grid.addWidget(label, row, place * 2, Qt.AlignmentFlag.AlignTop)
                add = grid.addLayout if isinstance(control, QLayout) else grid.addWidget
                add(control, row, place * 2 + 1, 1, span)
        grid.addWidget(self.story, len(rows), 0, 1, 4)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        for widget in (self.assignee, self._labels["assignee"]):
            widget.setVisible(self.assignee.count() > 0)
        frame(self, grid, self.problem, self.cancel, self.save)
        self.setMinimumWidth(px(WIDTH))

    def _day_changed(self) -> None:
        try:
            self.repeat.show_day(self.day.day())
        except InvalidValue:
            return  # half typed

    def _arrange(self) -> None:
        self.time.setEnabled(self.timed.isChecked())
        over = self.facts is not None or self.status.currentData() not in OPEN_STATUSES
        for widget in (self.outcome, self._labels["result"]):
            widget.setVisible(over)

    # -- saving -------------------------------------------------------------------------------------------------

    def values(self) -> ReminderDraft:
        """What is typed; raises ``InvalidValue``."""
        if not self.title.text().strip():
            raise InvalidValue(field=_("What to do"), value="")
        day = self.day.day()
        if day is None and (self.repeat.repeats or self.timed.isChecked()):
            raise InvalidValue(field=_("By when"), value=_("without a day"))
        for line, what in ((self.contact, "contact"), (self.complaint, "complaint")):
            if line.text().strip() and line.record_id is None:
                raise InvalidValue(field=_(TITLES[what]), value=line.text())
        at: datetime | None = None
        if day is not None and self.timed.isChecked():
            shown = self.time.time()
            at = moment_on(day, time(shown.hour(), shown.minute()), self.draft.zone or local_zone())
        return ReminderDraft(
            title=self.title.text().strip(),
            contact_id=self.contact.record_id,
            complaint_id=self.complaint.record_id,
            due_on=day,
            due_at=at,
            kind=self.kind.currentData(),
            priority=self.priority.currentData(),
            note=self.note.toPlainText(),
            assignee_id=self.assignee.currentData(),
            lead_minutes=self.lead.currentData(),
            zone=self.draft.zone,
            checklist=tuple(line.strip() for line in self.checklist.toPlainText().splitlines() if line.strip()),
            rule=self.repeat.rule(day),
            from_completion=self.repeat.repeats and self.repeat.from_done.isChecked(),
            start_on=self.start.day(),
            status=self.status.currentData(),
            result=self.outcome.text().strip() if self.outcome.text() != self._outcome else self.draft.result,
            interaction_id=self.draft.interaction_id,
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
        widgets: dict[str, QWidget] = {
            "title": self.title, "kind": self.kind, "contact": self.contact, "complaint": self.complaint,
            "time": self.time, "repeat": self.repeat.choice, "lead": self.lead, "priority": self.priority,
            "assignee": self.assignee, "checklist": self.checklist, "note": self.note, "day": self.day.line,
            "start": self.start.line, "status": self.status, "result": self.outcome,
        }  # fmt: skip
        for name, text in TITLES.items():
            self._labels[name].setText(_(text))
            widgets[name].setAccessibleName(_(text))
            self._labels[name].setBuddy(widgets[name])
        self.timed.setText(_("At a time"))
        self.timed.setAccessibleName(_("At a time"))
        self.day.name(_(TITLES["day"]))
        self.start.name(_(TITLES["start"]))
        self.repeat.retranslate()
        self.complaint.setPlaceholderText(_("Number or words"))
        self.outcome.setPlaceholderText(_("What came of it"))
        self._tell()
        self.contact.setPlaceholderText(_("Nobody in particular"))
        self.checklist.setPlaceholderText(_("One line for each step"))
        self.save.setText(_("Save"))
        self.cancel.setText(_("Cancel"))

    def _tell(self) -> None:
        """Who wrote it, what it follows from, when it fires, who did it."""
        facts = self.facts
        if facts is None:
            self.story.hide()
            return
        written = _("Written {moment}").format(moment=_moment(facts.written_at))
        fires = _moment(facts.remind_at) if facts.remind_at is not None else ""
        told = (
            _(ALARMS[facts.alarm]).format(moment=fires)
            if facts.alarm in ALARMS and self.draft.status in OPEN_STATUSES
            else ""
        )
        done = _("Done {moment}").format(moment=_moment(facts.done_at)) if facts.done_at is not None else ""
        follows = _("Follows from: {entry}").format(entry=facts.follows) if facts.follows else ""
        parts = (joined([written, facts.author], ", "), told, joined([done, facts.done_by], ", "), follows)
        self.story.setText(joined(parts))


def _moment(moment: datetime) -> str:
    return f"{moments.short_day(moments.day_of(moment, all_day=False))} {moments.time_of_day(moment)}"


def _minutes_before(minutes: int) -> str:
    return ngettext("{count} minute before", "{count} minutes before", minutes).format(count=minutes)


def _choice(options: Any, value: Any) -> QComboBox:
    box = QComboBox()
    box.setMinimumContentsLength(12)
    for code, text in options:
        box.addItem(_(text), code)
    place = next((row for row in range(box.count()) if box.itemData(row) == value), 0)
    box.setCurrentIndex(place)
    return box
