"""Many contacts at once, saved views, cells and pasted texts."""

from collections.abc import Sequence
from typing import Any

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, InvalidValue, NotFound, VersionConflict
from desktop_crm.base.progress import Progress
from desktop_crm.db import undo
from desktop_crm.db.database import Database
from desktop_crm.services import contact_bulk, saved_views
from desktop_crm.services.contact_cells import change_cell
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_lists import ContactsView, Filter, contact_count, contact_rows
from desktop_crm.services.contact_text import draft_of_text
from desktop_crm.services.contacts import add_contact
from desktop_crm.services.custom_fields import define_field
from desktop_crm.services.tags import tag_rows


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


@pytest.fixture
def three(database: Database) -> Database:
    with database.write(Label("Fill")) as session:
        for name, tags in (("Ana Rusu", ("VIP",)), ("Ion Ceban", ()), ("Zina Zaharia", ())):
            add_contact(session, ContactDraft(name=name, tags=tags, phones=("+373 69 123 456",)))
    return database


def listed(database: Database, view: ContactsView | None = None) -> dict[str, Any]:
    with database.read() as session:
        return {row.name.split()[0]: row for row in contact_rows(session, view or ContactsView()).rows}


def test_fields_of_many(three: Database) -> None:
    rows = listed(three)
    some = ContactsView(only=(rows["Ana"].id, rows["Zina"].id))
    assert three.do(Label("Change"), contact_bulk.set_field_of_many, some, "life_cycle", "lost") == 2
    assert {name: row.life_cycle for name, row in listed(three).items()} == {"Ana": "lost", "Ion": "", "Zina": "lost"}
    assert three.do(Label("Change"), contact_bulk.set_field_of_many, ContactsView(), "life_cycle", "lost") == 1
    undo.undo(three)
    assert listed(three)["Ion"].life_cycle == ""
    assert three.do(Label("Nobody"), contact_bulk.set_field_of_many, ContactsView(), "responsible_id", "") == 3
    assert {row.responsible for row in listed(three).values()} == {""}
    for field, value in (("life_cycle", "sleepy"), ("name", "x"), ("responsible_id", "12")):
        with pytest.raises(InvalidValue):
            three.do(Label("Change"), contact_bulk.set_field_of_many, ContactsView(), field, value)


def test_tags_of_many(three: Database) -> None:
    assert three.do(Label("Tag"), contact_bulk.tag_many, ContactsView(), "vip") == 2
    with three.read() as session:
        (tag,) = tag_rows(session)
    assert tag.contacts == 3
    people = ContactsView(filters=(Filter("name", "contains", "rusu"),))
    assert three.do(Label("Untag"), contact_bulk.untag_many, people, tag.id) == 1
    assert [name for name, row in listed(three).items() if not row.tags] == ["Ana"]
    undo.undo(three)
    undo.undo(three)
    assert [name for name, row in listed(three).items() if row.tags] == ["Ana"]


def test_archive_and_trash_of_many(three: Database) -> None:
    assert three.do(Label("Archive"), contact_bulk.archive_many, ContactsView()) == 3
    assert listed(three) == {} and len(listed(three, ContactsView(archived=True))) == 3
    assert three.do(Label("Back"), contact_bulk.archive_many, ContactsView(archived=True), False) == 3
    assert three.do(Label("Delete"), contact_bulk.delete_many, ContactsView()) == 3
    assert len(listed(three, ContactsView(trash=True))) == 3
    undo.undo(three)
    assert len(listed(three)) == 3


def test_cancel_leaves_nothing(three: Database) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        three.do(Label("Change"), contact_bulk.set_field_of_many, ContactsView(), "life_cycle", "lost", progress)
    assert {row.life_cycle for row in listed(three).values()} == {""}


def test_saved_views(three: Database) -> None:
    view = ContactsView(
        kind="person", filters=(Filter("city", "is", "Orhei", ("Bălți",)),), sort="city", group="letter", search="a"
    )
    own = three.do(Label("Save"), saved_views.save_view, " In  Orhei ", view, ("name", "city"))
    shared = three.do(Label("Save"), saved_views.save_view, "Everybody", ContactsView(), (), shared=True)
    with three.read() as session:
        first, second = saved_views.saved_views(session)
        assert (first.id, first.name, first.shared, first.view) == (own, "In Orhei", False, view)
        assert first.columns == ("name", "city") and (second.id, second.shared) == (shared, True)
        assert saved_views.view_count(session, second.view) == contact_count(session, ContactsView()) == 3
        assert saved_views.find_view(session, "in orhei").id == own
        session.operator_id = -1  # another colleague
        assert [row.name for row in saved_views.saved_views(session)] == ["Everybody"]
    three.do(Label("Order"), saved_views.reorder_views, [shared, own])
    three.do(Label("Rename"), saved_views.rename_view, shared, second.version, "All")
    three.do(Label("Share"), saved_views.share_view, own, True)
    with three.read() as session:
        rows = saved_views.saved_views(session)
        assert [(row.name, row.shared) for row in rows] == [("All", True), ("In Orhei", True)]
    three.do(Label("Change"), saved_views.update_view, own, rows[1].version, ContactsView(mine=True))
    three.do(Label("Delete"), saved_views.delete_view, shared)
    with three.read() as session:
        (row,) = saved_views.saved_views(session)
        assert row.view == ContactsView(mine=True) and row.columns == ()
        with pytest.raises(NotFound):
            saved_views.find_view(session, "All")
    undo.undo(three)
    with three.read() as session:
        assert len(saved_views.saved_views(session)) == 2
    with pytest.raises(InvalidValue):
        three.do(Label("Save"), saved_views.save_view, "  ", ContactsView())
    with pytest.raises(NotFound):
        three.do(Label("Delete"), saved_views.delete_view, 12)


@pytest.mark.parametrize(
    "stored",
    [{"sort": 7, "filters": "x"}, {"filters": [{"field": 1}], "tag_ids": ["a"]}, {"unknown": True}, {"trash": True}],
)
def test_a_view_of_another_version_is_read_as_far_as_it_goes(stored: dict[str, Any]) -> None:
    assert saved_views.view_from(stored) == ContactsView()


def test_cells(three: Database) -> None:
    with three.write(Label("Define")) as session:
        rank = define_field(session, "Rank", "number")
    ana = listed(three)["Ana"]

    def change(column: str, seen: str, value: str, version: int | None = None) -> Any:
        seen_version = listed(three)["Ana"].version if version is None else version
        three.do(Label("Change"), change_cell, ana.id, seen_version, column, seen, value)
        return listed(three, ContactsView(own_fields=(rank,)))["Ana"]

    assert change("name", "", "Ana Moraru").name == "Ana Moraru"
    assert change("life_cycle", "", "active").life_cycle == "active"
    assert change("phone", ana.phone, "+373 22 123 456").phone_e164 == "+37322123456"
    assert change("phone", listed(three)["Ana"].phone, "").phone == ""
    assert change("email", "", "ana@x.example").email == "ana@x.example"
    assert change("city", "", "Orhei").city == "Orhei"
    assert change("city", "Orhei", "Bălți").city == "Bălți"
    assert [tag.name for tag in change("tags", "VIP", "Gros, Nou").tags] == ["Gros", "Nou"]
    assert change(f"custom:{rank}", "", "7").own_value(rank) == "7"
    with pytest.raises(InvalidValue):
        change(f"custom:{rank}", "7", "many")
    with pytest.raises(VersionConflict):  # somebody else was first
        change("city", "Orhei", "Cahul")
    with pytest.raises(VersionConflict):
        change("life_cycle", "", "lost", version=ana.version)
    with pytest.raises(InvalidValue):
        change("kind", "person", "organisation")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Cu respect,\nIon Popescu\nDirector comercial\nOrhei-Vit SA\nTel: +373 22 123 456 | Mob. 069 123 456\n"
            "e-mail: ion.popescu@orhei.example\nwww.orhei.example\nstr. Uzinelor 12, Chișinău, MD-2023, Moldova",
            {
                "kind": "person", "name": "Ion Popescu", "organisation": "Orhei-Vit SA",
                "position": "Director comercial", "emails": ("ion.popescu@orhei.example",),
                "street": "str. Uzinelor 12", "city": "Chișinău", "postcode": "MD-2023", "country": "MD",
                "messengers": (("web", "www.orhei.example"),),
            },
        ),
        (
            "Мария Петрова\nГлавный бухгалтер\nООО «Северный мост»\nтел. +7 495 123-45-67\nmaria@sm.example\n"
            "г. Москва, ул. Ленина 5, 101000",
            {
                "name": "Мария Петрова", "position": "Главный бухгалтер", "organisation": "ООО «Северный мост»",
                "city": "Москва", "postcode": "101000", "street": "ул. Ленина 5",
            },
        ),
        ("SRL Agroprim\n022 55 66 77\nagro@agro.example", {"kind": "organisation", "name": "SRL Agroprim"}),
        ("Ana Rusu", {"kind": "person", "name": "Ana Rusu", "phones": ()}),
        ("", {"name": "", "phones": ()}),
    ],
)  # fmt: skip
def test_pasted_text(text: str, expected: dict[str, Any]) -> None:
    draft = draft_of_text(text, "MD")
    assert {field: getattr(draft, field) for field in expected} == expected
