"""Who touched rows after a change set, so that an undo does not take back what somebody did since."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop_crm.base.i18n import _
from desktop_crm.db import bulk
from desktop_crm.db.content import unpack_updates
from desktop_crm.db.journal import JOURNALED
from desktop_crm.db.packing import chunks
from desktop_crm.db.references import owner_of
from desktop_crm.model.journal import Change, ChangeSet
from desktop_crm.model.operator import Operator
from desktop_crm.model.session import CrmSession


@dataclass
class Touch:
    """A change of a row that is in force."""

    change_set: int
    columns: set[str]


def touches(session: CrmSession, table: str, ids: Collection[int], *, besides: int, after: int = 0) -> dict[int, Touch]:
    """For each of *ids* that change sets later than *after* changed: the last one, and the columns of all of them.

    A change that was taken back since is none, and neither is taking back and doing again.
    """
    seen: list[tuple[int, int, dict[str, Any]]] = []
    for part in chunks(ids, 1000):
        single = session.execute(
            select(Change.row_id, Change.change_set_id, Change.after).where(
                Change.row_id.in_(part),
                Change.table_name == table,
                Change.action == "update",
                Change.change_set_id > after,
                Change.change_set_id != besides,
            )
        )
        seen.extend((row_id or 0, change_set, changed) for row_id, change_set, changed in single)
    seen.extend(_seen_in_bulk(session, table, ids, besides, after))
    in_force = _in_force(session, {change_set for _row, change_set, _changed in seen}, besides, after)
    found: dict[int, Touch] = {}
    for row_id, change_set, changed in seen:
        if change_set in in_force and changed:
            _note(found, row_id, change_set, set(changed))
    return found


def _seen_in_bulk(
    session: CrmSession, table: str, ids: Collection[int], besides: int, after: int
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    if not ids:
        return
    wanted = set(ids)
    many = session.execute(
        select(Change.change_set_id, Change.bulk).where(
            Change.row_id.is_(None),
            Change.table_name == table,
            Change.action == "bulk_update",
            Change.change_set_id > after,
            Change.change_set_id != besides,
        )
    )
    for change_set, packed in many:
        for row_id, _before, changed in unpack_updates(packed or b""):
            if row_id in wanted:
                yield row_id, change_set, changed


def _in_force(session: CrmSession, change_sets: set[int], besides: int, after: int) -> set[int]:
    """Those of *change_sets* whose chain (done, undone, done again …) has an odd number of links after *after*."""
    links: dict[int, tuple[int | None, int | None]] = {}
    wanted = set(change_sets)
    while wanted:
        for part in chunks(wanted, 1000):
            found = session.execute(
                select(ChangeSet.id, ChangeSet.undoes_id, ChangeSet.undone_by_id).where(ChangeSet.id.in_(part))
            )
            links.update((row[0], (row[1], row[2])) for row in found)
            links.update((number, (None, None)) for number in part if number not in links)
        wanted = {link for pair in links.values() for link in pair if link is not None} - links.keys()
    return {number for number in change_sets if _links_after(links, number, besides, after) % 2}


def _links_after(links: dict[int, tuple[int | None, int | None]], number: int, besides: int, after: int) -> int:
    count = int(number > after and number != besides)
    for direction in (0, 1):
        step = links[number][direction]
        while step is not None:
            count += int(step > after and step != besides)
            step = links[step][direction]
    return count


def _note(found: dict[int, Touch], row_id: int, change_set: int, columns: set[str]) -> None:
    known = found.get(row_id)
    if known is None:
        found[row_id] = Touch(change_set, columns)
    else:
        known.change_set = max(known.change_set, change_set)
        known.columns |= columns


def edited(
    session: CrmSession, table: str, ids: Collection[int], change_set: int, *, again: bool, unbroken: bool
) -> dict[int, Touch]:
    """Those of *ids*, made by *change_set*, that were changed since. Never changed rows still have version 1.

    Rows that it only brought back (*again*) have a past of their own, which does not count.
    """
    connection = session.connection()
    dialect = connection.dialect
    name = bulk.quoted(dialect, table)
    candidates: list[int] = []
    for part in chunks(ids, 5000):
        condition, parameters = bulk.in_ids(dialect, "id", part, unbroken=unbroken)
        rows = bulk.fetch(connection, f"SELECT id FROM {name} WHERE {condition} AND version <> 1", parameters)
        candidates.extend(row[0] for row in rows)
    return touches(session, table, candidates, besides=change_set, after=change_set if again else 0)


def who_changed(session: CrmSession, change_set: int | None) -> str:
    """Name of the operator of *change_set*, for sentences."""
    if change_set is not None:
        name = session.execute(
            select(Operator.name)
            .join(ChangeSet, ChangeSet.operator_id == Operator.id)
            .where(ChangeSet.id == change_set)
        ).scalar()
        if name:
            return name
    return _("Somebody")


def name_of(session: CrmSession, table: str, row_id: int, otherwise: str) -> str:
    """Name of a row, or of the row it belongs to, for sentences."""
    for _step in range(3):
        columns = JOURNALED[table].c
        if "name" in columns:
            name = session.execute(select(columns["name"]).where(columns["id"] == row_id)).scalar()
            return str(name or otherwise)
        owner = owner_of(table)
        if owner is None:
            break
        parent = session.execute(select(columns[owner.column]).where(columns["id"] == row_id)).scalar()
        if parent is None:
            break
        table, row_id = owner.parent, int(parent)
    return otherwise
