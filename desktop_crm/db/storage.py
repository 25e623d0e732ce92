"""How a database is kept: its journal mode, how much room it takes, what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select, text

from desktop_crm.db import schema
from desktop_crm.db.moved import moved_to
from desktop_crm.model.base import Base

if TYPE_CHECKING:
    from desktop_crm.db.database import Database


def journal_mode(connection: Connection) -> str:
    """SQLite's journal mode (``wal``, ``delete``); "" on servers."""
    if connection.dialect.name != "sqlite":
        return ""
    return str(connection.execute(text("PRAGMA journal_mode")).scalar())


def stored_bytes(connection: Connection, path: Path | None) -> int:
    """Bytes of the file with its log, or of the server's database."""
    if path is not None:
        files = (path, path.with_name(path.name + "-wal"))
        return sum(part.stat().st_size for part in files if part.exists())
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0)
    statement = "SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = DATABASE()"
    return int(connection.execute(text(statement)).scalar() or 0)


@dataclass(frozen=True)
class DatabaseInfo:
    """Facts for the owner."""

    name: str
    shown: str
    dialect: str
    engine_version: str  # of SQLite or of the server
    place: str  # local, network, cloud, removable, server
    usage: str  # alone, office, server
    schema: str
    journal_mode: str
    read_only: bool
    size_bytes: int
    moved_to: str  # where everything is now; "" where it was not moved
    counts: dict[str, int] = field(default_factory=dict)


def database_info(database: Database, connection: Connection) -> DatabaseInfo:
    """What :meth:`Database.info` tells."""
    counts = {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    }
    return DatabaseInfo(
        name=database.address.name,
        shown=database.address.shown,
        dialect=database.address.kind,
        engine_version=".".join(map(str, connection.dialect.server_version_info or ())),
        place=database.place.kind,
        usage=database.usage,
        schema=schema.current_revision(connection) or "",
        journal_mode=journal_mode(connection),
        read_only=database.read_only,
        size_bytes=stored_bytes(connection, database.address.path),
        moved_to=moved_to(connection),
        counts=counts,
    )
