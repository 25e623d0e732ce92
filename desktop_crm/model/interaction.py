"""History of relations: calls, meetings, mails, notes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base import clock
from desktop_crm.base.i18n import N_
from desktop_crm.model.base import TABLE_OPTIONS, Base, LongText, Row, UtcMoment, key_string
from desktop_crm.model.choice import Choice
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
DIRECTIONS = {"in": N_("Incoming"), "out": N_("Outgoing"), "internal": N_("Internal")}
INTERACTION_STATES = {
    "planned": N_("Planned"),
    "done": N_("Done"),
    "not_reached": N_("Not reached"),
    "cancelled": N_("Cancelled"),
}
NO_TOUCH = ("note",)  # something written down is no contact with the customer
NOT_REACHED = ("left_message", "no_answer", "busy", "wrong_number")  # outcomes (codes) of a call that reached nobody


def usual_state(kind: str, started_at: datetime, *, all_day: bool = False, outcome: str = "") -> str:
    """The state where nobody chose one: what lies ahead is planned, a call that reached nobody is not reached."""
    present = clock.now()
    ahead = started_at.date() > clock.today() if all_day else started_at > present
    if ahead and kind not in NO_TOUCH:
        return "planned"
    return "not_reached" if outcome in NOT_REACHED else "done"


_DELETED = text("deleted_at IS NOT NULL")  # few: the trash finds them at once


class Interaction(Row, Base):
    """One contact with a customer. ``all_day``: only the date is known, kept as midnight UTC so that it never slips."""

    __tablename__ = "interaction"
    __table_args__ = (
        # wide enough to answer when each contact was last reached, and how often, without a look at the rows
        Index("ix_interaction_contact", "contact_id", "started_at", "state", "kind", "private", "deleted_at"),
        Index("ix_interaction_message", "message_key"),
        Index("ix_interaction_started", "started_at", "state"),
        Index("ix_interaction_deleted", "deleted_at", sqlite_where=_DELETED, postgresql_where=_DELETED),
        TABLE_OPTIONS,
    )

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
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))
    place: Mapped[str] = mapped_column(String(300), default="")
    reached_at: Mapped[str] = mapped_column(String(320), default="")  # number or address that was used
    # of an e-mail: hash of its Message-ID (RFC 5322), so that the same mail is not taken twice
    message_key: Mapped[str | None] = mapped_column(key_string(64))
    pinned: Mapped[bool] = mapped_column(default=False)
    private: Mapped[bool] = mapped_column(default=False)  # shown to its author only
    author_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))

    contact: Mapped[Contact] = relationship()
    responsible: Mapped[Operator | None] = relationship(foreign_keys=[responsible_id])
    author: Mapped[Operator | None] = relationship(foreign_keys=[author_id])
    outcome: Mapped[Choice | None] = relationship()

    @property
    def is_touch(self) -> bool:
        """Whether the customer was really reached: a note to oneself, a busy line or a plan is no touch."""
        return self.state == "done" and self.kind not in NO_TOUCH and self.deleted_at is None


class Participant(Row, Base):
    """Somebody else who took part: a contact, or a colleague."""

    __tablename__ = "participant"

    interaction_id: Mapped[int] = mapped_column(ForeignKey("interaction.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))

    interaction: Mapped[Interaction] = relationship()
    contact: Mapped[Contact | None] = relationship()
    operator: Mapped[Operator | None] = relationship()
