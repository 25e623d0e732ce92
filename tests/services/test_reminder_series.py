"""Series of reminders: what follows what, and the three ways to change one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.recurrence import Pattern, pattern_of
from desktop_crm.db import undo
from desktop_crm.db.database import Database
from desktop_crm.model import Reminder, ReminderSeries
from desktop_crm.services.reminder_series import change_series, end_series, leave_out, occurrence, occurrences_between
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder, skip_reminder

CHANGE = Label("Change")
MONDAYS = Pattern("weekly", weekdays=(0,)).rule()
LAST_DAYS = Pattern("monthly", month_day=31).rule()


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.frozen(datetime(2025, 3, 10, 8, tzinfo=UTC)):
        yield


def make(database: Database, rule: str = MONDAYS, day: date = date(2025, 3, 10), **more: object) -> int:
    return database.do(CHANGE, add_reminder, ReminderDraft("Report", due_on=day, rule=rule, **more))


def rows(database: Database) -> list[tuple[date | None, str]]:
    with database.read() as session:
        found = session.query(Reminder).filter(Reminder.deleted_at.is_(None)).order_by(Reminder.id)
        return [(reminder.due_on, reminder.status) for reminder in found]


def last(database: Database) -> int:
    with database.read() as session:
        return session.query(Reminder.id).order_by(Reminder.id.desc()).limit(1).scalar()


def series_of(database: Database, reminder_id: int) -> int:
    with database.read() as session:
        return session.get_one(Reminder, reminder_id).series_id or 0


def test_the_next_comes_when_one_is_done_and_undo_takes_both_back(database: Database) -> None:
    first = make(database)
    database.do(CHANGE, complete_reminder, first)
    assert rows(database) == [(date(2025, 3, 10), "done"), (date(2025, 3, 17), "new")]
    undo.undo(database)
    assert rows(database) == [(date(2025, 3, 10), "new")]
    undo.redo(database)
    assert rows(database) == [(date(2025, 3, 10), "done"), (date(2025, 3, 17), "new")]


def test_done_twice_or_reopened_makes_one_follower(sqlite_database: Database) -> None:
    first = make(sqlite_database)
    for done in (True, True, False, True):
        sqlite_database.do(CHANGE, complete_reminder, first, done)
    assert [row for row in rows(sqlite_database) if row[1] == "new"] == [(date(2025, 3, 17), "new")]


def test_after_a_holiday_one_is_waiting_not_ten(sqlite_database: Database) -> None:
    first = make(sqlite_database, Pattern("daily").rule())
    with clock.frozen(datetime(2025, 3, 24, 8, tzinfo=UTC)):
        sqlite_database.do(CHANGE, complete_reminder, first)
    assert rows(sqlite_database)[-1] == (date(2025, 3, 24), "new")


def test_every_31st(sqlite_database: Database) -> None:
    reminder = make(sqlite_database, LAST_DAYS, date(2025, 3, 31))
    for day in (date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)):
        sqlite_database.do(CHANGE, complete_reminder, reminder)
        assert rows(sqlite_database)[-1] == (day, "new")
        reminder = last(sqlite_database)


def test_counted_from_completion(sqlite_database: Database) -> None:
    first = make(sqlite_database, Pattern("weekly").rule(), from_completion=True)
    with clock.frozen(datetime(2025, 3, 13, 8, tzinfo=UTC)):
        sqlite_database.do(CHANGE, complete_reminder, first)
    assert rows(sqlite_database)[-1] == (date(2025, 3, 20), "new")


@pytest.mark.parametrize("from_completion", [True, False])
def test_it_ends_by_count(sqlite_database: Database, from_completion: bool) -> None:
    reminder = make(sqlite_database, Pattern("daily", count=2).rule(), from_completion=from_completion)
    sqlite_database.do(CHANGE, complete_reminder, reminder)
    sqlite_database.do(CHANGE, complete_reminder, last(sqlite_database))
    assert [status for _day, status in rows(sqlite_database)] == ["done", "done"]


def test_it_ends_by_day(sqlite_database: Database) -> None:
    reminder = make(sqlite_database, Pattern("daily", until=date(2025, 3, 10)).rule())
    sqlite_database.do(CHANGE, complete_reminder, reminder)
    assert rows(sqlite_database) == [(date(2025, 3, 10), "done")]


def test_skipping_and_ending(sqlite_database: Database) -> None:
    first = make(sqlite_database)
    sqlite_database.do(CHANGE, skip_reminder, first)
    assert rows(sqlite_database) == [(date(2025, 3, 10), "cancelled"), (date(2025, 3, 17), "new")]
    sqlite_database.do(CHANGE, end_series, series_of(sqlite_database, first))
    sqlite_database.do(CHANGE, complete_reminder, last(sqlite_database))
    assert len(rows(sqlite_database)) == 2


def test_time_of_day_stays_through_the_change_of_the_clocks(sqlite_database: Database) -> None:
    at = datetime(2025, 3, 24, 7, 30, tzinfo=UTC)  # 9:30 in Chișinău in winter
    first = make(sqlite_database, day=date(2025, 3, 24), due_at=at, zone="Europe/Chisinau")
    with clock.frozen(at):
        sqlite_database.do(CHANGE, complete_reminder, first)
    with sqlite_database.read() as session:
        following = session.get_one(Reminder, last(sqlite_database))
        assert following.due_at == datetime(2025, 3, 31, 6, 30, tzinfo=UTC)  # 9:30 in summer


def test_days_ahead_are_computed(database: Database) -> None:
    first = make(database)
    series = series_of(database, first)
    with database.read() as session:
        ahead = [one.day for one in occurrences_between(session, date(2025, 3, 1), date(2025, 3, 31))]
    assert ahead == [date(2025, 3, 17), date(2025, 3, 24), date(2025, 3, 31)]
    database.do(CHANGE, leave_out, series, date(2025, 3, 24))
    moved = database.do(CHANGE, occurrence, series, date(2025, 3, 31))
    assert database.do(CHANGE, occurrence, series, date(2025, 3, 31)) == moved
    with database.read() as session:
        assert [one.day for one in occurrences_between(session, date(2025, 3, 1), date(2025, 3, 31))] == [
            date(2025, 3, 17)
        ]


def test_all_of_the_series_moves(sqlite_database: Database) -> None:
    first = make(sqlite_database)
    sqlite_database.do(CHANGE, change_series, first, {"due_on": date(2025, 3, 11), "title": "Figures"}, "all")
    with sqlite_database.read() as session:
        reminder = session.get_one(Reminder, first)
        assert (reminder.due_on, reminder.title) == (date(2025, 3, 11), "Figures")
        series = session.get_one(ReminderSeries, reminder.series_id)
        assert pattern_of(series.rule) == Pattern("weekly", weekdays=(1,))
    sqlite_database.do(CHANGE, complete_reminder, first)
    assert rows(sqlite_database)[-1] == (date(2025, 3, 18), "new")


def test_from_one_on_it_is_another_series(sqlite_database: Database) -> None:
    first = make(sqlite_database, Pattern("weekly", weekdays=(0,), count=5).rule())
    sqlite_database.do(CHANGE, complete_reminder, first)
    second = last(sqlite_database)
    sqlite_database.do(CHANGE, change_series, second, {"title": "Figures", "due_time": "10:00"}, "following")
    with sqlite_database.read() as session:
        assert session.get_one(Reminder, first).title == "Report"
        reminder = session.get_one(Reminder, second)
        assert (reminder.title, reminder.due_at is not None) == ("Figures", True)
        assert reminder.series_id != session.get_one(Reminder, first).series_id
        series = session.get_one(ReminderSeries, reminder.series_id)
        assert pattern_of(series.rule) == Pattern("weekly", weekdays=(0,), count=4)


def test_what_is_no_rule_is_refused(sqlite_database: Database) -> None:
    with pytest.raises(InvalidValue):
        make(sqlite_database, "FREQ=SECONDLY")
    with pytest.raises(InvalidValue):
        sqlite_database.do(CHANGE, add_reminder, ReminderDraft("No day", rule=MONDAYS))
    assert rows(sqlite_database) == []
