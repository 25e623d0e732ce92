"""What there is to do: lists by day and person, the days of a calendar, the figures of today."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import and_, func, or_, select

from desktop_crm.base import clock
from desktop_crm.model import Contact, Interaction, Reminder
from desktop_crm.model.reminder import OPEN_STATUSES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.services.reading import fetch
from desktop_crm.services.reminder_privacy import hidden_series, seen_by
from desktop_crm.services.reminder_series import occurrences_between
from desktop_crm.services.reminders import REMINDER_LINES, as_lines

Which = Literal["open", "due", "overdue", "missed", "day", "undated", "done", "all"]
MOST = 1000
_THERE = Reminder.deleted_at.is_(None)
_OPEN = (Reminder.status.in_(OPEN_STATUSES), _THERE)
_TOLD = and_(Reminder.due_at.is_(None), Reminder.fired_at.is_not(None), Reminder.alarm != "snoozed")


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    """Which reminders. ``day``: that day (``which="day"``), or the last one that counts as due (today).

    ``missed``: overdue, and those of today that have fired already.
    """

    which: Which = "open"
    day: date | None = None
    mine: bool = False
    assignee_id: int | None = None
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One thing on a day of the calendar."""

    kind: Literal["reminder", "ahead", "interaction"]  # ahead: a day of a series that has no row yet
    record_id: int  # of an occurrence ahead the series'
    day: date
    clock: time | None  # where the user is
    title: str
    contact_id: int | None
    who: str
    subkind: str
    done: bool
    overdue: bool
    version: int = 0
    minutes: int = 0  # how long it is to take, where somebody said so


@dataclass(frozen=True, slots=True)
class TodayFigures:
    """The tiles of the first page."""

    due: int  # open and due until today, overdue included
    overdue: int
    done_today: int
    touched_this_week: int  # contacts with a real entry of the history since Monday
    touched_last_week: int  # the same, last week up to the same weekday


def reminder_rows(session: CrmSession, wanted: AgendaFilter | None = None, limit: int = MOST) -> list[ReminderLine]:
    """Reminders in order of their day and hour, those without a day last; what is over, the latest first."""
    wanted = wanted or AgendaFilter()
    query = REMINDER_LINES.where(*_conditions(session, wanted)).limit(limit)
    if wanted.which == "done":
        query = query.order_by(None).order_by(Reminder.done_at.desc(), Reminder.id.desc())
    return as_lines(fetch(session, query, me=session.operator_id))


def reminder_count(session: CrmSession, wanted: AgendaFilter) -> int:
    """How many :func:`reminder_rows` there are."""
    return session.scalar(select(func.count()).select_from(Reminder).where(*_conditions(session, wanted))) or 0


def _conditions(session: CrmSession, wanted: AgendaFilter) -> list[Any]:
    today = wanted.day or clock.today()
    present = clock.now()
    late = or_(Reminder.due_on < clock.today(), Reminder.due_at < present)
    conditions: dict[str, tuple[Any, ...]] = {
        "open": _OPEN,
        "due": (*_OPEN, Reminder.due_on <= today),
        "overdue": (*_OPEN, late),
        "missed": (*_OPEN, or_(late, and_(Reminder.due_on == clock.today(), _TOLD))),
        "day": (_THERE, Reminder.due_on == today, Reminder.status != "cancelled"),
        "undated": (*_OPEN, Reminder.due_on.is_(None)),
        "done": (Reminder.status == "done", _THERE),
        "all": (_THERE,),
    }
    found = [*conditions[wanted.which], seen_by(session.operator_id)]
    if wanted.mine:
        found.append(or_(Reminder.assignee_id == session.operator_id, Reminder.assignee_id.is_(None)))
    if wanted.assignee_id is not None:
        found.append(Reminder.assignee_id == wanted.assignee_id)
    if wanted.contact_id is not None:
        found.append(Reminder.contact_id == wanted.contact_id)
    return found


def is_overdue(line: ReminderLine, present: datetime | None = None) -> bool:
    """Whether its day or hour is past and nobody has done it."""
    if not line.is_open:
        return False
    if line.due_at is not None:
        return line.due_at < (present or clock.now())
    return line.due_on is not None and line.due_on < clock.today()


def calendar_lines(session: CrmSession, first: date, last: date, *, mine: bool = False) -> list[CalendarLine]:
    """Reminders, planned entries and days of series from *first* to *last*, in order."""
    conditions = [_THERE, Reminder.due_on.between(first, last), Reminder.status != "cancelled"]
    if mine:
        conditions.append(or_(Reminder.assignee_id == session.operator_id, Reminder.assignee_id.is_(None)))
    rows = as_lines(fetch(session, REMINDER_LINES.where(*conditions), me=session.operator_id))
    found = [_of_reminder(line) for line in rows]
    found += _planned(session, first, last)
    names: dict[int | None, str] = {}
    hidden = hidden_series(session)
    ahead = [
        one
        for one in occurrences_between(session, first, last)
        if one.series_id not in hidden and (not mine or _is_mine(session, one.assignee_id))
    ]
    wanted = {one.contact_id for one in ahead if one.contact_id is not None}
    for contact_id, name in session.execute(select(Contact.id, Contact.name).where(Contact.id.in_(wanted))):
        names[contact_id] = name
    found += [
        CalendarLine(
            "ahead", one.series_id, one.day, one.clock, one.title, one.contact_id, names.get(one.contact_id, ""),
            one.kind, False, False,
        )
        for one in ahead
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.day, line.clock or time.min, line.title))


def _is_mine(session: CrmSession, assignee_id: int | None) -> bool:
    return assignee_id is None or assignee_id == session.operator_id


def _of_reminder(line: ReminderLine) -> CalendarLine:
    local = line.due_at.astimezone() if line.due_at is not None else None
    day = local.date() if local is not None else line.due_on or clock.today()
    return CalendarLine(
        "reminder", line.id, day, local.time() if local is not None else None, line.title, line.contact_id, line.who,
        line.kind, not line.is_open, is_overdue(line), line.version,
    )  # fmt: skip


def _planned(session: CrmSession, first: date, last: date) -> list[CalendarLine]:
    begin = datetime.combine(first, time.min).astimezone(UTC) - timedelta(days=1)
    end = datetime.combine(last, time.max).astimezone(UTC) + timedelta(days=1)
    query = (
        select(Interaction, Contact.name)
        .join(Contact, Contact.id == Interaction.contact_id)
        .where(
            Interaction.started_at.between(begin, end),
            Interaction.state == "planned",
            Interaction.deleted_at.is_(None),
            or_(Interaction.private.is_(False), Interaction.responsible_id == session.operator_id),
        )
    )  # fmt: skip
    found = []
    for entry, name in session.execute(query):
        local = entry.started_at.astimezone(UTC if entry.all_day else None)
        if first <= local.date() <= last:
            found.append(
                CalendarLine(
                    "interaction", entry.id, local.date(), None if entry.all_day else local.time(),
                    entry.subject or entry.body[:80], entry.contact_id, name, entry.kind, False,
                    local.date() < clock.today(), entry.version, entry.duration_minutes or 0,
                )
            )  # fmt: skip
    return found


def today_figures(session: CrmSession) -> TodayFigures:
    """Counts for the operator of this session."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    done = (
        select(func.count())
        .select_from(Reminder)
        .where(
            Reminder.status == "done",
            _THERE,
            Reminder.done_at >= _begin(today),
            Reminder.done_by_id == session.operator_id,
        )
    )
    return TodayFigures(
        due=reminder_count(session, AgendaFilter("due", mine=True)),
        overdue=reminder_count(session, AgendaFilter("overdue", mine=True)),
        done_today=session.scalar(done) or 0,
        touched_this_week=_touched(session, _begin(monday), clock.now()),
        touched_last_week=_touched(session, _begin(monday - timedelta(days=7)), clock.now() - timedelta(days=7)),
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone(UTC)


def _touched(session: CrmSession, first: datetime, last: datetime) -> int:
    query = select(func.count(func.distinct(Interaction.contact_id))).where(
        Interaction.started_at.between(first, last), Interaction.state == "done", Interaction.kind != "note",
        Interaction.deleted_at.is_(None),
    )  # fmt: skip
    return session.scalar(query) or 0
