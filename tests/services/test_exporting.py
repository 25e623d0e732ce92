"""Export, then import into an empty base: the same contacts, whatever the format and the language."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop_crm.base import i18n
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.files.sheet_writer import write_csv, write_xlsx
from desktop_crm.files.source import read_source
from desktop_crm.files.vcard_writer import write_vcards
from desktop_crm.model import (
    Address,
    Consent,
    Contact,
    ContactTag,
    CustomValue,
    Email,
    ExternalId,
    ImportantDate,
    Job,
    Messenger,
    Operator,
    Phone,
    Photo,
    Tag,
)
from desktop_crm.model.session import CrmSession
from desktop_crm.services import importing
from desktop_crm.services.choices import choice_names, ensure_choice
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.custom_fields import define_field, field_rows, set_custom_value
from desktop_crm.services.exporting import contact_cards_for_export, contact_sheet
from desktop_crm.services.importing.part_rows import midnight
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.phones import repair_cell
from tests import databases

FORMATS = ("xlsx", "csv", "vcf")
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
_EVERYTHING = ContactsView()
_NOT_COMPARED = {"id", "version", "created_at", "updated_at", "deleted_at", "completeness", "source_id", "industry_id",
                 "campaign_id", "responsible_id"}  # fmt: skip


def add_contact(session: CrmSession, kind: str, name: str, **values: Any) -> Contact:
    """A contact made row by row, without the services whose checks are not meant here."""
    contact = Contact(kind=kind, name=name, **values)
    contact.compose_name()
    session.add(contact)
    session.flush()
    return contact


def add_phones(session: CrmSession, contact: Contact, *cells: str, **more: Any) -> None:
    """Phones as they come out of a cell."""
    place = session.scalar(select(func.count()).where(Phone.contact_id == contact.id)) or 0
    for cell in cells:
        for phone in repair_cell(cell, country="MD"):
            kept = {name: getattr(phone, name) for name in ("raw", "e164", "extension", "region", "status", "digits",
                                                            "national", "last7", "note")}  # fmt: skip
            session.add(Phone(contact_id=contact.id, position=place, **{"kind": phone.kind, **kept, **more}))
            place += 1


def define_own_fields(session: CrmSession) -> dict[str, int]:
    """The firm's own fields, one called like one of the program's, one for both kinds."""
    return {
        "VIP": define_field(session, "VIP", "yes_no"),
        "Discount %": define_field(session, "Discount %", "number"),
        "Договор от": define_field(session, "Договор от", "date", "organisation"),
        "Notes": define_field(session, "Notes", "text"),
        "Цвет": define_field(session, "Цвет", "choice", options=["красный", "синий"]),
    }


def fill(session: CrmSession) -> None:
    """A base with everything that a card can hold."""
    own = define_own_fields(session)
    session.add(Operator(id=77, name="Olga Rusu"))
    firm = add_contact(
        session, "organisation", "ООО «Щебень-Торг»", legal_form="ООО", legal_name="Общество «Щебень-Торг»",
        tax_number="1003600012345", registration_number="J40/1/2020", size="10-49", other_names="Gravel; Co",
        organisation_type="company", relation_to_us="supplier", life_cycle="at_risk", abc_class="A",
        industry_id=ensure_choice(session, "industry", "Construction"), notes="line one\n\n  line three",
    )  # fmt: skip
    empty = add_contact(session, "organisation", "Țurcanu & Fiii S.R.L.", legal_form="S.R.L.")
    add_phones(session, firm, "+373 22 123 456")
    session.add(Address(contact_id=firm.id, kind="legal", street="str. Ștefan cel Mare 1", city="Chișinău",
                        postcode="MD-2001", country="MD"))  # fmt: skip
    session.add(Address(contact_id=firm.id, kind="delivery", street="ул. Ленина, д. 5", city="Бельцы", position=1))
    session.add(Messenger(contact_id=firm.id, system="web", address="https://example.com/?a=1;b=2|3"))
    set_custom_value(session, firm.id, own["Договор от"], "2024-02-29")
    person = add_contact(
        session, "person", "", prefix="dr.", given_name="Ion", middle_name="Vasile", family_name="Țurcanu",
        suffix="jr.",
        nickname="Ionică", former_name="Rusu", sex="male", language="română", greeting="Stimate domnule",
        preferences="fără\ntelefon", best_time="după 16:00", how_met="la târg", rhythm_days=30,
        relation_to_us="customer",
        life_cycle="active", first_contact_on=date(2019, 12, 31), responsible_id=77,
        source_id=ensure_choice(session, "source", "Târgul “Moldagrotech”"),
        campaign_id=ensure_choice(session, "campaign", "Весна 2025"),
    )  # fmt: skip
    add_phones(session, person, "+373 22 123 456 ext. 14", "069 123 456", "сл. 12-34", "+40 21 311 2233 secretara")
    add_phones(session, person, "+7 916 123-45-67", kind="fax", do_not_call=True)
    for place, (address, kind) in enumerate((("Ion.Turcanu@Example.com", "work"), ("ion@acasa.md", "home"))):
        session.add(Email(contact_id=person.id, address=address, key=address.lower(), kind=kind, position=place))
    session.add(Address(contact_id=person.id, kind="home", street="6, Main street", city="Orhei", region="Orhei"))
    for system, address in (("telegram", "@ion"), ("facebook", "Ion Țurcanu"), ("other", "matrix: @ion:example.com")):
        session.add(Messenger(contact_id=person.id, system=system, address=address))
    for label, day, month, year in (
        ("birthday", 29, 2, 1980),
        ("anniversary", 3, 4, None),
        ("день ангела", 7, 8, 2001),
    ):
        session.add(ImportantDate(contact_id=person.id, label=label, day=day, month=month, year=year))
    for name in ("VIP, mereu", "клиент", '"ghilimele"'):
        tag = Tag(name=name)
        session.add(tag)
        session.flush()
        session.add(ContactTag(contact_id=person.id, tag_id=tag.id))
    session.add(Consent(contact_id=person.id, channel="email", state="withdrawn"))
    session.add(ExternalId(contact_id=person.id, system="Cod client", value="0042"))
    session.add(ExternalId(contact_id=person.id, system="HubSpot", value="a;b"))
    session.add(Job(person_id=person.id, organisation_id=firm.id, position="contabil-șef", department="Contabilitate",
                    role_id=ensure_choice(session, "role", "Accountant"), from_on=date(2020, 1, 31)))  # fmt: skip
    session.add(Job(person_id=person.id, organisation_id=empty.id, position="asociat", is_primary=False))
    set_custom_value(session, person.id, own["VIP"], "da")
    set_custom_value(session, person.id, own["Discount %"], "12.5")
    set_custom_value(session, person.id, own["Notes"], "own text")
    set_custom_value(session, person.id, own["Цвет"], "синий")
    add_interaction(session, InteractionDraft(person.id, "call", started_at=midnight(date(2025, 1, 2))))
    colleague = add_contact(session, "person", "", family_name="Смирнова", given_name="Ёлка", deceased=True)
    add_phones(session, colleague, "+373 22 123 456")  # the switchboard of the firm
    session.add(Job(person_id=colleague.id, organisation_id=firm.id))
    session.add(ImportantDate(contact_id=colleague.id, label="birthday", day=14, month=3))
    add_contact(session, "person", "Björk Guðmundsdóttir-O'Brien 3rd", notes="=1+1")
    add_contact(session, "person", "null", given_name="", notes="+373… is no formula")
    session.flush()


def pictures(session: CrmSession) -> dict[str, dict[str, Any]]:
    """All living contacts with all their parts as plain values, by name."""
    choices = {number: names[0] for number, names in choice_names(session).items()}
    operators = {row.id: row.name for row in session.scalars(select(Operator))}
    names = {row.id: row.name for row in session.scalars(select(Contact))}
    fields = {field.id: field.name for field in field_rows(session)}
    tags = {row.id: row.name for row in session.scalars(select(Tag))}
    found = {}

    def of(model: Any, number: int, *columns: str) -> list[tuple[Any, ...]]:
        rows = session.scalars(select(model).where(model.contact_id == number))
        return sorted((tuple(getattr(row, name) for name in columns) for row in rows), key=repr)

    for row in session.scalars(select(Contact).where(Contact.deleted_at.is_(None))):
        picture: dict[str, Any] = {
            column.key: getattr(row, column.key) for column in Contact.__table__.c if column.key not in _NOT_COMPARED
        }
        picture["last_touch_at"] = row.last_touch_at.date() if row.last_touch_at else None
        picture |= {name: choices.get(getattr(row, f"{name}_id")) for name in ("source", "industry", "campaign")}
        picture["responsible"] = operators.get(row.responsible_id)
        phones = session.scalars(select(Phone).where(Phone.contact_id == row.id).order_by(Phone.position))
        picture["phones"] = [
            (phone.e164, phone.extension, phone.kind, phone.note, phone.do_not_call, phone.e164 or phone.raw)
            for phone in phones
        ]
        picture["emails"] = of(Email, row.id, "address", "key", "kind", "position")
        picture["addresses"] = of(Address, row.id, "kind", "street", "city", "region", "postcode", "country")
        picture["messengers"] = of(Messenger, row.id, "system", "address")
        picture["dates"] = of(ImportantDate, row.id, "label", "day", "month", "year")
        picture["consents"] = of(Consent, row.id, "channel", "state")
        picture["external_ids"] = of(ExternalId, row.id, "system", "value")
        picture["tags"] = sorted(tags[tag] for (tag,) in of(ContactTag, row.id, "tag_id"))
        values = of(CustomValue, row.id, "field_id", "text", "number", "day")
        picture["custom"] = sorted((fields[field], *value) for field, *value in values)
        picture["photo"] = of(Photo, row.id, "content")
        picture["jobs"] = sorted(
            (names[job.organisation_id], job.position, job.department, choices.get(job.role_id), job.from_on, job.to_on,
             job.is_primary)
            for job in session.scalars(select(Job).where(Job.person_id == row.id))
        )  # fmt: skip
        found[row.name] = picture
    return found


def write(database: Database, path: Path) -> int:
    """Export everything."""
    with database.read() as session:
        if path.suffix == ".vcf":
            return write_vcards(path, contact_cards_for_export(session, _EVERYTHING))
        columns, rows = contact_sheet(session, _EVERYTHING)
        return (write_xlsx if path.suffix == ".xlsx" else write_csv)(path, columns, rows)


def take(database: Database, path: Path, **options: Any) -> importing.ImportPlan:
    """Import a file as the wizard does when everything is left as proposed."""
    source = importing.source_of(read_source(path))
    with database.read() as session:
        columns = importing.guess_columns(session, source).columns
        plan = importing.plan(session, source, importing.ImportOptions(columns, **options))
    with database.write(Label("Import of {name}", {"name": source.name})) as session:
        importing.apply(session, plan)
    return plan


@pytest.fixture
def full(sqlite_database: Database) -> Database:
    with sqlite_database.write(Label("Fill")) as session:
        fill(session)
    return sqlite_database


@pytest.fixture
def empty(tmp_path: Path, opened: Callable[..., Database]) -> Database:
    return opened(databases.new_file(tmp_path / "empty.crm"))


@pytest.mark.parametrize("language", sorted(i18n.LANGUAGES))
@pytest.mark.parametrize("ending", FORMATS)
def test_exported_contacts_come_back_the_same(
    full: Database, empty: Database, tmp_path: Path, ending: str, language: str
) -> None:
    with empty.write(Label("Fields")) as session:
        define_own_fields(session)
        session.add(Operator(id=77, name="Olga Rusu"))
    with i18n.language_scope(language):
        count = write(full, tmp_path / f"list.{ending}")
        plan = take(empty, tmp_path / f"list.{ending}")
    assert plan.counts["created"] == plan.counts["rows"] == count == 6
    with full.read() as session, i18n.language_scope(language):
        before = pictures(session)
    with empty.read() as session, i18n.language_scope(language):
        after = pictures(session)
    assert after.keys() == before.keys()
    for name, picture in before.items():
        assert after[name] == picture, name


@pytest.mark.parametrize("ending", FORMATS)
def test_an_own_export_brings_nothing_new_to_its_base(full: Database, tmp_path: Path, ending: str) -> None:
    write(full, tmp_path / f"list.{ending}")
    for policy in importing.DUPLICATE_POLICIES:
        plan = take(full, tmp_path / f"list.{ending}", duplicates=policy)
        assert plan.counts["duplicates"] == plan.counts["rows"], [fate.reason.sentence for fate in plan.fates]


def test_a_list_corrected_in_a_spreadsheet_changes_the_contacts(full: Database, tmp_path: Path) -> None:
    with full.read() as session:
        columns, rows = contact_sheet(session, _EVERYTHING)
        titles = [column.title for column in columns]
        changed = [list(row) for row in rows]
    for row in changed:
        if row[titles.index("Kind (person, organisation)")] == "Organisation":
            row[titles.index("Tax number")] = "777"
    write_csv(tmp_path / "corrected.csv", columns, changed)
    policies = {"tax_number": "overwrite"}
    plan = take(full, tmp_path / "corrected.csv", duplicates="update", policies=policies)
    assert plan.counts["updated"] == 2
    with full.read() as session:
        numbers = session.scalars(select(Contact.tax_number).where(Contact.kind == "organisation"))
        assert set(numbers) == {"777"}


@pytest.mark.parametrize("ending", FORMATS)
def test_naughty_strings_survive(empty: Database, opened: Callable[..., Database], tmp_path: Path, ending: str) -> None:
    samples = SAMPLES / "minimaxir+big-list-of-naughty-strings" / "blns.json"
    texts = ['=cmd|" /C calc"!A0', "'quoted'", "<script>alert(1)</script>", "‮right to left", "a\tb", "emoji 👾", "0x0",
             "{0}", "%s%s", "1;2,3|4", '","', "-1", "@SUM(1)", "ﷺ", "\\n", "\\,", "Z̮̞̠͙͔ͅa"]  # fmt: skip
    if samples.exists():
        texts += json.loads(samples.read_text(encoding="utf-8"))
    texts = [text for text in dict.fromkeys(texts) if text.strip() and "\x00" not in text]
    with empty.write(Label("Fill")) as session:
        for number, text in enumerate(texts):
            contact = add_contact(session, "person", f"Contact {number}", notes=text.strip("\r\n "))
            tag = Tag(name=" ".join(text.split())[:100])
            session.add(tag)
            session.flush()
            session.add(ContactTag(contact_id=contact.id, tag_id=tag.id))
    write(empty, tmp_path / f"naughty.{ending}")
    other = opened(databases.new_file(tmp_path / "other.crm"))
    plan = take(other, tmp_path / f"naughty.{ending}", duplicates="create")
    assert plan.counts["created"] == len(texts)
    with empty.read() as session, other.read() as copy:
        before = {row.name: row.notes for row in session.scalars(select(Contact))}
        after = {row.name: row.notes for row in copy.scalars(select(Contact))}
    if ending == "xlsx":  # XML has no way to write this one
        before = {name: text.replace("\ufffe", "\ufffd") for name, text in before.items()}
    differing = {name: (text, after[name]) for name, text in before.items() if after[name] != text}
    assert not differing
