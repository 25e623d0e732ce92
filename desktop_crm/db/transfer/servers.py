"""What PostgreSQL and MariaDB have in common as source and as target of a move."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from desktop_crm.db import schema
from desktop_crm.db.address import Address
from desktop_crm.db.engine import server_engine
from desktop_crm.db.moved import moved_to, refuse_unfinished
from desktop_crm.db.search_tokens import KINDS, table_of
from desktop_crm.db.storage import stored_bytes
from desktop_crm.db.transfer.lines import SHAPES, Blocks, Shape
from desktop_crm.db.transfer.refusals import SourceChanged
from desktop_crm.model.base import Base
from desktop_crm.model.journal import ChangeSet


class ServerSource(ABC):
    """One picture of a server's database; others go on writing until it is frozen at the end."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._engine = server_engine(address)
        try:
            self._connection = self._engine.connect().execution_options(isolation_level="REPEATABLE READ")
            self._connection.begin()
            self._raw: Any = self._connection.connection.driver_connection
            refuse_unfinished(self._connection, address)
            self._seen: tuple[int, int] | None = None
            self._own: Connection | None = None
        except BaseException:
            self._engine.dispose()
            raise

    def revision(self) -> str | None:
        """Revision of the schema."""
        return schema.current_revision(self._connection)

    def moved_to(self) -> str:
        """Where it was moved to already."""
        return moved_to(self._connection)

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        tables = Base.metadata.tables
        counted = {
            shape.name: self._connection.execute(select(func.count()).select_from(tables[shape.name])).scalar_one()
            for shape in SHAPES
        }
        self._seen = self._changes(self._connection)
        return counted

    def size(self) -> int:
        """Bytes."""
        return stored_bytes(self._connection, None)

    def last_change(self) -> int:
        """The newest change set."""
        return self._changes(self._connection)[1]

    def unfit(self, shape: Shape) -> tuple[str, str] | None:
        """Servers keep no text that another would not."""
        return None

    @staticmethod
    def _changes(connection: Connection) -> tuple[int, int]:
        count, last = connection.execute(select(func.count(), func.max(ChangeSet.id))).one()
        return int(count), int(last or 0)

    def freeze(self) -> None:
        """Hold back all writes from now on; refuse where somebody wrote since the picture was taken."""
        before = self._changes(self._connection)
        self._connection.rollback()  # the picture has been read, and what it holds would keep us waiting for ourselves
        self._own = self._hold()
        if self._changes(self._own) != before:
            raise SourceChanged(name=self._address.name)

    def mark(self, target: str) -> None:
        """Note where everything is now."""
        if self._own is None:
            raise RuntimeError("not frozen")
        self._note(self._own, target)
        self._own.commit()

    def close(self) -> None:
        """Leave it."""
        if self._own is not None:
            self._own.close()
        self._connection.close()
        self._engine.dispose()

    @abstractmethod
    def blocks(self, shape: Shape) -> Blocks:
        """Lines of a table."""

    @abstractmethod
    def search_blocks(self, kind: str) -> Blocks | None:
        """The search index's rows."""

    @abstractmethod
    def _hold(self) -> Connection:
        """A connection of its own that nobody writes beside."""

    @abstractmethod
    def _note(self, connection: Connection, target: str) -> None:
        """Write the mark."""


class ServerTarget:
    """The connection that fills an empty database, and what is done when all rows are in."""

    _ANALYZE = "ANALYZE"

    def __init__(self, address: Address) -> None:
        self._address = address
        self._engine = server_engine(address)
        try:
            self.connection: Connection = self._engine.execution_options(writing=True).connect()
        except BaseException:
            self._engine.dispose()
            raise
        self._raw: Any = self.connection.connection.driver_connection
        self._later: list[tuple[str, str]] = []  # table and statement of each thing that is made afterwards in one go

    def complete(self) -> Iterator[str]:
        """Keys, indexes and ties that were left out, and what the planner is to know."""
        for table, statement in self._later:
            yield table
            self._run(statement)
        quoted = self._engine.dialect.identifier_preparer.quote
        for name in (*(shape.name for shape in SHAPES), *map(table_of, KINDS)):
            yield name
            self._run(f"{self._ANALYZE} {quoted(name)}")

    def close(self) -> None:
        """Leave it: what was not committed is gone."""
        self.connection.close()
        self._engine.dispose()

    def _run(self, statement: str) -> list[tuple[Any, ...]]:
        with self._raw.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
