"""A lane of its own for bulk rows of SQLite: the rows before are written while Python prepares the next.

SQLite lets go of the interpreter's lock while it works on one statement, so many rows go into one statement. Whatever
else is asked of the connection waits until the lane is empty; so does the end of the transaction. An error of the lane
is raised by whoever waits next, and the transaction cannot be committed without having waited.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice, repeat
from typing import Any

from sqlalchemy import Connection, Engine, event

_SIZES = (1024, 128)  # rows of one statement; few sizes, because compiled statements are kept
_PARAMETERS = 32_000  # SQLite takes 32,766
_FEW = 64  # rows that are written at once
_AHEAD = 3  # lumps that may wait: each holds its rows
_LANE = "crm_lane"  # in Connection.info


@dataclass(frozen=True, slots=True)
class RowsToWrite:
    """Driver values for *columns* of a table, and those that are the same in every row."""

    verb: str  # "INSERT", "REPLACE"
    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    constants: Mapping[str, Any] = field(default_factory=dict)

    def write(self, raw: Any) -> None:
        """Into *raw*, the driver's connection, with as many rows a statement as it takes."""
        rest, left = iter(self.rows), len(self.rows)
        fixed = list(self.constants.values())
        names = (*self.constants, *self.columns)
        most = max(1, (_PARAMETERS - len(fixed)) // len(self.columns))
        for size in (min(size, most) for size in _SIZES):
            while left >= size:
                raw.execute(self._statement(names, size), [*fixed, *chain.from_iterable(islice(rest, size))])
                left -= size
        if left:
            raw.execute(self._statement(names, left), [*fixed, *chain.from_iterable(rest)])

    def _statement(self, names: tuple[str, ...], count: int) -> str:
        return _statement(f"{self.verb} INTO {self.table}", names, len(self.constants), count)


@lru_cache(maxsize=64)
def _statement(beginning: str, names: tuple[str, ...], constants: int, count: int) -> str:
    marks = [*(f"?{place + 1}" for place in range(constants)), *repeat("?", len(names) - constants)]  # bound once
    rows = ", ".join(repeat(f"({', '.join(marks)})", count))
    return f"{beginning} ({', '.join(names)}) VALUES {rows}"


class Lane:
    """Writes lumps of rows one after the other, beside the thread that makes them."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="bulk rows")
        self._waiting: deque[Future[None]] = deque()

    def put(self, rows: RowsToWrite) -> None:
        """Write *rows* in their turn."""
        self._waiting.append(self._pool.submit(rows.write, self._raw))
        while len(self._waiting) > _AHEAD:
            self._waiting.popleft().result()

    def settle(self) -> None:
        """Wait until everything is written."""
        while self._waiting:
            self._waiting.popleft().result()

    def close(self) -> None:
        """No more rows; what was not begun is dropped, an error is nobody's business any more."""
        self._waiting.clear()
        self._pool.shutdown(cancel_futures=True)


def insert_many(connection: Connection, rows: RowsToWrite) -> None:
    """Insert *rows* into the SQLite file of *connection*."""
    lane: Lane | None = connection.info.get(_LANE)
    raw: Any = connection.connection.driver_connection
    if len(rows.rows) <= _FEW and lane is None:
        rows.write(raw)
        return
    if lane is None:
        lane = connection.info[_LANE] = Lane(raw)
    lane.put(rows)


def settled(connection: Connection) -> Any:
    """The driver's connection once all rows are written."""
    lane: Lane | None = connection.info.get(_LANE)
    if lane is not None:
        lane.settle()
    return connection.connection.driver_connection


def watch(engine: Engine) -> None:
    """Keep the order: statements and commits of *engine* wait for the lane, and with the transaction it ends."""

    @event.listens_for(engine, "before_cursor_execute")
    def before_statement(connection: Connection, *_statement: Any) -> None:
        lane: Lane | None = connection.info.get(_LANE)
        if lane is not None:
            lane.settle()

    @event.listens_for(engine, "commit")
    def before_commit(connection: Connection) -> None:
        settled(connection)
        _end(connection)

    @event.listens_for(engine, "rollback")
    def before_rollback(connection: Connection) -> None:
        _end(connection)


def _end(connection: Connection) -> None:
    lane: Lane | None = connection.info.pop(_LANE, None)
    if lane is not None:
        lane.close()
