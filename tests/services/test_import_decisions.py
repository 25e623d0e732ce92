"""Decisions of the wizard as the plan and the import follow them: rows, groups, phones, dates, policies."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.files.source import read_source
from desktop_crm.model import HeldRow, ImportantDate, Phone
from desktop_crm.services import importing
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.custom_fields import define_field
from desktop_crm.services.import_presets import preset_name
from desktop_crm.services.importing import PhoneChoices, policies
from tests.services.import_steps import (
    adds_up,
    applied,
    asked,
    contact,
    count,
    fates,
    names,
    parts,
    planned,
    sheet,
    taken,
)

HEADERS = ("Nume", "Telefon", "E-mail", "Oras")
ANA = ("Ana Rusu", "069123456", "ana@rusu.example", "Chisinau")
ANA_AGAIN = ("Ana Rusu", "069123456", "ana.noua@rusu.example", "")  # row 3: like row 2, with something new


@pytest.fixture
def base(database: Database, tmp_path: Path) -> Database:
    """Ana is there already."""
    taken(database, sheet(tmp_path / "first.csv", HEADERS, ANA))
    return database


def _like_ana(tmp_path: Path) -> Path:
    ion = ("Ion Ceban", "079400118", "ion@ceban.example", "")
    return sheet(tmp_path / "more.csv", HEADERS, ANA_AGAIN, ion, ("Ion Ceban", "079400118", "ceban@home.example", ""))


@pytest.mark.parametrize(
    ("decision", "letter"), [("", "h"), ("update", "u"), ("skip", "s"), ("create", "c"), ("hold", "h")]
)
def test_one_row_is_decided_alone(base, tmp_path, decision, letter):
    plan = planned(base, _like_ana(tmp_path), decisions={2: decision} if decision else {})
    adds_up(plan)
    assert fates(plan)[0] == letter
    assert fates(plan)[1:] == "ch"  # the others as before
    applied(base, plan)
    adds_up(plan)
    assert names(base).count("Ana Rusu") == (2 if letter == "c" else 1)


def test_rows_inside_the_file_and_rows_like_contacts_have_their_own_ways(base, tmp_path):
    assert fates(planned(base, _like_ana(tmp_path), duplicates="update", inside="hold")) == "uch"
    assert fates(planned(base, _like_ana(tmp_path), duplicates="hold", inside="update")) == "hcu"
    assert fates(planned(base, _like_ana(tmp_path), duplicates="skip", inside="create")) == "dcc"
    assert fates(planned(base, _like_ana(tmp_path), duplicates="create")) == "ccc"


def test_a_row_taken_before_is_made_anew_only_where_that_was_decided(base, tmp_path):
    again = sheet(tmp_path / "again.csv", HEADERS, ANA)
    assert fates(planned(base, again)) == "d"
    assert fates(planned(base, again, decisions={2: "create"})) == "c"
    taken(base, again, decisions={2: "create"})
    assert names(base) == ["Ana Rusu", "Ana Rusu"]


def test_a_person_is_never_joined_with_an_organisation(database, tmp_path):
    taken(database, sheet(tmp_path / "a.csv", ("Firma", "Telefon"), ("Orhei-Vit SRL", "022123456")))
    person = sheet(tmp_path / "b.csv", ("Persoana", "Telefon", "E-mail"), ("Orhei Vit", "022123456", "o@v.example"))
    plan = planned(database, person, decisions={2: "update"})
    assert fates(plan) in ("c", "h")


def test_a_row_stands_beside_what_it_looks_like(base, tmp_path):
    plan = planned(base, _like_ana(tmp_path))
    found = asked(base, importing.compare_row, plan, 0)
    assert (found.row, found.other_row) == (2, 0)
    assert found.contact_id == contact(base, "Ana Rusu").id
    emails = next(field for field in found.fields if field.title == "E-mails")
    assert (emails.mine, emails.theirs) == ("ana.noua@rusu.example", "ana@rusu.example")
    assert any("+373 69" in text for text in found.speaks_for)
    inside = asked(base, importing.compare_row, plan, 2)
    assert (inside.other_row, inside.contact_id) == (3, None)
    assert asked(base, importing.compare_row, plan, 1) is None


# -- phones ------------------------------------------------------------------------------------------------------------

PHONES = (
    ("Ana Rusu", "123-456"),  # the area code is a guess
    ("Ion Ceban", "3.73691e+10"),  # lost
    ("Mihai Popa", "ask secretary"),  # words
    ("Elena Rotaru", "+373 69 123 456"),
)


def _phones(database: Database, path: Path, choices: PhoneChoices) -> dict[str, tuple[str, str]]:
    source = importing.source_of(read_source(path))
    options = importing.ImportOptions(
        asked(database, importing.guess_columns, source).columns, country="MD", area_code="22", phones=choices
    )
    clinic = asked(database, importing.phone_clinic, source, options)
    assert sum(clinic.counts.values()) == len(clinic)
    assert {status: len(lines) for status, lines in clinic.by_status().items()} == clinic.counts
    return {line.raw: (line.becomes, line.status) for line in clinic}


def test_guesses_are_accepted_and_numbers_corrected_beside_the_file(database, tmp_path):
    path = sheet(tmp_path / "phones.csv", ("Nume", "Telefon"), *PHONES)
    before = _phones(database, path, PhoneChoices())
    assert before["123-456"] == ("+373 22 123 456", "check")
    assert before["3.73691e+10"] == ("—", "bad")
    assert before["ask secretary"] == ("—", "bad")
    choices = PhoneChoices(
        frozenset({(2, "123-456")}), {(3, "3.73691e+10"): "079 400 118", (4, "ask secretary"): "022 111 222; 069111222"}
    )
    after = _phones(database, path, choices)
    assert after["123-456"] == ("+373 22 123 456", "fixed")
    assert after["3.73691e+10"][1] == "fixed"
    assert after["ask secretary"][0].count("+373") == 2
    taken(database, path, country="MD", area_code="22", phones=choices)
    assert parts(database, Phone, "Ana Rusu", "e164", "status") == [("+37322123456", "ok")]
    assert parts(database, Phone, "Ion Ceban", "raw", "e164") == [("3.73691e+10", "+37379400118")]
    assert [e164 for (e164,) in parts(database, Phone, "Mihai Popa", "e164")] == ["+37322111222", "+37369111222"]
    assert fates(planned(database, path, country="MD", area_code="22")) == "dddd"  # the same file twice: nothing new


def test_a_number_taken_out_goes_to_the_notes(database, tmp_path):
    path = sheet(tmp_path / "phones.csv", ("Nume", "Telefon"), *PHONES)
    taken(database, path, country="MD", phones=PhoneChoices(corrected={(5, "+373 69 123 456"): ""}))
    assert parts(database, Phone, "Elena Rotaru", "e164") == []
    assert "+373 69 123 456" in contact(database, "Elena Rotaru").notes


# -- dates, policies, presets ------------------------------------------------------------------------------------------


def test_dates_of_a_column_are_asked_once_and_read_as_answered(database, tmp_path):
    path = sheet(
        tmp_path / "born.csv", ("Nume", "Data nasterii"), ("Ana Rusu", "03/04/1985"), ("Ion Ceban", "05/06/1990")
    )
    source = importing.source_of(read_source(path))
    columns = asked(database, importing.guess_columns, source).columns
    (unclear,) = importing.unclear_dates(source, columns)
    assert (unclear.header, unclear.sample, unclear.count) == ("Data nasterii", "03/04/1985", 2)
    assert (unclear.day_first.month, unclear.month_first.month) == (4, 3)
    taken(database, path, date_orders={"Data nasterii": False})
    assert parts(database, ImportantDate, "Ana Rusu", "day", "month") == [(4, 3)]
    assert fates(planned(database, path, date_orders={"Data nasterii": False})) == "dd"


def test_dates_that_prove_their_order_are_not_asked_about(tmp_path):
    path = sheet(
        tmp_path / "born.csv", ("Nume", "Data nasterii"), ("Ana Rusu", "03/04/1985"), ("Ion Ceban", "25/06/1990")
    )
    source = importing.source_of(read_source(path))
    assert importing.unclear_dates(source, {"Data nasterii": "birthday"}) == []
    assert importing.unclear_dates(source, {"Data nasterii": "note_extra"}) == []


def test_policies_by_field(database, tmp_path):
    field = database.do(Label("Field"), define_field, "Colour")
    code = f"custom:{field}"
    headers = ("Nume", "Telefon", "E-mail", "Limba", "Culoare")
    mapping = {"Culoare": code, "Limba": "language"}
    first = sheet(tmp_path / "a.csv", headers, ("Ana Rusu", "069123456", "ana@rusu.example", "ro", "red"))
    taken(database, first, mapping)
    later = sheet(tmp_path / "b.csv", headers, ("Ana Rusu", "069123456", "new@rusu.example", "ru", "blue"))
    plan = planned(database, later, mapping, duplicates="update",
                   policies={"email": "keep", "language": "overwrite", code: "keep"})  # fmt: skip
    assert fates(plan) == "u"
    assert plan.fates[0].reason.facts["fields"] == ["language"]
    applied(database, plan)
    assert contact(database, "Ana Rusu").language == "ru"
    with database.read() as session:
        card = contact_card(session, contact(database, "Ana Rusu").id)
    assert [email.address for email in card.emails] == ["ana@rusu.example"]


def test_each_field_offers_the_ways_it_knows():
    assert policies.policies_for("mobile") == ("add", "keep")
    assert policies.policy_field("mobile") == policies.policy_field("fax") == "phone"
    assert policies.policies_for("language")[0] == "fill"
    assert policies.policies_for("skip") == policies.policies_for("company") == ()
    assert policies.policy_in_force("email", {}, "overwrite") == "add"
    assert policies.policy_in_force("language", {}, "overwrite") == "overwrite"
    assert policies.policy_in_force("language", {"language": "keep"}, "overwrite") == "keep"


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ("Name,Given Name,Family Name,Phone 1 - Type,Phone 1 - Value", "Google contacts"),
        ("First Name,Last Name,Company,E-mail Address,Business Phone", "Outlook contacts"),
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", "LinkedIn connections"),
        ("Nume,Telefon,Oras", ""),
    ],
)
def test_lists_of_other_programs_are_recognised(headers, name):
    assert preset_name(headers.split(",")) == name


# -- rows that wait ----------------------------------------------------------------------------------------------------


def _waiting(database: Database) -> list[importing.WaitingRow]:
    return asked(database, importing.held_rows)


def test_waiting_rows_are_taken_merged_corrected_and_left_out(base, tmp_path):
    rows = (ANA_AGAIN, ("", "", "nobody", "Balti"), ("Ion Ceban", "079400118", "", ""), ("", "", "", "Orhei"))
    taken(base, sheet(tmp_path / "more.csv", HEADERS, *rows))
    ana, nobody, empty = _waiting(base)
    assert (ana.match_name, ana.reason.code, nobody.reason.code) == ("Ana Rusu", "looks_like_contact", "no_name")
    assert tuple(ana.columns) == HEADERS  # also columns without a cell

    result = base.do(Label("Take"), importing.take_held_row, ana.id, duplicates="update")
    assert result.counts["updated"] == 1
    with base.read() as session:
        card = contact_card(session, contact(base, "Ana Rusu").id)
    assert sorted(email.address for email in card.emails) == ["ana.noua@rusu.example", "ana@rusu.example"]

    result = base.do(Label("Take"), importing.take_held_row, nobody.id, {"Nume": "Vasile Nou"}, duplicates="hold")
    assert result.counts["created"] == 1
    assert "Vasile Nou" in names(base)

    result = base.do(Label("Take"), importing.take_held_row, empty.id, {"Oras": "Soroca"}, duplicates="hold")
    assert result.counts["held"] == 1
    (still,) = _waiting(base)
    assert still.cells["Oras"] == "Soroca"
    assert base.do(Label("Drop"), importing.drop_held_rows, [still.id, empty.id]) == 1
    assert _waiting(base) == []


def test_many_waiting_rows_are_taken_together_and_come_back_by_one_undo(base, tmp_path):
    many = [("Ana Rusu", "069123456", f"ana{number}@rusu.example", "") for number in range(5)]
    taken(base, sheet(tmp_path / "many.csv", HEADERS, *many))
    waiting = _waiting(base)
    assert len(waiting) == 5
    results = base.do(Label("Take"), importing.take_held_rows, [row.id for row in waiting], "create")
    assert sum(result.counts["created"] for result in results) == 5
    assert names(base).count("Ana Rusu") == 6
    undo(base)
    assert names(base) == ["Ana Rusu"]
    assert len(_waiting(base)) == 5


def test_waiting_rows_come_a_page_at_a_time_and_go_into_a_sheet(base, tmp_path):
    many = [("Ana Rusu", "069123456", f"ana{number}@rusu.example", "") for number in range(5)]
    taken(base, sheet(tmp_path / "many.csv", HEADERS, *many))
    first = asked(base, importing.waiting_page, None, None, 2)
    second = asked(base, importing.waiting_page, None, first.next, 2)
    third = asked(base, importing.waiting_page, None, second.next, 2)
    assert [row.row for page in (first, second, third) for row in page.rows] == [2, 3, 4, 5, 6]
    assert third.next is None
    columns, rows = importing.waiting_sheet(_waiting(base))
    assert [column.title for column in columns][2:-1] == list(HEADERS)
    assert len(rows) == 5
    assert all(row[-1] for row in rows)


def test_cards_that_wait_can_be_taken(base, tmp_path):
    path = tmp_path / "ana.vcf"
    path.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Rusu\r\nTEL:069123456\r\nEMAIL:other@rusu.example\r\nEND:VCARD\r\n"
    )
    taken(base, path)
    (row,) = _waiting(base)
    result = base.do(Label("Take"), importing.take_held_row, row.id, duplicates="create")
    assert result.counts["created"] == 1
    assert names(base) == ["Ana Rusu", "Ana Rusu"]
    assert count(base, HeldRow) == 1
