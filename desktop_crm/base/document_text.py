"""The values of a document as people read them, in the language in force."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_time

from desktop_crm.base.document import Cell, CellKind
from desktop_crm.base.formats import day_text, locale, money_text, number_text
from desktop_crm.base.i18n import language


def value_text(value: Cell, kind: CellKind = "text", currency: str = "") -> str:
    """*value* as it is printed and shown; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return _written(language(), value, kind, currency)


@lru_cache(maxsize=8192)
def _written(_language: str, value: Cell, kind: CellKind, currency: str) -> str:
    if isinstance(value, datetime):
        local = value.astimezone()
        return f"{day_text(local.date())}, {format_time(local.time(), 'short', locale=locale())}"
    if isinstance(value, date):
        return day_text(value)
    if not isinstance(value, int | float | Decimal):
        return str(value)
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if kind == "money":
        return money_text(number, currency)
    if kind == "percent":
        return f"{number_text(round(number, 1))}\u00a0%"
    return number_text(number if number == number.to_integral_value() else round(number, 2))


def month_text(year: int, month: int) -> str:
    """“October 2026”."""
    text = str(format_date(date(year, month, 1), "LLLL y", locale=locale()))
    return text[:1].upper() + text[1:]


def short_day_text(day: date) -> str:
    """“26 Nov”."""
    return str(format_skeleton("MMMd", day, locale=locale()))


def short_month_text(year: int, month: int) -> str:
    """“Oct”."""
    return str(format_date(date(year, month, 1), "LLL", locale=locale())).rstrip(".")
