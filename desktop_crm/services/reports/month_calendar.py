"""A month on one page: reminders, plans, series ahead and birthdays."""

from __future__ import annotations

from datetime import timedelta

from desktop_crm.base.document import Block, DayNote, MonthGrid, PageBreak, Tone
from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import CalendarLine, calendar_lines
from desktop_crm.services.contact_parts import DATE_LABELS
from desktop_crm.services.daily_reminders import dates_between
from desktop_crm.services.reports.periods import Period, month_of
from desktop_crm.services.reports.request import ReportRequest, Section

_TONES: dict[str, Tone] = {"reminder": "warn", "ahead": "", "interaction": "info"}


def month_calendar(session: CrmSession, request: ReportRequest) -> Section:
    """Each month of the period on a page of its own, at most twelve."""
    months = [month_of(request.period.first)]
    while months[-1].last < request.period.last and len(months) < 12:
        months.append(_next(months[-1]))
    blocks: list[Block] = []
    for month in months:
        blocks += [PageBreak()] if blocks else []
        blocks.append(MonthGrid(month.first.year, month.first.month, tuple(_notes(session, month))))
    return Section(_("Calendar"), tuple(blocks), landscape=True)


def _next(month: Period) -> Period:
    return month_of(month.last + timedelta(days=1))


def _notes(session: CrmSession, month: Period) -> list[DayNote]:
    found = [
        DayNote(
            line.day.day,
            _("{name}: {what}").format(name=line.name, what=_(DATE_LABELS.get(line.label, line.label))),
            "violet",
        )
        for line in dates_between(session, month.first, month.last)
    ]
    for line in calendar_lines(session, month.first, month.last):
        found.append(DayNote(line.day.day, _said(line), "ok" if line.done else _TONES[line.kind]))
    return found


def _said(line: CalendarLine) -> str:
    when = f"{line.clock:%H:%M} " if line.clock else ""
    return f"{when}{line.title}" + (f" · {line.who}" if line.who else "")
