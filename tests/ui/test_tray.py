"""The icon beside the clock: its count, its menu, and a window that is only hidden when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_crm.db.database import Database
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.notifications.freedesktop import CLICK, Toast
from desktop_crm.ui.notifications.messages import TrayMessages
from desktop_crm.ui.tray import LEAVING, Tray, stays_in_tray, tray_of
from tests.ui.conftest import PATIENCE


@pytest.fixture
def tray(
    open_window: Callable[..., MainWindow], sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Tray]:
    """There is no tray offscreen: the desktop is said to have one."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    window = open_window(sqlite_database, tray=True)
    yield tray_of(window)
    window.setProperty(LEAVING, True)
    QGuiApplication.setQuitOnLastWindowClosed(True)


def actions(tray: Tray) -> dict[str, Callable[[], None]]:
    return {action.text(): action.trigger for action in tray.menu.actions() if action.text()}


def test_closing_the_window_leaves_the_program_there(tray: Tray, qtbot: QtBot) -> None:
    window = tray._window
    window.close()
    assert window.isHidden() and not QGuiApplication.quitOnLastWindowClosed()
    actions(tray)["Open"]()
    assert window.isVisible() and QGuiApplication.quitOnLastWindowClosed()
    window.close()
    actions(tray)["Quick add…"]()
    qtbot.waitUntil(lambda: window.page_name == "reminders", timeout=PATIENCE)
    assert window.isVisible()
    actions(tray)["Today"]()
    assert window.page_name == "today"
    qtbot.waitUntil(lambda: not window.core._underway, timeout=PATIENCE)


def test_quitting_is_quitting(tray: Tray) -> None:
    window = tray._window
    window.close()
    assert stays_in_tray(window)
    window.setProperty(LEAVING, True)
    assert not stays_in_tray(window)
    assert window.close()


def test_without_the_setting_closing_closes(tray: Tray) -> None:
    tray._window.change_settings(tray=False)
    assert not stays_in_tray(tray._window)


def test_it_says_how_many_are_due(tray: Tray) -> None:
    nothing = tray.icon.icon().pixmap(64).toImage()
    tray.show_count(3, 0)
    assert "3 reminders for today" in tray.icon.toolTip()
    three = tray.icon.icon().pixmap(64).toImage()
    tray.show_count(3, 1)
    late = tray.icon.icon().pixmap(64).toImage()
    assert nothing != three != late


def test_messages_wait_for_each_other_and_a_click_opens_the_right_one(tray: Tray, qtbot: QtBot) -> None:
    messages = TrayMessages(tray)
    told: list[tuple[str, str]] = []
    shown: list[str] = []
    messages.chosen.connect(lambda key, action: told.append((key, action)))
    messages.shown.connect(lambda key, _program: shown.append(key))
    for key in ("1", "2", "3"):
        messages.show(Toast(key, f"Call {key}"))
    tray.icon.messageClicked.emit()
    messages.withdraw("2")
    messages._next()
    tray.icon.messageClicked.emit()
    assert shown == ["1", "3"] and told == [("1", CLICK), ("3", CLICK)]
    messages.close()


def test_the_icon_stays_until_the_message_is_answered(tray: Tray) -> None:
    tray._window.change_settings(tray=False)
    tray.follow_settings()
    messages = TrayMessages(tray)
    for answer in (tray.icon.messageClicked.emit, lambda: messages.withdraw("1")):
        messages.show(Toast("1", "Call"))
        messages._next()  # its time is over: the system keeps it among those not yet seen
        assert tray._held
        answer()
        assert not tray._held
    messages.close()
