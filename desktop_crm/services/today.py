"""The first page: what is to be done today, who was reached, who is going quiet, whose birthday comes."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model import Complaint
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import (
    AgendaFilter,
    TodayFigures,
    calendar_lines,
    reminder_rows,
    today_figures,
)
from desktop_crm.services.complaint_reports.facts import MINUTES_A_DAY
from desktop_crm.services.complaints import ComplaintFilter, ComplaintRow, complaint_counts, complaint_rows
from desktop_crm.services.daily_reminders import DateLine, Quiet, dates_between, going_quiet, stay_in_touch
from desktop_crm.services.history_lines import ReminderLine

MONTHS = 12
AHEAD_DAYS = 7
BIRTHDAY_DAYS = 30
LATE_COMPLAINTS = 4
LATE = ComplaintFilter("overdue")


@dataclass(frozen=True, slots=True)
class TodayView:
    """Everything the page shows but the chart and the backups."""

    figures: TodayFigures
    ahead: int  # reminders and planned entries of the next seven days
    tomorrow: int  # of these tomorrow
    lines: tuple[ReminderLine, ...]  # due until today, the first of them
    quiet: tuple[Quiet, ...]
    birthdays: tuple[DateLine, ...]
    complaints: Mapping[str, int]  # open, overdue …, see ``complaint_counts``
    overdue_complaints: tuple[ComplaintRow, ...]  # the longest overdue first


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Complaints received in a month, and half of those answered took no longer than this (working time)."""

    first: date
    complaints: int
    median_minutes: int | None = None


def today_view(session: CrmSession, most: int) -> TodayView:
    """The page for the operator of this session, with at most *most* reminders."""
    today = clock.today()
    coming = calendar_lines(session, today + timedelta(days=1), today + timedelta(days=AHEAD_DAYS), mine=True)
    coming = [line for line in coming if not line.done]
    counts = complaint_counts(session)
    dates = dates_between(session, today, today + timedelta(days=BIRTHDAY_DAYS))
    return TodayView(
        figures=today_figures(session),
        ahead=len(coming),
        tomorrow=sum(line.day == today + timedelta(days=1) for line in coming),
        lines=tuple(reminder_rows(session, AgendaFilter("due", mine=True), most)),
        quiet=tuple(going_quiet(session, today, None)),
        birthdays=tuple(line for line in dates if line.label == "birthday"),
        complaints=counts,
        overdue_complaints=complaint_rows(session, LATE, "due", descending=False, limit=LATE_COMPLAINTS).rows
        if counts["overdue"]
        else (),
    )


def months_before(day: date, count: int = MONTHS) -> list[date]:
    """First days of the *count* months up to that of *day*."""
    number = day.year * 12 + day.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - count + 1, number + 1)]


def complaints_by_month(session: CrmSession) -> list[MonthCount]:
    """Complaints of each of the last twelve months, this one the last, as their report counts them."""
    months = months_before(clock.today())
    begin = datetime.combine(months[0], time.min).astimezone(UTC)
    query = select(Complaint.received_at, Complaint.resolve_minutes).where(
        Complaint.received_at >= begin, Complaint.state != "voided", Complaint.deleted_at.is_(None)
    )
    received = Counter[date]()
    solved: dict[date, list[int]] = defaultdict(list)
    for moment, minutes in session.execute(query):
        first = moment.astimezone().date().replace(day=1)
        received[first] += 1
        if minutes is not None:
            solved[first].append(minutes)
    return [
        MonthCount(first, received[first], round(median(solved[first])) if solved[first] else None) for first in months
    ]


def solving_time(minutes: int) -> str:
    """Working time in words: “9 h”, “3 working days” of eight hours."""
    if minutes < MINUTES_A_DAY * 2:
        return _("{count} h").format(count=max(1, round(minutes / 60)))
    days = round(minutes / MINUTES_A_DAY)
    return ngettext("{count} working day", "{count} working days", days).format(count=days)


def remind_of_quiet(session: CrmSession) -> int:
    """A reminder to call for today for everybody who is going quiet and has none yet; says how many were made."""
    return stay_in_touch(session, going_quiet(session, None, None), clock.today())
