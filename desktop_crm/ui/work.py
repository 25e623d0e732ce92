"""One question on its way through the door."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.progress import Progress

Then = Callable[[Any], object]
Failed = Callable[[CrmError], object]
Report = Callable[[str, int, int], None]

REPORT_EVERY_S = 0.05
LET_END_S = 5.0  # for the watcher of a database that is left


class UnexpectedError(CrmError):
    """A bug; its traceback is in the log."""


class NoDatabaseOpen(CrmError):
    """Something was asked before a database was opened; the window has not let that happen so far."""


@dataclass(eq=False)
class Work:
    """One question on its way; ``cancel`` asks it to stop."""

    owner: QObject
    call: Callable[[], Any]
    then: Then | None
    failed: Failed | None
    key: str
    ticket: int
    progress: Progress
    reads: bool = False
    deed: tuple[Label, Callable[..., Any], tuple[Any, ...]] | None = None  # of a write: label, action, what it gets
    undoable: bool = True

    def cancel(self) -> None:
        """Stop: at once if it has not begun, else at the next step of the work (raises ``Cancelled`` there)."""
        self.progress.cancel()


def retire(executors: tuple[ThreadPoolExecutor, ...], watcher: threading.Thread | None, database: Any) -> None:
    """Let the threads finish what they do, then close the database before."""
    for executor in executors:
        executor.shutdown(wait=True)
    if watcher is not None:
        watcher.join(LET_END_S)  # a server that hangs is not waited for
    if database is not None:
        database.close()


def seldom(report: Report) -> Report:
    """*report*, but not more often than anybody could read; the end is always told."""
    last = 0.0

    def throttled(text: str, done: int, total: int) -> None:
        nonlocal last
        present = monotonic()
        if present - last >= REPORT_EVERY_S or (total and done >= total):
            last = present
            report(text, done, total)

    return throttled
