"""What a reminder is about: where opening it leads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desktop_crm.model import Reminder
from desktop_crm.model.session import CrmSession


@dataclass(frozen=True, slots=True)
class ReminderSubject:
    """A complaint, or else a contact, or neither."""

    complaint_id: int | None = None
    contact_id: int | None = None


def reminder_subject(session: CrmSession, reminder_id: int) -> ReminderSubject:
    """Of one reminder; of one that is gone nothing."""
    query = select(Reminder.complaint_id, Reminder.contact_id).where(Reminder.id == reminder_id)
    found = session.execute(query).one_or_none()
    if found is None:
        return ReminderSubject()
    return ReminderSubject(found.complaint_id, found.contact_id if found.complaint_id is None else None)
