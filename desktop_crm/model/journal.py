"""The journal: every write transaction is one change set with each row before and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import TABLE_OPTIONS, Base, JsonText, UtcMoment, key_string, long_binary
from desktop_crm.model.operator import Operator


class ChangeSet(Base):
    """One committed action: who, when, where, under which label."""

    __tablename__ = "change_set"
    __table_args__ = (Index("ix_change_set_feed", "workstation", "id"), TABLE_OPTIONS)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"), index=True)
    workstation: Mapped[int] = mapped_column(BigInteger, default=0)
    kind: Mapped[str] = mapped_column(key_string(6), default="do")  # do, undo, redo; fixed: never offered for undo
    label: Mapped[str] = mapped_column(String(300))  # English text of the catalogue; translated when shown
    facts: Mapped[Any] = mapped_column(JsonText, default=dict)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), index=True)
    undone_by_id: Mapped[int | None] = mapped_column(BigInteger)

    operator: Mapped[Operator | None] = relationship()
    undoes: Mapped[ChangeSet | None] = relationship(remote_side=[id])


class Change(Base):
    """One row (or, for bulk work, many rows of one table) of a change set."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_row", "row_id", "table_name"), TABLE_OPTIONS)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    table_name: Mapped[str] = mapped_column(key_string(60))
    action: Mapped[str] = mapped_column(key_string(12))  # insert, update, delete; bulk_insert, bulk_delete
    row_id: Mapped[int | None] = mapped_column(BigInteger)
    before: Mapped[Any] = mapped_column(JsonText, nullable=True)  # update: the changed columns; delete: the whole row
    after: Mapped[Any] = mapped_column(JsonText, nullable=True)  # update: the changed columns; bulk: how many
    bulk: Mapped[bytes | None] = mapped_column(long_binary())  # ids or images of many rows, compressed

    change_set: Mapped[ChangeSet] = relationship()
