"""What a service receives: SQLAlchemy's session, and the few things that only the database room can do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from desktop_crm.base.changes import Changes
from desktop_crm.model.base import Base


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One record as the search sees it; texts are folded (base.text.fold) by whoever makes the entry."""

    record_id: int
    kind: str  # "contact", "interaction" …
    name: str  # folded words of the name: a hit here ranks first
    words: str  # all other folded words
    digits: tuple[str, ...] = ()  # full digits of each phone


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """What happened to a complaint, to be added to its trail when the write is over."""

    complaint_id: int
    kind: str  # of model.complaint_states.STEPS or ENTRIES
    state: str  # of the complaint after it
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)  # what JSON can hold


class SearchIndex(Protocol):
    """The one small interface behind which SQLite's FTS5 and the servers' index stand."""

    def put(self, session: Session, entries: Iterable[SearchEntry]) -> None:
        """Add or replace entries."""

    def put_made(
        self,
        session: Session,
        make: Callable[[None], Callable[[Any], Iterable[SearchEntry]]],
        parts: Iterable[Any],
        count: int,
    ) -> None:
        """The same for entries that ``make(None)`` makes of *parts* of *count* records, each of which is in one only.

        Other processes may do it: *make* is a function of a module, and a part can be pickled.
        """

    def remove(self, session: Session, kind: str, record_ids: Iterable[int]) -> None:
        """Drop entries."""

    def find(
        self, session: Session, words: Sequence[str], digits: str = "", kinds: Sequence[str] = (), limit: int = 200
    ) -> list[tuple[str, int]]:
        """(kind, record id) of entries in which every word begins some word, name hits first; a bounded set.

        *digits* (3 or more): some phone holds them anywhere.
        """

    def clear(self, session: Session) -> None:
        """Drop everything."""


class CrmSession(Session):
    """Read or write session of the program's database; made by ``db.database`` only."""

    search_index: SearchIndex
    operator_id: int | None = None
    workstation_id: int | None = None
    change_set_id: int | None = None  # of this write; made beforehand
    trail: list[TrailEntry]  # of this write, not yet sealed; ``db.trail`` adds what nobody wrote down

    def bulk_insert(self, table: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Insert many rows fast, and journal their ids; *columns* must begin with ``id``. Returns the count.

        Columns of :class:`model.base.Row` (version, times) that are not named are filled in. Values are Python
        values as the ORM would take them. Only inside ``db.write``.
        """
        raise NotImplementedError

    def bulk_load(
        self, tables: Sequence[type[Base]], rows: int, told: Callable[[], None]
    ) -> AbstractContextManager[None]:
        """Inside, :meth:`bulk_insert` is all that happens to *tables*, with some *rows* in all: each goes quicker.

        *told* is called now and then by what has to be made up for at the end.
        """
        raise NotImplementedError

    def bulk_update(self, table: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Change many rows fast and journal them; *columns* must begin with ``id``. Returns how many differed."""
        raise NotImplementedError

    def bulk_delete(self, table: type[Base], ids: Collection[int]) -> int:
        """Delete many rows for good and journal their images; rows that refer to them must be gone before."""
        raise NotImplementedError

    def put_missing(self, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows of a table that is not journaled, but those whose key is there.

        Also a write that is going on may have put them there: it is waited for.
        """
        raise NotImplementedError

    def take_turns(self) -> None:
        """From here to its end no other write that takes turns is beside this one: it sees all that they committed."""
        raise NotImplementedError

    def trail_contents(self, ids: Collection[int]) -> dict[int, dict[str, dict[str, Any]]]:
        """Complaints with the rows that belong to them as they are stored: "table:id" -> column -> literal."""
        raise NotImplementedError

    def unpack_bulk(self, action: str, packed: bytes) -> tuple[list[str], list[Sequence[Any]]]:
        """What a record of bulk work in the journal holds: names of columns, the id first, and their literals."""
        raise NotImplementedError


class Derived(Protocol):
    """Keeps a derived table (search index, duplicate candidates) true; called before each commit."""

    def __call__(self, session: CrmSession, changes: Changes) -> None:
        """Bring the derived rows of everything in *changes* up to date."""
