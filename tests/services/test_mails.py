"""E-mails become history, each once."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop_crm.base.attached import attached
from desktop_crm.base.changes import Label
from desktop_crm.base.mail import Mail
from desktop_crm.db import undo
from desktop_crm.db.database import Database
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.mails import NobodyKnown, add_mail
from desktop_crm.services.search import search

MOMENT = datetime(2025, 3, 1, 8, tzinfo=UTC)
MAIL = Mail(
    "key-1", "Order 7", MOMENT, "ana@orhei.example", ("us@firm.example", "ion@most.example"), "Ten pallets, please.",
    (attached("order.xlsx", b"PK"),),
)  # fmt: skip


def do(database: Database, action: Any, *args: Any) -> Any:
    return database.do(Label("Test"), action, *args)


def card(database: Database, contact_id: int) -> ContactCard:
    with database.read() as session:
        return contact_card(session, contact_id)


def test_a_mail_becomes_history_once(database: Database) -> None:
    ana = do(database, add_contact, ContactDraft(name="Ana", emails=("Ana@Orhei.example",), organisation="Orhei SA"))
    ion = do(database, add_contact, ContactDraft(name="Ion", emails=("ion@most.example",)))
    maria = do(database, add_contact, ContactDraft(name="Maria"))
    taken = do(database, add_mail, ana, MAIL)
    assert taken.new
    (entry,) = card(database, ana).history
    assert (entry.kind, entry.direction, entry.subject, entry.body) == (
        "email", "in", "Order 7", "Ten pallets, please.",
    )  # fmt: skip
    assert (entry.started_at, entry.reached_at) == (MOMENT, "ana@orhei.example")
    assert [file.name for file in entry.files] == ["order.xlsx"]
    assert [one.id for one in card(database, ion).history] == [entry.id]  # he has it too
    assert card(database, ana).last_touch_at == MOMENT
    again = do(database, add_mail, ana, MAIL)
    assert (again.new, again.interaction_id) == (False, entry.id)
    assert len(card(database, ana).history) == 1
    assert do(database, add_mail, maria, MAIL).interaction_id == entry.id  # not twice, but on her card as well
    assert [one.id for one in card(database, maria).history] == [entry.id]
    with database.read() as session:
        assert [hit.record_id for hit in search(session, "pallets").groups[0].hits] == [entry.id]
    undo.undo(database)
    assert card(database, maria).history == ()


def test_the_way_is_seen_from_the_addresses(database: Database) -> None:
    ana = do(database, add_contact, ContactDraft(name="Ana", emails=("ana@orhei.example",), organisation="Orhei SA"))
    firm = card(database, ana).jobs[0].other.id
    sent = replace(MAIL, key="key-2", sender="us@firm.example", recipients=("ana@orhei.example",))
    do(database, add_mail, firm, sent)
    assert card(database, firm).history[0].direction == "out"
    found = do(database, add_mail, None, replace(MAIL, key="key-3"))
    assert found.contact_id == ana
    with pytest.raises(NobodyKnown):
        do(database, add_mail, None, replace(MAIL, sender="who@else.example", recipients=()))
