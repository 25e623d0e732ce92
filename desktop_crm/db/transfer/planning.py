"""The rehearsal of a move: everything is looked at and tried, the time is measured on a sample; nothing is changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.db import schema
from desktop_crm.db.address import Address
from desktop_crm.db.failures import told
from desktop_crm.db.patience import Patience
from desktop_crm.db.transfer.checks import check_target
from desktop_crm.db.transfer.ends import Source
from desktop_crm.db.transfer.lines import SHAPES, Block
from desktop_crm.db.transfer.moving import open_source, open_target, refuse_same, refuse_unready
from desktop_crm.model.base import Base

_SAMPLE_BLOCKS = 8  # of about 1 MB
_TABLES = 0.5  # seconds that making the tables takes
# beside carrying the rows themselves: the backup, the search, the indexes, and reading it all again to compare
_WHOLE = {"sqlite": 3.0, "postgresql": 5.0, "mariadb": 6.0}


@dataclass(frozen=True)
class TableCount:
    """One table of the source."""

    name: str
    rows: int


@dataclass(frozen=True)
class MovePlan:
    """What a move would do; both sides are as they were."""

    source: str  # as shown, without password
    target: str
    revision: str  # of the schema, the same on both sides
    tables: tuple[TableCount, ...]  # parents first
    rows: int
    source_bytes: int
    estimated_seconds: float
    target_server: str
    encrypted: bool | None  # None: a file, or a server on this computer
    unfinished: bool  # a broken move left something in the target, which this one clears


def plan_move(source: Address, target: Address, progress: Progress | None = None) -> MovePlan:
    """Look at both ends, try the rights, measure a sample; the first trouble is raised as its error."""
    progress = progress or Progress()
    source, target = source.with_kept_password(), target.with_kept_password()
    refuse_same(source, target)
    with told(source), closing(open_source(source, Patience(), locked=False)) as origin:
        progress.step(_("Looking at the target …"))
        size = origin.size()
        facts = check_target(target, size)
        refuse_unready(origin, source, progress)
        counts = origin.counts()
        progress.step(_("Measuring …"))
        seconds = _measured(origin, target, counts)
    return MovePlan(
        source.shown,
        target.shown,
        schema.head(),
        tuple(TableCount(shape.name, counts[shape.name]) for shape in SHAPES),
        sum(counts.values()),
        size,
        round(seconds, 1),
        facts.server,
        facts.encrypted,
        facts.unfinished,
    )


def _measured(origin: Source, target: Address, counts: dict[str, int]) -> float:
    """Seconds: some rows of the largest table are sent into a table that nobody else sees and that is thrown away."""
    shape = max(SHAPES, key=lambda shape: counts[shape.name])
    sent: list[int] = []

    def sample() -> Iterator[Block]:
        with closing(origin.blocks(shape)) as blocks:
            for block in islice(blocks, _SAMPLE_BLOCKS):
                sent.append(block[0])
                yield block

    with told(target), closing(open_target(target)) as goal:
        connection = goal.connection
        quote = connection.dialect.identifier_preparer.quote
        columns = ", ".join(
            f"{quote(column.name)} {column.type.compile(connection.dialect)}"
            for column in Base.metadata.tables[shape.name].columns
        )
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {quote(shape.name)} ({columns})")
        start = time.perf_counter()
        goal.write(shape, sample())
        spent = time.perf_counter() - start
    rows = sum(sent)
    return _TABLES + (spent * _WHOLE[target.kind] * sum(counts.values()) / rows if rows else 0.0)
