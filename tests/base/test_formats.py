"""Numbers and dates as they are typed."""

from datetime import date
from decimal import Decimal

import pytest

from desktop_crm.base import formats
from desktop_crm.base.i18n import language_scope


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("ro", "1.234,5", "1234.5"),
        ("ro", "1234.5", "1234.5"),
        ("ru", "1 234,5", "1234.5"),
        ("ru", "1\u00a0234,5", "1234.5"),
        ("en", "1,234.5", "1234.5"),
        ("en", "12,5", "12.5"),
        ("en", "-3", "-3"),
        ("qps", "2.5", "2.5"),
        ("en", "abc", None),
        ("en", "", None),
        ("en", "NaN", None),
        ("en", "1e5", None),
    ],
)
def test_parse_number(language: str, typed: str, number: str | None) -> None:
    with language_scope(language):
        assert formats.parse_number(typed) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("ro", "14.03.2026", date(2026, 3, 14)),
        ("en", "2026-03-14", date(2026, 3, 14)),
        ("en", "3/14/2026", date(2026, 3, 14)),
        ("ru", "14.3.26", date(2026, 3, 14)),
        ("en", "14.03.1985", date(1985, 3, 14)),
        ("en", "31.02.2026", None),
        ("en", "tomorrow", None),
        ("en", "", None),
    ],
)
def test_parse_day(language: str, typed: str, day: date | None) -> None:
    with language_scope(language):
        assert formats.parse_day(typed) == day


def test_texts_follow_the_language() -> None:
    with language_scope("ro"):
        assert formats.number_text(Decimal("1234.5000")) == "1.234,5"
        assert formats.day_month_text(14, 3) == "14 martie"
    with language_scope("ru"):
        assert formats.day_month_text(14, 3) == "14 марта"
        assert "MDL" in formats.money_text(Decimal("48200"), "MDL")
    with language_scope("en"):
        assert formats.day_month_text(29, 2) in ("February 29", "29 February")
        assert "2026" in formats.day_text(date(2026, 3, 14))
