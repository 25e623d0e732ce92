"""Writing calendar files (.ics) that every calendar program reads, and subscribes to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar

from desktop_crm.base import clock
from desktop_crm.base.calendar_entry import CalendarEntry
from desktop_crm.base.errors import FileUnreadable, FolderGone, NotOurFile
from desktop_crm.files.atomic import replaced_file

PRODUCT = "-//desktop_crm//desktop_crm//EN"
_HEAD = 1000  # bytes: where a calendar says who wrote it


def write_calendar(path: Path, entries: Iterable[CalendarEntry], name: str = "") -> int:
    """Write *entries*, replacing the file as a whole; says how many. Raises known errors."""
    count, content = _content(entries, name)
    with replaced_file(path) as beside:
        beside.write_bytes(content)
    return count


def keep_calendar(path: Path, entries: Iterable[CalendarEntry], name: str = "") -> int:
    """The same for a file that others subscribe to: untouched where nothing changed; nobody else's file is replaced."""
    if not path.parent.is_dir():
        raise FolderGone(name=str(path.parent))
    count, content = _content(entries, name)
    try:
        before = path.read_bytes() if path.exists() else b""
    except OSError:
        raise FileUnreadable(name=path.name) from None
    if before and PRODUCT.encode() not in before[:_HEAD]:
        raise NotOurFile(name=path.name)
    if before != content:
        with replaced_file(path) as beside:
            beside.write_bytes(content)
    return count


def _content(entries: Iterable[CalendarEntry], name: str) -> tuple[int, bytes]:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
    count = 0
    for entry in entries:
        calendar.add_component(_component(entry))
        count += 1
    calendar.add_missing_timezones()
    return count, calendar.to_ical()


def _component(entry: CalendarEntry) -> icalendar.Event | icalendar.Todo:
    made: icalendar.Event | icalendar.Todo = icalendar.Todo() if entry.kind == "todo" else icalendar.Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", (entry.changed or clock.now()).astimezone(UTC))
    made.add("summary", entry.title)
    texts = {"description": entry.note, "location": entry.place, "status": entry.status}
    moments = {
        "dtstart": _in_zone(entry.start, entry.zone),
        "due" if entry.kind == "todo" else "dtend": _in_zone(entry.due, entry.zone),
        "recurrence-id": _in_zone(entry.recurrence_id, entry.zone),
        "completed": entry.completed.astimezone(UTC) if entry.completed else None,
    }
    for name, value in (*texts.items(), *moments.items()):
        if value:
            made.add(name, value)
    if entry.priority:
        made.add("priority", entry.priority)
    if entry.rule:
        made.add("rrule", icalendar.vRecur.from_ical(entry.rule))
    if entry.exceptions:
        made.add("exdate", [_exception(day, entry) for day in entry.exceptions])
    if entry.categories:
        made.add("categories", list(entry.categories))
    for minutes in entry.alarms:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        trigger = icalendar.vDuration(timedelta(minutes=-minutes))
        if entry.kind == "todo" and entry.start is None:
            trigger.params["RELATED"] = "END"  # a to-do without a start is reminded before it is due
        alarm.add("trigger", trigger)
        made.add_component(alarm)
    return made


def _in_zone(moment: date | datetime | None, zone: str) -> date | datetime | None:
    """A moment of a series stays at its time of day: in its zone, not in UTC."""
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(ZoneInfo(zone)) if zone else moment.astimezone(UTC)


def _exception(day: date, entry: CalendarEntry) -> date | datetime:
    """The excluded occurrence in the form of the start (RFC 5545, 3.8.5.1)."""
    begin = _in_zone(entry.start or entry.due, entry.zone)
    return datetime.combine(day, begin.timetz()) if isinstance(begin, datetime) else day
