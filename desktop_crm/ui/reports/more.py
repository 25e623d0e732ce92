"""What else is done with a report: workbook, viewer, e-mail, the folder for each month, the list to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.reports.calling import remind_of_dormant
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.reports import deeds, schedule
from desktop_crm.ui.reports.thresholds import ThresholdsDialog

if TYPE_CHECKING:
    from desktop_crm.ui.reports.page import ReportsPage


class MoreMenu(Button):
    """“More” with its menu."""

    def __init__(self, page: ReportsPage) -> None:
        super().__init__("ellipsis")
        self._page = page
        menu = QMenu(self)
        self._entries = [
            (menu.addAction("", lambda: deeds.save_as(page, ".xlsx")), "file-spreadsheet", N_("Save as a workbook…")),
            (menu.addAction("", lambda: deeds.open_elsewhere(page)), "eye", N_("Open in the viewer")),
            (menu.addAction("", lambda: deeds.mail(page)), "mail", N_("Send by e-mail…")),
            (menu.addAction("", self.call_dormant), "phone", N_("Make the dormant customers a call list")),
            (menu.addAction("", self.ask_thresholds), "settings", N_("Days and shares that count…")),
            (menu.addAction("", self.choose_folder), "calendar", N_("On the 1st of each month into a folder…")),
        ]
        self._stop = menu.addAction("", self.stop_schedule)
        for action, icon, _text in self._entries:
            icons.dress(action, icon)
        menu.aboutToShow.connect(self._show_folder)
        self.setMenu(menu)

    def _show_folder(self) -> None:
        folder = schedule.folder_of(self._page.window_)
        self._stop.setVisible(bool(folder))
        self._stop.setText(_("Stop writing into {folder}").format(folder=folder))

    def call_dormant(self) -> None:
        """A reminder to call for each dormant customer."""
        page = self._page
        period = page.choices.period

        def made(count: int) -> None:
            said = ngettext("{count} reminder added", "{count} reminders added", count).format(count=count)
            page.window_.toast(said if count else _("Each of them has a reminder already"), undo=bool(count))

        page.core.do(page, Label(N_("Reminders to call dormant customers")), remind_of_dormant, period, then=made)

    def ask_thresholds(self) -> None:
        """Where the lines are drawn."""
        ThresholdsDialog.ask(self._page.core, self._page, self._page.make)

    def choose_folder(self) -> None:
        """The monthly report goes there by itself."""
        page = self._page
        chosen = QFileDialog.getExistingDirectory(page, _("Folder for the monthly report"))
        if chosen:
            schedule.use_folder(page.window_, chosen)
            page.window_.toast(_("On the 1st of each month the report goes into {folder}").format(folder=chosen))

    def stop_schedule(self) -> None:
        """No more."""
        schedule.use_folder(self._page.window_, "")

    def retranslate(self) -> None:
        """Words of now."""
        self.setText(_("More"))
        for action, _icon, text in self._entries:
            action.setText(_(text))
