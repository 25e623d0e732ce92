"""Rows of a card and ties between contacts, on all three databases."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue, NotFound, VersionConflict
from desktop_crm.db.database import Database
from desktop_crm.services import contact_parts as parts
from desktop_crm.services import contact_ties as ties
from desktop_crm.services.choices import add_shipped_choices, choice_rows
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import (
    add_contact,
    change_contact,
    delete_contacts,
    lookup_phone,
)


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


def do(database: Database, action: Any, *args: Any, **more: Any) -> Any:
    with database.write(Label("Test")) as session:
        return action(session, *args, **more)


def card(database: Database, contact_id: int) -> ContactCard:
    with database.read() as session:
        return contact_card(session, contact_id)


def test_phones(database: Database) -> None:
    database.set_meta("country", "MD")
    database.set_meta("area_code", "22")
    person = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    first, second = do(database, parts.add_phone, person, "069 123 456, 123456")
    do(database, parts.make_primary, "phone", second)
    lines = card(database, person).phones
    assert [line.id for line in lines] == [second, first]
    assert lines[0].e164 == "+37322123456"
    version = do(database, parts.change_phone, first, lines[1].version, {"raw": "079 400 118", "note": "seara"})
    changed = card(database, person).phones[1]
    assert (changed.e164, changed.note, changed.version) == ("+37379400118", "seara", version)
    do(database, parts.change_phone, first, version, {"kind": "home", "do_not_call": True})
    assert card(database, person).phones[1].kind == "home"
    with pytest.raises(VersionConflict):
        do(database, parts.change_phone, first, version, {"kind": "work"})
    with pytest.raises(InvalidValue):
        do(database, parts.add_phone, person, "   ")
    with pytest.raises(InvalidValue):
        do(database, parts.change_phone, second, lines[0].version, {"kind": "satellite"})
    for phone_id in (first, second):
        do(database, parts.remove_phone, phone_id)
    assert card(database, person).phones == ()
    assert card(database, person).completeness == 15
    with pytest.raises(NotFound):
        do(database, parts.remove_phone, first)


def test_very_long_phones_are_kept(database: Database) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    text = "vezi dosarul 12/2019 " + "1234567890" * 30 + " șopron " * 60
    do(database, parts.add_phone, person, text)
    assert "".join(line.raw for line in card(database, person).phones).startswith("vezi dosarul")


def test_a_shared_number_is_shown_on_both_cards(database: Database) -> None:
    people = [
        do(database, add_contact, ContactDraft(name=name, phones=("+373 22 123 456",)))
        for name in ("Ion Popescu", "Мария Петрова", "Ana Rusu")
    ]
    shared = card(database, people[1]).phones[0].shared_with
    assert [link.name for link in shared] == ["Ion Popescu", "Ana Rusu"]
    with database.read() as session:
        assert {row.id for row in lookup_phone(session, "022 123 456", "MD")} == set(people)
        assert {row.id for row in lookup_phone(session, "+37322123456", "")} == set(people)
        assert {row.id for row in lookup_phone(session, "+40 22 123 456", "")} == set(people)  # last seven digits
        assert lookup_phone(session, "069 999 999", "MD") == []
        assert lookup_phone(session, "anonymous", "MD") == []
    do(database, delete_contacts, [people[0]])
    with database.read() as session:
        assert people[0] not in {row.id for row in lookup_phone(session, "022 123 456", "MD")}
    assert [link.name for link in card(database, people[1]).phones[0].shared_with] == ["Ana Rusu"]


def test_emails_addresses_messengers(database: Database) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    good = do(database, parts.add_email, person, "mailto:Ion@Popescu.example")
    do(database, parts.add_email, person, "ion la popescu")
    emails = card(database, person).emails
    assert [(line.address, line.status) for line in emails] == [
        ("Ion@Popescu.example", "ok"),
        ("ion la popescu", "bad"),
    ]
    do(database, parts.change_email, good, emails[0].version, {"address": "i@p.example", "kind": "home"})
    assert card(database, person).emails[0].address == "i@p.example"
    place = do(database, parts.add_address, person, {"city": "Iași", "country": "România"})
    assert card(database, person).addresses[0].country == "RO"
    version = card(database, person).addresses[0].version
    do(database, parts.change_address, place, version, {"street": "str. Lăpușneanu 1\net. 2", "kind": "legal"})
    assert card(database, person).addresses[0].shown == "str. Lăpușneanu 1 et. 2, Iași, Romania"
    with pytest.raises(InvalidValue):
        do(database, parts.add_address, person, {"city": " "})
    site = do(database, parts.add_messenger, person, "popescu.example")
    assert card(database, person).messengers[0].link == "https://popescu.example"
    for remove, row_id in (
        (parts.remove_email, good),
        (parts.remove_address, place),
        (parts.remove_messenger, site),
    ):
        do(database, remove, row_id)
    left = card(database, person)
    assert (len(left.emails), left.addresses, left.messengers) == (1, (), ())


def test_dates_consents_bank_accounts_and_foreign_ids(database: Database) -> None:
    firm = do(database, add_contact, ContactDraft(kind="organisation", name="Agroprim SRL"))
    leap = do(database, parts.add_date, firm, "founded", 29, 2)
    with pytest.raises(InvalidValue):
        do(database, parts.add_date, firm, "founded", 29, 2, 2023)
    version = card(database, firm).dates[0].version
    with pytest.raises(InvalidValue):
        do(database, parts.change_date, leap, version, {"day": 31})
    do(database, parts.change_date, leap, version, {"day": 1, "month": 3, "year": 1999})
    assert "1999" in card(database, firm).dates[0].shown
    do(database, parts.set_consent, firm, "email", "given", noted_on=date(2024, 1, 2))
    do(database, parts.set_consent, firm, "email", "withdrawn")
    assert [line.state for line in card(database, firm).consents] == ["withdrawn"]
    do(database, parts.set_consent, firm, "email", "")
    assert card(database, firm).consents == ()
    do(database, parts.add_bank_account, firm, "MD24 AG00 0225 1000 1310 4168", bank="MAIB", currency="mdl")
    do(database, parts.add_bank_account, firm, "RO49AAAA1B31007593840001")
    do(database, parts.add_bank_account, firm, "40702810900000000001")
    accounts = card(database, firm).bank_accounts
    assert [line.status for line in accounts] == ["ok", "wrong", "unknown"]
    assert accounts[0].shown == "MD24 AG00 0225 1000 1310 4168"
    assert accounts[0].currency == "MDL"
    do(
        database,
        parts.change_bank_account,
        accounts[1].id,
        accounts[1].version,
        {"iban": "RO49 AAAA 1B31 0075 9384 0000"},
    )
    do(database, parts.remove_bank_account, accounts[2].id)
    assert [line.status for line in card(database, firm).bank_accounts] == ["ok", "ok"]
    number = do(database, parts.add_external_id, firm, "1C", "000123")
    assert card(database, firm).external_ids[0].value == "000123"
    do(database, parts.remove_external_id, number)
    assert card(database, firm).external_ids == ()


def test_tax_number_is_looked_at_with_the_country_of_the_address(database: Database) -> None:
    firm = do(
        database,
        add_contact,
        ContactDraft(kind="organisation", name="Firma", city="Iași", country="RO", values={"tax_number": "18547291"}),
    )
    assert card(database, firm).tax_number_status == "wrong"
    do(database, change_contact, firm, card(database, firm).version, {"tax_number": "18547290"})
    assert card(database, firm).tax_number_status == "ok"


def test_jobs_seen_from_both_sides(database: Database, frozen_clock: datetime) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu", organisation="Vechi SRL", position="inginer"))
    old = card(database, person).jobs[0]
    new = do(database, ties.add_job, person, "Nou SA", position="director", is_primary=True)
    jobs = card(database, person).jobs
    assert [(job.other.name, job.is_primary) for job in jobs] == [("Nou SA", True), ("Vechi SRL", False)]
    version = jobs[1].version
    do(database, ties.change_job, old.id, version, {"to_on": clock.today() - timedelta(days=1)})
    left = card(database, person)
    assert [(job.other.name, job.current) for job in left.jobs] == [("Nou SA", True), ("Vechi SRL", False)]
    assert card(database, old.other.id).people_count == 0
    assert [job.other.name for job in card(database, old.other.id).jobs] == ["Ion Popescu"]
    with pytest.raises(InvalidValue):
        do(database, ties.change_job, new, jobs[0].version, {"from_on": "2025-02-01", "to_on": "2025-01-01"})
    with pytest.raises(NotFound):
        do(database, ties.add_job, old.other.id, person)
    do(database, ties.remove_job, new)
    assert card(database, person).organisation == ""


def test_relations_read_from_both_sides(database: Database) -> None:
    do(database, add_shipped_choices)
    father = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    daughter = do(database, add_contact, ContactDraft(name="Ana Popescu"))
    with database.read() as session:
        kinds = {row.code: row.id for row in choice_rows(session, "relation")}
    tie = do(database, ties.add_relation, father, daughter, kinds["child"], note="cea mare")
    assert [(line.other.name, line.kind) for line in card(database, father).relations] == [("Ana Popescu", "Child")]
    assert [(line.other.name, line.kind) for line in card(database, daughter).relations] == [("Ion Popescu", "Parent")]
    version = card(database, father).relations[0].version
    do(database, ties.change_relation, tie, version, {"kind_id": kinds["friend"]})
    assert card(database, daughter).relations[0].kind == "Friend"
    with pytest.raises(InvalidValue):
        do(database, ties.add_relation, father, father, kinds["friend"])
    do(database, ties.remove_relation, tie)
    assert card(database, daughter).relations == ()
