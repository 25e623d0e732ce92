"""Calendar files (.ics, RFC 5545): events and to-dos with zones, rules, exceptions; one bad line loses nothing else."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar

from desktop_crm.base.calendar_entry import CalendarEntry, CalendarFile
from desktop_crm.base.errors import FileDamaged, FileUnreadable, WrongFormat
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.files.limits import MEGABYTE, readable_file

FORMATS = ".ics"
MAX_CALENDAR = 50 * MEGABYTE
MAX_ENTRIES = 100_000
_BLOCK = re.compile(r"^BEGIN:(VEVENT|VTODO)[ \t]*\r?\n.*?^END:\1[ \t]*\r?$", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_ALARM = re.compile(r"(^BEGIN:VALARM$.*?^END:VALARM$)", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_NAMES = ("VEVENT", "VTODO")


def read_calendar(path: str | os.PathLike[str], progress: Progress | None = None) -> CalendarFile:
    """All events and to-dos of *path*; raises known errors where it is no calendar or nothing in it can be read."""
    path = Path(path)
    progress = progress or Progress()
    readable_file(path, MAX_CALENDAR)
    progress.step(_("Reading the file"))
    try:
        content = path.read_bytes()
    except OSError:
        raise FileUnreadable(name=path.name) from None
    text = content.decode("utf-8-sig", "replace")
    if not re.search(r"^BEGIN:(VCALENDAR|VEVENT|VTODO|VTIMEZONE)\b", text, re.MULTILINE | re.IGNORECASE):
        raise WrongFormat(name=path.name, formats=FORMATS)
    skipped: Counter[str] = Counter()
    entries: list[CalendarEntry] = []
    for count, component in enumerate(_components(text, path.name, skipped)):
        if count % 200 == 0:
            progress.step(_("Reading the calendar"), count)
        if count >= MAX_ENTRIES:
            raise FileDamaged(name=path.name)
        entries.append(_entry(component, skipped))
    return CalendarFile(path.name, tuple(entries), dict(skipped))


def _components(text: str, name: str, skipped: Counter[str]) -> Iterator[Any]:
    """Events and to-dos; where the file as a whole is broken, each one by itself."""
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, AttributeError):
        calendars = list(_one_by_one(text, name, skipped))
    for calendar in calendars:
        for component in calendar.walk():
            if component.name in _NAMES:
                skipped.update(str(error[0] or "?") for error in component.errors)
                yield component


def _one_by_one(text: str, name: str, skipped: Counter[str]) -> Iterator[Any]:
    found = False
    for match in _BLOCK.finditer(text):
        found = True
        component = _parsed(match[0]) or _parsed(_without_bad_lines(match[0], match[1], skipped))
        if component is None:
            skipped[match[1].upper()] += 1
        else:
            yield component
    if not found:
        raise FileDamaged(name=name)
    skipped["?"] += 1  # a line outside of the entries


def _parsed(block: str) -> Any:
    with suppress(ValueError, KeyError, IndexError, AttributeError):
        return icalendar.Calendar.from_ical(block)
    return None


def _without_bad_lines(block: str, name: str, skipped: Counter[str]) -> str:
    """The entry of those lines that can be read when they stand alone; alarms stay or go as a whole."""
    inner = "\n".join(re.sub(r"\r?\n[ \t]", "", block).splitlines()[1:-1])  # unfolded (RFC 5545, 3.1)
    kept = []
    for number, part in enumerate(_ALARM.split(inner)):
        for line in filter(str.strip, [part] if number % 2 else part.splitlines()):
            if _parsed(f"BEGIN:{name}\n{line}\nEND:{name}\n") is None:
                skipped[re.split("[:;]", line, maxsplit=1)[0][:40].upper()] += 1
            else:
                kept.append(line)
    return "\n".join((f"BEGIN:{name}", *kept, f"END:{name}", ""))


def _entry(component: Any, skipped: Counter[str]) -> CalendarEntry:
    start = _moment(component, "DTSTART", skipped)
    due = _moment(component, "DUE" if component.name == "VTODO" else "DTEND", skipped)
    if due is None and start is not None and isinstance(length := _value(component, "DURATION"), timedelta):
        due = start + length
    return CalendarEntry(
        kind="todo" if component.name == "VTODO" else "event",
        uid=_text(component, "UID"),
        title=_text(component, "SUMMARY"),
        note=_text(component, "DESCRIPTION"),
        place=_text(component, "LOCATION"),
        start=start,
        due=due,
        zone=_zone(component),
        rule=_rule(component, skipped),
        exceptions=tuple(_exceptions(component)),
        recurrence_id=_moment(component, "RECURRENCE-ID", skipped),
        status=_text(component, "STATUS").upper(),
        completed=_aware(_moment(component, "COMPLETED", skipped)),
        priority=_priority(component),
        alarms=tuple(_alarms(component)),
        categories=tuple(_categories(component)),
        changed=_aware(_moment(component, "LAST-MODIFIED", skipped) or _moment(component, "DTSTAMP", skipped)),
    )


def _first(component: Any, name: str) -> Any:
    found = component.get(name)
    return found[0] if isinstance(found, list) and found else found


def _got(value: Any, name: str, default: Any = None) -> Any:
    """An attribute of a parsed value; the default where the library could not make sense of it."""
    with suppress(ValueError, AttributeError):
        return getattr(value, name)
    return default


def _value(component: Any, name: str) -> Any:
    return _got(_first(component, name), "dt")


def _text(component: Any, name: str) -> str:
    found = _first(component, name)
    return "" if found is None else str(found).replace("\x00", "").strip()


def _moment(component: Any, name: str, skipped: Counter[str]) -> date | datetime | None:
    value = _value(component, name)
    if isinstance(value, datetime):
        return _in_reach(value if value.tzinfo is not None else value.astimezone(), name, skipped)
    if isinstance(value, date):
        return value
    if value is not None:
        skipped[name] += 1
    return None


def _in_reach(moment: datetime, name: str, skipped: Counter[str]) -> datetime | None:
    """The moment, unless it cannot be said in UTC (year 1 or 9999)."""
    with suppress(OverflowError, ValueError):
        moment.astimezone(UTC)
        return moment
    skipped[name] += 1
    return None


def _aware(moment: date | datetime | None) -> datetime | None:
    return moment if isinstance(moment, datetime) else None


def _zone(component: Any) -> str:
    for name in ("DTSTART", "DUE", "DTEND"):
        value = _value(component, name)
        if isinstance(value, datetime) and value.tzinfo is not None:
            return str(getattr(value.tzinfo, "key", "") or "")
    return ""


def _rule(component: Any, skipped: Counter[str]) -> str:
    found = component.get("RRULE")
    if found is None:
        return ""
    if isinstance(found, list):  # one is allowed (RFC 5545, 3.8.5.3)
        skipped["RRULE"] += len(found) - 1
        found = found[0]
    with suppress(ValueError, AttributeError, TypeError):
        return str(found.to_ical().decode("utf-8"))
    skipped["RRULE"] += 1
    return ""


def _exceptions(component: Any) -> Iterator[date]:
    found = component.get("EXDATE")
    for line in found if isinstance(found, list) else [found]:
        for one in _got(line, "dts", ()):
            value = _got(one, "dt")
            if isinstance(value, datetime):
                yield value.date()
            elif isinstance(value, date):
                yield value


def _priority(component: Any) -> int:
    with suppress(ValueError, TypeError):
        return min(9, max(0, int(_first(component, "PRIORITY") or 0)))
    return 0


def _alarms(component: Any) -> Iterator[int]:
    """Minutes before the start of those alarms that are counted from it."""
    for alarm in component.subcomponents:
        trigger = _value(alarm, "TRIGGER") if alarm.name == "VALARM" else None
        if isinstance(trigger, timedelta):
            yield max(0, -int(trigger.total_seconds() // 60))


def _categories(component: Any) -> Iterator[str]:
    found = component.get("CATEGORIES")
    for line in found if isinstance(found, list) else [found]:
        for one in _got(line, "cats", ()):
            if text := str(one).strip():
                yield text
