"""What the two ends of a move have in common: where rows come from, and where they go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from sqlalchemy import Connection

from desktop_crm.db.transfer.lines import Block, Blocks, Shape


class Readable(Protocol):
    """Rows as lines, in the order of the key."""

    def blocks(self, shape: Shape) -> Blocks:
        """All rows of a table, in blocks that are small beside the memory of any computer."""


class Source(Readable, Protocol):
    """Where rows come from: one picture from beginning to end."""

    def revision(self) -> str | None:
        """Revision of the schema; None: not one of ours."""

    def moved_to(self) -> str:
        """Where it was moved to already; ""."""

    def counts(self) -> dict[str, int]:
        """Rows of each table."""

    def size(self) -> int:
        """Bytes."""

    def last_change(self) -> int:
        """The newest change set; 0."""

    def unfit(self, shape: Shape) -> tuple[str, str] | None:
        """Key and column of a text that a server would not take."""

    def search_blocks(self, kind: str) -> Blocks | None:
        """The search index's rows as PostgreSQL keeps them; None: they cannot be told and are to be made anew."""

    def freeze(self) -> None:
        """Nobody else writes from now on; :class:`SourceChanged` where somebody did since the picture was taken."""

    def mark(self, target: str) -> None:
        """Note where everything is now, for good; ends the picture."""

    def close(self) -> None:
        """Leave it; what was not marked is as it was."""


class Target(Readable, Protocol):
    """Where rows go: nobody sees them before :meth:`finish`."""

    @property
    def connection(self) -> Connection:
        """The connection that sees what was written."""

    def prepare(self) -> None:
        """Clear what a broken move left, refuse what is not empty, make the tables."""

    def write(self, shape: Shape, blocks: Iterable[Block]) -> None:
        """Rows of one table."""

    def write_search(self, kind: str, blocks: Iterable[Block]) -> None:
        """Rows of the search index."""

    def complete(self) -> Iterator[str]:
        """Keys, indexes and ties; gives the table that is worked on."""

    def finish(self) -> None:
        """Make it visible, all at once."""

    def close(self) -> None:
        """Leave it; what was not finished is gone, or is recognised and cleared by the next move."""
