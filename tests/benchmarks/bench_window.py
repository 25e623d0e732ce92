"""The window on the big database: gaps of a ticking timer, and how long what was asked for takes to be shown.

The timer ticks every 5 ms on the GUI thread. A gap is how long that thread was busy, waiting for the interpreter or for
a processor that other programs have; its work is the processor time that it used itself between two ticks, which other
programs do not change. The reference is the same window doing nothing, in the same run.
``python -m tests.benchmarks.bench_window [FILE]``: without a file on a copy of the big database, else on one of FILE.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from desktop_crm import app
from desktop_crm.base.collector import hold_collector, release_collector
from desktop_crm.base.settings import Settings
from desktop_crm.ui.core import Core
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.search.palette import open_palette
from tests.benchmarks.big_base import copy_of_big_base

TICK_MS = 5
PATIENCE_S = 60.0
TYPED = ("popescu", "петров", "turcanu", "rafturi", "0722")


class Ticker(QObject):
    """Ticks, and keeps the gaps of the part that is going on, and how much the thread itself worked in each."""

    def __init__(self) -> None:
        super().__init__()
        self.part()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        present, used = time.perf_counter(), time.thread_time()
        self.gaps.append((present - self._last) * 1000)
        self.work.append((used - self._used) * 1000)
        self._last, self._used = present, used

    def part(self) -> None:
        """A new part begins."""
        self.gaps: list[float] = []
        self.work: list[float] = []
        self._last, self._used = time.perf_counter(), time.thread_time()


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


class Bench:
    """The window, and what is done in it."""

    def __init__(self, path: Path) -> None:
        hold_collector()
        self.made = app.application(["bench"])
        kept = Settings(theme="light", language="en", density="comfortable")
        app.dress(self.made, kept)
        self.ticker = Ticker()
        self.core = Core(who={"operator": "Ana", "workstation": "bench", "installation": "bench"})
        self.window = MainWindow(self.core, kept)
        self.window.resize(1440, 900)
        self.window.show()
        QTest.qWait(300)
        self.part("reference: the empty window", lambda: QTest.qWait(2000))
        self.part("opening the database", lambda: self._open(path))
        QTest.qWait(4000)
        release_collector(loaded=True)  # as the program does when it has been loaded
        self.part("reference: the full window, idle", lambda: QTest.qWait(3000))

    @property
    def page(self) -> Any:
        """The contacts."""
        return self.window.pages["contacts"]

    def _open(self, path: Path) -> None:
        app.begin(self.window, str(path))
        until(lambda: "contacts" in self.window.pages and self.page.card.card is not None)

    def part(self, title: str, work: Callable[[], list[float] | None]) -> None:
        """Do it, print its gaps, and the times that it gives."""
        self.ticker.part()
        shown = work()
        figures = "  ".join(
            f"{name} p99 {late(times, 0.99):6.1f}  longest {late(times, 1):6.1f} ms"
            for name, times in (("work", self.ticker.work), ("gaps", self.ticker.gaps))
        )
        wait = f"   shown after p50 {statistics.median(shown):5.0f}  p95 {late(shown, 0.95):5.0f} ms" if shown else ""
        print(f"{title:34}{figures}{wait}", flush=True)

    def scroll(self) -> list[float] | None:
        """Down through some thousands of rows, page by page."""
        bar = self.page.pane.face_view.verticalScrollBar()
        for _step in range(250):
            bar.setValue(bar.value() + bar.pageStep() // 2)
            QTest.qWait(8)
        return None

    def cards(self) -> list[float]:
        """One contact after the other with the arrow key."""
        shown = []
        for _step in range(40):
            QTest.keyClick(self.page.pane.face_view, Qt.Key.Key_Down)
            wanted = self.page.pane.current_id()
            shown.append(until(lambda wanted=wanted: self.page.card.card and self.page.card.card.id == wanted))
        return shown

    def loaded(self, ask: Callable[[], object]) -> float:
        """Milliseconds until the list has the rows that *ask* asks for."""
        done: list[bool] = []
        connection = self.page.pane.model.loaded.connect(lambda: done.append(True))
        start = time.perf_counter()
        ask()
        until(lambda: done)
        self.page.pane.model.loaded.disconnect(connection)
        return (time.perf_counter() - start) * 1000

    def filters(self) -> list[float]:
        """Chips."""
        chips = self.page.pane.chips
        order = [code for _round in range(4) for code in ("people", "organisations", "all")]
        return [self.loaded(chips[code].click) for code in order]

    def sorts(self) -> list[float]:
        """All orders that an index gives."""
        order = [code for _round in range(3) for code in ("touch", "created", "name")]
        return [self.loaded(lambda code=code: self.page.pane.sort_by(code)) for code in order]

    def table(self) -> list[float] | None:
        """The table: scrolled."""
        self.page.pane.show_table(True)
        self.scroll()
        self.page.pane.show_table(False)
        return None

    def typing(self) -> list[float]:
        """Ctrl+K, letter by letter."""
        palette = open_palette(self.window)
        shown: list[float] = []
        answers: list[str] = []
        show = palette._show
        palette._show = lambda answer: (show(answer), answers.append(answer.text))  # type: ignore[method-assign]
        for word in TYPED:
            palette.search.setText("")
            for letter in word:
                palette.search.insert(letter)
                wanted = palette.search.text()
                shown.append(until(lambda wanted=wanted: wanted in answers))
            answers.clear()
        palette.dismiss()
        return shown

    def close(self) -> None:
        """Leave nothing behind."""
        self.window.close()
        self.core.close()


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["DESKTOP_CRM_HOME"] = scratch
        place = Path(scratch)
        named = Path(shutil.copy(sys.argv[1], place / "copy.crm")) if sys.argv[1:] else None
        bench = Bench(named or copy_of_big_base(place))
        print("targets: no work over 50 ms at once; a sort or filter shown within 200 ms; a card 15 ms + its painting")
        bench.part("scrolling the list", bench.scroll)
        bench.part("opening cards", bench.cards)
        bench.part("filtering", bench.filters)
        bench.part("sorting", bench.sorts)
        bench.part("scrolling the table", bench.table)
        bench.part("Ctrl+K, letter by letter", bench.typing)
        bench.close()


if __name__ == "__main__":
    main()
