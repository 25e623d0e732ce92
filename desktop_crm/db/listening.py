"""A connection to PostgreSQL that hears of commits the moment they happen, and a bell for those who wait otherwise."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desktop_crm.db.failures import driver_errors

CHANNEL = "desktop_crm"  # of its own in each database


def notify(connection: Connection) -> None:
    """Wake those who listen when the transaction of *connection* is committed."""
    connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def can_notify(connection: Connection) -> bool:
    """Whether this server knows notifications: not everything that speaks like PostgreSQL does."""
    if connection.dialect.name != "postgresql":
        return False
    try:
        with connection.begin_nested():
            notify(connection)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return False
    return True


class Bell:
    """Waits some seconds, or until somebody rings: this program, or the server."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        """Whoever waits goes on at once; from any thread."""
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """At most *seconds*."""
        self._rung.wait(seconds)
        self._rung.clear()

    def let_go(self) -> None:
        """Give connections up; made again when needed."""

    def close(self) -> None:
        """Nobody waits any more."""
        self.let_go()


class ListeningBell(Bell):
    """Rings also when somebody committed. Where the connection is cut it is made again; until then it only waits.

    A server that speaks like PostgreSQL may know no notifications: where they are refused it is not asked again.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._refused = False
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)

    def ring(self) -> None:
        """As above."""
        with suppress(OSError):  # full: it is ringing already
            self._mouth.send(b"!")

    def wait(self, seconds: float) -> None:
        """At most *seconds*, or until a notification."""
        raw = self._listening()
        sockets: list[Any] = [self._ear] if raw is None else [self._ear, raw.fileno()]
        select.select(sockets, [], [], seconds)
        with suppress(BlockingIOError):
            while self._ear.recv(64):
                pass
        if raw is not None:
            self._read(raw)

    def _listening(self) -> Any:
        if self._connection is None and not self._refused:
            try:
                connection = self._engine.connect()
                self._connection = connection.execution_options(isolation_level="AUTOCOMMIT")
                self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")
            except (DBAPIError, PoolTimeout) as error:  # cut: made again at the next turn
                if self._connection is not None and isinstance(error, DBAPIError):
                    self._refused = not error.connection_invalidated  # it knows no notifications
                self._drop()
        return None if self._connection is None else self._connection.connection.driver_connection

    def _read(self, raw: Any) -> None:
        try:
            raw.pgconn.consume_input()
            while raw.pgconn.notifies() is not None:
                pass
        except driver_errors("postgresql"):
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # nobody else is to get one that listens
            connection.close()

    def let_go(self) -> None:
        """As above."""
        self._refused = False  # what comes back may be another server
        self._drop()

    def close(self) -> None:
        """As above."""
        self._drop()
        self._ear.close()
        self._mouth.close()
