"""The test of a connection: what a server is, and whether this program can live there. Leaves it as it was."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from desktop_crm.base import clock
from desktop_crm.base.errors import CrmError, DatabaseExists, DatabaseReadOnly
from desktop_crm.base.i18n import N_
from desktop_crm.db import schema, tls
from desktop_crm.db.address import Address
from desktop_crm.db.engine import server_engine
from desktop_crm.db.failures import known_error, told
from desktop_crm.db.moved import is_unfinished

LEAST = {"PostgreSQL": (13,), "MariaDB": (10, 6)}
CLOCK_TOLD_S = 120  # a difference that is worth a word
CLOCK_REFUSED_S = 24 * 3600  # what is written would stand under a wrong day
_ROUNDS = 5
_HERE = ("", "localhost", "127.0.0.1", "::1")


class ServerTooOld(CrmError):
    """An old version, or another kind of server. Facts: found."""

    text = N_(
        "The server is {found}, and this program needs PostgreSQL 13 or MariaDB 10.6, or a later one. Nothing was "
        "changed. Ask the administrator to update the server."
    )


class WrongEncoding(CrmError):
    """Letters would be lost. Facts: name, found, wanted."""

    text = N_(
        "The database “{name}” keeps its letters as {found}, which has not all alphabets. Nothing was changed. Ask the "
        "administrator for a database with the encoding {wanted}."
    )


class NoRightToMakeTables(DatabaseReadOnly):
    """The user may look but not build. Facts: name, user."""

    text = N_(
        "The user “{user}” may not make tables in the database “{name}”. Nothing was changed. Ask the administrator to "
        "make this user the owner of the database, or to give it all rights on it."
    )


class ServerHoldsOurs(DatabaseExists):
    """A database of this program is there already. Facts: name."""

    text = N_(
        "The database “{name}” on the server already holds a client base of this program, and it was left as it is. "
        "Open it instead, or ask the administrator for an empty database."
    )


class ServerHoldsOthers(DatabaseExists):
    """Tables of something else. Facts: name, count."""

    text = N_(
        "The database “{name}” on the server holds tables of another program ({count}), and they were left as they "
        "are. Ask the administrator for an empty database."
    )


class ClockFarOff(CrmError):
    """The clocks of PC and server disagree about the time of day. Facts: seconds, minutes."""

    text = N_(
        "The clocks of this PC and of the server differ by {minutes} min. Nothing was changed. Set the clock of "
        "this PC, or what is written here stands under a wrong date."
    )


@dataclass(frozen=True)
class ServerFacts:
    """What the test of a connection found; times in milliseconds and seconds."""

    kind: str  # postgresql, mariadb
    server: str  # "PostgreSQL 15.3", "MariaDB 10.11.6"
    host: str
    port: int
    name: str  # of the database
    user: str
    tls: str  # "TLSv1.3", "TLS"; "" where the connection is open
    encoding: str
    holds: str  # "" = empty, "ours" = a client base of this program
    revision: str  # of its schema, where it is ours
    round_trip_ms: float
    clock_difference_s: float  # server's clock less this one's

    @property
    def is_here(self) -> bool:
        """Whether the server runs on this computer: nothing goes over a network."""
        return self.host in _HERE or self.host.startswith("/")

    @property
    def warnings(self) -> tuple[CrmError, ...]:
        """What stops nobody but should be known."""
        seconds = abs(self.clock_difference_s)
        return (clock_error(seconds),) if seconds > CLOCK_TOLD_S else ()


def clock_error(seconds: float) -> ClockFarOff:
    """The known error for clocks that differ by *seconds*."""
    return ClockFarOff(seconds=round(seconds), minutes=round(seconds / 60))


def probe(address: Address, *, empty: bool = False) -> ServerFacts:
    """Try the server at *address* (with its password): reachable, encrypted as wanted, new enough, letters, rights.

    Where there is no table yet, making some is tried and undone. With *empty* a database that holds anything is
    refused. Raises a known error for each trouble (``db/refusals.py`` and above); whatever happens, the server is left
    as it was. Blocks up to the 10 s of a connection: never on the thread of the window.
    """
    engine = server_engine(address)
    try:
        with told(address), engine.execution_options(writing=True).connect() as connection:
            facts = _facts(connection, address)
            if empty and facts.holds:
                raise ServerHoldsOurs(name=address.name)
            if not facts.holds:
                _try_making(connection, address)
            return facts
    finally:
        engine.dispose()


def _facts(connection: Connection, address: Address) -> ServerFacts:
    server = server_name(connection)
    require_version(server)
    encoding = require_encoding(connection, address)
    seconds = _clock_difference(connection)
    if abs(seconds) > CLOCK_REFUSED_S:
        raise clock_error(abs(seconds))
    half = is_unfinished(connection)  # of a move that was broken off: the next one clears it
    revision = None if half else schema.current_revision(connection)
    names = [] if half else inspect(connection).get_table_names()
    if revision is None and names:
        raise ServerHoldsOthers(name=address.name, count=len(names))
    raw: Any = connection.connection.driver_connection
    host, port = address.place
    return ServerFacts(
        kind=address.kind,
        server=server,
        host=host,
        port=port,
        name=address.name,
        user=address.url.username or "",
        tls=tls.used_tls(raw, address.kind),
        encoding=encoding,
        holds="" if revision is None else "ours",
        revision=revision or "",
        round_trip_ms=_round_trip(connection),
        clock_difference_s=seconds,
    )


def server_name(connection: Connection) -> str:
    """Kind and version of a server, as people say it: “PostgreSQL 15.3”."""
    if connection.dialect.name == "postgresql":
        said = str(connection.execute(text("SHOW server_version")).scalar())
        return f"PostgreSQL {said.split()[0]}"
    said = str(connection.execute(text("SELECT VERSION()")).scalar())
    return f"{'MariaDB' if 'mariadb' in said.casefold() else 'MySQL'} {said.split('-')[0]}"


def require_version(server: str) -> None:
    """Refuse what is older than this program was tried with, and MySQL."""
    kind, _space, version = server.partition(" ")
    found = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if kind not in LEAST or found < LEAST[kind]:
        raise ServerTooOld(found=server)


def require_encoding(connection: Connection, address: Address) -> str:
    """The encoding of the database; refused where it cannot hold every letter."""
    on_postgresql = connection.dialect.name == "postgresql"
    wanted = "UTF8" if on_postgresql else "utf8mb4"
    question = "SHOW server_encoding" if on_postgresql else "SELECT @@character_set_database"
    found = str(connection.execute(text(question)).scalar())
    if found.casefold() != wanted.casefold():
        raise WrongEncoding(name=address.name, found=found, wanted=wanted)
    return found


def _clock_difference(connection: Connection) -> float:
    question = (
        "SELECT EXTRACT(EPOCH FROM clock_timestamp())"
        if connection.dialect.name == "postgresql"
        else "SELECT UNIX_TIMESTAMP(NOW(6))"
    )
    before = clock.now()
    told_ = float(connection.execute(text(question)).scalar() or 0)
    after = clock.now()
    return (datetime.fromtimestamp(told_, UTC) - (before + (after - before) / 2)).total_seconds()


def _round_trip(connection: Connection) -> float:
    best = float("inf")
    for _round in range(_ROUNDS):
        begun = monotonic()
        connection.execute(text("SELECT 1"))
        best = min(best, monotonic() - begun)
    return best * 1000


def _try_making(connection: Connection, address: Address) -> None:
    """Two tables tied to each other, an index, a row; taken away again. Names that nobody else has."""
    mark = secrets.token_hex(4)
    parent, child = f"crm_trial_{mark}", f"crm_trial_{mark}_b"
    options = "" if connection.dialect.name == "postgresql" else " ENGINE=InnoDB"
    statements = (
        f"CREATE TABLE {parent} (id BIGINT PRIMARY KEY){options}",
        f"CREATE TABLE {child} (id BIGINT PRIMARY KEY, parent_id BIGINT REFERENCES {parent} (id)){options}",
        f"CREATE INDEX ix_{child} ON {child} (parent_id)",
        f"ALTER TABLE {child} ADD COLUMN note TEXT",
        f"INSERT INTO {parent} (id) VALUES (1)",
        f"UPDATE {parent} SET id = 2",
        f"DELETE FROM {parent}",
    )
    try:
        for statement in statements:
            connection.execute(text(statement))
    except DBAPIError as error:
        known = known_error(error, address)
        if isinstance(known, DatabaseReadOnly):
            raise NoRightToMakeTables(name=address.name, user=address.url.username or "") from error
        raise
    finally:
        connection.rollback()  # all of it, on PostgreSQL
        if connection.dialect.name != "postgresql":
            _take_away(connection, child, parent)


def _take_away(connection: Connection, *tables: str) -> None:
    for table in tables:
        try:
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
        except DBAPIError:  # no right to make it, so it is not there
            connection.rollback()
