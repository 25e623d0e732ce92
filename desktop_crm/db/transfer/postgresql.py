"""PostgreSQL as source or target of a move: COPY both ways, everything in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert, text

from desktop_crm.db import schema
from desktop_crm.db.address import Address
from desktop_crm.db.moved import MOVED_TO
from desktop_crm.db.search_tokens import table_of
from desktop_crm.db.transfer.lines import BLOCK, SHAPES, Block, Blocks, Field, Shape
from desktop_crm.db.transfer.refusals import MoveRunning, TargetNotEmpty
from desktop_crm.db.transfer.servers import ServerSource, ServerTarget
from desktop_crm.model.meta import Meta

_READING = "SET DateStyle = 'ISO, YMD'; SET bytea_output = 'hex'"
_WRITING = "SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL synchronous_commit = on"
_RUNNING = "SELECT pg_try_advisory_xact_lock(1129467185, hashtext(current_schema()))"  # "CRM1"
_LONGEST_WAIT = 10.0  # seconds in which a server notices that a program was killed


def _quoted(name: str) -> str:
    return f'"{name}"'


def _told(field: Field) -> str:
    name = _quoted(field.name)
    if field.kind == "yes_no":
        return f"{name}::int"
    return f"{name}::numeric(20,{field.scale})" if field.kind == "float" else name


def _copied(raw: Any, statement: str) -> Blocks:
    part: list[bytes] = []
    size = 0
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for line in copy:
            part.append(line)
            size += len(line)
            if size >= BLOCK:
                yield len(part), b"".join(part)
                part, size = [], 0
    if part:
        yield len(part), b"".join(part)


def _blocks(raw: Any, shape: Shape) -> Blocks:
    told = ", ".join(map(_told, shape.fields))
    key = ", ".join(map(_quoted, shape.key))
    return _copied(raw, f"COPY (SELECT {told} FROM {_quoted(shape.name)} ORDER BY {key}) TO STDOUT")


class PostgresqlSource(ServerSource):
    """A database on PostgreSQL."""

    def __init__(self, address: Address) -> None:
        super().__init__(address)
        with self._raw.cursor() as cursor:
            cursor.execute(_READING)

    def blocks(self, shape: Shape) -> Blocks:
        """Lines of a table."""
        return _blocks(self._raw, shape)

    def search_blocks(self, kind: str) -> Blocks:
        """The search index's rows."""
        return _copied(self._raw, f"COPY {table_of(kind)} (record_id, tokens, digits) TO STDOUT")

    def _hold(self) -> Connection:
        own = self._engine.execution_options(writing=True).connect()
        own.begin()
        own.exec_driver_sql("LOCK TABLE change_set IN SHARE MODE")
        return own

    def _note(self, connection: Connection, target: str) -> None:
        connection.execute(delete(Meta).where(Meta.key == MOVED_TO))
        connection.execute(insert(Meta).values(key=MOVED_TO, value=target))


class PostgresqlTarget(ServerTarget):
    """An empty database on PostgreSQL: one transaction makes the tables, fills them and commits."""

    def prepare(self) -> None:
        """Make the tables, without keys, indexes and ties."""
        self.connection.begin()
        self._claim()
        if not schema.is_empty(self.connection):
            raise TargetNotEmpty(name=self._address.name)
        self._run(_READING)
        self._run(_WRITING)
        schema.upgrade(self.connection)
        self._take_off()
        for shape in reversed(SHAPES):
            self._run(f"DELETE FROM {_quoted(shape.name)}")  # what the schema itself brings

    def _claim(self) -> None:
        patience = time.monotonic() + _LONGEST_WAIT
        while not self.connection.execute(text(_RUNNING)).scalar():
            if time.monotonic() > patience:
                raise MoveRunning(name=self._address.name)
            time.sleep(0.1)

    def _take_off(self) -> None:
        """Rows go in several times quicker without indexes; made afterwards in one go they cost little."""
        ties = self._run(
            "SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = current_schema()::regnamespace AND contype IN ('f', 'p', 'u') "
            "ORDER BY contype = 'p', conrelid"
        )
        for table, name, _kind, _definition in ties:
            self._run(f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(name)}")
        indexes = self._run(
            "SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = current_schema()::regnamespace "
            "AND relkind = 'r' ORDER BY 1, 2"
        )
        for _table, name, _definition in indexes:
            self._run(f"DROP INDEX {name}")
        made = [
            (kind, table, f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {definition}")
            for table, name, kind, definition in ties
        ]
        self._later = [
            *((table, statement) for kind, table, statement in made if kind != "f"),
            *((table, statement) for table, _name, statement in indexes),
            *((table, statement) for kind, table, statement in made if kind == "f"),
        ]

    def write(self, shape: Shape, blocks: Iterable[Block]) -> None:
        """Rows of one table."""
        names = ", ".join(_quoted(field.name) for field in shape.fields)
        self._copy(f"{_quoted(shape.name)} ({names})", blocks)

    def write_search(self, kind: str, blocks: Iterable[Block]) -> None:
        """Rows of the search index."""
        self._copy(f"{table_of(kind)} (record_id, tokens, digits)", blocks)

    def _copy(self, where: str, blocks: Iterable[Block]) -> None:
        with self._raw.cursor() as cursor, cursor.copy(f"COPY {where} FROM STDIN") as copy:
            for _count, lines in blocks:
                copy.write(lines)

    def blocks(self, shape: Shape) -> Blocks:
        """Lines of a table."""
        return _blocks(self._raw, shape)

    def finish(self) -> None:
        """Commit."""
        self.connection.commit()
