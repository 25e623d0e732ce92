"""Making a report away from the window: from the question to the pages, on the door's threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_crm.base.document import Document
from desktop_crm.base.i18n import language_scope
from desktop_crm.base.progress import Progress
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.copies import copy_of, keepable, kept_document
from desktop_crm.services.reports.registry import make_report
from desktop_crm.services.reports.request import ReportRequest

ALL_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made."""

    report: str
    request: ReportRequest
    language: str
    copy_id: int | None = None  # a kept copy and not a new one
    anew: bool = False  # from the data of now although a copy is kept


@dataclass(frozen=True, slots=True)
class Made:
    """A report with the copy it comes from, where it is one."""

    wanted: Wanted
    document: Document
    copy_id: int | None


def made(session: CrmSession, wanted: Wanted, progress: Progress | None = None) -> Made:
    """The kept copy of the period where there is one, else the report of now."""
    copy_id = wanted.copy_id
    if copy_id is None and not wanted.anew and keepable(wanted.report, wanted.request):
        kept = copy_of(session, wanted.report, wanted.request.period)
        copy_id = kept.id if kept is not None else None
    if copy_id is not None:
        return Made(wanted, kept_document(session, copy_id), copy_id)
    with language_scope(wanted.language):
        request = replace(wanted.request, progress=progress or Progress())
        return Made(wanted, make_report(session, wanted.report, request), None)


def with_all_rows(session: CrmSession, wanted: Wanted, progress: Progress | None = None) -> Made:
    """The same for a workbook, whose lists are not cut."""
    return made(session, replace(wanted, request=replace(wanted.request, list_most=ALL_ROWS)), progress)


def pdf_of(document: Document, *, progress: Progress | None = None) -> bytes:
    """The pages; the PDF library is loaded when first needed."""
    from desktop_crm.files.pdf import pdf_bytes  # noqa: PLC0415

    return pdf_bytes(document, progress)


def write(path: Path, document: Document, *, progress: Progress | None = None) -> Path:
    """As a PDF or a workbook, by the name's ending."""
    from desktop_crm.files.pdf import write_pdf  # noqa: PLC0415
    from desktop_crm.files.report_xlsx import write_report_xlsx  # noqa: PLC0415

    writer: Callable[[Path, Document, Progress | None], int]
    writer = write_report_xlsx if path.suffix.lower() == ".xlsx" else write_pdf
    writer(path, document, progress)
    return path
