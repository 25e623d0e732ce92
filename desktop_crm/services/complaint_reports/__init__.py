"""Reports about complaints: figures that know their lists, as a printable document."""

from desktop_crm.services.complaint_reports.report import complaint_report

__all__ = ["complaint_report"]
