"""Calendar files: counts of real ones, broken lines, and what is written reads back the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.base.calendar_entry import CalendarEntry
from desktop_crm.base.errors import CrmError, FileDamaged, FileEmpty, WrongFormat
from desktop_crm.files.icalendar import read_calendar
from desktop_crm.files.icalendar_writer import write_calendar
from tests.files.conftest import SAMPLES

# file -> (events, to-dos); the counts of the manifest, but for the broken one of which the entries are saved
COUNTS = {
    "collective+icalendar/calendars/alarm_etar_future.ics": (1, 0),
    "collective+icalendar/calendars/alarm_google_future.ics": (1, 0),
    "collective+icalendar/calendars/broken_ical.ics": (1, 0),
    "collective+icalendar/calendars/calendar_with_unicode.ics": (0, 0),
    "collective+icalendar/calendars/example.ics": (3, 0),
    "collective+icalendar/calendars/issue_218_bad_tzid.ics": (1, 0),
    "collective+icalendar/calendars/multiple_calendar_components.ics": (3, 0),
    "collective+icalendar/calendars/parsing_error.ics": (2, 0),
    "collective+icalendar/calendars/timezoned.ics": (1, 0),
    "collective+icalendar/events/event_with_recurrence.ics": (1, 0),
    "collective+icalendar/events/event_with_recurrence_exdates_on_different_lines.ics": (1, 0),
    "collective+icalendar/events/event_with_unicode_fields.ics": (1, 0),
    "collective+icalendar/events/issue_53_description_parsed_properly.ics": (1, 0),
    "collective+icalendar/todos/example.ics": (0, 1),
    "py-vobject+vobject/test_files/badline.ics": (1, 0),
    "py-vobject+vobject/test_files/simple_test.ics": (1, 0),
    "py-vobject+vobject/test_files/tz_us_eastern.ics": (0, 0),
}
REFUSED = (
    "collective+icalendar/calendars/issue_104_broken_calendar.ics",
    "py-vobject+vobject/test_files/radicale-1238-2.ics",
)

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not beside the project")


@needs_samples
@pytest.mark.parametrize("name", COUNTS)
def test_samples(name: str) -> None:
    entries = read_calendar(SAMPLES / name).entries
    kinds = [entry.kind for entry in entries]
    assert (kinds.count("event"), kinds.count("todo")) == COUNTS[name]


@needs_samples
def test_every_sample_is_accounted_for() -> None:
    there = {str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.ics")}
    assert there == set(COUNTS) | set(REFUSED)


@needs_samples
@pytest.mark.parametrize("name", REFUSED)
def test_broken_samples_are_refused_or_saved(name: str) -> None:
    try:
        found = read_calendar(SAMPLES / name)
    except CrmError as error:
        assert "Nothing was changed" in error.sentence
    else:
        assert found.entries and found.skipped


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
X
BEGIN:VEVENT
UID:1
SUMMARY:First
DTSTART;TZID=Europe/Chisinau:20250330T093000
DURATION:PT1H
RRULE:FREQ=WEEKLY;BYDAY=SU
EXDATE;TZID=Europe/Chisinau:20250406T093000,20250413T093000
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Second\\, with a comma
DTSTART;VALUE=DATE:20250401
RRULE:FREQ=SECONDLY
BAD LINE HERE
END:VEVENT
BEGIN:VTODO
UID:3
SUMMARY:Third
DUE:20250402T100000Z
PRIORITY:x
STATUS:needs-action
END:VTODO
END:VCALENDAR
"""


def test_a_bad_line_loses_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text(CALENDAR, encoding="utf-8")
    found = read_calendar(path)
    first, second, third = found.entries
    assert (first.title, first.rule, first.exceptions) == (
        "First", "FREQ=WEEKLY;BYDAY=SU", (date(2025, 4, 6), date(2025, 4, 13)),
    )  # fmt: skip
    assert isinstance(first.start, datetime) and first.start.astimezone(UTC) == datetime(2025, 3, 30, 6, 30, tzinfo=UTC)
    assert isinstance(first.due, datetime) and (first.due - first.start).seconds == 3600
    assert first.zone == "Europe/Chisinau"
    assert (second.title, second.start) == ("Second, with a comma", date(2025, 4, 1))
    assert (third.kind, third.due, third.priority) == ("todo", datetime(2025, 4, 2, 10, tzinfo=UTC), 0)
    assert found.skipped


def test_what_is_no_calendar_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text("BEGIN:VCARD\nEND:VCARD\n", encoding="utf-8")
    with pytest.raises(WrongFormat):
        read_calendar(path)
    path.write_bytes(b"")
    with pytest.raises(FileEmpty):
        read_calendar(path)
    path.write_text("BEGIN:VCALENDAR\nX\nBEGIN:VEVENT\nSUMMARY:cut off", encoding="utf-8")
    with pytest.raises(FileDamaged):
        read_calendar(path)


def test_written_entries_read_back_the_same(tmp_path: Path) -> None:
    zone = ZoneInfo("Europe/Chisinau")
    stamp = datetime(2025, 3, 1, 8, tzinfo=UTC)
    entries = (
        CalendarEntry("todo", "a", "Sună pe Țurcanu; „ofertă”", "rând 1\nrând 2", due=date(2025, 3, 31),
                      rule="FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", status="NEEDS-ACTION", priority=1,
                      changed=stamp),
        CalendarEntry("event", "b", "Встреча", place="Кишинёв", start=datetime(2025, 3, 30, 9, 30, tzinfo=zone),
                      due=datetime(2025, 3, 30, 10, tzinfo=zone), zone="Europe/Chisinau", rule="FREQ=WEEKLY;BYDAY=SU",
                      exceptions=(date(2025, 4, 6),), alarms=(15, 1440), categories=("Important, foarte", "B"),
                      changed=stamp),
        CalendarEntry("todo", "c", "Done", due=datetime(2025, 3, 30, 10, tzinfo=UTC), status="COMPLETED",
                      completed=datetime(2025, 3, 29, 10, tzinfo=UTC), alarms=(10,), changed=stamp),
    )  # fmt: skip
    path = tmp_path / "out.ics"
    assert write_calendar(path, entries, "Ana") == 3
    text = path.read_text(encoding="utf-8")
    assert "BEGIN:VTIMEZONE" in text and "X-WR-CALNAME:Ana" in text
    assert all(len(line.encode()) <= 75 for line in path.read_bytes().decode().split("\r\n"))  # RFC 5545, 3.1
    back = read_calendar(path).entries
    assert [entry.title for entry in back] == [entry.title for entry in entries]
    for entry, again in zip(entries, back, strict=True):
        assert again.rule == entry.rule and again.exceptions == entry.exceptions and again.note == entry.note
        assert again.due == entry.due and again.start == entry.start and again.alarms == entry.alarms
        assert (again.status, again.completed, again.zone) == (entry.status, entry.completed, entry.zone or again.zone)
        assert sorted(again.categories) == sorted(entry.categories)
