"""What the three search indexes have in common: tokens of an entry, and the order in which hits are asked for.

The name of an entry may have several lines, each a name of its own (“Ion Popescu”, “Popescu Ion”).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from desktop_crm.base.side_by_side import side_by_side
from desktop_crm.model.session import SearchEntry

KINDS = ("contact", "complaint", "interaction")  # in the order in which they are found
WHOLE, NAME, ANY, DIGITS = "zw", "zn", "zq", "zd"
LONGEST = 60  # letters of a token; longer words are cut in pieces (MariaDB leaves out words over 84)
CHUNK = 5_000

_WITHOUT_WHOLE_NAME = frozenset({"interaction"})  # a million subjects: nobody types one from its first letter
_T = TypeVar("_T")
_WORD = re.compile(rf"[^\W_]{{1,{LONGEST}}}")
_BLANKS = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))


Row = tuple[int, str, str]  # record id, tokens, digits


@dataclass(frozen=True, slots=True)
class Term:
    """A token to be found, whole or as a beginning."""

    token: str
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """Record ids, newest first; not *complete*: there may be more."""

    ids: list[int]
    complete: bool


def words_of(text: str) -> list[str]:
    """Words of a folded text, in order; long ones in pieces."""
    if text.isascii():  # nearly always, and several times as quick as the expression
        found = text.encode("ascii").translate(_BLANKS).decode("ascii").split()
        if len(text) <= LONGEST or max(map(len, found), default=0) <= LONGEST:
            return found
    return _WORD.findall(text)


def table_of(kind: str) -> str:
    """Name of the table for one kind of record."""
    if kind not in KINDS:
        raise ValueError(f"the search knows no records of kind {kind}")
    return f"search_{kind}"


class TokenIndex(ABC):
    """The search index of one dialect; implements :class:`model.session.SearchIndex`."""

    # ---- of each dialect ------------------------------------------------------------------------------------------

    @abstractmethod
    def create(self, connection: Connection, kinds: Sequence[str]) -> None:
        """Make the tables for records of *kinds*."""

    @abstractmethod
    def write_rows(self, connection: Connection, table: str, rows: list[tuple[int, str, str]]) -> None:
        """Add or replace rows of id, tokens with blanks between, digits with blanks between."""

    @abstractmethod
    def remove_rows(self, connection: Connection, table: str, record_ids: list[int]) -> None:
        """Delete rows."""

    @abstractmethod
    def match(self, connection: Connection, table: str, terms: Sequence[Term], digits: str, limit: int) -> Found:
        """Ids of the newest rows that hold all *terms* and, where given, *digits* somewhere in a number."""

    def spelled(self, words: list[str]) -> list[str]:
        """Words as they stand in tokens."""
        return words

    def digit_tokens(self, digits: str) -> list[str]:
        """A token for each three neighbouring digits."""
        return [DIGITS + digits[start : start + 3] for start in range(len(digits) - 2)]

    # ---- common ---------------------------------------------------------------------------------------------------

    def drop(self, connection: Connection) -> None:
        """Drop the tables."""
        for kind in KINDS:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table_of(kind)}")

    def clear(self, session: Session) -> None:
        """Drop everything that is in the index."""
        for kind in KINDS:
            self.empty(session.connection(), table_of(kind))

    def empty(self, connection: Connection, table: str) -> None:
        """Delete all rows."""
        connection.exec_driver_sql(f"DELETE FROM {table}")

    def count(self, session: Session, kind: str) -> int:
        """How many records of *kind* can be found."""
        counted = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table_of(kind)}")
        return int(counted.scalar_one())

    def put(self, session: Session, entries: Iterable[SearchEntry]) -> None:
        """Add or replace entries. On MariaDB they are found once the transaction is committed."""
        connection, rows_of = session.connection(), self._rows_maker()
        for chunk in _chunks(entries):
            self._write(connection, rows_of(chunk))

    def put_made(
        self,
        session: Session,
        make: Callable[[None], Callable[[Any], Iterable[SearchEntry]]],
        parts: Iterable[Any],
        count: int,
    ) -> None:
        """Add or replace the entries that ``make(None)`` makes of *parts*, their tokens made side by side."""
        connection = session.connection()
        for rows in side_by_side(_made_and_tokenised, (self, make), parts, lambda: None, rows=count):
            self._write(connection, rows)

    def _write(self, connection: Connection, rows: Mapping[str, dict[int, Row]]) -> None:
        for kind, of_kind in rows.items():
            self.write_rows(connection, table_of(kind), list(of_kind.values()))

    def _rows_maker(self) -> Callable[[Iterable[SearchEntry]], dict[str, dict[int, Row]]]:
        bare: dict[tuple[str, str], str] = {}  # tokens of entries with nothing but a name: an import makes many alike

        def rows_of(entries: Iterable[SearchEntry]) -> dict[str, dict[int, Row]]:
            rows: dict[str, dict[int, Row]] = {}
            for entry in entries:  # of two entries for one record the last one counts
                if entry.words or entry.digits:
                    row = self._row(entry)
                elif tokens := bare.get((entry.kind, entry.name)):
                    row = entry.record_id, tokens, ""
                else:
                    row = self._row(entry)
                    if len(bare) < CHUNK:
                        bare[entry.kind, entry.name] = row[1]
                rows.setdefault(entry.kind, {})[entry.record_id] = row
            return rows

        return rows_of

    def remove(self, session: Session, kind: str, record_ids: Iterable[int]) -> None:
        """Drop entries; those that are not there are left out."""
        connection = session.connection()
        for chunk in _chunks(record_ids):
            self.remove_rows(connection, table_of(kind), chunk)

    def find(
        self, session: Session, words: Sequence[str], digits: str = "", kinds: Sequence[str] = (), limit: int = 200
    ) -> list[tuple[str, int]]:
        """(kind, record id), kind by kind, name hits first, newest first; at most *limit* of each kind."""
        connection = session.connection()
        spelled = list(dict.fromkeys(self.spelled([word for text in words for word in words_of(text)])))
        if limit < 1 or (digits and len(digits) < 3) or not (spelled or digits):
            return []
        return [
            (kind, record_id)
            for kind in kinds or KINDS
            for record_id in self._best(connection, kind, spelled, digits, limit)
        ]

    def _row(self, entry: SearchEntry) -> tuple[int, str, str]:
        tokens: list[str] = []
        names: list[str] = []
        for name in entry.name.split("\n"):
            words = self.spelled(words_of(name))
            names += words
            if words and entry.kind not in _WITHOUT_WHOLE_NAME:
                tokens.append(WHOLE + "".join(words)[:LONGEST])
        own = dict.fromkeys(names)
        everything = dict.fromkeys(names + self.spelled(words_of(entry.words)))
        if own:
            tokens.append(NAME + f" {NAME}".join(own))
        if everything:
            tokens.append(ANY + f" {ANY}".join(everything))
        for number in entry.digits:
            tokens += self.digit_tokens(number)
        return entry.record_id, " ".join(tokens), " ".join(entry.digits)

    def _best(self, connection: Connection, kind: str, words: list[str], digits: str, limit: int) -> list[int]:
        """Ids in the order of the tiers; a tier is asked only where it can still change something."""
        table = table_of(kind)

        def matched(terms: Sequence[Term], most: int = limit) -> Found:
            return self.match(connection, table, terms, digits, most)

        def terms(marker: str, begins: bool = True) -> list[Term]:
            return [Term(marker + word, begins) for word in words]

        if not words:
            return matched(()).ids
        named = matched(terms(NAME))
        whole = "" if kind in _WITHOUT_WHOLE_NAME else WHOLE + "".join(words)[:LONGEST]
        share = max(1, limit // 4)
        beginning = [matched([Term(whole)], share).ids] if whole else []
        if named.complete:
            return _merged((named.ids, *beginning, matched(terms(ANY)).ids), limit)
        # too many to see them all: the best of them are asked for by name
        exact = [matched([Term(whole, begins=False)], share).ids] if whole else []
        words_exact = matched(terms(NAME, begins=False), share).ids
        return _merged((*exact, *beginning, words_exact, named.ids), limit)


def _made_and_tokenised(
    setting: tuple[TokenIndex, Callable[[None], Callable[[Any], Iterable[SearchEntry]]]],
) -> Callable[[Any], dict[str, dict[int, Row]]]:
    """What makes rows of the index of a part; another process may do it."""
    index, make = setting
    entries_of, rows_of = make(None), index._rows_maker()
    return lambda part: rows_of(entries_of(part))


def _merged(tiers: Iterable[Iterable[int]], limit: int) -> list[int]:
    """The first *limit* different ids."""
    return list(islice(dict.fromkeys(record_id for tier in tiers for record_id in tier), limit))


def _chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
