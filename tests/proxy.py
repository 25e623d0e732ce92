"""A loopback proxy before a database server that can lose answers, hang and refuse, as networks do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from desktop_crm.db.address import Address, parse_address

_COMMIT = b"COMMIT"
MARKED = "Marked"  # a label that begins so tells the proxy that a write goes by


class Proxy:
    """Passes everything on; :attr:`at_commit` says what happens to the COMMIT of a write that comes by."""

    def __init__(self, target: Address) -> None:
        self._target = (target.url.host or "127.0.0.1", target.url.port or _PORTS[target.kind])
        self.behind = target
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self.at_commit: Callable[[], str] = lambda: ""
        self.port = 0
        self._door: socket.socket | None = None
        self.listen()

    @property
    def address(self) -> Address:
        """The same database, reached through the proxy; in clear, so that it can see what goes by."""
        url = self.behind.url.set(drivername=self.behind.kind, host="127.0.0.1", port=self.port, query={})
        if self.behind.kind == "postgresql":
            url = url.set(query={"sslmode": "disable"})
        return parse_address(url.render_as_string(hide_password=False))

    # ---- faults ------------------------------------------------------------------------------------------------

    def refuse(self) -> None:
        """Nobody gets in, and whoever is in is cut."""
        self.shut()
        self.cut()

    def shut(self) -> None:
        """Nobody gets in any more."""
        door, self._door = self._door, None
        if door is not None:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()

    def listen(self) -> None:
        """Let them in (again)."""
        door = socket.create_server(("127.0.0.1", self.port), backlog=64, reuse_port=False)
        self.port = door.getsockname()[1]
        self._door = door
        self._start(self._accept, door)

    def cut(self) -> None:
        """Cut all connections, both sides."""
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def hang(self, seconds: float) -> None:
        """Nothing goes through for so long; nothing is cut."""
        self._flowing.clear()
        self._start(lambda: (time.sleep(seconds), self._flowing.set()))

    def close(self) -> None:
        """The end."""
        self._flowing.set()
        self.refuse()
        for thread in self._threads:
            thread.join(timeout=10)

    # ---- passing on --------------------------------------------------------------------------------------------

    def _start(self, function: Callable[..., object], *args: object) -> None:
        thread = threading.Thread(target=function, args=args, name="proxy")
        self._threads.append(thread)
        thread.start()

    def _accept(self, door: socket.socket) -> None:
        while True:
            try:
                client, _peer = door.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            lost = threading.Event()  # what the server says from now on is not passed on
            with self._lock:
                self._open |= {client, server}
            self._start(self._pass, client, server, lost, True)
            self._start(self._pass, server, client, lost, False)

    def _pass(self, source: socket.socket, target: socket.socket, lost: threading.Event, asks: bool) -> None:
        writes = False
        with suppress(OSError):
            while data := source.recv(65536):
                self._flowing.wait()
                writes = writes or MARKED.encode() in data
                if asks and writes and _COMMIT in data:
                    writes = False
                    if not self._committing(data, source, target, lost):
                        break
                if not asks and lost.is_set():
                    break  # the answer is here: it was committed, and nobody hears of it
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        with self._lock:
            if not asks:
                self._open -= {source, target}
        if not asks:
            time.sleep(0.02)  # the other direction sees the end first
            source.close()
            target.close()

    def _committing(self, data: bytes, client: socket.socket, server: socket.socket, lost: threading.Event) -> bool:
        """What the fault of this COMMIT is; ``False``: it is not to be passed on (any more)."""
        fault = self.at_commit()
        if fault == "swallow":
            lost.set()
        elif fault == "late":  # cut for the client at once, and the server gets it when he asks already
            lost.set()
            client.shutdown(socket.SHUT_RDWR)
            time.sleep(0.7)
            server.sendall(data)
            time.sleep(0.2)
            return False
        elif fault == "before":
            return False
        return True


_PORTS = {"postgresql": 5432, "mariadb": 3306}
