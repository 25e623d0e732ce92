"""Calls and letters about a complaint: logged, taken from the history, taken away; private and confidential ones."""

from __future__ import annotations

import pytest

from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact, Operator
from desktop_crm.services.complaints import (
    change_complaint,
    complaint_card,
    entries_to_link,
    link_entry,
    log_about_complaint,
    unlink_entry,
)
from desktop_crm.services.complaints.conversations import NobodyToTalkTo
from desktop_crm.services.interaction_rows import contact_history
from desktop_crm.services.interactions import InteractionDraft, add_interaction, remove_interaction
from desktop_crm.services.trash_rows import purge_rows
from tests.services.complaints.books import ask, do, register, whole


@pytest.fixture
def ana(database: Database) -> int:
    def add(session):
        contact = Contact(kind="person", name="Ana")
        session.add(contact)
        session.flush()
        return contact.id

    return int(do(database, add))


def test_a_call_about_a_complaint_stands_in_both_histories(database: Database, ana: int) -> None:
    said = do(database, add_interaction, InteractionDraft(ana, "call", "in", body="The jar came open"))
    number = register(database, interaction_id=said)
    call = do(database, log_about_complaint, number, InteractionDraft(0, "call", "out", subject="Told her"))
    card = ask(database, complaint_card, number)
    assert [line.id for line in card.history] == [call, said]
    assert (card.trail[0].kind, card.trail[0].text) == ("linked", "Call: Told her")
    lines = ask(database, contact_history, ana)
    assert [[one.id for one in line.complaints] for line in lines] == [[number], [number]]
    whole(database)
    undo(database)
    assert [line.id for line in ask(database, complaint_card, number).history] == [said]
    assert [line.id for line in ask(database, contact_history, ana)] == [said]
    whole(database)


def test_entries_are_taken_from_the_history_and_away_again(database: Database, ana: int) -> None:
    letter = do(database, add_interaction, InteractionDraft(ana, "letter", "out", subject="Answer"))
    number = register(database, contact_id=ana)
    assert [line.id for line in ask(database, entries_to_link, number)] == [letter]
    do(database, link_entry, number, letter)
    do(database, link_entry, number, letter)
    assert [line.id for line in ask(database, complaint_card, number).history] == [letter]
    assert ask(database, entries_to_link, number) == ()
    do(database, unlink_entry, number, letter)
    assert ask(database, complaint_card, number).history == ()
    assert [line.id for line in ask(database, contact_history, ana)] == [letter]
    whole(database)
    undo(database)
    assert [line.id for line in ask(database, complaint_card, number).history] == [letter]
    do(database, remove_interaction, letter)
    assert ask(database, complaint_card, number).history == ()
    do(database, purge_rows, [("interaction", letter)])
    whole(database)


def test_without_a_contact_nobody_is_called(database: Database) -> None:
    number = register(database, anonymous=True)
    with pytest.raises(NobodyToTalkTo, match="Nothing was changed"):
        do(database, log_about_complaint, number, InteractionDraft(0, "call"))
    whole(database)


def test_private_and_confidential_ones_are_not_told(database: Database, ana: int) -> None:
    number = register(database, contact_id=ana)
    do(database, log_about_complaint, number, InteractionDraft(0, "note", body="Between us", private=True))
    assert "Between us" not in str(ask(database, complaint_card, number).trail)

    def as_bob(session, query, *args):
        session.add(Operator(name="Bob"))
        session.flush()
        session.operator_id = max(row.id for row in session.query(Operator).all())
        return query(session, *args)

    assert do(database, as_bob, complaint_card, number).history == ()
    call = do(database, log_about_complaint, number, InteractionDraft(0, "call", subject="Public"))
    version = ask(database, complaint_card, number).version
    do(database, change_complaint, number, version, {"confidential": True})
    (line,) = [one for one in do(database, as_bob, contact_history, ana) if one.id == call]
    assert line.complaints == ()
