"""What a calendar file says about one event or one thing to do; nothing is judged here (RFC 5545)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

EntryKind = Literal["event", "todo"]


@dataclass(frozen=True)
class CalendarEntry:
    """One VEVENT or VTODO. A date is a whole day; a moment is aware.

    ``recurrence_id``: this entry stands in for that occurrence of the series with the same ``uid``.
    """

    kind: EntryKind
    uid: str = ""
    title: str = ""
    note: str = ""
    place: str = ""
    start: date | datetime | None = None
    due: date | datetime | None = None  # of a to-do; the end of an event
    zone: str = ""  # IANA name of the start's or due's zone, where there is one
    rule: str = ""  # RRULE's value
    exceptions: tuple[date, ...] = ()  # EXDATE: days that fall out
    recurrence_id: date | datetime | None = None
    status: str = ""  # NEEDS-ACTION, IN-PROCESS, COMPLETED, CANCELLED, CONFIRMED, TENTATIVE
    completed: datetime | None = None
    priority: int = 0  # 1 highest … 9 lowest, 0 not said
    alarms: tuple[int, ...] = ()  # minutes before the start, or the due of a to-do
    categories: tuple[str, ...] = ()
    changed: datetime | None = None


@dataclass(frozen=True)
class CalendarFile:
    """All entries of a file, and what could not be read: property name -> how often."""

    name: str
    entries: tuple[CalendarEntry, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)
