"""The book of complaints with 50,000 complaints: lists, board, card, one registration, the proof."""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.model import Complaint
from desktop_crm.model.complaint_states import CLOSED, STATES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import (
    ComplaintDraft,
    ComplaintFilter,
    complaint_board,
    complaint_card,
    complaint_counts,
    complaint_rows,
    register_complaint,
    verify_book,
)
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.sample_data import add_sample_data

COUNT = 50_000


def p95(action: Callable[[], Any], times: int = 60) -> float:
    """Milliseconds."""
    action()
    found = []
    for _time in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return sorted(found)[int(times * 0.95) - 1] * 1000


def fill(session: CrmSession, count: int) -> None:
    """As many complaints, most of them closed."""
    chance = random.Random(1)
    present = clock.now()
    columns = ["id", "year", "number", "subject", "state", "priority", "received_at", "registered_at", "due_at",
               "answered_at", "closed_at", "last_entry_at"]  # fmt: skip
    rows = []
    for place, row_id in enumerate(new_ids(count)):
        state = "closed" if place < count * 0.98 else chance.choice(list(STATES)[:8])
        received = present - timedelta(hours=(count - place) / 4)
        closed = received + timedelta(days=3) if state in CLOSED else None
        due = None if closed else present + timedelta(hours=chance.randrange(-40, 200))
        priority = chance.choice(("low", "normal", "high"))
        rows.append((row_id, 2020, place + 1, f"Complaint {place}", state, priority, received, received, due, closed,
                     closed, closed or received))  # fmt: skip
    session.bulk_insert(Complaint, columns, rows)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="complaints-") as folder:
        path = Path(folder) / "book.crm"
        database = Database.create(parse_address(str(path)), operator="Ana", installation="pc", derived=DERIVED)
        with database.write(Label("Contacts")) as session:
            add_sample_data(session, contacts=50, seed=1)
        start = time.perf_counter()
        with database.write(Label("Complaints")) as session:
            fill(session, COUNT)
        print(f"{COUNT:,} complaints with their trail in {time.perf_counter() - start:.1f} s")
        raw = sqlite3.connect(path)
        listed = "SELECT id, subject, state FROM complaint ORDER BY year DESC, number DESC LIMIT 100"
        reference = p95(lambda: raw.execute(listed).fetchall())
        with database.read() as session:
            middle = complaint_rows(session, ComplaintFilter("all"), limit=100)
            ids = [row.id for row in middle.rows]
            measured: dict[str, tuple[Callable[[], Any], str]] = {
                "first 100 rows of the register": (lambda: complaint_rows(session, ComplaintFilter("all")), "≤ 10 ms"),
                "the 100 rows after them": (
                    lambda: complaint_rows(session, ComplaintFilter("all"), after=middle.next),
                    "≤ 10 ms",
                ),
                "open ones by deadline": (
                    lambda: complaint_rows(session, ComplaintFilter("open"), "due", False),
                    "≤ 10 ms",
                ),
                "overdue": (lambda: complaint_rows(session, ComplaintFilter("overdue"), "due", False), "≤ 10 ms"),
                "board": (lambda: complaint_board(session), "≤ 15 ms"),
                "counts": (lambda: complaint_counts(session), "≤ 10 ms"),
                "card": (lambda: complaint_card(session, ids[7]), "≤ 15 ms"),
            }
            for name, (action, target) in measured.items():
                print(f"  {name:<32} p95 {p95(action):7.2f} ms  (raw list {reference:.2f} ms)  {target}")
        writes = p95(lambda: database.do(Label("Register"), register_complaint, ComplaintDraft("One more")), 20)
        print(f"  {'one registration':<32} p95 {writes:7.2f} ms")
        start = time.perf_counter()
        with database.read() as session:
            assert verify_book(session).ok
        print(f"  {'proof of the whole book':<32} {time.perf_counter() - start:11.2f} s")
        raw.close()
        database.close()


if __name__ == "__main__":
    main()
