"""Reminders: what is to be done, by when, by whom, about whom."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base.i18n import N_
from desktop_crm.model.base import TABLE_OPTIONS, Base, LongText, Row, UtcMoment, key_string
from desktop_crm.model.contact import Contact
from desktop_crm.model.interaction import Interaction
from desktop_crm.model.operator import Operator

REMINDER_KINDS = {
    "todo": N_("To-do"),
    "call": N_("Call"),
    "meet": N_("Meet"),
    "send": N_("Send"),
    "visit": N_("Visit"),
    "pay": N_("Pay or collect"),
    "prepare": N_("Prepare"),
    "check": N_("Check effect"),
    "other": N_("Other"),
}
REMINDER_STATUSES = {
    "new": N_("New"),
    "in_progress": N_("In progress"),
    "waiting": N_("Waiting"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
}
OPEN_STATUSES = ("new", "in_progress", "waiting")
PRIORITIES = {"low": N_("Low"), "normal": N_("Normal"), "high": N_("High"), "urgent": N_("Urgent")}


class Reminder(Row, Base):
    """One thing to do. ``due_on`` is the day; ``due_at`` the moment where there is one (then of that day)."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_due", "deleted_at", "status", "due_on", "id"),
        Index("ix_reminder_contact", "contact_id", "status", "due_on"),
        TABLE_OPTIONS,
    )

    title: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(key_string(12), default="todo")
    status: Mapped[str] = mapped_column(key_string(12), default="new")
    priority: Mapped[str] = mapped_column(key_string(10), default="normal")
    note: Mapped[str] = mapped_column(LongText, default="")
    due_on: Mapped[date | None] = mapped_column()
    due_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id"), index=True)  # it follows from
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    result: Mapped[str] = mapped_column(LongText, default="")

    contact: Mapped[Contact | None] = relationship()
    interaction: Mapped[Interaction | None] = relationship()
    assignee: Mapped[Operator | None] = relationship(foreign_keys=[assignee_id])
    author: Mapped[Operator | None] = relationship(foreign_keys=[author_id])
    done_by: Mapped[Operator | None] = relationship(foreign_keys=[done_by_id])

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in OPEN_STATUSES
