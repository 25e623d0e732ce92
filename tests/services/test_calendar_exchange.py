"""Calendar files become reminders, once, and reminders become a calendar file that says the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.recurrence import Pattern
from desktop_crm.db import undo
from desktop_crm.db.database import Database
from desktop_crm.files.icalendar import read_calendar
from desktop_crm.files.icalendar_writer import write_calendar
from desktop_crm.model import Reminder, ReminderSeries
from desktop_crm.services.calendar_exchange import calendar_entries, take_calendar
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.reminders import ReminderDraft, add_reminder

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
CHANGE = Label("Change")
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:weekly
SUMMARY:Planning
DTSTART;TZID=Europe/Chisinau:20250310T093000
RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4
EXDATE;TZID=Europe/Chisinau:20250317T093000
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:weekly
RECURRENCE-ID;TZID=Europe/Chisinau:20250324T093000
SUMMARY:Planning with Ana
DTSTART;TZID=Europe/Chisinau:20250325T110000
END:VEVENT
BEGIN:VEVENT
UID:fast
SUMMARY:Every second
DTSTART:20250310T100000Z
RRULE:FREQ=SECONDLY
END:VEVENT
BEGIN:VTODO
UID:done
SUMMARY:Tax return
DTSTART;VALUE=DATE:20250201
DUE;VALUE=DATE:20250228
STATUS:COMPLETED
COMPLETED:20250227T120000Z
PRIORITY:1
END:VTODO
BEGIN:VEVENT
UID:off
SUMMARY:Called off
STATUS:CANCELLED
DTSTART:20250310T100000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def calendar(tmp_path: Path):
    path = tmp_path / "a.ics"
    path.write_text(CALENDAR, encoding="utf-8")
    return read_calendar(path)


def reminders(database: Database) -> dict[str, Reminder]:
    with database.read() as session:
        return {row.title: row for row in session.query(Reminder).filter(Reminder.deleted_at.is_(None))}


def test_entries_become_reminders(database: Database, calendar) -> None:
    with clock.frozen(datetime(2025, 3, 9, tzinfo=UTC)):
        result = database.do(CHANGE, take_calendar, calendar)
    assert (result.entries, result.created, result.left_out, result.simplified) == (5, 4, 1, 1)
    rows = reminders(database)
    assert rows["Planning"].due_at == datetime(2025, 3, 10, 7, 30, tzinfo=UTC)
    assert rows["Planning"].remind_at == datetime(2025, 3, 10, 7, 15, tzinfo=UTC)
    assert (rows["Planning with Ana"].due_on, rows["Planning with Ana"].occurrence_on) == (
        date(2025, 3, 25), date(2025, 3, 24),
    )  # fmt: skip
    with database.read() as session:
        series = session.get_one(ReminderSeries, rows["Planning"].series_id)
        assert (series.exceptions, series.due_time, series.zone) == (["2025-03-17"], "09:30", "Europe/Chisinau")
    assert rows["Every second"].series_id is None
    assert (rows["Tax return"].status, rows["Tax return"].priority) == ("done", "urgent")
    assert (rows["Tax return"].start_on, rows["Tax return"].due_on) == (date(2025, 2, 1), date(2025, 2, 28))
    assert rows["Tax return"].done_at == datetime(2025, 2, 27, 12, tzinfo=UTC)


def test_twice_makes_nothing_new_and_undo_takes_all_back(sqlite_database: Database, calendar) -> None:
    sqlite_database.do(CHANGE, take_calendar, calendar)
    before = set(reminders(sqlite_database))
    again = sqlite_database.do(CHANGE, take_calendar, calendar)
    assert (again.created, again.known, again.left_out) == (0, 4, 1)
    assert set(reminders(sqlite_database)) == before
    undo.undo(sqlite_database)
    assert reminders(sqlite_database) == {}


def test_what_is_exported_is_known_when_it_comes_back(database: Database, tmp_path: Path) -> None:
    def fill(session) -> None:
        contact = add_contact(session, ContactDraft(name="Ana Rusu"))
        mondays, at = Pattern("weekly", weekdays=(0,)).rule(), datetime(2025, 3, 31, 7, tzinfo=UTC)
        add_reminder(session, ReminderDraft("Call", contact, due_at=at, zone="Europe/Chisinau", rule=mondays))
        add_reminder(session, ReminderDraft("Send offer", contact, due_on=date(2025, 3, 12), priority="high"))
        add_reminder(session, ReminderDraft("No day"))
        planned = datetime(2025, 3, 20, 9, tzinfo=UTC)
        add_interaction(session, InteractionDraft(contact, kind="meeting", state="planned", subject="Showroom",
                                                  body="", started_at=planned))  # fmt: skip

    database.do(CHANGE, fill)
    path = tmp_path / "out.ics"
    with database.read() as session:
        entries = calendar_entries(session)
    assert write_calendar(path, entries) == 3
    back = read_calendar(path)
    assert {entry.title for entry in back.entries} == {
        "Call · Ana Rusu", "Send offer · Ana Rusu", "Showroom · Ana Rusu",
    }  # fmt: skip
    call = next(entry for entry in back.entries if entry.title.startswith("Call"))
    assert (call.rule, call.zone) == ("FREQ=WEEKLY;BYDAY=MO", "Europe/Chisinau")
    result = database.do(CHANGE, take_calendar, back)
    assert (result.created, result.known) == (0, 3)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not beside the project")
def test_all_real_calendars_can_be_taken(sqlite_database: Database) -> None:
    for path in sorted(SAMPLES.rglob("*.ics")):
        if path.name in ("issue_104_broken_calendar.ics", "radicale-1238-2.ics"):
            continue
        calendar = read_calendar(path)
        result = sqlite_database.do(CHANGE, take_calendar, calendar)
        assert result.entries == result.created + result.known + result.left_out
    assert len(reminders(sqlite_database)) > 10
