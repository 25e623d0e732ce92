"""Terms over weekends, holidays, lunch, pauses and the change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.base.working_time import Pause, WorkingCalendar, public_holidays

ZONE = ZoneInfo("Europe/Chisinau")
OFFICE = {day: ((time(9), time(13)), (time(14), time(18))) for day in range(5)}
MAY_DAY = date(2025, 5, 1)
CALENDAR = WorkingCalendar(ZONE, OFFICE, {MAY_DAY: "Labour Day"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("begin", "days", "end"),
    [
        ("2025-03-10 10:00", 2, "2025-03-12 18:00"),
        ("2025-03-14 17:59", 1, "2025-03-17 18:00"),  # over the weekend
        ("2025-03-15 10:00", 1, "2025-03-17 18:00"),  # received on a Saturday
        ("2025-04-30 10:00", 1, "2025-05-02 18:00"),  # over the holiday
        ("2025-03-28 10:00", 1, "2025-03-31 18:00"),  # over the change of the clocks
        ("2025-03-10 10:00", 14, "2025-03-28 18:00"),
    ],
)
def test_days(begin: str, days: int, end: str) -> None:
    assert CALENDAR.after_days(at(begin), days) == at(end)


@pytest.mark.parametrize(
    ("begin", "hours", "end"),
    [
        ("2025-03-10 10:00", 2, "2025-03-10 12:00"),
        ("2025-03-10 12:00", 2, "2025-03-10 15:00"),  # lunch does not count
        ("2025-03-10 13:30", 1, "2025-03-10 15:00"),  # begun at lunch
        ("2025-03-14 17:00", 2, "2025-03-17 10:00"),  # the weekend does not count
        ("2025-04-30 17:30", 1, "2025-05-02 09:30"),  # nor does the holiday
        ("2025-03-15 03:00", 8, "2025-03-17 18:00"),
        ("2025-03-10 08:00", 4, "2025-03-10 13:00"),  # before the office opens
    ],
)
def test_hours(begin: str, hours: float, end: str) -> None:
    assert CALENDAR.after_hours(at(begin), hours) == at(end)


def test_night_shift_over_the_change_of_the_clocks_lasts_an_hour_less() -> None:
    nights = WorkingCalendar(ZONE, {6: ((time(0), time(8)),)})  # clocks go forward on Sunday 30 March 2025 at 3:00
    assert nights.hours_between(at("2025-03-30 00:00"), at("2025-03-31 00:00")) == timedelta(hours=7)
    assert nights.hours_between(at("2025-10-26 00:00"), at("2025-10-27 00:00")) == timedelta(hours=9)


def test_pauses_stop_the_count() -> None:
    waited = Pause(at("2025-03-11 09:00"), at("2025-03-13 18:00"), "photo")
    assert CALENDAR.after_days(at("2025-03-10 10:00"), 2, [waited]) == at("2025-03-17 18:00")
    assert CALENDAR.after_hours(at("2025-03-10 17:00"), 2, [waited]) == at("2025-03-14 10:00")
    part = Pause(at("2025-03-11 10:00"), at("2025-03-11 16:00"))  # part of a day: the day counts
    assert CALENDAR.after_days(at("2025-03-10 10:00"), 1, [part]) == at("2025-03-11 18:00")
    assert CALENDAR.after_hours(at("2025-03-11 09:00"), 3, [part]) == at("2025-03-11 18:00")


def test_a_pause_that_lasts_has_no_end() -> None:
    lasting = Pause(at("2025-03-11 09:00"))
    assert CALENDAR.after_days(at("2025-03-10 10:00"), 2, [lasting]) is None
    assert CALENDAR.after_hours(at("2025-03-10 10:00"), 20, [lasting]) is None
    assert CALENDAR.after_hours(at("2025-03-10 10:00"), 2, [lasting]) == at("2025-03-10 12:00")  # was over before
    assert CALENDAR.days_between(at("2025-03-10 10:00"), at("2025-03-20 10:00"), [lasting]) == 0


def test_nobody_ever_works() -> None:
    assert WorkingCalendar(ZONE, {}).after_days(at("2025-03-10 10:00"), 1) is None


def test_days_left_and_late() -> None:
    assert CALENDAR.days_between(at("2025-03-12 10:00"), at("2025-03-17 18:00")) == 3
    assert CALENDAR.days_between(at("2025-03-17 18:00"), at("2025-03-12 10:00")) == -3


def test_holidays_of_a_country() -> None:
    assert public_holidays("MD", 2025, "ro")[date(2025, 8, 27)].startswith("Ziua")
    assert public_holidays("ZZ", 2025, "ro") == {}


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(MOMENTS, st.floats(0.1, 200), st.lists(st.tuples(MOMENTS, st.integers(1, 200)), max_size=3))
def test_what_has_passed_at_the_end_is_the_term(
    begin: datetime, hours: float, waits: list[tuple[datetime, int]]
) -> None:
    pauses = [Pause(first, first + timedelta(hours=length)) for first, length in waits]
    end = CALENDAR.after_hours(begin, hours, pauses)
    assert end is not None
    passed = CALENDAR.hours_between(begin, end, pauses)
    assert abs(passed - timedelta(hours=hours)) < timedelta(milliseconds=1)


@given(MOMENTS, st.integers(1, 60))
def test_days_left_at_the_begin_are_the_term(begin: datetime, days: int) -> None:
    end = CALENDAR.after_days(begin, days)
    assert end is not None and CALENDAR.days_between(begin, end) == days
