"""The big database of the benchmarks: 100,000 contacts of the sample firm and 1,000,000 interactions.

Made once in the folder of the generated data (``big_DIGEST.crm``, anew when the schema is another), with the program's
own services: the sample data as ``desktop-crm demo`` writes it, then as many of the generated interactions as are
missing, in bulk and journaled.
``python -m tests.benchmarks.big_base [FILE]`` makes it beforehand.
"""

import csv
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db import schema
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, Interaction
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.sample_data import add_sample_data
from tests.benchmarks.bench_data import folder

CONTACTS, INTERACTIONS = 100_000, 1_000_000
_CHUNK = 100_000


def big_base() -> Path:
    """The file; made where it is missing."""
    digest = hashlib.sha256()
    for revision in sorted((schema.LOCATION / "versions").glob("*.py")):
        digest.update(revision.read_bytes())
    path = folder() / f"big_{digest.hexdigest()[:8]}.crm"
    if not path.exists():
        for old in folder().glob("big_*.crm"):
            old.unlink()
        print(f"making {path} once, this takes some minutes …", flush=True)
        make(path)
    return path


def copy_of_big_base(place: Path) -> Path:
    """A copy in *place* for benchmarks that write."""
    return Path(shutil.copy(big_base(), place / "big.crm"))


def make(path: Path, contacts: int = CONTACTS, interactions: int = INTERACTIONS) -> None:
    """Build it under another name, so that a half-made one is never taken for it."""
    start = time.perf_counter()
    unfinished = path.with_suffix(".new")
    for left in path.parent.glob(f"{unfinished.name}*"):
        left.unlink()
    database = Database.create(parse_address(str(unfinished)), derived=DERIVED)
    with database.write(Label("New database"), undoable=False) as session:
        add_shipped_choices(session)
    with database.write(Label("Sample data")) as session:
        add_sample_data(session, contacts=contacts, seed=1)
    with database.read() as session:
        ids = list(session.scalars(select(Contact.id).order_by(Contact.id)))
        missing = interactions - (session.scalar(select(func.count()).select_from(Interaction)) or 0)
    source = islice(_generated(), max(0, missing))
    while rows := list(islice(source, _CHUNK)):
        with database.write(Label("History")) as session:
            _add(session, ids, rows)
    database.close()
    unfinished.rename(path)
    print(f"{contacts} contacts and {interactions} interactions in {time.perf_counter() - start:.0f} s", flush=True)


def _generated() -> Iterator[dict[str, str]]:
    with (folder() / f"interactions_{CONTACTS}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _add(session: Any, contacts: Sequence[int], rows: Sequence[dict[str, str]]) -> None:
    columns = ("id", "contact_id", "kind", "subject", "body", "started_at")
    values = (
        (
            row_id,
            contacts[int(row["row"]) % len(contacts)],
            row["kind"],
            row["subject"],
            row["body"],
            datetime.fromisoformat(row["at"]).replace(tzinfo=UTC),
        )
        for row_id, row in zip(new_ids(len(rows)), rows, strict=True)
    )
    session.bulk_insert(Interaction, columns, values)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("DESKTOP_CRM_HOME", home)
        if sys.argv[1:]:
            make(Path(sys.argv[1]))
        else:
            big_base()
