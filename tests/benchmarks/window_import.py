"""The window's thread while an import runs through the door of the windows: a timer ticks, its gaps are kept.

Printed as one line of JSON with the median, the 99th percentile and the longest gap in milliseconds of each phase. Run
as ``python -m tests.benchmarks.window_import clients.xlsx base.crm``.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_crm.base import side_by_side
from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.files.source import read_source
from desktop_crm.services import importing
from desktop_crm.services.derived import DERIVED
from desktop_crm.ui.core import Core

_TICK_MS = 10


class Ticks(QObject):
    """Gaps between the ticks of a timer of the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        present = time.perf_counter()
        self.gaps.append((present - self._last) * 1000)
        self._last = present

    def taken(self) -> list[float]:
        """Median, 99th percentile and longest gap since the last question."""
        gaps, self.gaps = sorted(self.gaps) or [0.0], []
        return [gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.99)], gaps[-1]]


def main(file: Path, path: Path) -> dict[str, list[float]]:
    """Read, plan, write and undo *file* in a new base at *path*; the gaps of each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    core = Core(Database.create(parse_address(str(path)), derived=DERIVED))
    owner, loop, ticks = QObject(), QEventLoop(), Ticks()
    found: dict[str, list[float]] = {}

    def phase(name: str, verb: Callable[..., Any], *arguments: Any) -> Any:
        answers: list[Any] = []

        def ended(answer: Any = None) -> None:
            answers.append(answer)
            loop.quit()

        ticks.taken()
        verb(owner, *arguments, then=ended, failed=ended, progress=lambda *_told: None)
        loop.exec()
        found[name] = ticks.taken()
        if isinstance(answers[0], Exception):
            raise answers[0]
        return answers[0]

    source = importing.source_of(phase("read", core.run, lambda progress: read_source(file, progress=progress)))

    def plan(session: Any, progress: Any) -> importing.ImportPlan:
        columns = importing.guess_columns(session, source).columns
        return importing.plan(session, source, importing.ImportOptions(columns, country="RO"), progress)

    planned = phase("plan", core.ask, plan)
    phase("write", core.do, Label("Import of {name}", {"name": file.name}), importing.apply, planned)
    phase("undo", core.undo)
    core.close()
    del application
    return found


if __name__ == "__main__":
    side_by_side.allow()
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
