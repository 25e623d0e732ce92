"""What is offered while somebody types the name of a record: contacts, colleagues, complaints."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from desktop_crm.base.errors import NotFound
from desktop_crm.base.text import fold
from desktop_crm.model import Operator
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import ComplaintFilter, complaint_rows, complaint_rows_of
from desktop_crm.services.complaints.finding import find_complaint
from desktop_crm.services.contact_lists import contact_rows_of
from desktop_crm.services.search import search_contact_ids

MOST = 8
MOST_COLLEAGUES = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be meant."""

    id: int
    name: str
    detail: str = ""  # what tells it from others of that name
    kind: Literal["contact", "colleague", "complaint"] = "contact"


def contacts_like(session: CrmSession, text: str) -> list[Candidate]:
    """Contacts by part of the name, the organisation or the phone, the likeliest first."""
    if not text.strip():
        return []
    rows = contact_rows_of(session, search_contact_ids(session, text, MOST)[:MOST])
    return [
        Candidate(row.id, row.name, " · ".join(filter(None, (row.organisation or row.city, row.phone or row.email))))
        for row in rows
    ]


def people_like(session: CrmSession, text: str) -> list[Candidate]:
    """Colleagues first, then contacts."""
    wanted = fold(text)
    query = select(Operator.id, Operator.name).where(Operator.deleted_at.is_(None)).order_by(Operator.name)
    colleagues = [row for row in session.execute(query) if wanted and wanted in fold(row.name)]
    found = [Candidate(row.id, row.name, kind="colleague") for row in colleagues[:MOST_COLLEAGUES]]
    return found + contacts_like(session, text)


def complaints_like(session: CrmSession, text: str) -> list[Candidate]:
    """Complaints by their number, or by words; those whose words the operator may not read by number alone."""
    if not text.strip():
        return []
    try:
        rows = complaint_rows_of(session, [find_complaint(session, text)])
    except NotFound:
        rows = list(complaint_rows(session, ComplaintFilter("all", text=text), limit=MOST).rows)
    return [
        Candidate(row.id, " · ".join(filter(None, (row.number, row.subject))), row.who, "complaint") for row in rows
    ]
