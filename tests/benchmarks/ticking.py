"""A timer ticking on the GUI thread: how long that thread was away between two ticks, and how much it worked there.

The gap is what the wall clock says: the thread was busy, waited for the interpreter, or for a processor that other
programs had. Its work is the processor time that it used itself, which other programs do not change.
"""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

TICK_MS = 5
LONG_MS = 50
PATIENCE_S = 60.0
_LOOK_EVERY_S = 0.004
_DEPTH = 14


class Ticker(QObject):
    """Ticks, and keeps the gaps of the part that is going on, and how much the thread itself worked in each."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self.part()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        present, used = time.perf_counter(), time.thread_time()
        self.gaps.append((present - self._last) * 1000)
        self.work.append((used - self.used) * 1000)
        self._last, self.used = present, used
        self.number += 1

    def part(self) -> None:
        """A new part begins."""
        self.gaps: list[float] = []
        self.work: list[float] = []
        self._last, self.used = time.perf_counter(), time.thread_time()

    def figures(self) -> str:
        """Both, in words."""
        long = sum(spent > LONG_MS for spent in self.work)
        return (
            f"work p99 {late(self.work, 0.99):6.1f}  longest {late(self.work, 1):6.1f} ms{long:4d} long"
            f"   gaps p95 {late(self.gaps, 0.95):6.1f}  longest {late(self.gaps, 1):6.1f} ms"
        )


class Stacks:
    """What the GUI thread is at while it works longer than it may: a signal looks every 4 ms of processor time."""

    def __init__(self, ticker: Ticker) -> None:
        self._ticker = ticker
        self._seen: dict[int, list[tuple[tuple[CodeType, int], ...]]] = {}
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _LOOK_EVERY_S, _LOOK_EVERY_S)

    def _look(self, _number: int, frame: FrameType | None) -> None:
        if time.thread_time() - self._ticker.used < _LOOK_EVERY_S:
            return
        found: list[tuple[CodeType, int]] = []
        while frame is not None and len(found) < _DEPTH:
            found.append((frame.f_code, frame.f_lineno))
            frame = frame.f_back
        self._seen.setdefault(self._ticker.number, []).append(tuple(found))

    def told(self) -> str:
        """The stacks of each long step since the last question."""
        first = self._ticker.number - len(self._ticker.work)
        long = [(first + place, spent) for place, spent in enumerate(self._ticker.work) if spent > LONG_MS]
        lines = []
        for number, spent in long:
            lines.append(f"    {spent:.0f} ms")
            for stack, count in Counter(self._seen.get(number, ())).items():
                told = (f"{code.co_qualname} {code.co_filename.rpartition('/')[2]}:{line}" for code, line in stack)
                lines.append(f"      {count} × {' < '.join(told)}")
        self._seen.clear()
        return "\n".join(lines)

    def stop(self) -> None:
        """No more."""
        signal.setitimer(signal.ITIMER_PROF, 0)


def late(times: list[float], share: float) -> float:
    """The time that *share* of all do not exceed."""
    ordered = sorted(times) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def until(reached: Callable[[], object]) -> float:
    """Let the window live until *reached*; milliseconds."""
    start = time.perf_counter()
    while not reached():
        if time.perf_counter() - start > PATIENCE_S:
            sys.exit("the window did not get there")
        QTest.qWait(1)
    return (time.perf_counter() - start) * 1000
