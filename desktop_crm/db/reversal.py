"""Taking back a change set: rows it took away come again, changed columns get their old values, new rows go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import DBAPIError

from desktop_crm.base.errors import ChangedSince
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.db import bulk, later
from desktop_crm.db.content import Content, RowUpdate
from desktop_crm.db.failures import driver_errors, is_broken_rule
from desktop_crm.db.journal import JOURNALED
from desktop_crm.db.packing import chunks, value_to_literal
from desktop_crm.db.references import (
    PARENTS_FIRST,
    REFERENCES,
    REFERRERS,
    Reference,
    owner_of,
    self_columns,
)
from desktop_crm.db.session import JournaledSession
from desktop_crm.model.base import WHEN_UNDONE

# (table, column) -> id that the change set put there -> ids of records that have taken its place since
Heirs = Mapping[tuple[str, str], Mapping[Any, Collection[int]]]
_CHUNK = 5_000


@dataclass
class Reversal:
    """One undo (or redo) inside its write. *lenient*: what was changed since stays and is counted, else refused."""

    session: JournaledSession
    content: Content
    change_set: int
    title: str
    lenient: bool
    again: bool  # the change set is itself an undo or redo
    progress: Progress
    heirs: Heirs = field(default_factory=dict)
    kept_rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _changed_since: set[tuple[str, int]] = field(default_factory=set)  # records, for the count
    _restored: dict[str, dict[int, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    _spans: dict[str, tuple[int, int]] = field(
        default_factory=dict
    )  # first and last id where only new rows lie between
    _done: int = 0

    def survey(self) -> set[tuple[str, int]]:
        """(table, id) of the records that are kept because they were changed since."""
        for changed, updates in self.content.updated.items():
            self._plan_updates(changed, updates)
        self._plan_keeping()
        return self._changed_since

    def run(self) -> int:
        """Do it; gives the number of records that were kept because they were changed since."""
        self.survey()
        refusals: tuple[type[Exception], ...] = (DBAPIError, *driver_errors(self.session.connection().dialect.name))
        try:
            for table in PARENTS_FIRST:
                self._bring_back(table)
            for name in list(self._restored):
                self._restore(JOURNALED[name])
            self._cut_self_references()
            for table in reversed(PARENTS_FIRST):
                self._take_away(table)
        except refusals as error:
            if is_broken_rule(error):
                raise ChangedSince(who=_("Somebody"), what=self.title) from error
            raise
        return len(self._changed_since)

    def _step(self, rows: int) -> None:
        self._done += rows
        self.progress.step(_("Taking back …"), self._done, self.content.size)

    # ---- what may be taken back ----------------------------------------------------------------------------------

    def _refuse(self, table: str, row_id: int, change_set: int | None) -> None:
        if not self.lenient:
            raise ChangedSince(
                who=later.who_changed(self.session, change_set),
                what=later.name_of(self.session, table, row_id, self.title),
            )

    def _plan_updates(self, table: str, updates: dict[int, RowUpdate]) -> None:
        """Find the columns that still hold what the change set put there."""
        target = JOURNALED[table]
        computed = {column.name for column in target.c if column.info.get("computed")}
        columns = ["id", *sorted({name for update in updates.values() for name in update.after if name in target.c})]
        touched = later.touches(self.session, table, updates.keys(), besides=self.change_set, after=self.change_set)
        again = self.content.deleted.get(table, set())
        present: set[int] = set()
        for part in bulk.fetch_literals(self.session.connection(), target, columns, sorted(updates)):
            for row in part:
                present.add(row[0])
                held = dict(zip(columns, row, strict=True))
                self._plan_row(table, updates[row[0]], held, touched.get(row[0]), computed)
        for row_id in updates.keys() - present:
            if row_id in again:
                self._restored[table][row_id] = updates[row_id].before
            else:
                self._refuse(table, row_id, None)

    def _plan_row(
        self, table: str, update: RowUpdate, held: dict[str, Any], touch: later.Touch | None, computed: set[str]
    ) -> None:
        since = touch.columns if touch is not None else set()
        wanted: dict[str, Any] = {}
        went_on = self._went_on(table, update, held)
        for name, before in update.before.items():
            if name not in held:  # a column of a schema that is gone
                continue
            if went_on or (held[name] == update.after.get(name) and name not in since):
                wanted[name] = before
            elif name not in computed:
                self._refuse(table, held["id"], touch.change_set if touch is not None else None)
                self._changed_since.add((table, held["id"]))
        if wanted:
            self._restored[table][held["id"]] = wanted

    def _went_on(self, table: str, update: RowUpdate, held: dict[str, Any]) -> bool:
        """Whether the row was given to a record that another one has taken the place of since, and went on with it."""
        return any(
            held.get(name) in self.heirs.get((table, name), {}).get(after, ()) for name, after in update.after.items()
        )

    def _plan_keeping(self) -> None:
        """Find the new rows that must stay: changed since, referred to since, and all that belongs to these."""
        waiting: list[tuple[str, set[int]]] = []
        for_good: dict[str, set[int]] = {}
        new = {table: sorted(ids) for table, ids in self.content.inserted.items() if ids}
        for table, ids in new.items():
            if len(ids) > _CHUNK and bulk.is_unbroken(self.session.connection(), table, ids):
                self._spans[table] = ids[0], ids[-1]
        for table, ids in new.items():
            since = later.edited(
                self.session, table, ids, self.change_set, again=self.again, unbroken=table in self._spans
            )
            carried = {column for of, column in self.heirs if of == table}
            since = {row_id: touch for row_id, touch in since.items() if not touch.columns <= carried}
            for row_id, touch in since.items():
                self._refuse(table, row_id, touch.change_set)
            self._keep(table, since.keys(), waiting)
            self._count(table, since.keys())
            for reference in REFERRERS[table] if WHEN_UNDONE not in JOURNALED[table].info else ():
                outside = self._referred_from_outside(reference, ids)
                for row_id in outside:
                    self._refuse(table, row_id, None)
                self._keep(table, outside, waiting)
                self._count(table, outside)
            for_good[table] = self._keep_for_good(table, ids)
        self._keep_all_around(waiting)
        for table, going in for_good.items():  # last: what stays for other reasons is known now
            for reference in REFERRERS[table]:
                if reference.owning and self.content.inserted.get(reference.table):
                    children = {child for _parent, child in self._pairs(reference.table, reference.column, "id", going)}
                    self._keep(reference.table, children - self._going_with_others(reference, children), waiting)
        self._keep_all_around(waiting)

    def _keep_all_around(self, waiting: list[tuple[str, set[int]]]) -> None:
        while waiting:
            table, kept = waiting.pop()
            self._keep_around(table, kept, waiting)

    def _going_with_others(self, reference: Reference, children: set[int]) -> set[int]:
        """Rows that tie what stays to what goes: they go too, a call with its tie to a complaint."""
        found: set[int] = set()
        for other in REFERENCES[reference.table]:
            parents = self.content.inserted.get(other.parent, set()) - self.kept_rows[other.parent]
            if other.compulsory and other.parent != reference.parent and parents:
                pairs = self._pairs(reference.table, "id", other.column, children)
                found.update(child for child, parent in pairs if parent in parents)
        return found

    def _keep_for_good(self, table: str, ids: Sequence[int]) -> set[int]:
        """Rows that are never deleted stay, and say that they were taken back; which."""
        target = JOURNALED[table]
        when_undone = target.info.get(WHEN_UNDONE)
        if when_undone is None:
            return set()
        going = set(ids) - self.kept_rows[table]
        values = {name: value_to_literal(target.c[name], value) for name, value in when_undone().items()}
        self._restored[table].update((row_id, values) for row_id in going)
        self.kept_rows[table] |= going  # what they named may go: they let go of it
        return going

    def _keep(self, table: str, ids: Iterable[int], waiting: list[tuple[str, set[int]]]) -> None:
        new = (set(ids) & self.content.inserted[table]) - self.kept_rows[table]
        if new:
            self.kept_rows[table] |= new
            waiting.append((table, new))

    def _keep_around(self, table: str, ids: set[int], waiting: list[tuple[str, set[int]]]) -> None:
        for reference in REFERENCES[table]:
            if self.content.inserted.get(reference.parent):
                pairs = self._pairs(table, "id", reference.column, ids)
                self._keep(reference.parent, (parent for _id, parent in pairs if parent is not None), waiting)
        for reference in REFERRERS[table]:
            if reference.owning and self.content.inserted.get(reference.table):
                pairs = self._pairs(reference.table, reference.column, "id", ids)
                self._keep(reference.table, (child for _parent, child in pairs), waiting)

    def _referred_from_outside(self, reference: Reference, ids: Sequence[int]) -> set[int]:
        own = self.content.inserted.get(reference.table, set())
        let_go = self._restored.get(reference.table, {})
        if reference.parent in self._spans and (not own or reference.table in self._spans):
            pairs = self._pairs_outside(reference)
        else:
            pairs = self._pairs(reference.table, reference.column, "id", ids)
        return {parent for parent, child in pairs if child not in own and reference.column not in let_go.get(child, ())}

    def _pairs(self, table: str, key: str, value: str, ids: Collection[int]) -> list[tuple[int, Any]]:
        """(*key*, *value*) of the rows of *table* whose *key* is one of *ids*."""
        connection = self.session.connection()
        dialect = connection.dialect
        name, key_name, value_name = (bulk.quoted(dialect, part) for part in (table, key, value))
        if not bulk.fetch(connection, f"SELECT 1 FROM {name} LIMIT 1"):
            return []
        found: list[tuple[int, Any]] = []
        for part in chunks(ids, _CHUNK):
            condition, parameters = bulk.in_ids(dialect, key, part)
            statement = f"SELECT {key_name}, {value_name} FROM {name} WHERE {condition}"
            found.extend((row[0], row[1]) for row in bulk.fetch(connection, statement, parameters))
            self.progress.step(_("Looking for later changes …"))
        return found

    def _pairs_outside(self, reference: Reference) -> list[tuple[int, Any]]:
        """As :meth:`_pairs`, in one go, for parents in an unbroken range and without the new rows of the table."""
        connection = self.session.connection()
        dialect = connection.dialect
        name, key = bulk.quoted(dialect, reference.table), bulk.quoted(dialect, reference.column)
        parents, own = self._spans[reference.parent], self._spans.get(reference.table, (0, -1))
        mark = bulk.placeholder(dialect)
        statement = (
            f"SELECT {key}, id FROM {name} WHERE {key} BETWEEN {mark} AND {mark} AND NOT (id BETWEEN {mark} AND {mark})"
        )
        self.progress.step(_("Looking for later changes …"))
        return [(row[0], row[1]) for row in bulk.fetch(connection, statement, (*parents, *own))]

    def _count(self, table: str, ids: Collection[int]) -> None:
        """A changed phone counts as its contact: people think in records, not in rows."""
        owner = owner_of(table)
        if owner is None or not ids:
            self._changed_since.update((table, row_id) for row_id in ids)
            return
        self._changed_since.update((owner.parent, of) for _id, of in self._pairs(table, "id", owner.column, ids))

    # ---- doing it ------------------------------------------------------------------------------------------------

    def _bring_back(self, table: Table) -> None:
        """Insert rows that the change set took away; ties inside the table come after the rows."""
        if not self.content.deleted.get(table.name):
            return
        own = self_columns(table.name)
        ties: list[tuple[list[str], list[tuple[Any, ...]]]] = []
        for columns, images in self.content.images(table.name):
            known = [name for name in columns if name in table.c]
            rows: list[tuple[Any, ...]] = images
            if known != columns:
                rows = [tuple(v for name, v in zip(columns, row, strict=True) if name in table.c) for row in images]
            rows = self._placeable(table, known, rows)
            positions = [known.index(name) for name in own if name in known]
            tied = [row for row in rows if any(row[i] is not None for i in positions)]
            if tied:
                ties.append((["id", *own], [(row[0], *(row[i] for i in positions)) for row in tied]))
                rows = [tuple(None if i in positions else v for i, v in enumerate(row)) for row in rows]
            for part in chunks(rows, _CHUNK):
                self.session.insert_literals(table, known, part)
                self._step(len(part))
        for names, tie_rows in ties:
            self.session.update_literals(table, names, tie_rows)

    def _placeable(self, table: Table, columns: list[str], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Leave out rows that are there already or whose parents are gone for good."""
        there = {row_id for row_id, _same in self._pairs(table.name, "id", "id", [row[0] for row in rows])}
        if there:
            self._refuse(table.name, next(iter(there)), None)
            rows = [row for row in rows if row[0] not in there]
        for reference in REFERENCES[table.name]:
            if reference.column not in columns or not rows:
                continue
            position = columns.index(reference.column)
            named = {row[position] for row in rows if row[position] is not None}
            gone = named - {row_id for row_id, _same in self._pairs(reference.parent, "id", "id", sorted(named))}
            if reference.parent == table.name:
                gone -= self.content.deleted[table.name]
            if not gone:
                continue
            self._refuse(reference.parent, next(iter(gone)), None)
            if reference.compulsory:
                rows = [row for row in rows if row[position] not in gone]
            else:
                rows = [(*row[:position], None, *row[position + 1 :]) if row[position] in gone else row for row in rows]
        return rows

    def _restore(self, table: Table) -> None:
        by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for row_id, values in self._restored[table.name].items():
            names = tuple(sorted(values))
            by_columns[names].append((row_id, *(values[name] for name in names)))
        for names, rows in by_columns.items():
            for part in chunks(rows, _CHUNK):
                self.session.update_literals(table, ["id", *names], part)
                self._step(len(part))

    def _going(self, table: str) -> list[int]:
        return sorted(self.content.inserted.get(table, set()) - self.kept_rows.get(table, set()))

    def _cut_self_references(self) -> None:
        """MariaDB looks at each row alone, and we delete in parts: no row may refer to one that goes before it."""
        connection = self.session.connection()
        dialect = connection.dialect
        for table in PARENTS_FIRST:
            for column in self_columns(table.name):
                name, key = bulk.quoted(dialect, table.name), bulk.quoted(dialect, column)
                for part in chunks(self._going(table.name), _CHUNK):
                    condition, parameters = bulk.in_ids(dialect, "id", part)
                    statement = f"SELECT id FROM {name} WHERE {condition} AND {key} IS NOT NULL"
                    tied = bulk.fetch(connection, statement, parameters)
                    self.session.update_literals(table, ["id", column], [(row[0], None) for row in tied])

    def _take_away(self, table: Table) -> None:
        unbroken = table.name in self._spans and not self.kept_rows.get(table.name)
        for part in chunks(self._going(table.name), _CHUNK):
            self.session.delete_rows(table, part, unbroken=unbroken)
            self._step(len(part))
