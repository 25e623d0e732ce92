"""Rows that wait for a decision: looked at, corrected and taken later, or dropped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, literal, select, tuple_
from sqlalchemy.orm import joinedload

from desktop_crm.base import clock
from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _
from desktop_crm.base.table import SheetColumn
from desktop_crm.model import Contact, HeldRow, ImportRun
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import guess_fields
from desktop_crm.services.importing.contents import chunks
from desktop_crm.services.importing.options import ImportOptions, Reason, RowFate
from desktop_crm.services.importing.phone_choices import PhoneChoices
from desktop_crm.services.importing.seen import cells_hash

if TYPE_CHECKING:
    from desktop_crm.services.importing.planning import ImportPlan


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row of an earlier import that was not taken."""

    id: int
    version: int
    import_run_id: int
    file_name: str
    imported_at: datetime
    row: int  # as the file's own program numbers it
    cells: Mapping[str, str]  # header -> text
    reason: Reason
    match_contact_id: int | None
    match_name: str = ""  # of the contact it looks like, while that is there
    columns: Mapping[str, str] = field(default_factory=dict)  # header -> what it means; also headers without a cell

    @property
    def summary(self) -> str:
        """The first cells, to know the row by."""
        return " · ".join(list(dict.fromkeys(" ".join(text.split()) for text in self.cells.values()))[:4])


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Some of the rows that wait, and where the next begin."""

    rows: Sequence[WaitingRow]
    next: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class WaitingTable:
    """One waiting row as a table, for planning it again."""

    name: str
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    row_numbers: list[int]
    notes: tuple[Any, ...] = field(default=())


_ORDER = (HeldRow.import_run_id, HeldRow.row_number, HeldRow.id)


def held_rows(session: CrmSession, import_run_id: int | None = None) -> list[WaitingRow]:
    """The rows that wait, of one import or of all, in the order of the files."""
    return list(_read(session, _query(import_run_id)))


def waiting_page(
    session: CrmSession, import_run_id: int | None = None, after: tuple[Any, ...] | None = None, limit: int = 200
) -> WaitingPage:
    """The same, a page at a time."""
    query = _query(import_run_id).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(*_ORDER) > tuple_(*map(literal, after)))
    rows = list(_read(session, query))
    last = rows[limit - 1] if len(rows) > limit else None
    return WaitingPage(rows[:limit], (last.import_run_id, last.row, last.id) if last else None)


def _query(import_run_id: int | None) -> Any:
    query = (
        select(HeldRow, ImportRun.file_name, ImportRun.created_at, Contact.name)
        .join(ImportRun, ImportRun.id == HeldRow.import_run_id)
        .outerjoin(Contact, and_(Contact.id == HeldRow.match_contact_id, Contact.deleted_at.is_(None)))
        .where(HeldRow.deleted_at.is_(None))
        .order_by(*_ORDER)
    )
    return query if import_run_id is None else query.where(HeldRow.import_run_id == import_run_id)


def _read(session: CrmSession, query: Any) -> Iterator[WaitingRow]:
    columns: dict[int, Mapping[str, str]] = {}  # of each import, read once: its options hold much more
    for row, file_name, created_at, match in session.execute(query).all():
        if row.import_run_id not in columns:
            options = session.scalar(select(ImportRun.options).where(ImportRun.id == row.import_run_id))
            columns[row.import_run_id] = (options or {}).get("columns", {})
        yield WaitingRow(
            id=row.id,
            version=row.version,
            import_run_id=row.import_run_id,
            file_name=file_name,
            imported_at=created_at,
            row=row.row_number,
            cells=dict(row.cells or {}),
            reason=Reason(row.reason, dict(row.facts or {})),
            match_contact_id=row.match_contact_id if match else None,
            match_name=match or "",
            columns=columns[row.import_run_id],
        )


def waiting_row(session: CrmSession, held_id: int) -> tuple[HeldRow, ImportRun]:
    """The stored row and its import; ``NotFound`` where somebody took or dropped it."""
    row = session.get(HeldRow, held_id)
    run = session.get(ImportRun, row.import_run_id) if row is not None else None
    if row is None or row.deleted_at is not None or run is None:
        raise NotFound(what=_("The row"))
    return row, run


def as_table(rows: Sequence[HeldRow], run: ImportRun, cells: Mapping[str, str] | None = None) -> WaitingTable:
    """Rows of one import, corrected by *cells*, as a table."""
    kept = [{**dict(row.cells or {}), **(cells or {})} for row in rows]
    headers = tuple(dict.fromkeys([*(run.options or {}).get("columns", {}), *(name for row in kept for name in row)]))
    table = [tuple([row.get(header, "") for header in headers]) for row in kept]
    return WaitingTable(run.file_name, headers, table, [row.row_number for row in rows])


def options_of(
    run: ImportRun, table: WaitingTable, columns: Mapping[str, str] | None = None, duplicates: str = "hold"
) -> ImportOptions:
    """The choices of the import that held the rows, with another way with duplicates.

    *duplicates* “create” and “update” are decisions: what looks alike is made all the same, or joined.
    """
    kept = dict(run.options or {})
    mapping = kept.get("columns") or guess_fields(table.headers, table.rows)
    decided = dict.fromkeys(table.row_numbers, duplicates) if duplicates in ("create", "update") else {}
    return ImportOptions(
        columns={**mapping, **(columns or {})},
        country=kept.get("country", ""),
        area_code=kept.get("area_code", ""),
        duplicates=duplicates,
        policies=kept.get("policies", {}),
        decisions=decided,
        date_orders=kept.get("date_orders", {}),
        phones=PhoneChoices.from_json(kept.get("phones", {})),
    )


def waiting_rows(session: CrmSession, held_ids: Sequence[int]) -> list[HeldRow]:
    """Those of the rows that still wait, in the order of their files."""
    found: list[HeldRow] = []
    for some in chunks(held_ids):
        query = select(HeldRow).where(HeldRow.id.in_(some), HeldRow.deleted_at.is_(None))
        found += session.scalars(query.options(joinedload(HeldRow.import_run)))
    return sorted(found, key=lambda row: (row.import_run_id, row.row_number, row.id))


def drop_held_row(session: CrmSession, held_id: int) -> None:
    """The row is not wanted."""
    row, _run = waiting_row(session, held_id)
    row.deleted_at = clock.now()
    session.flush()


def drop_held_rows(session: CrmSession, held_ids: Sequence[int]) -> int:
    """The rows are not wanted; says how many still waited."""
    rows = waiting_rows(session, held_ids)
    for row in rows:
        row.deleted_at = clock.now()
    session.flush()
    return len(rows)


def waiting_sheet(rows: Sequence[WaitingRow]) -> tuple[list[SheetColumn], list[tuple[Any, ...]]]:
    """Rows that wait as a sheet that can be corrected and imported: the files' own columns, then file, row, reason."""
    headers = list(dict.fromkeys(name for row in rows for name in (*row.columns, *row.cells)))
    columns = [
        SheetColumn(_("File")),
        SheetColumn(_("Row"), "number"),
        *map(SheetColumn, headers),
        SheetColumn(_("Why")),
    ]
    return columns, [
        (row.file_name, row.row, *(row.cells.get(header, "") for header in headers), row.reason.sentence)
        for row in rows
    ]


def wait_on(session: CrmSession, waiting: Mapping[str, tuple[str, RowFate]]) -> None:
    """Rows that waited and are held again, read otherwise, wait once, with the new reason. By the hash of the cells."""
    for row in session.scalars(select(HeldRow).where(HeldRow.deleted_at.is_(None))):
        if (found := waiting.get(row.content_hash[:32])) is not None:
            text, fate = found
            row.content_hash, row.match_contact_id = text, fate.contact_id
            row.reason, row.facts = fate.reason.code, dict(fate.reason.facts)
    session.flush()


def drop_waiting(session: CrmSession, planned: "ImportPlan") -> None:
    """Rows that waited and are taken now (read otherwise, or duplicates are to be joined) wait no more."""
    if not planned.base.held:
        return
    waiting = {text[:32] for text in planned.base.held}
    headers, rows = planned.source.headers, planned.source.rows
    taken = set()
    for fate in ("created", "updated"):
        for index in planned.indices(fate):
            text = cells_hash(headers, rows[index])
            if text in waiting:
                taken.add(text)
    if taken:
        for row in session.scalars(select(HeldRow).where(HeldRow.deleted_at.is_(None))):
            if row.content_hash[:32] in taken:
                row.deleted_at = clock.now()
        session.flush()
