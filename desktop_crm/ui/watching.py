"""The door's watcher: foreign changes come in by it, and it knows whether the database can be reached.

The looking itself (``db.watcher``) is on a thread of its own. A share or a server that hangs cannot be hurried; the
window notices that no answer comes, says so, and goes on painting.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import CrmError, DatabaseUnreachable
from desktop_crm.ui.work import LET_END_S

if TYPE_CHECKING:  # the window is painted before the database room is loaded
    from desktop_crm.db.database import Database
    from desktop_crm.db.watcher import Watcher

log = logging.getLogger(__name__)

SILENT_AFTER_S = 6.0
TICK_MS = 1000


class Watching(QObject):
    """One watcher for the database that is open; signals come on the GUI thread."""

    lost = Signal(object)  # CrmError: it cannot be reached; again at every try in vain
    found = Signal()  # it is back
    settled = Signal(object)  # [(Label, saved)] of commits whose answer was lost
    broken = Signal(str)  # a bug: details
    _told = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.error: CrmError | None = None  # why it cannot be reached now
        self._watcher: Watcher | None = None
        self.looker: threading.Thread | None = None
        self._silent = False
        self._name = ""
        self._told.connect(lambda message: message(), Qt.ConnectionType.QueuedConnection)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._listen)

    def follow(self, database: Database, changed: Callable[[Changes], object]) -> None:
        """Watch *database* from now on, and no other; *changed* is called on the watcher's thread."""
        from desktop_crm.db.watcher import Watcher  # noqa: PLC0415  (loaded with the database)

        self._end()
        watcher = Watcher(
            database,
            changed=changed,
            lost=lambda error: self._told.emit(lambda: self._lost(watcher, error)),
            found=lambda: self._told.emit(lambda: self._found(watcher)),
        )
        self._watcher, self._name = watcher, database.address.name
        self.looker = threading.Thread(target=self._run, args=(watcher,), name="watcher", daemon=True)
        self.looker.start()
        self._tick.start()

    def _run(self, watcher: Watcher) -> None:
        try:
            watcher.run()
        except Exception:
            log.exception("the watcher failed")
            details = traceback.format_exc()
            self._told.emit(lambda: self.broken.emit(details))

    def look_now(self) -> None:
        """Something failed, or the user wants to know."""
        if self._watcher is not None:
            self._watcher.look_now()

    def stop(self) -> None:
        """No more; the thread is given some seconds to end."""
        self._tick.stop()
        thread = self.looker
        self._end()
        if thread is not None:
            thread.join(LET_END_S)

    def _end(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()
        self._watcher = self.looker = None
        if self.error is not None:
            self.error, self._silent = None, False
            self.found.emit()

    def _lost(self, watcher: Watcher, error: CrmError) -> None:
        if watcher is self._watcher:
            self._silent, self.error = False, error
            self.lost.emit(error)

    def _found(self, watcher: Watcher) -> None:
        if watcher is self._watcher:
            self._silent, self.error = False, None
            self.found.emit()

    def _listen(self) -> None:
        """Whether an answer has been owed for long."""
        watcher = self._watcher
        if watcher is None or (self.error is not None and not self._silent):
            return
        since = watcher.looking_since
        silent = since is not None and monotonic() - since > SILENT_AFTER_S
        if silent and not self._silent:
            self._lost(watcher, DatabaseUnreachable(name=self._name))
            self._silent = True
        elif self._silent and not silent:
            self._found(watcher)
