"""What was imported: every import with its file, its counts, and the fate of each of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import ChangeSet, Contact, HeldRow, ImportRun, Operator
from desktop_crm.model.session import CrmSession
from desktop_crm.services.importing.contents import chunks
from desktop_crm.services.importing.options import RowFate
from desktop_crm.services.importing.reports import unpacked_report

IMPORT_LABEL = N_("Import of {name}")
COUNTED = ("created", "updated", "duplicates", "held", "skipped")


@dataclass(frozen=True, slots=True)
class ImportRunRow:
    """One import."""

    id: int  # its change set
    run_id: int | None  # None while it is undone: its row went with all the rest
    file_name: str
    at: datetime
    operator: str
    counts: Mapping[str, int]
    waiting: int  # rows that still wait
    undone: bool
    has_report: bool


@dataclass(frozen=True, slots=True)
class ImportRunsPage:
    """Some imports, and where the next begin."""

    rows: Sequence[ImportRunRow]
    next: tuple[Any, ...] | None = None


def import_runs(
    session: CrmSession, question: object = None, after: tuple[Any, ...] | None = None, limit: int = 200
) -> ImportRunsPage:
    """All imports, the newest first; undone ones too."""
    waiting = (
        select(func.count())
        .where(HeldRow.import_run_id == ImportRun.id, HeldRow.deleted_at.is_(None))
        .correlate(ImportRun)
        .scalar_subquery()
    )
    query = (
        select(
            ChangeSet.id, ChangeSet.at, ChangeSet.facts, ChangeSet.undone_by_id, Operator.name, ImportRun.id,
            ImportRun.file_name, ImportRun.counts, waiting, ImportRun.report.is_not(None),
        )
        .outerjoin(ImportRun, ImportRun.change_set_id == ChangeSet.id)
        .outerjoin(Operator, Operator.id == ChangeSet.operator_id)
        .where(ChangeSet.label == IMPORT_LABEL, ChangeSet.kind == "do")
        .order_by(ChangeSet.id.desc())
        .limit(limit + 1)
    )  # fmt: skip
    if after is not None:
        query = query.where(ChangeSet.id < after[0])
    rows = [
        ImportRunRow(
            id=number,
            run_id=run,
            file_name=name or (facts or {}).get("name", ""),
            at=at,
            operator=operator or "",
            counts={key: (counts or {}).get(key, 0) for key in COUNTED},
            waiting=held if run else 0,
            undone=_is_undone(session, undone_by),
            has_report=bool(report),
        )
        for number, at, facts, undone_by, operator, run, name, counts, held, report in session.execute(query)
    ]
    return ImportRunsPage(rows[:limit], (rows[limit - 1].id,) if len(rows) > limit else None)


def import_report(session: CrmSession, change_set: int) -> list[RowFate]:
    """The fate of every row of an import, as it was told then."""
    kept = session.scalar(select(ImportRun.report).where(ImportRun.change_set_id == change_set))
    if kept is None:
        raise NotFound(what=_("The report"))
    return unpacked_report(kept)


def contact_names(session: CrmSession, ids: Sequence[int]) -> dict[int, str]:
    """Names of the contacts that are still there."""
    names: dict[int, str] = {}
    for some in chunks(ids):
        query = select(Contact.id, Contact.name).where(Contact.id.in_(some), Contact.deleted_at.is_(None))
        names.update((row[0], row[1]) for row in session.execute(query))
    return names


def _is_undone(session: CrmSession, undone_by: int | None) -> bool:
    """Whether the last word was an undo; a redo may have followed it."""
    undone = False
    while undone_by is not None:
        undone = not undone
        undone_by = session.scalar(select(ChangeSet.undone_by_id).where(ChangeSet.id == undone_by))
    return undone
