"""The watcher: tells what others committed, that the database is out of reach, and that it is back.

A file says with one small read whether anybody wrote to it; a server is asked with one indexed select, on PostgreSQL
as soon as a commit rings the bell. While the database is out of reach it is tried again every few seconds.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection

from desktop_crm.base.changes import UNNAMED, Changes, Label
from desktop_crm.base.errors import CrmError, DatabaseBusy, DatabaseUnreachable
from desktop_crm.db.connection import connect_file
from desktop_crm.db.failures import told
from desktop_crm.db.feed import Feed
from desktop_crm.db.journal import JOURNALED
from desktop_crm.db.listening import Bell, ListeningBell
from desktop_crm.db.patience import Patience
from desktop_crm.db.sameness import file_number

if TYPE_CHECKING:
    from desktop_crm.db.database import Database

EVERY_SECONDS = 1.0  # what was committed just after a look is told well within two
AWAY_SECONDS = (1.0, 2.0, 3.0, 5.0)  # between tries while the database is out of reach; the last one goes on


class _Sign(Protocol):
    def moved(self) -> bool:
        """Whether somebody may have written since the last question."""

    def let_go(self) -> None:
        """Hold nothing open."""


class _ServerSign:
    """A server is always asked for the journal itself."""

    def moved(self) -> bool:
        return True

    def let_go(self) -> None:
        pass


class _FileSign:
    """``PRAGMA data_version`` on a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._version = -1

    def moved(self) -> bool:
        address = self._database.address
        path = address.path
        assert path is not None
        there = file_number(path)  # a connection goes on reading a file that was taken away
        if there is None:
            raise DatabaseUnreachable(name=address.name)
        if there != self._file:
            self.let_go()
            self._database.forget_connections()
            self._file = there
        with self._lock, told(address):
            if self._connection is None:
                office, mode = self._database.usage == "office", self._database.mode
                self._connection = connect_file(path, mode=mode, office=office, patience=Patience(1.0))
                self._version = -1
            version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        before, self._version = self._version, version
        return bool(before != version)

    def let_go(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class Watcher:
    """Looks on a thread of its own (:meth:`run`) until :meth:`stop`; its callbacks come on that thread.

    *lost* is called at every try in vain.
    """

    def __init__(
        self,
        database: Database,
        *,
        changed: Callable[[Changes], object],
        lost: Callable[[CrmError], object] = lambda _error: None,
        found: Callable[[], object] = lambda: None,
    ) -> None:
        self._database = database
        self._changed, self._lost, self._found = changed, lost, found
        self._stopped = threading.Event()
        self._bell = ListeningBell(database.engine) if database.address.kind == "postgresql" else Bell()
        self._sign: _Sign = _ServerSign() if database.address.path is None else _FileSign(database)
        self._feed = Feed(database.own_change_sets, database.opened_at)
        self._tries = 0
        self.looking_since: float | None = None  # by the monotonic clock: a question is out and not answered yet
        database.held.append(self._sign.let_go)

    def run(self) -> None:
        """Look again and again."""
        try:
            while not self._stopped.is_set():
                self._look()
                away = AWAY_SECONDS[min(self._tries, len(AWAY_SECONDS)) - 1]
                self._bell.wait(away if self._tries else EVERY_SECONDS)
        finally:
            self._bell.close()
            self._sign.let_go()
            self._database.forget_connections()

    def look_now(self) -> None:
        """Do not wait for the next turn: something failed, or the user wants it."""
        self._bell.ring()

    def stop(self) -> None:
        """No more looks; from any thread."""
        self._stopped.set()
        with suppress(ValueError):
            self._database.held.remove(self._sign.let_go)
        self._bell.ring()

    def _look(self) -> None:
        self.looking_since = monotonic()
        try:
            news = self._news() if self._sign.moved() else []
        except DatabaseBusy:  # it is there, and somebody works: next time
            return
        except CrmError as error:
            self._away(error)
            return
        finally:
            self.looking_since = None
        if self._tries:
            self._back()
        if news and not self._stopped.is_set():
            joined = news[0]
            for later in news[1:]:
                joined = joined.joined(later)
            self._changed(joined)

    def _news(self) -> list[Changes]:
        known = self._database.seen.numbers()

        def question(connection: Connection) -> list[Changes]:
            self._database.seen.insist(connection, known)
            return self._feed.news(connection)

        news = self._database.look(question)
        self._database.seen.read(self._feed.last)
        return news

    def _away(self, error: CrmError) -> None:
        self._tries += 1
        self._sign.let_go()
        self._bell.let_go()
        self._database.out_of_reach = True
        self._database.forget_connections()
        if not self._stopped.is_set():
            self._lost(error)

    def _back(self) -> None:
        self._tries = 0
        self._database.out_of_reach = False
        if not self._stopped.is_set():
            self._found()
            self._changed(everything())


def everything() -> Changes:
    """The notice after which all that is shown is asked for again."""
    return Changes(0, Label(""), dict.fromkeys(JOURNALED, UNNAMED))
