"""Files dropped on the window open the wizard."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from desktop_crm.base.i18n import N_

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".vcf", ".ics")
CALENDAR = ".ics"  # no list of contacts: looked into by itself
PATTERNS = " ".join(f"*{suffix}" for suffix in SUFFIXES)
FILE_FILTER = N_("Lists of contacts and calendars ({patterns})")
ALL_FILES = N_("All files (*)")


def accepted_path(mime: QMimeData | None) -> Path | None:
    """The first dropped file that can be imported."""
    for url in mime.urls() if mime is not None and mime.hasUrls() else ():
        path = Path(url.toLocalFile()) if url.isLocalFile() else None
        if path is not None and path.suffix.casefold() in SUFFIXES:
            return path
    return None


def accepts(mime: QMimeData) -> bool:
    """Whether a drop of *mime* would open the wizard."""
    return accepted_path(mime) is not None


class DropFilter(QObject):
    """Event filter for a window: ``window.installEventFilter(DropFilter(window, open_import))``."""

    def __init__(self, window: QWidget, opened: Callable[[Path], None]) -> None:
        super().__init__(window)
        self._opened = opened
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what can be imported, leave the rest to others."""
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            assert isinstance(event, QDropEvent)  # enter and move are its children
            path = accepted_path(event.mimeData())
            if path is None:
                return False
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self._opened(path)
            return True
        return super().eventFilter(watched, event)
