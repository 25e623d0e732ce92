"""Who changed what on a card, on all three databases; values come back as ordinary changes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, NotFound
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact
from desktop_crm.services import contact_parts as parts
from desktop_crm.services.audit import AuditEntry, audit_trail
from desktop_crm.services.audit_restoring import restore_value
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_typed import change_fields
from desktop_crm.services.contacts import add_contact, change_contact
from desktop_crm.services.tags import set_tags


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


def do(database: Database, action: Any, *args: Any, text: str = "Test", **more: Any) -> Any:
    with database.write(Label(text)) as session:
        return action(session, *args, **more)


def card(database: Database, contact_id: int) -> ContactCard:
    with database.read() as session:
        return contact_card(session, contact_id)


def trail(database: Database, contact_id: int) -> list[AuditEntry]:
    with database.read() as session:
        return audit_trail(session, contact_id)


def told(entry: AuditEntry) -> list[tuple[str, str, str]]:
    return [(change.title, change.before, change.after) for change in entry.changes]


def test_every_change_is_told_latest_first_with_who_and_words(database: Database) -> None:
    do(database, add_shipped_choices)
    ana = do(database, add_contact, ContactDraft(name="Ana Rusu", phones=("+373 69 123 456",), tags=("VIP",)))
    other = do(database, add_contact, ContactDraft(name="Ion Ceban", phones=("+373 69 123 457",)))
    do(
        database,
        change_fields,
        ana,
        card(database, ana).version,
        {"life_cycle": "active", "source": "Exhibition", "family_name": "Munteanu"},
    )
    do(database, parts.remove_phone, card(database, ana).phones[0].id, text="Away")
    do(database, parts.remove_phone, card(database, other).phones[0].id)
    entries = trail(database, ana)
    assert [entry.label.sentence for entry in entries] == ["Away", "Test", "Test"]
    assert {entry.operator for entry in entries} == {"Ana"}
    assert told(entries[0]) == [("Phone", "+373 69 123 456", "")]
    assert set(told(entries[1])) == {
        ("Life cycle", "", "Active"),
        ("Source", "", "Exhibition"),
        ("Family name", "Rusu", "Munteanu"),
    }
    assert ("Phone", "", "+373 69 123 456") in told(entries[2])  # gone by now, yet known
    assert ("Tag", "", "VIP") in told(entries[2])


def test_a_value_and_a_row_come_back_and_can_be_undone(database: Database) -> None:
    ana = do(database, add_contact, ContactDraft(name="Ana Rusu", emails=("ana@nord.example",), tags=("VIP",)))
    do(database, change_contact, ana, card(database, ana).version, {"family_name": "Munteanu"})
    do(database, parts.add_date, ana, "birthday", 14, 3, 1990)
    do(database, parts.remove_email, card(database, ana).emails[0].id)
    do(database, parts.remove_date, card(database, ana).dates[0].id)
    do(database, set_tags, ana, [])
    assert card(database, ana).emails == ()
    for entry in trail(database, ana):
        for change in entry.changes:
            if change.can_restore and change.action in ("delete", "update"):
                do(database, restore_value, change.change, change.row_id, change.field)
    now = card(database, ana)
    assert now.name == "Ana Rusu"
    assert [mail.address for mail in now.emails] == ["ana@nord.example"]
    assert [(day.day, day.month, day.year) for day in now.dates] == [(14, 3, 1990)]
    assert [tag.name for tag in now.tags] == ["VIP"]
    undo(database)
    assert card(database, ana).name == "Ana Munteanu"


def test_a_value_comes_back_through_its_own_rules(database: Database) -> None:
    firm = do(database, add_contact, ContactDraft(kind="organisation", name="Nord SRL"))
    do(database, parts.set_consent, firm, "phone", "given", noted_on=date(2026, 1, 2))
    do(database, parts.set_consent, firm, "phone", "withdrawn")
    change = next(change for entry in trail(database, firm) for change in entry.changes if change.field == "state")
    assert (change.before, change.after) == ("Consent given", "Do not contact")
    do(database, restore_value, change.change, change.row_id, "state")
    assert card(database, firm).consents[0].state == "given"
    with pytest.raises(CrmError):  # a row that is there is not made twice
        do(database, restore_value, change.change, change.row_id)
    with pytest.raises(NotFound):
        do(database, restore_value, change.change, change.row_id, "iban")


def test_bulk_work_that_touched_the_card_is_told(database: Database) -> None:
    ids = [do(database, add_contact, ContactDraft(name="Ana Rusu"))]
    with database.write(Label("Import of many")) as session:
        rows = [(10_000 + number, "person", f"Person {number}", f"person {number}", "") for number in range(300)]
        session.bulk_insert(Contact, ["id", "kind", "name", "sort_name", "name_key"], rows)
    ids += [row[0] for row in rows]
    with database.write(Label("All active")) as session:
        session.bulk_update(Contact, ["id", "life_cycle"], [(row_id, "active") for row_id in ids])
    imported = trail(database, 10_007)
    assert [entry.label.sentence for entry in imported] == ["All active", "Import of many"]
    assert told(imported[0]) == [("Life cycle", "", "Active")]
    assert told(imported[1]) == [("Contact", "", "Person 7")]
    change = imported[0].changes[0]
    do(database, restore_value, change.change, change.row_id, "life_cycle")
    assert card(database, 10_007).life_cycle == ""
    assert card(database, 10_008).life_cycle == "active"


def test_nobody_has_no_trail(database: Database) -> None:
    with pytest.raises(NotFound), database.read() as session:
        audit_trail(session, 1)
