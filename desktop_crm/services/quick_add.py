"""A reminder in one sentence, in English, Romanian or Russian: “sună Ana mâine la 10”.

What says when, how often and how urgent is taken out of the sentence; the rest is the title. The spans that were
understood are given, so that a window can show them before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop_crm.base.recurrence import next_day, pattern_on
from desktop_crm.services import quick_days, quick_repeats, quick_times
from desktop_crm.services import quick_words as words
from desktop_crm.services.quick_reading import Found, Line, Token

_LONGEST = 500  # signs that are looked through: nobody writes a longer sentence
_EARLIEST = 7  # an hour below it, without minutes, is in the afternoon: “at 3”


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


def understand(text: str, present: datetime) -> Understood:
    """Read *text* at the user's local moment *present* (aware); words that say nothing about time are the title."""
    line = Line(text[:_LONGEST], present)
    for pattern, rule in (*quick_repeats.RULES, *quick_days.RULES, *quick_times.RULES):
        line.read(words.phrase(pattern), rule)
    rest = [token for place, token in enumerate(line.tokens) if place not in line.taken]
    day, clock, recurring = _settled(line.found, present)
    spans = tuple(sorted(line.spans))
    return Understood(
        title=_title(text, spans) or text.strip(),
        kind=_kind(rest),
        due_on=day,
        due_time=clock,
        rule=recurring,
        priority=line.found.priority,
        who=_names(rest),
        spans=spans,
    )


def _settled(found: Found, present: datetime) -> tuple[date | None, time | None, str]:
    """Day, time and rule as they fit: a time alone is the next time it strikes, a rule begins when it may."""
    day, pattern, clock = found.day, found.pattern, _clock(found)
    today = present.date()
    struck = clock is not None and clock <= present.time().replace(second=0, microsecond=0)
    if pattern is None:
        if day is None and clock is not None:
            day = today + timedelta(days=1) if struck else today
        return day, clock, ""
    if found.until and day is not None and (pattern.frequency == "daily" or pattern.weekdays):
        pattern, day = replace(pattern, until=day), None
    start = day or (today + timedelta(days=1) if struck else today)
    if not pattern.weekdays and pattern.month_day is None and pattern.frequency != "daily":
        pattern = replace(pattern_on(pattern.frequency, start), interval=pattern.interval)
    plain = replace(pattern, interval=1, until=None).rule()
    first = next_day(plain, start - timedelta(days=7), start - timedelta(days=1))
    return first or start, clock, pattern.rule()


def _clock(found: Found) -> time | None:
    """The time, with the half of the day that was meant."""
    if found.clock is None:
        return time(words.PART_HOURS[found.part]) if found.part else None
    hour = found.clock.hour
    late = found.part in ("afternoon", "evening", "tonight") or (found.part == "noon" and hour < _EARLIEST)
    if hour < 12 and (late or (found.bare and 0 < hour < _EARLIEST and found.part != "morning")):
        return found.clock.replace(hour=hour + 12)
    return found.clock


def _kind(rest: Iterable[Token]) -> str:
    """What the first verb says; “sună-l” is a call too."""
    for token in [one for one in rest if one.plain not in words.SMALL][:2]:
        for word in (token.plain, re.split(r"[-’']", token.plain)[0]):
            if word in words.KINDS:
                return words.KINDS[word]
    return "todo"


def _title(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[end:]
    text = re.sub(r"\s+([,;.:])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;.-–—:")
    return text[:1].upper() + text[1:]


def _names(rest: list[Token]) -> tuple[str, ...]:
    """Words that may name somebody: the first capital letters together, or the first words that are no verb.

    The first word begins the sentence, so it hardly is a name; nor is “КП”, “TVA” where there are other words.
    """
    body = [(place, token) for place, token in enumerate(rest) if _may_name(token)]
    capital = [(place, token) for place, token in body if token.text[:1].isupper()]
    inside = [(place, token) for place, token in capital if token.start]
    words_inside = [(place, token) for place, token in inside if not _is_abbreviation(token)]
    if chosen := words_inside or inside or capital:
        first = chosen[0][0]
        return tuple(token.text for number, (place, token) in enumerate(chosen) if place == first + number)
    return tuple([token.text for _place, token in body if token.text.isalpha() and len(token.text) > 2][:2])


def _may_name(token: Token) -> bool:
    return (
        not ({token.plain, re.split(r"[-’']", token.plain)[0]} & words.KINDS.keys()) and token.plain not in words.SMALL
    )


def _is_abbreviation(token: Token) -> bool:
    return len(token.text) <= 4 and token.text.isupper()
