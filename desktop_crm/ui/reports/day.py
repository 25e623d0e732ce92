"""The day sheet from anywhere in the window: made, and handed to the print dialog."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop_crm.base.document import Document
from desktop_crm.services.reports.day_sheet import day_sheet
from desktop_crm.ui.reports import making, output

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


def print_day_sheet(window: MainWindow) -> None:
    """Today's and overdue things of who works here."""

    def laid(document: Document) -> None:
        window.core.run(
            window, making.pdf_of, document, key="day sheet",
            then=lambda content: output.print_pages(window.core, content, document, window.stack),
        )  # fmt: skip

    window.core.ask(window, partial(day_sheet), then=laid, key="day sheet", apart=True)
