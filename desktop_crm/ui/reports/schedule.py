"""“On the 1st, into this folder”: the month that is over is kept and written as soon as the program runs again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desktop_crm.base import i18n
from desktop_crm.base.changes import Label
from desktop_crm.base.document import Document
from desktop_crm.base.i18n import N_, _, language_scope
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.copies import copy_of, keep_copy, kept_document
from desktop_crm.services.reports.periods import last_month
from desktop_crm.services.reports.registry import PACK, make_report
from desktop_crm.services.reports.request import ReportRequest

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

_KEY = "report_folder"
HOUR_MS = 3_600_000


def folder_of(window: MainWindow) -> str:
    """Where the monthly report goes by itself; nothing where it does not."""
    return str(window.settings.window.get(_KEY, ""))


def use_folder(window: MainWindow, folder: str) -> None:
    """Write into *folder* from now on; “” stops it."""
    window.change_settings(window={**window.settings.window, _KEY: folder})
    begin(window)


def file_of(folder: str) -> Path:
    """“2026-10 Monthly report.pdf”: sorted by time in any folder."""
    first = last_month().first
    return Path(folder) / f"{first:%Y-%m} {_('Monthly report')}.pdf"


def begin(window: MainWindow) -> None:
    """Write the report of the month that is over where it is not there yet; and each hour from now on."""
    folder = folder_of(window)
    _look_again(window)
    if not folder or window.core.database is None:
        return
    path = file_of(folder)

    def there(is_there: bool) -> None:
        if not is_there:
            window.core.ask(window, month_document, i18n.language(), then=keep, key="month", apart=True)

    def keep(found: tuple[Document, bool]) -> None:
        document, is_kept = found
        if is_kept:
            write(document)
            return
        label = Label(N_("Keep the report of the month"))
        window.core.do(
            window, label, keep_copy, PACK, last_month(), document, then=lambda _id: write(document), undoable=False
        )

    def write(document: Document) -> None:
        from desktop_crm.ui.reports import making  # noqa: PLC0415  (the PDF library is loaded when it is needed)

        window.core.run(window, making.write, path, document, then=said)

    def said(_path: Any) -> None:
        window.toast(_("The report of the month was written into {folder}").format(folder=folder))

    window.core.run(window, path.exists, then=there)


def _look_again(window: MainWindow) -> None:
    """Each hour: a program that is never closed meets the 1st as well."""
    if window.findChild(QTimer, _KEY) is None:
        timer = QTimer(window, interval=HOUR_MS)
        timer.setObjectName(_KEY)
        timer.timeout.connect(partial(begin, window))
        timer.start()


def month_document(session: CrmSession, language: str) -> tuple[Document, bool]:
    """The report of the month that is over, and whether it is a copy that is kept already; else it is made now."""
    period = last_month()
    kept = copy_of(session, PACK, period)
    if kept is not None:
        return kept_document(session, kept.id), True
    with language_scope(language):
        return make_report(session, PACK, ReportRequest(period)), False
