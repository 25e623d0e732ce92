"""Bulk rows are written many in one statement; nobody sees a difference but in the time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, Phone

COUNT = 300  # two whole statements and a rest
COLUMNS = ("id", "kind", "name")


@pytest.fixture
def database(sqlite_address: Address, opened: Callable[..., Database]) -> Database:
    return opened(sqlite_address)


def people(ids: list[int]) -> list[tuple[int, str, str]]:
    return [(number, "person", f"Ana {place}") for place, number in enumerate(ids)]


def test_reading_and_flushing_in_the_same_write_see_the_rows(database: Database) -> None:
    ids = new_ids(COUNT)
    with database.write(Label("Import")) as session:
        session.bulk_insert(Contact, COLUMNS, people(ids))
        assert session.scalar(select(func.count()).select_from(Contact)) == COUNT
        session.bulk_insert(Phone, ("id", "contact_id", "raw"), zip(new_ids(COUNT), ids, map(str, ids), strict=True))
        session.add(Phone(contact_id=ids[-1], raw="1"))  # refers to a row of the lump
        session.bulk_update(Contact, ("id", "name"), [(ids[0], "Bo")])
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Phone)) == COUNT + 1
        names = list(session.scalars(select(Contact.name).order_by(Contact.id)))
        assert names == ["Bo", *(f"Ana {place}" for place in range(1, COUNT))]
        assert len(set(session.scalars(select(Contact.created_at)))) == 1


def test_a_row_that_is_refused_takes_all_of_the_write_back(database: Database) -> None:
    ids = new_ids(COUNT)
    with pytest.raises(Exception, match="UNIQUE"), database.write(Label("Import")) as session:
        session.add(Contact(kind="person", name="before"))
        session.bulk_insert(Contact, COLUMNS, people([*ids, ids[0]]))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0
    assert database.check().ok
