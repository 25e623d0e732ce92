"""Two who write at once on a server: the whole action is done again, nothing is lost and nothing is doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import DatabaseUnreachable
from desktop_crm.base.ids import new_ids
from desktop_crm.db.database import Database
from desktop_crm.db.failures import CommitUnknown, WriteConflict
from desktop_crm.model import Contact
from desktop_crm.model.session import CrmSession
from tests import databases

LABEL = Label("Test")


@pytest.fixture(params=databases.KINDS[1:])
def pair(request: pytest.FixtureRequest, tmp_path: Path, opened: Callable[..., Database]) -> tuple[Database, Database]:
    address = databases.fresh(request.param, tmp_path)
    return opened(address), opened(address, operator="Olga", installation="pc-2")


def add(database: Database) -> list[int]:
    ids = new_ids(2)
    with database.write(LABEL) as session:
        session.bulk_insert(Contact, ["id", "kind", "name", "notes"], [(i, "person", "Ion", "") for i in ids])
    return ids


def test_a_row_changed_under_us_is_done_again(pair: tuple[Database, Database]) -> None:
    ana, olga = pair
    contact_id = add(ana)[0]
    meddled: list[int] = []

    def append(session: CrmSession, word: str) -> None:
        contact = session.get_one(Contact, contact_id)
        if not meddled:
            meddled.append(1)
            with olga.write(LABEL) as other:
                other.get_one(Contact, contact_id).notes = "Olga"
        contact.notes += word

    ana.do(LABEL, append, " and Ana")
    with ana.read() as session:
        assert session.get_one(Contact, contact_id).notes == "Olga and Ana"
    meddled.clear()
    with pytest.raises(WriteConflict), ana.write(LABEL) as session:
        append(session, "x")


def test_a_deadlock_is_done_again(pair: tuple[Database, Database]) -> None:
    first, second = add(pair[0])
    meet = threading.Barrier(2)

    def both(session: CrmSession, order: tuple[int, int], once: list[int]) -> None:
        for row_id in order:
            session.bulk_update(Contact, ["id", "notes"], [(row_id, f"{order}")])
            if not once:
                once.append(1)
                meet.wait(timeout=20)

    threads = [
        threading.Thread(target=database.do, args=(LABEL, both, order, []))
        for database, order in zip(pair, [(first, second), (second, first)], strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pair[0].read() as session:
        assert len(set(session.scalars(select(Contact.notes)))) == 1
    assert pair[0].check().ok


def test_a_connection_that_was_cut_while_nobody_looked_is_replaced(pair: tuple[Database, Database]) -> None:
    ana, olga = pair
    add(ana)
    with ana.read() as session:
        if ana.address.kind == "postgresql":
            number = session.scalar(text("SELECT pg_backend_pid()"))
            cut = text(f"SELECT pg_terminate_backend({number})")
        else:
            number = session.scalar(text("SELECT CONNECTION_ID()"))
            cut = text(f"KILL {number}")
    with olga._writer.begin() as connection:
        connection.execute(cut)
    assert ana.info().counts["contact"] == 2


def test_a_connection_cut_in_the_middle_changes_nothing(pair: tuple[Database, Database]) -> None:
    ana, olga = pair
    add(ana)
    with pytest.raises((DatabaseUnreachable, CommitUnknown)), ana.write(LABEL) as session:
        session.add(Contact(kind="person", name="lost"))
        session.flush()
        if ana.address.kind == "postgresql":
            cut = text(f"SELECT pg_terminate_backend({session.scalar(text('SELECT pg_backend_pid()'))})")
        else:
            cut = text(f"KILL {session.scalar(text('SELECT CONNECTION_ID()'))}")
        with olga._writer.begin() as connection:
            connection.execute(cut)
    assert ana.info().counts["contact"] == 2
    assert ana.check().ok


@pytest.mark.postgresql
def test_a_server_that_asks_for_the_transaction_again_gets_it(tmp_path: Path, opened: Callable[..., Database]) -> None:
    database = opened(databases.fresh("postgresql", tmp_path))
    left = ["40001", "40P01", "40001"]  # as servers of the distributed kind say it, also where nobody is in the way

    def action(session: CrmSession) -> None:
        session.add(Contact(kind="person", name="Ion"))
        session.flush()
        if left:
            session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '{left.pop()}'; END $$"))

    database.do(Label("Add"), action)
    assert not left
    assert database.ask(lambda session: session.scalar(select(func.count(Contact.id)))) == 1
