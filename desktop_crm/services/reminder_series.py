"""Reminders that recur: one is open, the next is made when it is over; the days ahead follow from the rule."""

from collections.abc import Mapping
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

Scope = Literal["this", "following", "all"]
_OF_SERIES = ("title", "kind", "priority", "note", "contact_id", "assignee_id", "zone", "lead_minutes")
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
        start_on=reminder.due_on,
        due_time=_time_of(reminder),
        checklist=[[text, False] for text, _done in reminder.checklist or []],
        exceptions=[],
    )
    session.add(series)
    session.flush()
    reminder.series_id, reminder.occurrence_on = series.id, reminder.due_on
    return series.id


def continue_series(session: CrmSession, over: Reminder) -> int | None:
    """Make the reminder that follows *over*, unless one is open or the rule has ended; says its id."""
    series = session.get(ReminderSeries, over.series_id)
    if series is None or series.ended_at is not None or _open_one(session, series.id, over.id) is not None:
        return None
    day = _following(session, series, over)
    if day is None:
        series.ended_at = clock.now()
        return None
    reminder = _made(session, series, day)
    session.add(reminder)
    session.flush()
    return reminder.id


def _following(session: CrmSession, series: ReminderSeries, over: Reminder) -> date | None:
    """The next day: those that went by while nobody was there are passed over, not piled up."""
    today = clock.today()
    if series.from_completion:
        pattern = recurrence.pattern_of(series.rule)
        day = recurrence.next_from(series.rule, today)
        past_end = pattern is not None and pattern.until is not None and day is not None and day > pattern.until
        if pattern is not None and pattern.count is not None:
            past_end |= _made_so_far(session, series.id) >= pattern.count
        return None if past_end else day
    last = over.occurrence_on or over.due_on or series.start_on
    taken = _taken_days(session, series)
    for number, day in enumerate(recurrence.days(series.rule, series.start_on)):
        if day > last and day >= today and day not in taken:
            return day
        if number > _MOST_SKIPPED and day > today:
            break
    return None


def _made_so_far(session: CrmSession, series_id: int) -> int:
    return session.scalar(select(func.count()).where(Reminder.series_id == series_id)) or 0


def _taken_days(session: CrmSession, series: ReminderSeries) -> set[date]:
    """Days that have a row already, or are left out."""
    rows = session.scalars(select(Reminder.occurrence_on).where(Reminder.series_id == series.id))
    return {day for day in rows if day is not None} | {date.fromisoformat(text) for text in series.exceptions}


def _open_one(session: CrmSession, series_id: int, but: int | None = None) -> Reminder | None:
    query = select(Reminder).where(
        Reminder.series_id == series_id, Reminder.status.in_(OPEN_STATUSES), Reminder.deleted_at.is_(None)
    )
    return session.scalars(query.where(Reminder.id != (but or 0)).order_by(Reminder.occurrence_on)).first()


def _made(session: CrmSession, series: ReminderSeries, day: date) -> Reminder:
    at = series.clock
    reminder = Reminder(
        **{field: getattr(series, field) for field in _OF_SERIES},
        due_on=day,
        due_at=moment_on(day, at, series.zone) if at is not None else None,
        status="new",
        series_id=series.id,
        occurrence_on=day,
        author_id=session.operator_id,
        checklist=[[text, False] for text, _done in series.checklist],
    )
    reminder.arm()
    return reminder


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
    session.flush()
    for one in session.scalars(
        select(Reminder).where(
            Reminder.series_id == series.id, Reminder.status.in_(OPEN_STATUSES), Reminder.deleted_at.is_(None)
        )
    ):
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
    for series in session.scalars(query):
        opened = _open_one(session, series.id)
        since = opened.occurrence_on if opened is not None and opened.occurrence_on is not None else series.start_on
        taken = _taken_days(session, series)
        for day in recurrence.days_between(series.rule, series.start_on, max(first, since), last):
            if day not in taken:
                found.append(
                    Occurrence(
                        series.id, day, series.clock, series.title, series.kind, series.priority, series.contact_id,
                        series.assignee_id,
                    )
                )  # fmt: skip
    return sorted(found, key=lambda one: (one.day, one.clock or time.min))
