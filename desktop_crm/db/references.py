"""Which tables refer to which: from the foreign keys of the models."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Column, Table

from desktop_crm.db.journal import JOURNALED
from desktop_crm.model.base import Base


@dataclass(frozen=True)
class Reference:
    """One foreign key."""

    table: str
    column: str
    parent: str
    compulsory: bool
    owning: bool  # the first compulsory one, or marked so: the row belongs to the row it names


def _references(table: Table) -> list[Reference]:
    found: list[Reference] = []
    columns: list[Column[int]] = [column for column in table.columns if column.foreign_keys]
    owner = next((column.name for column in columns if not column.nullable), None)
    for column in columns:
        for key in column.foreign_keys:
            parent = key.column.table.name
            if parent in JOURNALED:
                owning = column.name == owner or bool(column.info.get("owning"))
                found.append(Reference(table.name, column.name, parent, not column.nullable, owning))
    return found


PARENTS_FIRST: tuple[Table, ...] = tuple(table for table in Base.metadata.sorted_tables if table.name in JOURNALED)
REFERENCES: dict[str, list[Reference]] = {table.name: _references(table) for table in Base.metadata.sorted_tables}
REFERRERS: dict[str, list[Reference]] = defaultdict(list)  # by the table that is referred to
for _of_table in REFERENCES.values():
    for _reference in _of_table:
        REFERRERS[_reference.parent].append(_reference)


def self_columns(table: str) -> list[str]:
    """Columns of *table* that refer to *table*."""
    return [reference.column for reference in REFERENCES[table] if reference.parent == table]


def owner_of(table: str) -> Reference | None:
    """The key that says to which row a row of *table* belongs."""
    return next((reference for reference in REFERENCES[table] if reference.owning), None)
