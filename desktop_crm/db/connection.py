"""A bare connection to a SQLite file with our settings; knows nothing of SQLAlchemy, so that a start can be quick."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop_crm.db.patience import Patience

APPLICATION_ID = 0x43524D31  # "CRM1" in the header of our files
READING_KIB, WRITING_KIB = 2_000, 32_000  # pages held: the system keeps the file at hand, an import needs room to sort


def connect_file(
    path: Path,
    *,
    mode: str = "rw",
    office: bool = False,
    foreign_keys: bool = True,
    patience: Patience | None = None,
) -> sqlite3.Connection:
    """A bare connection with the settings every connection of ours has. *mode*: rw, ro, rwc or immutable."""
    query = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{query}", uri=True, timeout=0, isolation_level=None, check_same_thread=False
    )
    settings = ";".join(_pragmas(office, foreign_keys))
    try:  # some settings read the file, which may be busy
        (patience or Patience()).insist(lambda: connection.executescript(settings))
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _pragmas(office: bool, foreign_keys: bool) -> tuple[str, ...]:
    durable = ("PRAGMA synchronous=EXTRA", "PRAGMA mmap_size=0") if office else ("PRAGMA synchronous=FULL",)
    return (
        *durable,
        f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}",
        f"PRAGMA cache_size=-{WRITING_KIB}",
        "PRAGMA temp_store=MEMORY",
        "PRAGMA journal_size_limit=16000000",  # the log of an import does not stay on the disk
        "PRAGMA cell_size_check=ON",
    )
