"""What must be right about a target before anything is carried there; each trouble is a sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from desktop_crm.base.errors import DatabaseReadOnly, DiskFull
from desktop_crm.db import schema
from desktop_crm.db.address import Address
from desktop_crm.db.engine import server_engine
from desktop_crm.db.failures import known_error, told
from desktop_crm.db.moved import UNFINISHED
from desktop_crm.db.transfer.files import is_left, refuse_taken
from desktop_crm.db.transfer.refusals import (
    NoRights,
    PacketTooSmall,
    ServerNotSupported,
    ServerTooOld,
    TargetNotEmpty,
    WrongEncoding,
)

LEAST_POSTGRESQL, LEAST_MARIADB = (13,), (10, 6)
LEAST_PACKET = 4 << 20  # bytes; a block of rows with its escapes, or a piece of a file
_PROBE = "desktop_crm_probe"  # tables that are made and dropped again to see whether they may be


@dataclass(frozen=True)
class TargetFacts:
    """What is known of a target that is fit."""

    server: str  # with version
    encrypted: bool | None  # None: a file, or a server on this computer
    unfinished: bool  # a broken move left something there


def check_target(target: Address, needed: int = 0) -> TargetFacts:
    """Facts of a target that is fit to take *needed* bytes; else the reason, as an error."""
    with told(target):
        if target.path is None:
            return _check_server(target)
        refuse_taken(target)
        if shutil.disk_usage(target.path.parent).free < needed:
            raise DiskFull(name=target.name)
        _try_to_write(target)
        return TargetFacts("SQLite", None, is_left(target))


def _try_to_write(target: Address) -> None:
    path = target.path
    if path is None:
        return
    probe = path.with_name(f".{path.name}.probe")
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise DatabaseReadOnly(name=str(path.parent)) from error


def _check_server(target: Address) -> TargetFacts:
    engine = server_engine(target).execution_options(writing=True)
    try:
        with engine.connect() as connection:
            check = _check_postgresql if target.kind == "postgresql" else _check_mariadb
            return check(connection, target)
    finally:
        engine.dispose()


def _version(connection: Connection) -> tuple[int, ...]:
    return tuple(part for part in connection.dialect.server_version_info or () if isinstance(part, int))


def _refuse_old(target: Address, name: str, version: tuple[int, ...], least: tuple[int, ...]) -> str:
    shown = f"{name} {'.'.join(map(str, version))}"
    if version < least:
        raise ServerTooOld(name=target.name, version=shown, least=".".join(map(str, least)))
    return shown


def _is_here(target: Address) -> bool:
    return target.url.host in (None, "", "localhost", "127.0.0.1", "::1")


def _check_postgresql(connection: Connection, target: Address) -> TargetFacts:
    server = _refuse_old(target, "PostgreSQL", _version(connection), LEAST_POSTGRESQL)
    encoding = str(connection.exec_driver_sql("SHOW server_encoding").scalar())
    if encoding != "UTF8":
        raise WrongEncoding(name=target.name, encoding=encoding)
    if not schema.is_empty(connection):
        raise TargetNotEmpty(name=target.name)
    with _rights(target):
        connection.exec_driver_sql(f"CREATE TABLE {_PROBE} (id bigint PRIMARY KEY)")
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {_PROBE}_temporary (id bigint)")
    connection.rollback()
    own = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    encrypted = None if _is_here(target) else bool(connection.exec_driver_sql(own).scalar())
    return TargetFacts(server, encrypted, unfinished=False)


def _check_mariadb(connection: Connection, target: Address) -> TargetFacts:
    told_version = str(connection.exec_driver_sql("SELECT VERSION()").scalar())
    if "mariadb" not in told_version.lower():
        raise ServerNotSupported(name=target.name, version=f"MySQL {told_version}")
    server = _refuse_old(target, "MariaDB", _version(connection)[:3], LEAST_MARIADB)
    tables = inspect(connection).get_table_names()
    unfinished = UNFINISHED in tables
    if tables and not unfinished and not all(name.startswith(_PROBE) for name in tables):
        raise TargetNotEmpty(name=target.name)
    packet = int(connection.exec_driver_sql("SELECT @@max_allowed_packet").scalar() or 0)
    if packet < LEAST_PACKET:
        raise PacketTooSmall(name=target.name, limit=packet)
    if not unfinished:
        _try_rights(connection, target)
    cipher: Any = connection.exec_driver_sql("SHOW STATUS LIKE 'Ssl_cipher'").one()
    return TargetFacts(server, None if _is_here(target) else bool(cipher[1]), unfinished)


def _try_rights(connection: Connection, target: Address) -> None:
    run: Callable[[str], Any] = connection.exec_driver_sql
    drop = f"DROP TABLE IF EXISTS {_PROBE}_child, {_PROBE}"
    with _rights(target):
        run(drop)
        run(f"CREATE TABLE {_PROBE} (id bigint PRIMARY KEY) ENGINE=InnoDB")
        try:
            run(f"CREATE TABLE {_PROBE}_child (id bigint, FOREIGN KEY (id) REFERENCES {_PROBE} (id)) ENGINE=InnoDB")
            run(f"ALTER TABLE {_PROBE} ADD COLUMN more bigint")
            run(f"CREATE INDEX ix_{_PROBE} ON {_PROBE} (more)")
            run(f"INSERT INTO {_PROBE} VALUES (1, 1)")
            run(f"UPDATE {_PROBE} SET more = 2")
            run(f"DELETE FROM {_PROBE}")
            run(f"CREATE TEMPORARY TABLE {_PROBE}_temporary (id bigint)")
            run(f"DROP TEMPORARY TABLE {_PROBE}_temporary")
        finally:
            run(drop)


@contextmanager
def _rights(target: Address) -> Iterator[None]:
    """What the server forbids here is told with its own words."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(known_error(error, target), DatabaseReadOnly) and "denied" not in str(error.orig):
            raise
        raise NoRights(name=target.name, what=str(error.orig).splitlines()[0]) from error
