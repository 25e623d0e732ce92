"""Jobs of people in organisations, and relations between people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import Base, Row
from desktop_crm.model.choice import Choice
from desktop_crm.model.contact import Contact


class Job(Row, Base):
    """A person's post in an organisation; both sides keep the history."""

    __tablename__ = "job"

    person_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    position: Mapped[str] = mapped_column(String(200), default="")  # as written: "contabil-șef"
    department: Mapped[str] = mapped_column(String(200), default="")
    role_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))
    from_on: Mapped[date | None] = mapped_column()
    to_on: Mapped[date | None] = mapped_column()
    is_primary: Mapped[bool] = mapped_column(default=True)

    person: Mapped[Contact] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Contact] = relationship(foreign_keys=[organisation_id])
    role: Mapped[Choice | None] = relationship()


class Relation(Row, Base):
    """A tie between two people; its kind (a choice) reads from both sides."""

    __tablename__ = "relation"

    from_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))
    note: Mapped[str] = mapped_column(String(300), default="")

    from_contact: Mapped[Contact] = relationship(foreign_keys=[from_id])
    to_contact: Mapped[Contact] = relationship(foreign_keys=[to_id])
    kind: Mapped[Choice | None] = relationship()
