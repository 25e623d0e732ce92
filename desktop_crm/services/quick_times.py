"""Times of day and urgency in a quick reminder: “at half past nine”, “la 10 fără un sfert”, “в полдесятого”."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from desktop_crm.services import quick_words as words
from desktop_crm.services.quick_days import number_of
from desktop_crm.services.quick_reading import Line, Match

_HALF_DAYS = {"am": 0, "pm": 12, "a . m .": 0, "p . m .": 12}
_QUARTER = {"quarter", "sfert", "un sfert", "a quarter", "четверти"}


def _put(line: Line, hour: int, minute: int = 0, *, bare: bool = False) -> bool:
    if hour > 23 or minute > 59:
        return False
    return line.put(clock=time(hour, minute), bare=bare and 0 < hour < 12)


def past(line: Line, match: Match) -> bool:
    """Half past nine, 9 și jumătate."""
    hour = number_of(match["h"])
    return hour is not None and hour < 24 and _put(line, hour, 15 if match["quarter"] else 30, bare=True)


def before_hour(line: Line, match: Match) -> bool:
    """Quarter to ten, 10 fără 20, без пяти десять."""
    hour, minutes = number_of(match["h"]), 15 if match["m"] in _QUARTER else number_of(match["m"])
    minutes = {"пяти": 5, "десяти": 10, "двадцати": 20}.get(match["m"], minutes)
    if not hour or hour > 24 or not minutes or minutes > 30:
        return False
    return _put(line, hour - 1, 60 - minutes, bare=True)


def half_of(line: Line, match: Match) -> bool:
    """В половине десятого, в полдесятого, в четверть десятого."""
    hour = words.HOURS_OF[match["of"]] if match["of"] else words.HALF_OF[match["halfof"]]
    return _put(line, (hour - 1) % 12 or 12, 15 if match["quarter"] else 30, bare=True)


def span_from(line: Line, match: Match) -> bool:
    """Between 10 and 12: it begins at 10; the words stay."""
    hour, _colon, minute = (match["from"] or match["hours"]).replace(".", ":").partition(":")
    _put(line, int(hour), int(minute or 0), bare=not minute)
    line.blot(match)
    return False


def half_day(line: Line, match: Match) -> bool:
    """5pm, 10:30 a.m."""
    half = _HALF_DAYS[match["half"]]
    hour = int(match["h"])
    return 0 < hour <= 12 and _put(line, hour % 12 + half, int(match["m"] or 0))


def with_part(line: Line, match: Match) -> bool:
    """8 утра, 7 seara."""
    part = words.PARTS[match["part"]]
    return _put(line, int(match["h"]), bare=True) and line.put(part=part)


def at_time(line: Line, match: Match) -> bool:
    """At 10, la ora 15.30, в 10 часов."""
    hour = number_of(match["h"])
    minute = match["m"] or match["m2"]
    if hour is None or (not minute and match["unit"] is None and not _is_hour(line, match)):
        return False
    return _put(line, hour, int(minute or 0), bare=not minute and not match["h"].startswith("0"))


def _is_hour(line: Line, match: Match) -> bool:
    """No number of things: “la 2 clienți”, “в 3 экземплярах”."""
    behind, before = line.behind(match), line.before(match)
    if behind is None or behind in line.taken or before is None or before in line.taken:
        return True
    token = line.tokens[behind]
    if not token.plain[0].isalpha():
        return token.plain in (",", ".", ";", "(", "-", "–", "!", ":")
    return (
        token.text[0].isupper()
        or token.plain in words.CONNECTIVES
        or token.plain in words.KINDS
        or _begins_part(line, match)
    )


def _begins_part(line: Line, match: Match) -> bool:
    rest = line.text[match.end() :].strip()
    return any(rest == part or rest.startswith(f"{part} ") for part in words.PARTS)


def clock(line: Line, match: Match) -> bool:
    """10:30."""
    hour, _colon, minute = match["clock"].partition(":")
    return _put(line, int(hour), int(minute))


def part_of_day(line: Line, match: Match) -> bool:
    """In the morning; tonight is today."""
    part = words.PARTS[match["part"]]
    if part == "tonight" and line.found.day is None:
        line.put(day=line.today)
    return line.put(part=part)


def priority(level: str) -> Callable[[Line, Match], bool]:
    """A rule for words of that urgency; what was found first holds."""
    return lambda line, match: line.put(priority=level if line.found.priority == "normal" else line.found.priority)


_HOUR = r"(?P<h>\d{1,2}|{num})"
_CLOCK = r"\d{1,2}(?::\d{2}|\.\d{2})?"
_AT = r"(?:{at} )?"

RULES: tuple[tuple[str, Callable[[Line, Match], bool]], ...] = (
    (r"{low}", priority("low")),
    (r"{urgent}", priority("urgent")),
    (r"{important}", priority("high")),
    (rf"(?:{{at}} )?(?:half|(?P<quarter>quarter|a quarter)) past {_HOUR}", past),
    (
        rf"{{at}} {_HOUR} (?:și jumătate|și jumate|jumătate|jumate|(?P<quarter>și un sfert|și sfert)|с "
        rf"половиной)",
        past,
    ),
    (rf"(?:{{at}} )?(?P<m>a quarter|quarter|\d{{1,2}}|{{num}}) to {_HOUR}", before_hour),
    (rf"(?:{{at}} )?{_HOUR} fără (?P<m>un sfert|sfert|\d{{1,2}}|{{num}})", before_hour),
    (rf"(?:{{at}} )?без (?P<m>четверти|пяти|десяти|двадцати|\d{{1,2}}|{{num}}) (?:минут )?{_HOUR}", before_hour),
    (r"(?:{at} )?(?:(?:половине|половину|пол|(?P<quarter>четверть)) (?P<of>{hourof})|(?P<halfof>{halfof}))", half_of),
    (
        rf"(?:between|from|între|de la|с|от) (?P<from>{_CLOCK}) (?:and|to|till|until|și|la|până la|до|и) {_CLOCK}"
        rf"|(?P<hours>\d{{1,2}}:\d{{2}}) (?:-|–) \d{{1,2}}:\d{{2}}",
        span_from,
    ),
    (rf"{_AT}(?P<h>\d{{1,2}})(?::(?P<m>\d{{2}}))? (?P<half>am|pm|a \. m \.|p \. m \.)", half_day),
    (rf"{_AT}(?P<h>\d{{1,2}}) (?:часа |часов |час )?(?P<part>утра|вечера|дня|dimineața|seara)", with_part),
    (r"(?P<part>{part})", part_of_day),
    (
        r"{at} (?P<h>\d{1,2}|{num})(?:[:.](?P<m>\d{2})| - (?P<m2>\d{2})| ?(?P<unit>o'clock|часов|часа|час|h|ч|"
        r"fix))?(?! (?:%|lei|percent))",
        at_time,
    ),
    (r"(?:{at} )?(?P<clock>\d{1,2}:\d{2})", clock),
)
