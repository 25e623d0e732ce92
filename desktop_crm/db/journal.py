"""Writes down what a write changed: rows before and after, ids of bulk work, and the change set they belong to."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, event, insert, inspect, select
from sqlalchemy.orm import Mapper, object_session

import desktop_crm.model  # noqa: F401 - all tables are known from here on
from desktop_crm.base import clock
from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db.owners import owners_before
from desktop_crm.db.packing import MAX_IDS, chunks, pack_ids, pack_rows, value_to_literal
from desktop_crm.model.base import Base, Row
from desktop_crm.model.import_run import ColumnMapping
from desktop_crm.model.journal import Change, ChangeSet

# remembered column maps stay when an import is undone, so they are no part of the journal
_NOT_JOURNALED = {ColumnMapping}
_TABLES: dict[Mapper[Any], Table] = {
    mapper: mapper.local_table
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Row) and mapper.class_ not in _NOT_JOURNALED and isinstance(mapper.local_table, Table)
}
JOURNALED: dict[str, Table] = {table.name: table for table in _TABLES.values()}
_COMPUTED_OF = {
    name: frozenset(column.name for column in table.c if column.info.get("computed"))
    for name, table in JOURNALED.items()
}
BOOKKEEPING = frozenset({"version", "updated_at"})  # go on rising through undo; no part of an update's image
_INDIVIDUAL = 200  # more rows of one table and action than this are noted in bulk


@dataclass
class RowChange:
    """What happened to one row in this write, taken together."""

    action: str  # insert, update, delete
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@dataclass
class Journal:
    """The record of one write."""

    rows: dict[tuple[str, int], RowChange] = field(default_factory=dict)
    bulk: list[dict[str, Any]] = field(default_factory=list)
    bulk_ids: dict[str, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("q")))  # eight bytes each

    # ---- single rows -------------------------------------------------------------------------------------------

    def inserted(self, table: str, row_id: int) -> None:
        """A row was made."""
        known = self.rows.get((table, row_id))
        if known is not None and known.action == "delete":  # taken away and made again: what differs is not known
            raise RuntimeError(f"row {row_id} of {table} was deleted and made again in one write")
        self.rows[table, row_id] = RowChange("insert")

    def updated(self, table: str, row_id: int, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Columns of a row changed from *before* to *after* (literals)."""
        known = self.rows.get((table, row_id))
        if known is None:
            self.rows[table, row_id] = RowChange("update", before, after)
        elif known.action == "update":
            known.before = {**before, **(known.before or {})}
            known.after = {**(known.after or {}), **after}

    def deleted(self, table: str, row_id: int, image: dict[str, Any]) -> None:
        """A row with *image* (literals of all columns) was taken away."""
        known = self.rows.pop((table, row_id), None)
        if known is not None and known.action == "insert":
            return
        if known is not None and known.before:
            image = {**image, **known.before}
        self.rows[table, row_id] = RowChange("delete", image)

    # ---- many rows ---------------------------------------------------------------------------------------------

    def many_inserted(self, table: str, ids: Sequence[int]) -> None:
        """Rows were made."""
        if len(ids) <= _INDIVIDUAL and table not in self.bulk_ids:
            for row_id in ids:
                self.inserted(table, row_id)
            return
        self.bulk_ids[table].extend(ids)
        for part in chunks(ids, MAX_IDS):
            self._add_bulk("bulk_insert", table, len(part), pack_ids(part))

    def many_updated(
        self, table: str, columns: Sequence[str], before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]]
    ) -> None:
        """Rows changed; both images begin with the id and hold the same *columns* in the same order."""
        if len(before) <= _INDIVIDUAL:
            for old, new in zip(before, after, strict=True):
                changed = [i for i in range(1, len(columns)) if old[i] != new[i]]
                if changed:
                    self.updated(
                        table, old[0], {columns[i]: old[i] for i in changed}, {columns[i]: new[i] for i in changed}
                    )
            return
        self.bulk_ids[table].extend(row[0] for row in before)
        names = [*columns, *(f"after:{name}" for name in columns[1:])]
        both = [(*old, *new[1:]) for old, new in zip(before, after, strict=True)]
        for part in chunks(both, 5000):
            for count, packed in pack_rows(names, part):
                self._add_bulk("bulk_update", table, count, packed)

    def many_deleted(self, table: str, columns: Sequence[str], images: Sequence[Sequence[Any]]) -> None:
        """Rows with *images* (literals; the id first) were taken away."""
        if len(images) <= _INDIVIDUAL and table not in self.bulk_ids:
            for image in images:
                self.deleted(table, image[0], dict(zip(columns, image, strict=True)))
            return
        if any(known == table for known, _row_id in self.rows):
            images = [self._image_before(table, columns, image) for image in images]
        self.bulk_ids[table].extend(image[0] for image in images)
        for count, packed in pack_rows(columns, images):
            self._add_bulk("bulk_delete", table, count, packed)

    def _image_before(self, table: str, columns: Sequence[str], image: Sequence[Any]) -> Sequence[Any]:
        known = self.rows.pop((table, image[0]), None)
        if known is None or not known.before:
            if known is not None:  # made in this write: both records together mean nothing happened
                self._add_bulk("bulk_insert", table, 1, pack_ids([image[0]]))
            return image
        return [known.before.get(name, value) for name, value in zip(columns, image, strict=True)]

    def _add_bulk(self, action: str, table: str, count: int, packed: bytes) -> None:
        self.bulk.append({"table_name": table, "action": action, "after": count, "bulk": packed})

    # ---- the whole ---------------------------------------------------------------------------------------------

    def changes(self, change_set: int, label: Label, *, computed: bool = True) -> Changes:
        """The notice of this write; rows made and taken away again in it are not in it.

        Without *computed* also those are not in it of which only columns changed that follow from others.
        """
        touched: dict[str, set[int]] = defaultdict(set)
        for (table, row_id), change in self.rows.items():
            if change.action == "update" and (
                change.before == change.after or (not computed and (change.after or {}).keys() <= _COMPUTED_OF[table])
            ):
                continue
            touched[table].add(row_id)
        rows = {table: frozenset(ids) for table, ids in touched.items()}
        for table, many in self.bulk_ids.items():  # copied once: there may be a million
            rows[table] = rows[table].union(many) if table in rows else frozenset(many)
        return Changes(change_set, label, rows, owners_before(self.rows, self.bulk))

    def store(self, connection: Connection, change_set: Mapping[str, Any]) -> None:
        """Write the change set and its changes."""
        connection.execute(insert(ChangeSet), [{"at": clock.now(), **change_set}])
        records: list[dict[str, Any]] = [
            {"table_name": table, "row_id": row_id, "action": change.action, "before": change.before,
             "after": change.after, "bulk": None}
            for (table, row_id), change in self.rows.items()
            if change.action != "update" or change.before != change.after
        ]  # fmt: skip
        records += [{"row_id": None, "before": None, **bulk} for bulk in self.bulk]
        for row_id, record in zip(new_ids(len(records)), records, strict=True):
            record.update(id=row_id, change_set_id=change_set["id"])
        small = [record for record in records if record["bulk"] is None]
        for part in chunks(small, 1000):
            connection.execute(insert(Change), part)
        for record in records:
            if record["bulk"] is not None:
                connection.execute(insert(Change), [record])


# ---- what the ORM does is seen here, row by row -----------------------------------------------------------------


def _journal_of(target: Any) -> Journal | None:
    session = object_session(target)
    return getattr(session, "journal", None)


def _after_insert(mapper: Mapper[Any], connection: Connection, target: Any) -> None:
    journal = _journal_of(target)
    if journal is not None:
        journal.inserted(_TABLES[mapper].name, target.id)


def _before_update(mapper: Mapper[Any], connection: Connection, target: Any) -> None:
    journal = _journal_of(target)
    if journal is None:
        return
    table = _TABLES[mapper]
    state = inspect(target)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    unknown: list[str] = []
    for attribute in mapper.column_attrs:
        column = table.c[attribute.columns[0].name]
        history = state.attrs[attribute.key].history
        if not history.added or column.name in BOOKKEEPING:
            continue
        after[column.name] = value_to_literal(column, history.added[0])
        if history.deleted:
            before[column.name] = value_to_literal(column, history.deleted[0])
        else:
            unknown.append(column.name)
    if unknown:
        stored = image_of(connection, table, target.id, unknown)
        before.update(stored)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        journal.updated(
            table.name, target.id, {name: before[name] for name in changed}, {name: after[name] for name in changed}
        )


def _before_delete(mapper: Mapper[Any], connection: Connection, target: Any) -> None:
    journal = _journal_of(target)
    if journal is not None:
        table = _TABLES[mapper]
        image = image_of(connection, table, target.id, [column.name for column in table.c])
        if image:
            journal.deleted(table.name, target.id, image)


def image_of(connection: Connection, table: Table, row_id: int, columns: Iterable[str]) -> dict[str, Any]:
    """Literals of the stored row as this transaction sees it; empty where there is none."""
    wanted = [table.c[name] for name in columns]
    row = connection.execute(select(*wanted).where(table.c.id == row_id)).one_or_none()
    if row is None:
        return {}
    return {column.name: value_to_literal(column, value) for column, value in zip(wanted, row, strict=True)}


for _mapper in _TABLES:
    event.listen(_mapper, "after_insert", _after_insert)
    event.listen(_mapper, "before_update", _before_update)
    event.listen(_mapper, "before_delete", _before_delete)
