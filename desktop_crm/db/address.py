"""Where a database is: a file, a PostgreSQL server or a MariaDB server."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from desktop_crm.base import passwords
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_

_SCHEMES = {
    "postgresql": ("postgresql", "postgresql+psycopg"),
    "postgres": ("postgresql", "postgresql+psycopg"),
    "postgresql+psycopg": ("postgresql", "postgresql+psycopg"),
    "mariadb": ("mariadb", "mariadb+pymysql"),
    "mariadb+pymysql": ("mariadb", "mariadb+pymysql"),
    "mysql": ("mariadb", "mariadb+pymysql"),
    "mysql+pymysql": ("mariadb", "mariadb+pymysql"),
}
PORTS = {"postgresql": 5432, "mariadb": 3306}
# what else a URL may say: how to reach the server, nothing about how the program works with it
_OPTIONS = {
    "postgresql": {"sslmode", "sslrootcert", "sslcert", "sslkey", "host", "connect_timeout", "channel_binding"},
    "mariadb": {
        "unix_socket",
        "sslmode",
        "sslrootcert",
        "ssl_ca",
        "ssl_cert",
        "ssl_key",
        "ssl_check_hostname",
        "connect_timeout",
    },
}


class AddressNotUnderstood(CrmError):
    """The text names no database. Facts: name."""

    text = N_(
        "“{name}” does not name a database. Nothing was changed. Give the path of a file, or an address such as "
        "postgresql://user@server/database or mariadb://user@server/database."
    )


@dataclass(frozen=True)
class Address:
    """Where a database is. The password is in ``url`` only, and that is never shown."""

    kind: str  # sqlite, postgresql, mariadb
    path: Path | None
    url: URL = field(repr=False)
    name: str = ""  # short, for sentences
    shown: str = ""  # as it may be remembered and typed again, without the password

    @property
    def is_server(self) -> bool:
        """Whether a server keeps the data."""
        return self.path is None

    @property
    def title(self) -> str:
        """What it is called: by its file, or by its name at the server."""
        return self.path.stem.replace("_", " ").replace("-", " ").strip().capitalize() if self.path else self.name

    @property
    def calendar_name(self) -> str:
        """The file that others subscribe to; the name stays, so that a subscription does."""
        return f"{self.path.stem if self.path else self.name}-reminders.ics"

    @property
    def place(self) -> tuple[str, int]:
        """Host (or folder of the socket) and port of a server."""
        socket_ = self.url.query.get("unix_socket") or self.url.query.get("host")
        host = self.url.host or (socket_ if isinstance(socket_, str) else "") or "localhost"
        return host, self.url.port or PORTS.get(self.kind, 0)

    def with_password(self, password: str) -> Address:
        """The same place, reached with *password*."""
        return replace(self, url=self.url.set(password=password))

    def with_kept_password(self) -> Address:
        """With the password from the keyring of the computer, where the URL has none and one is kept.

        ``PGPASSWORD`` goes before it; without any, libpq looks into ``~/.pgpass`` and the server says if it wants one.
        """
        if self.path is not None or self.url.password is not None or not self.url.username:
            return self
        if self.kind == "postgresql" and os.environ.get("PGPASSWORD"):
            return self
        password = passwords.kept(self.shown)
        return self if password is None else self.with_password(password)


def file_address(path: Path) -> Address:
    """The database in the file *path*."""
    return Address("sqlite", path, URL.create("sqlite+pysqlite", database=str(path)), path.name, str(path))


def server_address(
    kind: str, host: str, port: int, name: str, user: str, *, sslmode: str = "", authority: str = ""
) -> Address:
    """The database *name* on a server as a form asks for it; a *host* that is a path is a socket of this computer.

    *authority*: file of the certificates to trust; "" with ``verify-full`` = those this computer trusts.
    """
    query: dict[str, str] = {}
    if host.startswith("/"):
        query["host" if kind == "postgresql" else "unix_socket"] = host
    if sslmode and sslmode != "prefer":
        query["sslmode"] = sslmode
    if sslmode == "verify-full":
        query["sslrootcert"] = authority or "system"
    by_network = not host.startswith("/")
    usual = port in (0, PORTS.get(kind))
    url = URL.create(
        kind, user or None, None, host if by_network else None, None if usual else port, name or None, query
    )
    return parse_address(url.render_as_string(hide_password=False))


def parse_address(text: str) -> Address:
    """A path, ``sqlite:///path``, ``postgresql://…``, ``mariadb://…`` or ``mysql://…`` as typed."""
    text = text.strip()
    scheme, mark, rest = text.partition("://")
    if not mark:
        if not text or "\0" in text:
            raise AddressNotUnderstood(name=text.replace("\0", ""))
        return file_address(Path(text).expanduser())
    if scheme.lower() == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return file_address(Path(rest[1:]).expanduser())
    return _server_address(text, scheme.lower())


def _server_address(text: str, scheme: str) -> Address:
    nameless = text.rpartition("@")[2]  # what is said about a wrong address must not hold its password
    if scheme not in _SCHEMES:
        raise AddressNotUnderstood(name=nameless)
    kind, driver = _SCHEMES[scheme]
    try:
        given = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise AddressNotUnderstood(name=nameless) from error
    if not given.database or not set(given.query) <= _OPTIONS[kind]:
        raise AddressNotUnderstood(name=nameless)
    url = given.set(drivername=driver)
    bare = url.set(drivername=kind, password=None) if url.username else url.set(drivername=kind)
    shown = URL.create(kind, bare.username, None, bare.host, bare.port, bare.database, bare.query)
    return Address(kind, None, url, given.database, shown.render_as_string(hide_password=False))
