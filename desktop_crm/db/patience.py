"""Waiting for a busy file: fair, with our own retry, because SQLite's busy handler polls without fairness."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_FIRST = (0.005, 0.060)  # seconds between tries, at random, so that two who wait do not stay in step
_LONGEST = 0.250
SAY_AFTER = 2.0
GIVE_UP_AFTER = 30.0

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}


class Patience:
    """How long to wait, and whom to tell that we wait."""

    def __init__(self, give_up_after: float = GIVE_UP_AFTER, waiting: Callable[[float], None] | None = None) -> None:
        self.give_up_after = give_up_after
        self.waiting = waiting  # called with the seconds waited, after 2 s and at every further try

    def insist(self, attempt: Callable[[], T]) -> T:
        """The result of *attempt*, tried again while the file is busy; after that SQLite's own error."""
        started = time.monotonic()
        low, high = _FIRST
        while True:
            try:
                return attempt()
            except sqlite3.OperationalError as error:
                waited = time.monotonic() - started
                if error.sqlite_errorcode & 0xFF not in _BUSY or waited >= self.give_up_after:
                    raise
            if waited >= SAY_AFTER and self.waiting is not None:
                self.waiting(waited)
            time.sleep(min(random.uniform(low, high), max(0.0, self.give_up_after - waited) + 0.001))
            low, high = min(low * 1.5, _LONGEST / 2), min(high * 1.5, _LONGEST)


class Pauses:
    """Growing pauses between tries to reach a database again, together about so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._next = 0.1

    def wait(self) -> bool:
        """Wait a little; ``False`` where the time is over."""
        if time.monotonic() >= self._until:
            return False
        time.sleep(self._next)
        self._next = min(self._next * 1.7, 3.0)
        return True
