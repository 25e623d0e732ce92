"""Notifications as messages of the tray icon (Windows, macOS): one after the other, a click opens."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from desktop_crm.ui.notifications.freedesktop import CLICK, Toast
from desktop_crm.ui.tray import Tray

SHOWN_MS = 7_000
NO_TRAY = "tray"


class TrayMessages(QObject):
    """The system says only that a message was clicked, not which one: so there is one at a time."""

    chosen = Signal(str, str)  # key, action
    shown = Signal(str, str)  # key, ""
    failed = Signal(str, str)  # key, NO_TRAY

    def __init__(self, tray: Tray, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = tray
        self._waiting: deque[Toast] = deque()
        self._key = ""
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._next)
        tray.icon.messageClicked.connect(self._clicked)

    def show(self, toast: Toast) -> None:
        """Show it, or after those that are shown now."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            self.failed.emit(toast.key, NO_TRAY)
            return
        self.withdraw(toast.key)
        self._waiting.append(toast)
        if not self._timer.isActive():
            self._next()

    def withdraw(self, key: str) -> None:
        """It was answered elsewhere: not shown any more."""
        self._waiting = deque(toast for toast in self._waiting if toast.key != key)
        if key == self._key:
            self._settle()

    def _next(self) -> None:
        if not self._waiting:
            return
        toast = self._waiting.popleft()
        self._key = toast.key
        self._tray.hold()
        self._tray.icon.showMessage(toast.title, toast.text, self._tray.icon.icon(), SHOWN_MS)
        self.shown.emit(toast.key, "")
        self._timer.start()

    def _clicked(self) -> None:
        if self._key:
            key = self._key
            self._settle()
            self.chosen.emit(key, CLICK)

    def _settle(self) -> None:
        """Answered. Until then the icon stays: with it Windows takes the message out of its notification centre."""
        self._key = ""
        if not self._waiting:
            self._tray.release()

    def close(self) -> None:
        """Nothing more is shown."""
        self._timer.stop()
        self._waiting.clear()
        self._tray.release()
