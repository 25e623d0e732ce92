"""Reminders that fire: what is due now, claimed once in the whole office, repeated until it is answered.

There are no exact timers: whoever ticks asks for everything whose moment has come. So sleep, a clock that jumps and
daylight saving are harmless. What should have fired long ago was missed and is told in one list, not as a burst.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from desktop_crm.base import clock
from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Contact, Phone, Reminder
from desktop_crm.model.reminder import OPEN_STATUSES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reminder_privacy import seen_by

REPEAT = timedelta(minutes=10)  # fires again unless it is answered
LATE = timedelta(minutes=30)  # later than this it was missed: the program was off, or the computer asleep
MOST = 200  # at one tick


@dataclass(frozen=True, slots=True)
class Alarm:
    """One reminder whose moment has come."""

    id: int
    title: str
    kind: str
    priority: str
    contact_id: int | None
    who: str
    phone: str  # first number, as it is dialled
    due_at: datetime | None
    remind_at: datetime  # the moment that was claimed
    alarm: str  # armed, fired, snoozed


def alarms_due(session: CrmSession, present: datetime | None = None) -> list[Alarm]:
    """What is to fire now for the operator of this session, the earliest first; nobody's reminders are everybody's."""
    present = present or clock.now()
    rows = session.execute(
        select(
            Reminder.id, Reminder.title, Reminder.kind, Reminder.priority, Reminder.contact_id,
            func.coalesce(Contact.name, "").label("who"), Reminder.due_at, Reminder.remind_at, Reminder.alarm,
        )
        .outerjoin(Contact, Contact.id == Reminder.contact_id)
        .where(Reminder.remind_at <= present, _mine(session), *_OPEN)
        .order_by(Reminder.remind_at, Reminder.id)
        .limit(MOST)
    ).all()  # fmt: skip
    phones = _phones(session, [row.contact_id for row in rows if row.contact_id is not None])
    return [
        Alarm(
            row.id, row.title, row.kind, row.priority, row.contact_id, row.who, phones.get(row.contact_id, ""),
            row.due_at, row.remind_at, row.alarm,
        )
        for row in rows
    ]  # fmt: skip


_OPEN = (Reminder.status.in_(OPEN_STATUSES), Reminder.deleted_at.is_(None))


def _mine(session: CrmSession) -> Any:
    me = session.operator_id
    return or_(Reminder.assignee_id == me, and_(Reminder.assignee_id.is_(None), seen_by(me)))


def _phones(session: CrmSession, contacts: Sequence[int]) -> dict[int | None, str]:
    query = (
        select(Phone.contact_id, Phone.e164)
        .where(Phone.contact_id.in_(contacts), Phone.e164 != "", Phone.deleted_at.is_(None))
        .order_by(Phone.position.desc())
    )
    return {row.contact_id: row.e164 for row in session.execute(query)}


def claim_alarms(
    session: CrmSession, alarms: Collection[Alarm], present: datetime | None = None, repeat: timedelta | None = REPEAT
) -> list[Alarm]:
    """Take those that nobody took meanwhile: they fire here; says which.

    Those of long ago come back with ``alarm="missed"`` and are silent from now on; the others fire again after
    *repeat* unless they are answered; ``None``: they do not.
    """
    present = present or clock.now()
    seen = {alarm.id: alarm for alarm in alarms}
    taken: list[Alarm] = []
    query = select(Reminder).where(Reminder.id.in_(seen), *_OPEN).with_for_update()
    for reminder in session.scalars(query):
        alarm = seen[reminder.id]
        if reminder.remind_at != alarm.remind_at:
            continue  # another workstation was quicker, or it was snoozed
        missed = present - alarm.remind_at > LATE and reminder.alarm != "fired"
        reminder.alarm = "missed" if missed else "fired"
        reminder.remind_at = None if missed or repeat is None else present + repeat
        reminder.fired_at, reminder.fired_by = present, session.workstation_id
        taken.append(replace(alarm, alarm=reminder.alarm))
    session.flush()
    return sorted(taken, key=lambda alarm: (alarm.remind_at, alarm.id))


def see_alarms(session: CrmSession, ids: Collection[int]) -> int:
    """Answered: they are silent until they are due anew; says how many."""
    count = 0
    for reminder in session.scalars(select(Reminder).where(Reminder.id.in_(ids))):
        reminder.alarm, reminder.remind_at = "seen", None
        count += 1
    session.flush()
    return count


def snooze_alarms(session: CrmSession, ids: Collection[int], until: datetime) -> int:
    """They fire again at *until*; what they are due stays. Says how many."""
    found = session.scalars(select(Reminder).where(Reminder.id.in_(ids), *_OPEN)).all()
    if not found and ids:
        raise NotFound(what=_("The reminder"))
    for reminder in found:
        reminder.alarm, reminder.remind_at = "snoozed", until
    session.flush()
    return len(found)


def missed_alarms(session: CrmSession) -> list[int]:
    """Reminders that were missed and not looked at since, the oldest first."""
    query = select(Reminder.id).where(Reminder.alarm == "missed", _mine(session), *_OPEN)
    return list(session.scalars(query.order_by(Reminder.due_on, Reminder.id)))


def next_alarm(session: CrmSession) -> datetime | None:
    """When the next one fires."""
    return session.scalar(select(func.min(Reminder.remind_at)).where(_mine(session), *_OPEN))
