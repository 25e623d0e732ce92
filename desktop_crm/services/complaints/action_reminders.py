"""One reminder for each corrective action: first that it is done, then that its effect is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desktop_crm.base.i18n import _
from desktop_crm.model import Complaint, CorrectiveAction, Reminder
from desktop_crm.model.reminder import OPEN_STATUSES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder


@dataclass(frozen=True, slots=True)
class _Due:
    kind: str  # of model.reminder.REMINDER_KINDS
    day: date
    title: str


def keep_action_reminder(session: CrmSession, complaint: Complaint, action: CorrectiveAction) -> None:
    """Bring the reminder to what the action waits for now; what is over is ticked off, or cancelled with the action."""
    due = _due(complaint, action)
    key = f"complaint:{complaint.id}:action:{action.id}"
    query = select(Reminder).where(
        Reminder.source_key == key, Reminder.status.in_(OPEN_STATUSES), Reminder.deleted_at.is_(None)
    )
    reminder = session.scalars(query.limit(1)).first()
    if reminder is not None and (due is None or reminder.kind != due.kind):
        if action.state == "cancelled":
            reminder.status = "cancelled"
            reminder.arm()
            session.flush()
        else:
            complete_reminder(session, reminder.id)
        reminder = None
    if due is None:
        return
    if reminder is None:
        draft = ReminderDraft(
            due.title,
            complaint.shown_contact_id,
            due.day,
            complaint_id=complaint.id,
            kind=due.kind,
            assignee_id=action.responsible_id,
            source="complaint",
            source_key=key,
        )
        add_reminder(session, draft)
        return
    reminder.title, reminder.assignee_id, reminder.contact_id = (
        due.title, action.responsible_id, complaint.shown_contact_id
    )  # fmt: skip
    if reminder.due_on != due.day:
        reminder.due_on = due.day
        reminder.arm()
    session.flush()


def _due(complaint: Complaint, action: CorrectiveAction) -> _Due | None:
    what = _("Confidential") if complaint.confidential else " ".join(action.what.split())
    words = {"number": complaint.register_number, "what": what}
    if action.state == "planned" and action.due_on is not None:
        return _Due("todo", action.due_on, _("Action of complaint {number}: {what}").format(**words)[:400])
    if action.state in ("done", "verified") and action.check_on is not None:
        return _Due("check", action.check_on, _("Check the effect, complaint {number}: {what}").format(**words)[:400])
    return None
