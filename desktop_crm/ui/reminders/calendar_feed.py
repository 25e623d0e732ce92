"""A calendar file that others subscribe to, kept up to date: at the start and a short while after each change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_crm.base.calendar_entry import CalendarEntry
from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import CrmError
from desktop_crm.model.session import CrmSession
from desktop_crm.services.calendar_exchange import TABLES, calendar_entries
from desktop_crm.ui.commands import workspace_name

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WAIT_MS = 3_000  # many changes in a row are written once


def feed_entries(session: CrmSession, mine: bool) -> list[CalendarEntry]:
    """What stands in the file."""
    return calendar_entries(session, mine=mine)


def feed_path(window: MainWindow) -> Path | None:
    """Where the file of the open database is."""
    folder, database = window.settings.calendar_folder, window.core.database
    if not folder or database is None:
        return None
    return Path(folder) / database.address.calendar_name


class CalendarFeed(QObject):
    """One for a window. A folder that is gone is told once; the program goes on and tries again."""

    written = Signal(int)  # how many entries stand in it
    failed = Signal(str)  # why not, in a sentence

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_, self.core = window, window.core
        self.problem = ""
        self._busy = self._again = False
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self.write)
        self.core.changed.connect(self._changed)
        self.core.opened.connect(self.follow_settings)

    def follow_settings(self) -> None:
        """Another folder, other reminders, another database: write at once."""
        self.problem = ""
        self.write()

    def _changed(self, changes: Changes) -> None:
        """Here or at another workstation alike."""
        if changes.touched(*TABLES) and not self._timer.isActive():
            self._timer.start()

    def write(self) -> None:
        """Bring the file up to date, if there is to be one."""
        if self._busy:
            self._again = True
            return
        path = feed_path(self.window_)
        if path is not None:
            self._busy = True
            mine = self.window_.settings.calendar_whose != "all"
            self.core.ask(self, feed_entries, mine, then=lambda found: self._read(path, found), failed=self._refused)

    def _read(self, path: Path, entries: list[CalendarEntry]) -> None:
        name = workspace_name(self.window_)
        self.core.run(self, _keep, path, entries, name, then=self._written, failed=self._refused)

    def _written(self, count: int) -> None:
        self.problem = ""
        self.written.emit(count)
        self._over()

    def _refused(self, error: CrmError) -> None:
        if error.sentence != self.problem:  # told once
            self.problem = error.sentence
            self.window_.bar.show_text(error.sentence, tone="warn")
        self.failed.emit(error.sentence)
        self._over()

    def _over(self) -> None:
        self._busy = False
        if self._again:
            self._again = False
            self.write()


def _keep(path: Path, entries: list[CalendarEntry], name: str) -> Any:
    """Off the GUI thread; the library of calendars is loaded on the way."""
    from desktop_crm.files.icalendar_writer import keep_calendar  # noqa: PLC0415

    return keep_calendar(path, entries, name)
