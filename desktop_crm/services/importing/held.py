"""Rows that wait for a decision: looked at, corrected and taken later, or dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import HeldRow, ImportRun
from desktop_crm.model.session import CrmSession
from desktop_crm.services.importing.options import ImportOptions, Reason, RowFate
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


@dataclass(frozen=True)
class WaitingTable:
    """One waiting row as a table, for planning it again."""

    name: str
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    row_numbers: list[int]
    notes: tuple[Any, ...] = field(default=())


def held_rows(session: CrmSession, import_run_id: int | None = None) -> list[WaitingRow]:
    """The rows that wait, of one import or of all, in the order of the files."""
    query = (
        select(HeldRow, ImportRun.file_name, ImportRun.created_at)
        .join(ImportRun, ImportRun.id == HeldRow.import_run_id)
        .where(HeldRow.deleted_at.is_(None))
        .order_by(HeldRow.import_run_id, HeldRow.row_number, HeldRow.id)
    )
    if import_run_id is not None:
        query = query.where(HeldRow.import_run_id == import_run_id)
    return [
        WaitingRow(
            id=row.id,
            version=row.version,
            import_run_id=row.import_run_id,
            file_name=file_name,
            imported_at=created_at,
            row=row.row_number,
            cells=dict(row.cells or {}),
            reason=Reason(row.reason, dict(row.facts or {})),
            match_contact_id=row.match_contact_id,
        )
        for row, file_name, created_at in session.execute(query)
    ]


def waiting_row(session: CrmSession, held_id: int) -> tuple[HeldRow, ImportRun]:
    """The stored row and its import; ``NotFound`` where somebody took or dropped it."""
    row = session.get(HeldRow, held_id)
    run = session.get(ImportRun, row.import_run_id) if row is not None else None
    if row is None or row.deleted_at is not None or run is None:
        raise NotFound(what=_("The row"))
    return row, run


def as_table(row: HeldRow, run: ImportRun, cells: Mapping[str, str] | None) -> WaitingTable:
    """The row, corrected by *cells*, as a table of one row."""
    kept = {**dict(row.cells or {}), **(cells or {})}
    return WaitingTable(run.file_name, tuple(kept), [tuple(kept.values())], [row.row_number])


def options_of(run: ImportRun, columns: Mapping[str, str], duplicates: str) -> ImportOptions:
    """The choices of the import that held the row, with another way with duplicates."""
    kept = dict(run.options or {})
    return ImportOptions(
        columns={**kept.get("columns", {}), **columns},
        country=kept.get("country", ""),
        area_code=kept.get("area_code", ""),
        duplicates=duplicates,
        policies=kept.get("policies", {}),
    )


def drop_held_row(session: CrmSession, held_id: int) -> None:
    """The row is not wanted."""
    row, _run = waiting_row(session, held_id)
    row.deleted_at = clock.now()
    session.flush()


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
