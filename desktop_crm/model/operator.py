"""Who works here, and at which computer."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base, Row, key_string


class Operator(Row, Base):
    """A colleague who uses the program; may be responsible for contacts."""

    __tablename__ = "operator"

    name: Mapped[str] = mapped_column(String(200))
    login: Mapped[str] = mapped_column(key_string(200), default="", index=True)


class Workstation(Base):
    """A computer; its number goes into the ids made there."""

    __tablename__ = "workstation"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    installation: Mapped[str] = mapped_column(key_string(64), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
