"""Whether the database is still the one that was opened: a file may be replaced, or an older state put back.

What was once seen in the journal stays there. So a database that lacks it is another one, or an older state of this.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from desktop_crm.base.errors import DatabaseReplaced
from desktop_crm.model.journal import ChangeSet


class Seen:
    """The latest change sets that were seen in a database: the own one, and the highest of all."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._own = self._highest = 0

    def saved(self, change_set: int) -> None:
        """A change set was committed here."""
        self._own = max(self._own, change_set)

    def read(self, change_set: int) -> None:
        """A change set was read."""
        self._highest = max(self._highest, change_set)

    def numbers(self) -> set[int]:
        """What must be there from now on: to be asked for before the transaction that looks begins."""
        return {self._own, self._highest} - {0}

    def insist_in_file(self, connection: Connection) -> None:
        """The same for a file that is about to be written; a server is not asked before each write."""
        if connection.dialect.name == "sqlite":
            self.insist(connection, self.numbers())

    def insist(self, connection: Connection, numbers: set[int]) -> None:
        """Raises :class:`DatabaseReplaced` where one of *numbers* is not there."""
        if not numbers:
            return
        query = select(func.count()).where(ChangeSet.id.in_(numbers))
        try:
            found = connection.execute(query).scalar_one()
        except DBAPIError as error:
            if connection.dialect.name != "sqlite" or "no such table" not in str(error.orig):
                raise
            raise DatabaseReplaced(name=self._name) from error
        if found < len(numbers):
            raise DatabaseReplaced(name=self._name)


def file_number(path: Path) -> tuple[int, int] | None:
    """What tells this file from one that is put in its place under the same name; ``None`` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
