"""What is done so that it does not happen again (CAPA), the causes that were found, and what was talked about it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_
from desktop_crm.model.base import TABLE_OPTIONS, Base, LongText, Row, UtcMoment, key_string
from desktop_crm.model.choice import Choice
from desktop_crm.model.complaint import Complaint
from desktop_crm.model.interaction import Interaction
from desktop_crm.model.operator import Operator

ACTION_TYPES = {
    "immediate": N_("Immediate"),
    "corrective": N_("Corrective"),
    "preventive": N_("Preventive"),
    "improvement": N_("Improvement"),
}
ACTION_STATES = {
    "planned": N_("Planned"),
    "done": N_("Done"),
    "verified": N_("Verified"),
    "effective": N_("Effective"),
    "ineffective": N_("Not effective"),
    "cancelled": N_("Cancelled"),
}


class ActionNotReady(CrmError):
    """A step out of order. Facts: state."""

    text = N_("The action is “{state}”, so this cannot be done with it now. Nothing was changed.")


class OwnWorkVerified(CrmError):
    """Verified by the doer."""

    text = N_("Whoever did it cannot verify it. Nothing was changed. Ask a colleague to look at it.")


class CorrectiveAction(Row, Base):
    """One measure."""

    __tablename__ = "corrective_action"
    __table_args__ = (Index("ix_corrective_action_due", "state", "due_on"), TABLE_OPTIONS)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    type: Mapped[str] = mapped_column(key_string(12), default="corrective")
    state: Mapped[str] = mapped_column(key_string(12), default="planned")
    what: Mapped[str] = mapped_column(LongText)
    why: Mapped[str] = mapped_column(LongText, default="")
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))  # what it works against
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    due_on: Mapped[date | None] = mapped_column()
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    evidence: Mapped[str] = mapped_column(LongText, default="")
    verified_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    check_on: Mapped[date | None] = mapped_column()  # when its effect is looked at
    checked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    check_note: Mapped[str] = mapped_column(LongText, default="")

    complaint: Mapped[Complaint] = relationship()
    cause: Mapped[Choice | None] = relationship()
    responsible: Mapped[Operator | None] = relationship(foreign_keys=[responsible_id])
    done_by: Mapped[Operator | None] = relationship(foreign_keys=[done_by_id])
    verified_by: Mapped[Operator | None] = relationship(foreign_keys=[verified_by_id])

    def finish(self, at: datetime, by: int | None, evidence: str) -> None:
        """Done, with what shows it."""
        self._must_be("planned", "ineffective")
        self.state, self.done_at, self.done_by_id, self.evidence = "done", at, by, evidence
        self.verified_at = self.verified_by_id = self.checked_at = None

    def verify(self, at: datetime, by: int | None) -> None:
        """Seen by somebody else than the doer."""
        self._must_be("done")
        if by is None or by == self.done_by_id:
            raise OwnWorkVerified
        self.state, self.verified_at, self.verified_by_id = "verified", at, by

    def judge(self, at: datetime, effective: bool, note: str) -> None:
        """Whether it had effect."""
        self._must_be("verified", "effective", "ineffective")
        self.state, self.checked_at, self.check_note = "effective" if effective else "ineffective", at, note

    def _must_be(self, *states: str) -> None:
        if self.state not in states:
            raise ActionNotReady(state=ACTION_STATES[self.state])


class ComplaintCause(Row, Base):
    """A root cause of a complaint: an entry of the tree of causes."""

    __tablename__ = "complaint_cause"
    __table_args__ = (Index("ix_complaint_cause_cause", "cause_id", "complaint_id"), TABLE_OPTIONS)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    cause_id: Mapped[int] = mapped_column(ForeignKey("choice.id"))

    complaint: Mapped[Complaint] = relationship()
    cause: Mapped[Choice] = relationship()


class ComplaintInteraction(Row, Base):
    """A call, a visit, a letter about a complaint: an entry of the history that belongs to it.

    A row of its own, not a column of the interaction: a complaint names the call it was said in, and two tables that
    name each other can be neither copied nor deleted in any order.
    """

    __tablename__ = "complaint_interaction"
    __table_args__ = (Index("ix_complaint_interaction_entry", "interaction_id", "complaint_id"), TABLE_OPTIONS)

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interaction.id"))

    complaint: Mapped[Complaint] = relationship()
    interaction: Mapped[Interaction] = relationship()
