"""Indexes of a file's tables left out while many rows are written, and then built at once from sorted values.

Row by row each new key is looked for at its own place of the tree: for 100,000 contacts half of all the work of
writing them. All of it is part of the transaction, so that nobody ever sees a table without its indexes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

LEAST = 5_000  # rows for which it pays
_OWN = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ? ORDER BY name"


@contextmanager
def built_after(connection: Connection, tables: Sequence[str], rows: int, told: Callable[[], None]) -> Iterator[None]:
    """Inside, the *tables* of a file have no indexes, if some *rows* new ones are many beside what they hold.

    Nothing but new rows may be written inside, and nothing asked for that needs an index. *told* is called before
    each index is built. A constraint stays; so do servers' indexes, which take part in replication and locks.
    """
    left_out: list[str] = []
    if connection.dialect.name == "sqlite" and rows >= LEAST:
        for table in tables:
            if (connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() or 0) <= rows:
                left_out += _leave_out(connection, table)
    yield
    for statement in left_out:
        told()
        connection.exec_driver_sql(statement)


def _leave_out(connection: Connection, table: str) -> list[str]:
    found = [(row[0], row[1]) for row in connection.exec_driver_sql(_OWN, (table,)) if "UNIQUE" not in row[1].upper()]
    for name, _sql in found:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [sql for _name, sql in found]
