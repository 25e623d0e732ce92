"""The time that a report is about: whole days where the user is."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from desktop_crm.base import clock
from desktop_crm.base.document_text import month_text, short_month_text
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import _, language


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The moment it begins."""
        return moment_of(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return moment_of(self.last + timedelta(days=1))

    def has(self, moment: datetime, *, all_day: bool = False) -> bool:
        """Whether it is in the period; of a whole day the date counts, whatever the zone."""
        return self.first <= (moment.date() if all_day else moment.astimezone().date()) <= self.last

    @property
    def is_month(self) -> bool:
        """Whether it is one whole month."""
        return self == month_of(self.first)

    @property
    def text(self) -> str:
        """“October 2026”, or the two days."""
        if self.is_month:
            return month_text(self.first.year, self.first.month)
        if self.first == self.last:
            return day_text(self.first)
        return _("{first} to {last}").format(first=day_text(self.first), last=day_text(self.last))

    @property
    def words(self) -> str:
        """The same inside a sentence: only English writes months with a capital."""
        return self.text[:1].lower() + self.text[1:] if self.is_month and language() != "en" else self.text

    @property
    def brief(self) -> str:
        """Where there is little room: “Oct 2026”."""
        return (
            f"{short_month_text(self.first.year, self.first.month)} {self.first.year}" if self.is_month else self.text
        )

    @property
    def before(self) -> Period:
        """The month before a month, the quarter before a quarter, as many days before other days."""
        return self.moved(-1)

    def moved(self, by: int) -> Period:
        """As long a period, so many times later (negative: earlier); whole months stay whole months."""
        if self.first.day == 1 and self.last == month_of(self.last).last:
            count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            first = _month_on(self.first, by * count)
            return Period(first, month_of(_month_on(first, count - 1)).last)
        days = timedelta(days=((self.last - self.first).days + 1) * by)
        return Period(self.first + days, self.last + days)

    def months(self, count: int = 13) -> list[Period]:
        """The *count* months up to that of the last day."""
        number = self.last.year * 12 + self.last.month - 1
        return [month_of(date(one // 12, one % 12 + 1, 1)) for one in range(number - count + 1, number + 1)]


def _month_on(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def usual_periods(today: date) -> list[tuple[str, Period]]:
    """(name in the language in force, period) of those that are often asked for."""
    month = month_of(today)
    quarter = Period(first := date(today.year, (today.month - 1) // 3 * 3 + 1, 1), month_of(_month_on(first, 2)).last)
    year = Period(date(today.year, 1, 1), date(today.year, 12, 31))
    return [
        (_("This month"), month), (_("Last month"), month.before),
        (_("This quarter"), quarter), (_("Last quarter"), quarter.before),
        (_("This year"), year), (_("Last year"), year.before),
        (_("Last 12 months"), Period(_month_on(month.first, -12), month.before.last)),
    ]  # fmt: skip


def moment_of(day: date) -> datetime:
    """Midnight of *day* where the user is."""
    return datetime.combine(day, time.min).astimezone(UTC)


def month_of(day: date) -> Period:
    """The month that *day* is in."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def last_month() -> Period:
    """The month that is over."""
    return month_of(clock.today().replace(day=1) - timedelta(days=1))


def parse_month(text: str) -> Period:
    """“2026-10”; raises :class:`InvalidValue`."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", text.strip())
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
        raise InvalidValue(field=_("Month"), value=text)
    return month_of(date(int(found[1]), int(found[2]), 1))
