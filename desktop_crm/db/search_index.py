"""The search index behind one small interface: FTS5 on SQLite, text indexes on the servers.

All three keep the same thing: one table a kind of record (``search_contact``, ``search_interaction`` …) with a
document of tokens. A token is a marker and a folded word, so that no dialect's own ideas about words, stop words or
shortest tokens ever matter, and one column answers all questions:

* ``zw`` + the whole name in one piece: “name is” and “name begins with”,
* ``zn`` + a word of the name, ``zq`` + a word of anything,
* each three neighbouring digits of a phone: together they find any part of it; the digits kept beside the document
  settle the rest.

Ids are ordered by time, so the newest come first for free, and nothing ever has to be ranked over the whole table.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from desktop_crm.db.search_mariadb import MariaDbSearch
from desktop_crm.db.search_postgresql import PostgresqlSearch
from desktop_crm.db.search_sqlite import SqliteSearch
from desktop_crm.db.search_tokens import KINDS, TokenIndex

__all__ = ["KINDS", "TokenIndex", "create", "drop", "index_for"]

_INDEXES: dict[str, TokenIndex] = {
    "sqlite": SqliteSearch(),
    "postgresql": PostgresqlSearch(),
    "mysql": MariaDbSearch(),
    "mariadb": MariaDbSearch(),
}


def index_for(dialect_name: str) -> TokenIndex:
    """The search index for a dialect of SQLAlchemy."""
    return _INDEXES[dialect_name]


def create(connection: Connection, kinds: Sequence[str]) -> None:
    """Make the tables of the index for records of *kinds*."""
    index_for(connection.dialect.name).create(connection, kinds)


def drop(connection: Connection) -> None:
    """Drop them."""
    index_for(connection.dialect.name).drop(connection)
