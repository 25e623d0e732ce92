"""Connections over a network that notice within half a minute that the other side is gone, instead of after hours."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

_IDLE, _BETWEEN, _TIMES = 10, 5, 3  # seconds of silence, seconds between questions, questions without an answer
_UNANSWERED_MS = 20_000
# what libpq takes
POSTGRESQL: dict[str, Any] = {
    "keepalives": 1,
    "keepalives_idle": _IDLE,
    "keepalives_interval": _BETWEEN,
    "keepalives_count": _TIMES,
    "tcp_user_timeout": _UNANSWERED_MS,
}


def keep_alive(connection: Any) -> None:
    """The same for a connection of PyMySQL; what the system does not know is left out."""
    line = getattr(connection, "_sock", None)
    if not isinstance(line, socket.socket) or line.family not in (socket.AF_INET, socket.AF_INET6):
        return
    values = {
        "TCP_KEEPIDLE": _IDLE,
        "TCP_KEEPINTVL": _BETWEEN,
        "TCP_KEEPCNT": _TIMES,
        "TCP_USER_TIMEOUT": _UNANSWERED_MS,
    }
    with suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in values.items():
            if hasattr(socket, name):
                line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
