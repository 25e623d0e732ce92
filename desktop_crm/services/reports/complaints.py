"""The complaints of the period, as a report of its own and as a chapter of the owner's pack."""

from __future__ import annotations

from desktop_crm.base.document import Chart
from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaint_reports.report import report_blocks
from desktop_crm.services.reports.request import ReportRequest, Section


def complaints(session: CrmSession, request: ReportRequest) -> Section:
    """The section; its first chart says in a sentence what the month brought."""
    blocks = tuple(report_blocks(session, request.period.first, request.period.last))
    sentences = [block.sentence for block in blocks if isinstance(block, Chart)]
    return Section(_("Complaints"), blocks, tuple(sentences[:1]))
