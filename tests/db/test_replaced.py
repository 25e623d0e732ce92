"""A file that is replaced, or put back to an older state, while it is open: noticed, and nothing is written into it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, DatabaseReplaced
from desktop_crm.db.database import Database
from desktop_crm.db.watcher import Watcher
from desktop_crm.model import Contact
from desktop_crm.model.session import CrmSession
from tests import databases

LABEL = Label("Test")


def add(session: CrmSession, name: str) -> None:
    session.add(Contact(kind="person", name=name))


def names(session: CrmSession) -> list[str]:
    return list(session.scalars(select(Contact.name).order_by(Contact.id)))


def older(database: Database, folder: Path) -> Path:
    """What the file held before the last change."""
    database.do(LABEL, add, "kept")
    backup = database.backup(folder)
    database.do(LABEL, add, "later")
    return backup


def put_in_place(path: Path, other: Path) -> None:
    """As a synchronising program would do it."""
    beside = path.with_name("coming")
    shutil.copyfile(other, beside)
    beside.replace(path)


def test_an_older_file_in_its_place_is_not_written_into(
    sqlite_database: Database, opened: Callable[..., Database], tmp_path: Path
) -> None:
    path = sqlite_database.address.path
    assert path is not None
    put_in_place(path, older(sqlite_database, tmp_path / "backups"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    with pytest.raises(DatabaseReplaced, match="replaced"):
        sqlite_database.do(LABEL, add, "wrong place")
    reloaded = opened(sqlite_database.address, operator="Olga", installation="pc-2")
    assert reloaded.ask(names) == ["kept"]
    reloaded.do(LABEL, add, "on it goes")


def test_a_backup_brought_back_by_another_program_is_noticed(
    sqlite_database: Database, opened: Callable[..., Database], tmp_path: Path
) -> None:
    backup = older(sqlite_database, tmp_path / "backups")
    other = opened(sqlite_database.address, operator="Olga", installation="pc-2")
    other.restore(backup)
    with pytest.raises(DatabaseReplaced):
        sqlite_database.do(LABEL, add, "on top of what is gone")
    again = opened(sqlite_database.address)
    assert again.ask(names) == ["kept"]


def test_a_strange_file_in_its_place_is_not_written_into(sqlite_database: Database, tmp_path: Path) -> None:
    sqlite_database.do(LABEL, add, "kept")
    path = sqlite_database.address.path
    assert path is not None
    sqlite_database.close()
    strange = databases.new_file(tmp_path / "strange.crm").path
    assert strange is not None
    put_in_place(path, strange)
    before = path.read_bytes()
    with pytest.raises(DatabaseReplaced):
        sqlite_database.do(LABEL, add, "wrong place")
    assert path.read_bytes() == before


def test_the_same_file_under_another_number_is_no_trouble(sqlite_database: Database, tmp_path: Path) -> None:
    sqlite_database.do(LABEL, add, "kept")
    path = sqlite_database.address.path
    assert path is not None
    sqlite_database.set_usage("office")  # nothing lies beside it
    put_in_place(path, path)
    sqlite_database.do(LABEL, add, "later")
    assert sqlite_database.ask(lambda session: session.scalar(select(func.count(Contact.id)))) == 2


def test_the_watcher_tells_it(sqlite_database: Database, tmp_path: Path) -> None:
    said: list[CrmError] = []
    heard = threading.Event()

    def lost(error: CrmError) -> None:
        said.append(error)
        heard.set()

    backup = older(sqlite_database, tmp_path / "backups")
    watcher = Watcher(sqlite_database, changed=lambda _changes: None, lost=lost)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    sqlite_database.restore(backup)
    assert heard.wait(5)
    watcher.stop()
    thread.join(5)
    assert type(said[0]) is DatabaseReplaced
