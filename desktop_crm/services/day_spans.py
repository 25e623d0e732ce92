"""Spans of days by name: “this week”, “older than 90 days”, “before 14 March”."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from desktop_crm.base import clock
from desktop_crm.base.formats import parse_day

Span = tuple[date | None, date | None]  # from, until (not itself); None = open


def _month(today: date, ahead: int = 0) -> Span:
    months = today.year * 12 + today.month - 1 + ahead
    following = months + 1
    return date(months // 12, months % 12 + 1, 1), date(following // 12, following % 12 + 1, 1)


def _week(today: date) -> Span:
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=7)


_NAMED: Mapping[str, Callable[[date], Span]] = {
    "today": lambda today: (today, today + timedelta(days=1)),
    "yesterday": lambda today: (today - timedelta(days=1), today),
    "this_week": _week,
    "this_month": _month,
    "last_month": lambda today: _month(today, -1),
    "this_year": lambda today: (date(today.year, 1, 1), date(today.year + 1, 1, 1)),
    "overdue": lambda today: (None, today),
}
NAMED = tuple(_NAMED)  # operators without a value
DATED = ("before", "since", "on")  # operators with a date


def span(operator: str, value: str) -> Span | None:
    """The days that *operator* means; ``None`` where the value does not fit. Raises ``KeyError`` for others."""
    if operator in _NAMED:
        return _NAMED[operator](clock.today())
    if operator not in DATED:
        raise KeyError(operator)
    day = parse_day(value)
    if day is None:
        return None
    after = day + timedelta(days=1)
    return {"before": (None, day), "since": (day, None), "on": (day, after)}[operator]


def moment_of(day: date) -> datetime:
    """When a day begins where the user is."""
    return datetime.combine(day, time.min).astimezone().astimezone(UTC)
