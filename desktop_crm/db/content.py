"""What a change set did, read back from the journal and taken together row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from desktop_crm.db.journal import JOURNALED
from desktop_crm.db.packing import unpack_columns, unpack_ids
from desktop_crm.model.journal import Change
from desktop_crm.model.session import CrmSession

Images = tuple[list[str], list[tuple[Any, ...]]]  # columns (the id first), rows of literals


@dataclass
class RowUpdate:
    """Columns of one row before and after (literals)."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    def add(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """A later change of the same row in the same change set."""
        self.before = {**before, **self.before}
        self.after.update(after)


@dataclass
class Content:
    """The rows that a change set made, changed and took away. No row is in two of these."""

    has_bulk: bool = False
    inserted: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    updated: dict[str, dict[int, RowUpdate]] = field(default_factory=lambda: defaultdict(dict))
    deleted: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _images: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    _packed: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    @property
    def size(self) -> int:
        """How many rows."""
        return sum(len(rows) for part in (self.inserted, self.updated, self.deleted) for rows in part.values())

    def images(self, table: str) -> Iterator[Images]:
        """Rows of *table* that were taken away, in lists of a bearable size."""
        wanted = self.deleted[table]
        loose = [image for image in self._images[table] if image["id"] in wanted]
        if loose:
            columns = ["id", *(name for name in loose[0] if name != "id")]
            yield columns, [tuple(image[name] for name in columns) for image in loose]
        for packed in self._packed[table]:
            columns, values = unpack_columns(packed)
            rows = list(zip(*values, strict=True))
            if not wanted.issuperset(values[0]):
                rows = [row for row in rows if row[0] in wanted]
            if rows:
                yield columns, rows


def content_of(session: CrmSession, change_set_id: int) -> Content:
    """What the change set did."""
    content = Content()
    changes = session.execute(
        select(Change.table_name, Change.action, Change.row_id, Change.before, Change.after, Change.bulk)
        .where(Change.change_set_id == change_set_id)
        .order_by(Change.id)
        .execution_options(yield_per=500)
    )
    for table, action, row_id, before, after, bulk in changes:
        if table not in JOURNALED:  # a table of a schema that is gone
            continue
        if bulk is not None:
            _add_bulk(content, table, action, bulk)
        elif action == "insert":
            content.inserted[table].add(row_id)
        elif action == "update":
            content.updated[table].setdefault(row_id, RowUpdate()).add(before, after)
        else:
            content.deleted[table].add(row_id)
            content._images[table].append(before)
    _settle(content)
    return content


def _add_bulk(content: Content, table: str, action: str, bulk: bytes) -> None:
    content.has_bulk = True
    if action == "bulk_insert":
        content.inserted[table].update(unpack_ids(bulk))
    elif action == "bulk_delete":
        content._packed[table].append(bulk)
        content.deleted[table].update(unpack_columns(bulk)[1][0])
    else:
        for row_id, before, after in unpack_updates(bulk):
            content.updated[table].setdefault(row_id, RowUpdate()).add(before, after)


def unpack_updates(bulk: bytes) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Row id, columns that differ before, and after, of a bulk update."""
    names, values = unpack_columns(bulk)
    count = (len(names) - 1) // 2
    columns: Sequence[str] = names[1 : count + 1]
    for row in zip(*values, strict=True):
        old, new = row[1 : count + 1], row[count + 1 :]
        changed = [i for i in range(count) if old[i] != new[i]]
        yield row[0], {columns[i]: old[i] for i in changed}, {columns[i]: new[i] for i in changed}


def _settle(content: Content) -> None:
    """A row made and taken away in one change set was never there; one made and changed was made."""
    for table in set(content.inserted) | set(content.deleted):
        both = content.inserted[table] & content.deleted[table]
        content.inserted[table] -= both
        content.deleted[table] -= both
        updated = content.updated.get(table)
        if updated:
            for row_id in both | (content.inserted[table] & updated.keys()):
                updated.pop(row_id, None)
