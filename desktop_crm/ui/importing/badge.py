"""How many rows of imports wait: a count beside Import in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_crm.base.changes import Changes
from desktop_crm.ui.counts import count_text

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


class WaitingBadge(QObject):
    """Counts when a database is opened and when rows were held or taken."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.core.changed.connect(self._changed)
        window.core.opened.connect(self.count)
        self.count()

    def count(self) -> None:
        """Ask how many wait."""
        if self._window.core.database is not None:
            from desktop_crm.services.waiting import waiting_counts  # noqa: PLC0415  (the window is painted before)

            self._window.core.ask(self, waiting_counts, then=self._show, key="waiting")

    def _changed(self, changes: Changes) -> None:
        if changes.touched("held_row"):
            self.count()

    def _show(self, counts: dict[int, int]) -> None:
        total = sum(counts.values())
        self._window.navigation.set_badge("import", count_text(total) if total else "")
