"""Search as a user meets it, on all three databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import language_scope
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact, Email, Job, Phone
from desktop_crm.services import contact_parts as parts_of
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_ties import remove_job
from desktop_crm.services.contacts import (
    add_contact,
    archive_contacts,
    change_contact,
    delete_contacts,
    purge_contacts,
    restore_contacts,
)
from desktop_crm.services.custom_fields import define_field, set_custom_value
from desktop_crm.services.interactions import InteractionDraft, add_interaction, remove_interaction
from desktop_crm.services.search import highlight, rebuild_search, search, search_contact_ids
from desktop_crm.services.search_entries import contact_entries, refresh_search
from desktop_crm.services.tags import remove_tag, set_tags

NAUGHTY = Path(__file__).resolve().parents[3] / "shared/samples/minimaxir+big-list-of-naughty-strings"


@pytest.fixture
def derived():
    return (refresh_search,)


def do(database: Database, action: Any, *args: Any, **more: Any) -> Any:
    with database.write(Label("Test")) as session:
        return action(session, *args, **more)


def add(database: Database, name: str = "", **more: Any) -> int:
    return do(database, add_contact, ContactDraft(name=name, **more))


def hits(database: Database, text: str, kind: str = "contact", limit: int = 20) -> list[Any]:
    with database.read() as session:
        found = search(session, text, limit, (kind,))
    return [hit for group in found.groups for hit in group.hits]


def titles(database: Database, text: str, kind: str = "contact", limit: int = 20) -> list[str]:
    return [hit.title for hit in hits(database, text, kind, limit)]


def card(database: Database, contact_id: int) -> Any:
    with database.read() as session:
        return contact_card(session, contact_id)


def test_diacritics_and_alphabets_do_not_matter(database):
    add(database, "Maria Țurcanu")
    add(database, "Пётр Петров")
    add(database, "Ёлкин Иван")
    add(database, "Ștefan Șeful")
    for text in ("turcanu", "ţurcanu", "ȚURCANU", "Ţurc", "туркану", "T\u0326urcanu"):
        assert titles(database, text) == ["Maria Țurcanu"], text
    for text in ("petrov", "Петров", "ПЕТРОВ", "petr petrov"):
        assert titles(database, text)[0] == "Пётр Петров", text
    for text in ("елкин", "ёлкин", "elkin", "ion elkin"[4:]):
        assert len(titles(database, text)) == 1, text
    for text in ("sef", "șef", "şef", "stefan sef"):
        assert titles(database, text) == ["Ștefan Șeful"], text


def test_every_beginning_finds_while_typing(database):
    chirica = add(database, "Chirică Mihail-Alexandru", organisation="Șuruburi Expert S.R.L.")
    shchukina = add(database, "Щукина Хадижа")
    for name in ("Chirică", "chirica mihail", "Михаил Чирикэ"[:6], "Șuruburi Expert S.R.L.", "suruburi expert srl"):
        for length in range(1, len(name) + 1):
            assert chirica in [hit.record_id for hit in hits(database, name[:length])], name[:length]
    for name in ("Щукина Хадижа", "shchukina", "shukina", "hadizha", "khadizha"):
        for length in range(1, len(name) + 1):
            assert shchukina in [hit.record_id for hit in hits(database, name[:length])], name[:length]


def test_best_first(database):
    add(database, "Vasile Popa", emails=("ion@example.org",))
    add(database, "Vasile Rusu", values={"notes": "prieten cu Ion"})
    add(database, "Marin Ionescu")
    add(database, "Ionel Marin")
    add(database, "Popa Ion")
    add(database, "Ion", kind="organisation")
    found = hits(database, "ion")
    assert found[0].title == "Ion"
    assert found[-2].title == "Vasile Popa"
    assert found[-1].title == "Vasile Rusu"
    assert "ion@example.org" in found[-2].detail
    assert "prieten cu Ion" in found[-1].detail
    assert sorted((hit.score for hit in found), reverse=True) == [hit.score for hit in found]


def test_recency_decides_between_equals_and_archived_come_last(database):
    first, second, third = (add(database, "Ana Rusu") for _ in range(3))
    moment = datetime.now(UTC)
    for contact, days in ((first, 1), (second, 30)):
        do(
            database,
            add_interaction,
            InteractionDraft(contact, kind="call", subject="x", started_at=moment - timedelta(days=days)),
        )
    assert [hit.record_id for hit in hits(database, "ana rusu")] == [third, first, second]
    do(database, archive_contacts, [third])
    assert [hit.record_id for hit in hits(database, "ana rusu")] == [first, second, third]
    assert hits(database, "ana rusu")[-1].archived
    assert not hits(database, "ana rusu")[0].archived


def test_phones_by_any_part_however_typed(database):
    add(database, "Ana Rusu", phones=("+373 22 123 456",), organisation="Orhei-Vit SA")
    add(database, "Marin Rusnac", phones=("+37369123900",))
    add(database, "Иван Петров", phones=("+7 495 123-45-67",))
    for text in ("123456", "22123", "+373 22 123456", "022 123 456", "0037322123456", "373 22", "٢٢١٢٣٤٥٦"):
        assert titles(database, text)[0] == "Ana Rusu", text
    assert titles(database, "069 123 900") == titles(database, "069123") == ["Marin Rusnac"]
    assert titles(database, "8 (495) 123-45-67") == ["Иван Петров"]
    assert set(titles(database, "123")) == {"Ana Rusu", "Marin Rusnac", "Иван Петров"}
    assert titles(database, "rus 123") == ["Marin Rusnac", "Ana Rusu"]
    assert [hit.detail for hit in hits(database, "ana 123")] == ["Orhei-Vit SA · +373 22 123 456"]
    assert titles(database, "990000") == []


def test_a_number_that_ends_so_comes_before_one_that_holds_it(database):
    add(database, "One", phones=("+37369555666",))
    add(database, "Two", phones=("+37355566612",))
    assert titles(database, "555666") == ["One", "Two"]


def test_a_number_that_cannot_be_dialled_is_found_too(database):
    add(database, "Ana", phones=("ask for 98765 at the desk",))
    assert titles(database, "98765") == titles(database, "876") == ["Ana"]


def test_digits_in_words_are_words(database):
    add(database, "Agro 35 SRL", kind="organisation", street="str. Florilor 12, ap. 7", postcode="MD-2001")
    for text in ("agro 35", "35", "florilor 12", "12 7 florilor", "md-2001", "2001"):
        assert titles(database, text) == ["Agro 35 SRL"], text


def test_every_field_of_a_card_is_found(database):
    contact = add(
        database,
        "Ana Rusu",
        organisation="Șantier Grup SRL",
        position="contabil-șef",
        emails=("ana.rusu@firma-x.example",),
        street="str. Uzinelor 12",
        city="Bălți",
        tags=("Angro",),
        messengers=(("telegram", "@anarusu77"),),
        values={"notes": "preferă șindrilă", "nickname": "Anișoara", "former_name": "Ciobanu"},
    )
    field = do(database, define_field, "Mărime", "text")
    do(database, set_custom_value, contact, getattr(field, "id", field), "XXL-88")
    do(database, parts_of.add_external_id, contact, "1C", "K-00042")
    firm = add(
        database,
        "Orhei-Vit",
        kind="organisation",
        values={"tax_number": "1003600012345", "legal_name": "Fabrica de conserve Orhei", "legal_form": "S.A."},
    )
    for text in (
        "santier", "contabil", "contabil sef", "ana.rusu@firma-x.example", "firma-x", "uzinelor", "balti", "angro",
        "anarusu77", "@anarusu77", "sindrila", "anisoara", "ciobanu", "xxl-88", "k-00042", "rusu balti angro",
    ):  # fmt: skip
        assert contact in [hit.record_id for hit in hits(database, text)], text
    for text in ("1003600012345", "conserve", "orhei vit sa", "orheivit", "fabrica de conserve orhei"):
        assert [hit.record_id for hit in hits(database, text)] == [firm], text


def test_people_are_found_by_their_organisation_also_after_it_was_renamed(database):
    person = add(database, "Ana Rusu", organisation="Vechea Firmă")
    firm = card(database, person).jobs[0].other.id
    do(database, change_contact, firm, card(database, firm).version, {"name": "Nordica Nouă"})
    assert {hit.record_id for hit in hits(database, "nordica")} == {person, firm}
    assert hits(database, "vechea") == []
    do(database, remove_job, card(database, person).jobs[0].id)
    assert [hit.record_id for hit in hits(database, "nordica")] == [firm]


def test_what_is_taken_away_is_not_found_any_more(database):
    contact = add(
        database, "Ana Rusu", phones=("+37322123456",), emails=("ana@xyz.example",), city="Cahul", tags=("Angro", "VIP")
    )
    on_card = card(database, contact)
    do(database, parts_of.remove_phone, on_card.phones[0].id)
    assert hits(database, "123456") == []
    do(database, parts_of.remove_email, on_card.emails[0].id)
    assert hits(database, "xyz") == []
    do(database, parts_of.remove_address, on_card.addresses[0].id)
    assert hits(database, "cahul") == []
    do(database, set_tags, contact, ["VIP"])
    assert hits(database, "angro") == []
    do(database, remove_tag, card(database, contact).tags[0].id)
    assert hits(database, "vip") == []
    do(database, change_contact, contact, card(database, contact).version, {"family_name": "Popa"})
    assert hits(database, "rusu") == []
    assert titles(database, "ana popa") == ["Ana Popa"]


def test_a_phone_that_moves_to_another_contact_is_found_there_only(database):
    one, two = add(database, "Ana", phones=("+37322123456",)), add(database, "Ion")

    def move(session: Any) -> None:
        session.get(Phone, card_phone).contact_id = two

    card_phone = card(database, one).phones[0].id
    do(database, move)
    assert [hit.record_id for hit in hits(database, "123456")] == [two]


def test_undo_takes_entries_back(database):
    contact = add(database, "Ana Rusu")
    do(database, parts_of.add_phone, contact, "+37322123456")
    assert titles(database, "123456") == ["Ana Rusu"]
    undo(database)
    assert titles(database, "123456") == []
    undo(database)
    assert titles(database, "rusu") == []


def test_trash_hides_a_contact_with_its_history_and_gives_it_back(database):
    contact = add(database, "Ana Rusu")
    do(database, add_interaction, InteractionDraft(contact, kind="call", subject="About pallets"))
    do(database, delete_contacts, [contact])
    assert hits(database, "rusu") == hits(database, "pallets", "interaction") == []
    do(database, restore_contacts, [contact])
    assert len(hits(database, "rusu")) == len(hits(database, "pallets", "interaction")) == 1
    do(database, purge_contacts, [contact])
    assert hits(database, "rusu") == hits(database, "pallets", "interaction") == []
    with database.read() as session:
        assert session.search_index.find(session, ["rusu"]) == session.search_index.find(session, ["pallets"]) == []


def test_history_by_subject_and_text(database):
    ana, ion = add(database, "Ana Rusu"), add(database, "Ion Popa")
    day = datetime(2025, 3, 14, tzinfo=UTC)
    body = "Говорил с секретарём о доставке. " * 5 + "Скидка на поддоны от 12 штук. " + "Перезвонить. " * 10
    call = do(
        database, add_interaction, InteractionDraft(ana, "call", subject="", body=body, started_at=day, all_day=True)
    )
    do(database, add_interaction, InteractionDraft(ion, "meeting", subject="Skidka 5 %", started_at=day))
    first, second = hits(database, "skidka", "interaction")
    assert first.title == "Skidka 5 %"
    assert (first.contact_id, first.subkind, first.kind) == (ion, "meeting", "interaction")
    assert (second.record_id, second.contact_id, second.title) == (call, ana, "Call")
    assert second.detail.startswith("Ana Rusu · “…")
    assert "Скидка на поддоны" in second.detail
    assert "14" in second.detail
    with language_scope("en"):
        assert titles(database, "поддоны", "interaction") == ["Call"]
    do(database, remove_interaction, call)
    assert titles(database, "poddoni", "interaction") == []


def test_groups_come_in_order_and_empty_ones_are_left_out(database):
    contact = add(database, "Ana Rusu")
    do(database, add_interaction, InteractionDraft(contact, kind="call", subject="Ana called"))
    with database.read() as session:
        assert [group.kind for group in search(session, "ana").groups] == ["contact", "interaction"]
        assert [group.kind for group in search(session, "rusu").groups] == ["contact"]
        assert [group.kind for group in search(session, "ana", kinds=("interaction",)).groups] == ["interaction"]
        for nothing in ("", "  ", "!", '"', "\0"):
            assert search(session, nothing).groups == ()
        assert search(session, "ana", limit=0).groups == ()


def test_the_list_gets_all_ids(database):
    ids = {add(database, f"Ana {letter}", phones=("+37322123456",)) for letter in "abcdef"}
    add(database, "Ion")
    with database.read() as session:
        assert set(search_contact_ids(session, "ana")) == set(search_contact_ids(session, "22123")) == ids
        assert len(search_contact_ids(session, "ana", limit=3)) == 3
        assert search_contact_ids(session, "") == []


def test_bulk_rows_and_undo_of_a_bulk_change(sqlite_database):
    database = sqlite_database
    old = add(database, "Vechi Client")
    contacts = [(10**15 + number, "person", f"Ana Nou{number}", f"nou{number} ana") for number in range(3000)]

    def bulk(session: Any) -> None:
        session.bulk_insert(Contact, ["id", "kind", "name", "sort_name"], contacts)
        phones = [(2 * 10**15 + row[0] % 10**15, row[0], "x", f"3732{row[0] % 10**15:07}") for row in contacts]
        session.bulk_insert(Phone, ["id", "contact_id", "raw", "digits"], phones)
        extra = [(3 * 10**15 + number, old, f"e{number}@bulk.example") for number in range(300)]
        session.bulk_insert(Email, ["id", "contact_id", "address"], extra)
        session.bulk_insert(Job, ["id", "person_id", "organisation_id"], [(4 * 10**15, contacts[0][0], old)])

    do(database, bulk)
    assert titles(database, "nou2999") == ["Ana Nou2999"]
    assert titles(database, "20002999") == ["Ana Nou2999"]
    assert titles(database, "e299@bulk") == ["Vechi Client"]
    assert set(titles(database, "vechi")) == {"Vechi Client", "Ana Nou0"}
    undo(database)
    with database.read() as session:
        assert session.search_index.count(session, "contact") == 1
    assert titles(database, "bulk") == []
    assert titles(database, "vechi") == ["Vechi Client"]


def test_rebuilding_gives_the_same_index(database):
    contact = add(database, "Ana Rusu", phones=("+37322123456",), tags=("Angro",))
    do(database, add_interaction, InteractionDraft(contact, kind="call", subject="About pallets"))
    do(database, delete_contacts, [add(database, "Gone")])
    do(database, rebuild_search)
    for text, kind in (("rusu angro", "contact"), ("123456", "contact"), ("pallets", "interaction")):
        assert len(hits(database, text, kind)) == 1
    assert hits(database, "gone") == []


def test_entries_of_missing_contacts_are_none(database):
    with database.read() as session:
        assert list(contact_entries(session, [1, 2, 3])) == []
    do(database, refresh_search, Changes(1, Label("x"), {"contact": frozenset({1}), "phone": frozenset({2})}))


def _naughty() -> list[str]:
    files = sorted(NAUGHTY.rglob("blns.txt")) if NAUGHTY.is_dir() else []
    lines = files[0].read_text("utf-8", "replace").splitlines() if files else []
    return [line for line in lines if line and not line.startswith("#")]


def test_naughty_strings_are_only_texts(database):
    strings = _naughty()
    if not strings:
        pytest.skip("the shared samples are not here")
    if database.address.kind != "sqlite":
        strings = strings[::6]  # the index has its own test of signs on all three
    add(database, "Ana")

    def add_all(session: Any) -> None:
        for text in strings:
            session.add(Contact(kind="organisation", name=text.replace("\0", "")[:400], sort_name="x", name_key="x"))

    do(database, add_all)
    with database.read() as session:
        for text in strings:
            found = search(session, text, 5)
            if any(char.isalnum() for char in text) and len(text) < 40 and len(text.split()) < 8:
                assert found.groups, text
            for start, end in highlight(text, text):
                assert 0 <= start < end <= len(text)
        assert search(session, "ana").groups[0].hits[0].title == "Ana"
