"""Backups are whole copies or nothing, and a flipped bit is noticed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, FileNotWritten
from desktop_crm.base.ids import new_ids
from desktop_crm.base.progress import Progress
from desktop_crm.db import schema
from desktop_crm.db.address import Address, file_address
from desktop_crm.db.backup import BackupDamaged, BackupOfServer, backups_of, manifest_path, verify_backup
from desktop_crm.db.database import Database
from desktop_crm.model import Contact
from tests import databases


def fill(database: Database, count: int = 2000) -> None:
    with database.write(Label("Fill")) as session:
        rows = [(i, "person", f"Ion {i}", "note " * 50) for i in new_ids(count)]
        session.bulk_insert(Contact, ["id", "kind", "name", "notes"], rows)


def test_a_backup_is_verified_and_can_be_opened(
    sqlite_database: Database, opened: Callable[..., Database], home: Path, frozen_clock: datetime
) -> None:
    fill(sqlite_database)
    path = sqlite_database.backup()
    assert path.parent == home / "data" / "backups"
    assert {file.name for file in path.parent.iterdir()} == {path.name, manifest_path(path).name}
    manifest = verify_backup(path)
    assert (manifest.source, manifest.revision, manifest.counts["contact"]) == ("clients.crm", schema.head(), 2000)
    assert manifest.moment == frozen_clock.isoformat()
    with clock.frozen(frozen_clock + timedelta(days=1)):
        second = sqlite_database.backup()
    same_moment = sqlite_database.backup()
    assert backups_of(sqlite_database.address) == [second, *sorted((path, same_moment), reverse=True)]
    copy = opened(file_address(path))
    assert copy.info().counts["contact"] == 2000
    assert copy.check().ok


def test_a_flipped_bit_is_noticed(sqlite_database: Database, tmp_path: Path) -> None:
    fill(sqlite_database)
    path = sqlite_database.backup(tmp_path / "резерв")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(BackupDamaged):
        verify_backup(path)
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert verify_backup(path)
    facts = json.loads(manifest_path(path).read_text(encoding="utf-8"))
    manifest_path(path).write_text(json.dumps({**facts, "counts": {}}), encoding="utf-8")
    with pytest.raises(BackupDamaged):
        verify_backup(path)
    manifest_path(path).unlink()
    with pytest.raises(BackupDamaged):
        verify_backup(path)


def test_a_cancelled_backup_leaves_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    fill(sqlite_database, 5_000)
    texts: list[str] = []

    def stop(text: str, done: int, total: int) -> None:
        texts.append(text)
        progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        sqlite_database.backup(tmp_path / "backups", progress)
    assert list((tmp_path / "backups").iterdir()) == []
    assert texts


def test_backup_while_others_write(sqlite_database: Database, opened: Callable[..., Database]) -> None:
    fill(sqlite_database, 5_000)
    writer = opened(sqlite_database.address, installation="pc-2")
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            with writer.write(Label("Add")) as session:
                session.add(Contact(kind="person", name="Ion"))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        path = sqlite_database.backup()
    finally:
        stop.set()
        thread.join()
    assert verify_backup(path).counts["contact"] >= 5_000


def test_a_folder_that_cannot_be_made(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FileNotWritten):
        sqlite_database.backup(tmp_path / "file" / "backups")


@pytest.mark.parametrize("kind", databases.KINDS[1:])
def test_servers_have_backups_of_their_own(kind: str, tmp_path: Path, opened: Callable[..., Database]) -> None:
    address: Address = databases.fresh(kind, tmp_path)
    with pytest.raises(BackupOfServer):
        opened(address).backup(tmp_path)
