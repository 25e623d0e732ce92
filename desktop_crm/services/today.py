"""The first page: what is to be done today, who was reached, who is going quiet, whose birthday comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import case, func, select

from desktop_crm.base import clock
from desktop_crm.model import Interaction
from desktop_crm.model.interaction import NO_TOUCH
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import (
    AgendaFilter,
    TodayFigures,
    calendar_lines,
    reminder_rows,
    today_figures,
)
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
    """How many contacts were really reached in a month."""

    first: date
    contacts: int


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


def contacts_by_month(session: CrmSession) -> list[MonthCount]:
    """Contacts reached in each of the last twelve months, this one the last; months are the user's own."""
    months = months_before(clock.today())
    begins = [datetime.combine(month, time.min).astimezone(UTC) for month in months]
    latest_first = sorted(enumerate(begins), reverse=True)
    month = case(*((Interaction.started_at >= begin, number) for number, begin in latest_first), else_=-1)
    query = (
        select(month.label("month"), func.count(func.distinct(Interaction.contact_id)))
        .where(
            Interaction.started_at.between(begins[0], clock.now()), Interaction.state == "done",
            Interaction.kind.not_in(NO_TOUCH), Interaction.deleted_at.is_(None),
        )
        .group_by("month")
    )  # fmt: skip
    found = {row[0]: row[1] for row in session.execute(query)}
    return [MonthCount(first, found.get(number, 0)) for number, first in enumerate(months)]


def remind_of_quiet(session: CrmSession) -> int:
    """A reminder to call for today for everybody who is going quiet and has none yet; says how many were made."""
    return stay_in_touch(session, going_quiet(session, None, None), clock.today())
