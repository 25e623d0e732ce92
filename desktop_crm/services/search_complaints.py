"""Complaints in the search."""

from typing import Any

from sqlalchemy import select

from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import _
from desktop_crm.base.text import words
from desktop_crm.model import Complaint, Contact
from desktop_crm.model.complaint import may_see, register_number
from desktop_crm.model.complaint_states import CLOSED, STATES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reading import IDS
from desktop_crm.services.search_history import CANDIDATES
from desktop_crm.services.search_hits import NOTES, Hit, candidates, name_score
from desktop_crm.services.search_query import Query

_ROWS: Any = (
    select(
        Complaint.id,
        Complaint.year,
        Complaint.number,
        Complaint.subject,
        Complaint.state,
        Complaint.kind,
        Complaint.contact_id,
        Complaint.complainant,
        Complaint.anonymous,
        Complaint.received_at,
        Complaint.confidential,
        Complaint.received_by_id,
        Complaint.responsible_id,
        Contact.name,
    )
    .outerjoin(Contact, Contact.id == Complaint.contact_id)
    .where(Complaint.id.in_(IDS))
)


def complaint_hits(session: CrmSession, query: Query, limit: int) -> tuple[Hit, ...]:
    """The best *limit* complaints that the operator may see; open ones first."""
    ids = candidates(session, query, "complaint", max(CANDIDATES, 2 * limit))
    if not ids:
        return ()
    me = session.operator_id
    rows = [
        row
        for row in session.connection().execute(_ROWS, {"ids": ids})
        if may_see(me, row.confidential, row.received_by_id, row.responsible_id)
    ]
    scored = [(_score(row, query), row) for row in rows]
    scored.sort(key=lambda one: (one[1].state not in CLOSED, one[0], one[1].received_at), reverse=True)
    return tuple(_hit(row, score) for score, row in scored[:limit])


def _score(row: Any, query: Query) -> int:
    names = [" ".join(words(row.subject)), f"{row.number} {row.year}"]
    return name_score(query.all_words, names) or NOTES


def _hit(row: Any, score: int) -> Hit:
    who = _("Anonymous") if row.anonymous else row.name or row.complainant
    day = day_text(row.received_at.astimezone().date())
    return Hit(
        "complaint",
        row.id,
        f"{register_number(row.year, row.number)} {row.subject}",
        " · ".join(part for part in (who, _(STATES[row.state]), day) if part),
        row.kind,
        row.contact_id or 0,
        score,
        row.received_at,
        row.state in CLOSED,
    )
