"""Read-only, busy, used by several PCs, full disk: told calmly, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import (
    DatabaseBusy,
    DiskFull,
    FileNotWritten,
)
from desktop_crm.db.address import Address, file_address
from desktop_crm.db.connection import connect_file
from desktop_crm.db.database import Database
from desktop_crm.db.patience import Patience
from desktop_crm.model import Contact
from tests import databases

ROOT = Path(__file__).resolve().parents[2]
LABEL = Label("Test")


def path_of(address: Address) -> Path:
    assert address.path is not None
    return address.path


def files_beside(path: Path) -> set[str]:
    return {other.name for other in path.parent.iterdir() if other.name.startswith((path.name, f".{path.name}"))}


# ---- read-only ------------------------------------------------------------------------------------------------------

LOOK = """
import os, sys
from pathlib import Path
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import DatabaseReadOnly
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.backup import verify_backup
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)  # root may write everywhere
database = Database.open(parse_address(sys.argv[1]), operator="Visitor", workstation="x", installation="x")
assert database.read_only
assert database.info().counts["contact"] == 500
try:
    with database.write(Label("x")):
        raise AssertionError("written")
except DatabaseReadOnly as error:
    print(error)
database.close()
"""


@pytest.mark.skipif(os.name == "nt", reason="uses file rights of POSIX")
@pytest.mark.parametrize("file_mode", [0o444, 0o644])
def test_a_file_that_may_only_be_read_is_opened_for_looking(
    sqlite_database: Database, file_mode: int, home: Path
) -> None:
    with sqlite_database.write(LABEL) as session:
        session.add_all([Contact(kind="person", name=f"Ion {n}") for n in range(500)])
    sqlite_database.close()
    path = path_of(sqlite_database.address)
    folder = Path("/tmp") / f"desktop_crm_ro_{os.getpid()}_{file_mode:o}"
    folder.mkdir()
    try:
        copy = folder / "clients.crm"
        shutil.copy(path, copy)
        copy.chmod(file_mode if os.getuid() == 0 else 0o444)
        folder.chmod(0o555)
        own = folder.parent / f"{folder.name}_home"
        own.mkdir()
        own.chmod(0o777)
        done = subprocess.run(
            [sys.executable, "-c", LOOK, str(copy)],
            env={"PYTHONPATH": str(ROOT), "DESKTOP_CRM_HOME": str(own), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "can only be looked at" in done.stdout
        assert [file.name for file in folder.iterdir()] == ["clients.crm"]
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
        shutil.rmtree(f"{folder}_home", ignore_errors=True)


# ---- busy -----------------------------------------------------------------------------------------------------------


def test_a_busy_file_is_waited_for_then_told(sqlite_address: Address, opened: Callable[..., Database]) -> None:
    database = opened(sqlite_address, patience=Patience(give_up_after=0.4))
    with closing(connect_file(path_of(sqlite_address))) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(DatabaseBusy), database.write(LABEL) as session:
            session.add(Contact(kind="person", name="Ion"))
        assert 0.4 <= time.monotonic() - started < 3
        with database.read() as session:  # who only looks does not wait
            assert session.scalars(select(Contact)).all() == []
        release = threading.Timer(0.15, lambda: other.execute("ROLLBACK"))
        release.start()
        with database.write(LABEL) as session:
            session.add(Contact(kind="person", name="Ion"))
        release.join()
    assert database.info().counts["contact"] == 1


def test_who_waits_long_is_told(
    sqlite_address: Address, opened: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_crm.db import patience

    monkeypatch.setattr(patience, "SAY_AFTER", 0.1)
    database = opened(sqlite_address, patience=Patience(give_up_after=0.5))
    told: list[float] = []
    database.waiting = told.append
    with closing(connect_file(path_of(sqlite_address))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy), database.write(LABEL):
            pass
    assert told
    assert all(waited >= 0.1 for waited in told)


# ---- alone and office -----------------------------------------------------------------------------------------------


def test_office_mode_is_a_property_of_the_file(sqlite_address: Address, opened: Callable[..., Database]) -> None:
    alone = opened(sqlite_address)
    assert (alone.info().usage, alone.info().journal_mode) == ("alone", "wal")
    alone.set_usage("office")
    assert (alone.info().usage, alone.info().journal_mode) == ("office", "delete")
    with alone._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 3
    alone.close()
    office = opened(sqlite_address)
    assert (office.info().usage, office.info().journal_mode) == ("office", "delete")
    with office.write(LABEL) as session:
        session.add(Contact(kind="person", name="Ion"))
    office.set_usage("alone")
    assert (office.info().usage, office.info().journal_mode) == ("alone", "wal")
    assert office.info().counts["contact"] == 1


def test_a_log_that_another_program_holds_is_not_taken_away(
    sqlite_address: Address, opened: Callable[..., Database]
) -> None:
    first, second = opened(sqlite_address), opened(sqlite_address, installation="pc-2")
    with second.read(), pytest.raises(DatabaseBusy):
        first.set_usage("office")
    assert (first.info().usage, first.info().journal_mode) == ("alone", "wal")
    with first.write(LABEL) as session:
        session.add(Contact(kind="person", name="Ion"))


# ---- full disk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.name == "nt" or os.getuid() != 0:
        pytest.skip("only root can mount a small disk; test_a_file_that_may_not_grow covers the same")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_changes_nothing(small_disk: Path, opened: Callable[..., Database], tmp_path: Path) -> None:
    database = opened(databases.new_file(small_disk / "clients.crm"))
    with database.write(LABEL) as session:
        session.add(Contact(kind="person", name="Ion"))
    with pytest.raises(DiskFull, match=r"full"), database.write(LABEL) as session:
        session.add_all([Contact(kind="person", name="x", notes="y" * 10_000) for _ in range(500)])
        session.flush()
    assert database.info().counts["contact"] == 1
    assert database.check().ok
    free = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(b"0" * max(0, free - 200_000))
    with pytest.raises((DiskFull, FileNotWritten)):
        database.backup(small_disk / "backups")
    assert [path.name for path in (small_disk / "backups").iterdir()] == []
    with pytest.raises((DiskFull, FileNotWritten)):
        Database.create(file_address(small_disk / "second.crm"))
    assert not (small_disk / "second.crm").exists()
    database.close()


GROW = """
import resource, signal, sys
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.model import Contact
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
database = Database.open(parse_address(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
try:
    with database.write(Label("x")) as session:
        session.add_all([Contact(kind="person", name="x", notes="y" * 10_000) for _ in range(500)])
except CrmError as error:
    print(type(error).__name__)
database.close()
"""


@pytest.mark.skipif(os.name == "nt", reason="uses resource limits of POSIX")
def test_a_file_that_may_not_grow(sqlite_address: Address, opened: Callable[..., Database]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GROW, str(sqlite_address.path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in ("DiskFull", "DatabaseUnreachable")
    database = opened(sqlite_address)
    assert database.info().counts["contact"] == 0
    assert database.check().ok
