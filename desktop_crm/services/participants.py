"""Who may have taken part: contacts and colleagues whose names fit what is typed."""

from dataclasses import dataclass

from sqlalchemy import select

from desktop_crm.base.text import fold
from desktop_crm.model import Operator
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import contact_rows
from desktop_crm.services.contact_views import ContactsView

MOST = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have taken part."""

    id: int
    name: str
    detail: str  # organisation of a contact; "" of a colleague
    is_colleague: bool


def candidates_named(session: CrmSession, text: str) -> list[Candidate]:
    """Colleagues first, then contacts; the likeliest first."""
    wanted = fold(text)
    colleagues = session.execute(
        select(Operator.id, Operator.name).where(Operator.deleted_at.is_(None)).order_by(Operator.name)
    )
    found = [Candidate(row.id, row.name, "", True) for row in colleagues if wanted and wanted in fold(row.name)]
    rows = contact_rows(session, ContactsView(search=text), limit=MOST).rows
    return found[:3] + [Candidate(row.id, row.name, row.organisation or row.city, False) for row in rows]
