"""What a user does with contacts, on all three databases."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue, NotFound, VersionConflict
from desktop_crm.db.database import Database
from desktop_crm.model.session import CrmSession
from desktop_crm.services import contact_parts as parts
from desktop_crm.services import contact_ties as ties
from desktop_crm.services.choices import add_shipped_choices, choice_rows
from desktop_crm.services.contact_cards import ContactCard, contact_card, contact_history
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import (
    add_contact,
    archive_contacts,
    change_contact,
    delete_contacts,
    purge_contacts,
    restore_contacts,
)
from desktop_crm.services.interactions import InteractionDraft, add_interaction, remove_interaction
from desktop_crm.services.tags import remove_tag, set_tags, tag_contacts, tag_rows


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


def do(database: Database, action: Any, *args: Any, **more: Any) -> Any:
    with database.write(Label("Test")) as session:
        return action(session, *args, **more)


def card(database: Database, contact_id: int) -> ContactCard:
    with database.read() as session:
        return contact_card(session, contact_id)


def test_everything_in_a_draft_is_on_the_card(database: Database) -> None:
    database.set_meta("country", "MD")
    do(database, add_shipped_choices)
    with database.read() as session:
        role = choice_rows(session, "role")[0]
        source = choice_rows(session, "source")[1]
    draft = ContactDraft(
        name="Țurcanu Ana-Maria",
        organisation="Orhei-Vit SA",
        position="șefă achiziții",
        role_id=role.id,
        phones=("022 123 456 int. 14", "069123456; 079400118", "sună la secretară"),
        emails=("Ana.Turcanu@orhei-vit.example",),
        street="str. Uzinelor 12",
        city="Chișinău",
        postcode="MD-2023",
        country="MD",
        messengers=(("telegram", "@ana"), ("web", "orhei-vit.example")),
        birthday=date(1985, 2, 28),
        tags=("VIP", "vip", "En gros"),
        values={"life_cycle": "active", "source_id": source.id, "notes": "prima linie\na doua"},
    )
    found = card(database, do(database, add_contact, draft))
    assert (found.name, found.given_name, found.family_name) == ("Ana-Maria Țurcanu", "Ana-Maria", "Țurcanu")
    assert (found.organisation, found.position, found.initials) == ("Orhei-Vit SA", "șefă achiziții", "AȚ")
    assert [phone.e164 for phone in found.phones] == ["+37322123456", "+37369123456", "+37379400118", ""]
    assert found.phones[0].extension == "14"
    assert found.phones[0].shown == "+373 22 123 456"
    assert found.phones[3].shown == "sună la secretară"
    assert found.emails[0].address == "Ana.Turcanu@orhei-vit.example"
    assert found.addresses[0].shown == "str. Uzinelor 12, MD-2023 Chișinău, Moldova"
    assert [line.link for line in found.messengers] == ["https://t.me/ana", "https://orhei-vit.example"]
    assert (found.dates[0].label, found.dates[0].month, found.dates[0].year) == ("birthday", 2, 1985)
    assert [tag.name for tag in found.tags] == ["VIP", "En gros"]
    assert (found.source, found.life_cycle, found.notes) == ("Website", "active", "prima linie\na doua")
    assert found.jobs[0].role == "Director"
    assert found.completeness == 90
    assert found.missing == ("relation", "language")
    organisation = card(database, found.jobs[0].other.id)
    assert organisation.legal_form == "SA"
    assert [job.other.name for job in organisation.jobs] == ["Ana-Maria Țurcanu"]
    assert organisation.jobs[0].phone == "+373 22 123 456"
    assert organisation.completeness == 15
    assert organisation.responsible == "Ana"


def test_the_same_organisation_is_found_again(database: Database) -> None:
    for name in ("Agroprim SRL", "agroprim s.r.l.", "AGROPRIM", "Agroprim SRL"):
        do(database, add_contact, ContactDraft(name="Ion Popescu", organisation=name))
    do(database, add_contact, ContactDraft(name="Ion Popescu", organisation="Agroprim Nord SRL"))
    with database.read() as session:
        first = ties.find_organisation(session, "Agroprim SRL")
        assert first is not None
        assert contact_card(session, first).people_count == 4
        assert ties.find_organisation(session, "Agroprim SA") is None
        assert ties.find_organisation(session, "Agro") is None
        assert ties.find_organisation(session, "") is None
        assert ties.find_organisation(session, "50%") is None


@pytest.mark.parametrize("draft", [ContactDraft(), ContactDraft(name="  "), ContactDraft(kind="robot", name="R2")])
def test_a_contact_needs_a_name(database: Database, draft: ContactDraft) -> None:
    with pytest.raises(InvalidValue):
        do(database, add_contact, draft)
    assert database.info().counts["contact"] == 0


def test_a_nickname_is_a_name(database: Database) -> None:
    assert card(database, do(database, add_contact, ContactDraft(nickname="Nelu de la piață"))).name == (
        "Nelu de la piață"
    )


def test_changes_are_composed_and_counted(database: Database) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    before = card(database, person)
    version = do(database, change_contact, person, before.version, {"family_name": "Ionescu", "prefix": "dr."})
    after = card(database, person)
    assert (after.name, after.version) == ("dr. Ion Ionescu", version)
    assert version == before.version + 1
    do(database, change_contact, person, version, {"name": "Иванов Пётр Сергеевич"})
    renamed = card(database, person)
    assert (renamed.name, renamed.middle_name, renamed.prefix) == ("Пётр Сергеевич Иванов", "Сергеевич", "")
    do(database, change_contact, person, renamed.version, {"name": "Кассир Ларёк"})
    unsure = card(database, person)
    assert (unsure.name, unsure.given_name, unsure.family_name) == ("Кассир Ларёк", "", "")
    do(database, change_contact, person, unsure.version, {"prefix": "г-н"})
    assert card(database, person).name == "Кассир Ларёк"


def test_same_values_change_nothing(database: Database) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    version = card(database, person).version
    assert do(database, change_contact, person, version, {"notes": "", "given_name": " Ion "}) == version


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("life_cycle", "sleeping"),
        ("first_contact_on", "31.02.2020"),
        ("rhythm_days", "often"),
        ("source_id", 12345),
        ("id", 5),
        ("sort_name", "x"),
        ("tax_number", "1" * 61),
        ("notes", "a\x00b"),
        ("legal_form", "SRL"),
    ],
)
def test_values_that_do_not_fit_change_nothing(database: Database, field: str, value: object) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    before = card(database, person)
    with pytest.raises(InvalidValue) as refusal:
        do(database, change_contact, person, before.version, {"nickname": "Nelu", field: value})
    assert "“" in str(refusal.value)
    assert card(database, person) == before


def test_other_fields_are_merged_and_the_same_field_is_a_conflict(database: Database) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    seen = card(database, person).version
    do(database, change_contact, person, seen, {"notes": "hers", "language": "ro"})
    do(database, change_contact, person, seen, {"nickname": "mine"})  # another field: merged
    do(database, change_contact, person, seen, {"language": "ro"})  # the same value: no conflict
    with pytest.raises(VersionConflict) as conflict:
        do(database, change_contact, person, seen, {"notes": "mine"})
    assert "Notes" in str(conflict.value)
    after = card(database, person)
    assert (after.notes, after.nickname, after.language) == ("hers", "mine", "ro")
    do(database, change_contact, person, after.version, {"notes": "mine"})
    assert card(database, person).notes == "mine"


def test_there_and_back_is_no_conflict(database: Database) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu", values={"notes": "a"}))
    seen = card(database, person).version
    version = do(database, change_contact, person, seen, {"notes": "b"})
    do(database, change_contact, person, version, {"notes": "a"})
    do(database, change_contact, person, seen, {"notes": "c"})
    assert card(database, person).notes == "c"


def test_parts_do_not_disturb_a_form_that_is_open(database: Database) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu"))
    seen = card(database, person).version
    do(database, parts.add_phone, person, "+373 69 123 456")
    do(database, parts.add_email, person, "ion@popescu.example")
    do(database, change_contact, person, seen, {"notes": "typed meanwhile"})
    assert card(database, person).notes == "typed meanwhile"


def test_tags(database: Database) -> None:
    people = [do(database, add_contact, ContactDraft(name=name, tags=("VIP",))) for name in ("Ion Pop", "Ana Pop")]
    do(database, set_tags, people[0], ["En gros", "vip"])
    do(database, tag_contacts, people, "Restanțier")
    assert [tag.name for tag in card(database, people[0]).tags] == ["VIP", "En gros", "Restanțier"]
    with database.read() as session:
        rows = tag_rows(session)
    assert [(row.name, row.contacts) for row in rows] == [("En gros", 1), ("Restanțier", 2), ("VIP", 2)]
    assert do(database, remove_tag, rows[1].id) == 2
    assert [tag.name for tag in card(database, people[1]).tags] == ["VIP"]


def test_history_rolls_up_to_the_organisation(database: Database, frozen_clock: datetime) -> None:
    person = do(database, add_contact, ContactDraft(name="Ion Popescu", organisation="Firma SRL"))
    firm = card(database, person).jobs[0].other.id
    moments = [datetime(2025, 1, day, 9, tzinfo=UTC) for day in (5, 3, 9)]
    calls = [
        do(database, add_interaction, InteractionDraft(owner, kind="call", subject=str(moment.day), started_at=moment))
        for owner, moment in zip((person, firm, person), moments, strict=True)
    ]
    do(database, add_interaction, InteractionDraft(person, subject="notă", started_at=clock.now()))
    whole = card(database, firm)
    assert [line.subject for line in whole.history] == ["notă", "9", "5", "3"]
    assert [line.who for line in whole.history] == ["Ion Popescu", "Ion Popescu", "Ion Popescu", "Firma SRL"]
    assert len(card(database, person).history) == 3
    with database.read() as session:
        rest = contact_history(session, firm, before=(moments[2], calls[2]))
    assert [line.subject for line in rest] == ["5", "3"]
    assert card(database, person).last_touch_at == moments[2]  # a note is no touch
    do(database, remove_interaction, calls[2])
    assert card(database, person).last_touch_at == moments[0]
    with pytest.raises(InvalidValue):
        do(database, add_interaction, InteractionDraft(person, kind="telepathy"))
    with pytest.raises(NotFound):
        do(database, add_interaction, InteractionDraft(1))


def test_trash_and_back(database: Database) -> None:
    people = [do(database, add_contact, ContactDraft(name=f"Ion Pop{number}")) for number in range(3)]
    assert do(database, delete_contacts, people[:2]) == 2
    assert do(database, delete_contacts, people) == 1
    assert card(database, people[0]).deleted_at is not None
    assert do(database, restore_contacts, people) == 3
    assert card(database, people[0]).deleted_at is None
    assert do(database, archive_contacts, people[:1]) == 1
    assert card(database, people[0]).archived_at is not None
    assert do(database, archive_contacts, people, archived=False) == 1


def full_contact(session: CrmSession) -> int:
    person = add_contact(
        session,
        ContactDraft(
            name="Ion Popescu",
            organisation="Firma SRL",
            phones=("+37369123456",),
            emails=("ion@firma.example",),
            city="Chișinău",
            messengers=(("telegram", "@ion"),),
            birthday=date(1990, 1, 1),
            tags=("VIP",),
        ),
    )
    other = add_contact(session, ContactDraft(name="Ana Popescu", values={"referred_by_id": person}))
    ties.add_relation(session, person, other, None)
    parts.set_consent(session, person, "email", "given")
    parts.add_bank_account(session, person, "MD24AG000225100013104168")
    parts.add_external_id(session, person, "1C", "7")
    add_interaction(session, InteractionDraft(person, kind="call"))
    return person


def test_purge_takes_everything_along(database: Database) -> None:
    person = do(database, full_contact)
    do(database, delete_contacts, [person])
    assert do(database, purge_contacts, [person, 4711]) == 1
    with pytest.raises(NotFound):
        card(database, person)
    counts = database.info().counts
    assert (counts["contact"], counts["tag"]) == (2, 1)
    emptied = "phone email address messenger important_date contact_tag consent bank_account external_id relation job"
    assert {table: counts[table] for table in [*emptied.split(), "interaction"]} == dict.fromkeys(
        [*emptied.split(), "interaction"], 0
    )


def test_notice_of_an_action_names_its_rows(database: Database) -> None:
    person = do(database, full_contact)
    seen: list[Any] = []
    database.on_changes.append(seen.append)
    phone = card(database, person).phones[0]
    do(database, parts.change_phone, phone.id, phone.version, {"note": "seara"})
    assert seen[0].rows == {"phone": frozenset({phone.id})}
