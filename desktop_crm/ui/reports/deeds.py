"""What is done with the report on the page: saved, printed, opened, sent; a row of it followed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_crm.base.document import Link
from desktop_crm.base.i18n import _
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.services.interaction_rows import interaction_line
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.reports import mailing, making, output
from desktop_crm.ui.reports.making import Made

if TYPE_CHECKING:
    from desktop_crm.ui.reports.page import ReportsPage


def save_as(page: ReportsPage, ending: str) -> None:
    """Into a file of the user's choice; lists of a workbook are whole."""
    made = page.made
    path = output.ask_for_file(made.document, ending, page) if made is not None else None
    if made is None or path is None:
        return
    if ending == ".xlsx" and made.copy_id is None:
        work = page.core.ask(
            page, making.with_all_rows, made.wanted, then=page.progress.ended(partial(_write, page, path)),
            failed=page.progress.ended(page.core.refused.emit), key="save", progress=page.progress.report, apart=True,
        )  # fmt: skip
        page.progress.watch(_("Counting…"), work)
    else:
        _write(page, path, made)


def _write(page: ReportsPage, path: Path, made: Made, then: Any = None) -> None:
    def written(where: Path) -> None:
        if then is not None:
            then(where)
        else:
            page.window_.toast(_("Saved: {name}").format(name=where.name))

    work = page.core.run(
        page, making.write, path, made.document, then=page.progress.ended(written),
        failed=page.progress.ended(page.core.refused.emit), progress=page.progress.report,
    )  # fmt: skip
    page.progress.watch(_("Writing pages"), work)


def print_pages(page: ReportsPage) -> None:
    """The system's print dialog."""
    if page.made is not None and page.preview.content:
        output.print_pages(page.core, page.preview.content, page.made.document, page)


def open_elsewhere(page: ReportsPage) -> None:
    """In the system's viewer."""
    if page.made is not None:
        _write(page, output.beside(page.made.document), page.made, output.open_elsewhere)


def mail(page: ReportsPage) -> None:
    """In a new e-mail."""
    if page.made is not None:
        document = page.made.document
        sent = partial(mailing.send, page.core, page)
        _write(page, output.beside(document), page.made, lambda path: sent(path, document))


def open_link(page: ReportsPage, link: Link) -> None:
    """What a row is about."""
    window = page.window_
    if link.kind == "contact":
        window.show_page("contacts", contact=link.record_id)
    elif link.kind == "reminder":
        forms.edit(window, link.record_id)
    elif link.kind == "interaction":

        def opened(line: InteractionLine) -> None:
            window.show_page("contacts", contact=line.contact_id, entry=line.id)

        page.core.ask(page, interaction_line, link.record_id, then=opened, key="entry")
    else:
        window.show_page("complaints", complaint=link.record_id)
