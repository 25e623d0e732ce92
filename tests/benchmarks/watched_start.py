"""The program as its user starts it, with eyes on what is painted: one line of JSON, then it ends.

Run by ``bench_start`` in processes of their own: ``python -m tests.benchmarks.watched_start DATABASE``.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

SETTLE_MS = 4000  # until the pages that nobody asked for yet are ready


def memory() -> dict[str, float]:
    """MiB of this process: all it holds, and what it shares with nobody."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return {"rss": sizes["Rss"], "uss": sizes["Private_Clean"] + sizes["Private_Dirty"]}


def program(path: str) -> None:
    """The program as its user starts it, with eyes on what is painted; one line of JSON."""
    from PySide6.QtCore import QObject, Qt, QTimer, Signal

    from desktop_crm import app, cli

    marks: dict[str, float] = {}
    windows: list[Any] = []

    class Eyes(QObject):
        """What was painted is on the screen when the event loop goes on."""

        painted = Signal(str)

        def __init__(self) -> None:
            super().__init__()
            self.seen: set[str] = set()
            self.painted.connect(self.note, Qt.ConnectionType.QueuedConnection)

        def paint(self, name: str) -> None:
            if name not in self.seen:
                self.seen.add(name)
                self.painted.emit(name)

        def note(self, name: str) -> None:
            marks[name] = time.monotonic()
            marks[f"{name} cpu"] = time.process_time()
            if name == "contacts":
                self.wait()

        def wait(self) -> None:
            """Until the list and a card have come from the open database, and some time after it."""
            page = windows[0].pages.get("contacts")
            if page is None or page.card.card is None:
                QTimer.singleShot(20, self.wait)
            else:
                marks["card"] = time.monotonic()
                marks.update({f"open {name}": size for name, size in memory().items()})
                QTimer.singleShot(SETTLE_MS, self.settled)

        def settled(self) -> None:
            print(json.dumps({**marks, **memory()}), flush=True)
            os._exit(0)

    eyes = Eyes()

    class Watched(app.MainWindow):  # type: ignore[misc,valid-type]
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            windows.append(self)

        def paintEvent(self, event: Any) -> None:
            super().paintEvent(event)
            eyes.paint("frame")

    def watch() -> None:
        delegates = sys.modules["desktop_crm.ui.delegates"]
        plain = delegates.ContactDelegate.paint

        def paint(self: Any, *arguments: Any) -> None:
            plain(self, *arguments)
            eyes.paint("contacts")

        delegates.ContactDelegate.paint = paint

    show_rows = app._show_first_rows

    def shown(*arguments: Any) -> None:
        watch()
        show_rows(*arguments)

    app._show_first_rows = shown
    app.MainWindow = Watched  # type: ignore[misc]
    sys.exit(cli.main([path]))


if __name__ == "__main__":
    program(sys.argv[1])
