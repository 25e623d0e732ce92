"""SQLAlchemy engines, set up so that the three kinds of database behave alike."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from desktop_crm.base.errors import DatabaseUnreachable
from desktop_crm.db import tls
from desktop_crm.db.address import Address
from desktop_crm.db.connection import READING_KIB, WRITING_KIB, connect_file
from desktop_crm.db.keepalive import POSTGRESQL, keep_alive
from desktop_crm.db.patience import Patience
from desktop_crm.db.sameness import file_number

_FIRST_READ = "SELECT rootpage FROM sqlite_master LIMIT 1"
LOCK_WAIT_SECONDS = 30
GONE_SECONDS = 300  # of a write whose program says nothing: it is gone, and its locks are given back


def file_engine(
    path: Path, patience: Patience, *, mode: str = "rw", office: bool = False, foreign_keys: bool = True
) -> Engine:
    """Engine of a SQLite file. We say BEGIN ourselves: IMMEDIATE for writes, so that writers wait in line."""
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: connect_file(path, mode=mode, office=office, foreign_keys=foreign_keys, patience=patience),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
        hide_parameters=True,  # what the rows hold is nobody's business in a log
    )

    @event.listens_for(engine, "connect")
    def connected(_raw: Any, entry: ConnectionPoolEntry) -> None:
        entry.info["file"] = file_number(path)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        there = file_number(path)
        if there != connection.info["file"] and (
            there is not None or connection.get_execution_options().get("writing")
        ):
            raise DatabaseUnreachable(name=path.name)  # a connection goes on with a file that has lost its name
        if connection.get_execution_options().get("writing"):
            raw.execute("PRAGMA query_only=OFF")
            raw.execute(f"PRAGMA cache_size=-{WRITING_KIB}")
            patience.insist(lambda: raw.execute("BEGIN IMMEDIATE"))
            return
        raw.execute("PRAGMA query_only=ON")
        raw.execute(f"PRAGMA cache_size=-{READING_KIB}")
        # the first read takes the lock (and the picture) of the whole transaction: nothing waits later
        patience.insist(lambda: _begin_reading(raw))

    @event.listens_for(engine, "commit")
    def commit(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        if raw.in_transaction:
            patience.insist(lambda: raw.execute("COMMIT"))

    return engine


def _begin_reading(raw: sqlite3.Connection) -> None:
    raw.execute("BEGIN")
    try:
        raw.execute(_FIRST_READ).fetchall()
    except sqlite3.Error:
        raw.execute("ROLLBACK")
        raise


def server_engine(address: Address) -> Engine:
    """Engine of a PostgreSQL or MariaDB server: read committed, UTC, strict, bounded waits."""
    is_postgresql = address.kind == "postgresql"
    encoding: dict[str, Any] = {"client_encoding": "utf8", **POSTGRESQL} if is_postgresql else {"charset": "utf8mb4"}
    url, encryption = (address.url, {}) if is_postgresql else tls.mariadb_arguments(address.url)
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=12,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": 10, **encoding, **encryption},
    )
    if is_postgresql:
        settings = (
            f"SET TIME ZONE 'UTC'; SET lock_timeout = '{LOCK_WAIT_SECONDS}s'; "
            f"SET idle_in_transaction_session_timeout = '{GONE_SECONDS}s'"
        )
    else:
        settings = (
            "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
            f"ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = {LOCK_WAIT_SECONDS}, "
            f"idle_write_transaction_timeout = {GONE_SECONDS}"
        )

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:  # PostgreSQL has an execution option for this
            if not connection.get_execution_options().get("writing"):
                raw: Any = connection.connection.driver_connection
                with raw.cursor() as cursor:
                    cursor.execute("START TRANSACTION READ ONLY")

    @event.listens_for(engine, "connect")
    def set_up(raw: Any, entry: ConnectionPoolEntry) -> None:
        try:
            if not is_postgresql:
                tls.insist(raw, address.url)
                keep_alive(raw)
            with raw.cursor() as cursor:
                cursor.execute(settings)
            raw.commit()
        except BaseException:  # nobody else would
            raw.close()
            raise

    return engine
