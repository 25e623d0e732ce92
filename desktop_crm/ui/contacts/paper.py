"""A card and a list of contacts on paper: the reports of these names, as the page of reports makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_crm.base.document import Document
from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.reports.registry import make_report
from desktop_crm.services.reports.request import ReportRequest
from desktop_crm.ui.core import Core
from desktop_crm.ui.reports import making, output
from desktop_crm.ui.reports.pages import PagesDialog


def card_paper(session: CrmSession, contact_id: int) -> Document:
    """Everything on a card, under the firm's letterhead."""
    return make_report(session, "card", ReportRequest(contact_id=contact_id))


def list_paper(session: CrmSession, view: ContactsView, columns: Sequence[str]) -> Document:
    """The view's contacts with *columns* (codes)."""
    return make_report(session, "contacts", ReportRequest(view=view, columns=tuple(columns)))


def print_card(core: Core, view: QWidget, contact_id: int) -> None:
    """Onto a printer."""
    core.ask(view, card_paper, contact_id, then=partial(_print, core, view), key="paper")


def save_card(core: Core, view: QWidget, contact_id: int, told: Callable[[str], object]) -> None:
    """Into a file of the user's choice."""
    core.ask(view, card_paper, contact_id, then=partial(_save, core, view, told), key="paper")


def show_list(core: Core, view: QWidget, wanted: ContactsView, columns: Sequence[str]) -> None:
    """How the list looks on paper, with the buttons that print and save it."""

    def made(document: Document) -> None:
        core.run(view, making.pdf_of, document, then=partial(shown, document), key="paper")

    def shown(document: Document, content: bytes) -> None:
        deeds = (
            ("printer", _("Print…"), lambda: output.print_pages(core, content, document, view)),
            ("download", _("Save as PDF…"), lambda: _save(core, view, lambda _name: None, document)),
        )
        dialog = PagesDialog(document.title, content, view, deeds)
        dialog.open()

    core.ask(view, list_paper, wanted, columns, then=made, key="paper")


def _print(core: Core, view: QWidget, document: Document) -> None:
    def laid(content: bytes) -> None:
        output.print_pages(core, content, document, view)

    core.run(view, making.pdf_of, document, key="paper", then=laid)


def _save(core: Core, view: QWidget, told: Callable[[str], object], document: Document) -> None:
    path = output.ask_for_file(document, ".pdf", view)
    if path is not None:
        core.run(view, making.write, path, document, then=lambda where: told(Path(where).name))
