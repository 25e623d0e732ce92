"""The session that services receive: SQLAlchemy's, with the journal and the bulk ways."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Select, Table, column, inspect, select, table
from sqlalchemy.exc import DBAPIError

from desktop_crm.db import bulk, trail
from desktop_crm.db.guard import WriteInReadSession, watch
from desktop_crm.db.index_builds import built_after
from desktop_crm.db.journal import JOURNALED, Journal
from desktop_crm.db.packing import convert_columns, from_literal, unpack_columns, unpack_ids, value_to_literal
from desktop_crm.model.base import Base, Row
from desktop_crm.model.session import CrmSession

_TURN: Select[Any] = select(column("version_num")).select_from(table("alembic_version")).with_for_update()


class JournaledSession(CrmSession):
    """Session of one read (no journal) or one write (with one)."""

    journal: Journal | None = None

    def _writing(self) -> tuple[Connection, Journal]:
        if self.journal is None:
            raise WriteInReadSession("a read session must not write")
        self.flush()
        return self.connection(), self.journal

    def bulk_insert(self, table: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Insert many rows fast and journal them; see :class:`CrmSession`."""
        connection, journal = self._writing()
        target = _table(table)
        journaled = target.name in JOURNALED
        if journaled and (not columns or columns[0] != "id"):
            raise ValueError(f"the first column of a bulk insert into {target.name} must be id")
        firsts = bulk.insert_values(connection, target, columns, rows)
        if journaled:
            journal.many_inserted(target.name, firsts)
        return len(firsts)

    def bulk_load(
        self, tables: Sequence[type[Base]], rows: int, told: Callable[[], None]
    ) -> AbstractContextManager[None]:
        """New rows only, and many of them; see :class:`CrmSession`."""
        connection, _journal = self._writing()
        return built_after(connection, [_table(table).name for table in tables], rows, told)

    def bulk_update(self, table: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Change many rows fast and journal them; *columns* must begin with ``id``. Rows that are gone are left out."""
        self._writing()
        target = _table(table)
        if not columns or columns[0] != "id":
            raise ValueError(f"the first column of a bulk update of {target.name} must be id")
        held = [target.c[name] for name in columns]
        literals = [
            tuple(value_to_literal(column, value) for column, value in zip(held, row, strict=True)) for row in rows
        ]
        return self.update_literals(target, columns, literals)

    def bulk_delete(self, table: type[Base], ids: Collection[int]) -> int:
        """Delete many rows for good and journal their images. Rows that refer to them must be gone before."""
        self._writing()
        return self.delete_rows(_table(table), sorted(ids))

    def put_missing(self, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows that are not there yet; see :class:`CrmSession`."""
        connection, _journal = self._writing()
        if rows:
            bulk.insert_missing(connection, _table(table), rows)

    def take_turns(self) -> None:
        """Wait for the others that take turns (a file has one writer anyway); see :class:`CrmSession`."""
        connection, _journal = self._writing()
        connection.execute(_TURN)

    def trail_contents(self, ids: Collection[int]) -> dict[int, dict[str, dict[str, Any]]]:
        """Complaints with their rows as they are stored; see :class:`CrmSession`."""
        return trail.contents(self, ids)

    def unpack_bulk(self, action: str, packed: bytes) -> tuple[list[str], list[Sequence[Any]]]:
        """What a record of bulk work holds; see :class:`CrmSession`."""
        return (["id"], [unpack_ids(packed)]) if action == "bulk_insert" else unpack_columns(packed)

    # ---- the same in literals; the undo works with these ---------------------------------------------------------

    def insert_literals(self, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
        """Insert rows of literals, the id first."""
        connection, journal = self._writing()
        bulk.insert_literals(connection, table, columns, rows)
        if table.name in JOURNALED:
            journal.many_inserted(table.name, [row[0] for row in rows])
        return len(rows)

    def update_literals(self, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
        """Change rows to literals, the id first; only rows that are there and that differ."""
        connection, journal = self._writing()
        wanted = {row[0]: tuple(row) for row in rows}
        before = [
            row
            for part in bulk.fetch_literals(connection, table, columns, sorted(wanted))
            for row in part
            if wanted[row[0]] != row
        ]
        after = [wanted[row[0]] for row in before]
        converts = [from_literal(table.c[name], connection.dialect.name) for name in columns]
        bulk.update_rows(connection, table, columns, convert_columns(after, converts))
        if table.name in JOURNALED:
            journal.many_updated(table.name, columns, before, after)
        self._forget(table, {row[0] for row in after})
        return len(after)

    def delete_rows(self, table: Table, ids: Sequence[int], *, unbroken: bool = False) -> int:
        """Delete rows by id, keeping their images in the journal."""
        connection, journal = self._writing()
        columns = ["id", *(column.name for column in table.c if column.name != "id")]
        count = 0
        if table.name in JOURNALED:
            for part in bulk.fetch_literals(connection, table, columns, ids, unbroken=unbroken):
                count += len(part)
                journal.many_deleted(table.name, columns, part)
        bulk.delete_ids(connection, table, ids, unbroken=unbroken)
        self._forget(table, set(ids))
        return count

    def _forget(self, table: Table, ids: set[int]) -> None:
        """Objects of changed rows are read again when they are used next."""
        for loaded in list(self.identity_map.values()):
            if isinstance(loaded, Row) and inspect(loaded).mapper.local_table is table and loaded.id in ids:
                self.expire(loaded)


def _table(table: type[Base]) -> Table:
    target = table.__table__
    if not isinstance(target, Table):
        raise TypeError(f"{table} is no table")
    return target


def ended(session: JournaledSession) -> None:
    """Close *session*. A connection that breaks at this last moment has nothing left to lose."""
    try:
        session.close()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        session.invalidate()


watch(JournaledSession)
