"""Ctrl+C while a command works: the work is cancelled as in the window, also in the middle of a long question."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from desktop_crm.base.progress import Progress


@contextmanager
def stopped_by_keyboard(progress: Progress) -> Iterator[Progress]:
    """Within the block Ctrl+C cancels *progress* (``Cancelled`` is raised at its next step); a second one breaks off.

    A database library swallows what a signal raises while it calculates; that somebody asked to stop is not lost so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield progress
        return

    def ask(_number: int, _frame: Any) -> None:
        signal.signal(signal.SIGINT, before)
        progress.cancel()

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, ask)
    try:
        yield progress
    finally:
        signal.signal(signal.SIGINT, before)
