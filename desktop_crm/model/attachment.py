"""Files on a contact, an entry of the history or a complaint, kept inside the database and not in a folder beside it.

A firm's data is one file that people copy, mail and carry away: a folder beside it would be left behind one day.
Inside, the backup, the undo, the check and the move to a server hold for files as for any other row. The price is a
larger database, so a file has a limit (``base.attached.LIMIT``) and its content lies in pieces that no list reads.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import OWNING, TABLE_OPTIONS, Base, Row, key_string, long_binary
from desktop_crm.model.complaint import Complaint
from desktop_crm.model.contact import Contact
from desktop_crm.model.interaction import Interaction


class Attachment(Row, Base):
    """One file: its name, kind and size; the content lies in its parts."""

    __tablename__ = "attachment"

    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True, info=OWNING)
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id"), index=True)
    # evidence belongs to the complaint alone: it stays when the contact is deleted for good
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True, info=OWNING)
    name: Mapped[str] = mapped_column(String(300))
    media_type: Mapped[str] = mapped_column(key_string(100), default="")  # IANA media type, as "application/pdf"
    size: Mapped[int] = mapped_column(BigInteger, default=0)  # bytes
    sha256: Mapped[str] = mapped_column(key_string(64), default="")  # of the whole content, hexadecimal

    contact: Mapped[Contact | None] = relationship()
    interaction: Mapped[Interaction | None] = relationship()
    complaint: Mapped[Complaint | None] = relationship()


class AttachmentPart(Row, Base):
    """A piece of a file: small enough for every server's packet limit, and never read with a list."""

    __tablename__ = "attachment_part"
    __table_args__ = (Index("ix_attachment_part_place", "attachment_id", "position"), TABLE_OPTIONS)

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    position: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes] = mapped_column(long_binary())

    attachment: Mapped[Attachment] = relationship()
