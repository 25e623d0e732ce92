"""Messages for the GUI thread that came at once, each delivered in a turn of the event loop of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from shiboken6 import isValid

APART_MS = 1  # a timer of 0 ms would wait until the window is idle, and a single shot of 0 ms is no timer at all


class Turns(QObject):
    """What one message changes is painted, and keys are taken, before the next one comes.

    While the thread is busy several gather; all of them in one turn would hold the window up for their sum.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self, singleShot=True, interval=APART_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._next)

    @Slot(object)
    def take(self, message: Callable[[], None]) -> None:
        """At once where the last one had its turn, else in order."""
        if self._timer.isActive():
            self._waiting.append(message)
        else:
            self._timer.start()
            message()

    def later(self, owner: QObject, step: Callable[[], object]) -> None:
        """A step of some larger work on *owner*, after all that wait; dropped where *owner* is gone."""
        self._waiting.append(lambda: step() if isValid(owner) else None)
        if not self._timer.isActive():
            self._timer.start()

    def _next(self) -> None:
        if self._waiting:
            self._timer.start()
            self._waiting.popleft()()

    def stop(self) -> None:
        """Those that wait are dropped."""
        self._timer.stop()
        self._waiting.clear()
