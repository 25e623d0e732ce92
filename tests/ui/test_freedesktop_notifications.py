"""A real notification daemon on a private bus shows the toast, and its buttons come back."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jeepney import DBusAddress, HeaderFields, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from pytestqt.qtbot import QtBot

from desktop_crm.db.database import Database
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.notifications.freedesktop import DAEMON, FreedesktopNotifier, Toast

NEEDED = ("dbus-daemon", "Xvfb", "dunst", "dunstctl")
MISSING = [program for program in NEEDED if shutil.which(program) is None]
TOAST = Toast("7", "Call Ana <Rusu> & Co", "Ana Rusu · 10:00 <b>", {"open": "Open", "later": "In 10 minutes"})


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """A session bus of its own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is not installed")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:dir={tmp_path}"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield daemon
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture
def desktop(bus: subprocess.Popen[str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """An X screen with dunst on the private bus."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    read, write = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24"], pass_fds=[write],
                              stderr=subprocess.DEVNULL)  # fmt: skip
    os.close(write)
    with os.fdopen(read) as number:
        display = f":{number.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    dunst = subprocess.Popen(["dunst"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert _until(lambda: _dunstctl(environment, "is-paused") == "false"), "dunst did not come up"
    yield environment
    for program in (dunst, screen):
        program.terminate()
        program.wait()


def _dunstctl(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        ["dunstctl", *words], env=environment, capture_output=True, text=True, timeout=10, check=False
    )
    return done.stdout.strip()


def _until(condition, seconds: float = 10) -> bool:
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def notifier(qapp) -> Iterator[FreedesktopNotifier]:
    made = FreedesktopNotifier()
    yield made
    made.close()


def test_the_daemon_shows_it_and_a_click_comes_back(
    qtbot: QtBot, desktop: dict[str, str], notifier: FreedesktopNotifier
) -> None:
    with qtbot.waitSignal(notifier.shown, timeout=10_000) as told:
        notifier.show(TOAST)
    assert told.args == ["7", "dunst"]
    assert _until(lambda: _dunstctl(desktop, "count", "displayed") == "1")
    with qtbot.waitSignal(notifier.chosen, timeout=10_000) as heard:
        _dunstctl(desktop, "action", "0")
    assert heard.args == ["7", "default"]


def test_one_with_the_same_key_replaces_and_withdrawing_takes_it_away(
    qtbot: QtBot, desktop: dict[str, str], notifier: FreedesktopNotifier
) -> None:
    notifier.show(TOAST)
    assert _until(lambda: bool(notifier._shown))
    notifier.show(TOAST)
    notifier.show(Toast("8", "Another"))
    assert _until(lambda: _dunstctl(desktop, "count", "displayed") == "2")
    notifier.withdraw("7")
    assert _until(lambda: _dunstctl(desktop, "count", "displayed") == "1")


@pytest.fixture
def small_daemon(bus: subprocess.Popen[str]) -> Iterator[list[str]]:
    """A daemon on the private bus, where no desktop's own is installed: shows nothing, answers as they do."""
    titles: list[str] = []
    connection = open_dbus_connection("SESSION")
    connection.send_and_get_reply(message_bus.RequestName(DAEMON.bus_name))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                message = connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            member = message.header.fields.get(HeaderFields.member)
            if member == "GetServerInformation":
                connection.send(new_method_return(message, "ssss", ("small", "tests", "1", "1.2")))
            elif member == "Notify":
                titles.append(message.body[3])
                connection.send(new_method_return(message, "u", (len(titles),)))
                if titles[-1] == TOAST.title:
                    emitter = DBusAddress(DAEMON.object_path, interface=DAEMON.interface)
                    connection.send(new_signal(emitter, "ActionInvoked", "us", (len(titles), "later")))

    thread = threading.Thread(target=serve)
    thread.start()
    yield titles
    over.set()
    thread.join()
    connection.close()


def test_who_shows_it_and_what_was_pressed_comes_back(
    qtbot: QtBot, small_daemon: list[str], notifier: FreedesktopNotifier
) -> None:
    told: list[tuple[str, str, str]] = []
    notifier.shown.connect(lambda key, program: told.append(("shown", key, program)))
    notifier.chosen.connect(lambda key, action: told.append(("chosen", key, action)))
    notifier.show(TOAST)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=10_000)
    assert told == [("shown", "7", "small"), ("chosen", "7", "later")]
    assert small_daemon == [TOAST.title]


def test_the_test_of_the_settings_names_the_daemon(
    qtbot: QtBot, small_daemon: list[str], open_window: Callable[..., MainWindow], sqlite_database: Database
) -> None:
    window = open_window(sqlite_database)
    window.show_page("settings")
    section = window.pages["settings"].notifications  # type: ignore[attr-defined]
    section.test.click()
    qtbot.waitUntil(lambda: "(small)" in section.answer.text(), timeout=10_000)
    assert small_daemon == ["It works"]
    qtbot.waitUntil(lambda: not window.core._underway, timeout=10_000)


def test_without_a_daemon_it_says_so(qtbot: QtBot, bus: subprocess.Popen[str], notifier: FreedesktopNotifier) -> None:
    with qtbot.waitSignal(notifier.failed, timeout=30_000) as told:
        notifier.show(TOAST)
    assert told.args == ["7", "daemon"]


def test_without_a_bus_it_says_so(
    qtbot: QtBot, notifier: FreedesktopNotifier, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with qtbot.waitSignal(notifier.failed, timeout=10_000) as told:
        notifier.show(TOAST)
    assert told.args == ["7", "bus"]


def test_when_the_bus_goes_away_the_next_toast_says_so(
    qtbot: QtBot, bus: subprocess.Popen[str], desktop: dict[str, str], notifier: FreedesktopNotifier
) -> None:
    notifier.show(TOAST)
    assert _until(lambda: bool(notifier._shown))
    bus.kill()
    bus.wait()
    assert _until(lambda: notifier._thread is not None and not notifier._thread.is_alive())
    with qtbot.waitSignal(notifier.failed, timeout=10_000) as told:
        notifier.show(TOAST)
    assert told.args == ["7", "bus"]
