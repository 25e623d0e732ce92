"""Fields that the user defines: typed values, as people type them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import language_scope
from desktop_crm.db.database import Database
from desktop_crm.services import custom_fields as fields
from desktop_crm.services.contact_cards import CustomLine, contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import add_contact


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


def do(database: Database, action: Any, *args: Any, **more: Any) -> Any:
    with database.write(Label("Test")) as session:
        return action(session, *args, **more)


def line(database: Database, contact: int) -> CustomLine:
    with database.read() as session:
        return contact_card(session, contact).custom[0]


OPTIONS = ("Țiglă", "Șindrilă", "Tablă, zincată")


@pytest.mark.parametrize(
    ("language", "kind", "typed", "text", "shown"),
    [
        ("en", "text", "  două\nrânduri ", "două\nrânduri", "două\nrânduri"),
        ("ro", "number", "1.234,50", "1234.5", "1.234,5"),
        ("ru", "number", "1 234,5", "1234.5", "1\u00a0234,5"),
        ("en", "number", "-0.00004", "0", "0"),
        ("en", "number", 12.5, "12.5", "12.5"),
        ("en", "number", 10**13, "10000000000000", "10,000,000,000,000"),
        ("ro", "money", "48.200,50 MDL", "48200.5 MDL", "48.200,50\u00a0MDL"),
        ("en", "money", "€ 12", "12 EUR", "€12.00"),
        ("en", "money", "100 lei", "100 MDL", "MDL\u00a0100.00"),
        ("ru", "money", "100 руб.", "100 RUB", "100,00\u00a0₽"),
        ("en", "money", "100", "100", "100.00"),
        ("ro", "date", "14.03.2026", "2026-03-14", "14 mar. 2026"),
        ("en", "date", date(2026, 3, 14), "2026-03-14", "14 Mar 2026"),
        ("en", "yes_no", True, "yes", "Yes"),
        ("en", "yes_no", "Нет", "no", "No"),
        ("en", "yes_no", "da", "yes", "Yes"),
        ("en", "choice", "tigla", "Țiglă", "Țiglă"),
        ("en", "choices", "sindrila; Țiglă", "Țiglă\nȘindrilă", "Țiglă, Șindrilă"),
        ("en", "choices", "tabla, zincata", "Tablă, zincată", "Tablă, zincată"),
        ("en", "choices", ["Țiglă", "Tablă, zincată"], "Țiglă\nTablă, zincată", "Țiglă, Tablă, zincată"),
        ("en", "link", "firma.example/despre", "https://firma.example/despre", "https://firma.example/despre"),
        ("en", "link", "http://firma.example", "http://firma.example", "http://firma.example"),
        ("en", "phone", "022 123 456", "+37322123456", "+373 22 123 456"),
        ("en", "phone", "interior 14", "interior 14", "interior 14"),
        ("en", "email", "mailto:ana@firma.example", "ana@firma.example", "ana@firma.example"),
    ],
)
def test_values(sqlite_database: Database, language: str, kind: str, typed: object, text: str, shown: str) -> None:
    sqlite_database.set_meta("country", "MD")
    contact = do(sqlite_database, add_contact, ContactDraft(name="Ana Rusu"))
    field = do(sqlite_database, fields.define_field, "Câmp", kind, options=OPTIONS)
    with language_scope(language):
        do(sqlite_database, fields.set_custom_value, contact, field, typed)
        found = line(sqlite_database, contact)
        assert (found.text, found.shown) == (text, shown)
        do(sqlite_database, fields.set_custom_value, contact, field, found.text)  # as stored: taken back unchanged
        assert line(sqlite_database, contact) == found


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "many"),
        ("number", "1e400"),
        ("number", "9" * 20),
        ("number", "NaN"),
        ("money", "MDL"),
        ("date", "31.02.2026"),
        ("date", "soon"),
        ("yes_no", "perhaps"),
        ("choice", "Beton"),
        ("choices", "Țiglă; Beton"),
        ("link", "two words"),
        ("link", "javascript:alert(1)"),
        ("phone", "never"),
        ("email", "ana at firma"),
        ("email", "ana@firma.example, ion@firma.example"),
    ],
)
def test_values_that_do_not_fit(sqlite_database: Database, kind: str, typed: str) -> None:
    contact = do(sqlite_database, add_contact, ContactDraft(name="Ana Rusu"))
    field = do(sqlite_database, fields.define_field, "Câmpul meu", kind, options=OPTIONS)
    with pytest.raises(InvalidValue) as refusal:
        do(sqlite_database, fields.set_custom_value, contact, field, typed)
    assert "Câmpul meu" in str(refusal.value)
    assert line(sqlite_database, contact).text == ""


def test_the_life_of_a_field(database: Database) -> None:
    person = do(database, add_contact, ContactDraft(name="Ana Rusu"))
    firm = do(database, add_contact, ContactDraft(kind="organisation", name="Firma SRL"))
    discount = do(database, fields.define_field, "Reducere, %", "number", "organisation")
    colour = do(database, fields.define_field, "Culoare", "choice", options=["Alb", "Alb", " ", "Negru"])
    do(database, fields.set_custom_value, firm, discount, "7.5")
    do(database, fields.set_custom_value, firm, colour, "negru")
    do(database, fields.set_custom_value, person, colour, "alb")
    with database.read() as session:
        card = contact_card(session, firm)
        assert [(entry.name, entry.shown, entry.number) for entry in card.custom] == [
            ("Reducere, %", "7.5", Decimal("7.5")),
            ("Culoare", "Negru", None),
        ]
        assert [entry.options for entry in contact_card(session, person).custom] == [("Alb", "Negru")]
        assert [row.name for row in fields.field_rows(session, "person")] == ["Culoare"]
    do(database, fields.change_field, colour, name="Culoarea preferată", options=["Alb", "Roșu"], position=0)
    with database.read() as session:
        assert [entry.name for entry in contact_card(session, firm).custom] == ["Culoarea preferată", "Reducere, %"]
        assert contact_card(session, firm).custom[0].shown == "Negru"  # an option that is gone stays where it was
    do(database, fields.set_custom_value, firm, discount, "")
    assert database.info().counts["custom_value"] == 2
    assert do(database, fields.remove_field, colour) == 2
    with database.read() as session:
        assert [entry.name for entry in contact_card(session, firm).custom] == ["Reducere, %"]
    with pytest.raises(NotFound):
        do(database, fields.set_custom_value, firm, colour, "Alb")


@pytest.mark.parametrize("more", [{"name": " "}, {"name": "x" * 101}, {"type": "blob"}, {"record_kind": "deal"}])
def test_definitions_that_do_not_fit(sqlite_database: Database, more: dict[str, str]) -> None:
    with pytest.raises(InvalidValue):
        do(sqlite_database, fields.define_field, **{"name": "Câmp", **more})
