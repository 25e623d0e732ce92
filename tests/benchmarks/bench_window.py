"""The window on the big database: gaps of a ticking timer, and how long what was asked for takes to be shown.

The timer ticks every 5 ms on the GUI thread (``ticking``). The reference is the same window doing nothing, in the same
run. ``python -m tests.benchmarks.bench_window [FILE] [--stacks]``: without a file on a copy of the big database, else
on one of FILE; with ``--stacks`` also what the thread was at in each step that was too long.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_crm import app
from desktop_crm.base.collector import hold_collector
from desktop_crm.base.settings import Settings
from desktop_crm.services.contact_views import GROUPS, INDEXED, SORTS, ContactsView, Filter
from desktop_crm.ui.core import Core
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.search.palette import open_palette
from tests.benchmarks.big_base import copy_of_big_base
from tests.benchmarks.ticking import Stacks, Ticker, late, until

TYPED = ("popescu", "петров", "turcanu", "rafturi", "0722")
CONDITIONS = (
    Filter("notes", "contains", "rafturi"),
    Filter("city", "is", "Chișinău"),
    Filter("phone", "contains", "722"),
    Filter("last_touch_at", "more", "90"),
    Filter("name", "contains", "popescu"),
    Filter("email", "empty"),
)


class Bench:
    """The window, and what is done in it."""

    def __init__(self, path: Path, *, stacks: bool) -> None:
        hold_collector()
        self.made = app.application(["bench"])
        kept = Settings(theme="light", language="en", density="comfortable", window={"report": "calendar"})
        app.dress(self.made, kept)
        self.ticker = Ticker()
        self.stacks = Stacks(self.ticker) if stacks else None
        self.core = Core(who={"operator": "Ana", "workstation": "bench", "installation": "bench"})
        self.window = MainWindow(self.core, kept)
        self.window.resize(1440, 900)
        self.window.show()
        QTest.qWait(300)
        self.part("reference: the empty window", lambda: QTest.qWait(2000))
        self.part("opening the database", lambda: self._open(path))
        self.part("what is loaded behind it", self._load)
        self.part("reference: the full window, idle", lambda: QTest.qWait(3000))

    @property
    def page(self) -> Any:
        """The contacts."""
        return self.window.pages["contacts"]

    def _open(self, path: Path) -> None:
        app.begin(self.window, str(path))
        until(lambda: "contacts" in self.window.pages and self.page.card.card is not None)

    def _load(self) -> None:
        QTest.qWait(app.LOADED_AFTER_MS)
        app.load_the_rest(self.window)
        QTest.qWait(100)
        self.quiet()
        until(lambda: self.window.ahead.ready)

    def part(self, title: str, work: Callable[[], list[float] | None]) -> None:
        """Do it, print its gaps, and the times that it gives."""
        self.ticker.part()
        shown = work()
        wait = f"   shown p50 {statistics.median(shown):5.0f}  p95 {late(shown, 0.95):5.0f} ms" if shown else ""
        print(f"{title:34}{self.ticker.figures()}{wait}", flush=True)
        if self.stacks is not None and (told := self.stacks.told()):
            print(told, flush=True)

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
        """Milliseconds until the list has the rows that *ask* asks for; then until nothing is asked for any more."""
        done: list[bool] = []
        connection = self.page.pane.model.loaded.connect(lambda: done.append(True))
        start = time.perf_counter()
        ask()
        until(lambda: done)
        spent = (time.perf_counter() - start) * 1000
        self.page.pane.model.loaded.disconnect(connection)
        return spent

    def filters(self) -> list[float]:
        """Chips."""
        chips = self.page.pane.chips
        order = [code for _round in range(4) for code in ("people", "organisations", "all")]
        return [self.loaded(chips[code].click) for code in order]

    def sorts(self) -> list[float]:
        """All orders that an index gives."""
        order = [code for _round in range(3) for code in ("touch", "created", "name")]
        return [self.loaded(lambda code=code: self.page.pane.sort_by(code)) for code in order]

    def views(self, views: Sequence[tuple[str, ContactsView]]) -> None:
        """Each shown for the first time."""
        for name, view in views:
            self.quiet()
            self.part(f"  {name}", lambda view=view: [self.loaded(lambda: self.page.pane.show_view(view))])

    def quiet(self) -> None:
        """Nothing is asked for any more."""
        until(lambda: not self.core._underway)
        QTest.qWait(50)

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

    def show_page(self, name: str) -> list[float]:
        """Milliseconds until all is there that a page asks for."""
        start = time.perf_counter()
        self.window.show_page(name)
        self.quiet()
        return [(time.perf_counter() - start) * 1000 - 50]

    def close(self) -> None:
        """Leave nothing behind."""
        if self.stacks is not None:
            self.stacks.stop()
        self.window.close()
        self.core.close()


def main() -> None:
    """Print the table."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--stacks"]
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["DESKTOP_CRM_HOME"] = scratch
        place = Path(scratch)
        named = Path(shutil.copy(arguments[0], place / "copy.crm")) if arguments else None
        bench = Bench(named or copy_of_big_base(place), stacks="--stacks" in sys.argv)
        print("targets: no work over 50 ms at once; a sort or filter shown within 200 ms; a card 15 ms + its painting")
        for title, work in (
            ("scrolling the list", bench.scroll),
            ("opening cards", bench.cards),
            ("filtering", bench.filters),
            ("sorting", bench.sorts),
            ("scrolling the table", bench.table),
            ("Ctrl+K, letter by letter", bench.typing),
        ):
            bench.quiet()
            bench.part(title, work)
        plain = ContactsView()
        print("orders that no index gives, first shown:")
        bench.views([(code, replace(plain, sort=code)) for code in SORTS if code not in INDEXED])
        print("groups, first shown:")
        bench.views([(code, replace(plain, group=code)) for code in GROUPS])
        print("conditions:")
        bench.views([(f"{c.field} {c.operator} {c.value}", replace(plain, filters=(c,))) for c in CONDITIONS])
        for title in ("first opening of the pages:", "again:"):
            print(title)
            for name in bench.window.entries:
                if name != "first_start":
                    bench.part(f"  {name}", lambda name=name: bench.show_page(name))
        bench.close()


if __name__ == "__main__":
    main()
