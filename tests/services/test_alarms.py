"""Reminders fire: once in the office, again until answered, through sleep, clock jumps and every zone."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_id
from desktop_crm.base.recurrence import days_between, pattern_on
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.model import Reminder, ReminderSeries
from desktop_crm.model.reminder import MORNING, moment_on
from desktop_crm.model.session import CrmSession
from desktop_crm.services.alarms import (
    REPEAT,
    Alarm,
    alarms_due,
    claim_alarms,
    missed_alarms,
    next_alarm,
    see_alarms,
    snooze_alarms,
)
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.reminder_series import local_zone
from desktop_crm.services.reminders import (
    ReminderDraft,
    add_reminder,
    change_reminder,
    complete_reminder,
    complete_reminders,
)

CHANGE = Label("Change")
TEN = datetime(2025, 3, 10, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def tick(database: Database, present: datetime) -> list[tuple[int, str]]:
    """What the window does every 30 seconds."""
    with clock.frozen(present), database.read() as session:
        due = alarms_due(session)
    if not due:
        return []
    with clock.frozen(present):
        return [(alarm.id, alarm.alarm) for alarm in database.do(CHANGE, claim_alarms, due)]


def add(database: Database, at: datetime | None = TEN, **more: object) -> int:
    return database.do(CHANGE, add_reminder, ReminderDraft("Call", due_at=at, **more))


def test_it_fires_at_its_moment_and_again_until_answered(database: Database) -> None:
    number = add(database)
    assert tick(database, TEN - MINUTE) == []
    assert tick(database, TEN) == [(number, "fired")]
    assert tick(database, TEN + MINUTE) == []
    assert tick(database, TEN + REPEAT) == [(number, "fired")]
    database.do(CHANGE, see_alarms, [number])
    assert tick(database, TEN + 5 * REPEAT) == []


def test_only_one_workstation_shows_it(address: Address, opened: Callable[..., Database]) -> None:
    one, other = opened(address, installation="pc-1"), opened(address, installation="pc-2")
    number = add(one)
    with clock.frozen(TEN):
        with one.read() as session:
            seen_here = alarms_due(session)
        with other.read() as session:
            seen_there = alarms_due(session)
        assert [alarm.id for alarm in seen_here] == [alarm.id for alarm in seen_there] == [number]
        assert len(one.do(CHANGE, claim_alarms, seen_here)) == 1
        assert other.do(CHANGE, claim_alarms, seen_there) == []


def test_others_reminders_stay_with_them(sqlite_address: Address, opened: Callable[..., Database]) -> None:
    ana, ion = opened(sqlite_address, "Ana", "pc-1"), opened(sqlite_address, "Ion", "pc-2")
    number = add(ana)
    assert tick(ion, TEN) == []
    assert tick(ana, TEN) == [(number, "fired")]


def test_lead_and_whole_days(sqlite_database: Database) -> None:
    early = add(sqlite_database, lead_minutes=15)
    day = add(sqlite_database, None, due_on=date(2025, 3, 11), zone="Europe/Chisinau")
    never = add(sqlite_database, None)
    assert tick(sqlite_database, TEN - timedelta(minutes=15)) == [(early, "fired")]
    sqlite_database.do(CHANGE, complete_reminder, early)
    with sqlite_database.read() as session:
        assert next_alarm(session) == datetime(2025, 3, 11, 7, tzinfo=UTC)  # nine in the morning there
    assert tick(sqlite_database, datetime(2025, 3, 11, 7, tzinfo=UTC)) == [(day, "fired")]
    assert never not in dict(tick(sqlite_database, datetime(2030, 1, 1, tzinfo=UTC)))


def test_it_never_fires_before_it_may_begin(sqlite_database: Database) -> None:
    day = TEN.date() + timedelta(days=10)
    early = add(sqlite_database, None, due_on=day, start_on=day - timedelta(days=2), lead_minutes=7 * 1440)
    some_day = add(sqlite_database, None, start_on=day)
    with sqlite_database.read() as session:
        moments = {number: session.get_one(Reminder, number).remind_at for number in (early, some_day)}
    assert moments[early] == moment_on(day - timedelta(days=2), MORNING, local_zone())
    assert moments[some_day] == moment_on(day, MORNING, local_zone())


def test_snoozing_moves_the_alarm_not_the_day(sqlite_database: Database) -> None:
    number = add(sqlite_database)
    tick(sqlite_database, TEN)
    sqlite_database.do(CHANGE, snooze_alarms, [number], TEN + timedelta(hours=2))
    assert tick(sqlite_database, TEN + timedelta(hours=1)) == []
    assert tick(sqlite_database, TEN + timedelta(hours=2)) == [(number, "fired")]
    with sqlite_database.read() as session:
        assert session.get_one(Reminder, number).due_at == TEN


def test_a_new_moment_arms_it_again(sqlite_database: Database) -> None:
    number = add(sqlite_database)
    tick(sqlite_database, TEN)
    with sqlite_database.read() as session:
        version = session.get_one(Reminder, number).version
    sqlite_database.do(CHANGE, change_reminder, number, version, {"due_at": TEN + timedelta(days=1)})
    assert tick(sqlite_database, TEN + timedelta(hours=1)) == []
    assert tick(sqlite_database, TEN + timedelta(days=1)) == [(number, "fired")]


def test_what_was_missed_is_told_once_and_in_one_list(sqlite_database: Database) -> None:
    numbers = [add(sqlite_database, TEN + timedelta(hours=hour)) for hour in range(3)]
    told = tick(sqlite_database, TEN + timedelta(days=2))
    assert told == [(number, "missed") for number in numbers]
    assert tick(sqlite_database, TEN + timedelta(days=3)) == []
    with sqlite_database.read() as session:
        assert missed_alarms(session) == numbers


def test_a_clock_set_back_fires_nothing_twice(sqlite_database: Database) -> None:
    number = add(sqlite_database)
    assert tick(sqlite_database, TEN) == [(number, "fired")]
    sqlite_database.do(CHANGE, see_alarms, [number])
    assert tick(sqlite_database, TEN - timedelta(hours=5)) == []
    assert tick(sqlite_database, TEN + timedelta(minutes=1)) == []


def test_the_trash_is_silent(sqlite_database: Database) -> None:
    from desktop_crm.services.reminders import remove_reminder

    number = add(sqlite_database)
    sqlite_database.do(CHANGE, remove_reminder, number)
    assert tick(sqlite_database, TEN) == []


def test_who_is_called_and_his_number_come_along(sqlite_database: Database) -> None:
    contact = sqlite_database.do(CHANGE, add_contact, ContactDraft(name="Ana Rusu", phones=("+373 22 123 456",)))
    add(sqlite_database, contact_id=contact)
    with sqlite_database.read() as session:
        (alarm,) = alarms_due(session, TEN)
    assert (alarm.who, alarm.phone) == ("Ana Rusu", "+37322123456")


ZONES = ["Pacific/Niue", "America/New_York", "Europe/Chisinau", "Europe/Moscow", "Asia/Kolkata", "Australia/Lord_Howe",
         "Pacific/Auckland", "Pacific/Tongatapu", "Pacific/Kiritimati"]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 2, 3, 12, 23])
def test_every_day_at_the_same_hour_in_every_zone(zone: str, hour: int) -> None:
    """Through both changes of the clocks: the hour stays, one that is left out is said an hour later."""
    place = ZoneInfo(zone)
    day = date(2025, 1, 1)
    while day < date(2026, 1, 1):
        moment = moment_on(day, time(hour, 30), zone)
        local = moment.astimezone(place)
        if local.replace(tzinfo=None) != datetime.combine(day, time(hour, 30)):
            gap = local.replace(tzinfo=None) - datetime.combine(day, time(hour, 30))
            assert timedelta() < gap <= timedelta(hours=1)
        day += timedelta(days=1)


@pytest.mark.timeout(900)
def test_a_year_of_ten_thousand_recurring_reminders(sqlite_database: Database) -> None:
    """The computer sleeps, is off for days, its clock jumps: every occurrence fires once, none is lost."""
    chance = random.Random(20250101)
    with clock.frozen(datetime(2025, 1, 1, tzinfo=UTC)):
        sqlite_database.do(CHANGE, _ten_thousand, chance)
    fired: Counter[int] = Counter()
    present = datetime(2025, 1, 1, 0, 10, tzinfo=UTC)
    while present < datetime(2026, 1, 1, tzinfo=UTC):
        with clock.frozen(present):
            while due := _due(sqlite_database):
                taken = sqlite_database.do(CHANGE, claim_alarms, due)
                fired.update(alarm.id for alarm in taken)
                sqlite_database.do(CHANGE, complete_reminders, [alarm.id for alarm in taken])
        present += timedelta(hours=chance.choice([2, 8, 16, 24, 24, 24, 72]))  # sleeps, nights, long weekends
        if chance.random() < 0.02:
            present -= timedelta(hours=chance.choice([1, 30]))  # the clock is set back, also by more than a day
    with sqlite_database.read() as session:
        rows = session.query(Reminder.id, Reminder.status, Reminder.due_at, Reminder.series_id, Reminder.occurrence_on)
        everything = rows.all()
    assert all(count == 1 for count in fired.values())
    happened: dict[int, list[date]] = defaultdict(list)
    for row in everything:
        happened[row.series_id].append(row.occurrence_on)
    with sqlite_database.read() as session:
        for series in session.query(ReminderSeries):  # no sleep was longer than a week: no occurrence may be missing
            days = sorted(happened[series.id])
            assert days == days_between(series.rule, series.start_on, series.start_on, days[-1])
    assert {row.id for row in everything if row.status == "done"} == set(fired)
    waiting = [row for row in everything if row.status == "new"]
    assert len(waiting) == len({row.series_id for row in everything}) == 10_000  # every series goes on
    assert all(row.due_at > datetime(2025, 12, 28, tzinfo=UTC) for row in waiting)
    assert len({(row.series_id, row.occurrence_on) for row in everything}) == len(everything)


def _ten_thousand(session: CrmSession, chance: random.Random) -> None:
    series, reminders = [], []
    for number in range(10_000):
        frequency = chance.choices(("yearly", "monthly", "weekly"), (96, 3, 1))[0]
        day = date(2025, 1, 1) + timedelta(days=chance.randrange(7 if frequency == "weekly" else 365))
        clock_time = time(chance.randrange(8, 18), chance.choice([0, 15, 30]))
        at = moment_on(day, clock_time, "Europe/Chisinau")
        series_id = new_id()
        series.append((series_id, f"R{number}", pattern_on(frequency, day).rule(), day, f"{clock_time:%H:%M}",
                       "Europe/Chisinau"))  # fmt: skip
        reminders.append((new_id(), f"R{number}", day, at, at, "armed", series_id, day, "Europe/Chisinau"))
    session.bulk_insert(ReminderSeries, ("id", "title", "rule", "start_on", "due_time", "zone"), series)
    columns = ("id", "title", "due_on", "due_at", "remind_at", "alarm", "series_id", "occurrence_on", "zone")
    session.bulk_insert(Reminder, columns, reminders)


def _due(database: Database) -> list[Alarm]:
    with database.read() as session:
        return alarms_due(session)
