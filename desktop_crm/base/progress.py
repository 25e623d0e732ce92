"""Progress of long work, and the way to cancel it."""

import threading
from collections.abc import Callable

from desktop_crm.base.errors import Cancelled

Report = Callable[[str, int, int], None]


class Progress:
    """Handed down into long work; the work calls :meth:`step` often (at least every 0.2 s of work)."""

    def __init__(self, report: Report | None = None) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self.on_cancel: Callable[[], object] | None = None  # set by work that somebody else does for it meanwhile

    def cancel(self) -> None:
        """Ask the work to stop; may be called from any thread."""
        self._cancelled.set()
        if (tell := self.on_cancel) is not None:
            tell()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled.is_set()

    def step(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say what is going on (*total* 0: unknown); raises :class:`Cancelled` if asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled
        if self._report is not None:
            self._report(text, done, total)
