"""The move itself: look, back up, carry, compare, make visible, mark."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol, TypeVar

from desktop_crm.base.errors import DatabaseNewer, NotADatabase
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.db import schema
from desktop_crm.db.address import Address
from desktop_crm.db.backup import back_up
from desktop_crm.db.failures import told
from desktop_crm.db.journal import Journal
from desktop_crm.db.moved import DatabaseMoved, MoveUnfinished
from desktop_crm.db.patience import Patience
from desktop_crm.db.search_index import index_for
from desktop_crm.db.search_tokens import KINDS
from desktop_crm.db.session import JournaledSession
from desktop_crm.db.transfer.checks import check_target
from desktop_crm.db.transfer.ends import Readable, Source, Target
from desktop_crm.db.transfer.files import FileSource, FileTarget
from desktop_crm.db.transfer.lines import SHAPES, Block, Blocks, Shape
from desktop_crm.db.transfer.mariadb import MariaDbSource, MariaDbTarget
from desktop_crm.db.transfer.postgresql import PostgresqlSource, PostgresqlTarget
from desktop_crm.db.transfer.refusals import ContentDiffers, SamePlace, SourceOutOfDate, TooLong
from desktop_crm.model.session import CrmSession

FillSearch = Callable[[CrmSession], None]


class BookReport(Protocol):
    """What a walk through the book of complaints found."""

    @property
    def ok(self) -> bool:
        """Whether its chain is whole."""

    @property
    def entries(self) -> int:
        """How many there are."""

    @property
    def problems(self) -> tuple[Any, ...]:
        """What does not agree."""


VerifyBook = Callable[[CrmSession, Progress], BookReport]
_SUM_BYTES = 8
T = TypeVar("T")


@dataclass(frozen=True)
class TableSums:
    """One table on both sides: how many rows, and the sum of what they hold, taken in the order of the key."""

    name: str
    rows: int
    rows_target: int
    sum_source: str  # 16 hexadecimal digits
    sum_target: str

    @property
    def equal(self) -> bool:
        """Whether both sides hold the same."""
        return (self.rows, self.sum_source) == (self.rows_target, self.sum_target)


@dataclass(frozen=True)
class MoveResult:
    """What was moved."""

    source: str  # as shown, without password
    target: str
    tables: tuple[TableSums, ...]
    seconds: float
    backup: Path | None  # None: a server, which has backups of its own
    book: BookReport | None  # of the target, before anybody saw it; None: not looked at


def open_source(address: Address, patience: Patience, *, locked: bool) -> Source:
    """The source; *locked*: a file that nobody else writes to any more."""
    if address.path is not None:
        return FileSource(address, patience, locked=locked)
    return PostgresqlSource(address) if address.kind == "postgresql" else MariaDbSource(address)


def open_target(address: Address) -> Target:
    """The target, nothing done to it yet."""
    if address.path is not None:
        return FileTarget(address)
    return PostgresqlTarget(address) if address.kind == "postgresql" else MariaDbTarget(address)


def refuse_same(source: Address, target: Address) -> None:
    """A database is not moved onto itself."""
    same = source.url.set(password=None) == target.url.set(password=None)
    if same or (source.path and target.path and source.path.resolve() == target.path.resolve()):
        raise SamePlace(name=source.name)


def refuse_unready(origin: Source, address: Address, progress: Progress) -> None:
    """The source must be ours, of this program's schema, not moved, and fit for a server."""
    revision = origin.revision()
    if revision is None:
        raise NotADatabase(name=address.name)
    if revision != schema.head():
        raise (SourceOutOfDate if revision in schema.REVISIONS else DatabaseNewer)(name=address.name)
    if moved := origin.moved_to():
        raise DatabaseMoved(name=address.name, target=moved)
    for shape in SHAPES:
        progress.step(_("Looking at the records …"))
        if found := origin.unfit(shape):
            key, column = found
            limit = next(field.length for field in shape.fields if field.name == column)
            raise TooLong(name=address.name, table=shape.name, id=key, column=column, limit=limit or "")


def move(
    source: Address,
    target: Address,
    *,
    search: FillSearch,
    book: VerifyBook | None = None,
    progress: Progress | None = None,
    backup_folder: Path | None = None,
    patience: Patience | None = None,
) -> MoveResult:
    """Carry everything from *source* to the empty *target*, compare, and mark the source as moved.

    Whatever goes wrong before the mark leaves the source as it was and nothing, or nothing visible, in the target;
    moving once more clears what is left there, or finds everything there and sets the mark that is missing. *search*
    makes the search index anew where it cannot be carried; *book* walks through the book of complaints in the target.
    """
    start = time.monotonic()
    progress, patience = progress or Progress(), patience or Patience()
    source, target = source.with_kept_password(), target.with_kept_password()
    refuse_same(source, target)
    backup = found = None
    with told(source), closing(open_source(source, patience, locked=True)) as origin:
        refuse_unready(origin, source, progress)
        sums = _sums_of_twin(origin, source, target, progress)
        if sums is not None:
            origin.freeze()
        else:
            check_target(target)
            if source.path is not None:
                backup = back_up(source, backup_folder, progress, patience)
            with told(target), closing(open_target(target)) as goal:
                sums = _carry(origin, source, goal, target, search, progress)
                found = _with_session(goal, lambda session: book(session, progress)) if book is not None else None
                progress.step(_("Finishing …"))
                with told(source):
                    origin.freeze()
                goal.finish()
        origin.mark(target.shown)
    return MoveResult(source.shown, target.shown, sums, time.monotonic() - start, backup, found)


def _sums_of_twin(origin: Source, source: Address, target: Address, progress: Progress) -> tuple[TableSums, ...] | None:
    """Sums where the target holds just what the source does: a move that was broken off before the mark."""
    if target.path is not None and not target.path.exists():
        return None
    try:
        with told(target), closing(open_source(target, Patience(), locked=False)) as twin:
            if twin.revision() != schema.head() or twin.moved_to():
                return None
            counts = origin.counts()
            if twin.counts() != counts or twin.last_change() != origin.last_change():
                return None
            tally = _Tally(sum(counts.values()) * 2, progress)
            sums = tuple(TableSums(shape.name, *_pair(tally, origin, source, twin, target, shape)) for shape in SHAPES)
    except (MoveUnfinished, NotADatabase):
        return None
    return sums if all(table.equal for table in sums) else None


def _pair(
    tally: _Tally, origin: Source, source: Address, twin: Source, target: Address, shape: Shape
) -> tuple[int, int, str, str]:
    here = tally.summed(_("Comparing …"), origin, source, shape)
    there = tally.summed(_("Comparing …"), twin, target, shape)
    return here.rows, there.rows, here.sum, there.sum


@dataclass
class _Passing:
    """A table's rows as they go by."""

    rows: int = 0
    sum: str = ""


class _Tally:
    """Counts rows for the progress, and sums up what goes by."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def passing(self, text: str, end: Readable, address: Address, shape: Shape, seen: _Passing) -> Iterator[Block]:
        """Blocks of a table; *seen* is filled when the last one is through."""
        digest = blake2b(digest_size=_SUM_BYTES)
        for block in self.going_by(text, address, end.blocks(shape)):
            digest.update(block[1])
            seen.rows += block[0]
            self._done += block[0]
            yield block
        seen.sum = digest.hexdigest()

    def summed(self, text: str, end: Readable, address: Address, shape: Shape) -> _Passing:
        """Rows and sum of a table."""
        seen = _Passing()
        for _block in self.passing(text, end, address, shape, seen):
            pass
        return seen

    def going_by(self, text: str, address: Address, blocks: Blocks) -> Iterator[Block]:
        """Blocks as they go by; what goes wrong while they are read is told of *address*."""
        with closing(blocks):
            while True:
                with told(address):
                    block = next(blocks, None)
                if block is None:
                    return
                self._progress.step(text, self._done, self._total)
                yield block


def _carry(
    origin: Source, source: Address, goal: Target, target: Address, search: FillSearch, progress: Progress
) -> tuple[TableSums, ...]:
    progress.step(_("Making the tables …"))
    goal.prepare()
    tally = _Tally(sum(origin.counts().values()) * 2, progress)
    sent: dict[str, _Passing] = {}
    for shape in SHAPES:
        seen = sent[shape.name] = _Passing()
        goal.write(shape, tally.passing(_("Carrying the records …"), origin, source, shape, seen))
    carried = _carry_search(origin, source, goal, tally)
    for table in goal.complete():
        progress.step(_("Making the indexes ({table}) …").format(table=table) if table else _("Checking the ties …"))
    if not carried:
        progress.step(_("Making the search anew …"))
        _with_session(goal, search)
    sums = []
    for shape in SHAPES:
        came = tally.summed(_("Comparing …"), goal, target, shape)
        was = sent[shape.name]
        sums.append(TableSums(shape.name, was.rows, came.rows, was.sum, came.sum))
        if not sums[-1].equal:
            raise ContentDiffers(name=target.name, table=shape.name)
    return tuple(sums)


def _carry_search(origin: Source, source: Address, goal: Target, tally: _Tally) -> bool:
    for kind in KINDS:
        blocks = origin.search_blocks(kind)
        if blocks is None:
            return False
        goal.write_search(kind, tally.going_by(_("Carrying the search …"), source, blocks))
    return True


def _with_session(goal: Target, work: Callable[[CrmSession], T]) -> T:
    session = JournaledSession(goal.connection, join_transaction_mode="rollback_only", expire_on_commit=False)
    session.search_index = index_for(goal.connection.dialect.name)
    session.trail = []
    session.journal = Journal()
    try:
        done = work(session)
        session.flush()
        return done
    finally:
        session.expunge_all()
