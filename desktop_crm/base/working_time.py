"""Working time: which hours of which days count, and where a term ends that is given in working days or hours.

A term in days ends when the last hour of its last working day does; the day it begins on does not count (the usual
reading of terms in days). A pause stops the count: hours inside it do not pass, a day wholly inside it does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

Span = tuple[datetime, datetime]  # aware, in UTC; the end is not included
DAY = timedelta(days=1)
FARTHEST_DAYS = 3660  # a calendar without a single working day ends the search


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count; without an end it lasts."""

    begin: datetime
    end: datetime | None = None
    reason: str = ""

    def within(self, present: datetime) -> Span:
        """As a span, as far as it has come."""
        return self.begin, self.end or max(present, self.begin)


@dataclass(frozen=True)
class WorkingCalendar:
    """Hours by weekday (0 is Monday), each as (from, to) in order; days that are free all the same; the zone.

    ``hours`` without lunch is one pair, with lunch two: ``((9:00, 13:00), (14:00, 18:00))``.
    """

    zone: tzinfo
    hours: Mapping[int, Sequence[tuple[time, time]]]
    holidays: Mapping[date, str] = field(default_factory=dict)
    _spans: dict[date, list[Span]] = field(default_factory=dict, init=False, repr=False, compare=False)  # found before

    def is_working_day(self, day: date) -> bool:
        """Whether anybody works on *day*."""
        return day not in self.holidays and bool(self.hours.get(day.weekday()))

    def spans(self, day: date) -> list[Span]:
        """The working hours of *day* as moments; a change of the clocks makes them longer or shorter."""
        found = self._spans.get(day)
        if found is None:
            hours = self.hours.get(day.weekday(), ()) if self.is_working_day(day) else ()
            found = [(self._moment(day, begin), self._moment(day, end)) for begin, end in hours]
            self._spans[day] = found
        return found

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def day_of(self, moment: datetime) -> date:
        """The day of *moment* in the calendar's zone."""
        return moment.astimezone(self.zone).date()

    def after_days(self, begin: datetime, days: int, pauses: Sequence[Pause] = ()) -> datetime | None:
        """End of the working day that is *days* working days after that of *begin*; ``None`` while a pause lasts."""
        left = days
        for day in self._days(self.day_of(begin), pauses):
            spans = self.spans(day)
            if day > self.day_of(begin) and spans and not _covered(spans, pauses):
                left -= 1
            if left <= 0 and spans:
                return spans[-1][1]
        return None

    def after_hours(self, begin: datetime, hours: float, pauses: Sequence[Pause] = ()) -> datetime | None:
        """The moment when *hours* working hours have passed since *begin*; ``None`` while a pause lasts."""
        left = timedelta(hours=hours)
        for day in self._days(self.day_of(begin), pauses):
            for span in self._counting(day, begin, pauses):
                length = span[1] - span[0]
                if length >= left:
                    return span[0] + left
                left -= length
        return None

    def hours_between(self, begin: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
        """Working time from *begin* to *end*; negative where *end* lies before."""
        if end < begin:
            return -self.hours_between(end, begin, pauses)
        total = timedelta()
        day = self.day_of(begin)
        while day <= self.day_of(end):
            for first, last in self._counting(day, begin, pauses):
                if first < end:
                    total += min(last, end) - first
            day += DAY
        return total

    def days_between(self, begin: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> int:
        """Working days after the day of *begin* up to and with the day of *end*; negative where it lies before."""
        first, last = self.day_of(begin), self.day_of(end)
        if last < first:
            return -self.days_between(end, begin, pauses)
        days = (first + DAY * number for number in range(1, (last - first).days + 1))
        return sum(1 for day in days if (spans := self.spans(day)) and not _covered(spans, pauses))

    def _days(self, first: date, pauses: Sequence[Pause]) -> Iterator[date]:
        """Days from *first* on, as long as anything may count."""
        lasting = [self.day_of(pause.begin) for pause in pauses if pause.end is None]
        last = max(first, min(lasting)) if lasting else first + DAY * FARTHEST_DAYS
        return (first + DAY * number for number in range((last - first).days + 1))

    def _counting(self, day: date, begin: datetime, pauses: Sequence[Pause]) -> list[Span]:
        """Spans of *day* after *begin*, without the pauses."""
        spans = [(max(first, begin), last) for first, last in self.spans(day) if last > begin]
        for pause in pauses:
            spans = [rest for span in spans for rest in _without(span, pause)]
        return spans


def _without(span: Span, pause: Pause) -> list[Span]:
    first, last = span
    end = pause.end
    before = (first, min(last, pause.begin))
    after = (max(first, end), last) if end is not None else (last, last)
    return [part for part in (before, after) if part[0] < part[1]]


def _covered(spans: Sequence[Span], pauses: Sequence[Pause]) -> bool:
    """Whether nothing of the day counts."""
    left = list(spans)
    for pause in pauses:
        left = [rest for span in left for rest in _without(span, pause)]
    return not left


@lru_cache(maxsize=32)
def public_holidays(country: str, year: int, language: str) -> Mapping[date, str]:
    """Public holidays of *country* (ISO 3166) with their names; empty where the country is not known."""
    import holidays  # noqa: PLC0415  (large, and needed by few)

    try:
        found = holidays.country_holidays(country, years=year, language=_HOLIDAY_LANGUAGES.get(language, "en_US"))
    except NotImplementedError:
        return {}
    return {day: str(name) for day, name in sorted(found.items())}


_HOLIDAY_LANGUAGES = {"ro": "ro", "ru": "ru", "en": "en_US"}
