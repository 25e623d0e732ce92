"""A daily reminder goes through both changes of the clocks in every zone: each day once, at its hour there."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.model import Reminder
from desktop_crm.model.reminder import moment_on
from desktop_crm.services.alarms import alarms_due, claim_alarms
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminders

CHANGE = Label("Change")
# UTC−11 … UTC+14; those without a change go through the days when their neighbours change
ZONES = ("Pacific/Niue", "America/Adak", "Europe/Chisinau", "Australia/Lord_Howe",
         "Pacific/Chatham", "Pacific/Kiritimati")  # fmt: skip
HALF_PAST_TWO = time(2, 30)


def changes(zone: str) -> list[date]:
    """Days of 2025 on which the clocks change there; else the usual ones of Europe."""
    place, day, found = ZoneInfo(zone), date(2025, 1, 1), []
    while day < date(2025, 12, 31):
        begin, end = (datetime.combine(one, time.min, place) for one in (day, day + timedelta(days=1)))
        if begin.utcoffset() != end.utcoffset():
            found.append(day)
        day += timedelta(days=1)
    return found or [date(2025, 3, 30), date(2025, 10, 26)]


@pytest.mark.parametrize("zone", ZONES)
def test_both_changes(sqlite_database: Database, zone: str) -> None:
    days = changes(zone)
    assert len(days) == 2
    for change in days:
        _live_through(sqlite_database, zone, change)


def _live_through(database: Database, zone: str, change: date) -> None:
    place, first = ZoneInfo(zone), change - timedelta(days=2)
    start = moment_on(first, HALF_PAST_TWO, zone)
    with clock.frozen(start - timedelta(hours=1)):
        draft = ReminderDraft(f"Daily {change}", due_at=start, zone=zone, rule="FREQ=DAILY")
        database.do(CHANGE, add_reminder, draft)
    fired: Counter[date | None] = Counter()
    present = start - timedelta(minutes=30)
    while present < start + timedelta(days=4, hours=12):
        with clock.frozen(present):
            with database.read() as session:
                due = [alarm for alarm in alarms_due(session) if alarm.title == draft.title]
            if due:
                taken = database.do(CHANGE, claim_alarms, due)
                with database.read() as session:
                    rows = [session.get_one(Reminder, alarm.id) for alarm in taken]
                for row in rows:
                    fired[row.occurrence_on] += 1
                    local = row.due_at.astimezone(place).replace(tzinfo=None) if row.due_at is not None else None
                    wanted = datetime.combine(row.occurrence_on or first, HALF_PAST_TWO)
                    assert local is not None
                    gap = local - wanted
                    assert gap == timedelta() or (row.occurrence_on == change and gap <= timedelta(hours=1))
                database.do(CHANGE, complete_reminders, [alarm.id for alarm in taken])
        present += timedelta(hours=2)
    assert fired == {first + timedelta(days=number): 1 for number in range(5)}
