"""All reports by name. A report is a function that answers with a section; here it becomes a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from desktop_crm.base.document import Document, Labels
from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports import paper
from desktop_crm.services.reports.activity import activity
from desktop_crm.services.reports.cards import card, extract
from desktop_crm.services.reports.complaints import complaints
from desktop_crm.services.reports.contact_list import contacts, envelopes, labels, view_words
from desktop_crm.services.reports.customers import customers
from desktop_crm.services.reports.month_calendar import month_calendar
from desktop_crm.services.reports.pack import owners_pack
from desktop_crm.services.reports.quality import quality
from desktop_crm.services.reports.reminders import reminders
from desktop_crm.services.reports.request import Make, ReportRequest, thresholds
from desktop_crm.services.reports.segments import abc, rfm
from desktop_crm.services.reports.trends import sources, trends

Parameter = Literal["period", "operator", "view", "contact", "labels", "envelope", "thresholds"]
PACK = "pack"


@dataclass(frozen=True, slots=True)
class ReportKind:
    """What a report is called, what it is about, and what can be chosen."""

    name: str
    title: str  # marked for the catalogue
    about: str
    parameters: tuple[Parameter, ...]
    make: Make
    look: Literal["report", "bare"] = "report"
    appendix: bool = True


_KINDS = (
    ReportKind(
        PACK,
        N_("Monthly report for the owner"),
        N_("Everything of a month in one booklet"),
        ("period", "thresholds"),
        owners_pack,
    ),
    ReportKind(
        "activity",
        N_("Activity by colleague"),
        N_("Calls, meetings and letters, by whom"),
        ("period", "operator"),
        activity,
    ),
    ReportKind(
        "customers",
        N_("New, woken, dormant and lost customers"),
        N_("Who came, who went quiet, who is gone"),
        ("period", "thresholds"),
        customers,
    ),
    ReportKind("abc", N_("ABC of customers"), N_("Who matters most, and who moved"), ("period", "thresholds"), abc),
    ReportKind("rfm", N_("RFM of customers"), N_("How lately and how often, and who moved"), ("period",), rfm),
    ReportKind(
        "reminders",
        N_("Reminders kept and missed"),
        N_("What was promised and what became of it"),
        ("period", "operator"),
        reminders,
    ),
    ReportKind("complaints", N_("Complaints"), N_("The book of complaints"), ("period",), complaints),
    ReportKind("sources", N_("Where customers come from"), N_("What advertising brings"), ("period",), sources),
    ReportKind("trends", N_("Thirteen months"), N_("The months side by side"), ("period",), trends),
    ReportKind("quality", N_("Quality of the data"), N_("What is missing on the cards"), (), quality),
    ReportKind("contacts", N_("List of contacts"), N_("A saved view with its columns"), ("view",), contacts),
    ReportKind("card", N_("Contact card"), N_("Everything known about one contact"), ("contact",), card),
    ReportKind(
        "extract",
        N_("Extract of a customer"),
        N_("Everything that was said with one customer"),
        ("contact", "period"),
        extract,
    ),
    ReportKind(
        "labels", N_("Address labels"), N_("Addresses of a view on sticky labels"), ("view", "labels"), labels, "bare"
    ),
    ReportKind(
        "envelopes",
        N_("Envelopes"),
        N_("Addresses of a view on envelopes"),
        ("view", "contact", "envelope"),
        envelopes,
        "bare",
    ),
    ReportKind("calendar", N_("Calendar"), N_("A month on one page"), ("period",), month_calendar),
)
REPORTS: dict[str, ReportKind] = {kind.name: kind for kind in _KINDS}


def report_kind(name: str) -> ReportKind:
    """The report of this name; raises ``NotFound``."""
    try:
        return REPORTS[name]
    except KeyError:
        raise NotFound(what=_("The report “{name}”").format(name=name)) from None


def make_report(session: CrmSession, name: str, request: ReportRequest) -> Document:
    """The report as a document in the language in force."""
    kind = report_kind(name)
    request = replace(request, thresholds=thresholds(session))
    section = kind.make(session, request)
    filters = []
    if "operator" in kind.parameters and request.operator_id is not None:
        filters.append(_("Colleague: {name}").format(name=_operator(session, request.operator_id)))
    if "view" in kind.parameters and request.contact_id is None:
        filters.append(view_words(session, request.view))
    if kind.look == "bare":
        filters += section.sentences
    found = paper.document(
        session,
        section.title,
        section.blocks,
        period=request.period.text if "period" in kind.parameters else "",
        filter=" · ".join(filter(None, filters)),
        look=kind.look,
        landscape=section.landscape,
    )
    if name == "envelopes":
        return replace(found, paper=request.envelope)
    first = found.blocks[0] if found.blocks else None
    return replace(found, paper=first.sheet.paper) if isinstance(first, Labels) else found


def _operator(session: CrmSession, operator_id: int) -> str:
    return paper.name_of(session, operator_id)
