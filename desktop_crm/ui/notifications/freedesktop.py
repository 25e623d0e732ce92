"""Notifications by the desktop's own daemon over D-Bus, with buttons (org.freedesktop.Notifications, Linux).

``QSystemTrayIcon.showMessage`` shows nothing, silently, where there is no tray; the daemon answers or fails. One
thread sends and listens: a daemon that hangs must not hold the window.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.threading import DBusConnection, ReceiveStopped, open_dbus_connection
from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)

DAEMON = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
PROGRAM = "desktop_crm"
NEVER = 0  # the notification stays until it is answered
NO_BUS, NO_DAEMON = "bus", "daemon"
CLICK = "default"  # what a click on the notification itself says (Desktop Notifications Specification, 1.2)


@dataclass(frozen=True, slots=True)
class Toast:
    """What to show; ``key`` comes back with the answer. ``actions``: code -> words, in order."""

    key: str
    title: str
    text: str = ""
    actions: Mapping[str, str] | None = None


def available() -> bool:
    """Whether there is a session bus at all."""
    return os.name == "posix" and bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))


class FreedesktopNotifier(QObject):
    """Shows toasts and hears their answers. Its signals come from another thread: Qt queues them."""

    chosen = Signal(str, str)  # key, action
    shown = Signal(str, str)  # key, name of the program that shows it
    failed = Signal(str, str)  # key, NO_BUS or NO_DAEMON: nobody showed it

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: deque[Callable[[DBusConnection], None]] = deque()
        self._waiting: dict[int, str] = {}  # serial of the call -> key
        self._shown: dict[int, str] = {}  # number of the daemon -> key
        self._server = ""
        self._asked_server = 0  # serial of that call
        self._connection: DBusConnection | None = None
        self._thread: Thread | None = None
        self._closed = False

    def show(self, toast: Toast) -> None:
        """Show it; one with the same key is replaced. Comes back at once."""
        self._want(partial(self._show, toast))

    def withdraw(self, key: str) -> None:
        """Take it away: it was answered elsewhere."""
        self._want(partial(self._withdraw, key))

    def close(self) -> None:
        """No thread is left."""
        self._closed = True
        self._wake()
        if self._thread is not None:
            self._thread.join()

    def _want(self, work: Callable[[DBusConnection], None]) -> None:
        if self._closed:
            return
        self._wanted.append(work)
        if self._thread is None or not self._thread.is_alive():
            self._thread = Thread(target=self._run, name="notifications", daemon=True)
            self._thread.start()
        else:
            self._wake()

    def _wake(self) -> None:
        connection = self._connection
        if connection is not None:
            connection.interrupt()

    # -- on the thread ------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            connection = open_dbus_connection("SESSION")
        except (OSError, KeyError, ValueError, RuntimeError) as error:
            self._give_up(error)
            return
        self._connection = connection
        try:
            for member in ("ActionInvoked", "NotificationClosed"):
                rule = MatchRule(type="signal", interface=DAEMON.interface, member=member, path=DAEMON.object_path)
                connection.send(message_bus.AddMatch(rule))
            self._asked_server = next(connection.outgoing_serial)
            connection.send(new_method_call(DAEMON, "GetServerInformation"), serial=self._asked_server)
            self._serve(connection)
        except (OSError, EOFError) as error:
            self._give_up(error)
        finally:
            self._connection = None
            connection.close()

    def _serve(self, connection: DBusConnection) -> None:
        while not self._closed:
            while self._wanted:
                self._wanted.popleft()(connection)
            try:
                self._heard(connection.receive())
            except ReceiveStopped:
                connection.reset_interrupt()

    def _give_up(self, error: Exception) -> None:
        """No bus, or it went away: whoever waits is told, the next toast tries again."""
        log.info("no desktop notification: %s", error)
        keys = [work.args[0].key for work in self._wanted if isinstance(work, partial) and work.func == self._show]
        keys += self._waiting.values()
        self._wanted.clear()
        self._waiting.clear()
        self._shown.clear()
        for key in keys:
            self.failed.emit(key, NO_BUS)

    def _show(self, toast: Toast, connection: DBusConnection) -> None:
        replaces = next((number for number, key in self._shown.items() if key == toast.key), 0)
        actions = [text for pair in {CLICK: "", **(toast.actions or {})}.items() for text in pair]
        hints = {"urgency": ("y", 1), "desktop-entry": ("s", PROGRAM)}
        body = (PROGRAM, replaces, PROGRAM, toast.title, _escaped(toast.text), actions, hints, NEVER)
        serial = next(connection.outgoing_serial)
        self._waiting[serial] = toast.key
        connection.send(new_method_call(DAEMON, "Notify", "susssasa{sv}i", body), serial=serial)

    def _withdraw(self, key: str, connection: DBusConnection) -> None:
        for number in [number for number, known in self._shown.items() if known == key]:
            connection.send(new_method_call(DAEMON, "CloseNotification", "u", (number,)))

    def _heard(self, message: Message) -> None:
        fields = message.header.fields
        answered = fields.get(HeaderFields.reply_serial, 0)
        key = self._waiting.pop(answered, None)
        if key is not None and message.header.message_type is MessageType.method_return:
            self._shown[message.body[0]] = key
            self.shown.emit(key, self._server)
        elif key is not None:
            log.info("the desktop did not show a notification: %s", message.body)
            self.failed.emit(key, NO_DAEMON)
        elif answered == self._asked_server and message.header.message_type is MessageType.method_return:
            self._server = str(message.body[0])
        elif message.header.message_type is MessageType.signal:
            self._answered(fields.get(HeaderFields.member), message.body)

    def _answered(self, member: str | None, body: tuple[Any, ...]) -> None:
        key = self._shown.get(body[0]) if body and isinstance(body[0], int) else None
        if key is not None and member == "ActionInvoked":
            self.chosen.emit(key, body[1])
        elif key is not None and member == "NotificationClosed":
            self._shown.pop(body[0], None)


def _escaped(text: str) -> str:
    """The body may hold a few tags; what users write is none of them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
