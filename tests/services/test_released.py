"""A small file of every released schema, made by the program of that time (six contacts of its sample data, from 0.3
on two complaints): each is upgraded with all it holds, and goes on being written to."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.base.changes import Label
from desktop_crm.db import schema
from desktop_crm.db.address import file_address
from desktop_crm.db.backup import backups_of, verify_backup
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact
from desktop_crm.services.complaints import ComplaintDraft, complaint_rows, register_complaint, verify_book
from desktop_crm.services.complaints.filtering import ComplaintFilter
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_lists import contact_rows_of
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.search import search

FOLDER = Path(__file__).parents[1] / "db" / "released"
RELEASED = sorted(file.name.removesuffix(".crm.gz") for file in FOLDER.glob("*.crm.gz"))
COMPLAINTS = {"0003": 0, "0004": 2, "0005": 2}


@pytest.fixture(params=RELEASED)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Database]]:
    """The file as it was, opened by this program."""
    path = tmp_path / "firm.crm"
    path.write_bytes(gzip.decompress((FOLDER / f"{request.param}.crm.gz").read_bytes()))
    database = Database.open(file_address(path), operator="ana", installation="other", derived=DERIVED)
    yield request.param, database
    database.close()


def test_all_that_was_in_it_is_there(released: tuple[str, Database]) -> None:
    revision, database = released
    info = database.info()
    assert (info.schema, info.counts["contact"], info.counts["interaction"]) == (schema.head(), 6, 9)
    assert database.check().ok
    (backup,) = backups_of(database.address)
    assert verify_backup(backup).revision == revision
    with database.read() as session:
        rows = contact_rows_of(session, session.scalars(select(Contact.id)).all())
        assert len(rows) == 6
        assert all(contact_card(session, row.id).name == row.name for row in rows)
        assert search(session, rows[0].name.split()[0]).groups
        assert len(complaint_rows(session, ComplaintFilter("all")).rows) == COMPLAINTS[revision]
        report = verify_book(session)
    assert report.ok and report.complaints == COMPLAINTS[revision], report.problems


def test_work_goes_on_and_earlier_work_is_still_undone(released: tuple[str, Database]) -> None:
    revision, database = released
    database.do(Label("Register"), register_complaint, ComplaintDraft("New times"))
    undo(database)
    with database.read() as session:
        assert verify_book(session).ok
    if not COMPLAINTS[revision]:
        undo(database)  # the sample data itself, made by the program of that time
        assert database.info().counts["contact"] == 0


def test_every_released_schema_has_its_file() -> None:
    assert set(RELEASED) == set(COMPLAINTS)
