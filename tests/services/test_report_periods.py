"""Periods of reports: the one before and the next, at the edges of months and years; the words of Markdown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desktop_crm.base.text import without_marks
from desktop_crm.services.reports.periods import Period, usual_periods


@pytest.mark.parametrize(
    ("first", "last", "before", "after"),
    [
        ((2024, 2, 1), (2024, 2, 29), ((2024, 1, 1), (2024, 1, 31)), ((2024, 3, 1), (2024, 3, 31))),
        ((2025, 1, 1), (2025, 1, 31), ((2024, 12, 1), (2024, 12, 31)), ((2025, 2, 1), (2025, 2, 28))),
        ((2025, 1, 1), (2025, 3, 31), ((2024, 10, 1), (2024, 12, 31)), ((2025, 4, 1), (2025, 6, 30))),
        ((2024, 1, 1), (2024, 12, 31), ((2023, 1, 1), (2023, 12, 31)), ((2025, 1, 1), (2025, 12, 31))),
        ((2025, 3, 10), (2025, 3, 12), ((2025, 3, 7), (2025, 3, 9)), ((2025, 3, 13), (2025, 3, 15))),
        ((2025, 3, 1), (2025, 3, 30), ((2025, 1, 30), (2025, 2, 28)), ((2025, 3, 31), (2025, 4, 29))),
    ],
)
def test_before_and_after(first, last, before, after) -> None:
    period = Period(date(*first), date(*last))
    assert period.before == Period(date(*before[0]), date(*before[1]))
    assert period.moved(1) == Period(date(*after[0]), date(*after[1]))


def test_usual_periods_in_january() -> None:
    found = dict(usual_periods(date(2025, 1, 15)))
    assert found["Last month"] == Period(date(2024, 12, 1), date(2024, 12, 31))
    assert found["Last quarter"] == Period(date(2024, 10, 1), date(2024, 12, 31))
    assert found["Last 12 months"] == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert found["Last year"] == Period(date(2024, 1, 1), date(2024, 12, 31))


def test_a_whole_day_counts_by_its_date() -> None:
    period = Period(date(2025, 1, 1), date(2025, 1, 31))
    assert period.has(datetime(2025, 1, 31, tzinfo=UTC), all_day=True)
    assert not period.has(datetime(2025, 2, 1, tzinfo=UTC), all_day=True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("# Offer\n\n**bold** and *slanted*, `code`", "Offer\n\nbold and slanted, code"),
        ("> quoted\n- one\n* two", "quoted\n• one\n• two"),
        ("[site](https://nord.example)", "site (https://nord.example)"),
        ("2 * 3 * 4 = 24, snake_case_name, a*b", "2 * 3 * 4 = 24, snake_case_name, a*b"),
        ("___ and ** and `", "___ and ** and `"),
    ],
)
def test_markdown_on_paper(typed: str, words: str) -> None:
    assert without_marks(typed) == words
