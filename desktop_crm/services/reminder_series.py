"""Reminders that recur: one is open, the next is made when it is over; the days ahead follow from the rule."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from tzlocal import get_localzone_name

from desktop_crm.base import clock, recurrence
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Reminder, ReminderSeries
from desktop_crm.model.reminder import OPEN_STATUSES, moment_on
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reminder_privacy import private_entry

Scope = Literal["this", "following", "all"]
_OF_SERIES = ("title", "kind", "priority", "note", "contact_id", "complaint_id", "assignee_id", "zone", "lead_minutes")
_OPEN = (Reminder.status.in_(OPEN_STATUSES), Reminder.deleted_at.is_(None))
_MOST_SKIPPED = 4000  # occurrences that are passed over while nobody was there


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day ahead that the calendar shows; no row yet."""

    series_id: int
    day: date
    clock: time | None
    title: str
    kind: str
    priority: str
    contact_id: int | None
    assignee_id: int | None


def local_zone() -> str:
    """IANA name of this computer's zone; "" where it has none."""
    try:
        return str(get_localzone_name() or "")
    except (LookupError, OSError, ValueError):
        return ""


def begin_series(session: CrmSession, reminder: Reminder, rule: str, *, from_completion: bool = False) -> int:
    """Let *reminder* (with a day) recur by *rule* from its day on; says the series' id."""
    _check(rule)
    if reminder.due_on is None:
        raise InvalidValue(field=_("Repeats"), value=_("without a day"))
    series = ReminderSeries(
        **{field: getattr(reminder, field) for field in _OF_SERIES},
        rule=rule,
        from_completion=from_completion,
        start_on=_day_of(reminder, reminder.due_on),
        due_time=_time_of(reminder),
        checklist=[[text, False] for text, _done in reminder.checklist or []],
        exceptions=[],
    )
    session.add(series)
    session.flush()
    reminder.series_id, reminder.occurrence_on = series.id, series.start_on
    return series.id


def continue_series(session: CrmSession, over: Sequence[Reminder]) -> int:
    """Make the reminders that follow those that are *over*, unless one is open or the rule has ended; says how many."""
    ids = {reminder.series_id for reminder in over if reminder.series_id is not None}
    if not ids:
        return 0
    session.flush()
    waiting = set(session.scalars(select(Reminder.series_id).where(Reminder.series_id.in_(ids), *_OPEN)))
    going = select(ReminderSeries).where(ReminderSeries.id.in_(ids - waiting), ReminderSeries.ended_at.is_(None))
    series = {one.id: one for one in session.scalars(going)}
    taken = _taken_days(session, series.values())
    made = 0
    for reminder in over:
        own = series.pop(reminder.series_id or 0, None)
        if own is None:
            continue
        day = _following(own, reminder, taken[own.id])
        if day is None:
            own.ended_at = clock.now()
        else:
            session.add(_made(session, own, day))
            made += 1
    session.flush()
    return made


def _following(series: ReminderSeries, over: Reminder, taken: Mapping[date, int]) -> date | None:
    """The next day: those that went by while nobody was there are passed over, not piled up."""
    today = clock.today()
    if series.from_completion:
        pattern = recurrence.pattern_of(series.rule)
        day = recurrence.next_from(series.rule, today)
        if pattern is None or day is None:
            return day
        past_day = pattern.until is not None and day > pattern.until
        past_count = pattern.count is not None and sum(taken.values()) >= pattern.count
        return None if past_day or past_count else day
    last = over.occurrence_on or over.due_on or series.start_on
    for number, day in enumerate(recurrence.days(series.rule, series.start_on)):
        if day > last and day >= today and day not in taken:
            return day
        if number > _MOST_SKIPPED and day > today:
            break
    return None


def _taken_days(session: CrmSession, many: Iterable[ReminderSeries]) -> dict[int, Counter[date]]:
    """Of each series the days that have a row already, or are left out."""
    found = {one.id: Counter({date.fromisoformat(text): 0 for text in one.exceptions}) for one in many}
    query = select(Reminder.series_id, Reminder.occurrence_on).where(Reminder.series_id.in_(found))
    for series_id, day in session.execute(query):
        if series_id is not None and day is not None:
            found[series_id][day] += 1
    return found


def _made(session: CrmSession, series: ReminderSeries, day: date) -> Reminder:
    at = series.clock
    moment = moment_on(day, at, series.zone) if at is not None else None
    reminder = Reminder(
        **{field: getattr(series, field) for field in _OF_SERIES},
        due_on=moment.astimezone().date() if moment is not None else day,
        due_at=moment,
        status="new",
        series_id=series.id,
        interaction_id=private_entry(session, series.id),
        occurrence_on=day,
        author_id=session.operator_id,
        checklist=[[text, False] for text, _done in series.checklist],
    )
    reminder.arm()
    return reminder


def _day_of(reminder: Reminder, day: date) -> date:
    """The day where the reminder's zone is: its rule counts by it."""
    if reminder.due_at is None or not reminder.zone:
        return day
    return reminder.due_at.astimezone(ZoneInfo(reminder.zone)).date()


def _time_of(reminder: Reminder) -> str:
    """“09:30” where the reminder's zone is."""
    if reminder.due_at is None:
        return ""
    return f"{reminder.due_at.astimezone(ZoneInfo(reminder.zone) if reminder.zone else None):%H:%M}"


# ---- changing ---------------------------------------------------------------------------------------------------


def occurrence(session: CrmSession, series_id: int, day: date) -> int:
    """The reminder of that day, made now if it was only computed so far; so that this one alone can be changed."""
    series = _series(session, series_id)
    known = session.scalars(
        select(Reminder.id).where(Reminder.series_id == series_id, Reminder.occurrence_on == day)
    ).first()
    if known is not None:
        return known
    if day not in recurrence.days_between(series.rule, series.start_on, day, day):
        raise NotFound(what=_("The reminder"))
    reminder = _made(session, series, day)
    session.add(reminder)
    session.flush()
    return reminder.id


def change_series(session: CrmSession, reminder_id: int, values: Mapping[str, Any], scope: Scope) -> int:
    """Change *values* of the series from this reminder on (``following``) or altogether (``all``).

    *values*: fields of the reminder, ``rule``, ``from_completion``, ``due_time``. Says the series' id: what follows a
    split is a series of its own, the one before ends the day before.
    """
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.series_id is None:
        raise NotFound(what=_("The series"))
    series = _series(session, reminder.series_id)
    if "rule" in values:
        _check(str(values["rule"]))
    if scope == "following" and reminder.occurrence_on is not None and reminder.occurrence_on > series.start_on:
        series = _split(session, series, reminder)
    moved = values.get("due_on")
    if isinstance(moved, date) and reminder.occurrence_on is not None and moved != reminder.occurrence_on:
        _shift(series, reminder.occurrence_on, moved)
    for field in (*_OF_SERIES, "rule", "from_completion", "due_time"):
        if field in values:
            setattr(series, field, values[field])
    if "checklist" in values:
        series.checklist = [[text, False] for text in values["checklist"]]
    session.flush()
    for one in session.scalars(select(Reminder).where(Reminder.series_id == series.id, *_OPEN)):
        _follow(one, series, values, moved if one.id == reminder.id else None)
    session.flush()
    return series.id


def _split(session: CrmSession, before: ReminderSeries, reminder: Reminder) -> ReminderSeries:
    day = reminder.occurrence_on or before.start_on
    passed = len(recurrence.days_between(before.rule, before.start_on, before.start_on, day - timedelta(days=1)))
    after = ReminderSeries(
        **{field: getattr(before, field) for field in _OF_SERIES},
        rule=recurrence.shorter(before.rule, passed),
        from_completion=before.from_completion,
        start_on=day,
        due_time=before.due_time,
        checklist=before.checklist,
        exceptions=[text for text in before.exceptions if date.fromisoformat(text) >= day],
    )
    session.add(after)
    session.flush()
    before.ended_at = clock.now()
    query = select(Reminder).where(Reminder.series_id == before.id, Reminder.occurrence_on >= day)
    for one in session.scalars(query):
        one.series_id = after.id
    return after


def _shift(series: ReminderSeries, day: date, moved: date) -> None:
    """The whole series moves: “every Monday” dragged to Tuesday is “every Tuesday”."""
    pattern = recurrence.pattern_of(series.rule)
    by = moved - day
    series.start_on += by
    if pattern is None:
        return
    if pattern.nth is None and pattern.weekdays:
        pattern = replace(pattern, weekdays=tuple(sorted((one + by.days) % 7 for one in pattern.weekdays)))
    elif pattern.month_day is not None:
        pattern = replace(pattern, month_day=moved.day, month=moved.month if pattern.month is not None else None)
    series.rule = pattern.rule()


def _follow(reminder: Reminder, series: ReminderSeries, values: Mapping[str, Any], moved: date | None) -> None:
    for field in set(_OF_SERIES) & values.keys():
        setattr(reminder, field, getattr(series, field))
    if "checklist" in values:
        ticked = {text for text, done in reminder.checklist if done}
        reminder.checklist = [[text, text in ticked] for text in values["checklist"]]
    day = moved or reminder.due_on or series.start_on
    if moved is not None:
        reminder.occurrence_on = moved
    if moved is not None or {"due_time", "zone"} & values.keys():
        at = series.clock
        reminder.due_on, reminder.due_at = day, moment_on(day, at, series.zone) if at is not None else None
    reminder.arm()


def end_series(session: CrmSession, series_id: int) -> None:
    """No more reminders come; the open one stays until it is done."""
    _series(session, series_id).ended_at = clock.now()
    session.flush()


def leave_out(session: CrmSession, series_id: int, day: date) -> None:
    """Not on that day (iCalendar's EXDATE)."""
    series = _series(session, series_id)
    series.exceptions = sorted({*series.exceptions, day.isoformat()})
    session.flush()


def _series(session: CrmSession, series_id: int) -> ReminderSeries:
    series = session.get(ReminderSeries, series_id)
    if series is None or series.deleted_at is not None:
        raise NotFound(what=_("The series"))
    return series


def _check(rule: str) -> None:
    try:
        recurrence.check_rule(rule)
    except ValueError:
        raise InvalidValue(field=_("Repeats"), value=rule[:60]) from None


# ---- days ahead -------------------------------------------------------------------------------------------------


def occurrences_between(session: CrmSession, first: date, last: date) -> list[Occurrence]:
    """Days from *first* to *last* on which a series will have a reminder; those that have a row are not among them."""
    found: list[Occurrence] = []
    query = select(ReminderSeries).where(
        ReminderSeries.ended_at.is_(None),
        ReminderSeries.deleted_at.is_(None),
        ReminderSeries.start_on <= last,
        ReminderSeries.from_completion.is_(False),  # these depend on when they are done
    )
    every = session.scalars(query).all()
    taken = _taken_days(session, every)
    opened = select(Reminder.series_id, func.min(Reminder.occurrence_on)).where(Reminder.series_id.is_not(None), *_OPEN)
    since = {row[0]: row[1] for row in session.execute(opened.group_by(Reminder.series_id))}
    for series in every:
        begin = max(first, since.get(series.id) or series.start_on)
        for day in recurrence.days_between(series.rule, series.start_on, begin, last):
            if day not in taken[series.id]:
                found.append(
                    Occurrence(
                        series.id, day, series.clock, series.title, series.kind, series.priority, series.contact_id,
                        series.assignee_id,
                    )
                )  # fmt: skip
    return sorted(found, key=lambda one: (one.day, one.clock or time.min))
