"""A list of contacts on paper: a plain table, looked at before it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

from desktop_crm.base.document import Letterhead
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import GroupHeading, contact_rows
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.reports.paper import letterhead
from desktop_crm.ui.contacts.card_paper import paper, put_letterhead
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.table import Column

if TYPE_CHECKING:
    from desktop_crm.ui.page import Page

STYLE = "body { color: #000000; font-size: 8pt; } h2 { font-size: 13pt; } .quiet { color: #505050; }"
MOST_UPRIGHT = 5  # columns; more of them want a sheet on its side
MOST = 2_000  # rows: some fifty pages


def printed_rows(session: CrmSession, view: ContactsView) -> tuple[tuple[Any, ...], Letterhead]:
    """The first rows of the view, and what the page begins with."""
    return contact_rows(session, view, None, MOST).rows, letterhead(session)


def list_html(title: str, columns: Sequence[Column], rows: Sequence[Any]) -> str:
    """The list as a page of text."""
    head = "".join(f"<th align='left'>{escape(c.title if c.own_title else _(c.title))}</th>" for c in columns)
    lines = []
    for row in rows:
        if isinstance(row, GroupHeading):
            lines.append(f"<tr><td colspan='{len(columns)}'><b>{escape(row.heading)}</b> {row.count}</td></tr>")
        else:
            lines.append("<tr>" + "".join(f"<td>{escape(column.text(row))}</td>" for column in columns) + "</tr>")
    count = sum(not isinstance(row, GroupHeading) for row in rows)
    said = ngettext("{count} contact", "{count} contacts", count).format(count=count_text(count))
    table = (
        f"<table width='100%' border='1' cellspacing='0' cellpadding='4' style='border-collapse: collapse'>"
        f"<thead><tr>{head}</tr></thead>{''.join(lines)}</table>"  # the head comes again on every page
    )
    return f"<h2>{escape(title)}</h2><p>{escape(said)}</p>{table}"


def print_contacts(page: Page, view: ContactsView, columns: Sequence[Column]) -> None:
    """Show how the list looks on paper, with the button that prints it."""

    def ready(found: tuple[tuple[Any, ...], Letterhead]) -> None:
        rows, head = found
        document = paper(STYLE, 8)
        document.setParent(page)
        document.setHtml(put_letterhead(document, head) + list_html(page.title, columns, rows))
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if len(columns) > MOST_UPRIGHT:
            printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        preview = QPrintPreviewDialog(printer, page)
        preview.setWindowTitle(_("Print a list"))
        preview.paintRequested.connect(document.print_)
        preview.finished.connect(document.deleteLater)
        preview.open()

    page.core.ask(page, printed_rows, view, then=ready, key="print")
