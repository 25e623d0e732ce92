"""Imports: what was taken from which file, rows that wait for a decision, remembered column maps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import Base, JsonText, Row, key_string, long_binary


class ColumnMapping(Row, Base):
    """Which column means which field, remembered for a set of headers the moment it is made."""

    __tablename__ = "column_mapping"

    header_key: Mapped[str] = mapped_column(key_string(64), index=True)  # hash of the folded headers
    columns: Mapped[Any] = mapped_column(JsonText, default=dict)  # header -> field


class ImportRun(Row, Base):
    """One import: its change set, file, options and counts."""

    __tablename__ = "import_run"

    change_set_id: Mapped[int] = mapped_column(BigInteger, index=True)
    file_name: Mapped[str] = mapped_column(String(300))
    file_hash: Mapped[str] = mapped_column(key_string(64), default="")
    options: Mapped[Any] = mapped_column(JsonText, default=dict)
    counts: Mapped[Any] = mapped_column(JsonText, default=dict)
    report: Mapped[bytes | None] = mapped_column(long_binary(), deferred=True)  # fate of every row, packed


class HeldRow(Row, Base):
    """A row of the file that was not taken yet; nothing of it is lost."""

    __tablename__ = "held_row"

    import_run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    row_number: Mapped[int] = mapped_column()
    cells: Mapped[Any] = mapped_column(JsonText, default=dict)  # header -> value as text
    content_hash: Mapped[str] = mapped_column(key_string(64), index=True)
    reason: Mapped[str] = mapped_column(key_string(30))
    facts: Mapped[Any] = mapped_column(JsonText, default=dict)
    match_contact_id: Mapped[int | None] = mapped_column(BigInteger)

    import_run: Mapped[ImportRun] = relationship()
