"""A quick first look into the file used last, before SQLAlchemy is loaded: plain questions, plain answers.

Only for what is shown while the database is being opened properly. Whatever is unusual (a server, a share, another
revision, a busy or damaged file) gives no look, and the opening that follows says what is wrong.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from desktop_crm.db.connection import APPLICATION_ID, connect_file
from desktop_crm.db.patience import Patience
from desktop_crm.db.place import place_of
from desktop_crm.db.schema import head

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]  # portable SQL with ``?``, its values -> all rows


@contextmanager
def first_look(named: str) -> Iterator[Ask | None]:
    """Something to ask the file *named* with, all of it one picture; ``None`` where there is nothing to be asked."""
    try:
        connection = _connected(named)
    except (OSError, sqlite3.Error):
        connection = None
    if connection is None:
        yield None
        return
    with closing(connection):
        yield lambda question, values: connection.execute(question, values).fetchall()


def _connected(named: str) -> sqlite3.Connection | None:
    path = Path(named).expanduser()
    if "://" in named or not path.is_file() or place_of(path).is_network:
        return None
    connection = connect_file(path, mode="ro", patience=Patience(0.0))
    try:
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        if ours and connection.execute("SELECT version_num FROM alembic_version").fetchone() == (head(),):
            return connection
    except sqlite3.Error:
        connection.close()
        raise
    connection.close()
    return None
