"""The reference of ``bench_start``: Qt, a window, a table of 200 rows, nothing else; one line of JSON, then it ends."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


class Rows(QAbstractTableModel):
    """As many rows as the list of contacts asks for first."""

    def rowCount(self, parent: Any) -> int:
        return 200

    def columnCount(self, parent: Any) -> int:
        return 6

    def data(self, index: Any, role: int) -> Any:
        return f"{index.row()} {index.column()}" if role == Qt.ItemDataRole.DisplayRole else None


class Window(QMainWindow):
    """Says when it is painted."""

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def event(self, event: Any) -> bool:
        if event.type() == QEvent.Type.User:
            lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()[1:]
            sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
            print(json.dumps({"frame": time.monotonic(), "frame cpu": time.process_time(), "rss": sizes["Rss"]}))
            QCoreApplication.quit()
        return bool(super().event(event))


def main() -> None:
    """Show it."""
    made = QApplication(sys.argv[:1])
    window = Window()
    table = QTableView()
    table.setModel(Rows())
    window.setCentralWidget(table)
    window.resize(1440, 900)
    window.show()
    made.exec()


if __name__ == "__main__":
    main()
