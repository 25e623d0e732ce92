"""How many complaints are open: a count beside their page, in red where one is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_
from desktop_crm.services.complaints import complaint_counts
from desktop_crm.services.shipped import add_shipped
from desktop_crm.ui.counts import count_text

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

AGAIN_MS = 10 * 60 * 1000  # deadlines pass without anybody writing
PREPARE_MS = 4_000  # after the window has been filled


class ComplaintsBadge(QObject):
    """Counts when a database is opened, when a complaint changes, and now and then."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.core.changed.connect(self._changed)
        window.core.opened.connect(self.count)
        timer = QTimer(self, interval=AGAIN_MS)
        timer.timeout.connect(self.count)
        timer.start()
        self._soon = QTimer(self, singleShot=True, interval=PREPARE_MS)
        self._soon.timeout.connect(self.prepare)
        window.core.opened.connect(self._soon.start)
        self._soon.start()
        self.count()

    def prepare(self) -> None:
        """A database made before there was a book gets its categories, causes and terms."""
        database = self._window.core.database
        if database is not None and not database.read_only:
            label = Label(N_("Prepare the book of complaints"))
            self._window.core.do(self, label, add_shipped, undoable=False)

    def count(self) -> None:
        """Ask how many there are."""
        if self._window.core.database is not None:
            self._window.core.ask(self, complaint_counts, then=self._show, key="complaints")

    def _changed(self, changes: Changes) -> None:
        if changes.touched("complaint"):
            self.count()

    def _show(self, counts: dict[str, int]) -> None:
        count = counts["overdue"] or counts["open"]
        tone = "bad" if counts["overdue"] else "neutral"
        self._window.navigation.set_badge("complaints", count_text(count) if count else "", tone)
