"""Views that a user keeps: filters, order, columns under a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import Base, JsonText, Row, key_string
from desktop_crm.model.operator import Operator


class SavedView(Row, Base):
    """A view of one page. Without an operator it is everybody's."""

    __tablename__ = "saved_view"

    page: Mapped[str] = mapped_column(key_string(20), default="contacts")
    name: Mapped[str] = mapped_column(String(100))
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    definition: Mapped[Any] = mapped_column(JsonText, default=dict)  # as the services of the page write it

    operator: Mapped[Operator | None] = relationship()
