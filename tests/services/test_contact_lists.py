"""Lists of contacts: order, pages, filters, against a brute-force answer, on all three databases."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.text import fold
from desktop_crm.db.database import Database
from desktop_crm.model import Contact
from desktop_crm.services.choices import add_shipped_choices, choice_rows
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_lists import (
    ContactRow,
    ContactsView,
    Filter,
    contact_count,
    contact_ids,
    contact_rows,
    contact_rows_of,
)
from desktop_crm.services.contact_ties import add_job, change_job
from desktop_crm.services.contacts import add_contact, archive_contacts, delete_contacts
from desktop_crm.services.custom_fields import define_field, set_custom_value
from desktop_crm.services.tags import tag_rows

NAMES = [
    "Țurcanu Ana",
    "Turcanu Ana",
    "Петров Пётр",
    "Petrov Petr",
    "Zamfir Ion",
    "Ștefan Ion",
    "Stefan Ion",
    "Ørsted Per",
]


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


def rows(database: Database, view: ContactsView, size: int = 100) -> list[ContactRow]:
    """All pages of a view, joined; checks that count and ids agree."""
    found: list[ContactRow] = []
    after: tuple[Any, ...] | None = None
    with database.read() as session:
        while True:
            page = contact_rows(session, view, after, size)
            found += page.rows
            assert len(page.rows) == size or page.next is None
            if page.next is None:
                break
            after = page.next
        assert [row.id for row in found] == contact_ids(session, view)
        assert len(found) == contact_count(session, view)
    return found


def names(database: Database, view: ContactsView) -> list[str]:
    return [row.name for row in rows(database, view)]


def many(database: Database, count: int = 61) -> None:
    """Contacts with equal names, equal and missing moments, some archived, some in the trash."""
    chance = random.Random(4)
    with database.write(Label("Fill")) as session:
        ids = [
            add_contact(
                session,
                ContactDraft(name=chance.choice(NAMES))
                if chance.random() < 0.6
                else ContactDraft(kind="organisation", name=chance.choice(("Agro", "«Якорь» ООО", "agro", "Șoim SRL"))),
            )
            for _contact in range(count)
        ]
        for contact in session.scalars(select(Contact)):
            if chance.random() < 0.6:
                contact.last_touch_at = datetime(2025, 1, chance.randrange(1, 9), tzinfo=UTC)
            if chance.random() < 0.4:
                contact.next_step_on = date(2025, 2, chance.randrange(1, 9))
        archive_contacts(session, ids[::7])
        delete_contacts(session, ids[::9])


@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_are_the_brute_force_order(database: Database, size: int) -> None:
    many(database)
    keys: dict[str, Any] = {
        "name": lambda contact: (contact.sort_name, contact.id),
        "touch": lambda contact: (contact.last_touch_at, contact.id),
        "next": lambda contact: (contact.next_step_on, contact.id),
        "created": lambda contact: contact.id,
    }
    with database.read() as session:
        contacts = session.scalars(select(Contact)).all()
    for archived, trash in ((False, False), (True, False), (False, True)):
        living = [
            contact
            for contact in contacts
            if (contact.deleted_at is not None) == trash and (trash or (contact.archived_at is not None) == archived)
        ]
        assert living
        for sort, key in keys.items():
            for descending in (False, True):
                empty = [c for c in living if (sort, None) in (("touch", c.last_touch_at), ("next", c.next_step_on))]
                filled = [contact for contact in living if contact not in empty]
                empty.sort(key=lambda contact: contact.id, reverse=descending)  # they come last both ways
                ordered = sorted(filled, key=key, reverse=descending) + empty
                expected = [contact.id for contact in ordered]
                view = ContactsView(sort=sort, descending=descending, archived=archived, trash=trash)
                assert [row.id for row in rows(database, view, size)] == expected, (sort, descending)


def test_pages_of_people_and_of_organisations(database: Database) -> None:
    many(database)
    people = rows(database, ContactsView(kind="person"), 5)
    organisations = rows(database, ContactsView(kind="organisation"), 5)
    assert {row.kind for row in people} == {"person"}
    assert {row.kind for row in organisations} == {"organisation"}
    assert len(people) + len(organisations) == len(rows(database, ContactsView()))


def test_alphabets_and_diacritics_sort_together(database: Database) -> None:
    with database.write(Label("Fill")) as session:
        for name in ("Ungureanu Ion", "Șoltan Ana", "Сорокин Иван", "Stan Maria", "Țurcanu Vasile", "Тарасов Олег"):
            add_contact(session, ContactDraft(name=name))
    families = [row.name.split()[-1] for row in rows(database, ContactsView())]
    assert families == ["Șoltan", "Сорокин", "Stan", "Тарасов", "Țurcanu", "Ungureanu"]


def test_a_row_that_moves_while_paging_is_not_lost(database: Database) -> None:
    many(database)
    with database.read() as session:
        first = contact_rows(session, ContactsView(), limit=10)
    with database.write(Label("Delete")) as session:
        delete_contacts(session, [first.rows[-1].id])  # the row that the next page begins behind
    with database.read() as session:
        second = contact_rows(session, ContactsView(), first.next, limit=1000)
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}
    assert len(first.rows) + len(second.rows) == len(rows(database, ContactsView())) + 1


def test_what_a_row_shows(database: Database, frozen_clock: datetime) -> None:
    database.set_meta("country", "MD")
    with database.write(Label("Fill")) as session:
        add_shipped_choices(session)
        industry = choice_rows(session, "industry")[0]
        firm = add_contact(
            session,
            ContactDraft(
                kind="organisation",
                name="Orhei-Vit SA",
                phones=("0235 22 044",),
                city="Orhei",
                values={"industry_id": industry.id},
            ),
        )
        person = add_contact(
            session,
            ContactDraft(
                name="Ana Rusu",
                organisation_id=firm,
                position="manager achiziții",
                phones=("022123456", "069123456"),
                emails=("ana@orhei-vit.example",),
                tags=("VIP",),
                values={"rhythm_days": 30, "life_cycle": "at_risk"},
            ),
        )
        bad = add_contact(session, ContactDraft(name="Ion Popescu", phones=("sună la vecini",)))
    with database.read() as session:
        ana, orhei, ion = contact_rows_of(session, [person, firm, bad, 42])
    assert (ana.organisation, ana.position, ana.organisation_id) == ("Orhei-Vit SA", "manager achiziții", firm)
    assert (ana.phone, ana.phone_e164, ana.phone_count) == ("+373 22 123 456", "+37322123456", 2)
    assert (ana.email, ana.initials, ana.responsible) == ("ana@orhei-vit.example", "AR", "Ana")
    assert (ana.chip, [tag.name for tag in ana.tags], ana.completeness) == ("follow_up", ["VIP"], 65)
    assert (orhei.industry, orhei.city, orhei.initials) == ("Agriculture", "Orhei", "OS")
    assert (orhei.chip, orhei.organisation) == ("", "")
    assert (ion.phone, ion.phone_e164) == ("sună la vecini", "")


def test_the_organisation_of_a_row_is_the_main_current_one(database: Database, frozen_clock: datetime) -> None:
    with database.write(Label("Fill")) as session:
        person = add_contact(session, ContactDraft(name="Ana Rusu", organisation="Vechi SRL"))
        new = add_job(session, person, "Nou SA", is_primary=True)
    with database.read() as session:
        assert contact_rows_of(session, [person])[0].organisation == "Nou SA"
    with database.write(Label("Ended")) as session:
        change_job(session, new, 1, {"to_on": clock.today() - timedelta(days=1)})
    with database.read() as session:
        row = contact_rows_of(session, [person])[0]
        assert row.organisation == "Vechi SRL"
    assert row.organisation_id is not None
    with database.write(Label("Deleted")) as session:
        delete_contacts(session, [row.organisation_id])
    with database.read() as session:
        assert contact_rows_of(session, [person])[0].organisation == ""


@pytest.fixture
def filled(database: Database) -> Database:
    with database.write(Label("Fill")) as session:
        rank = define_field(session, "Rang", "number")
        first = add_contact(
            session,
            ContactDraft(
                name="Ana Rusu",
                city="Chișinău",
                phones=("+37369123456",),
                tags=("VIP", "En gros"),
                custom={rank: "7"},
                values={"life_cycle": "active", "rhythm_days": 10},
            ),
        )
        add_contact(
            session,
            ContactDraft(name="Ion Ceban", city="Chisinau", emails=("ion@ceban.example",), tags=("VIP",)),
        )
        add_contact(
            session,
            ContactDraft(
                name="Ольга Орлова", city="București", phones=("vezi nota",), values={"notes": "Preferă SMS 50%"}
            ),
        )
        session.get_one(Contact, first).last_touch_at = clock.now() - timedelta(days=3)
        set_custom_value(session, first, rank, "12")
    return database


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Filter("city", "is", "chisinau"), ["Ion Ceban", "Ana Rusu"]),
        (Filter("city", "is_not", "CHIȘINĂU"), ["Ольга Орлова"]),
        (Filter("city", "contains", "ures"), ["Ольга Орлова"]),
        (Filter("life_cycle", "is", "active"), ["Ana Rusu"]),
        (Filter("life_cycle", "is_not", "active"), ["Ion Ceban", "Ольга Орлова"]),
        (Filter("life_cycle", "empty"), ["Ion Ceban", "Ольга Орлова"]),
        (Filter("phone", "empty"), ["Ion Ceban", "Ольга Орлова"]),
        (Filter("phone", "contains", "69 123"), ["Ana Rusu"]),
        (Filter("phone_status", "is", "bad"), ["Ольга Орлова"]),
        (Filter("email", "filled"), ["Ion Ceban"]),
        (Filter("notes", "contains", "50%"), ["Ольга Орлова"]),
        (Filter("notes", "contains", "5_%"), []),
        (Filter("rhythm_days", "less", "11"), ["Ana Rusu"]),
        (Filter("last_touch_at", "less", "5"), ["Ana Rusu"]),
        (Filter("last_touch_at", "more", "5"), ["Ion Ceban", "Ольга Орлова"]),
        (Filter("completeness", "more", "99"), []),
    ],
)
def test_filters(filled: Database, condition: Filter, expected: list[str]) -> None:
    expected = sorted(expected, key=lambda name: fold(name.split()[-1]))
    assert names(filled, ContactsView(filters=(condition,))) == expected


def test_filters_by_tag_owner_and_own_fields(filled: Database) -> None:
    with filled.read() as session:
        tags = {row.name: row.id for row in tag_rows(session)}
    assert names(filled, ContactsView(tag_ids=(tags["VIP"],))) == ["Ion Ceban", "Ana Rusu"]
    assert names(filled, ContactsView(tag_ids=(tags["VIP"], tags["En gros"]))) == ["Ana Rusu"]
    assert len(names(filled, ContactsView(mine=True))) == 3
    with filled.read() as session:
        session.operator_id = None
        assert contact_count(session, ContactsView(mine=True)) == 0
    with filled.read() as session:
        field = session.execute(select(Contact.id)).first()
        assert field is not None
    with filled.read() as session:
        from desktop_crm.services.custom_fields import field_rows

        rank = field_rows(session)[0].id
    for operator, value, expected in (("more", "9", 1), ("less", "9", 0), ("is", "12", 1), ("empty", "", 2)):
        assert len(names(filled, ContactsView(filters=(Filter(f"custom:{rank}", operator, value),)))) == expected


@pytest.mark.parametrize(
    "condition",
    [Filter("password"), Filter("rhythm_days", "less", "soon"), Filter("notes", "like", "x"), Filter("custom:x")],
)
def test_filters_that_make_no_sense(filled: Database, condition: Filter) -> None:
    with pytest.raises(InvalidValue), filled.read() as session:
        contact_rows(session, ContactsView(filters=(condition,)))


def test_birthday_today_is_today(database: Database) -> None:
    with database.write(Label("Fill")) as session:
        add_contact(session, ContactDraft(name="Ana Rusu", birthday=date(2000, 2, 29)))
    assert rows(database, ContactsView())[0].completeness == 20
