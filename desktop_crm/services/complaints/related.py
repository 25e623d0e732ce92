"""Complaints that belong together: of the same customer, about the same product, from the same cause."""

from dataclasses import dataclass

from sqlalchemy import select

from desktop_crm.base.i18n import N_
from desktop_crm.model import Complaint, ComplaintCause
from desktop_crm.model.complaint import seen_by
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.rows import ComplaintRow, complaint_rows_of

REASONS = {
    "duplicate": N_("Duplicate"),
    "customer": N_("Same customer"),
    "product": N_("Same product"),
    "cause": N_("Same cause"),
    "category": N_("Same category"),
}
_MOST = 20
_WEIGHT = {"duplicate": 8, "customer": 4, "product": 3, "cause": 3, "category": 1}


@dataclass(frozen=True, slots=True)
class Related:
    """Another complaint and why it is shown."""

    row: ComplaintRow
    reasons: tuple[str, ...]  # of REASONS

    @property
    def is_repeat(self) -> bool:
        """The same customer with the same product, cause or category."""
        return "customer" in self.reasons and len(self.reasons) > 1


def related_complaints(session: CrmSession, complaint_id: int, limit: int = _MOST) -> tuple[Related, ...]:
    """The most alike first, the newest of equals first; at most *limit*."""
    own = session.get(Complaint, complaint_id)
    if own is None:
        return ()
    reasons: dict[int, list[str]] = {}
    asked = {
        "duplicate": Complaint.duplicate_of_id == own.id,
        "original": Complaint.id == own.duplicate_of_id if own.duplicate_of_id else None,
        "customer": Complaint.contact_id == own.contact_id if own.contact_id else None,
        "product": Complaint.product_key == own.product_key if own.product_key else None,
        "cause": Complaint.id.in_(
            select(ComplaintCause.complaint_id).where(
                ComplaintCause.cause_id.in_(
                    select(ComplaintCause.cause_id).where(ComplaintCause.complaint_id == own.id)
                )
            )
        ),
    }
    for reason, condition in asked.items():
        if condition is None:
            continue
        query = select(Complaint.id).where(condition, Complaint.id != own.id, Complaint.state != "voided")
        query = query.where(seen_by(session.operator_id))  # why it is related would tell what is confidential
        for row_id in session.scalars(query.order_by(Complaint.id.desc()).limit(200)):
            reasons.setdefault(row_id, []).append("duplicate" if reason == "original" else reason)
    if own.category_id and reasons:
        same = select(Complaint.id).where(Complaint.id.in_(reasons), Complaint.category_id == own.category_id)
        for row_id in session.scalars(same):
            reasons[row_id].append("category")
    best = sorted(reasons, key=lambda row_id: (-sum(_WEIGHT[one] for one in reasons[row_id]), -row_id))[:limit]
    return tuple(Related(row, tuple(reasons[row.id])) for row in complaint_rows_of(session, best))
