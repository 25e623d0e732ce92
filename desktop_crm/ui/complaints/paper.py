"""A complaint and the whole book on paper: saved as PDF, or printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_crm.base import clock
from desktop_crm.base.document import Document
from desktop_crm.base.i18n import _
from desktop_crm.services.complaints.printing import complaint_document, register_document
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.reports import making, output

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


def print_sheet(window: MainWindow, complaint_id: int) -> None:
    """The sheet of one complaint, to the printer."""
    window.core.ask(window, complaint_document, complaint_id, then=partial(print_document, window), key="sheet")


def save_sheet(window: MainWindow, complaint_id: int) -> None:
    """The sheet of one complaint, as a file."""
    window.core.ask(window, complaint_document, complaint_id, then=partial(save_document, window), key="sheet")


def save_register(window: MainWindow, year: int | None = None) -> None:
    """The book of a year (this one) as a file: a list, then each complaint under its number."""
    year = year or clock.today().year
    _watched(
        window, _("Putting the register together…"), partial(save_document, window),
        partial(window.core.ask, window, partial(register_document, year=year), apart=True),
    )  # fmt: skip


def save_document(window: MainWindow, document: Document) -> None:
    """Ask where, write, and show it in the system's viewer."""
    path = output.ask_for_file(document, ".pdf", window)
    if path is not None:
        _watched(
            window, _("Writing the PDF…"), partial(_saved, window),
            partial(window.core.run, window, making.write, path, document),
        )  # fmt: skip


def print_document(window: MainWindow, document: Document) -> None:
    """Lay it out and hand it to the print dialog."""
    window.core.run(
        window, making.pdf_of, document, key="paper",
        then=lambda content: output.print_pages(window.core, content, document, window.stack),
    )  # fmt: skip


def _saved(window: MainWindow, path: Path) -> None:
    window.toast(_("Saved: {name}").format(name=path.name))
    output.open_elsewhere(path)


def _watched(window: MainWindow, what: str, then: Callable[[Any], object], begin: Callable[..., Any]) -> None:
    """Long work with its card: how far it is, and Cancel."""
    card = ProgressCard(window.stack)

    def ended(result: Any) -> None:
        card.deleteLater()
        then(result)

    def failed(error: object) -> None:
        card.deleteLater()
        window.core.refused.emit(error)

    work = begin(then=card.ended(ended), failed=card.ended(failed), progress=card.report)
    card.watch(what, work)
