"""Days in a quick reminder: dates, weekdays, “in two weeks”, “next week”, “at the end of the month”."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from desktop_crm.base.recurrence import Pattern, next_day, pattern_on
from desktop_crm.services import quick_words as words
from desktop_crm.services.quick_reading import Line, Match
from desktop_crm.services.quick_words import phrase

_FRIDAY, _SATURDAY = 4, 5
_LONGEST = 600  # months that are counted
_PRE = r"(?P<pre>(?:(?:{until}|{on}) )*)"
_ORDINAL = r"(?:(?:- )?(?:го|ого|е|ое|му|th|st|nd|rd))"
_NEXT_WEEK = (
    r"(?:next week|săptămâna (?:viitoare|următoare)|(?:на )?(?:следующей|будущей) неделе|(?:на )?(?:следующую|"
    r"будущую) неделю)"
)
_THIS_WEEK = r"(?:this week|săptămâna (?:asta|aceasta|curentă)|(?:на )?(?:этой|текущей) неделе)"
_END = (
    r"(?:(?:{until}|{on}|at|towards) )*(?:the )?(?:end of|last day of|sfârșit de|sfârșitul|finele|finalul|"
    r"ultima zi (?:a|din)|конце|конца|концу|последний день) (?:the |this |de )?"
)


def _pre_says_until(match: Match) -> bool:
    return phrase(r"(?:.* )?{until}").fullmatch(match["pre"].strip()) is not None


def number_of(text: str) -> int | None:
    """Digits or a number's word."""
    return int(text) if text.isdecimal() and len(text) < 4 else words.NUMBERS.get(text)


def after(line: Line, match: Match) -> bool:
    """In 3 days, peste 20 de minute, через неделю."""
    written, unit = match["n"], words.UNITS[match["unit"]]
    if written is None and not re.match(r"(?:через|после)(?!\S)", match[0]):
        return False  # “in week 5”; Russian leaves the one out
    halves = 2 * (number_of(written) or 0) if written else 2
    if written and not halves:
        halves = round(2 * float(written.replace(",", ".")))
    return _moved(line, unit, halves + (match["half"] is not None))


def half_after(line: Line, match: Match) -> bool:
    """In half an hour, через полчаса, peste o jumătate de an."""
    year = match["year"] is not None
    return _moved(line, "month" if year else "minute", 12 if year else 60)


def _moved(line: Line, unit: str, halves: int) -> bool:
    """So many halves of the unit from now."""
    if unit in ("minute", "hour"):
        moment = line.present + timedelta(minutes=halves * (30 if unit == "hour" else 0.5))
        return line.put(day=moment.date(), clock=moment.time().replace(second=0, microsecond=0), bare=False)
    if unit in ("day", "week"):
        return line.put(day=line.moved(halves * 7 // 2 if unit == "week" else halves // 2))
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit] * halves // 2
    day, rule = line.today, pattern_on("monthly", line.today).rule()
    for _month in range(min(months, _LONGEST)):
        day = next_day(rule, line.today, day) or day
    return line.put(day=day)


def some_after(line: Line, match: Match) -> bool:
    """In a couple of days is in two, in a few in three."""
    return _moved(line, words.UNITS[match["unit"]], 4 if match["couple"] else 6)


def hour_and_half_after(line: Line, match: Match) -> bool:
    """Через полтора часа."""
    return _moved(line, "hour", 3)


def _monday(line: Line, weeks: int) -> date:
    return line.moved(7 * weeks - line.today.weekday())


def weekday_of_week(line: Line, match: Match) -> bool:
    """Tuesday next week, în săptămâna viitoare marți, в среду на этой неделе."""
    day = _monday(line, 1 if match["next"] else 0) + timedelta(days=words.WEEKDAYS[match["weekday"]])
    return line.put(day=day)


def whole_week(line: Line, match: Match) -> bool:
    """Next week begins on its Monday, this one ends on Friday."""
    friday = _monday(line, 0) + timedelta(days=_FRIDAY)
    return line.put(day=_monday(line, 1) if match["next"] else max(friday, line.today))


def next_span(line: Line, match: Match) -> bool:
    """Next month and next year begin on their first day."""
    if match["year"]:
        return line.put(day=date(line.today.year + 1, 1, 1))
    return line.put(day=(line.today.replace(day=1) + timedelta(days=32)).replace(day=1))


def weekend(line: Line, match: Match) -> bool:
    """The coming Saturday; today where it is one."""
    return line.put(day=line.moved((_SATURDAY - line.today.weekday()) % 7))


def end_of(line: Line, match: Match) -> bool:
    """The last day; of a week its Friday."""
    unit = words.UNITS[match["unit"]]
    if unit == "week":
        return line.put(day=line.moved((_FRIDAY - line.today.weekday()) % 7))
    if unit not in ("month", "quarter", "year"):
        return False
    month = {"month": line.today.month, "quarter": (line.today.month + 2) // 3 * 3, "year": 12}[unit]
    return line.put(day=(date(line.today.year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))


def numeric_day(line: Line, match: Match) -> bool:
    """2026-03-14, 14.03, 14/3/26; no amount of money."""
    text = match["date"]
    if "-" in text:
        iso = [int(part) for part in text.split("-")]
        found = coming(iso[2], iso[1], iso[0], line.today)
    else:
        parts = [int(part) for part in re.split(r"[./]", text)]
        year = parts[2] if len(parts) == 3 else None
        found = coming(parts[0], parts[1], year + 2000 if year is not None and year < 100 else year, line.today)
    return found is not None and line.put(day=found, until=_pre_says_until(match))


def written_day(line: Line, match: Match) -> bool:
    """14 March, March 14th, 3 декабря 2026."""
    year = int(match["year"]) if match["year"] else None
    found = coming(int(match["d"]), words.MONTHS[match["month"]], year, line.today)
    return found is not None and line.put(day=found, until=_pre_says_until(match))


def month_alone(line: Line, match: Match) -> bool:
    """In December: its first day, today where it has begun."""
    month = words.MONTHS[match["month"]]
    first = coming(1, month, None, line.today)
    return line.put(day=line.today if month == line.today.month else first)


def day_of_month(line: Line, match: Match) -> bool:
    """The 31st: the next day of that number, the last one where a month is shorter."""
    number = int(match["d"])
    if not 1 <= number <= 31:
        return False
    rule = Pattern("monthly", month_day=number).rule()
    day = next_day(rule, line.today - timedelta(days=40), line.today - timedelta(days=1))
    pattern = line.found.pattern
    if pattern is not None and pattern.frequency == "monthly":
        line.put(pattern=Pattern("monthly", pattern.interval, month_day=number))
    return line.put(day=day)


def bare_day_of_month(line: Line, match: Match) -> bool:
    """“pe 20” with nothing behind it that could be counted."""
    behind = line.behind(match)
    ends = behind is None or behind in line.taken or line.tokens[behind].plain in ("la", "ora", ",", ".", ";")
    monthly = line.found.pattern is not None and line.found.pattern.frequency == "monthly"
    return (ends or monthly) and day_of_month(line, match)


def either_weekday(line: Line, match: Match) -> bool:
    """Tuesday and Thursday, once: the nearer one; the words stay."""
    days = [words.WEEKDAYS[word] for word in re.split(r"[ ,]+", match[0]) if word in words.WEEKDAYS]
    line.put(day=min(line.moved(_ahead(line, day)) for day in days))
    line.blot(match)
    return False


def _ahead(line: Line, day: int) -> int:
    return (day - line.today.weekday() - 1) % 7 + 1


def weekday(line: Line, match: Match) -> bool:
    """The next one; with “next” that of the next week."""
    if match["short"] and not _is_short_weekday(line, match):
        return False
    if match["weekday"] == "luni" and not match["pre"] and _are_months(line, match):
        return False
    place = words.WEEKDAYS[match["weekday"]] if match["weekday"] else words.SHORT_WEEKDAYS[match["short"]]
    ahead = _ahead(line, place)
    if (match["nx"] or match["nx2"]) and line.today.weekday() + ahead < 7:  # of the next week, not of this one
        ahead += 7
    if re.search(r"(?:^| )(?:before|inainte de|перед) ", match["pre"]):
        ahead -= 1
    return line.put(day=line.moved(ahead), until=_pre_says_until(match))


def _is_short_weekday(line: Line, match: Match) -> bool:
    """“on Mon”, “Ana Mon 9:00”; Romanian “sun” calls, “sat” is a village, Sun Computers is a firm."""
    place, behind = line.token_at(match.start("short")), line.behind(match)
    if match["pre"] or match["nx"]:
        return True
    named = behind is not None and line.tokens[behind].text[0].isupper()
    return place > 0 and line.tokens[place].text[0].isupper() and not named


def _are_months(line: Line, match: Match) -> bool:
    """“contract 3 luni”."""
    before = line.before(match)
    return before is not None and line.tokens[before].plain.isdecimal() and len(line.tokens[before].plain) <= 2


def some_day(line: Line, match: Match) -> bool:
    """Today, tomorrow and the like."""
    return line.put(day=line.moved(words.DAYS[match["day"]]))


def coming(day: int, month: int, year: int | None, today: date) -> date | None:
    """That day; without a year the next one that comes."""
    for candidate in (year,) if year is not None else range(today.year, today.year + 9):
        with suppress(ValueError):
            found = date(candidate, month, day)
            if year is not None or found >= today:
                return found
    return None


RULES: tuple[tuple[str, Callable[[Line, Match], bool]], ...] = (
    (
        r"(?:через |in |peste |după )?(?:an hour and a half|one and a half hours|o oră și jumătate|полтора часа)",
        hour_and_half_after,
    ),
    (
        r"(?:in|within|peste|după|într-o|într-un|через) (?:o |a )?(?:half an hour|half hour|jumătate de oră|полчаса"
        r"|(?P<year>half a year|jumătate de an|полгода))|(?:peste|după) (?:o )?jumătate de oră|într-o jumătate "
        r"de oră",
        half_after,
    ),
    (
        r"(?:in|within|peste|după|în|через) (?:(?P<couple>a couple of|couple of|пару)|a few|câteva|cateva|"
        r"несколько) (?:de )?(?P<unit>{unit})",
        some_after,
    ),
    (
        r"{after} (?:(?P<n>\d{1,3}(?:[.,]\d)?|{num}) )?(?P<half>and a half |și jumătate |с половиной )?(?:de "
        r")?(?P<unit>{unit})",
        after,
    ),
    (r"(?:într-o|într-un) (?P<unit>{unit})", lambda line, match: _moved(line, words.UNITS[match["unit"]], 2)),
    (
        r"(?P<n>\d{1,3}|{num}) (?P<half>and a half )?(?P<unit>{unit}) from (?:now|today)",
        lambda line, match: _moved(line, words.UNITS[match["unit"]], 2 * (number_of(match["n"]) or 1)),
    ),
    (rf"{_PRE}(?P<weekday>{{weekday}}) (?:de |din |în |of )?(?:(?P<next>{_NEXT_WEEK})|{_THIS_WEEK})", weekday_of_week),
    (rf"(?:în )?(?:(?P<next>{_NEXT_WEEK})|{_THIS_WEEK}) {_PRE}(?P<weekday>{{weekday}})", weekday_of_week),
    (rf"{_END}(?P<unit>{{unit}})", end_of),
    (rf"{_PRE}(?:(?P<next>{_NEXT_WEEK})|{_THIS_WEEK})", whole_week),
    (
        rf"{_PRE}(?:next month|luna viitoare|следующем месяце|следующий месяц|следующего месяца"
        r"|(?P<year>next year|anul viitor|la anul|следующем году|следующий год))",
        next_span,
    ),
    (
        rf"{_PRE}(?:at )?(?:this |the |эти )?(?:weekend|weekendul|weekend-ul|sfârșit de săptămână|выходные|"
        rf"выходных|выходным)(?: acesta)?",
        weekend,
    ),
    (
        rf"{_PRE}(?P<date>\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?)(?! "
        rf"{{measure}}(?!\S))",
        numeric_day,
    ),
    (
        rf"{_PRE}(?P<d>\d{{1,2}}) (?:{_ORDINAL} )?(?:of )?(?P<month>{{month}})(?! (?:mult|multe|mulți|mari|mici|"
        rf"des|bine|târziu)(?!\S))"
        r"(?: \.)?(?: (?P<year>\d{4})(?: года| г)?)?",
        written_day,
    ),
    (
        rf"{_PRE}(?P<month>{{month}})(?: \.)? (?P<d>\d{{1,2}})(?: {_ORDINAL})?(?: ,)?(?: (?P<year>\d{{4}}))?",
        written_day,
    ),
    (
        rf"{_PRE}(?P<d>\d{{1,2}}) (?:(?:{_ORDINAL} )?(?:числа|число|числу)|{_ORDINAL}|(?:a|ale|al) lunii)",
        day_of_month,
    ),
    (r"(?:până )?(?:pe data de|la data de|în data de|data de|pe|on|on the) (?P<d>\d{1,2})", bare_day_of_month),
    (r"{weekday}(?:(?: ,)?(?: (?:and|or|și|sau|и|или))? (?:on |pe |в |во )?{weekday})+", either_weekday),
    (
        r"(?P<pre>(?:(?:{until}|{on}|before|înainte de|перед) )*)(?P<nx>{next} )?(?:(?P<weekday>{weekday})|"
        r"(?P<short>{short})(?: \.)?)"
        r"(?P<nx2> {next}| {this})?",
        weekday,
    ),
    (rf"{_PRE}(?P<day>{{day}})", some_day),
    (r"(?:in|în|în luna|luna|в) (?P<month>{month})(?! \d)", month_alone),
)
