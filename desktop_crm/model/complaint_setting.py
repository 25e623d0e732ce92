"""What a firm sets for its book of complaints: terms it promises, letters it sends."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.base.i18n import N_
from desktop_crm.model.base import TABLE_OPTIONS, Base, JsonText, LongText, Row, key_string

TERMS = {"acknowledge": N_("Acknowledge by"), "interim": N_("Interim reply by"), "resolve": N_("Answer by")}
TERM_UNITS = {
    "working_days": N_("Working days"),
    "working_hours": N_("Working hours"),
    "calendar_days": N_("Calendar days"),
}
LETTER_KINDS = {
    "acknowledgement": N_("Acknowledgement"),
    "interim": N_("Interim reply"),
    "final": N_("Final reply"),
}


class DeadlinePreset(Row, Base):
    """Terms for complaints of a kind and severity ("" is any); the most specific one applies."""

    __tablename__ = "deadline_preset"

    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(key_string(40), default="")  # shipped, and translated until it is renamed
    kind: Mapped[str] = mapped_column(key_string(12), default="")
    severity: Mapped[str] = mapped_column(key_string(10), default="")
    terms: Mapped[Any] = mapped_column(JsonText, default=dict)  # of TERMS -> [count, unit]
    position: Mapped[int] = mapped_column(default=0)


class LetterTemplate(Row, Base):
    """A letter with fields in braces."""

    __tablename__ = "letter_template"
    __table_args__ = (Index("ix_letter_template_kind", "kind", "language", "position"), TABLE_OPTIONS)

    kind: Mapped[str] = mapped_column(key_string(16))
    language: Mapped[str] = mapped_column(key_string(5))
    name: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(LongText)
    position: Mapped[int] = mapped_column(default=0)
