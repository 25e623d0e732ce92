"""Hands that only have a keyboard: keys go to whatever holds the focus; nothing is clicked, nothing put in focus."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.ui.main_window import MainWindow

PATIENCE = 5000
MOST_TABS = 90


class Hands:
    """Types into a window as somebody without a mouse would."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot
        window.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is window)

    @property
    def focus(self) -> QWidget:
        """Where keys go to: an open menu or list first."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        if QApplication.activeWindow() is None:  # a desktop gives the keyboard back when a dialog is closed
            self.window.activateWindow()
            self.wait(lambda: QApplication.activeWindow() is self.window)
        return QApplication.focusWidget() or QApplication.activeWindow() or self.window

    def wait(self, condition: Callable[[], object]) -> None:
        """Until something has happened."""
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def settle(self) -> None:
        """Until nothing is on its way any more."""
        self.wait(lambda: not self.window.core._underway)

    def press(self, *keys: str) -> None:
        """Keys by their names: “Ctrl+N”, “Tab”, “Return”."""
        for name in keys:
            combination = QKeySequence(name)[0]
            QTest.keyClick(self.focus, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Letters."""
        for letter in text:
            if letter.isascii():
                QTest.keyClick(self.focus, letter)
            else:  # the test keyboard of Qt has ASCII only
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(self.focus, event)

    def to(self, name: str, back: bool = False) -> QWidget:
        """Tab (or Shift+Tab) until the control of that name has the focus."""
        met: list[str] = []
        for _number in range(MOST_TABS):
            said = _name(self.focus)
            if said.startswith(name):
                return self.focus
            met.append(said)
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"“{name}” is not reached by Tab; met: {met}")

    def choose(self, *words: str) -> None:
        """Entries of an open menu, from submenu to submenu, by arrows and Enter."""
        for number, entry in enumerate(words):
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu), menu
            for _each in menu.actions():
                active = menu.activeAction()
                if active is not None and active.text().replace("&", "").split("\t")[0] == entry:
                    break
                self.press("Down")
            else:
                raise AssertionError(f"“{entry}” is not in {[one.text() for one in menu.actions()]}")
            self.press("Return" if number == len(words) - 1 else "Right")

    def pick(self, text: str) -> None:
        """An entry of the box that has the focus, by its arrows."""
        box = self.focus
        assert isinstance(box, QComboBox)
        for key in ("Down", "Up"):
            for _each in range(box.count()):
                if box.currentText() == text:
                    return
                self.press(key)
        assert box.currentText() == text

    def answer(self, text: str) -> None:
        """What is typed into the question that the next key opens."""

        def reply() -> None:
            asked, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
            if asked is None or focus is None or not asked.isAncestorOf(focus):
                QTimer.singleShot(20, reply)
                return
            QTest.keyClicks(focus, text)
            QTest.keyClick(focus, Qt.Key.Key_Return)

        QTimer.singleShot(0, reply)


def _name(widget: QWidget) -> str:
    shown: Any = widget.text() if isinstance(widget, QAbstractButton) else ""
    return re.sub("&", "", widget.accessibleName() or shown)
