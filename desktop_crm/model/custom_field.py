"""Fields that the user defines in the program."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base.i18n import N_
from desktop_crm.model.base import TABLE_OPTIONS, Base, JsonText, LongText, Row, key_string

FIELD_TYPES = {
    "text": N_("Text"),
    "number": N_("Number"),
    "money": N_("Money"),
    "date": N_("Date"),
    "yes_no": N_("Yes or no"),
    "choice": N_("Choice"),
    "choices": N_("Several choices"),
    "link": N_("Link"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
}


class CustomField(Row, Base):
    """Definition of one field for a kind of record (organisation, person, or '' for both)."""

    __tablename__ = "custom_field"

    name: Mapped[str] = mapped_column(String(100))
    record_kind: Mapped[str] = mapped_column(key_string(20), default="")
    type: Mapped[str] = mapped_column(key_string(10), default="text")
    options: Mapped[Any] = mapped_column(JsonText, default=list)  # list of texts for choice and choices
    position: Mapped[int] = mapped_column(default=0)


class CustomValue(Row, Base):
    """Value of one field on one contact: ``text`` as shown, ``number`` and ``day`` where it can be computed with."""

    __tablename__ = "custom_value"
    __table_args__ = (Index("ix_custom_value_pair", "contact_id", "field_id"), TABLE_OPTIONS)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"), index=True)
    text: Mapped[str] = mapped_column(LongText, default="")
    number: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    day: Mapped[date | None] = mapped_column()

    field: Mapped[CustomField] = relationship()
