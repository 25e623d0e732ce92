"""Duplicate candidates follow every write, also what was taken away, undone, or decided by the user."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.db.undo import undo
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_parts import add_phone, remove_phone
from desktop_crm.services.contacts import add_contact, delete_contacts
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.duplicates import duplicate_rows, never_these_two
from tests import databases


def add(database, name: str, phone: str = "", **more) -> int:
    with database.write(Label("Add contact")) as session:
        return add_contact(session, ContactDraft(name=name, phones=(phone,) if phone else (), country="MD", **more))


def pairs(database) -> set[tuple[int, int]]:
    with database.read() as session:
        return {(row.first_id, row.second_id) for row in duplicate_rows(session)}


def test_a_second_card_of_one_person_is_proposed_with_its_reason(database) -> None:
    first = add(database, "Elena Țurcanu", "069 123 456")
    second = add(database, "Turcanu Elena", "+373 69 123 456")
    assert pairs(database) == {(first, second)}
    with database.read() as session:
        row = duplicate_rows(session, "certain")[0]
    assert "+373 691 23 456" in row.sentence


def test_colleagues_at_one_switchboard_are_not_duplicates(database) -> None:
    add(database, "Ana Rusu", "022 123 456", organisation="Orhei-Vit SA")
    add(database, "Ion Ceban", "022 123 456", organisation="Orhei-Vit SA")
    assert pairs(database) == set()


def evidence(database) -> set[str]:
    with database.read() as session:
        return {reason.code for row in duplicate_rows(session) for reason in row.evidence}


def test_a_phone_taken_away_takes_its_evidence_along(database) -> None:
    add(database, "Elena Țurcanu", "069 123 456")
    second = add(database, "Elena Turcanu")
    with database.write(Label("Add phone")) as session:
        phone = add_phone(session, second, "069 123 456", country="MD")[0]
    assert "same_phone" in evidence(database)
    with database.write(Label("Remove phone")) as session:
        remove_phone(session, phone)
    assert "same_phone" not in evidence(database)


def test_deleting_and_undoing(database) -> None:
    first = add(database, "Elena Țurcanu", "069 123 456")
    second = add(database, "Elena Turcanu", "069 123 456")
    with database.write(Label("Delete contact")) as session:
        delete_contacts(session, [second])
    assert pairs(database) == set()
    undo(database)
    assert pairs(database) == {(first, second)}


def test_never_these_two(database) -> None:
    first = add(database, "Elena Țurcanu", "069 123 456")
    second = add(database, "Elena Turcanu", "069 123 456")
    with database.write(Label("Never these two")) as session:
        never_these_two(session, second, first)
    assert pairs(database) == set()
    with database.write(Label("Add phone")) as session:
        add_phone(session, first, "022 111 222", country="MD")
    assert pairs(database) == set()
    undo(database)
    undo(database)
    assert pairs(database) == {(first, second)}


@pytest.mark.parametrize("kind", databases.KINDS[1:])
def test_two_programs_that_add_one_person_at_the_same_instant_find_the_pair(kind, tmp_path, opened) -> None:
    address = databases.fresh(kind, tmp_path)
    both_have_looked = threading.Barrier(2)

    def linger(_session, _changes) -> None:
        with suppress(threading.BrokenBarrierError):  # the other waits for us to commit
            both_have_looked.wait(0.5)

    programs = [
        opened(address, operator=name, installation=name, derived=(*DERIVED, linger)) for name in ("Ana", "Olga")
    ]
    names = ("Elena Țurcanu", "Turcanu Elena")
    with ThreadPoolExecutor(2) as pool:
        added = tuple(pool.map(add, programs, names, ["069 123 456"] * 2))
    assert pairs(programs[0]) == {tuple(sorted(added))}
