"""A file as source or target of a move."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from desktop_crm.base.errors import DatabaseDamaged, DatabaseExists, DatabaseMissing, DatabaseReadOnly, FileNotWritten
from desktop_crm.db import schema
from desktop_crm.db.address import Address
from desktop_crm.db.connection import APPLICATION_ID, connect_file
from desktop_crm.db.engine import file_engine
from desktop_crm.db.file import is_wal, look, prepare, sync
from desktop_crm.db.moved import MOVED_TO
from desktop_crm.db.patience import Patience
from desktop_crm.db.place import place_of
from desktop_crm.db.search_tokens import table_of
from desktop_crm.db.transfer.lines import (
    FIELD,
    NOTHING,
    SHAPES,
    Block,
    Blocks,
    Field,
    Shape,
    as_block,
    gathered,
    values_of,
)
from desktop_crm.db.transfer.refusals import MoveRunning
from desktop_crm.db.transfer.search_rows import for_file, rows_of, with_spelled_digits

_CODES_OF_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _told(field: Field) -> str:
    """SQL that gives the text of a field."""
    name = _quoted(field.name)
    if field.kind in ("decimal", "float"):
        told = f"printf('%.{field.scale}f', {name})"
        return f"CASE WHEN {name} IS NULL THEN ?2 ELSE {told} END" if field.nullable else told
    if field.kind == "moment":
        name = f"CASE length({name}) WHEN 26 THEN rtrim(rtrim({name}, '0'), '.') ELSE {name} END"
    elif field.kind == "binary":
        name = f"'\\x' || lower(hex({name}))"
        if field.nullable:
            return f"CASE WHEN {_quoted(field.name)} IS NULL THEN ?2 ELSE {name} END"
    return f"coalesce({name}, ?2)" if field.nullable else name


def file_blocks(raw: sqlite3.Connection, shape: Shape, name: str) -> Blocks:
    """Lines of a table: SQLite itself puts each of them together."""
    told = ", ".join(map(_told, shape.fields))
    values = (FIELD.join([b"%s"] * len(shape.fields)), NOTHING)
    statement = f"SELECT printf(?1, {told}) FROM {_quoted(shape.name)} ORDER BY {', '.join(map(_quoted, shape.key))}"
    raw.text_factory = bytes
    try:
        cursor = raw.execute(statement, values[: 1 + ("?2" in told)])
        for rows in gathered(cursor):
            yield as_block(rows, len(shape.fields), name)
    finally:
        raw.text_factory = str


class FileSource:
    """A file that nobody else may write to until the move is over; everybody may read."""

    def __init__(self, address: Address, patience: Patience, *, locked: bool) -> None:
        if address.path is None:
            raise ValueError("a server is no file")
        self._address = address
        self._path = address.path
        header = look(address)
        if is_wal(header) and place_of(self._path).is_network:
            prepare(address, patience)
            header = look(address)
        if not os.access(self._path, os.W_OK):
            raise DatabaseReadOnly(name=address.name)
        self._raw = connect_file(
            self._path, mode="rw" if locked else "ro", office=not is_wal(header), patience=patience
        )
        try:
            patience.insist(lambda: self._raw.execute("BEGIN IMMEDIATE" if locked else "BEGIN"))
        except sqlite3.Error:
            self._raw.close()
            raise

    def _one(self, statement: str, *values: object) -> Any:
        row = self._raw.execute(statement, values).fetchone()
        return None if row is None else row[0]

    def revision(self) -> str | None:
        """Revision of the schema."""
        if self._one("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'") is None:
            return None
        return str(self._one("SELECT version_num FROM alembic_version") or "")

    def moved_to(self) -> str:
        """Where it was moved to already."""
        return str(self._one("SELECT value FROM meta WHERE key = ?", MOVED_TO) or "")

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        return {shape.name: self._one(f"SELECT COUNT(*) FROM {_quoted(shape.name)}") for shape in SHAPES}

    def size(self) -> int:
        """Bytes of the file."""
        return int(self._one("PRAGMA page_count")) * int(self._one("PRAGMA page_size"))

    def last_change(self) -> int:
        """The newest change set."""
        return int(self._one("SELECT max(id) FROM change_set") or 0)

    def unfit(self, shape: Shape) -> tuple[str, str] | None:
        """SQLite keeps texts of any length and with any sign."""
        texts = [field for field in shape.fields if field.kind == "text"]
        if not texts:
            return None
        tests = {
            field.name: f"instr({_quoted(field.name)}, char(0))"
            + (f" OR length({_quoted(field.name)}) > {field.length}" if field.length else "")
            for field in texts
        }
        key = f"{_quoted(shape.key[0])}"
        found = self._one(f"SELECT {key} FROM {_quoted(shape.name)} WHERE {' OR '.join(tests.values())} LIMIT 1")
        if found is None:
            return None
        of = f"FROM {_quoted(shape.name)} WHERE {key} = ? AND"
        return str(found), next(name for name, test in tests.items() if self._one(f"SELECT 1 {of} ({test})", found))

    def blocks(self, shape: Shape) -> Blocks:
        """Lines of a table."""
        return file_blocks(self._raw, shape, self._address.name)

    def search_blocks(self, kind: str) -> Blocks:
        """The search index's rows."""
        # from the table in which FTS5 itself keeps what it was given: three times as quick
        vector = "CASE c0 WHEN '' THEN '' ELSE '@@' || replace(c0, ' ', '@@ @@') || '@@' END".replace("@", "'")
        statement = f"SELECT printf(?, id, {vector}, c1) FROM {table_of(kind)}_content"
        self._raw.text_factory = bytes
        try:
            for rows in gathered(self._raw.execute(statement, (FIELD.join([b"%s"] * 3),))):
                count, lines = as_block(rows, 3, self._address.name)
                yield count, lines if lines.isascii() else with_spelled_digits(lines)
        finally:
            self._raw.text_factory = str

    def freeze(self) -> None:
        """It is, from the beginning."""

    def mark(self, target: str) -> None:
        """Note where everything is now."""
        self._raw.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (MOVED_TO, target))
        Patience().insist(lambda: self._raw.execute("COMMIT"))

    def close(self) -> None:
        """Leave it."""
        self._raw.close()


class FileTarget:
    """A new file, built under another name beside the wanted one."""

    def __init__(self, address: Address) -> None:
        if address.path is None:
            raise ValueError("a server is no file")
        self._address = address
        self._path = address.path
        self._unfinished = self._path.with_name(f".{self._path.name}.moving")
        self._indexes: list[tuple[str, str, str]] = []
        refuse_taken(address)
        try:
            _clear(self._unfinished, address)
            self._engine = file_engine(self._unfinished, Patience(0.0), mode="rwc", foreign_keys=False)
            self.connection: Connection = self._engine.execution_options(writing=True).connect()
        except (OSError, sqlite3.OperationalError) as error:
            raise _not_written(error, address) from error
        self._raw: Any = self.connection.connection.driver_connection

    def prepare(self) -> None:
        """Make the tables, without their indexes."""
        for setting in ("synchronous=OFF", "journal_mode=MEMORY", f"application_id={APPLICATION_ID}"):
            self._raw.execute(f"PRAGMA {setting}")
        self.connection.begin()
        schema.upgrade(self.connection)
        self._indexes = self._raw.execute(
            "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for _table, name, _sql in self._indexes:
            self._raw.execute(f"DROP INDEX {_quoted(name)}")
        for shape in SHAPES:
            self._raw.execute(f"DELETE FROM {_quoted(shape.name)}")  # what the schema itself brings

    def write(self, shape: Shape, blocks: Iterable[Block]) -> None:
        """Rows of one table."""
        names = ", ".join(_quoted(field.name) for field in shape.fields)
        marks = ", ".join("?" * len(shape.fields))
        statement = f"INSERT INTO {_quoted(shape.name)} ({names}) VALUES ({marks})"
        for _count, lines in blocks:
            self._raw.executemany(statement, values_of(shape, lines))

    def write_search(self, kind: str, blocks: Iterable[Block]) -> None:
        """Rows of the search index."""
        statement = f"INSERT INTO {table_of(kind)} (rowid, tokens, digits) VALUES (?, ?, ?)"
        for _count, lines in blocks:
            self._raw.executemany(statement, map(for_file, rows_of(lines)))

    def complete(self) -> Iterator[str]:
        """Indexes; ties are looked at."""
        for table, _name, sql in self._indexes:
            yield table
            self._raw.execute(sql)
        yield ""
        if self._raw.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise DatabaseDamaged(name=self._address.name)

    def blocks(self, shape: Shape) -> Blocks:
        """Lines of a table."""
        return file_blocks(self._raw, shape, self._address.name)

    def finish(self) -> None:
        """Give it its name."""
        self.connection.commit()
        self.connection.close()
        self._engine.dispose()
        try:
            sync(self._unfinished)
            refuse_taken(self._address)
            self._unfinished.rename(self._path)
            sync(self._path.parent)
        except OSError as error:
            raise _not_written(error, self._address) from error

    def close(self) -> None:
        """Leave it."""
        self.connection.close()
        self._engine.dispose()
        self._unfinished.unlink(missing_ok=True)


def refuse_taken(address: Address) -> None:
    """The name must be free, in a folder that is there."""
    path = address.path
    if path is None:
        raise ValueError("a server is no file")
    if path.exists():
        raise DatabaseExists(name=address.name)
    if not path.parent.is_dir():
        raise DatabaseMissing(name=str(path.parent))


def _clear(unfinished: Path, address: Address) -> None:
    """Take away what a broken move left; not while it is at work."""
    if not unfinished.exists():
        return
    raw = connect_file(unfinished, patience=Patience(0.0))
    try:
        raw.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _CODES_OF_BUSY:
            raise MoveRunning(name=address.name) from error
    except sqlite3.DatabaseError:
        pass  # so far that it is no database yet
    finally:
        raw.close()
    for suffix in ("", "-journal", "-wal", "-shm"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)


def is_left(address: Address) -> bool:
    """Whether a broken move left something beside the wanted file."""
    return address.path is not None and address.path.with_name(f".{address.path.name}.moving").exists()


def _not_written(error: OSError | sqlite3.OperationalError, address: Address) -> Exception:
    if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CANTOPEN:
        return error
    return FileNotWritten(name=address.name)
