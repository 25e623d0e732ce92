"""Reminders and planned entries of the history as calendar entries, and calendar entries as reminders (RFC 5545)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import select

from desktop_crm.base import recurrence
from desktop_crm.base.calendar_entry import CalendarEntry, CalendarFile
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Contact, Interaction, Reminder, ReminderSeries
from desktop_crm.model.reminder import OPEN_STATUSES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reminder_privacy import NOT_PRIVATE
from desktop_crm.services.reminder_series import leave_out, occurrence
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder

UID = "{id}@desktop_crm"
TABLES = ("reminder", "reminder_series", "interaction", "contact")  # what stands in a calendar comes from them
_STATUS = {"new": "NEEDS-ACTION", "in_progress": "IN-PROCESS", "waiting": "NEEDS-ACTION", "done": "COMPLETED",
           "cancelled": "CANCELLED"}  # fmt: skip
_PRIORITY = {"urgent": 1, "high": 3, "normal": 0, "low": 9}  # RFC 5545, 3.8.1.9
_STEP = 200
_CHUNK = 500
_LONGEST_ID = 18  # digits
Fate = Literal["new", "known", "left_out"]


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """What would become of a calendar file; nothing is written. ``new + known + left_out`` are all entries."""

    name: str
    events: int
    todos: int
    new: int
    known: int
    left_out: int
    simplified: int
    skipped_lines: int
    first: tuple[tuple[str, date | datetime | None], ...]  # (title, when) of the first new ones, by their day


@dataclass(frozen=True, slots=True)
class CalendarResult:
    """What became of the entries of a calendar file; the counts add up to ``entries``."""

    entries: int
    created: int
    known: int  # were taken before
    left_out: int  # cancelled there, or without title and day
    simplified: int  # among the created: their rule is no rule of days, so they come once
    skipped_lines: int  # could not be read; nothing else is lost


def calendar_entries(session: CrmSession, *, done: bool = False, mine: bool = False) -> list[CalendarEntry]:
    """Reminders with a day (and their series), and planned entries of the history; *done*: also what is over.

    A file is read by whoever gets at it: what is private, or follows from it, is not among them.
    """
    query = (
        select(Reminder, Contact.name)
        .outerjoin(Contact, Contact.id == Reminder.contact_id)
        .where(Reminder.deleted_at.is_(None), Reminder.due_on.is_not(None), NOT_PRIVATE)
        .order_by(Reminder.due_on, Reminder.id)
    )
    if not done:
        query = query.where(Reminder.status.in_(OPEN_STATUSES))
    if mine:
        query = query.where(Reminder.assignee_id == session.operator_id)
    found = session.execute(query).all()
    series = _series(session, {reminder.series_id for reminder, _name in found if reminder.series_id is not None})
    last = {reminder.series_id: reminder.id for reminder, _name in found if reminder.is_open}
    entries = []
    for reminder, name in found:
        own = series.get(reminder.series_id or 0)
        entries.append(_of_reminder(reminder, name or "", own if last.get(reminder.series_id) == reminder.id else None))
    return entries + _planned(session, mine=mine)


def _series(session: CrmSession, ids: set[int]) -> dict[int, ReminderSeries]:
    return {one.id: one for one in session.scalars(select(ReminderSeries).where(ReminderSeries.id.in_(ids)))}


def _of_reminder(reminder: Reminder, name: str, series: ReminderSeries | None) -> CalendarEntry:
    """The open one of a series carries the rule from its day on."""
    rule, exceptions = "", tuple[date, ...]()
    if series is not None and series.ended_at is None and not series.from_completion and reminder.due_on is not None:
        day = reminder.occurrence_on or reminder.due_on
        passed = len(recurrence.days_between(series.rule, series.start_on, series.start_on, day)) - 1
        rule = recurrence.shorter(series.rule, max(0, passed))
        exceptions = tuple(date.fromisoformat(text) for text in series.exceptions if date.fromisoformat(text) >= day)
    moment = reminder.due_at or reminder.due_on
    return CalendarEntry(
        kind="todo",
        uid=UID.format(id=series.id if series is not None else reminder.id),
        title=f"{reminder.title} · {name}" if name and name not in reminder.title else reminder.title,
        note=reminder.note,
        start=moment if rule else reminder.start_on,
        due=None if rule else moment,
        zone=reminder.zone if reminder.due_at is not None else "",
        rule=rule,
        exceptions=exceptions,
        status=_STATUS[reminder.status],
        completed=reminder.done_at,
        priority=_PRIORITY[reminder.priority],
        alarms=(reminder.lead_minutes or 0,) if reminder.is_open and reminder.due_at is not None else (),
        changed=reminder.updated_at,
    )


def _planned(session: CrmSession, *, mine: bool) -> list[CalendarEntry]:
    query = (
        select(Interaction, Contact.name)
        .join(Contact, Contact.id == Interaction.contact_id)
        .where(Interaction.state == "planned", Interaction.deleted_at.is_(None), Interaction.private.is_(False))
        .order_by(Interaction.started_at)
    )
    if mine:
        query = query.where(Interaction.responsible_id == session.operator_id)
    return [
        CalendarEntry(
            kind="event",
            uid=UID.format(id=entry.id),
            title=f"{entry.subject or entry.body[:60]} · {name}",
            note=entry.body,
            place=entry.place,
            start=entry.started_at.astimezone(UTC).date() if entry.all_day else entry.started_at,
            changed=entry.updated_at,
        )
        for entry, name in session.execute(query)
    ]


# ---- taking --------------------------------------------------------------------------------------------------------


def take_calendar(session: CrmSession, calendar: CalendarFile, progress: Progress | None = None) -> CalendarResult:
    """Make reminders of all entries that are not there yet; the same file twice makes nothing new.

    Entries of this program's own export are known by their uid. An entry that stands in for one occurrence of a series
    (RECURRENCE-ID) becomes that occurrence.
    """
    progress = progress or Progress()
    counts: dict[Fate, int] = {"new": 0, "known": 0, "left_out": 0}
    simplified = 0
    series: dict[str, int] = {}
    for number, (entry, key, fate) in enumerate(_fates(session, calendar)):
        if number % _STEP == 0:
            progress.step(_("Taking the calendar"), number, len(calendar.entries))
        counts[fate] += 1
        if fate != "new":
            continue
        if entry.recurrence_id is not None and entry.uid in series:
            _stand_in(session, series[entry.uid], entry, key)
            continue
        rule = _rule_of_days(entry)
        simplified += bool(entry.rule and not rule)
        reminder_id = add_reminder(session, _draft(entry, rule, key))
        reminder = session.get_one(Reminder, reminder_id)
        if reminder.series_id is not None:
            series[entry.uid] = reminder.series_id
            for day in entry.exceptions:
                leave_out(session, reminder.series_id, day)
        if entry.status == "COMPLETED":
            complete_reminder(session, reminder_id)
            reminder.done_at = entry.completed or reminder.done_at
    session.flush()
    return CalendarResult(
        len(calendar.entries), counts["new"], counts["known"], counts["left_out"], simplified,
        sum(calendar.skipped.values()),
    )  # fmt: skip


def calendar_plan(session: CrmSession, calendar: CalendarFile, first: int = 5) -> CalendarPlan:
    """What :func:`take_calendar` would do, with the *first* new entries."""
    fates = list(_fates(session, calendar))
    new = [entry for entry, _key, fate in fates if fate == "new"]
    return CalendarPlan(
        name=calendar.name,
        events=sum(entry.kind == "event" for entry in calendar.entries),
        todos=sum(entry.kind == "todo" for entry in calendar.entries),
        new=len(new),
        known=sum(fate == "known" for _entry, _key, fate in fates),
        left_out=sum(fate == "left_out" for _entry, _key, fate in fates),
        simplified=sum(bool(entry.rule and not _rule_of_days(entry)) for entry in new),
        skipped_lines=sum(calendar.skipped.values()),
        first=tuple(
            (entry.title, _moment(entry)) for entry in sorted(new, key=lambda one: _day(one) or date.max)[:first]
        ),
    )


def _fates(session: CrmSession, calendar: CalendarFile) -> Iterator[tuple[CalendarEntry, str, Fate]]:
    """Each entry with its key and what becomes of it; a series before what stands in for its occurrences."""
    masters = [entry for entry in calendar.entries if entry.recurrence_id is None]
    standing_in = [entry for entry in calendar.entries if entry.recurrence_id is not None]
    known = _known_keys(session, calendar.entries)
    for entry in (*masters, *standing_in):
        key = _key(entry)
        if entry.status == "CANCELLED" or (not entry.title and entry.start is None and entry.due is None):
            yield entry, key, "left_out"
        elif key in known:
            yield entry, key, "known"
        else:
            known.add(key)  # the same entry twice in one file is one
            yield entry, key, "new"


def _key(entry: CalendarEntry) -> str:
    """Of the uid and the occurrence; without a uid of what the entry says."""
    told = (entry.uid or f"{entry.title}|{entry.start}|{entry.due}", str(entry.recurrence_id or ""))
    return "ics:" + sha256("\x00".join(told).encode()).hexdigest()


def _known_keys(session: CrmSession, entries: Sequence[CalendarEntry]) -> set[str]:
    """Keys of entries that were taken before, or come from here."""
    keys = [_key(entry) for entry in entries]
    own = {number: _key(entry) for entry in entries if (number := _own_id(entry)) is not None}
    known: set[str] = set()
    for start in range(0, len(keys), _CHUNK):
        query = select(Reminder.source_key).where(Reminder.source_key.in_(keys[start : start + _CHUNK]))
        known.update(key for key in session.scalars(query) if key is not None)
    numbers = list(own)
    for start in range(0, len(numbers), _CHUNK):
        for table in (Reminder, ReminderSeries, Interaction):
            query_ids = select(table.id).where(table.id.in_(numbers[start : start + _CHUNK]))
            known.update(own[number] for number in session.scalars(query_ids))
    return known


def _own_id(entry: CalendarEntry) -> int | None:
    number, _at, program = entry.uid.partition("@")
    mine = program == UID.partition("@")[2] and number.isdecimal() and len(number) <= _LONGEST_ID
    return int(number) if mine else None


def _rule_of_days(entry: CalendarEntry) -> str:
    if not entry.rule or _day(entry) is None:
        return ""
    try:
        recurrence.check_rule(entry.rule)
    except ValueError:
        return ""
    return entry.rule


def _moment(entry: CalendarEntry) -> date | datetime | None:
    return entry.start if entry.kind == "event" else entry.due or entry.start


def _day(entry: CalendarEntry) -> date | None:
    moment = _moment(entry)
    return moment.date() if isinstance(moment, datetime) else moment


def _draft(entry: CalendarEntry, rule: str, key: str) -> ReminderDraft:
    moment = _moment(entry)
    note = "\n".join(text for text in (entry.place, entry.note) if text)
    return ReminderDraft(
        title=entry.title or _("Without a title"),
        due_on=_day(entry),
        due_at=moment if isinstance(moment, datetime) else None,
        kind="meet" if entry.kind == "event" else "todo",
        priority=_priority(entry.priority),
        note=note[:100_000],
        lead_minutes=min(entry.alarms) if entry.alarms else None,
        zone=entry.zone,
        start_on=_begins(entry),
        status="in_progress" if entry.status == "IN-PROCESS" else "new",
        rule=rule,
        source="import",
        source_key=key,
    )


def _begins(entry: CalendarEntry) -> date | None:
    """When a to-do may begin that is due another day."""
    day, start = _day(entry), entry.start.date() if isinstance(entry.start, datetime) else entry.start
    if entry.kind != "todo" or entry.rule or day is None or start is None:
        return None
    return start if start < day else None


def _priority(number: int) -> str:
    if number in (1, 2):
        return "urgent"
    if number in (3, 4):
        return "high"
    return "low" if number > 5 else "normal"


def _stand_in(session: CrmSession, series_id: int, entry: CalendarEntry, key: str) -> None:
    """One occurrence that was moved or said otherwise."""
    when = entry.recurrence_id
    day = when.date() if isinstance(when, datetime) else when
    rows: Sequence[int] = ()
    if day is not None:
        series = session.get_one(ReminderSeries, series_id)
        rows = (occurrence(session, series_id, day),) if _is_a_day(series, day) else ()
    reminder_id = rows[0] if rows else add_reminder(session, _draft(entry, "", key))
    reminder = session.get_one(Reminder, reminder_id)
    draft = _draft(entry, "", key)
    reminder.title, reminder.note, reminder.source_key = draft.title, draft.note, key
    reminder.due_on, reminder.due_at = draft.due_on, draft.due_at
    reminder.arm()
    session.flush()


def _is_a_day(series: ReminderSeries, day: date) -> bool:
    return bool(recurrence.days_between(series.rule, series.start_on, day, day))
