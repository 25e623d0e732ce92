"""The trail of the book of complaints: every write that changes a complaint adds an entry, whatever it was.

Steps bring their own entries (:class:`model.session.TrailEntry`). What else changed a complaint or one of its rows, an
undo, a merge of its contacts, bulk work, is seen in the journal of the write and gets an entry too. So an entry holds
exactly what the program wrote, and a row that something else changed no longer agrees with its trail.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db import bulk
from desktop_crm.db.content import unpack_updates
from desktop_crm.db.journal import BOOKKEEPING, JOURNALED, Journal
from desktop_crm.db.packing import chunks, unpack_columns, unpack_ids, value_to_literal
from desktop_crm.model.complaint import Complaint
from desktop_crm.model.complaint_event import (
    BEGINNING,
    ComplaintChain,
    ComplaintCounter,
    ComplaintEvent,
    digest,
    entry_hash,
    is_content,
)
from desktop_crm.model.operator import Operator
from desktop_crm.model.session import CrmSession, TrailEntry

COMPLAINT = "complaint"
# the complaint and the rows that belong to it
TRAILED = (COMPLAINT, "complaint_cause", "complaint_interaction", "corrective_action", "attachment")
_CHUNK = 1_000
_SILENT = BOOKKEEPING | {"created_at"}
_COLUMNS = {
    name: [
        "id",
        *sorted(
            column.name
            for column in JOURNALED[name].c
            if column.name not in _SILENT and column.name != "id" and not column.info.get("computed")
        ),
    ]
    for name in TRAILED
}
_EVENTS: Any = ComplaintEvent.__table__

Content = dict[str, dict[str, Any]]  # "table:id" -> column -> literal, empty ones left out


@dataclass
class _Touched:
    """What the write did to the rows of one complaint."""

    made: set[tuple[str, int]] = field(default_factory=set)
    changes: dict[str, Any] = field(default_factory=dict)


def contents(session: CrmSession, ids: Collection[int]) -> dict[int, Content]:
    """Each complaint with the rows that belong to it, as they are stored."""
    found: dict[int, Content] = {row_id: {} for row_id in ids}
    connection = session.connection()
    for part in chunks(sorted(found), _CHUNK):
        for table in TRAILED:
            columns = _COLUMNS[table]
            position = 0 if table == COMPLAINT else columns.index("complaint_id")
            own = part if table == COMPLAINT else _children(connection, table, part)
            for rows in bulk.fetch_literals(connection, JOURNALED[table], columns, own):
                for row in rows:
                    if row[position] in found:
                        found[row[position]][f"{table}:{row[0]}"] = _image(columns, row)
    return found


def _image(columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(columns[1:], row[1:], strict=True) if is_content(value)}


def _children(connection: Connection, table: str, complaints: Sequence[int]) -> list[int]:
    target = JOURNALED[table]
    query = select(target.c.id).where(target.c.complaint_id.in_(complaints))
    return sorted(connection.execute(query).scalars())


def seal(session: CrmSession, journal: Journal, label: Label, kind: str, undoes_id: int | None) -> None:
    """Add the entries of this write to the chain."""
    touched = _touched(session, journal)
    own: dict[int, list[TrailEntry]] = defaultdict(list)
    for entry in session.trail:
        own[entry.complaint_id].append(entry)
    ids = sorted(touched.keys() | own.keys())
    if not ids:
        return
    connection = session.connection()
    head = _head(connection)
    operator = _operator_name(connection, session.operator_id)
    other = {"do": "change", "undo": "undone", "redo": "redone"}.get(kind, "change")
    fixed = {
        "recorded_at": clock.now(),
        "operator_id": session.operator_id,
        "operator": operator,
        "workstation": session.workstation_id or 0,
        "change_set_id": session.change_set_id,
        "undoes_id": undoes_id,
    }
    chain = _Chain(connection, *head, fixed)
    for part in chunks(ids, _CHUNK):
        now = contents(session, part)
        last = _last_sequences(connection, part)
        for number in part:
            entries = own.get(number) or [_other_entry(other, number, now[number], label)]
            chain.add(number, last.get(number, 0), entries, touched.get(number, _Touched()), now[number])
        chain.write()
    connection.execute(
        update(ComplaintChain).where(ComplaintChain.id == 1).values(count=chain.position, last_hash=chain.hash)
    )
    session.trail.clear()


def _other_entry(kind: str, complaint_id: int, content: Content, label: Label) -> TrailEntry:
    state = content[f"{COMPLAINT}:{complaint_id}"]["state"]
    return TrailEntry(complaint_id, kind, state, clock.now(), {"label": label.text, "facts": dict(label.facts)})


@dataclass
class _Chain:
    """The end of the chain while this write adds to it."""

    connection: Connection
    position: int
    hash: str
    fixed: dict[str, Any]
    waiting: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self, complaint_id: int, sequence: int, entries: Sequence[TrailEntry], touched: _Touched, content: Content
    ) -> None:
        changes = {**touched.changes, **{_key(*row): content.get(_key(*row)) for row in touched.made}}
        for entry in entries:
            self.position += 1
            sequence += 1
            last = entry is entries[-1]  # what the write changed in all is told once, with its last entry
            row = {
                **self.fixed,
                "position": self.position,
                "complaint_id": complaint_id,
                "sequence": sequence,
                "kind": entry.kind,
                "state": entry.state,
                "at": entry.at,
                "facts": dict(entry.facts),
                "changes": changes if last else {},
                "content_hash": digest(content) if last else "",
                "previous_hash": self.hash,
            }
            self.hash = row["hash"] = entry_hash(self.hash, literal_entry(row))
            self.waiting.append(row)

    def write(self) -> None:
        for row, row_id in zip(self.waiting, new_ids(len(self.waiting)), strict=True):
            row["id"] = row_id
        self.connection.execute(insert(ComplaintEvent), self.waiting)
        self.waiting = []


def literal_entry(row: Any) -> dict[str, Any]:
    """An entry as it is hashed: moments as literals, JSON as it is."""
    return {
        **row,
        **{name: value_to_literal(_EVENTS.c[name], row[name]) for name in ("at", "recorded_at")},
    }


def _key(table: str, row_id: int) -> str:
    return f"{table}:{row_id}"


def _head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry; nobody else adds one before this write is over."""
    query = select(ComplaintChain.count, ComplaintChain.last_hash).where(ComplaintChain.id == 1).with_for_update()
    found = connection.execute(query).one_or_none()
    if found is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(ComplaintChain).values(id=1, count=0, last_hash=BEGINNING))
        except IntegrityError:  # another computer was quicker
            pass
        found = connection.execute(query).one()
    return found[0], found[1]


def _operator_name(connection: Connection, operator_id: int | None) -> str:
    if operator_id is None:
        return ""
    return str(connection.execute(select(Operator.name).where(Operator.id == operator_id)).scalar() or "")


def _last_sequences(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    query = select(ComplaintEvent.complaint_id, func.max(ComplaintEvent.sequence))
    found = connection.execute(query.where(ComplaintEvent.complaint_id.in_(ids)).group_by(ComplaintEvent.complaint_id))
    return {row[0]: row[1] for row in found}


# ---- what the write touched ------------------------------------------------------------------------------------------


def _touched(session: CrmSession, journal: Journal) -> dict[int, _Touched]:
    found: dict[int, _Touched] = defaultdict(_Touched)
    left: set[int] = set()
    for table in TRAILED:
        made, changed, gone = _of_table(journal, table)
        if not (made or changed or gone):
            continue
        if table == COMPLAINT:
            _refuse_gap(gone.values())
            _raise_counters(session.connection(), made)
            left = set(gone)
            gone = {}
        owners = _owners(session.connection(), table, made | changed.keys())
        for row_id in made:
            if row_id in owners:
                found[owners[row_id]].made.add((table, row_id))
        for row_id, after in changed.items():
            told = {name: value for name, value in after.items() if name in _COLUMNS[table]}
            if row_id in owners and row_id not in made and told:
                found[owners[row_id]].changes[_key(table, row_id)] = told
        for row_id, image in gone.items():
            if image.get("complaint_id") is not None:
                found[image["complaint_id"]].changes[_key(table, row_id)] = None
    return {complaint_id: touched for complaint_id, touched in found.items() if complaint_id not in left}


def _refuse_gap(images: Iterable[dict[str, Any]]) -> None:
    if not all(image["is_sample"] for image in images):
        raise RuntimeError("a complaint is voided, never deleted")


def _raise_counters(connection: Connection, made: Collection[int]) -> None:
    """Numbers go on after complaints that came with theirs: brought back, or made in bulk."""
    table: Any = Complaint.__table__
    last: dict[int, int] = {}
    for part in chunks(sorted(made), _CHUNK):
        query = select(table.c.year, func.max(table.c.number)).where(table.c.id.in_(part)).group_by(table.c.year)
        for year, number in connection.execute(query):
            last[year] = max(number, last.get(year, 0))
    for year, number in last.items():
        counter = ComplaintCounter.year == year
        if connection.execute(select(ComplaintCounter.year).where(counter)).first() is None:
            connection.execute(insert(ComplaintCounter).values(year=year, last_number=number))
        behind = update(ComplaintCounter).where(counter, ComplaintCounter.last_number < number)
        connection.execute(behind.values(last_number=number))


def _of_table(journal: Journal, table: str) -> tuple[set[int], dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Rows that were made; changed columns (after); images of rows that went."""
    made: set[int] = set()
    changed: dict[int, dict[str, Any]] = {}
    gone: dict[int, dict[str, Any]] = {}
    for (of, row_id), change in journal.rows.items():
        if of != table:
            continue
        if change.action == "insert":
            made.add(row_id)
        elif change.action == "update":
            changed[row_id] = dict(change.after or {})
        else:
            gone[row_id] = dict(change.before or {})
    for record in journal.bulk:
        if record["table_name"] != table:
            continue
        if record["action"] == "bulk_insert":
            made.update(unpack_ids(record["bulk"]))
        elif record["action"] == "bulk_update":
            for row_id, _before, after in unpack_updates(record["bulk"]):
                changed.setdefault(row_id, {}).update(after)
        else:
            columns, values = unpack_columns(record["bulk"])
            gone.update((row[0], dict(zip(columns, row, strict=True))) for row in zip(*values, strict=True))
    return made - gone.keys(), changed, {row_id: gone[row_id] for row_id in gone.keys() - made}


def _owners(connection: Connection, table: str, ids: Collection[int]) -> dict[int, int]:
    """The complaint of each row that has one."""
    if table == COMPLAINT:
        return {row_id: row_id for row_id in ids}
    target: Table = JOURNALED[table]
    owners: dict[int, int] = {}
    for part in chunks(sorted(ids), _CHUNK):
        query = select(target.c.id, target.c.complaint_id).where(target.c.id.in_(part))
        owners.update((row[0], row[1]) for row in connection.execute(query) if row[1] is not None)
    return owners
