"""Long reports stop within half a second, wherever they are, and leave no file behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.document import Column, Document, Table
from desktop_crm.base.errors import Cancelled
from desktop_crm.base.progress import Progress
from desktop_crm.db.database import Database
from desktop_crm.files.pdf import write_pdf
from desktop_crm.files.report_xlsx import write_report_xlsx
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.reports.periods import parse_month
from desktop_crm.services.reports.registry import make_report
from desktop_crm.services.reports.request import ReportRequest
from tests import databases

AT_MOST = 0.5
CONTACTS, EACH, ROWS = 10_000, 10, 10_000
NOW = datetime(2025, 3, 14, 9, tzinfo=UTC)
REGISTER = Document(
    "Register",
    (
        Table(
            (Column("No.", "number"), Column("Client", strong=True), Column("Day", "date"), Column("What")),
            [(number, f"Client {number}", date(2025, 1, 1 + number % 28), "It came damaged") for number in range(ROWS)],
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def moderate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Ten thousand customers with ten entries each, made of one by the database itself."""
    database = Database.open(databases.fresh("sqlite", tmp_path_factory.mktemp("moderate")), derived=DERIVED)
    with clock.frozen(NOW), database.write(Label("test")) as session:
        contact = add_contact(session, ContactDraft(name="Client"))
        add_interaction(session, InteractionDraft(contact, "call", subject="s", started_at=NOW))
    database.look(_multiplied, writing=True)
    yield database
    database.close()


def _multiplied(connection: Any) -> None:
    own = {"id": "id + 1024 * i", "name": "name || i"}
    _copy(connection, "contact", CONTACTS, own)
    entry = {
        "id": "entry.id + 1024 * (i * 100 + j)", "contact_id": "contact_id + 1024 * i",
        "started_at": "datetime(started_at, '-' || ((i * 37 + j * 71) % 700) || ' days') || '.000000'",
    }  # fmt: skip
    names = [row[1] for row in connection.execute(text("PRAGMA table_info(interaction)"))]
    values = ", ".join(entry.get(name, f"entry.{name}") for name in names)
    connection.execute(
        text(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {CONTACTS}), "
            f"m(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM m WHERE j < {EACH}) "
            f"INSERT INTO interaction ({', '.join(names)}) SELECT {values} FROM interaction AS entry, n, m"
        )
    )
    connection.commit()


def _copy(connection: Any, table: str, count: int, others: dict[str, str]) -> None:
    names = [row[1] for row in connection.execute(text(f"PRAGMA table_info({table})"))]
    values = ", ".join(others.get(name, name) for name in names)
    connection.execute(
        text(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table}, n"
        )
    )


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


def _stopped_after(seconds: float, work: Any) -> float:
    """How long *work* (which gets a progress) went on after it was cancelled; it did not end before."""
    progress = Progress()
    told: list[float] = []

    def cancel() -> None:
        told.append(time.monotonic())
        progress.cancel()

    timer = threading.Timer(seconds, cancel)
    timer.start()
    with pytest.raises(Cancelled):
        work(progress)
    timer.join()
    return time.monotonic() - told[0]


@pytest.mark.parametrize("after", [0.05, 0.15, 0.25])
def test_the_pack_of_a_moderate_base_stops_at_once(moderate: Database, after: float) -> None:
    def pack(session: Any, *, progress: Progress) -> None:
        while True:  # a quick computer is no excuse
            with clock.frozen(NOW):
                make_report(session, "pack", ReportRequest(parse_month("2025-02"), progress=progress))

    assert _stopped_after(after, lambda progress: moderate.ask(pack, progress=progress)) < AT_MOST


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
@pytest.mark.parametrize("after", [0.02, 0.2])
def test_a_register_of_hundreds_of_pages_stops_at_once(tmp_path: Path, ending: str, after: float) -> None:
    path = tmp_path / f"register.{ending}"
    write = write_pdf if ending == "pdf" else write_report_xlsx
    assert _stopped_after(after, lambda progress: write(path, REGISTER, progress)) < AT_MOST
    assert not _files(tmp_path)


def test_a_workbook_that_is_being_packed_stops_too(tmp_path: Path) -> None:
    """After its last row a workbook is squeezed; that is a moment to stop as well."""
    progress = Progress()
    steps = []

    def last(_text: str, done: int, total: int) -> None:
        steps.append(done)
        if not total:  # no row any more: the file itself
            progress.cancel()

    progress._report = last
    with pytest.raises(Cancelled):
        write_report_xlsx(tmp_path / "register.xlsx", REGISTER, progress)
    assert max(steps) > ROWS - 1000
    assert not _files(tmp_path)
