"""63-bit, time-ordered ids made by the program, so that rows made on two computers never collide.

Layout from the high bit: 42 bits milliseconds since 2020, 9 bits workstation number (registered in the database),
12 bits counter. A clock that is set back does not send ids back: the counter goes on from the last one.
"""

import threading
from datetime import UTC, datetime, timedelta

from desktop_crm.base import clock

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
WORKSTATION_BITS = 9
COUNTER_BITS = 12
MAX_WORKSTATION = (1 << WORKSTATION_BITS) - 1
_COUNTERS = 1 << COUNTER_BITS


class IdSource:
    """Gives ids of one workstation; safe to use from several threads."""

    def __init__(self, workstation: int = 0) -> None:
        if not 0 <= workstation <= MAX_WORKSTATION:
            raise ValueError(f"workstation number {workstation} is outside 0…{MAX_WORKSTATION}")
        self.workstation = workstation
        self._lock = threading.Lock()
        self._tick = 0  # milliseconds << COUNTER_BITS | counter of the next id

    def take(self, count: int) -> list[int]:
        """The next *count* ids, ascending."""
        with self._lock:
            present = int((clock.now() - EPOCH).total_seconds() * 1000) << COUNTER_BITS
            first = max(self._tick, present)
            self._tick = first + count
        station = self.workstation << COUNTER_BITS
        return [
            (tick >> COUNTER_BITS) << (WORKSTATION_BITS + COUNTER_BITS) | station | (tick & (_COUNTERS - 1))
            for tick in range(first, first + count)
        ]


_source = IdSource()


def use_workstation(number: int) -> None:
    """Ids of this program carry *number* from now on."""
    global _source
    if number != _source.workstation:
        _source = IdSource(number)


def new_id() -> int:
    """One new id."""
    return _source.take(1)[0]


def new_ids(count: int) -> list[int]:
    """*count* new ids, ascending."""
    return _source.take(count)


def moment_of(row_id: int) -> datetime:
    """When the id was made (UTC)."""
    return EPOCH + timedelta(milliseconds=row_id >> (WORKSTATION_BITS + COUNTER_BITS))
