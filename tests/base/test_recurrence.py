"""Recurring days: the last-day rule, ends, and words in three languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.base import i18n
from desktop_crm.base.recurrence import (
    LAST,
    Pattern,
    check_rule,
    days,
    days_between,
    next_day,
    next_from,
    pattern_of,
    pattern_on,
    rule_sentence,
    shorter,
)


def first(rule: str, start: date, count: int) -> list[date]:
    iterator = days(rule, start)
    return [next(iterator) for _number in range(count)]


def test_every_31st_falls_on_the_last_day() -> None:
    rule = pattern_on("monthly", date(2023, 12, 31)).rule()
    found = first(rule, date(2023, 12, 31), 5)
    assert found == [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]


@pytest.mark.parametrize(("day", "february"), [(29, 28), (30, 28), (31, 28), (28, 28)])
def test_short_months(day: int, february: int) -> None:
    rule = Pattern("monthly", month_day=day).rule()
    assert days_between(rule, date(2025, 1, day), date(2025, 2, 1), date(2025, 2, 28)) == [date(2025, 2, february)]


def test_29_february_every_year() -> None:
    rule = pattern_on("yearly", date(2024, 2, 29)).rule()
    assert first(rule, date(2024, 2, 29), 3) == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)]


def test_second_tuesday_and_last_friday() -> None:
    assert first(Pattern("monthly", weekdays=(1,), nth=2).rule(), date(2025, 3, 1), 2) == [
        date(2025, 3, 11),
        date(2025, 4, 8),
    ]
    assert first(Pattern("monthly", weekdays=(4,), nth=LAST).rule(), date(2025, 3, 1), 1) == [date(2025, 3, 28)]


def test_ends() -> None:
    until = Pattern("daily", until=date(2025, 3, 3)).rule()
    assert list(days(until, date(2025, 3, 1))) == [date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 3)]
    counted = Pattern("weekly", weekdays=(5,), count=2).rule()
    assert list(days(counted, date(2025, 3, 1))) == [date(2025, 3, 1), date(2025, 3, 8)]
    assert next_day(counted, date(2025, 3, 1), date(2025, 3, 8)) is None
    assert pattern_of(shorter(counted)) == Pattern("weekly", weekdays=(5,), count=1)


@pytest.mark.parametrize(
    ("frequency", "done", "following"),
    [
        ("daily", date(2025, 3, 14), date(2025, 3, 15)),
        ("weekly", date(2025, 3, 14), date(2025, 3, 21)),
        ("monthly", date(2025, 1, 31), date(2025, 2, 28)),
        ("yearly", date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_counted_from_the_day_it_was_done(frequency, done: date, following: date) -> None:
    rule = pattern_on(frequency, date(2025, 1, 1)).rule()
    assert next_from(rule, done) == following


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=3", "FREQ=HOURLY", "", "FREQ=DAILY;INTERVAL=x", "FREQ=DAILY;" * 40]
)
def test_what_is_no_rule_of_days_is_refused_at_once(rule: str) -> None:
    with pytest.raises(ValueError):
        check_rule(rule)


def test_a_rule_from_outside_is_followed_though_the_form_cannot_show_it() -> None:
    rule = "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"
    assert pattern_of(rule) is None
    assert first(rule, date(2025, 3, 1), 2) == [date(2025, 3, 3), date(2025, 4, 1)]
    assert rule in rule_sentence(rule)


def test_a_rule_that_never_happens_ends() -> None:
    assert next_day("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", date(2025, 1, 1), date(2025, 1, 1)) is None


def test_words() -> None:
    rule = Pattern("weekly", interval=2, weekdays=(0, 3)).rule()
    assert rule_sentence(rule) == "Every 2 weeks, Monday, Thursday"
    with i18n.language_scope("ru"):
        assert rule_sentence(rule) == "Каждые 2 недели, понедельник, четверг"
    with i18n.language_scope("ro"):
        assert rule_sentence(Pattern("monthly", month_day=31).rule()) == "În fiecare lună, ziua 31 sau ultima zi"


PATTERNS = st.builds(
    Pattern,
    frequency=st.sampled_from(["daily", "weekly", "monthly", "yearly"]),
    interval=st.integers(1, 12),
    count=st.none() | st.integers(1, 30),
    until=st.none(),
) | st.builds(Pattern, st.just("monthly"), month_day=st.integers(1, 31), interval=st.integers(1, 5))


@given(PATTERNS, st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_a_pattern_comes_back_from_its_rule_and_days_ascend(pattern: Pattern, start: date) -> None:
    rule = pattern.rule()
    assert pattern_of(rule) == pattern
    found = days_between(rule, start, start, start + timedelta(days=800))
    assert found == sorted(set(found)) and all(day >= start for day in found)
