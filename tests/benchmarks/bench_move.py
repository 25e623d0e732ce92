"""Moving 100,000 contacts with 1,000,000 interactions to a server, beside plain COPY of the same rows in the same run.

The reference reads all tables with ``sqlite3`` and writes them with psycopg's ``COPY … write_row`` into bare tables: no
key, no index, no search, no comparison. A second one does the same into the tables as the program has them, a third
makes keys, indexes and ties afterwards. The move makes tables, keys, indexes and the search, sums up both sides, walks
through the book of complaints, and marks the file; its backup is measured by itself.
``python -m tests.benchmarks.bench_move [FILE] [postgresql|mariadb …]``
"""

import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from desktop_crm.base.progress import Progress
from desktop_crm.db.address import Address, file_address
from desktop_crm.db.creation import create
from desktop_crm.db.database import Database
from desktop_crm.db.transfer import move, plan_move
from desktop_crm.db.transfer.postgresql import PostgresqlTarget
from desktop_crm.model import Base
from desktop_crm.services.complaints import verify_book
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.search import rebuild_search
from tests import databases
from tests.benchmarks.big_base import copy_of_big_base


@contextmanager
def place(kind: str) -> Iterator[Address]:
    """An empty database on the server."""
    address = databases.bare_database(kind)
    try:
        yield address
    finally:
        databases.drop_database(kind, address.name)


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds on the clock, and of this program's processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def plain_copy(file: Path, target: Address, *, bare: bool) -> None:
    """All rows of all tables, as anybody would write it."""
    url = target.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(sqlite3.connect(file)) as source, psycopg.connect(url) as server, server.cursor() as cursor:
        for table in Base.metadata.sorted_tables:
            if bare:
                cursor.execute(f'CREATE TABLE bare_{table.name} AS SELECT * FROM "{table.name}" LIMIT 0')
            else:
                cursor.execute(f'DELETE FROM "{table.name}"')
        copy_rows(source, cursor, lambda table: f"bare_{table}" if bare else table)


def copy_rows(source: sqlite3.Connection, cursor: Any, named: Callable[[str], str]) -> None:
    """Row by row, parents first."""
    for table in Base.metadata.sorted_tables:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        switches = [place for place, column in enumerate(table.columns) if str(column.type) == "BOOLEAN"]
        with cursor.copy(f'COPY "{named(table.name)}" ({names}) FROM STDIN') as copy:
            for row in source.execute(f'SELECT {names} FROM "{table.name}" ORDER BY 1'):
                if switches:
                    row = list(row)
                    for switch in switches:
                        row[switch] = bool(row[switch])
                copy.write_row(row)


def copy_then_indexes(file: Path, target: Address) -> None:
    """All rows by the same plain COPY, then the keys, indexes and ties that the program's tables have, made at once."""
    with closing(PostgresqlTarget(target)) as goal, closing(sqlite3.connect(file)) as source:
        goal.prepare()
        raw: Any = goal.connection.connection.driver_connection
        with raw.cursor() as cursor:
            copy_rows(source, cursor, lambda table: table)
        for _table in goal.complete():
            pass
        goal.finish()


class Phases:
    """Seconds between the words of the progress."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._last, self._text = time.perf_counter(), ""

    def __call__(self, text: str, done: int, total: int) -> None:
        now = time.perf_counter()
        self.spent[self._text] = self.spent.get(self._text, 0.0) + now - self._last
        self._last, self._text = now, text.partition(" (")[0]

    def __str__(self) -> str:
        return ", ".join(f"{text or 'begin'} {seconds:.1f}" for text, seconds in self.spent.items() if seconds >= 0.5)


class Peak:
    """The most memory this program has taken while something runs, in MiB, above what it had at the beginning."""

    def __enter__(self) -> "Peak":
        self.most = self._begin = self._now()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def grown(self) -> float:
        """MiB."""
        return self.most - self._begin

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self.most = max(self.most, self._now())

    @staticmethod
    def _now() -> float:
        if sys.platform != "linux":
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * resource.getpagesize() / (1 << 20)


def bench(file: Path, kind: str, folder: Path) -> None:
    """One server."""
    source = file_address(file)
    reference = indexed = 0.0
    if kind == "postgresql":
        for bare in (True, False):
            with place(kind) as target:
                create(target)
                clock, processor = timed(lambda target=target, bare=bare: plain_copy(file, target, bare=bare))
            reference = reference or clock
            where = "bare tables" if bare else "tables with keys and indexes"
            print(
                f"psycopg COPY write_row into {where:30} {clock:7.1f} s ({processor:.1f} s of this program)", flush=True
            )
        with place(kind) as target:
            clock, processor = timed(lambda: copy_then_indexes(file, target))
        indexed = clock
        print(f"the same, and keys and indexes made afterwards: {clock:.1f} s ({processor:.1f} s of this program)")
    with place(kind) as target:
        plan = plan_move(source, target)
        phases = Phases()
        with Peak() as peak:
            progress = Progress(phases)
            clock, processor = timed(
                lambda: move(
                    source, target, search=rebuild_search, book=verify_book, progress=progress, backup_folder=folder
                )
            )
        backup = sum(seconds for text, seconds in phases.spent.items() if "ack" in text)
        clock -= backup
        print(f"move to {kind}: {clock:.1f} s ({processor:.1f} s of this program), foreseen {plan.estimated_seconds} s")
        if reference:
            print(f"  {clock / reference:.2f} x plain COPY into bare tables")
            print(f"  {clock / indexed:.2f} x plain COPY with keys and indexes made afterwards")
        print(f"  {phases}\n  the backup before took {backup:.1f} s more")
        print(f"  memory: {peak.grown:.0f} MiB more than before, {plan.rows} rows", flush=True)
        database = Database.open(target, derived=DERIVED)
        print(f"  check: {database.check().ok}", flush=True)
        database.close()


def main(named: list[str]) -> None:
    """The big database, or a copy of the file that is named first."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["DESKTOP_CRM_HOME"] = home
        here = Path(home)
        kinds = [word for word in named if word in ("postgresql", "mariadb")] or ["postgresql", "mariadb"]
        files = [word for word in named if word not in kinds]
        file = Path(shutil.copy(files[0], here / "big.crm")) if files else copy_of_big_base(here)
        try:
            for kind in kinds:
                bench(file, kind, here / "backups")
                shutil.rmtree(here / "backups")
                with closing(sqlite3.connect(file)) as raw, raw:
                    raw.execute("DELETE FROM meta WHERE key = 'moved_to'")
        finally:
            databases.clean_up()


if __name__ == "__main__":
    main(sys.argv[1:])
