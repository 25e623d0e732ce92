"""What the journaled bulk way costs over the bare driver, measured in the same run. Printed, not asserted."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db.address import Address
from desktop_crm.db.connection import connect_file
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact
from tests import databases

COUNT = 10_000


def test_bulk_insert_against_the_bare_driver(
    sqlite_address: Address, opened: Callable[..., Database], tmp_path: Path
) -> None:
    rows = [(i, "person", f"Ion Țurcanu {i}", f"turcanu {i}", f"ion {i}") for i in new_ids(COUNT)]
    columns = ["id", "kind", "name", "sort_name", "name_key"]
    database = opened(sqlite_address)
    started = time.perf_counter()
    with database.write(Label("Import")) as session:
        session.bulk_insert(Contact, columns, rows)
    ours = time.perf_counter() - started

    bare = databases.new_file(tmp_path / "bare.crm")
    assert bare.path is not None
    with database._engine.connect() as connection:
        names = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(contact)")]
        statement = f"SELECT {', '.join(names)} FROM contact"
        whole = [tuple(row) for row in connection.exec_driver_sql(statement)]
    with closing(connect_file(bare.path)) as raw:
        started = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(f"INSERT INTO contact ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", whole)
        raw.execute("COMMIT")
        reference = time.perf_counter() - started
    started = time.perf_counter()
    undo(database)
    back = time.perf_counter() - started
    print(  # noqa: T201
        f"\n{COUNT} contacts: sqlite3 {sqlite3.sqlite_version} {reference:.2f} s, bulk_insert {ours:.2f} s "
        f"({ours / reference:.2f} ×), undo {back:.2f} s ({back / ours:.2f} × the import)"
    )
    assert database.info().counts["contact"] == 0
