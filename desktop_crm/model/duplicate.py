"""Duplicates: candidates (derived), what the user decided, and what was merged."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Float, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import TABLE_OPTIONS, Base, JsonText, Row, key_string
from desktop_crm.model.contact import Contact


class DuplicateCandidate(Base):
    """Two contacts that look like one (``first_id`` < ``second_id``). Derived, not journaled."""

    __tablename__ = "duplicate_candidate"
    __table_args__ = (Index("ix_duplicate_candidate_second", "second_id"), TABLE_OPTIONS)

    first_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    second_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    score: Mapped[float] = mapped_column(Float)
    level: Mapped[str] = mapped_column(key_string(8))  # certain, likely
    evidence: Mapped[Any] = mapped_column(JsonText, default=list)


class DuplicateDecision(Row, Base):
    """“Never these two”: the pair is not proposed again."""

    __tablename__ = "duplicate_decision"

    first_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)

    first: Mapped[Contact] = relationship(foreign_keys=[first_id])
    second: Mapped[Contact] = relationship(foreign_keys=[second_id])


class Merge(Row, Base):
    """Two contacts became one: the loser lies in the trash, its rows and values went as the change set says."""

    __tablename__ = "merge"

    winner_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    loser_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    change_set_id: Mapped[int] = mapped_column(BigInteger)  # what an un-merge takes back
    lost: Mapped[Any] = mapped_column(JsonText, default=dict)  # field -> the loser's value that was not taken

    winner: Mapped[Contact] = relationship(foreign_keys=[winner_id])
    loser: Mapped[Contact] = relationship(foreign_keys=[loser_id])
