"""Fates, the same file again, duplicates, updates: what becomes of the rows of a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.model import (
    Address,
    Contact,
    CustomValue,
    DuplicateCandidate,
    Email,
    ExternalId,
    HeldRow,
    ImportantDate,
    Interaction,
    Tag,
)
from desktop_crm.services import importing
from desktop_crm.services.contacts import change_contact, delete_contacts
from desktop_crm.services.custom_fields import define_field
from desktop_crm.services.duplicates import duplicate_rows
from tests.services.import_steps import (
    applied,
    asked,
    contact,
    count,
    fates,
    jobs,
    names,
    parts,
    phones,
    planned,
    sheet,
    taken,
)

HEADERS = ("Nume", "Companie", "Funcție", "Telefon", "E-mail", "Oraș", "Observații")
ION = ("Popescu Ion", "Alfa Construct SRL", "director", "069 123 456", "ion@alfa.md", "Chișinău", "plătește la timp")
ANNA = ("Анна Смирнова", "ООО «Бета»", "бухгалтер", "+7 916 123-45-67", "anna@beta.ru", "Москва", "")
JANE = ("Jane Doe", "", "", "+44 20 7946 0958", "jane@doe.co.uk", "London", "likes tea")


@pytest.fixture
def base(sqlite_database: Database, tmp_path: Path) -> Database:
    taken(sqlite_database, sheet(tmp_path / "base.csv", HEADERS, ION, ANNA, JANE))
    return sqlite_database


def test_a_list_becomes_contacts_on_every_database(database: Database, tmp_path: Path) -> None:
    plan = taken(database, sheet(tmp_path / "list.csv", HEADERS, ION, ANNA, JANE))
    assert fates(plan) == "ccc"
    assert names(database) == ["Alfa Construct SRL", "Jane Doe", "Popescu Ion", "Анна Смирнова", "ООО «Бета»"]
    assert jobs(database) == [
        ("Popescu Ion", "Alfa Construct SRL", "director"),
        ("Анна Смирнова", "ООО «Бета»", "бухгалтер"),
    ]
    assert phones(database, "Popescu Ion") == ["+37369123456"]
    assert contact(database, "Анна Смирнова").family_name == "Смирнова"
    assert parts(database, Address, "ООО «Бета»", "city") == [
        ("Москва",)
    ]  # an address of a firm's person is the firm's
    assert contact(database, "Popescu Ion").notes == "plătește la timp"
    again = taken(database, sheet(tmp_path / "again.csv", HEADERS, ION, ANNA, JANE))
    assert fates(again) == "ddd"


def test_completeness_of_imported_contacts_is_that_of_the_card(base: Database) -> None:
    person, firm = contact(base, "Popescu Ion"), contact(base, "Alfa Construct SRL")
    assert person.completeness == 30 + 20 + 15  # a valid phone, an e-mail, both names
    assert firm.completeness == 15 + 15  # an address, a person


@pytest.mark.parametrize("policy", importing.DUPLICATE_POLICIES)
def test_the_same_file_twice_creates_nothing(base: Database, tmp_path: Path, policy: str) -> None:
    before = {table: size for table, size in base.info().counts.items() if table not in ("change_set", "import_run")}
    plan = taken(base, sheet(tmp_path / "base.csv", HEADERS, ION, ANNA, JANE), duplicates=policy)
    assert fates(plan) == "ddd"
    after = base.info().counts
    assert {table: after[table] for table in before} == {**before, "change": after["change"]}


def test_the_same_rows_are_known_though_their_contacts_changed(base: Database, tmp_path: Path) -> None:
    row = contact(base, "Jane Doe")
    with base.write(Label("Edit")) as session:
        change_contact(session, row.id, row.version, {"given_name": "Joan", "family_name": "Roe", "notes": ""})
    plan = taken(base, sheet(tmp_path / "again.csv", HEADERS, ION, ANNA, JANE), duplicates="update")
    assert fates(plan) == "ddd"
    assert contact(base, "Joan Roe").notes == ""


def test_a_contact_in_the_trash_can_be_imported_anew(base: Database, tmp_path: Path) -> None:
    with base.write(Label("Delete")) as session:
        delete_contacts(session, [contact(base, "Jane Doe").id])
    plan = taken(base, sheet(tmp_path / "again.csv", HEADERS, ION, ANNA, JANE))
    assert fates(plan) == "ddc"


def test_a_longer_file_brings_only_what_is_new(base: Database, tmp_path: Path) -> None:
    bob = ("Bob Brown", "", "", "+1 212 555 0100", "bob@brown.com", "New York", "")
    assert fates(taken(base, sheet(tmp_path / "more.csv", HEADERS, JANE, bob, ION))) == "dcd"


def test_equal_rows_of_one_file_are_one_contact(sqlite_database: Database, tmp_path: Path) -> None:
    plan = taken(sqlite_database, sheet(tmp_path / "list.csv", HEADERS, ION, JANE, ION))
    assert fates(plan) == "ccd"
    assert plan.fates[2].reason.sentence == "The same as row 2"


@pytest.mark.parametrize(
    ("policy", "expected", "added"), [("hold", "h", 0), ("update", "u", 0), ("skip", "d", 0), ("create", "c", 1)]
)
def test_duplicates_of_the_base(base: Database, tmp_path: Path, policy: str, expected: str, added: int) -> None:
    other = ("Ion Popescu", "ALFA CONSTRUCT S.R.L.", "", "+373 69 123 456", "ION@alfa.md", "", "are un nou birou")
    before = count(base, Contact)
    plan = taken(base, sheet(tmp_path / "other.csv", HEADERS, other), duplicates=policy)
    assert fates(plan) == expected, plan.fates[0].reason.sentence
    assert count(base, Contact) == before + added
    notes = contact(base, "Popescu Ion").notes
    assert notes == ("plătește la timp\nare un nou birou" if policy == "update" else "plătește la timp")
    if policy == "create":
        (row,) = asked(base, duplicate_rows)
        assert row.level == "certain"
    else:
        assert count(base, DuplicateCandidate) == 0
    assert count(base, HeldRow) == (policy == "hold")


@pytest.mark.parametrize(
    ("policy", "expected", "made"), [("hold", "ch", 1), ("update", "cu", 1), ("skip", "cd", 1), ("create", "cc", 2)]
)
def test_duplicates_inside_the_file(
    sqlite_database: Database, tmp_path: Path, policy: str, expected: str, made: int
) -> None:
    headers = ("Имя", "Телефон", "Почта", "Метки", "Город")
    first = ("Пётр Щукин", "8 916 765-43-21", "petr@mail.ru", "опт", "")
    second = ("Петр Щукин", "+7 (916) 765-43-21, 8 495 123-45-67", "petr@mail.ru", "VIP", "Москва")
    plan = taken(sqlite_database, sheet(tmp_path / "list.csv", headers, first, second), duplicates=policy, country="RU")
    assert fates(plan) == expected, plan.fates[1].reason.sentence
    assert count(sqlite_database, Contact) == made
    if policy == "update":
        assert phones(sqlite_database, "Пётр Щукин") == ["+79167654321", "+74951234567"]
        assert parts(sqlite_database, Address, "Пётр Щукин", "city") == [("Москва",)]
        assert count(sqlite_database, Tag) == 2
    again = taken(sqlite_database, tmp_path / "list.csv", duplicates=policy, country="RU")
    assert set(fates(again)) == {"d"}


def test_a_shared_switchboard_makes_no_duplicates(sqlite_database: Database, tmp_path: Path) -> None:
    people = ("Ion Rusu", "Maria Cebotari", "Vasile Lungu", "Elena Dabija", "Andrei Moraru")
    rows = [(person, "Gama SRL", "", "022 123 456", "office@gama.md", "Chișinău", "") for person in people]
    plan = taken(sqlite_database, sheet(tmp_path / "colleagues.csv", HEADERS, *rows))
    assert fates(plan) == "ccccc", [fate.reason.sentence for fate in plan.fates]
    assert len(jobs(sqlite_database)) == 5
    assert count(sqlite_database, Contact) == 6


def test_one_company_in_several_spellings_is_one_organisation(sqlite_database: Database, tmp_path: Path) -> None:
    spellings = ("Delta Trans SRL", "DELTA TRANS S.R.L.", "SC Delta Trans SRL", "«Delta Trans» S.R.L.", "Delta  trans")
    people = ("Ion Rusu", "Maria Cebotari", "Vasile Lungu", "Elena Dabija", "Andrei Moraru")
    rows = list(zip(people, spellings, strict=True))
    rows += [("Олег Белов", "ООО «Эпсилон»"), ("Инна Котова", "Эпсилон ООО"), ("Пак Ли", 'ООО "ЭПСИЛОН"')]
    plan = taken(sqlite_database, sheet(tmp_path / "firms.csv", ("Persoană", "Firma"), *rows))
    assert fates(plan) == "cccccccc"
    organisations = {organisation for _person, organisation, _post in jobs(sqlite_database)}
    assert len(organisations) == 2, organisations


def test_rows_with_only_a_company_are_organisations(sqlite_database: Database, tmp_path: Path) -> None:
    headers = ("Контрагент", "ИНН", "Телефон", "Адрес", "Контактное лицо")
    rows = [
        ("ООО «Ромашка»", "7707083893", "+7 495 123-45-67", "ул. Ленина, 5", ""),
        ("ООО «Ромашка»", "", "+7 916 123-45-67", "", "Котов Иван"),
        ("Ромашка ООО", "7707083893", "+7 495 123-45-67", "ул. Ленина, 5", ""),
    ]
    plan = taken(sqlite_database, sheet(tmp_path / "1c.csv", headers, *rows), {"Контрагент": "company"}, country="RU")
    assert fates(plan)[:2] == "cc"
    assert fates(plan)[2] in "dh"
    assert contact(sqlite_database, "ООО «Ромашка»").tax_number == "7707083893"
    assert contact(sqlite_database, "ООО «Ромашка»").kind == "organisation"
    assert jobs(sqlite_database) == [("Котов Иван", "ООО «Ромашка»", "")]


def test_nothing_of_a_row_is_lost(sqlite_database: Database, tmp_path: Path) -> None:
    headers = (
        "Nume",
        "Telefon",
        "E-mail",
        "Mărimea pantofului",
        "Data nașterii",
        "Sex",
        "Oraș",
        "Oraș (2)",
        "Nr. crt.",
    )
    row = ("Ion Rusu", "069123456 secretara Ana", "ion@rusu.md acasă", "43", "cândva vara", "?", "Orhei", "Bălți", "1")
    taken(sqlite_database, sheet(tmp_path / "list.csv", headers, row))
    notes = contact(sqlite_database, "Ion Rusu").notes
    assert all(text in notes for text in ("Mărimea pantofului: 43", "cândva vara", "Sex: ?", "acasă"))
    assert "1" not in notes.split()
    assert {city for (city,) in parts(sqlite_database, Address, "Ion Rusu", "city")} == {"Orhei", "Bălți"}


def test_dates_are_decided_on_the_whole_column(sqlite_database: Database, tmp_path: Path) -> None:
    american = sheet(tmp_path / "us.csv", ("Name", "Birthday"), ("Ann Lee", "03/04/1980"), ("Bo Ray", "12/31/1979"))
    taken(sqlite_database, american, duplicates="create")
    assert parts(sqlite_database, ImportantDate, "Ann Lee", "day", "month", "year") == [(4, 3, 1980)]
    european = sheet(
        tmp_path / "eu.csv", ("Nume", "Data nașterii"), ("Ana Rusu", "03/04/1980"), ("Ion Pop", "31/12/79")
    )
    taken(sqlite_database, european, duplicates="create")
    assert parts(sqlite_database, ImportantDate, "Ana Rusu", "day", "month", "year") == [(3, 4, 1980)]
    assert parts(sqlite_database, ImportantDate, "Ion Pop", "day", "month", "year") == [(31, 12, 1979)]


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_dates_do_not_slip(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    headers = ("Nume", "Ultimul contact", "Client din")
    taken(sqlite_database, sheet(tmp_path / "list.csv", headers, ("Ion Rusu", "31.12.2024", "2019-01-01")))
    row = contact(sqlite_database, "Ion Rusu")
    assert row.last_touch_at.date() == date(2024, 12, 31)
    assert row.first_contact_on == date(2019, 1, 1)
    ((moment, all_day),) = parts(sqlite_database, Interaction, "Ion Rusu", "started_at", "all_day")
    assert (moment.date(), all_day) == (date(2024, 12, 31), True)


def test_columns_called_like_own_fields_fill_them(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.write(Label("Fields")) as session:
        define_field(session, "Mărimea pantofului", "number")
        define_field(session, "Cod client", "text")
    headers = ("Nume", "mărimea pantofului", "Cod client")
    rows = [("Ion Rusu", "43", "A-1"), ("Ana Pop", "mare", "A-2")]
    taken(sqlite_database, sheet(tmp_path / "list.csv", headers, *rows))
    assert [text for (text,) in parts(sqlite_database, CustomValue, "Ion Rusu", "text")] == ["43", "A-1"]
    assert contact(sqlite_database, "Ana Pop").notes == "mărimea pantofului: mare"  # no number: kept, not thrown away
    assert count(sqlite_database, ExternalId) == 0


def test_a_row_without_a_name_is_called_by_its_address_or_held(sqlite_database: Database, tmp_path: Path) -> None:
    headers = ("Name", "E-mail", "Phone", "City")
    rows = [("", "ann@lee.com", "", ""), ("", "", "+1 212 555 0100", ""), ("", "", "", "Boston")]
    plan = taken(sqlite_database, sheet(tmp_path / "list.csv", headers, *rows))
    assert fates(plan) == "cch"
    assert names(sqlite_database) == ["+12125550100", "ann@lee.com"]


def test_delete_in_the_file_deletes_nothing(base: Database, tmp_path: Path) -> None:
    headers = ("Action", "Name", "E-mail")
    path = sheet(
        tmp_path / "outlook.csv", headers, ("delete", "Jane Doe", "jane@doe.co.uk"), ("add", "Bo Ray", "b@ray.com")
    )
    assert fates(taken(base, path)) == "sc"
    assert "Jane Doe" in names(base)


# Updates --------------------------------------------------------------------------------------------------------------

FACTS = ("Nume", "E-mail", "Telefon", "CUI", "Sursa", "Etichete", "Observații", "Limba")
OLD = ("Zeta Prim SRL", "office@zeta.md", "022 111 222", "", "", "vechi", "notă veche", "ro")
NEW = ("Zeta Prim SRL", "office@zeta.md", "022 333 444", "1003600012345", "Târg", "nou", "notă nouă", "ru")


@pytest.mark.parametrize(
    ("policies", "language", "tags", "tax_number"),
    [
        ({}, "ro", 2, "1003600012345"),
        ({"language": "overwrite"}, "ru", 2, "1003600012345"),
        ({"language": "keep", "tags": "keep", "tax_number": "keep"}, "ro", 1, ""),
        ({"language": "add"}, "ro", 2, "1003600012345"),
    ],
)
def test_policies_of_an_update(
    sqlite_database: Database, tmp_path: Path, policies: dict[str, str], language: str, tags: int, tax_number: str
) -> None:
    taken(sqlite_database, sheet(tmp_path / "old.csv", FACTS, OLD))
    path = sheet(tmp_path / "new.csv", FACTS, NEW)
    plan = taken(sqlite_database, path, duplicates="update", policies=policies)
    assert fates(plan) == "u", plan.fates[0].reason.sentence
    row = contact(sqlite_database, "Zeta Prim SRL")
    assert (row.language, row.tax_number) == (language, tax_number)
    assert row.notes.startswith("notă veche\n") and "notă nouă" in row.notes  # notes are never killed
    assert ("ru" in row.notes) == (policies.get("language") == "add")
    assert phones(sqlite_database, "Zeta Prim SRL") == ["+37322111222", "+37322333444"]
    assert count(sqlite_database, Tag) == tags
    assert parts(sqlite_database, Email, "Zeta Prim SRL", "address") == [("office@zeta.md",)]
    assert set(fates(taken(sqlite_database, path, duplicates="update", policies={}))) == {"d"}


def test_what_rows_say_of_a_known_firm_is_added_to_it(base: Database, tmp_path: Path) -> None:
    headers = ("Persoana", "Firma", "Cod fiscal", "Telefon firma", "Adresa")
    rows = [("Vera Munteanu", "Alfa Construct S.R.L.", "1003600012345", "022 999 888", "str. Nouă 7")]
    rows += [("Dan Guțu", "Alfa Construct SRL", "999", "", "")]
    assert fates(taken(base, sheet(tmp_path / "more.csv", headers, *rows))) == "cc"
    assert contact(base, "Alfa Construct SRL").tax_number == "1003600012345"
    assert phones(base, "Alfa Construct SRL") == ["+37322999888"]
    assert contact(base, "Alfa Construct SRL").completeness == 25 + 15 + 15 + 15
    assert "999" in contact(base, "Dan Guțu").notes  # a second tax number is kept where it can be read


def test_a_position_is_added_to_a_job_that_has_none(sqlite_database: Database, tmp_path: Path) -> None:
    taken(
        sqlite_database, sheet(tmp_path / "a.csv", ("Nume", "Firma", "E-mail"), ("Ion Rusu", "Eta SRL", "ion@eta.md"))
    )
    headers = ("Nume", "Firma", "Funcția", "E-mail")
    path = sheet(tmp_path / "b.csv", headers, ("Ion Rusu", "Eta S.R.L.", "contabil", "ion@eta.md"))
    assert fates(taken(sqlite_database, path, duplicates="update")) == "u"
    assert jobs(sqlite_database) == [("Ion Rusu", "Eta SRL", "contabil")]


def test_a_number_in_another_program_finds_the_contact_again(sqlite_database: Database, tmp_path: Path) -> None:
    headers = ("Record ID", "First Name", "Last Name", "Phone")
    taken(sqlite_database, sheet(tmp_path / "a.csv", headers, ("17", "Ann", "Lee", "+1 212 555 0100")))
    rows = [("17", "Ann", "Lee", "+1 212 555 0199"), ("18", "Bo", "Ray", "")]
    assert fates(taken(sqlite_database, sheet(tmp_path / "b.csv", headers, *rows), duplicates="update")) == "uc"
    assert phones(sqlite_database, "Ann Lee") == ["+12125550100", "+12125550199"]
    stranger = sheet(tmp_path / "c.csv", headers, ("17", "Zoe", "Quist", "+1 646 555 0133"))
    assert fates(taken(sqlite_database, stranger, duplicates="update")) == "c"  # 17 of some other program


def test_a_plan_that_the_base_overtook_is_made_anew(base: Database, tmp_path: Path) -> None:
    bob = ("Bob Brown", "", "", "+1 212 555 0100", "bob@brown.com", "", "")
    path = sheet(tmp_path / "more.csv", HEADERS, bob)
    first, second = planned(base, path), planned(base, path)
    applied(base, first)
    applied(base, second)
    assert (fates(first), fates(second)) == ("c", "d")
    assert names(base).count("Bob Brown") == 1


def test_the_map_is_remembered_though_the_import_failed(sqlite_database: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "list.csv", ("A", "B"), ("Ion Rusu", "069123456"))
    source = planned(sqlite_database, path).source
    with sqlite_database.write(Label("Map")) as session:
        importing.remember_mapping(session, source, {"A": "name", "B": "phone"})
    with pytest.raises(ZeroDivisionError), sqlite_database.write(Label("Import")) as session:
        importing.apply(session, planned(sqlite_database, path))
        raise ZeroDivisionError
    columns = asked(sqlite_database, importing.guess_columns, source)
    assert (columns.columns, columns.remembered) == ({"A": "name", "B": "phone"}, True)
    taken(sqlite_database, path)
    assert phones(sqlite_database, "Ion Rusu") == ["+37369123456"]


def test_reasons_follow_the_language(base: Database, tmp_path: Path) -> None:
    other = ("Ion Popescu", "Alfa Construct SRL", "", "+373 69 123 456", "ion@alfa.md", "", "nou")
    plan = planned(base, sheet(tmp_path / "o.csv", HEADERS, other), duplicates="update")
    assert dict(plan.fates[0].reason.facts)["fields"] == ["notes"]
    assert "Popescu Ion" in plan.fates[0].reason.sentence
    with base.read() as session:
        assert session.scalars(select(HeldRow)).all() == []
