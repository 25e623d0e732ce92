"""Making a database, and bringing an older one up to date."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Engine

from desktop_crm.base.errors import (
    DatabaseDamaged,
    DatabaseExists,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseReadOnly,
    FileNotWritten,
    NotADatabase,
)
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.db import schema
from desktop_crm.db.address import Address
from desktop_crm.db.backup import back_up
from desktop_crm.db.connection import APPLICATION_ID
from desktop_crm.db.engine import file_engine, server_engine
from desktop_crm.db.file import sync
from desktop_crm.db.moved import refuse_moved, refuse_unfinished
from desktop_crm.db.patience import Patience


def create(address: Address) -> None:
    """Make an empty database at *address*."""
    if address.path is None:
        _create_on_server(address)
    else:
        _create_file(address, address.path)


def _create_on_server(address: Address) -> None:
    engine = server_engine(address)
    try:
        with engine.execution_options(writing=True).begin() as connection:
            if not schema.is_empty(connection):
                raise DatabaseExists(name=address.name)
            schema.upgrade(connection)
    finally:
        engine.dispose()


def _create_file(address: Address, path: Path) -> None:
    """Built beside under another name and renamed when whole: a half-made file never has the wanted name."""
    if path.exists():
        raise DatabaseExists(name=address.name)
    if not path.parent.is_dir():
        raise DatabaseMissing(name=str(path.parent))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        build_file(unfinished)
        sync(unfinished)
        if path.exists():
            raise DatabaseExists(name=address.name)
        unfinished.rename(path)
        sync(path.parent)
    except (OSError, sqlite3.OperationalError) as error:
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CANTOPEN:
            raise
        raise FileNotWritten(name=address.name) from error
    finally:
        unfinished.unlink(missing_ok=True)


def build_file(path: Path) -> None:
    """An empty database in the new file *path*, not yet safe on the disk."""
    engine = file_engine(path, Patience(), mode="rwc").execution_options(writing=True)
    try:
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA synchronous=OFF")  # type: ignore[union-attr]
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                f"PRAGMA application_id={APPLICATION_ID}"
            )
            with connection.begin():
                schema.upgrade(connection)
    finally:
        engine.dispose()


def bring_up_to_date(
    address: Address, engine: Engine, read_only: bool, progress: Progress, *, looking: bool = False
) -> None:
    """Refuse what is not ours, newer, half there or moved elsewhere; upgrade what is older, a file after a backup."""
    with engine.connect() as connection:
        refuse_unfinished(connection, address)
        revision = schema.current_revision(connection)
        if revision in schema.REVISIONS and not looking:
            refuse_moved(connection, address)
    if revision is None:
        raise (NotADatabase if address.path is not None else _missing_or_other(engine))(name=address.name)
    if revision == schema.head():
        return
    if revision not in schema.REVISIONS:
        raise DatabaseNewer(name=address.name)
    if read_only:
        raise DatabaseReadOnly(name=address.name)
    upgrade(address, engine, progress)


def _missing_or_other(engine: Engine) -> type[DatabaseMissing] | type[NotADatabase]:
    with engine.connect() as connection:
        return DatabaseMissing if schema.is_empty(connection) else NotADatabase


def upgrade(address: Address, engine: Engine, progress: Progress) -> None:
    """Bring an older schema up to date; of a file a verified copy is made first."""
    if address.path is None:
        with engine.execution_options(writing=True).begin() as connection:
            schema.upgrade(connection)
        return
    back_up(address, progress=progress)
    engine.dispose()
    # tables may be built anew, so ties are not checked at every step but at the end
    own = file_engine(address.path, Patience(), foreign_keys=False).execution_options(writing=True)
    try:
        with own.begin() as connection:
            progress.step(_("Bringing the database up to date …"))
            schema.upgrade(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise DatabaseDamaged(name=address.name)
    finally:
        own.dispose()
