"""The trash empties itself of what has lain in it for long enough, soon after a database is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

AFTER_MS = 20_000  # when the window is at rest


def empty_old_trash(database: Any) -> int:
    """Delete for good what is too old; nothing is written where nothing is."""
    from desktop_crm.services.trash_rows import old_trash, purge_old  # noqa: PLC0415  (long after the window is there)

    with database.read() as session:
        if not old_trash(session):
            return 0
    count: int = database.do(Label(N_("Empty the trash of what is too old")), purge_old)
    return count


def empty_soon(window: MainWindow) -> None:
    """Do it when the start is over; another database may be open by then."""

    def empty() -> None:
        database = window.core.database
        if database is not None and not database.read_only:
            window.core.run(window, empty_old_trash, database, failed=lambda _error: None)

    QTimer.singleShot(AFTER_MS, window, empty)
