"""The icon beside the clock, if the user wants one: how much is due, and the program without its window."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.ui import painting
from desktop_crm.ui.theme import SEMIBOLD, color, font, theme

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

SIDE = 64
MOST_SHOWN = 99
LEAVING = "leaving"  # property of the window: it is really closed


class Tray(QObject):
    """Shown when the setting says so, and for as long as a message needs it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._due, self._late = 0, False
        self._held = False
        self.icon = QSystemTrayIcon(self)
        self.menu = QMenu(window)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.menu.aboutToShow.connect(self._fill)
        theme().changed.connect(self._draw)
        window.installEventFilter(self)
        self._fill()
        self._draw()
        self.follow_settings()

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_count(self, due: int, overdue: int) -> None:
        """How many are due, and how many of them overdue."""
        if (due, overdue > 0) != (self._due, self._late):
            self._due, self._late = due, overdue > 0
            self._draw()

    def follow_settings(self) -> None:
        """There, or not."""
        self.icon.setVisible(self.wanted or self._held)

    @property
    def wanted(self) -> bool:
        """Whether the user wants it and the desktop has a place for it."""
        return self._window.settings.tray and QSystemTrayIcon.isSystemTrayAvailable()

    def hold(self) -> None:
        """A message is shown: without its icon it would go."""
        self._held = True
        self.follow_settings()

    def release(self) -> None:
        """No message is shown any more."""
        self._held = False
        self.follow_settings()

    def _draw(self) -> None:
        self.icon.setIcon(tray_icon(self._due, late=self._late))
        text = ngettext("{count} reminder for today", "{count} reminders for today", self._due)
        self.icon.setToolTip(f"desktop_crm\n{text.format(count=self._due)}" if self._due else "desktop_crm")

    def _fill(self) -> None:
        """The words of now."""
        self.menu.clear()
        self.menu.addAction(_("Open"), self.open_window)
        self.menu.addAction(_("Quick add…"), lambda: self.open_page("reminders", new=True))
        self.menu.addAction(_("Today"), lambda: self.open_page("today"))
        self.menu.addSeparator()
        self.menu.addAction(_("Quit"), lambda: quit_program(self._window))

    # -- what is done -------------------------------------------------------------------------------------------

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if sys.platform == "darwin":
            return  # a click opens the menu there, and is told all the same
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_window()

    def open_window(self) -> None:
        """The window comes back to the front."""
        bring_to_front(self._window)

    def open_page(self, name: str, *, new: bool = False) -> None:
        """The window, on one of its pages."""
        self.open_window()
        if self._window.core.database is not None:
            self._window.show_page(name, **({"new": True} if new else {}))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the window leaves the program beside the clock."""
        if event.type() == QEvent.Type.Close and stays_in_tray(self._window):
            event.ignore()
            page = self._window.page
            if page is not None:
                page.on_leaving()  # what is being typed is saved
            QGuiApplication.setQuitOnLastWindowClosed(False)
            self._window.hide()
            return True
        return super().eventFilter(watched, event)


def tray_of(window: MainWindow) -> Tray:
    """The one of *window*."""
    return window.findChild(Tray) or Tray(window)


def stays_in_tray(window: MainWindow) -> bool:
    """Whether closing the window only hides it: not when the user quits, nor when the session ends."""
    tray = window.findChild(Tray)
    if tray is None or not tray.wanted or window.property(LEAVING) is True:
        return False
    running = QGuiApplication.instance()
    return isinstance(running, QGuiApplication) and not running.isSavingSession()


def quit_program(window: MainWindow) -> None:
    """The program ends, also when it is in the tray."""
    hidden = window.isHidden()
    window.setProperty(LEAVING, True)
    QGuiApplication.setQuitOnLastWindowClosed(True)
    window.close()
    if hidden:  # Qt speaks of the last window only when one is seen to close
        QTimer.singleShot(0, QApplication.quit)


def bring_to_front(window: MainWindow) -> None:
    """Out of the tray, out of the task bar, above the others."""
    QGuiApplication.setQuitOnLastWindowClosed(True)
    if window.isMinimized():
        window.showNormal()
    else:
        window.show()
    window.raise_()
    window.activateWindow()


def tray_icon(due: int = 0, *, late: bool = False) -> QIcon:
    """A bell on the accent colour; how many are due in a corner."""
    picture = QPixmap(SIDE, SIDE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painting.filled(painter, QRect(2, 2, SIDE - 4, SIDE - 4), color("accent"), 14)
    painting.draw_icon(painter, QRect(0, 0, SIDE, SIDE), "bell", "on_accent", 40)
    if due:
        words = str(due) if due <= MOST_SHOWN else f"{MOST_SHOWN}+"
        wide = 38 if len(words) < 3 else 50
        badge = QRect(SIDE - wide, SIDE - 34, wide, 34)
        painting.filled(painter, badge, color("bad" if late else "surface"), 17)
        painter.setFont(font(26 if len(words) < 3 else 20, SEMIBOLD))
        painter.setPen(color("surface" if late else "text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return QIcon(picture)
