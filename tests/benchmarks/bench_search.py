"""Search as you type at 1,000 to 100,000 contacts with ten interactions each: service against a bare FTS5 query.

``python -m tests.benchmarks.bench_search 10000`` measures one size only, ``big`` the base of a million interactions.
"""

import csv
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.ids import new_ids
from desktop_crm.base.text import digits, fold
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.model import Address, Contact, Email, Interaction, Job, Phone
from desktop_crm.model.contact import name_key
from desktop_crm.services.search import refresh_search, search, search_contact_ids
from desktop_crm.services.search_query import read_query
from tests.benchmarks.bench_data import folder
from tests.benchmarks.big_base import CONTACTS, INTERACTIONS, big_base

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 40
TYPED = ("Popescu Ștefan", "Петров Иван", "turcanu", "klient postavka", "клиент согласен", "construct srl", "livrare")
NUMBERS = ("0722123456", "+7 495 123", "555", "rus 123")


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with (folder() / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def fill(session: Any, size: int) -> tuple[list[int], list[int]]:
    """The client list as contacts, without the import: people, organisations, jobs, phones, history."""
    rows = list(rows_of(f"clients_{size}.csv"))
    ids = new_ids(len(rows))
    companies = dict.fromkeys(row["company"] for row in rows if row["company"] and row["person"])
    firms = dict(zip(companies, new_ids(len(companies)), strict=True))
    contacts: list[Sequence[Any]] = [
        (i, "organisation", name, fold(name), name_key(name), "") for name, i in firms.items()
    ]
    children: dict[str, list[Sequence[Any]]] = {"phone": [], "email": [], "address": [], "job": []}
    for contact_id, row in zip(ids, rows, strict=True):
        kind, name = ("person", row["person"]) if row["person"] else ("organisation", row["company"] or "?")
        contacts.append((contact_id, kind, name, fold(name), name_key(name), row["notes"]))
        for text in re.split(r"[,;/\n]", row["phones"]):
            if number := digits(text):
                children["phone"].append((contact_id, text, number[:40]))
        if row["email"]:
            children["email"].append((contact_id, row["email"]))
        children["address"].append((contact_id, row["address"], row["city"]))
        if row["person"] and row["company"]:
            children["job"].append((contact_id, firms[row["company"]], row["role"]))
    session.bulk_insert(Contact, ["id", "kind", "name", "sort_name", "name_key", "notes"], contacts)
    for model, columns in (
        (Phone, ("contact_id", "raw", "digits")),
        (Email, ("contact_id", "address")),
        (Address, ("contact_id", "street", "city")),
        (Job, ("person_id", "organisation_id", "position")),
    ):
        made = children[model.__tablename__]
        session.bulk_insert(
            model, ["id", *columns], [(i, *row) for i, row in zip(new_ids(len(made)), made, strict=True)]
        )
    return [row[0] for row in contacts], history(session, size, ids)


def history(session: Any, size: int, contacts: list[int]) -> list[int]:
    rows = list(rows_of(f"interactions_{size}.csv"))
    ids = new_ids(len(rows))
    session.bulk_insert(
        Interaction,
        ["id", "contact_id", "kind", "subject", "body", "started_at"],
        (
            (
                row_id,
                contacts[int(row["row"]) % len(contacts)],
                row["kind"],
                row["subject"],
                row["body"],
                datetime.fromisoformat(row["at"]).replace(tzinfo=UTC),
            )
            for row_id, row in zip(ids, rows, strict=True)
        ),
    )
    return ids


Times = list[tuple[float, float]]  # milliseconds on the clock, and of the processor


def times(work: Callable[[], object], rounds: int = ROUNDS) -> Times:
    found = []
    for _ in range(rounds):
        start, processor = time.perf_counter(), time.thread_time()
        work()
        found.append(((time.perf_counter() - start) * 1000, (time.thread_time() - processor) * 1000))
    return found


def bare(session: Any, text: str) -> None:
    """The reference: one unordered MATCH a table."""
    words = [word for word in read_query(text).all_words if word]
    match = " ".join(f"zq{word}*" for word in words)
    connection = session.connection()
    for table in ("search_contact", "search_interaction"):
        connection.exec_driver_sql(f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT 20", (match,)).fetchall()


def p95(found: Times, place: int) -> float:
    return statistics.quantiles([each[place] for each in found], n=20)[-1] if found else 0.0


def report(title: str, ours: Times, reference: Times) -> None:
    print(
        f"{title:34}p50 {statistics.median_low(ours)[0]:7.2f} ms   p95 {p95(ours, 0):7.2f} ms, "
        f"of the processor {p95(ours, 1):7.2f} ms   bare p95 {p95(reference, 0):6.2f} ms   target p95 ≤ 16 ms",
        flush=True,
    )


def measure(place: Path, size: int) -> None:
    database = Database.create(parse_address(str(place / f"{size}.crm")))
    with database.write(Label("Client list")) as session:
        contacts, interactions = fill(session, size)
    for table, ids in (("contact", contacts), ("interaction", interactions)):
        start = time.perf_counter()
        with database.write(Label("Search")) as session:
            refresh_search(session, Changes(1, Label(""), {table: frozenset(ids)}))
        seconds = time.perf_counter() - start
        print(f"{size:7} contacts: {len(ids):8} entries of {table:12} {seconds:6.2f} s", flush=True)
    timings(database)
    database.close()


def timings(database: Database) -> None:
    """Every beginning of the typed texts, and the numbers."""
    lengths: dict[int, tuple[Times, Times]] = {}
    with database.read() as session:
        for text in TYPED:
            for length in range(1, len(text) + 1):
                typed = text[:length]
                ours, reference = lengths.setdefault(min(length, 12), ([], []))
                ours += times(lambda typed=typed: search(session, typed, 7), 8)
                reference += times(lambda typed=typed: bare(session, typed), 8)
        for length, (ours, reference) in sorted(lengths.items()):
            report(f"{length} letters{' and more' if length == 12 else ''}", ours, reference)
        for text in NUMBERS:
            report(text, times(lambda text=text: search(session, text, 7)), [])
        report("ids for the list, 2 letters", times(lambda: search_contact_ids(session, "po")), [])


def measure_big() -> None:
    """100,000 contacts and 1,000,000 interactions, in the base that all benchmarks of lists share."""
    database = Database.open(parse_address(str(big_base())))
    print(f"{CONTACTS} contacts, {INTERACTIONS} interactions")
    timings(database)
    database.close()


def main() -> None:
    """The sizes named on the command line, or all."""
    with tempfile.TemporaryDirectory() as place:
        for size in map(int, [text for text in sys.argv[1:] if text != "big"] or ([] if sys.argv[1:] else SIZES)):
            measure(Path(place), size)
    if not sys.argv[1:] or "big" in sys.argv:
        measure_big()


if __name__ == "__main__":
    main()
