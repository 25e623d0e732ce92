"""MariaDB as source or target of a move.

Its tables cannot be made inside a transaction. So the first thing made is a sign, and the last thing taken away is the
sign: while it stands nobody can open the database, and the next move knows that what is there is ours and half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, inspect, text

from desktop_crm.db import schema
from desktop_crm.db.address import Address
from desktop_crm.db.engine import LOCK_WAIT_SECONDS
from desktop_crm.db.moved import MOVED_TO, UNFINISHED
from desktop_crm.db.search_tokens import KINDS, table_of
from desktop_crm.db.transfer.lines import FIELD, NOTHING, SHAPES, Block, Blocks, Field, Shape, as_block, gathered
from desktop_crm.db.transfer.refusals import MoveRunning, TargetNotEmpty
from desktop_crm.db.transfer.search_rows import for_mariadb, rows_of
from desktop_crm.db.transfer.servers import ServerSource, ServerTarget

_LONGEST_WAIT = 10  # seconds in which a server notices that a program was killed
_LOCK = "CONCAT('desktop_crm_moving.', DATABASE())"
_WRITING = f"SET foreign_key_checks = 0, unique_checks = 0, lock_wait_timeout = {LOCK_WAIT_SECONDS}"
_OURS = (*(shape.name for shape in SHAPES), *map(table_of, KINDS), "alembic_version", UNFINISHED)


def _quoted(name: str) -> str:
    return f"`{name}`"


def _told(field: Field) -> str:
    name = _quoted(field.name)
    told = name
    if field.kind == "float":
        told = f"CAST({name} AS DECIMAL(20,{field.scale}))"
    elif field.kind == "moment":
        told = f"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {name}))"
    elif field.kind == "binary":
        told = f"CONCAT('\\\\x', LOWER(HEX({name})))"
    told = f"CAST({told} AS BINARY)"  # bytes, with which the bytes that part them can be put together
    return f"COALESCE({told}, X'{NOTHING.hex()}')" if field.nullable else told


def _blocks(raw: Any, shape: Shape, name: str) -> Blocks:
    from pymysql.cursors import SSCursor  # noqa: PLC0415 - loaded only where it is used

    told = ", ".join(map(_told, shape.fields))
    key = ", ".join(map(_quoted, shape.key))
    with raw.cursor(SSCursor) as cursor:
        cursor.execute(f"SELECT CONCAT_WS(X'{FIELD.hex()}', {told}) FROM {_quoted(shape.name)} ORDER BY {key}")
        for rows in gathered(cursor):
            yield as_block(rows, len(shape.fields), name)


class MariaDbSource(ServerSource):
    """A database on MariaDB."""

    def blocks(self, shape: Shape) -> Blocks:
        """Lines of a table."""
        return _blocks(self._raw, shape, self._address.name)

    def search_blocks(self, kind: str) -> None:
        """Letters of other scripts cannot be read back from there."""
        return

    def _hold(self) -> Connection:
        own = self._engine.execution_options(writing=True).connect()
        own.begin()
        own.exec_driver_sql(f"SET autocommit = 0, lock_wait_timeout = {LOCK_WAIT_SECONDS}")
        own.exec_driver_sql("LOCK TABLES change_set WRITE, meta WRITE")  # waits for those who are writing
        return own

    def _note(self, connection: Connection, target: str) -> None:
        statement = text("REPLACE INTO meta (`key`, value) VALUES (:key, :target)")
        connection.execute(statement, {"key": MOVED_TO, "target": target})
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("UNLOCK TABLES")


class MariaDbTarget(ServerTarget):
    """An empty database on MariaDB."""

    _ANALYZE = "ANALYZE TABLE"

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        self._begun = False

    def prepare(self) -> None:
        """Make the sign, then the tables, without most indexes."""
        self.connection.begin()
        if not self.connection.execute(text(f"SELECT GET_LOCK({_LOCK}, {_LONGEST_WAIT})")).scalar():
            raise MoveRunning(name=self._address.name)
        tables = set(inspect(self.connection).get_table_names())
        if UNFINISHED in tables:
            self._clear(tables)
        elif tables:
            raise TargetNotEmpty(name=self._address.name)
        self._begun = True
        self._run(f"CREATE TABLE {UNFINISHED} (id bigint PRIMARY KEY) ENGINE=InnoDB")
        schema.upgrade(self.connection)
        self.connection.commit()
        self.connection.begin()
        self._run(_WRITING)
        for shape in reversed(SHAPES):
            self._run(f"DELETE FROM {_quoted(shape.name)}")  # what the schema itself brings
        self._take_off()

    def _clear(self, tables: set[str]) -> None:
        """Take away what a broken move left: only what is ours, the sign last."""
        self._run("SET foreign_key_checks = 0")
        for name in _OURS:
            if name in tables:
                self._run(f"DROP TABLE IF EXISTS {_quoted(name)}")
        if tables - set(_OURS):
            raise TargetNotEmpty(name=self._address.name)

    def _take_off(self) -> None:
        """The text indexes, which are made in one go afterwards; the others go in nearly as quick."""
        for kind in KINDS:
            table = table_of(kind)
            self._run(f"ALTER TABLE {table} DROP INDEX ix_{table}")
            self._later.append((table, f"ALTER TABLE {table} ADD FULLTEXT INDEX ix_{table} (tokens)"))

    def write(self, shape: Shape, blocks: Iterable[Block]) -> None:
        """Rows of one table."""
        names = ", ".join(_quoted(field.name) for field in shape.fields)
        beginning = f"INSERT INTO {_quoted(shape.name)} ({names}) VALUES ".encode()
        binary = [place for place, field in enumerate(shape.fields) if field.kind == "binary"]
        for _count, lines in blocks:
            self._raw.query(beginning + (_values_with_binary(lines, binary) if binary else _values(lines)))
            self._raw.commit()

    def write_search(self, kind: str, blocks: Iterable[Block]) -> None:
        """Rows of the search index: letters and digits only."""
        beginning = f"INSERT INTO {table_of(kind)} (record_id, tokens, digits) VALUES "
        for _count, lines in blocks:
            rows = (f"({number},'{tokens}','{digits}')" for number, tokens, digits in map(for_mariadb, rows_of(lines)))
            self._raw.query(beginning + ",".join(rows))
            self._raw.commit()

    def blocks(self, shape: Shape) -> Blocks:
        """Lines of a table."""
        return _blocks(self._raw, shape, self._address.name)

    def finish(self) -> None:
        """Take away the sign."""
        self.connection.commit()
        self._run(f"DROP TABLE {UNFINISHED}")
        self._begun = False

    def close(self) -> None:
        """Leave it; what is half there is taken away, or cleared by the next move."""
        try:
            if self._begun:
                self._give_back()
        finally:
            self.connection.invalidate()  # with its settings and its lock
            super().close()

    def _give_back(self) -> None:
        self._raw.rollback()
        self._clear(set(inspect(self.connection).get_table_names()))


def _values(lines: bytes) -> bytes:
    """Lines as the rows of an INSERT: the whole block is changed at once."""
    if b"\\v" in lines or b"\\f" in lines:  # the only escapes that are none here
        lines = _unescaped(lines)
    rows = lines[:-1].replace(b"'", b"''").replace(b"\t", b"','").replace(b"\n", b"'),('")
    return (b"('" + rows + b"')").replace(b"'\\N'", b"NULL")


def _unescaped(lines: bytes) -> bytes:
    return re.sub(rb"\\(.)", lambda match: {b"v": b"\v", b"f": b"\f"}.get(match[1], match[0]), lines)


def _values_with_binary(lines: bytes, places: list[int]) -> bytes:
    rows = []
    for line in lines[:-1].split(b"\n"):
        fields = line.split(b"\t")
        ready = [b"'" + _unescaped(field).replace(b"'", b"''") + b"'" for field in fields]
        for place in places:
            ready[place] = b"X'" + fields[place].removeprefix(b"\\\\x") + b"'"
        rows.append(
            b"(" + b",".join(b"NULL" if old == b"\\N" else new for old, new in zip(fields, ready, strict=True)) + b")"
        )
    return b",".join(rows)
