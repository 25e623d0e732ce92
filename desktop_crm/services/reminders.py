"""What is to be done next, with whom, by when."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Complaint, Contact, Operator, Reminder
from desktop_crm.model.reminder import OPEN_STATUSES, PRIORITIES, REMINDER_KINDS, REMINDER_STATUSES, SOURCES, moment_on
from desktop_crm.model.session import CrmSession
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.services.reading import IDS, fetch
from desktop_crm.services.record_changes import apply_values, code, must_exist, row_to_change
from desktop_crm.services.reminder_privacy import SEEN, may_see
from desktop_crm.services.reminder_series import begin_series, continue_series, local_zone

CHANGEABLE = {
    "title": N_("What to do"),
    "kind": N_("Kind"),
    "status": N_("Status"),
    "priority": N_("Priority"),
    "note": N_("Note"),
    "due_on": N_("Day"),
    "due_at": N_("Time"),
    "start_on": N_("Not before"),
    "lead_minutes": N_("Remind before, in minutes"),
    "result": N_("Result"),
    "assignee_id": N_("Responsible"),
    "contact_id": N_("Contact"),
    "complaint_id": N_("Complaint"),
}
_THERE = Reminder.deleted_at.is_(None)
_ALARM_FIELDS = {"due_on", "due_at", "start_on", "status", "lead_minutes"}
_CODES: dict[str, Mapping[str, str]] = {
    "kind": REMINDER_KINDS, "status": REMINDER_STATUSES, "priority": PRIORITIES
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """Something to do, as typed. Without an assignee it is for who writes it down."""

    title: str
    contact_id: int | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    kind: str = "todo"
    priority: str = "normal"
    note: str = ""
    interaction_id: int | None = None
    assignee_id: int | None = None
    start_on: date | None = None
    lead_minutes: int | None = None  # reminds so long before it is due
    zone: str = ""  # IANA name of the zone of ``due_at``; "" this computer's
    checklist: tuple[str, ...] = ()
    rule: str = ""  # recurs: RFC 5545, see base.recurrence
    from_completion: bool = False  # the next is counted from the day this one is done
    source: str = ""  # of model.reminder.SOURCES
    source_key: str | None = None
    complaint_id: int | None = None
    status: str = "new"
    result: str = ""


def add_reminder(session: CrmSession, draft: ReminderDraft) -> int:
    """Put it on the list; says its id."""
    title = " ".join(draft.title.split())[:400]
    if not title:
        raise InvalidValue(field=_("What to do"), value="")
    if draft.contact_id is not None:
        must_exist(session, draft.contact_id)
    if draft.complaint_id is not None and session.get(Complaint, draft.complaint_id) is None:
        raise NotFound(what=_("The complaint"))
    reminder = Reminder(
        title=title,
        contact_id=draft.contact_id,
        complaint_id=draft.complaint_id,
        interaction_id=draft.interaction_id,
        kind=code(REMINDER_KINDS, draft.kind, _("Kind")),
        status=code(REMINDER_STATUSES, draft.status, _("Status")),
        result=draft.result.strip(),
        priority=code(PRIORITIES, draft.priority, _("Priority")),
        note=draft.note.strip(),
        due_at=draft.due_at,
        due_on=draft.due_at.astimezone().date() if draft.due_at is not None else draft.due_on,
        assignee_id=draft.assignee_id or session.operator_id,
        author_id=session.operator_id,
        start_on=draft.start_on,
        lead_minutes=draft.lead_minutes,
        zone=draft.zone or local_zone(),
        checklist=[[text, False] for text in draft.checklist if text.strip()],
        source=code({name: name for name in SOURCES}, draft.source, _("Source")),
        source_key=draft.source_key,
    )
    _check_days(reminder)
    session.add(reminder)
    if draft.rule:
        begin_series(session, reminder, draft.rule, from_completion=draft.from_completion)
    if not reminder.is_open:
        _settle(session, reminder)
    reminder.arm()
    session.flush()
    return reminder.id


def change_reminder(session: CrmSession, reminder_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change fields of :data:`CHANGEABLE`; says the new version. Raises ``VersionConflict`` on the same field."""
    reminder = _to_change(session, reminder_id)
    for field in _CODES.keys() & values.keys():
        code(_CODES[field], values[field], _(CHANGEABLE[field]))
    if "title" in values and not str(values["title"]).strip():
        raise InvalidValue(field=_("What to do"), value="")
    changed = apply_values(session, reminder, version, values, CHANGEABLE)
    if "due_at" in changed and reminder.due_at is not None:
        reminder.due_on = reminder.due_at.astimezone().date()
    elif "due_on" in changed:
        reminder.due_at = None
    if "start_on" in changed:
        _check_days(reminder)
    if "status" in changed:
        _settle(session, reminder)
    if changed & _ALARM_FIELDS:
        reminder.arm()
    session.flush()
    return reminder.version


def _check_days(reminder: Reminder) -> None:
    """It may not begin later than it is due."""
    if reminder.start_on is not None and reminder.due_on is not None and reminder.start_on > reminder.due_on:
        raise InvalidValue(field=_("Not before"), value=day_text(reminder.start_on))


def tick_item(session: CrmSession, reminder_id: int, number: int, done: bool = True) -> int:
    """Tick one line of the checklist (counted from 0); says the new version."""
    reminder = _to_change(session, reminder_id)
    lines = [list(line) for line in reminder.checklist]
    if not 0 <= number < len(lines):
        raise NotFound(what=_("The line"))
    lines[number][1] = done
    reminder.checklist = lines
    session.flush()
    return reminder.version


def change_checklist(session: CrmSession, reminder_id: int, lines: Collection[tuple[str, bool]]) -> int:
    """Replace the checklist; says the new version."""
    reminder = _to_change(session, reminder_id)
    reminder.checklist = [[" ".join(text.split())[:400], done] for text, done in lines if text.strip()]
    session.flush()
    return reminder.version


def complete_reminder(session: CrmSession, reminder_id: int, done: bool = True, result: str = "") -> int:
    """Tick it off, or open it again; says the new version."""
    reminder = _to_change(session, reminder_id)
    was_open = reminder.is_open
    reminder.status = "done" if done else "new"
    if result:
        reminder.result = result.strip()
    if was_open or not done:
        _settle(session, reminder)
    reminder.arm()
    session.flush()
    return reminder.version


def complete_reminders(session: CrmSession, ids: Collection[int]) -> int:
    """Tick off all that are open; says how many."""
    query = select(Reminder).where(Reminder.id.in_(ids), Reminder.status.in_(OPEN_STATUSES), _THERE)
    found = session.scalars(query.with_for_update()).all()
    for reminder in found:
        reminder.status, reminder.done_at, reminder.done_by_id = "done", clock.now(), session.operator_id
        reminder.arm()
    continue_series(session, found)
    session.flush()
    return len(found)


def replan_reminders(session: CrmSession, ids: Collection[int], day: date) -> int:
    """Move all that are open to *day*, each at its time of day; says how many. Their series go on as they were."""
    query = select(Reminder).where(Reminder.id.in_(ids), Reminder.status.in_(OPEN_STATUSES), _THERE)
    found = session.scalars(query.with_for_update()).all()
    for reminder in found:
        at = reminder.due_at
        reminder.due_on = day
        if at is not None:
            local = at.astimezone(ZoneInfo(reminder.zone) if reminder.zone else None)
            reminder.due_at = moment_on(day, local.time(), reminder.zone)
        reminder.arm()
    session.flush()
    return len(found)


def skip_reminder(session: CrmSession, reminder_id: int) -> int:
    """Not this time: cancelled, and of a series the next one comes; says the new version."""
    reminder = _to_change(session, reminder_id)
    if reminder.is_open:
        reminder.status = "cancelled"
        _settle(session, reminder)
        reminder.arm()
        session.flush()
    return reminder.version


def _settle(session: CrmSession, reminder: Reminder) -> None:
    """Who did it and when, as long as it is done; of a series the next one comes when this one is over."""
    done = reminder.status == "done"
    reminder.done_at = clock.now() if done else None
    reminder.done_by_id = session.operator_id if done else None
    if not reminder.is_open:
        continue_series(session, [reminder])


def remove_reminder(session: CrmSession, reminder_id: int) -> None:
    """Take it off the list; undo brings it back."""
    _to_change(session, reminder_id).deleted_at = clock.now()
    session.flush()


def remove_reminders(session: CrmSession, ids: Collection[int]) -> int:
    """Take several off the list; says how many were there."""
    found = session.scalars(select(Reminder).where(Reminder.id.in_(ids), _THERE).with_for_update()).all()
    for reminder in found:
        reminder.deleted_at = clock.now()
    session.flush()
    return len(found)


def _to_change(session: CrmSession, reminder_id: int) -> Reminder:
    reminder = row_to_change(session, Reminder, reminder_id, _("The reminder"))
    if reminder.deleted_at is not None or not may_see(session, reminder):
        raise NotFound(what=_("The reminder"))
    return reminder


# ---- reading ---------------------------------------------------------------------------------------------------------

_assignee = aliased(Operator)
REMINDER_LINES: Any = (
    select(
        Reminder.id,
        Reminder.version,
        Reminder.contact_id,
        func.coalesce(Contact.name, ""),
        Reminder.interaction_id,
        Reminder.title,
        Reminder.kind,
        Reminder.status,
        Reminder.priority,
        Reminder.due_on,
        Reminder.due_at,
        Reminder.assignee_id,
        func.coalesce(_assignee.name, ""),
        Reminder.complaint_id,
        Reminder.deleted_at,  # looked at here: asked for in SQL, all that is not deleted might be gone through first
    )
    .outerjoin(Contact, Contact.id == Reminder.contact_id)
    .outerjoin(_assignee, _assignee.id == Reminder.assignee_id)
    .where(SEEN)
    .order_by(Reminder.due_on.is_(None), Reminder.due_on, Reminder.id)
)
_OPEN_OF = REMINDER_LINES.where(Reminder.contact_id.in_(IDS), Reminder.status.in_(OPEN_STATUSES)).limit(50)
_ONE = REMINDER_LINES.where(Reminder.id.in_(IDS))
_AFTER = REMINDER_LINES.where(Reminder.interaction_id.in_(IDS))


def reminder_line(session: CrmSession, reminder_id: int) -> ReminderLine:
    """One reminder; raises ``NotFound``."""
    found = _lines(session, _ONE, [reminder_id])
    if not found:
        raise NotFound(what=_("The reminder"))
    return found[0]


def reminders_of(session: CrmSession, *contact_ids: int) -> tuple[ReminderLine, ...]:
    """What is open with these contacts, the next first (at most fifty)."""
    return tuple(_lines(session, _OPEN_OF, contact_ids))


def reminders_after(session: CrmSession, interaction_ids: Collection[int]) -> list[ReminderLine]:
    """What followed from entries of the history, done or not."""
    return _lines(session, _AFTER, interaction_ids)


def _lines(session: CrmSession, statement: Any, ids: Collection[int]) -> list[ReminderLine]:
    return as_lines(fetch(session, statement, ids=list(ids), me=session.operator_id) if ids else ())


def as_lines(rows: Iterable[Any]) -> list[ReminderLine]:
    """Rows of :data:`REMINDER_LINES` that are not in the trash."""
    return [ReminderLine(*row[:-1]) for row in rows if row.deleted_at is None]
