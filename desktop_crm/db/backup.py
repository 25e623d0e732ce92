"""Verified copies of a database file: made while others work, never half there under their name."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop_crm.base import clock, paths
from desktop_crm.base.errors import CrmError, DatabaseDamaged, FileNotWritten
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.db.address import Address, file_address
from desktop_crm.db.connection import connect_file
from desktop_crm.db.failures import told
from desktop_crm.db.file import sync
from desktop_crm.db.patience import Patience

_PAGES = 1_000  # a step of 4 MB: others wait no longer than that, and a cancel is heard soon


class BackupOfServer(CrmError):
    """Servers are backed up by their own means. Facts: name."""

    text = N_(
        "“{name}” is on a server, and servers have backups of their own (pg_dump, mariadb-dump). Nothing was done. Ask "
        "whoever keeps the server."
    )


class BackupDamaged(CrmError):
    """The copy is not what was written. Facts: name."""

    text = N_("The backup “{name}” is damaged and cannot be used. Nothing was changed. Take another one.")


@dataclass(frozen=True)
class Manifest:
    """What a backup holds; lies beside it as ``.json``."""

    source: str
    moment: str  # ISO 8601, UTC
    revision: str
    size: int
    sha256: str
    counts: dict[str, int]


def back_up(
    address: Address, folder: Path | None = None, progress: Progress | None = None, patience: Patience | None = None
) -> Path:
    """A verified copy in *folder* (default: the backup folder); its path."""
    if address.path is None:
        raise BackupOfServer(name=address.name)
    progress, patience = progress or Progress(), patience or Patience()
    folder = folder or paths.backups_folder()
    moment = clock.now()
    unfinished = folder / f".{address.path.stem}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with told(file_address(unfinished)):
            _copy(address, unfinished, progress, patience)
            revision, counts = _verify(unfinished, progress)
        sync(unfinished)
        target = _free_name(folder, f"{address.path.stem} {moment.astimezone():%Y-%m-%d %H-%M-%S}")
        manifest = Manifest(
            address.name, moment.isoformat(), revision, unfinished.stat().st_size, _digest(unfinished), counts
        )
        _write_manifest(target, manifest)
        unfinished.replace(target)
        sync(folder)
    except OSError as error:
        raise FileNotWritten(name=str(folder)) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return target


def _copy(address: Address, target: Path, progress: Progress, patience: Patience) -> None:
    if address.path is None:
        raise BackupOfServer(name=address.name)
    target.unlink(missing_ok=True)
    with (
        closing(connect_file(address.path, mode="ro", patience=patience)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")  # forced to the disk once, at the end

        def step(_status: int, remaining: int, total: int) -> None:
            progress.step(_("Backing up …"), total - remaining, total)

        patience.insist(lambda: source.backup(copy, pages=_PAGES, progress=step, sleep=0.02))
        copy.execute("PRAGMA journal_mode=DELETE")


def _verify(path: Path, progress: Progress) -> tuple[str, dict[str, int]]:
    """Revision and counts of a whole copy; :class:`DatabaseDamaged` where it is not."""
    with closing(connect_file(path, mode="ro")) as connection:
        connection.set_progress_handler(lambda: int(progress.cancelled), 100_000)
        try:
            progress.step(_("Checking the backup …"))
            whole = connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
            progress.step(_("Checking the backup …"))
            if not whole or connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise DatabaseDamaged(name=path.name)
            names = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
            ).fetchall()
            counts = {name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in names}
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                progress.step("")  # raises Cancelled
            raise
        return (str(revision[0]) if revision else ""), counts


def _free_name(folder: Path, stem: str) -> Path:
    candidates = [stem, *(f"{stem} ({number})" for number in range(2, 1000))]
    return next(path for name in candidates if not (path := folder / f"{name}.crm").exists())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_path(backup: Path) -> Path:
    """The manifest of *backup*."""
    return backup.with_suffix(".json")


def _write_manifest(target: Path, manifest: Manifest) -> None:
    path = manifest_path(target)
    path.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    sync(path)


def read_manifest(path: Path) -> Manifest | None:
    """What lies beside a backup; ``None`` where nothing that can be read does."""
    try:
        return Manifest(**json.loads(manifest_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def verify_backup(path: Path, progress: Progress | None = None) -> Manifest:
    """The manifest of a backup that is bit by bit what was written, and whole; else :class:`BackupDamaged`."""
    manifest = read_manifest(path)
    try:
        if manifest is None or path.stat().st_size != manifest.size or _digest(path) != manifest.sha256:
            raise BackupDamaged(name=path.name)
    except OSError as error:
        raise BackupDamaged(name=path.name) from error
    with told(file_address(path)):
        revision, counts = _verify(path, progress or Progress())
    if (revision, counts) != (manifest.revision, manifest.counts):
        raise BackupDamaged(name=path.name)
    return manifest


def backups_of(address: Address, folder: Path | None = None) -> list[Path]:
    """Backups of this file, newest first."""
    if address.path is None:
        return []
    shape = re.compile(re.escape(address.path.stem) + r" \d{4}-\d\d-\d\d \d\d-\d\d-\d\d( \(\d+\))?\.crm")
    folder = folder or paths.backups_folder()
    return sorted((path for path in folder.glob("*.crm") if shape.fullmatch(path.name)), reverse=True)
