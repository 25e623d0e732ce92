"""How a database is kept: its journal mode, and how much room it takes."""

from pathlib import Path

from sqlalchemy import Connection, text


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
