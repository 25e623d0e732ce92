"""The calendar file that other programs subscribe to: where it lies, whose reminders stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QFileDialog, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.reminders.calendar_feed import CalendarFeed, feed_path
from desktop_crm.ui.reminders.duty import begin_duty, follow_settings
from desktop_crm.ui.settings.backups import fact, in_a_row
from desktop_crm.ui.settings.section import Section
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WHOSE = {"mine": N_("Mine"), "all": N_("Everybody's")}


class CalendarFileSection(Section):
    """Chosen once; the file follows each change by itself."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("Calendar file"))
        self.window_ = window
        self.where, self.state = fact(), caption()
        self.choose = Button("folder-open", "", self.choose_folder)
        self.forget = Button("", "quiet", lambda: self.set_folder(""))
        self.whose = QComboBox()
        self.whose.setMinimumWidth(px(220))
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for widget in (self.where, self.state, in_a_row(self.choose, self.forget)):
            column.addWidget(widget)
        note = N_(
            "Reminders and planned meetings as an .ics file that is kept up to date: let your phone or mail program "
            "subscribe to it. What is private is not in it."
        )
        self.add_line("calendar_folder", place, note, wide=True, tall=True)
        self.add_line("calendar_whose", self.whose)
        self.whose.activated.connect(lambda _row: self._keep(calendar_whose=self.whose.currentData()))

    def choose_folder(self) -> None:
        """Where the file is to lie."""
        chosen = QFileDialog.getExistingDirectory(
            self, _("Folder of the calendar file"), self.window_.settings.calendar_folder
        )
        if chosen:
            self.set_folder(chosen)

    def set_folder(self, folder: str) -> None:
        """Keep it, and write the file at once; "" = no file."""
        self.state.clear()
        self._keep(calendar_folder=folder)

    def _keep(self, **values: str) -> None:
        self.window_.change_settings(**values)
        if self.window_.core.database is not None:
            begin_duty(self.window_)
            self._listen()
        follow_settings(self.window_)
        self.say_saved()
        self.show_settings()

    def _listen(self) -> None:
        feed = self.window_.findChild(CalendarFeed)
        if feed is not None and feed.property("heard") is not True:
            feed.setProperty("heard", True)
            feed.written.connect(self._written)
            feed.failed.connect(self._refused)

    def _written(self, count: int) -> None:
        text = ngettext("Up to date: {count} entry.", "Up to date: {count} entries.", count)
        self._say(text.format(count=count), "ok")

    def _refused(self, sentence: str) -> None:
        self._say(sentence, "bad")

    def _say(self, text: str, tone: str) -> None:
        self.state.setProperty("tone", tone)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        self.state.setText(text)
        self.state.setVisible(bool(text) and bool(self.window_.settings.calendar_folder))

    def show_settings(self) -> None:
        """As it is now."""
        self._listen()
        feed = self.window_.findChild(CalendarFeed)
        if feed is not None and feed.problem:
            self._say(feed.problem, "bad")
        kept = self.window_.settings
        path = feed_path(self.window_)
        self.where.setText(str(path) if path is not None else kept.calendar_folder or _("None"))
        self.forget.setVisible(bool(kept.calendar_folder))
        self.state.setVisible(bool(self.state.text()) and bool(kept.calendar_folder))
        with QSignalBlocker(self.whose):
            self.whose.setCurrentIndex(max(0, self.whose.findData(kept.calendar_whose)))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.choose.setText(_("Choose folder…"))
        self.forget.setText(_("No calendar file"))
        with QSignalBlocker(self.whose):
            self.whose.clear()
            for code, name in WHOSE.items():
                self.whose.addItem(_(name), code)
        self.show_settings()
