"""Last touch and next step of a contact, kept true."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import func, or_, select

from desktop_crm.base.changes import Changes
from desktop_crm.model import Contact, Interaction, Participant, Reminder
from desktop_crm.model.interaction import NO_TOUCH
from desktop_crm.model.reminder import OPEN_STATUSES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reading import IDS, fetch
from desktop_crm.services.reminder_privacy import NOT_PRIVATE

_CHUNK = 500
_OF_ENTRIES = select(Reminder.id).where(Reminder.interaction_id.in_(IDS))
_CONTACTS_OF_REMINDERS = select(Reminder.contact_id).where(Reminder.id.in_(IDS), Reminder.contact_id.is_not(None))
_HELD = select(Contact.id, Contact.next_step_on, Contact.next_step).where(Contact.id.in_(IDS))
_STEPS = (
    select(Reminder.contact_id, Reminder.due_on, Reminder.title)
    .where(Reminder.contact_id.in_(IDS), Reminder.status.in_(OPEN_STATUSES), Reminder.deleted_at.is_(None), NOT_PRIVATE)
    .order_by(Reminder.due_on.is_(None), Reminder.due_on, Reminder.id)
)


def touched(session: CrmSession, contacts: Collection[int], moment: datetime) -> None:
    """Somebody was reached at *moment*: the last touch moves forward, never back."""
    for contact_id in sorted(contacts):  # by id: those that the session has already are not read again
        contact = session.get(Contact, contact_id)
        if contact is not None and (contact.last_touch_at is None or contact.last_touch_at < moment):
            contact.last_touch_at = moment


def untouched(session: CrmSession, contacts: Collection[int], moment: datetime) -> None:
    """What happened at *moment* counts no more: where it was the last touch, the one before is again."""
    for contact in session.scalars(select(Contact).where(Contact.id.in_(contacts), Contact.last_touch_at == moment)):
        contact.last_touch_at = last_touch(session, contact.id)  # a date that was imported without an entry stays
    session.flush()


def last_touch(session: CrmSession, contact_id: int) -> datetime | None:
    """When the contact was really reached last, as its own entry or as one who took part."""
    took_part = select(Participant.interaction_id).where(
        Participant.contact_id == contact_id, Participant.deleted_at.is_(None)
    )
    found: datetime | None = session.scalar(
        select(func.max(Interaction.started_at)).where(
            or_(Interaction.contact_id == contact_id, Interaction.id.in_(took_part)),
            Interaction.state == "done",
            Interaction.kind.not_in(NO_TOUCH),
            Interaction.deleted_at.is_(None),
        )
    )
    return found


def refresh_next_steps(session: CrmSession, changes: Changes) -> None:
    """Contacts whose reminders were touched get the first open one as their next step; an undo is no exception.

    Everybody sees it on the list of contacts: what follows from a private entry is none.
    """
    reminders = sorted(changes.touched("reminder"))
    for chunk in _chunks(sorted(changes.touched("interaction"))):  # one may have become private
        reminders += [row[0] for row in fetch(session, _OF_ENTRIES, ids=chunk)]
    contacts = set(changes.left) if reminders else set()
    for chunk in _chunks(reminders):
        contacts.update(row[0] for row in fetch(session, _CONTACTS_OF_REMINDERS, ids=chunk))
    for chunk in _chunks(sorted(contacts)):
        steps = first_steps(session, chunk)
        held = fetch(session, _HELD, ids=chunk)
        wanted = ((row, steps.get(row.id, (None, None))) for row in held)
        rows = [(row.id, *step) for row, step in wanted if (row.next_step_on, row.next_step) != step]
        if rows:
            session.bulk_update(Contact, ("id", "next_step_on", "next_step"), rows)


def first_steps(session: CrmSession, contacts: Collection[int]) -> dict[int, tuple[date | None, str]]:
    """The first open reminder of each of *contacts*, by its day; those without a day come last."""
    steps: dict[int, tuple[date | None, str]] = {}
    for contact_id, due_on, title in fetch(session, _STEPS, ids=list(contacts)):
        steps.setdefault(contact_id, (due_on, title))
    return steps


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
