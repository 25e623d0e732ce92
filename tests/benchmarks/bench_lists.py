"""Opening the list and a card at 100,000 contacts: p95 through the services, and its ratio to the raw query."""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.model.session import CrmSession
from desktop_crm.services import contact_orders
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_lists import ContactsView, contact_count, contact_rows
from desktop_crm.services.contact_views import GROUPS, SORTS, Filter
from desktop_crm.services.contacts import add_contact
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.sample_data import add_sample_data

ROUNDS = 60
CONDITIONS = (
    Filter("notes", "contains", "rafturi"),
    Filter("tax_number", "contains", "xyz"),
    Filter("name", "contains", "xyz"),
    Filter("city", "is", "Chișinău"),
    Filter("phone", "contains", "722"),
    Filter("email", "empty"),
)

Times = tuple[float, float]  # milliseconds on the clock, and of the processor, which other programs disturb least


def p95(work: Callable[[], object], rounds: int = ROUNDS) -> Times:
    """95th percentile of each."""
    clock, processor = [], []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.thread_time()
        work()
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.thread_time() - used) * 1000)
    return statistics.quantiles(clock, n=20)[-1], statistics.quantiles(processor, n=20)[-1]


def line(title: str, ours: Times, reference: Times, target: str) -> None:
    ratio = f"{ours[0] / reference[0]:7.1f}×"
    print(f"{title:46}{ours[0]:9.2f} ms {ratio:9} of the processor {ours[1]:7.2f} ms  {target}", flush=True)


def first_shown(session: CrmSession, view: ContactsView) -> None:
    """The first rows of an order that was never asked for."""
    contact_orders._kept.clear()
    contact_rows(session, view)


def small_contact(database: Database) -> Times:
    number = iter(range(10**9))

    def one() -> None:
        with database.write(Label("Add contact")) as session:
            add_contact(session, ContactDraft(name=f"Ana Rusu {next(number)}"))

    return p95(one)


def small_interaction(database: Database, contact: int) -> Times:
    number = iter(range(10**9))

    def one() -> None:
        with database.write(Label("Add entry")) as session:
            add_interaction(session, InteractionDraft(contact_id=contact, kind="call", subject=f"Offer {next(number)}"))

    return p95(one)


def raw_commit(folder: Path) -> Times:
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")

    def one() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO t (text) VALUES ('x')")
        raw.execute("COMMIT")

    result = p95(one)
    raw.close()
    return result


def measure(folder: Path, contacts: int) -> None:
    """One size."""
    database = Database.create(parse_address(str(folder / f"{contacts}.crm")), derived=DERIVED)
    with database.write(Label("New database")) as session:
        add_shipped_choices(session)
    start = time.perf_counter()
    with database.write(Label("Sample data")) as session:
        add_sample_data(session, contacts=contacts, seed=1)
    print(f"\n{contacts} contacts (made in {time.perf_counter() - start:.1f} s)")
    raw = sqlite3.connect(folder / f"{contacts}.crm")
    ids = [row[0] for row in raw.execute("SELECT id FROM contact ORDER BY random() LIMIT 200")]
    some = iter(ids * 10)
    listed = (
        "SELECT id, name FROM contact WHERE deleted_at IS NULL AND archived_at IS NULL ORDER BY sort_name, id LIMIT 100"
    )
    reference = p95(lambda: raw.execute(listed).fetchall())
    with database.read() as session:
        for sort in ("name", "touch", "created"):
            view = ContactsView(sort=sort)
            line(f"first 100 rows by {sort}", p95(lambda view=view: contact_rows(session, view)), reference, "≤ 10 ms")
        line("count", p95(lambda: contact_count(session, ContactsView())), reference, "")
        plain = ContactsView()
        asked = [(f"first shown by {code}", replace(plain, sort=code)) for code in SORTS]
        asked += [(f"first shown in groups by {code}", replace(plain, group=code)) for code in GROUPS]
        asked += [(f"{one.field} {one.operator} {one.value}", replace(plain, filters=(one,))) for one in CONDITIONS]
        for title, view in asked:
            line(title, p95(lambda view=view: first_shown(session, view), 5), reference, "≤ 200 ms")
        card = p95(lambda: contact_card(session, next(some)))
        line("open a card with its history", card, reference, "≤ 15 ms")
    commit = raw_commit(folder)
    line("one small write (interaction) with journal", small_interaction(database, next(some)), commit, "≤ 3×")
    line("one new contact, looked at for duplicates", small_contact(database), commit, "")
    raw.close()
    database.close()


def main() -> None:
    """1,000, 10,000 and 100,000 contacts."""
    with tempfile.TemporaryDirectory() as folder:
        for contacts in (1_000, 10_000, 100_000):
            measure(Path(folder), contacts)


if __name__ == "__main__":
    main()
