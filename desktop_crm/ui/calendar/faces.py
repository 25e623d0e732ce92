"""The faces of the calendar: which days each shows, where it goes next, what it is called."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from babel.dates import format_date, format_interval, get_day_names, get_month_names

from desktop_crm.base.i18n import N_
from desktop_crm.ui import moments

FACES = (("month", N_("Month")), ("week", N_("Week")), ("day", N_("Day")), ("agenda", N_("Agenda")))
AGENDA_DAYS = 60
WEEK = timedelta(days=7)


def monday(day: date) -> date:
    """First day of its week."""
    return day - timedelta(days=day.weekday())


def days_of(face: str, day: date) -> list[date]:
    """The days that *face* shows around *day*: whole weeks of a month, a week, one day, two months of the agenda."""
    first, count = day, {"week": 7, "agenda": AGENDA_DAYS}.get(face, 1)
    if face == "week":
        first = monday(day)
    elif face == "month":
        first = monday(day.replace(day=1))
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        count = (monday(last) - first).days + 7
    return [first + timedelta(days=number) for number in range(count)]


def further(face: str, day: date, by: int) -> date:
    """The same place *by* pages on."""
    if face != "month":
        return day + timedelta(days=by * {"week": 7, "agenda": AGENDA_DAYS}.get(face, 1))
    number = day.year * 12 + day.month - 1 + by
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def title(face: str, day: date) -> str:
    """“November 2026”, “23 – 29 Nov 2026”, “Friday, 27 November 2026”."""
    locale = moments.locale()
    if face == "month":
        name = get_month_names("wide", "stand-alone", locale=locale)[day.month]
        return f"{str(name).capitalize()} {day.year}"
    if face == "day":
        text = str(format_date(day, "full", locale=locale))
        return text[:1].upper() + text[1:]
    shown = days_of(face, day)
    return str(format_interval(shown[0], shown[-1], "yMMMd", locale=locale))


def weekday_name(day: date, *, wide: bool = False) -> str:
    """“Mon”."""
    return str(
        get_day_names("wide" if wide else "abbreviated", "stand-alone", locale=moments.locale())[day.weekday()]
    ).capitalize()


def day_name(day: date) -> str:
    """“27 November · Friday”."""
    return f"{moments.day_heading(day)} · {weekday_name(day, wide=True)}"
