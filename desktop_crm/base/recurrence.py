"""Recurring days by the rules of RFC 5545 (RRULE), and the patterns that a form offers.

A rule works on days; the time of day belongs to whoever recurs. ``every 31st`` and ``29 February`` fall on the last
day where a month is shorter: as RFC 5545 says it, with several ``BYMONTHDAY`` and ``BYSETPOS=-1``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Literal

from dateutil.rrule import rrule, rrulestr

from desktop_crm.base.formats import day_month_text, day_text, weekday_text
from desktop_crm.base.i18n import _, ngettext

Frequency = Literal["daily", "weekly", "monthly", "yearly"]

FREQUENCIES: tuple[Frequency, ...] = ("daily", "weekly", "monthly", "yearly")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1  # the last weekday of a month
LONGEST_RULE = 300  # characters
_FARTHEST = 20_000  # occurrences that are looked through at the most: 54 years of days
_SHORTEST_MONTH = 28


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the form shows. ``month_day`` and ``nth`` exclude each other; neither means the day of the start."""

    frequency: Frequency = "weekly"
    interval: int = 1
    weekdays: tuple[int, ...] = ()  # 0 is Monday; weekly: on these; monthly: the *nth* of this one
    month_day: int | None = None  # 1…31
    nth: int | None = None  # 1…4, or LAST
    month: int | None = None  # yearly, 1…12
    until: date | None = None
    count: int | None = None

    def rule(self) -> str:
        """The RRULE's value, without the name: ``FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1``."""
        parts = [f"FREQ={self.frequency.upper()}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month is not None:
            parts.append(f"BYMONTH={self.month}")
        if self.nth is not None and self.weekdays:
            parts.append(f"BYDAY={self.nth}{WEEKDAYS[self.weekdays[0]]}")
        elif self.weekdays:
            parts.append("BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(self.weekdays)))
        if self.month_day is not None:
            parts += _month_day_parts(self.month_day)
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)


def _month_day_parts(day: int) -> list[str]:
    if day <= _SHORTEST_MONTH:
        return [f"BYMONTHDAY={day}"]
    days = ",".join(str(one) for one in range(_SHORTEST_MONTH, day + 1))
    return [f"BYMONTHDAY={days}", "BYSETPOS=-1"]


def pattern_on(frequency: Frequency, start: date) -> Pattern:
    """The pattern that “every week”, “every month”, “every year” mean from *start* on."""
    if frequency == "weekly":
        return Pattern(frequency, weekdays=(start.weekday(),))
    if frequency == "monthly":
        return Pattern(frequency, month_day=start.day)
    if frequency == "yearly":
        return Pattern(frequency, month=start.month, month_day=start.day)
    return Pattern(frequency)


def pattern_of(rule: str) -> Pattern | None:
    """The pattern behind *rule*; ``None`` where it says more than the form can (it is kept and followed all the same).

    Raises ``ValueError`` where it is no rule of days.
    """
    check_rule(rule)
    fields = _fields(rule)
    pattern = _read(fields)
    return pattern if pattern is not None and _fields(pattern.rule()) == fields else None


def _read(fields: dict[str, str]) -> Pattern | None:
    try:
        pattern = Pattern(
            frequency=fields["FREQ"].lower(),  # type: ignore[arg-type]  # check_rule has seen it
            interval=int(fields.get("INTERVAL", "1")),
            month=int(fields["BYMONTH"]) if "BYMONTH" in fields else None,
            until=_day(fields["UNTIL"]) if "UNTIL" in fields else None,
            count=int(fields["COUNT"]) if "COUNT" in fields else None,
            month_day=max(map(int, fields["BYMONTHDAY"].split(","))) if "BYMONTHDAY" in fields else None,
        )
        if "BYDAY" not in fields:
            return pattern
        days = fields["BYDAY"].split(",")
        nth = days[0][:-2]
        weekdays = tuple(WEEKDAYS.index(day[-2:]) for day in days)
        return replace(pattern, weekdays=weekdays, nth=int(nth) if nth else None)
    except ValueError:
        return None


def _fields(rule: str) -> dict[str, str]:
    parts = (part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";") if part)
    found = {name: value for name, _sign, value in parts}
    found.pop("WKST", None)
    if "UNTIL" in found:
        found["UNTIL"] = found["UNTIL"][:8]
    return found


def _day(text: str) -> date:
    return datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007  (a day has no zone)


def check_rule(rule: str) -> None:
    """Raises ``ValueError`` unless *rule* recurs by days, weeks, months or years and is understood."""
    if len(rule) > LONGEST_RULE or _fields(rule).get("FREQ", "").lower() not in FREQUENCIES:
        raise ValueError(rule)
    _rule(rule, date(2024, 1, 1))


def _rule(rule: str, start: date) -> rrule:
    fields = _fields(rule)
    text = ";".join(f"{name}={value}" for name, value in fields.items())
    made = rrulestr(text, dtstart=datetime.combine(start, time.min))
    if not isinstance(made, rrule):
        raise ValueError(rule)
    return made


def days(rule: str, start: date) -> Iterator[date]:
    """The days from *start* on, in order; at most as many as can be looked through at once."""
    return (moment.date() for moment in islice(_rule(rule, start), _FARTHEST))


def days_between(rule: str, start: date, first: date, last: date) -> list[date]:
    """The days from *first* to *last*, both included."""
    found = []
    for day in days(rule, start):
        if day > last:
            break
        if day >= first:
            found.append(day)
    return found


def next_day(rule: str, start: date, after: date) -> date | None:
    """The first day later than *after*; ``None`` where the rule has ended."""
    return next((day for day in days(rule, start) if day > after), None)


def next_from(rule: str, done: date) -> date | None:
    """The day that follows when it is counted from the day it was *done*: a whole interval later."""
    pattern = pattern_of(rule)
    if pattern is not None:
        free = replace(pattern, weekdays=(), month_day=None, nth=None, month=None, count=None)
        if pattern.frequency in ("monthly", "yearly"):
            free = replace(free, month_day=done.day, month=done.month if pattern.frequency == "yearly" else None)
        rule = free.rule()
    return next_day(rule, done, done)


def shorter(rule: str, by: int = 1) -> str:
    """The rule of what is left when *by* occurrences of a counted one have been."""
    fields = _fields(rule)
    if "COUNT" in fields:
        fields["COUNT"] = str(max(0, int(fields["COUNT"]) - by))
    return ";".join(f"{name}={value}" for name, value in fields.items())


def ended(rule: str) -> bool:
    """Whether a counted rule has nothing left."""
    return _fields(rule).get("COUNT") == "0"


def rule_sentence(rule: str) -> str:
    """The rule in words: “Every 2 weeks on Monday, Thursday until 1 March 2026”."""
    pattern = pattern_of(rule)
    if pattern is None:
        return _("By a rule of its own: {rule}").format(rule=rule)
    parts = [_every(pattern.frequency, pattern.interval)]
    if place := _place(pattern):
        parts.append(place)
    if pattern.until is not None:
        parts.append(_("until {day}").format(day=day_text(pattern.until)))
    if pattern.count is not None:
        parts.append(ngettext("{count} time", "{count} times", pattern.count).format(count=pattern.count))
    return ", ".join(parts)


def _every(frequency: Frequency, interval: int) -> str:
    if interval == 1:
        return {
            "daily": _("Every day"),
            "weekly": _("Every week"),
            "monthly": _("Every month"),
            "yearly": _("Every year"),
        }[frequency]
    texts = {
        "daily": ngettext("Every {count} day", "Every {count} days", interval),
        "weekly": ngettext("Every {count} week", "Every {count} weeks", interval),
        "monthly": ngettext("Every {count} month", "Every {count} months", interval),
        "yearly": ngettext("Every {count} year", "Every {count} years", interval),
    }
    return texts[frequency].format(count=interval)


def _place(pattern: Pattern) -> str:
    if pattern.nth is not None and pattern.weekdays:
        return nth_text(pattern.nth, pattern.weekdays[0])
    if pattern.weekdays:
        return ", ".join(weekday_text(day) for day in pattern.weekdays)
    if pattern.month_day is None:
        return ""
    if pattern.month is not None:
        return day_month_text(pattern.month_day, pattern.month)
    if pattern.month_day > _SHORTEST_MONTH:
        return _("day {day}, or the last day").format(day=pattern.month_day)
    return _("day {day}").format(day=pattern.month_day)


def nth_text(nth: int, weekday: int) -> str:
    """“the second Tuesday of the month”, said so that no grammar is needed: “Tuesday (2nd of the month)”."""
    texts = {
        1: _("{weekday} (1st of the month)"),
        2: _("{weekday} (2nd of the month)"),
        3: _("{weekday} (3rd of the month)"),
        4: _("{weekday} (4th of the month)"),
        LAST: _("{weekday} (last of the month)"),
    }
    return texts.get(nth, "{weekday}").format(weekday=weekday_text(weekday))
