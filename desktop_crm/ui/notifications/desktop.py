"""The way to the desktop's own notifications: D-Bus on Linux, messages of the tray icon on Windows and macOS."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal

from desktop_crm.ui.notifications.freedesktop import NO_BUS, FreedesktopNotifier, Toast, available
from desktop_crm.ui.notifications.messages import TrayMessages
from desktop_crm.ui.tray import stays_in_tray, tray_of

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


class DesktopNotifications(QObject):
    """One for a window; what sends is made when first needed."""

    chosen = Signal(str, str)  # key of the toast, action
    shown = Signal(str, str)  # key, name of the program that shows it
    failed = Signal(str, str)  # key, what is missing: bus, daemon, tray

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._sender: FreedesktopNotifier | TrayMessages | None = None
        window.installEventFilter(self)

    def show(self, toast: Toast) -> None:
        """Show it; :attr:`shown` or :attr:`failed` follows."""
        sender = self._made()
        if sender is None:
            self.failed.emit(toast.key, NO_BUS)
        else:
            sender.show(toast)

    def withdraw(self, key: str) -> None:
        """Take it away: it was answered elsewhere."""
        if self._sender is not None:
            self._sender.withdraw(key)

    def _made(self) -> FreedesktopNotifier | TrayMessages | None:
        if self._sender is None:
            if sys.platform in ("win32", "darwin"):
                self._sender = TrayMessages(tray_of(self._window), self)
            elif available():
                self._sender = FreedesktopNotifier(self)
            if self._sender is not None:
                queued = Qt.ConnectionType.QueuedConnection  # the bus is heard on a thread of its own
                self._sender.chosen.connect(self.chosen, queued)
                self._sender.shown.connect(self.shown, queued)
                self._sender.failed.connect(self.failed, queued)
        return self._sender

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is closed: no thread is left."""
        if event.type() == QEvent.Type.Close and not stays_in_tray(self._window):
            self.close()
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """No thread is left; the next toast begins anew."""
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.close()
            sender.deleteLater()


def desktop_notifications(window: MainWindow) -> DesktopNotifications:
    """Those of *window*."""
    return window.findChild(DesktopNotifications) or DesktopNotifications(window)
