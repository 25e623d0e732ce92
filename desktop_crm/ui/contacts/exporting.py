"""Contacts into a file: what the list shows, by the ending of the name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.base.progress import Progress
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_views import ContactsView

if TYPE_CHECKING:
    from desktop_crm.ui.page import Page

FORMATS = ((".xlsx", N_("Excel workbook (*.xlsx)")), (".csv", N_("Text table (*.csv)")), (".vcf", N_("vCard (*.vcf)")))


def write_contacts(session: CrmSession, path: Path, view: ContactsView, progress: Progress | None = None) -> int:
    """Write the view whole or not at all; says how many."""
    from desktop_crm.files.sheet_writer import write_csv, write_xlsx  # noqa: PLC0415  (openpyxl is heavy)
    from desktop_crm.files.vcard_writer import write_vcards  # noqa: PLC0415
    from desktop_crm.services.exporting import contact_cards_for_export, contact_sheet  # noqa: PLC0415

    progress = progress or Progress()
    if path.suffix.lower() == ".vcf":
        return write_vcards(path, contact_cards_for_export(session, view), progress)
    columns, rows = contact_sheet(session, view)
    write = write_csv if path.suffix.lower() == ".csv" else write_xlsx
    return write(path, columns, rows, progress=progress)


def export_contacts(page: Page, view: ContactsView) -> None:
    """Ask for a name, write, say how many."""
    name, chosen = QFileDialog.getSaveFileName(
        page, _("Export contacts"), f"{_('contacts')}.xlsx", ";;".join(_(title) for _ending, title in FORMATS)
    )
    if not name:
        return
    path = Path(name)
    endings = [ending for ending, _title in FORMATS]
    if path.suffix.lower() not in endings:
        path = path.with_name(path.name + next((e for e in endings if e in chosen), endings[0]))

    def done(count: int) -> None:
        text = ngettext("{count} contact was written to {file}", "{count} contacts were written to {file}", count)
        page.window_.toast(text.format(count=count, file=path.name))

    page.core.ask(page, write_contacts, path, view, then=done, progress=Progress())
