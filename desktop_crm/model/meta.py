"""Facts of the database itself: how it is used, whose it is."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base, LongText, key_string


class Meta(Base):
    """One fact: ``usage`` (alone, office), ``firm``, ``country``, ``area_code``, ``sample_data``, ``moved_to``."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(key_string(60), primary_key=True)
    value: Mapped[str] = mapped_column(LongText, default="")
