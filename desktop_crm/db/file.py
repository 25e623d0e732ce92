"""A SQLite file before and while it is opened: whose it is, whether it is whole, how it is used."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from desktop_crm.base.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseUnreachable,
    FileUnreadable,
    NotADatabase,
)
from desktop_crm.base.i18n import _
from desktop_crm.db.address import Address
from desktop_crm.db.connection import APPLICATION_ID, connect_file
from desktop_crm.db.failures import told
from desktop_crm.db.patience import Patience
from desktop_crm.db.place import Place, place_of

_MAGIC = b"SQLite format 3\x00"
_SHORT = 1.0  # seconds to wait for another program when the journal mode has to change


@dataclass(frozen=True)
class Opening:
    """How the file is to be opened."""

    mode: str  # rw, ro, immutable
    office: bool
    place: Place

    @property
    def read_only(self) -> bool:
        """Whether it may only be looked at."""
        return self.mode != "rw"


def _path(address: Address) -> Path:
    if address.path is None:
        raise ValueError("a server is no file")
    return address.path


def look(address: Address) -> bytes:
    """The header of the file, if it is one of ours and not cut short; else the known error."""
    path = _path(address)
    try:
        with path.open("rb") as file:
            header = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise DatabaseMissing(name=address.name) from error
    except (IsADirectoryError, NotADirectoryError) as error:
        raise NotADatabase(name=address.name) from error
    except PermissionError as error:
        raise (NotADatabase if path.is_dir() else FileUnreadable)(name=address.name) from error
    except OSError as error:
        raise DatabaseUnreachable(name=address.name) from error
    if len(header) < 100 or header[:16] != _MAGIC:
        raise NotADatabase(name=address.name)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotADatabase(name=address.name)
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    current = header[24:28] == header[92:96]  # else the count of pages is not to be believed
    if current and not _journals(path) and size < pages * (65536 if page == 1 else page):
        raise DatabaseDamaged(name=address.name)
    return header


def _journals(path: Path) -> bool:
    for suffix in ("-wal", "-journal"):
        try:
            if path.with_name(path.name + suffix).stat().st_size:
                return True
        except OSError:
            continue
    return False


def is_wal(header: bytes) -> bool:
    """Whether the header says that the file is kept with a write-ahead log."""
    return header[18] == 2


def prepare(address: Address, patience: Patience) -> Opening:
    """Decide how to open the file, and bring its journal into the mode that its use and place need."""
    path = _path(address)
    header = look(address)
    place = place_of(path)
    with told(address):
        if place.is_network and is_wal(header) and os.access(path, os.W_OK):
            _leave_wal(address, path)
        mode = _mode(path, patience)
        connection = connect_file(path, mode=mode, patience=patience)
        try:
            office = place.is_network or patience.insist(lambda: _usage(connection)) == "office"
            if mode == "rw":
                _set_journal(address, connection, path, office, patience)
        finally:
            connection.close()
    return Opening(mode, office, place)


def _mode(path: Path, patience: Patience) -> str:
    """Whether the file can be written, or only be read, or only be read as if nobody wrote."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        connection = connect_file(path, patience=patience)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode & 0xFF
            if code not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
                return "rw"  # busy or damaged: found out, and told, at the first real use
        else:
            return "rw"
        finally:
            connection.close()
    try:
        connection = connect_file(path, mode="ro", patience=patience)
        try:
            patience.insist(lambda: connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall())
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) and not _journals(path):
            return "immutable"  # a log cannot be made beside it, and there is none: the file is all there is
        raise
    return "ro"


def _usage(connection: sqlite3.Connection) -> str:
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
        return ""
    row = connection.execute("SELECT value FROM meta WHERE key = 'usage'").fetchone()
    return str(row[0]) if row else ""


def _set_journal(
    address: Address, connection: sqlite3.Connection, path: Path, office: bool, patience: Patience
) -> None:
    mode = patience.insist(lambda: connection.execute("PRAGMA journal_mode").fetchone()[0])
    if office and mode == "wal":
        connection.close()
        _leave_wal(address, path)
    elif not office and mode != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise  # busy: another program of this PC is in; the present mode is safe too


def _leave_wal(address: Address, path: Path) -> None:
    """Take the log away from a file that several PCs use. If it cannot be had alone, another PC has it open so."""
    connection = connect_file(path, office=True)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        Patience(_SHORT).insist(lambda: connection.execute("PRAGMA journal_mode=DELETE").fetchall())
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
            raise DatabaseBusy(name=address.name, who=_("another computer, as its only user,")) from error
        raise
    finally:
        connection.close()


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
