"""Frozen copies of reports: kept once, laid out again the same for ever, and what changed since."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from desktop_crm.base.document import Cell, CellKind, Document, Table, figures_of
from desktop_crm.base.document_json import document_json, document_of
from desktop_crm.base.errors import CrmError, NotFound
from desktop_crm.base.i18n import N_, _, language_scope
from desktop_crm.base.progress import Progress
from desktop_crm.model import Operator, ReportCopy
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.periods import Period
from desktop_crm.services.reports.registry import REPORTS, make_report
from desktop_crm.services.reports.request import ReportRequest

_NAMED = 20  # rows that came or went and are named


class CopyChanged(CrmError):
    """The copy is not what was kept. Facts: title."""

    text = N_("The kept copy “{title}” was changed from outside and is not shown. Make the report anew.")


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A copy in the list of those kept."""

    id: int
    report: str
    period: Period
    title: str
    language: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is another today; ``came`` and ``went`` name rows of the list behind it."""

    key: str
    title: str
    kind: CellKind
    then: Cell
    now: Cell
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


def keepable(report: str, request: ReportRequest) -> bool:
    """Whether a copy says all that was asked: it is found again by its report and period alone."""
    kind = REPORTS.get(report)
    return kind is not None and not {"contact", "view"} & {*kind.parameters} and request.operator_id is None


def keep_copy(session: CrmSession, report: str, period: Period, document: Document) -> int:
    """Freeze *document*; says the id of the copy."""
    kept = document_json(document)
    copy = ReportCopy(
        report=report, first_on=period.first, last_on=period.last, title=document.title[:300],
        language=document.language, document=kept, sha256=_hash(kept), operator_id=session.operator_id,
    )  # fmt: skip
    session.add(copy)
    session.flush()
    return copy.id


def make_and_keep(session: CrmSession, report: str, request: ReportRequest) -> int:
    """Make the report now and freeze it."""
    return keep_copy(session, report, request.period, make_report(session, report, request))


def copies(session: CrmSession, report: str = "", first: date | None = None) -> list[CopyLine]:
    """Those kept, the latest first."""
    query = (
        select(
            ReportCopy.id, ReportCopy.report, ReportCopy.first_on, ReportCopy.last_on, ReportCopy.title,
            ReportCopy.language, ReportCopy.created_at, Operator.name,
        )
        .outerjoin(Operator, Operator.id == ReportCopy.operator_id)
        .where(ReportCopy.deleted_at.is_(None))
        .order_by(ReportCopy.created_at.desc(), ReportCopy.id.desc())
    )  # fmt: skip
    if report:
        query = query.where(ReportCopy.report == report)
    if first is not None:
        query = query.where(ReportCopy.first_on == first)
    return [
        CopyLine(row[0], row[1], Period(row[2], row[3]), row[4], row[5], row[6], row[7] or "")
        for row in session.execute(query)
    ]


def copy_of(session: CrmSession, report: str, period: Period) -> CopyLine | None:
    """The first copy that was kept of this report and period: the one that counts."""
    found = [line for line in copies(session, report, period.first) if line.period == period]
    return found[-1] if found else None


def kept_document(session: CrmSession, copy_id: int) -> Document:
    """The document as it was frozen; raises ``NotFound``, and ``CopyChanged`` where somebody altered the row."""
    row = session.execute(
        select(ReportCopy.document, ReportCopy.sha256, ReportCopy.title).where(
            ReportCopy.id == copy_id, ReportCopy.deleted_at.is_(None)
        )
    ).first()
    if row is None:
        raise NotFound(what=_("The copy"))
    if _hash(row[0]) != row[1]:
        raise CopyChanged(title=row[2])
    return document_of(row[0])


def changed_since(session: CrmSession, copy_id: int, progress: Progress | None = None) -> list[FigureChange]:
    """Figures of the copy that would be others if the report were made now, with the rows that came and went."""
    then = kept_document(session, copy_id)
    line = next(line for line in copies(session) if line.id == copy_id)
    with language_scope(line.language):
        now = make_report(session, line.report, ReportRequest(line.period, progress=progress or Progress()))
    return differences(then, now)


def differences(then: Document, now: Document) -> list[FigureChange]:
    """What differs between two documents of the same report."""
    today = {figure.key: figure for figure in figures_of(now)}
    found = []
    for before in figures_of(then):
        after = today.get(before.key)
        change = FigureChange(before.key, before.title, before.kind, before.value, after.value if after else None)
        if after is not None and before.rows is not None and after.rows is not None:
            old, new = _names(before.rows), _names(after.rows)
            change = replace(
                change,
                came=tuple(name for key, name in new.items() if key not in old)[:_NAMED],
                went=tuple(name for key, name in old.items() if key not in new)[:_NAMED],
            )
        if change.then != change.now or change.came or change.went:
            found.append(change)
    return found


def _names(table: Table) -> dict[object, str]:
    """Rows by what they are about, with the word that names each."""
    strong = next((place for place, column in enumerate(table.columns) if column.strong), 0)
    links = table.links or [None] * len(table.rows)
    return {
        (link.kind, link.record_id) if link else tuple(row): str(row[strong] or "")
        for row, link in zip(table.rows, links, strict=True)
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
