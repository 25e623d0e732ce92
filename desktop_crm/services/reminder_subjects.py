"""What a reminder is about: where opening it leads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from desktop_crm.model import Reminder
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.refreshing import complaint_of_reminder


@dataclass(frozen=True, slots=True)
class ReminderSubject:
    """A complaint, or else a contact, or neither."""

    complaint_id: int | None = None
    contact_id: int | None = None


def reminder_subject(session: CrmSession, reminder_id: int) -> ReminderSubject:
    """Of one reminder; of one that is gone nothing."""
    query = select(Reminder.source_key, Reminder.contact_id).where(Reminder.id == reminder_id)
    found = session.execute(query).one_or_none()
    if found is None:
        return ReminderSubject()
    complaint_id = complaint_of_reminder(found.source_key)
    return ReminderSubject(complaint_id, found.contact_id if complaint_id is None else None)
