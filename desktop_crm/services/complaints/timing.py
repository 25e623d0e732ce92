"""The clock of a complaint: its deadlines as they follow from the trail, the working calendar and the pauses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from desktop_crm.base.working_time import DAY, Pause, WorkingCalendar
from desktop_crm.model.complaint_setting import TERMS
from desktop_crm.model.complaint_states import CLOSED, PAUSED

ANSWERS = ("answer", "answer_unjustified", "settle", "withdraw", "mark_duplicate", "close")
MEETS: dict[str, tuple[str, ...]] = {
    "acknowledge": ("acknowledge", "interim_reply", *ANSWERS),
    "interim": ("interim_reply", *ANSWERS),
    "resolve": ANSWERS,
}
_SEARCH_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the trail, as far as the clock asks."""

    kind: str
    state: str
    at: datetime
    change_set_id: int
    undoes_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One of the terms: when it ends (``None`` as long as a pause lasts), and when it was met."""

    kind: str  # of TERMS
    count: int
    unit: str
    by: datetime | None
    met_at: datetime | None

    def is_late(self, present: datetime) -> bool:
        """Whether it was met too late, or is past."""
        return self.by is not None and (self.met_at or present) > self.by


@dataclass(frozen=True, slots=True)
class ComplaintClock:
    """What the clock shows."""

    began_at: datetime
    deadlines: tuple[Deadline, ...]
    pauses: tuple[Pause, ...]
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    stopped: bool = False
    reopened: bool = False
    preset: str = ""
    without_pause: tuple[datetime | None, ...] = field(default=())  # of each deadline, had the last pause not begun

    @property
    def pause(self) -> Pause | None:
        """The pause that lasts."""
        last = self.pauses[-1] if self.pauses else None
        return last if last is not None and last.end is None and not self.stopped else None

    @property
    def due(self) -> Deadline | None:
        """The deadline that is to be met next."""
        if self.stopped:
            return None
        waiting = [one for one in self.deadlines if one.met_at is None and one.by is not None]
        return min(waiting, key=lambda one: one.by or one.met_at or self.began_at, default=None)


def in_force(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that were not taken back, in order: an undo takes away those of its change set, a redo the undo."""
    gone: set[int] = set()
    left: list[Entry] = []
    for entry in reversed(list(entries)):
        if entry.change_set_id in gone:
            continue
        if entry.undoes_id is not None:
            gone.add(entry.undoes_id)
        else:
            left.append(entry)
    return left[::-1]


def pauses_of(entries: Sequence[Entry], since: datetime) -> list[Pause]:
    """Times of waiting, with their reasons."""
    found: list[Pause] = []
    begin: Entry | None = None
    for entry in entries:
        waits = entry.state in PAUSED
        if waits and begin is None:
            begin = entry
        elif not waits and begin is not None:
            found.append(Pause(begin.at, entry.at, begin.reason))
            begin = None
    if begin is not None:
        found.append(Pause(begin.at, None, begin.reason))
    return [pause for pause in found if pause.end is None or pause.end > since]


def clock_of(
    calendar: WorkingCalendar, received_at: datetime, terms: dict[str, Any], entries: Iterable[Entry], state: str
) -> ComplaintClock:
    """The clock as the *entries* of the trail say, from receipt or from the last time it was opened again."""
    left = in_force(entries)
    reopened = [place for place, entry in enumerate(left) if entry.kind == "reopen"]
    since = left[reopened[-1]].at if reopened else received_at
    counted = left[reopened[-1] + 1 :] if reopened else left
    pauses = pauses_of(counted, since)
    stopped = state in (*CLOSED, "answered")
    deadlines: list[Deadline] = []
    plain: list[datetime | None] = []
    for kind in TERMS:
        if not terms.get(kind) or (kind == "acknowledge" and reopened):
            continue
        count, unit = int(terms[kind][0]), str(terms[kind][1])
        met = next((entry.at for entry in counted if entry.kind in MEETS[kind]), None)
        before = [pause for pause in pauses if met is None or pause.begin < met]
        deadlines.append(Deadline(kind, count, unit, end_of(calendar, since, count, unit, before), met))
        ended = [pause for pause in before if pause.end is not None]
        plain.append(end_of(calendar, since, count, unit, ended))
    return ComplaintClock(
        began_at=since,
        deadlines=tuple(deadlines),
        pauses=tuple(pauses),
        acknowledged_at=next((entry.at for entry in left if entry.kind in MEETS["acknowledge"]), None),
        answered_at=next((entry.at for entry in counted if entry.kind in ANSWERS), None),
        stopped=stopped,
        reopened=bool(reopened),
        preset=str(terms.get("preset", "")),
        without_pause=tuple(plain),
    )


def end_of(
    calendar: WorkingCalendar, begin: datetime, count: int, unit: str, pauses: Sequence[Pause]
) -> datetime | None:
    """When a term ends; a term in calendar days that ends on a free day ends on the next working day."""
    if unit == "working_hours":
        return calendar.after_hours(begin, count, pauses)
    if unit == "working_days":
        return calendar.after_days(begin, count, pauses)
    if any(pause.end is None for pause in pauses):
        return None
    paused = sum(
        ((calendar.day_of(pause.end) - calendar.day_of(max(pause.begin, begin))).days for pause in pauses if pause.end),
        0,
    )
    day = calendar.day_of(begin) + DAY * (count + paused)
    for _day in range(_SEARCH_DAYS):
        spans = calendar.spans(day)
        if spans:
            return spans[-1][1]
        day += DAY
    return None


def worked_minutes(calendar: WorkingCalendar, clock: ComplaintClock) -> int | None:
    """Working time until it was answered, without the pauses."""
    if clock.answered_at is None:
        return None
    time: timedelta = calendar.hours_between(clock.began_at, clock.answered_at, clock.pauses)
    return int(time.total_seconds() // 60)
