"""Dates in client lists: written in many ways; whether 03/04 is March or April is decided on the whole column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desktop_crm.base.text import fold

_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            "january jan ianuarie ian января январь янв",
            "february feb februarie февраля февраль фев",
            "march mar martie марта март",
            "april apr aprilie апреля апрель апр",
            "may mai мая май",
            "june jun iunie iun июня июнь июн",
            "july jul iulie iul июля июль июл",
            "august aug августа август авг",
            "september sep sept septembrie сентября сентябрь сен",
            "october oct octombrie октября октябрь окт",
            "november nov noiembrie noi ноября ноябрь ноя",
            "december dec decembrie декабря декабрь дек",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMERIC = re.compile(r"(\d{1,4})\s*([./\-\s])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?:\s*[г]\.?)?(?:[ T]\d{1,2}:\d{2}.*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDY = re.compile(r"(\d{1,2})\.?\s+([^\W\d_]+)\.?,?\s*(\d{4})?(?:\s*г\.?)?")
_WORDY_AMERICAN = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})[./](\d{1,2})\.?")
_VCARD_PARTIAL = re.compile(r"--(\d{2})-?(\d{2})")
CENTURY_PIVOT = 69  # two-digit years as POSIX strptime reads them: 69…99 are 19xx


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day and month, and the year where it is known."""

    day: int
    month: int
    year: int | None = None

    def as_date(self) -> date | None:
        """A full date, or ``None`` without a year."""
        return None if self.year is None else date(self.year, self.month, self.day)


def _valid(year: int | None, month: int, day: int) -> PartialDate | None:
    try:
        date(2000 if year is None else year, month, day)
    except ValueError:
        return None
    return PartialDate(day, month, year)


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (1900 if year >= CENTURY_PIVOT else 2000)


def decide_day_first(values: Iterable[Any], default: bool = True) -> bool:
    """Whether the column writes the day first: a first part over 12 proves it, a second part over 12 disproves it."""
    first, second = 0, 0
    for value in values:
        found = _NUMERIC.fullmatch(str(value).strip()) if isinstance(value, str) else None
        if found and len(found[1]) <= 2:
            first += int(found[1]) > 12
            second += int(found[3]) > 12
    return default if first == second else first > second


def unclear_order(values: Iterable[Any]) -> tuple[str, int]:
    """A date that can be read in two ways and how many there are; ("", 0) where the column itself proves the order."""
    proofs, unclear, sample = 0, 0, ""
    for value in values:
        found = _NUMERIC.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None or len(found[1]) > 2:
            continue
        one, two = int(found[1]), int(found[3])
        proofs += (one > 12) - (two > 12)
        if one != two and 0 < one <= 12 and 0 < two <= 12:
            unclear, sample = unclear + 1, sample or value.strip()
    return ("", 0) if proofs else (sample, unclear)


def parse_date(value: Any, *, day_first: bool = True) -> PartialDate | None:
    """The date in a cell, or ``None`` where there is none to be sure of."""
    if isinstance(value, datetime | date):
        return PartialDate(value.day, value.month, value.year)
    if value is None or isinstance(value, bool):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return _numeric(text, day_first) or _wordy(text)


def _numeric(text: str, day_first: bool) -> PartialDate | None:
    if found := _NUMERIC.fullmatch(text):
        one, two, three = found[1], int(found[3]), found[4]
        if len(one) == 4:
            return _valid(int(one), two, int(three)) if len(three) <= 2 else None
        year = _full_year(three)
        orders = ((two, int(one)), (int(one), two)) if day_first else ((int(one), two), (two, int(one)))
        return _valid(year, *orders[0]) or _valid(year, *orders[1])
    if found := _COMPACT.fullmatch(text):
        return _valid(int(found[1]), int(found[2]), int(found[3]))
    if found := _VCARD_PARTIAL.fullmatch(text):
        return _valid(None, int(found[1]), int(found[2]))
    if found := _WITHOUT_YEAR.fullmatch(text):
        return _valid(None, int(found[2]), int(found[1]))
    return None


def _wordy(text: str) -> PartialDate | None:
    if found := _WORDY.fullmatch(text):
        day, word, year = found[1], found[2], found[3]
    elif found := _WORDY_AMERICAN.fullmatch(text):
        word, day, year = found[1], found[2], found[3]
    else:
        return None
    month = _MONTHS.get(fold(word))
    return None if month is None else _valid(int(year) if year else None, month, int(day))
