"""A complaint in the register, in the terms of ISO 10002: what was said, what was found, decided, answered, learned.

Amounts are in hundredths of the currency, so that sums are exact on every database.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, or_, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base import clock
from desktop_crm.base.i18n import N_
from desktop_crm.model.base import (
    COMPUTED,
    TABLE_OPTIONS,
    WHEN_UNDONE,
    Base,
    JsonText,
    LongText,
    Row,
    UtcMoment,
    key_string,
)
from desktop_crm.model.choice import Choice
from desktop_crm.model.complaint_states import phase_of
from desktop_crm.model.contact import Contact
from desktop_crm.model.interaction import Interaction
from desktop_crm.model.operator import Operator

COMPLAINT_KINDS = {
    "complaint": N_("Complaint"),
    "claim": N_("Claim"),
    "warranty": N_("Warranty"),
    "suggestion": N_("Suggestion"),
    "praise": N_("Praise"),
    "question": N_("Question"),
}
COMPLAINT_CHANNELS = {
    "in_person": N_("In person"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "letter": N_("Letter"),
    "book": N_("Complaints book"),
    "web": N_("Web or social network"),
    "messenger": N_("Messenger"),
    "regulator": N_("Regulator"),
    "partner": N_("Partner"),
}
REMEDIES = {
    "explanation": N_("Explanation"),
    "apology": N_("Apology"),
    "repair": N_("Repair"),
    "replacement": N_("Replacement"),
    "refund": N_("Refund"),
    "discount": N_("Discount"),
    "redo": N_("Work done again"),
    "compensation": N_("Compensation"),
    "staff_action": N_("Measure with staff"),
    "none": N_("None"),
    "other": N_("Other"),
}
SEVERITIES = {"low": N_("Low"), "medium": N_("Medium"), "high": N_("High"), "critical": N_("Critical")}
COMPLAINT_PRIORITIES = {"low": N_("Low"), "normal": N_("Normal"), "high": N_("High"), "critical": N_("Critical")}
JUSTIFIED = {
    "undecided": N_("Not decided"),
    "justified": N_("Justified"),
    "partly": N_("Partly justified"),
    "unjustified": N_("Unjustified"),
}
FAULT_AT = {
    "us": N_("Us"),
    "supplier": N_("Supplier"),
    "carrier": N_("Carrier"),
    "customer": N_("Customer"),
    "nobody": N_("Nobody"),
}
ACCEPTED = {"yes": N_("Yes"), "no": N_("No"), "no_answer": N_("No answer")}
REGISTRATION_UNDONE = N_("Registration undone")
_PRIORITY_OF = {"low": "low", "medium": "normal", "high": "high", "critical": "critical"}


def _when_undone() -> dict[str, Any]:
    """Numbers have no gaps, so a registration that is taken back leaves its row struck through.

    It lets go of what it named (the complainant's name stays), so that making that can be taken back too.
    """
    links = dict.fromkeys(("contact_id", "interaction_id", "category_id", "subcategory_id"))
    return {"state": "voided", "void_reason": REGISTRATION_UNDONE, "voided_at": clock.now(), **links}


class Complaint(Row, Base):
    """One entry of the register."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_complaint_year_number"),
        Index("ix_complaint_state", "state", "due_at", "id"),
        Index("ix_complaint_due", "due_at", "id"),
        Index("ix_complaint_contact", "contact_id", "id"),
        Index("ix_complaint_received", "received_at", "id"),
        Index("ix_complaint_closed", "closed_at"),
        Index("ix_complaint_product", "product_key"),
        Index("ix_complaint_category", "category_id", "received_at"),
        Index("ix_complaint_responsible", "responsible_id", "state"),
        {**TABLE_OPTIONS, "info": {WHEN_UNDONE: _when_undone}},
    )

    year: Mapped[int] = mapped_column()
    number: Mapped[int] = mapped_column()  # 1, 2, 3 … in its year, without gaps
    kind: Mapped[str] = mapped_column(key_string(12), default="complaint")
    state: Mapped[str] = mapped_column(key_string(20), default="registered")
    subject: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(LongText, default="")  # in their own words
    # who, when, how
    received_at: Mapped[datetime] = mapped_column(UtcMoment)
    registered_at: Mapped[datetime] = mapped_column(UtcMoment)
    channel: Mapped[str] = mapped_column(key_string(12), default="in_person")
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    complainant: Mapped[str] = mapped_column(String(300), default="")  # name as it was then, or free text
    anonymous: Mapped[bool] = mapped_column(default=False)
    on_behalf_of: Mapped[str] = mapped_column(String(300), default="")
    reply_contact: Mapped[str] = mapped_column(String(300), default="")  # phone, e-mail or address for the reply
    language: Mapped[str] = mapped_column(key_string(5), default="")  # of the letters; "" the contact's
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id"), index=True)  # it was said in
    # what about
    incident_on: Mapped[date | None] = mapped_column()
    incident_place: Mapped[str] = mapped_column(String(300), default="")
    product: Mapped[str] = mapped_column(String(300), default="")
    product_key: Mapped[str] = mapped_column(key_string(60), default="", info=COMPUTED)  # folded, for what repeats
    deal: Mapped[str] = mapped_column(String(200), default="")
    invoice: Mapped[str] = mapped_column(String(100), default="")
    serial_number: Mapped[str] = mapped_column(String(100), default="")
    batch: Mapped[str] = mapped_column(String(100), default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))
    subcategory_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))
    remedy_sought: Mapped[str] = mapped_column(key_string(14), default="")
    amount_claimed: Mapped[int | None] = mapped_column()
    currency: Mapped[str] = mapped_column(key_string(3), default="")
    # how bad
    severity: Mapped[str] = mapped_column(key_string(10), default="medium")
    priority: Mapped[str] = mapped_column(key_string(10), default="normal")
    priority_chosen: Mapped[bool] = mapped_column(default=False)  # else computed
    flag_safety: Mapped[bool] = mapped_column(default=False)
    flag_legal: Mapped[bool] = mapped_column(default=False)
    flag_regulator: Mapped[bool] = mapped_column(default=False)
    flag_public: Mapped[bool] = mapped_column(default=False)
    flag_repeat: Mapped[bool] = mapped_column(default=False)
    confidential: Mapped[bool] = mapped_column(default=False)  # only for who received it and who is responsible
    # what was done
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    immediate_action: Mapped[str] = mapped_column(LongText, default="")
    investigation: Mapped[str] = mapped_column(LongText, default="")
    whys: Mapped[Any] = mapped_column(JsonText, default=list)  # the answers of "5 whys", first to last
    fault_at: Mapped[str] = mapped_column(key_string(10), default="")
    justified: Mapped[str] = mapped_column(key_string(12), default="undecided")
    justified_reason: Mapped[str] = mapped_column(LongText, default="")
    decision: Mapped[str] = mapped_column(LongText, default="")
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    remedy: Mapped[str] = mapped_column(key_string(14), default="")
    remedy_amount: Mapped[int | None] = mapped_column()
    cost_compensation: Mapped[int | None] = mapped_column()
    cost_goods: Mapped[int | None] = mapped_column()
    cost_minutes: Mapped[int | None] = mapped_column()
    cost_other: Mapped[int | None] = mapped_column()
    replied_on: Mapped[date | None] = mapped_column()
    reply_channel: Mapped[str] = mapped_column(key_string(12), default="")
    accepted: Mapped[str] = mapped_column(key_string(10), default="")
    escalated_to: Mapped[str] = mapped_column(String(300), default="")
    satisfaction_outcome: Mapped[int | None] = mapped_column()  # 1 to 5
    satisfaction_speed: Mapped[int | None] = mapped_column()
    satisfaction_courtesy: Mapped[int | None] = mapped_column()
    lessons: Mapped[str] = mapped_column(LongText, default="")
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    # how it went
    resumes_to: Mapped[str] = mapped_column(key_string(20), default="")  # state before the pause
    reopened_count: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    voided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    void_reason: Mapped[str] = mapped_column(String(400), default="")
    last_entry_at: Mapped[datetime | None] = mapped_column(UtcMoment)  # of the trail; every step changes the row
    is_sample: Mapped[bool] = mapped_column(default=False)
    # the clock: terms as they were promised, and what follows from the trail
    terms: Mapped[Any] = mapped_column(JsonText, default=dict)  # see services.complaints.terms
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcMoment, info=COMPUTED)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment, info=COMPUTED)
    acknowledge_by: Mapped[datetime | None] = mapped_column(UtcMoment, info=COMPUTED)
    interim_by: Mapped[datetime | None] = mapped_column(UtcMoment, info=COMPUTED)
    resolve_by: Mapped[datetime | None] = mapped_column(UtcMoment, info=COMPUTED)
    due_at: Mapped[datetime | None] = mapped_column(UtcMoment, info=COMPUTED)  # the next of the three that counts
    due_kind: Mapped[str] = mapped_column(key_string(12), default="", info=COMPUTED)
    resolve_minutes: Mapped[int | None] = mapped_column(info=COMPUTED)  # working time from receipt to the answer

    contact: Mapped[Contact | None] = relationship()
    interaction: Mapped[Interaction | None] = relationship()
    received_by: Mapped[Operator | None] = relationship(foreign_keys=[received_by_id])
    responsible: Mapped[Operator | None] = relationship(foreign_keys=[responsible_id])
    approver: Mapped[Operator | None] = relationship(foreign_keys=[approver_id])
    closed_by: Mapped[Operator | None] = relationship(foreign_keys=[closed_by_id])
    category: Mapped[Choice | None] = relationship(foreign_keys=[category_id])
    subcategory: Mapped[Choice | None] = relationship(foreign_keys=[subcategory_id])
    duplicate_of: Mapped[Complaint | None] = relationship(remote_side="Complaint.id", foreign_keys=[duplicate_of_id])

    @property
    def register_number(self) -> str:
        """As it is written in the book: “47/2026”."""
        return register_number(self.year, self.number)

    @property
    def shown_subject(self) -> str:
        """What may be told to everybody, in a reminder for instance; "" where that is nothing."""
        return "" if self.confidential else self.subject

    @property
    def shown_contact_id(self) -> int | None:
        """The complainant, where everybody may know it."""
        return None if self.confidential else self.contact_id

    @property
    def phase(self) -> str:
        """Open, paused or closed."""
        return phase_of(self.state)

    def computed_priority(self) -> str:
        """What follows from how bad it is and who watches."""
        if self.flag_safety or self.severity == "critical":
            return "critical"
        if self.flag_legal or self.flag_regulator or self.flag_public or self.flag_repeat:
            return "high"
        return "low" if self.kind == "praise" else _PRIORITY_OF[self.severity]


def register_number(year: int, number: int) -> str:
    """“47/2026”."""
    return f"{number}/{year}"


SEEN_BY_COLUMNS = (Complaint.confidential, Complaint.received_by_id, Complaint.responsible_id)  # what it takes


def may_see(
    operator_id: int | None, confidential: bool, received_by_id: int | None, responsible_id: int | None
) -> bool:
    """Whether the operator may read it."""
    return not confidential or operator_id is None or operator_id in (received_by_id, responsible_id)


def seen_by(operator_id: int | None) -> ColumnElement[bool]:
    """The same as a condition of a query."""
    if operator_id is None:
        return true()
    mine = (Complaint.received_by_id == operator_id, Complaint.responsible_id == operator_id)
    return or_(Complaint.confidential.is_(False), *mine)
