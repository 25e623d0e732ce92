"""The trail of the book of complaints: entries that are only ever added, each bound to the one before it by a hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import TABLE_OPTIONS, Base, JsonText, UtcMoment, key_string
from desktop_crm.model.complaint import Complaint

BEGINNING = "0" * 64  # what the first entry follows


class ComplaintEvent(Base):
    """One entry. It is no user's row: no version, no trash, no undo; what is taken back is a further entry."""

    __tablename__ = "complaint_event"
    __table_args__ = (
        Index("ix_complaint_event_place", "complaint_id", "sequence", unique=True),
        Index("ix_complaint_event_position", "position", unique=True),
        Index("ix_complaint_event_change_set", "change_set_id"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column()  # in the book, from 1
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    sequence: Mapped[int] = mapped_column()  # in the complaint, from 1
    kind: Mapped[str] = mapped_column(key_string(20))  # of model.complaint_states.STEPS or ENTRIES
    state: Mapped[str] = mapped_column(key_string(20))  # of the complaint after it
    at: Mapped[datetime] = mapped_column(UtcMoment)  # when it happened
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)  # when it was written down
    operator_id: Mapped[int | None] = mapped_column(BigInteger)
    operator: Mapped[str] = mapped_column(String(200), default="")  # name as it was then
    workstation: Mapped[int] = mapped_column(default=0)
    change_set_id: Mapped[int] = mapped_column(BigInteger)
    undoes_id: Mapped[int | None] = mapped_column(BigInteger)  # change set that it takes back
    facts: Mapped[Any] = mapped_column(JsonText, default=dict)  # what the step brought
    changes: Mapped[Any] = mapped_column(JsonText, default=dict)  # "table:id" -> column -> literal after it
    content_hash: Mapped[str] = mapped_column(key_string(64), default="")  # of the complaint with all its rows
    previous_hash: Mapped[str] = mapped_column(key_string(64))
    hash: Mapped[str] = mapped_column(key_string(64))

    complaint: Mapped[Complaint] = relationship()


class ComplaintChain(Base):
    """The end of the chain (one row): a tail that is cut off is missed."""

    __tablename__ = "complaint_chain"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(key_string(64), default=BEGINNING)


class ComplaintCounter(Base):
    """The last number given in a year; raised in the transaction that registers, so a roll-back leaves no gap."""

    __tablename__ = "complaint_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int] = mapped_column(default=0)


HASHED = (
    "position", "complaint_id", "sequence", "kind", "state", "at", "recorded_at", "operator_id", "operator",
    "workstation", "change_set_id", "undoes_id", "facts", "changes", "content_hash",
)  # fmt: skip


def digest(content: object) -> str:
    """SHA-256 of *content* written in one way only."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash that binds *entry* (moments as literals) to the one before it."""
    return digest([previous, {name: entry[name] for name in HASHED}])


def is_content(value: object) -> bool:
    """Whether a literal says anything: empty ones are left out, so that a column added later changes no old hash."""
    return value is not None and value not in ("", 0, "[]", "{}")
