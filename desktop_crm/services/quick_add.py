"""A reminder in one sentence, in English, Romanian or Russian: “sună Ana mâine la 10”.

What says when, how often and how urgent is taken out of the sentence; the rest is the title. The spans that were
understood are given, so that a window can show them before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop_crm.base.recurrence import Frequency, Pattern, next_day, pattern_on
from desktop_crm.base.text import fold
from desktop_crm.services import quick_words as words

_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{1,2}:\d{2}|\d+|[^\W\d_]+(?:[-’'][^\W\d_]+)*|\S"
)
_ORDINAL_TAIL = frozenset(("go", "e", "th", "st", "nd", "rd"))  # 15-го, 15th
_FREQUENCY: dict[str, Frequency] = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}


@dataclass(frozen=True, slots=True)
class Understood:
    """What the sentence says. ``spans``: places in the text that were taken as time, rule or urgency."""

    title: str
    kind: str = "todo"
    due_on: date | None = None
    due_time: time | None = None
    rule: str = ""  # RFC 5545; "" does not recur
    priority: str = "normal"
    who: tuple[str, ...] = ()  # words that may name the contact, as written
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What has been gathered on the way."""

    day: date | None = None
    clock: time | None = None
    pattern: Pattern | None = None
    priority: str = "normal"


class _Reader:
    """Goes through the words once; each rule says how many it takes."""

    def __init__(self, text: str, present: datetime) -> None:
        self.tokens = [_Token(m[0], fold(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        self.present = present
        self.today = present.date()
        self.found = _Found()
        self.rules: tuple[Callable[[int], int], ...] = (
            *(self._every, self._adverb, self._after, self._date, self._month_day),
            *(self._weekday, self._day, self._time, self._urgent),
        )

    def read(self) -> Iterator[tuple[int, int]]:
        """(first word, number of words) of everything understood."""
        place = 0
        while place < len(self.tokens):
            taken = next((count for rule in self.rules if (count := rule(place))), 0)
            if taken:
                yield place, taken
            place += taken or 1

    def _word(self, place: int) -> str:
        return self.tokens[place].folded if 0 <= place < len(self.tokens) else ""

    def _put(self, taken: int, **values: object) -> int:
        self.found = replace(self.found, **values)  # type: ignore[arg-type]
        return taken

    def _number(self, place: int) -> int | None:
        word = self._word(place)
        return int(word) if word.isdecimal() and len(word) < 4 else words.NUMBERS.get(word)

    # -- rules: number of words taken, 0 where the rule does not fit ---------------------------------------------

    def _every(self, place: int) -> int:
        start = place
        if self._word(place) in ("in", "v") and self._word(place + 1) in words.EVERY:  # în fiecare
            place += 1
        plural = self._word(place) in words.ON_DAYS and self._word(place + 1) in words.WEEKDAYS
        if not plural and self._word(place) not in words.EVERY:
            return 0
        place += 1
        interval = self._number(place) if self._word(place + 1) in words.UNITS else None  # “an” is a year, too
        place += interval is not None
        word = self._word(place)
        if word in words.WEEKDAYS and not (interval and word in words.UNITS):
            days = [words.WEEKDAYS[word]]
            while self._word(place + 1) in (",", "i", "si", "and") and self._word(place + 2) in words.WEEKDAYS:
                days.append(words.WEEKDAYS[self._word(place + 2)])
                place += 2
            before = self.found.pattern  # каждые 2 недели по понедельникам
            if before is not None and before.frequency == "weekly":
                interval = before.interval
            pattern = Pattern("weekly", interval or 1, weekdays=tuple(sorted(days)))
            return self._put(place + 1 - start, pattern=pattern)
        frequency = _FREQUENCY.get(words.UNITS.get(word, ""))
        if frequency is None:
            return 0
        return self._put(place + 1 - start, pattern=Pattern(frequency, interval or 1))

    def _adverb(self, place: int) -> int:
        frequency = words.ADVERBS.get(self._word(place))
        return self._put(1, pattern=Pattern(frequency)) if frequency else 0  # type: ignore[arg-type]

    def _after(self, place: int) -> int:
        if self._word(place) not in words.AFTER:
            return 0
        if half := self._half_hour(place):
            return self._put(half, **self._moved("minute", 30))
        number = self._number(place + 1)
        unit = words.UNITS.get(self._word(place + 1 + (number is not None)))
        if unit is None or (number is None and self._word(place) == "in"):
            return 0
        return self._put(2 + (number is not None), **self._moved(unit, number or 1))

    def _half_hour(self, place: int) -> int:
        """“через полчаса”; “in half an hour”, “peste o jumătate de oră”: up to the unit, at most four words on."""
        if self._word(place + 1) == words.HALF_HOUR:
            return 2
        if not any(self._word(place + n) in words.HALF for n in (1, 2)):
            return 0
        return next((n + 1 for n in range(2, 5) if words.UNITS.get(self._word(place + n)) == "hour"), 0)

    def _moved(self, unit: str, number: int) -> dict[str, object]:
        if unit in ("minute", "hour"):
            moment = self.present + timedelta(minutes=number * (60 if unit == "hour" else 1))
            return {"day": moment.date(), "clock": _clock(moment)}
        if unit in ("day", "week"):
            return {"day": self.today + timedelta(days=number * (7 if unit == "week" else 1))}
        rule = pattern_on("monthly", self.today).rule()
        day = self.today
        for _month in range(min(number * (12 if unit == "year" else 1), 600)):
            day = next_day(rule, self.today, day) or day
        return {"day": day}

    def _date(self, place: int) -> int:
        start, place = place, place + (self._word(place) in words.ON)
        text = self.tokens[place].text if place < len(self.tokens) else ""
        day = _numeric_day(text, self.today)
        if day is not None:
            return self._put(place + 1 - start, day=day)
        number, tail = self._number(place), self._tail(place + 1)
        month = words.MONTHS.get(self._word(place + 1 + tail))
        if number is not None and text.isdecimal() and month is not None:
            return self._with_year(start, place + 2 + tail, number, month)
        month, number = words.MONTHS.get(self._word(place)), self._number(place + 1)
        if month is not None and number is not None and self._word(place + 1).isdecimal():  # March 15
            return self._with_year(start, place + 2 + self._tail(place + 2), number, month)
        return 0

    def _tail(self, place: int) -> int:
        """Words of “-го”, “th” behind a number."""
        if self._word(place) in _ORDINAL_TAIL:
            return 1
        return 2 if self._word(place) == "-" and self._word(place + 1) in _ORDINAL_TAIL else 0

    def _with_year(self, start: int, place: int, number: int, month: int) -> int:
        word = self._word(place)
        year = int(word) if word.isdecimal() and len(word) == 4 else None
        day = _coming(number, month, year, self.today)
        return self._put(place + (year is not None) - start, day=day) if day else 0

    def _month_day(self, place: int) -> int:
        """“31 числа”, “on the 31st”, “pe 31”: the next day of that number."""
        start = place
        while self._word(place) in words.ON:
            place += 1
        number, tail = self._number(place), self._tail(place + 1)
        counted = self._word(place + 1 + tail) in words.OF_MONTH
        monthly = self.found.pattern is not None and self.found.pattern.frequency == "monthly" and place > start
        if number is None or not 1 <= number <= 31 or not (tail or counted or monthly):
            return 0
        if not self._word(place).isdecimal():
            return 0
        rule = Pattern("monthly", month_day=number).rule()
        day = next_day(rule, self.today - timedelta(days=40), self.today - timedelta(days=1))
        return self._put(place + 1 + tail + counted - start, day=day)

    def _weekday(self, place: int) -> int:
        start = place
        further = False
        while self._word(place) in words.ON:
            further |= self._word(place) in words.NEXT
            place += 1
        weekday = words.WEEKDAYS.get(self._word(place))
        if weekday is None or (place == start and place == 0 and len(self.tokens) == 1):
            return 0
        if self._word(place + 1) in words.NEXT:  # lunea viitoare
            further, place = True, place + 1
        ahead = (weekday - self.today.weekday() - 1) % 7 + 1
        if further and self.today.weekday() + ahead < 7:  # of the next week, not of this one
            ahead += 7
        return self._put(place + 1 - start, day=self.today + timedelta(days=ahead))

    def _day(self, place: int) -> int:
        start, place = place, place + (self._word(place) in (*words.ON, "in", "v", "this", "za"))
        word = self._word(place)
        if word in words.DAYS:
            return self._put(place + 1 - start, day=self.today + timedelta(days=words.DAYS[word]))
        if word in words.DAY_PARTS:
            return self._put(place + 1 - start, clock=self.found.clock or time(*words.DAY_PARTS[word]))
        return 0

    def _time(self, place: int) -> int:
        start = place
        introduced = False
        while self._word(place) in words.AT:
            introduced, place = True, place + 1
        text = self.tokens[place].text if place < len(self.tokens) else ""
        hour, _colon, minute = text.partition(":")
        if not introduced and not _colon:
            half = words.AM_PM.get(self._word(place + 1)) if text.isdecimal() else None
            if half is None:
                return 0
        if "." in text and introduced and re.fullmatch(r"\d{1,2}\.\d{2}", text):
            hour, _point, minute = text.partition(".")
        if not hour.isdecimal() or (minute and not minute.isdecimal()):
            return 0
        half = words.AM_PM.get(self._word(place + 1))
        place += half is not None
        number = int(hour) % 12 + half if half is not None else int(hour)
        if number > 23 or int(minute or 0) > 59:
            return 0
        if not minute and words.UNITS.get(self._word(place + 1)) == "hour":  # в 10 часов, la ora 10
            place += 1
        return self._put(place + 1 - start, clock=time(number, int(minute or 0)))

    def _urgent(self, place: int) -> int:
        word = self._word(place)
        if word in words.URGENT or (word == "!" and self._word(place + 1) == "!"):
            return self._put(1 if word != "!" else 2, priority="urgent")
        if word in words.IMPORTANT or word == "!":
            return self._put(1, priority="high")
        return 0


def _clock(moment: datetime) -> time:
    return moment.time().replace(second=0, microsecond=0)


def _numeric_day(text: str, today: date) -> date | None:
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        iso = [int(part) for part in text.split("-")]
        return _coming(iso[2], iso[1], iso[0], today)
    parts = re.split(r"[./]", text)
    if len(parts) < 2 or not all(part.isdecimal() for part in parts):
        return None
    year = int(parts[2]) if len(parts) == 3 else None
    return _coming(int(parts[0]), int(parts[1]), year + 2000 if year is not None and year < 100 else year, today)


def _coming(day: int, month: int, year: int | None, today: date) -> date | None:
    """That day; without a year the next one that comes."""
    for candidate in (year,) if year is not None else range(today.year, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return found
    return None


def understand(text: str, present: datetime) -> Understood:
    """Read *text* at the user's local moment *present* (aware); words that say nothing about time are the title."""
    reader = _Reader(text, present)
    taken = list(reader.read())
    used = {place for first, count in taken for place in range(first, first + count)}
    rest = [token for place, token in enumerate(reader.tokens) if place not in used]
    kind = next((words.KINDS[token.folded] for token in rest[:2] if token.folded in words.KINDS), "todo")
    day, clock, rule = _settled(reader.found, present)
    spans = tuple((reader.tokens[first].start, reader.tokens[first + count - 1].end) for first, count in taken)
    return Understood(
        title=_title(text, spans) or text.strip(),
        kind=kind,
        due_on=day,
        due_time=clock,
        rule=rule,
        priority=reader.found.priority,
        who=_names(rest),
        spans=spans,
    )


def _settled(found: _Found, present: datetime) -> tuple[date | None, time | None, str]:
    """Day, time and rule as they fit together: a time alone is the next time it strikes, a rule begins when it may."""
    day, pattern = found.day, found.pattern
    today = present.date()
    if pattern is not None:
        struck = found.clock is not None and found.clock <= _clock(present)
        start = day or (today + timedelta(days=1) if struck else today)
        if not pattern.weekdays and pattern.frequency != "daily":
            pattern = replace(pattern_on(pattern.frequency, start), interval=pattern.interval)
        first = next_day(replace(pattern, interval=1).rule(), start - timedelta(days=7), start - timedelta(days=1))
        return first or start, found.clock, pattern.rule()
    if day is None and found.clock is not None:
        day = today if found.clock > _clock(present) else today + timedelta(days=1)
    return day, found.clock, ""


def _title(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    text = re.sub(r"\s+", " ", text).strip(" ,;.-–—:")
    return text[:1].upper() + text[1:]


def _names(rest: list[_Token]) -> tuple[str, ...]:
    """Words that may name somebody: behind the verb, up to the first that cannot; capital letters first."""
    body = [token for token in rest if token.folded not in words.KINDS and token.folded not in words.SMALL]
    capital = [token.text for token in body if token.text[:1].isupper()]
    return tuple(capital or [token.text for token in body if token.text.isalpha() and len(token.text) > 2][:2])
