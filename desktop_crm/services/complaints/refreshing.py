"""Keeps what follows from the trail true: the clock of each complaint, and the reminder of its next deadline."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from desktop_crm.base.changes import Changes
from desktop_crm.base.clock import now as clock_now
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import fold
from desktop_crm.base.working_time import WorkingCalendar
from desktop_crm.model import Complaint, Reminder
from desktop_crm.model.complaint_states import UNFINISHED
from desktop_crm.model.reminder import OPEN_STATUSES
from desktop_crm.model.session import CrmSession, TrailEntry
from desktop_crm.services.complaints.fields import as_fact
from desktop_crm.services.complaints.terms import calendar_of
from desktop_crm.services.complaints.timing import ComplaintClock, Deadline, clock_of, in_force, worked_minutes
from desktop_crm.services.complaints.trail import chunks, entries_of
from desktop_crm.services.reading import IDS, fetch
from desktop_crm.services.reminders import ReminderDraft, add_reminder

TITLES = {
    "acknowledge": N_("Acknowledge complaint {number}: {subject}"),
    "interim": N_("Interim reply to complaint {number}: {subject}"),
    "resolve": N_("Answer complaint {number}: {subject}"),
}
LEAD_MINUTES = 60
CLOCK = "clock"  # among the facts of an entry
RECOUNT = "recount"  # the entry that a deadline moved because working time or holidays were changed
# entries that move no clock, or have told it
NEUTRAL = ("linked", "unlinked", "evidence", "letter", "causes", "action_planned", "action_done", "action_verified",
           "action_effective", RECOUNT)  # fmt: skip
COMPUTED = (
    "product_key", "acknowledged_at", "answered_at", "acknowledge_by", "interim_by", "resolve_by", "due_at", "due_kind",
    "resolve_minutes",
)  # fmt: skip
_ROWS: Any = select(
    Complaint.id,
    Complaint.received_at,
    Complaint.state,
    Complaint.terms,
    Complaint.product,
    *(getattr(Complaint, name) for name in COMPUTED),
).where(Complaint.id.in_(IDS))


def refresh_complaints(session: CrmSession, changes: Changes) -> None:
    """Compute anew the clocks of all complaints in *changes*."""
    ids = changes.touched("complaint")
    if ids:
        refresh_clocks(session, ids)


def refresh_clocks(
    session: CrmSession, ids: Collection[int], calendar: WorkingCalendar | None = None, *, recount: bool = False
) -> int:
    """The same for *ids*; says how many clocks stood wrong.

    Changed working time moves a clock in a *recount* only, which is told in the trail: so none moves untold.
    """
    calendar = calendar or calendar_of(session)
    count = 0
    for part in chunks(sorted(ids)):
        entries = entries_of(session, part)
        rows = []
        for row in fetch(session, _ROWS, ids=part):
            trail = entries.get(row.id, [])
            if not in_force(trail) and row.state != "voided":
                continue  # brought back whole: its clock stands as it stood
            if not recount and trail and trail[-1].kind in NEUTRAL:
                continue  # what this write did moves no clock
            clock = clock_of(calendar, row.received_at, row.terms or {}, trail, row.state)
            values = (fold(row.product)[:60], *computed_values(calendar, clock))
            if values != tuple(row[5:]):
                rows.append((row.id, *values))
                if recount:
                    told = {CLOCK: clock_facts(dict(zip(COMPUTED, values, strict=True)))}
                    session.trail.append(TrailEntry(row.id, RECOUNT, row.state, clock_now(), told))
        if rows:
            count += session.bulk_update(Complaint, ["id", *COMPUTED], rows)
    return count


def refresh_open_clocks(session: CrmSession) -> int:
    """The same for all that are not finished, as working time and holidays are now."""
    ids = session.scalars(select(Complaint.id).where(Complaint.state.in_(UNFINISHED))).all()
    return refresh_clocks(session, ids, recount=True)


def computed_values(calendar: WorkingCalendar, clock: ComplaintClock) -> tuple[Any, ...]:
    """Of :data:`COMPUTED` all but the first."""
    by = {deadline.kind: deadline.by for deadline in clock.deadlines}
    due = clock.due
    return (
        clock.acknowledged_at,
        clock.answered_at,
        by.get("acknowledge"),
        by.get("interim"),
        by.get("resolve"),
        due.by if due is not None else None,
        due.kind if due is not None else "",
        worked_minutes(calendar, clock),
    )


def settle(session: CrmSession, complaint: Complaint) -> None:
    """Store a changed complaint with its clock, in one change of its row, and keep its reminder."""
    with session.no_autoflush:
        calendar = calendar_of(session)
        entries = entries_of(session, [complaint.id]).get(complaint.id, [])
        clock = clock_of(calendar, complaint.received_at, complaint.terms or {}, entries, complaint.state)
        values = (fold(complaint.product or "")[:60], *computed_values(calendar, clock))
        for name, value in zip(COMPUTED, values, strict=True):
            if getattr(complaint, name) != value:
                setattr(complaint, name, value)
    session.flush()
    _tell_clock(session, complaint.id, dict(zip(COMPUTED, values, strict=True)))
    _keep_reminder(session, complaint, clock.due)


def _tell_clock(session: CrmSession, complaint_id: int, values: Mapping[str, Any]) -> None:
    """The last entry of this write says where the clock stood then, so that nobody moves it unnoticed."""
    for place in reversed(range(len(session.trail))):
        entry = session.trail[place]
        if entry.complaint_id == complaint_id:
            session.trail[place] = replace(entry, facts={**entry.facts, CLOCK: clock_facts(values)})
            return


def clock_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """A clock as an entry of the trail tells it."""
    told = {name: value for name, value in values.items() if value not in (None, "") and name != "product_key"}
    return {
        name: as_fact(value.astimezone(UTC) if isinstance(value, datetime) else value) for name, value in told.items()
    }


def _keep_reminder(session: CrmSession, complaint: Complaint, due: Deadline | None) -> None:
    """One reminder of the next deadline for who is responsible; gone when nothing is due."""
    key = reminder_key(complaint.id)
    query = select(Reminder).where(
        Reminder.source_key == key, Reminder.status.in_(OPEN_STATUSES), Reminder.deleted_at.is_(None)
    )
    reminder = session.scalars(query.limit(1)).first()
    if due is None or due.by is None:
        if reminder is not None:
            reminder.status = "cancelled"
            reminder.arm()
        session.flush()
        return
    title = _(TITLES[due.kind]).format(
        number=complaint.register_number, subject=complaint.shown_subject or _("Confidential")
    )[:400]
    priority = {"critical": "urgent", "high": "high"}.get(complaint.priority, "normal")
    if reminder is None:
        add_reminder(
            session,
            ReminderDraft(
                title,
                complaint.shown_contact_id,
                complaint_id=complaint.id,
                due_at=due.by,
                kind="other",
                priority=priority,
                assignee_id=complaint.responsible_id,
                lead_minutes=LEAD_MINUTES,
                source="complaint",
                source_key=key,
            ),
        )
        return
    reminder.title, reminder.priority, reminder.contact_id = title, priority, complaint.shown_contact_id
    reminder.assignee_id = complaint.responsible_id or reminder.assignee_id
    if reminder.due_at != due.by:
        reminder.due_at = due.by
        reminder.due_on = due.by.astimezone().date()
        reminder.arm()
    session.flush()


def reminder_key(complaint_id: int) -> str:
    """What the reminder of a complaint's deadline is known by (``Reminder.source_key``)."""
    return f"complaint:{complaint_id}"
