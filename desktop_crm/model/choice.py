"""Editable lists: roles, sources, industries, kinds of relation."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base.i18n import _
from desktop_crm.model.base import TABLE_OPTIONS, Base, Row, key_string

LISTS = ("role", "source", "industry", "campaign", "relation", "outcome", "complaint_category", "complaint_cause")
TREES = ("complaint_category", "complaint_cause")  # lists whose entries may lie under one another


class Choice(Row, Base):
    """One entry of an editable list. Shipped entries have a code and are translated until the user renames them."""

    __tablename__ = "choice"
    __table_args__ = (Index("ix_choice_list", "list_name", "position"), TABLE_OPTIONS)

    list_name: Mapped[str] = mapped_column(key_string(30))
    code: Mapped[str] = mapped_column(key_string(60), default="")
    name: Mapped[str] = mapped_column(String(200))  # English catalogue text where shipped and not renamed
    reverse: Mapped[str] = mapped_column(String(200), default="")  # relations: how it reads from the other side
    position: Mapped[int] = mapped_column(default=0)
    renamed: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("choice.id"))  # of TREES

    parent: Mapped[Choice | None] = relationship(remote_side="Choice.id")

    def shown_name(self) -> str:
        """Name in the user's language, or as the user wrote it."""
        return _(self.name) if self.code and not self.renamed else self.name
