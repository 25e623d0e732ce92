"""Tags: free labels on contacts."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import TABLE_OPTIONS, Base, Row, key_string


class Tag(Row, Base):
    """A label with a colour token."""

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(String(100), index=True)
    color: Mapped[str] = mapped_column(key_string(12), default="neutral")


class ContactTag(Row, Base):
    """A tag on a contact."""

    __tablename__ = "contact_tag"
    __table_args__ = (Index("ix_contact_tag_pair", "contact_id", "tag_id"), TABLE_OPTIONS)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)

    tag: Mapped[Tag] = relationship()
