"""What both servers need because they cannot stop early in a text index: look at the newest rows first.

A text index on a server gathers *all* rows that match before the first one is given. Letters that match a tenth of a
million rows would take half a second. They are found among the newest rows as well; only what is rare there is asked
from the text index, which then is quick.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from sqlalchemy import Connection

from desktop_crm.db.search_tokens import Found, Term, TokenIndex

ENOUGH = 50  # hits among the newest rows that spare the text index
_MANY = 1_000  # whoever asks for more wants all of them


class ServerSearch(TokenIndex):
    """A table with a text index."""

    newest = 2_000  # rows looked at first

    @abstractmethod
    def match_newest(
        self, connection: Connection, table: str, terms: Sequence[Term], digits: str, limit: int
    ) -> list[int]:
        """Ids of matching rows among the :attr:`newest`, newest first."""

    @abstractmethod
    def match_all(
        self, connection: Connection, table: str, terms: Sequence[Term], digits: str, limit: int
    ) -> list[int]:
        """Ids of matching rows by the text index, newest first."""

    def match(self, connection: Connection, table: str, terms: Sequence[Term], digits: str, limit: int) -> Found:
        """The newest rows, and the text index if they do not hold enough."""
        if limit <= _MANY and terms:
            ids = self.match_newest(connection, table, terms, digits, limit)
            if len(ids) >= min(ENOUGH, limit):
                return Found(ids, complete=False)
        ids = self.match_all(connection, table, terms, digits, limit)
        return Found(ids, len(ids) < limit)
