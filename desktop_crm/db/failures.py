"""What the drivers raise, told as the known errors of the program: the only place that reads their codes."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from desktop_crm.base.errors import (
    CrmError,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseReadOnly,
    DatabaseUnreachable,
    DiskFull,
    NotADatabase,
)
from desktop_crm.base.i18n import N_, _
from desktop_crm.db.address import Address
from desktop_crm.db.refusals import AccessDenied as AccessDenied
from desktop_crm.db.refusals import refusal


class WriteConflict(DatabaseBusy):
    """Two writes met on a server and this one gave way; doing the whole action again is right. Facts: name, who."""


class CommitUnknown(DatabaseUnreachable):
    """The answer to a commit was lost, and the database cannot be asked. Facts: name."""

    text = N_(
        "The connection to the database “{name}” broke while saving. Whether it was saved is not known yet: look when "
        "the connection is back, before typing it again."
    )


_SQLITE: dict[int, type[CrmError]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_PROTOCOL: DatabaseBusy,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_AUTH: DatabaseReadOnly,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: NotADatabase,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DatabaseUnreachable,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnreachable,
    sqlite3.SQLITE_NOLFS: DiskFull,
}
_POSTGRESQL: dict[str, type[CrmError]] = {  # SQLSTATE, or its class
    "08": DatabaseUnreachable,
    "28": AccessDenied,
    "3D": DatabaseMissing,
    "53": DatabaseUnreachable,
    "53100": DiskFull,
    "57": DatabaseUnreachable,
    "57014": DatabaseBusy,
    "55P03": DatabaseBusy,
    "40001": WriteConflict,
    "40P01": WriteConflict,
    "25006": DatabaseReadOnly,
    "42501": DatabaseReadOnly,
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
}
_MARIADB: dict[int, type[CrmError]] = {
    **dict.fromkeys((1213, 1020), WriteConflict),
    **dict.fromkeys((1205, 1969, 3024), DatabaseBusy),
    **dict.fromkeys((1290, 1836, 1142, 1792), DatabaseReadOnly),
    **dict.fromkeys((3, 28, 1021, 1114), DiskFull),
    **dict.fromkeys((1044, 1045, 1698, 1130), AccessDenied),
    1049: DatabaseMissing,
    **dict.fromkeys((126, 127, 145, 1034, 1194, 1195, 1712), DatabaseDamaged),
    **dict.fromkeys((1040, 1053, 1077, 1152, 1153, 1927, 2002, 2003, 2006, 2013, 2014, 2055), DatabaseUnreachable),
}


def known_error(error: BaseException, address: Address) -> CrmError | None:
    """The known error that *error* of a driver stands for; None where it is a bug."""
    if isinstance(error, StaleDataError):
        return WriteConflict(name=address.name, who=_("another user"))
    if isinstance(error, PoolTimeout):
        return DatabaseBusy(name=address.name, who=_("this program"))
    origin = error.orig if isinstance(error, DBAPIError) else error
    kind: type[CrmError] | None = None
    if isinstance(origin, sqlite3.Error):
        kind = _SQLITE.get(getattr(origin, "sqlite_errorcode", 0) & 0xFF)
    elif address.is_server and isinstance(origin, driver_errors(address.kind)):
        refused = refusal(origin, address)
        if refused is not None:
            return refused
        kind = _of_postgresql(origin) if address.kind == "postgresql" else _of_mariadb(origin)
    elif isinstance(origin, OSError):
        kind = DiskFull if origin.errno == errno.ENOSPC else None
    return None if kind is None else kind(name=address.name, who=_("another program"))


def _of_postgresql(origin: BaseException) -> type[CrmError] | None:
    state = str(getattr(origin, "sqlstate", None) or "")
    if state:
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    # the server is gone
    return DatabaseUnreachable if type(origin).__name__ == "OperationalError" else None


def _of_mariadb(origin: BaseException) -> type[CrmError] | None:
    code = origin.args[0] if origin.args else 0
    if type(origin).__name__ == "InterfaceError":  # (0, ''): the connection was closed under us
        return DatabaseUnreachable
    return _MARIADB.get(code) if isinstance(code, int) else None


def driver_errors(kind: str) -> tuple[type[Exception], ...]:
    """What the driver of this kind of database raises; the drivers of servers are loaded only where they are used."""
    if kind == "postgresql":
        import psycopg  # noqa: PLC0415 - as above

        return (psycopg.Error,)
    if kind in ("mariadb", "mysql"):
        import pymysql  # noqa: PLC0415 - as above

        return (pymysql.err.MySQLError,)
    return (sqlite3.Error,)


def is_broken_rule(error: BaseException) -> bool:
    """Whether the database refused rows because of a key or a tie."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    # drivers have classes of their own below this one
    return any(kind.__name__ == "IntegrityError" for kind in type(origin).__mro__)


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Errors of the drivers leave the block as known errors; bugs leave it as they are."""
    errors: tuple[type[Exception], ...] = (DBAPIError, PoolTimeout, StaleDataError, sqlite3.Error)
    errors += driver_errors(address.kind)
    try:
        yield
    except errors as error:
        known = known_error(error, address)
        if known is None:
            raise
        raise known from error
