"""Which complaints entries of the history belong to."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import literal, select, union

from desktop_crm.model import Complaint, ComplaintInteraction
from desktop_crm.model.complaint import may_see, register_number
from desktop_crm.model.session import CrmSession
from desktop_crm.services.history_lines import Named
from desktop_crm.services.reading import IDS, fetch

_COLUMNS: Any = (
    Complaint.id, Complaint.year, Complaint.number, Complaint.confidential, Complaint.received_by_id,
    Complaint.responsible_id,
)  # fmt: skip
_OF_ENTRIES: Any = union(
    select(ComplaintInteraction.interaction_id.label("entry"), *_COLUMNS, literal(1).label("linked"))
    .join(Complaint, Complaint.id == ComplaintInteraction.complaint_id)
    .where(ComplaintInteraction.interaction_id.in_(IDS), ComplaintInteraction.deleted_at.is_(None)),
    select(Complaint.interaction_id.label("entry"), *_COLUMNS, literal(0).label("linked")).where(
        Complaint.interaction_id.in_(IDS), Complaint.state != "voided"
    ),
)


def complaints_of_entries(session: CrmSession, interaction_ids: Collection[int]) -> dict[int, list[Named]]:
    """Entry -> the complaints it belongs to, by their numbers; none that the operator may not see."""
    found: dict[int, list[Named]] = defaultdict(list)
    for row in fetch(session, _OF_ENTRIES, ids=list(interaction_ids)) if interaction_ids else ():
        name = Named(row.id, register_number(row.year, row.number))
        if may_see(session.operator_id, row.confidential, row.received_by_id, row.responsible_id):
            found[row.entry] = [*(one for one in found[row.entry] if one != name), name]
    return found
