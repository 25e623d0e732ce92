"""What recurs in a quick reminder: “every second Monday”, “în fiecare zi lucrătoare”, “раз в квартал”."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from desktop_crm.base.recurrence import Frequency, Pattern
from desktop_crm.services import quick_words as words
from desktop_crm.services.quick_days import number_of
from desktop_crm.services.quick_reading import Line, Match

_LAST_DAY = 31  # falls on the last one where a month is shorter


def _recurs(line: Line, pattern: Pattern) -> bool:
    """What was said before about how often holds: every 2 weeks, on Mondays."""
    before = line.found.pattern
    if before is not None and before.frequency == pattern.frequency and pattern.interval == 1:
        pattern = replace(pattern, interval=before.interval)
    return line.put(pattern=pattern)


def working_days(line: Line, match: Match) -> bool:
    """Monday to Friday."""
    return _recurs(line, Pattern("weekly", weekdays=(0, 1, 2, 3, 4)))


def weekends(line: Line, match: Match) -> bool:
    """Every Saturday."""
    return _recurs(line, Pattern("weekly", weekdays=(5,)))


def nth_weekday(line: Line, match: Match) -> bool:
    """The first Monday of each month."""
    return _recurs(line, Pattern("monthly", weekdays=(words.WEEKDAYS[match["weekday"]],), nth=words.NTH[match["nth"]]))


def last_of_month(line: Line, match: Match) -> bool:
    """The end of every month."""
    return _recurs(line, Pattern("monthly", month_day=_LAST_DAY))


def numbered_day(line: Line, match: Match) -> bool:
    """Every 5th, каждое 5 число."""
    number = int(match["d"])
    return 1 <= number <= 31 and _recurs(line, Pattern("monthly", month_day=number))


def weekday_list(line: Line, match: Match) -> bool:
    """Every Monday and Thursday; every second Friday."""
    if match["days"] in words.UNITS and match["n"]:  # “la fiecare 2 luni” are months
        return False
    names = [word for word in re.split(r"[ ,]+", match["days"]) if word in {**words.WEEKDAYS, **words.EACH_WEEKDAY}]
    days = {words.WEEKDAYS[word] if word in words.WEEKDAYS else words.EACH_WEEKDAY[word] for word in names}
    interval = (number_of(match["n"].strip()) or 2) if match["n"] else 1
    return _recurs(line, Pattern("weekly", interval, weekdays=tuple(sorted(days))))


def each_weekday(line: Line, match: Match) -> bool:
    """On Mondays, lunea și joia, по вторникам."""
    names = [word for word in re.split(r"[ ,]+", match["days"]) if word in words.EACH_WEEKDAY]
    return _recurs(line, Pattern("weekly", weekdays=tuple(sorted({words.EACH_WEEKDAY[word] for word in names}))))


def every_unit(line: Line, match: Match) -> bool:
    """Every 2 weeks, every other day, o dată la 3 luni, раз в квартал."""
    frequency, length = words.FREQUENCIES.get(words.UNITS[match["unit"]], ("", 0))
    if not frequency:
        return False
    count = (number_of(match["n"].strip()) or 2) if match["n"] else 1
    return line.put(pattern=Pattern(_frequency(frequency), count * length))


def every_part(line: Line, match: Match) -> bool:
    """Every morning, în fiecare seară, каждый вечер."""
    morning = match["part"] in ("morning", "dimineata", "утро")
    return line.put(pattern=Pattern("daily"), part="morning" if morning else "evening")


def adverb(line: Line, match: Match) -> bool:
    """Weekly, lunar, ежегодно."""
    frequency, interval = words.ADVERBS[match["adverb"]]
    return line.put(pattern=Pattern(_frequency(frequency), interval))


def _frequency(name: str) -> Frequency:
    return next(one for one in ("daily", "weekly", "monthly", "yearly") if one == name)


_AND = r"(?: ,)?(?: (?:and|și|si|и|&))?"
_EVERY = r"(?:(?:at|in|în|la|pe|v|в|of|on|a|ale|al|din) )?{every}"
_SECOND = r"(?:other|second|a doua|al doilea|două|doua|вторую|второй|второе)"

RULES: tuple[tuple[str, Callable[[Line, Match], bool]], ...] = (
    (
        r"(?:every|each|on) (?:weekday|workday|weekdays|workdays|(?:working|business|work) days?)|weekdays"
        r"|(?:în )?fiecare zi (?:lucrătoare|de lucru)|în zilele (?:lucrătoare|de lucru)|(?:de )?luni (?:până|-|"
        r"–) vineri"
        r"|по будням|по (?:будним|рабочим) дням|(?:каждый|в каждый) (?:будний|рабочий) день|с понедельника по "
        r"пятницу|пн (?:-|–) пт"
        r"|(?:from )?(?:monday|mon) (?:to|till|through|-|–) (?:friday|fri)",
        working_days,
    ),
    (
        r"(?:every|each) weekend|(?:on|at) weekends|în (?:fiecare weekend|weekenduri)|по выходным|каждые выходные",
        weekends,
    ),
    (
        r"(?:(?:on|in|în|pe|в|la) )?(?:the |every |each |fiecare )?(?P<nth>{nth}) (?:zi de |zi "
        r")?(?P<weekday>{weekday})"
        r" (?:(?:of|in) (?:the|every|each) month|(?:a|al|din) (?:lunii|fiecărei luni|fiecare lună)|(?:каждого "
        r")?месяца)",
        nth_weekday,
    ),
    (
        r"(?:(?:at|on|by|la|în|в) )?(?:the )?(?:end|last day|sfârșitul|finele|ultima zi|конце|последний "
        r"день)(?: of| a)?"
        r" (?:every|each|fiecărei|fiecare|каждого) (?:month|luni|lună|месяца)",
        last_of_month,
    ),
    (
        r"(?:(?:on|în|в) )?(?:every|each|fiecare|каждый) (?:last day of the month|ultimă zi a lunii|последний день "
        r"месяца)",
        last_of_month,
    ),
    (
        r"(?:(?:on|la|în|pe|v) )?{every} (?P<d>\d{1,2}) (?:(?:th|st|nd|rd)(?: of the month)?|(?:(?:- )?(?:е|ое|"
        r"го) )?(?:число|числа)"
        r"|(?:- )?(?:е|ое) число|(?:a|ale|al) lunii)",
        numbered_day,
    ),
    (
        rf"{_EVERY} (?P<n>(?:\d{{1,2}}|{{num}}|{_SECOND}) )?(?P<days>(?:{{weekday}}|{{eachday}})(?:{_AND} "
        rf"(?:every |каждую |каждый )?{{weekday}})*)",
        weekday_list,
    ),
    (rf"{_EVERY} (?:(?P<n>(?:\d{{1,3}}|{{num}}|{_SECOND}|half a|half) ))?(?:de )?(?P<unit>{{unit}})", every_unit),
    (r"din (?P<n>{num} |\d{1,2} )în (?:{num}|\d{1,2}) (?P<unit>{unit})", every_unit),
    (r"(?:o dată|odată) (?:la|pe|în)(?: fiecare)? (?P<n>(?:\d{1,2}|{num}) )?(?:de )?(?P<unit>{unit})", every_unit),
    (r"(?:один )?раз в (?P<n>(?:\d{1,2}|{num}) )?(?P<unit>{unit})", every_unit),
    (r"once (?:(?:a|per|each) |(?:every|in) )(?P<n>(?:\d{1,2}|{num}) )?(?P<unit>{unit})", every_unit),
    (rf"{_EVERY} (?P<part>morning|evening|dimineață|seară|утро|вечер)", every_part),
    (r"(?P<adverb>{adverb})", adverb),
    (
        rf"(?:(?:on|по) )?(?P<days>{{eachday}}(?:{_AND} (?:по )?{{eachday}})*)(?! (?:{{next}}|{{this}})(?!\S))",
        each_weekday,
    ),
)
