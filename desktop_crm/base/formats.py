"""Numbers, money and dates as the user reads and types them (Babel), on screen, in reports and messages alike."""

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_date_format, get_day_names
from babel.numbers import NumberFormatError, format_currency, format_decimal, parse_decimal

from desktop_crm.base.i18n import language

_ISO_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_NUMBER_LIKE = re.compile(r"[+-]?[0-9][0-9.,]*")
_GLUED_CODE = re.compile(r"([^\W\d_])(?=\d)")
_COMMA_DECIMALS = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}")


@lru_cache(maxsize=8)
def _locale_of(code: str) -> Locale:
    return Locale.parse(code if code in ("ro", "ru") else "en_GB")  # 14 March, not March 14


def locale() -> Locale:
    """Babel's locale of the language in force."""
    return _locale_of(language())


def number_text(number: Decimal) -> str:
    """A number with the user's decimal mark and grouping; no zeros are added."""
    return str(format_decimal(number, format="#,##0.####", locale=locale()))


def money_text(amount: Decimal, currency: str = "") -> str:
    """An amount with its currency (ISO 4217); without one, a number with two decimals."""
    if not currency:
        return str(format_decimal(amount, format="#,##0.00", locale=locale()))
    text = str(format_currency(amount, currency, locale=locale()))
    return _GLUED_CODE.sub("\\1\u00a0", text)  # CLDR asks for a space between letters and digits, Babel leaves it out


def day_text(day: date) -> str:
    """A date: “14 Mar 2026”."""
    return str(format_date(day, format="medium", locale=locale()))


def day_month_text(day: int, month: int, year: int | None = None) -> str:
    """An anniversary: “14 March”, with the year where it is known."""
    if year is not None:
        return str(format_date(date(year, month, day), format="long", locale=locale()))
    return str(format_skeleton("MMMMd", date(2000, month, day), locale=locale()))


def weekday_text(weekday: int) -> str:
    """A day of the week, 0 is Monday: “Tuesday”, “вторник”."""
    return str(get_day_names("wide", context="stand-alone", locale=locale())[weekday])


def parse_number(text: str) -> Decimal | None:
    """The number that was typed: as the language writes it, else with a point or a comma; ``None`` if it is none."""
    compact = _SPACES.sub("", text).replace("\u2212", "-")
    if not _NUMBER_LIKE.fullmatch(compact):
        return None
    with suppress(NumberFormatError, InvalidOperation):
        return Decimal(parse_decimal(compact, locale=locale(), strict=True))
    if _ISO_NUMBER.fullmatch(compact):
        return Decimal(compact)
    return Decimal(compact.replace(",", ".")) if _COMMA_DECIMALS.fullmatch(compact) else None


def parse_day(text: str) -> date | None:
    """The date that was typed: ISO 8601, day.month.year, or in the language's own order; ``None`` if it is none."""
    text = text.strip()
    try:
        if iso := _ISO_DAY.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if not re.fullmatch(r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}", text):
            return None
        if "." in text:  # points are day.month.year in every language that uses them
            day, month, year = (int(part) for part in text.split("."))
            return date(_full_year(year), month, day)
        return _in_order(text)
    except ValueError:
        return None


def _in_order(text: str) -> date:
    pattern = get_date_format("short", locale=locale()).pattern.lower()
    order = sorted("dmy", key=pattern.index)
    found = dict(zip(order, (int(part) for part in re.split(r"[/-]", text)), strict=True))
    day, month = found["d"], found["m"]
    if month > 12 >= day:  # 3/14/2026 can only be the American order
        day, month = month, day
    return date(_full_year(found["y"]), month, day)


def _full_year(year: int) -> int:
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def language_names(codes: str) -> str:
    """“ro, ru” as “Romanian, Russian”; what is no code stays."""
    names = locale().languages
    parts = [part.strip() for part in codes.split(",")]
    return ", ".join(str(names.get(part.lower(), part)).capitalize() for part in parts if part)
