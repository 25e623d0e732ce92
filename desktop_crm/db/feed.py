"""The feed: what other workstations committed since the last look, as the same notices as one's own writes.

Ids are made before the commit, so a change set may appear after others with higher ids, and the clocks of two computers
differ. Therefore each workstation is followed by its own numbers, which only rise, and the tail of them is read again
for as long as a write may take.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from desktop_crm.base.changes import UNNAMED, Changes, Label
from desktop_crm.base.ids import COUNTER_BITS, WORKSTATION_BITS, moment_of
from desktop_crm.db.owners import owners_before
from desktop_crm.db.packing import chunks, unpack_columns, unpack_ids
from desktop_crm.model.journal import Change, ChangeSet
from desktop_crm.model.operator import Workstation

TAIL_SECONDS = 600  # a write that takes longer may be missed by others until they look at the page again
MOST_NAMED = 10_000  # ids of bulk work; more are not fetched: what is shown is asked for again anyway
_PART = 200  # change sets read in one statement


@dataclass
class _Mark:
    """How far one workstation was followed."""

    last: int  # its highest id seen
    moved: float  # when that was, by the monotonic clock

    def floor(self, tail: float) -> int:
        """Ids up to here are not asked for again."""
        if monotonic() - self.moved > tail:
            return self.last
        return self.last - (int(tail * 1000) << (WORKSTATION_BITS + COUNTER_BITS))


class Feed:
    """Follows the journal of one database; used by one thread."""

    def __init__(self, own: Collection[int], since: datetime, tail: float = TAIL_SECONDS) -> None:
        """*own*: change sets of this program, never told. What was made before *since* and is there is known."""
        self._own, self._since, self._tail = own, since, tail
        self._marks: dict[int, _Mark] | None = None
        self._seen: set[int] = set()

    @property
    def last(self) -> int:
        """The highest change set that was there at the last look; 0."""
        return max((mark.last for mark in (self._marks or {}).values()), default=0)

    def news(self, connection: Connection) -> list[Changes]:
        """The notices of change sets not seen before, in the order of their ids."""
        stations = [0, *connection.execute(select(Workstation.number)).scalars()]
        first = self._marks is None
        if self._marks is None:
            self._marks = {number: _Mark(_last_of(connection, number), monotonic()) for number in stations}
        for number in stations:  # one that came later is new from its first id on
            self._marks.setdefault(number, _Mark(0, 0.0))
        floors = {number: mark.floor(self._tail) for number, mark in self._marks.items()}
        query = select(ChangeSet.id, ChangeSet.workstation).where(or_(*map(_after, floors, floors.values())))
        rows = connection.execute(query).all()
        new = sorted(row.id for row in rows if row.id not in self._seen)
        for row in rows:
            mark = self._marks.setdefault(row.workstation, _Mark(0, 0.0))
            if row.id > mark.last:
                mark.last, mark.moved = row.id, monotonic()
        self._seen = {row.id for row in rows}  # what is below the floors is never read again
        if first:
            new = [number for number in new if moment_of(number) >= self._since]
        foreign = [number for number in new if number not in self._own]
        return [notice for part in chunks(foreign, _PART) for notice in _notices(connection, part)]


def _last_of(connection: Connection, station: int) -> int:
    return connection.execute(select(func.max(ChangeSet.id)).where(ChangeSet.workstation == station)).scalar() or 0


def _after(station: int, floor: int) -> ColumnElement[bool]:
    return and_(ChangeSet.workstation == station, ChangeSet.id > floor)


def _notices(connection: Connection, numbers: Sequence[int]) -> list[Changes]:
    rows: dict[int, dict[str, set[int]]] = {number: defaultdict(set) for number in numbers}
    left: dict[int, frozenset[int]] = dict.fromkeys(numbers, frozenset())
    single = select(Change.change_set_id, Change.table_name, Change.row_id, Change.before).where(
        Change.change_set_id.in_(numbers), Change.row_id.is_not(None)
    )
    before: dict[int, dict[tuple[str, int], Any]] = defaultdict(dict)
    for number, table, row_id, image in connection.execute(single):
        rows[number][table].add(row_id)
        before[number][table, row_id] = SimpleNamespace(before=image)
    for number, images in before.items():
        left[number] = owners_before(images, ())
    _add_bulk(connection, numbers, rows, left)
    labels = connection.execute(select(ChangeSet.id, ChangeSet.label, ChangeSet.facts).where(ChangeSet.id.in_(numbers)))
    return [
        Changes(row.id, Label(row.label, dict(row.facts or {})), _frozen(rows[row.id]), left[row.id])
        for row in sorted(labels, key=lambda row: row.id)
    ]


def _add_bulk(
    connection: Connection,
    numbers: Sequence[int],
    rows: dict[int, dict[str, set[int]]],
    left: dict[int, frozenset[int]],
) -> None:
    many = select(Change.id, Change.change_set_id, Change.table_name, Change.action, Change.after)
    for record in connection.execute(many.where(Change.change_set_id.in_(numbers), Change.row_id.is_(None))).all():
        touched = rows[record.change_set_id][record.table_name]
        if int(record.after or 0) > MOST_NAMED or len(touched) > MOST_NAMED:
            touched.update(UNNAMED)
            continue
        packed: Any = connection.execute(select(Change.bulk).where(Change.id == record.id)).scalar_one()
        if record.action == "bulk_insert":
            touched.update(unpack_ids(packed))
            continue
        columns, values = unpack_columns(packed)
        touched.update(values[columns.index("id")])
        bulk = {"action": record.action, "table_name": record.table_name, "bulk": packed}
        left[record.change_set_id] |= owners_before({}, [bulk])


def _frozen(rows: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {table: frozenset(ids) for table, ids in rows.items()}
