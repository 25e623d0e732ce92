"""A backup brought back into its database file; a copy of the present is made first."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_crm.base.errors import FileNotWritten
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.db.address import Address
from desktop_crm.db.backup import BackupOfServer, back_up, backups_of, manifest_path, read_manifest, verify_backup
from desktop_crm.db.connection import connect_file
from desktop_crm.db.failures import told
from desktop_crm.db.file import sync
from desktop_crm.db.patience import Patience

_PAGES = 1_000


@dataclass(frozen=True)
class BackupRow:
    """One backup as the list shows it."""

    path: Path
    moment: datetime
    size: int
    contacts: int


def backup_rows(address: Address, folders: Sequence[Path]) -> list[BackupRow]:
    """Backups of this file in *folders*, newest first; one without its manifest cannot be trusted and is left out."""
    found: dict[str, BackupRow] = {}
    for folder in folders:
        for path in backups_of(address, folder):
            manifest = read_manifest(path)
            if manifest is not None and path.name not in found:
                moment = datetime.fromisoformat(manifest.moment)
                found[path.name] = BackupRow(path, moment, manifest.size, manifest.counts.get("contact", 0))
    return sorted(found.values(), key=lambda row: row.moment, reverse=True)


def copy_backup(backup: Path, folder: Path, progress: Progress | None = None) -> Path:
    """The same backup once more in *folder*, compared bit by bit; never half there under its name."""
    progress = progress or Progress()
    target, unfinished = folder / backup.name, folder / f".{backup.name}.part"
    progress.step(_("Copying the backup …"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup, unfinished)
        sync(unfinished)
        unfinished.replace(target)
        shutil.copyfile(manifest_path(backup), manifest_path(target))
        sync(folder)
    except OSError as error:
        raise FileNotWritten(name=str(folder)) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    verify_backup(target, progress)
    return target


def restore(address: Address, backup: Path, progress: Progress | None = None) -> Path:
    """Make the file what it was in *backup*, as one transaction; gives the copy of the present made before."""
    if address.path is None:
        raise BackupOfServer(name=address.name)
    progress = progress or Progress()
    verify_backup(backup, progress)
    present = back_up(address, progress=progress)

    def step(_status: int, remaining: int, total: int) -> None:
        progress.step(_("Bringing the backup back …"), total - remaining, total)

    patience = Patience()
    with (
        told(address),
        closing(connect_file(backup, mode="ro")) as source,
        closing(connect_file(address.path, patience=patience)) as target,
    ):
        # until the last page is there the file holds what it held: a crash or Cancel rolls back
        patience.insist(lambda: source.backup(target, pages=_PAGES, progress=step, sleep=0.02))
        with suppress(sqlite3.OperationalError):  # somebody else reads: the log is emptied later
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return present
