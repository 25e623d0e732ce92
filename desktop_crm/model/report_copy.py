"""Copies of reports as they were made: a month that was reported never changes silently."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.model.base import TABLE_OPTIONS, Base, LongText, Row, key_string
from desktop_crm.model.operator import Operator


class ReportCopy(Row, Base):
    """One report of a period, frozen: the whole document as JSON (``base.document_json``); never changed afterwards."""

    __tablename__ = "report_copy"
    __table_args__ = (Index("ix_report_copy_period", "report", "first_on", "last_on"), TABLE_OPTIONS)

    report: Mapped[str] = mapped_column(key_string(40))  # name of services.reports.registry.REPORTS
    first_on: Mapped[date] = mapped_column()
    last_on: Mapped[date] = mapped_column()
    title: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(key_string(8), default="en")
    document: Mapped[str] = mapped_column(LongText)
    sha256: Mapped[str] = mapped_column(key_string(64))  # of the document, hexadecimal
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))

    operator: Mapped[Operator | None] = relationship()
