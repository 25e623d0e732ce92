"""A question that takes long is broken off inside the database, not only between two of its statements."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from desktop_crm.base.progress import Progress

_STEPS = 100_000  # of SQLite's own machine between two looks: a few milliseconds
_WHO = {"postgresql": "SELECT pg_backend_pid()", "mysql": "SELECT CONNECTION_ID()", "mariadb": "SELECT CONNECTION_ID()"}
_STOP = {"postgresql": "SELECT pg_cancel_backend({who})", "mysql": "KILL QUERY {who}", "mariadb": "KILL QUERY {who}"}


@contextmanager
def stoppable(connection: Connection, progress: Progress) -> Iterator[None]:
    """Within the block a cancel of *progress* ends the statement that is running; what it raised becomes ``Cancelled``.

    SQLite asks by itself every few thousand steps. A server is told over a second connection, from a thread of its own:
    whoever cancels never waits for a network.
    """
    try:
        with _watched(connection, progress):
            yield
    except DBAPIError:
        progress.step("")  # raises Cancelled where that is why
        raise
    progress.step("")  # a statement that was broken off may also end as if nothing had been


@contextmanager
def _watched(connection: Connection, progress: Progress) -> Iterator[None]:
    kind = connection.dialect.name
    if kind == "sqlite":
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_progress_handler(lambda: int(progress.cancelled), _STEPS)
        try:
            yield
        finally:
            raw.set_progress_handler(None, 0)
        return
    who = connection.execute(text(_WHO[kind])).scalar()
    over = threading.Lock()  # held while the statement is stopped, so that never the next one is

    def stop() -> None:
        threading.Thread(target=_stop, args=(connection.engine, kind, int(who or 0), over), daemon=True).start()

    progress.on_cancel = stop
    try:
        yield
    finally:
        progress.on_cancel = None
        over.acquire()


def _stop(engine: Engine, kind: str, who: int, over: threading.Lock) -> None:
    with suppress(DBAPIError), engine.connect() as other:  # a server that is gone has stopped by itself
        if over.acquire(blocking=False):
            try:
                other.execute(text(_STOP[kind].format(who=who)))
            finally:
                over.release()
