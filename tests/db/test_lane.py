"""Bulk rows are written on a lane of their own; nobody sees a difference but in the time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select

from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, Phone

COUNT = 2_500  # more than two statements take
COLUMNS = ("id", "kind", "name")


@pytest.fixture
def database(sqlite_address: Address, opened: Callable[..., Database]) -> Iterator[Database]:
    yield opened(sqlite_address)
    assert not [thread.name for thread in threading.enumerate() if "bulk rows" in thread.name]


def people(ids: list[int]) -> list[tuple[int, str, str]]:
    return [(number, "person", f"Ana {place}") for place, number in enumerate(ids)]


def test_reading_and_flushing_in_the_same_write_see_the_rows(database: Database) -> None:
    ids = new_ids(COUNT)
    with database.write(Label("Import")) as session:
        session.bulk_insert(Contact, COLUMNS, people(ids))
        assert session.scalar(select(func.count()).select_from(Contact)) == COUNT
        session.bulk_insert(Phone, ("id", "contact_id", "raw"), zip(new_ids(COUNT), ids, map(str, ids), strict=True))
        session.add(Phone(contact_id=ids[-1], raw="1"))  # refers to a row of the lane
        session.bulk_update(Contact, ("id", "name"), [(ids[0], "Bo")])
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Phone)) == COUNT + 1
        names = list(session.scalars(select(Contact.name).order_by(Contact.id)))
        assert names == ["Bo", *(f"Ana {place}" for place in range(1, COUNT))]
        assert len(set(session.scalars(select(Contact.created_at)))) == 1


@pytest.mark.parametrize("asking", [True, False], ids=["at the next question", "at the commit"])
def test_a_row_that_is_refused_takes_all_of_the_write_back(database: Database, asking: bool) -> None:
    ids = new_ids(COUNT)
    kept = new_ids(1)[0]
    with pytest.raises(Exception, match="UNIQUE"), database.write(Label("Import")) as session:
        session.add(Contact(id=kept, kind="person", name="before"))
        session.bulk_insert(Contact, COLUMNS, people([*ids, ids[0]]))
        if asking:
            session.scalar(select(Contact.id))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0
    assert database.check().ok


def test_a_write_that_is_given_up_ends_the_lane(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write(Label("Import")) as session:
        for _lump in range(6):
            session.bulk_insert(Contact, COLUMNS, people(new_ids(COUNT)))
        raise ZeroDivisionError
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0
