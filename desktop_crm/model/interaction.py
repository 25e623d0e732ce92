"""History of relations: calls, meetings, mails, notes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base.i18n import N_
from desktop_crm.model.base import TABLE_OPTIONS, Base, LongText, Row, UtcMoment, key_string
from desktop_crm.model.contact import Contact
from desktop_crm.model.operator import Operator

INTERACTION_KINDS = {
    "call": N_("Call"),
    "meeting": N_("Meeting"),
    "visit": N_("Visit"),
    "email": N_("E-mail"),
    "letter": N_("Letter"),
    "sms": "SMS",
    "messenger": N_("Messenger"),
    "web_form": N_("Web form"),
    "note": N_("Note"),
    "other": N_("Other"),
}


class Interaction(Row, Base):
    """One contact with a customer. ``all_day``: only the date is known, kept as midnight UTC so that it never slips."""

    __tablename__ = "interaction"
    __table_args__ = (Index("ix_interaction_contact", "contact_id", "started_at"), TABLE_OPTIONS)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    kind: Mapped[str] = mapped_column(key_string(12), default="note")
    direction: Mapped[str] = mapped_column(key_string(10), default="")  # in, out, internal
    state: Mapped[str] = mapped_column(key_string(12), default="done")
    subject: Mapped[str] = mapped_column(String(400), default="")
    body: Mapped[str] = mapped_column(LongText, default="")
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    all_day: Mapped[bool] = mapped_column(default=False)
    duration_minutes: Mapped[int | None] = mapped_column()
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))

    contact: Mapped[Contact] = relationship()
    responsible: Mapped[Operator | None] = relationship()
