"""Actions on contacts as the whole program has them: with undo, search index and duplicate candidates."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import NotFound
from desktop_crm.db import undo
from desktop_crm.db.database import Database
from desktop_crm.services import contact_parts as parts
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_lists import ContactsView, contact_count, contact_rows
from desktop_crm.services.contacts import add_contact, change_contact, delete_contacts, purge_contacts
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.sample_data import add_sample_data, remove_sample_data, sample_count


def do(database: Database, action: Any, *args: Any, **more: Any) -> Any:
    with database.write(Label("Test")) as session:
        return action(session, *args, **more)


def card(database: Database, contact_id: int) -> ContactCard:
    with database.read() as session:
        return contact_card(session, contact_id)


def plain(shown: ContactCard) -> ContactCard:
    """Without what goes on counting through undo."""
    return replace(
        shown,
        version=0,
        updated_at=shown.created_at,
        phones=tuple(replace(line, version=0) for line in shown.phones),
        jobs=tuple(replace(line, version=0) for line in shown.jobs),
    )


@pytest.fixture
def person(database: Database) -> int:
    draft = ContactDraft(
        name="Țurcanu Ana",
        organisation="Orhei-Vit SA",
        phones=("+37322123456", "+37369123456"),
        emails=("ana@orhei-vit.example",),
        city="Chișinău",
        tags=("VIP",),
        birthday=date(1985, 2, 28),
    )
    return int(do(database, add_contact, draft))


def test_each_action_is_undone_and_redone(database: Database, person: int) -> None:
    start = card(database, person)
    actions: list[tuple[Any, ...]] = [
        (change_contact, person, start.version, {"family_name": "Rusu", "notes": "întâi"}),
        (parts.add_phone, person, "+37379400118"),
        (parts.remove_phone, start.phones[0].id),
        (parts.make_primary, "phone", start.phones[1].id),
        (add_interaction, InteractionDraft(person, kind="call", subject="Ofertă")),
        (delete_contacts, [person]),
        (purge_contacts, [person]),
    ]
    seen = [start]
    for action, *arguments in actions[:-1]:
        do(database, action, *arguments)
        seen.append(card(database, person))
    do(database, purge_contacts, [person])
    with pytest.raises(NotFound):
        card(database, person)
    for expected in reversed(seen):
        undo.undo(database)
        assert plain(card(database, person)) == plain(expected)
    for expected in seen[1:]:
        undo.redo(database)
        assert plain(card(database, person)) == plain(expected)


def test_search_narrows_a_view(database: Database, person: int) -> None:
    do(database, add_contact, ContactDraft(name="Петров Пётр", phones=("+37369777888",)))
    with database.read() as session:
        for text, names in (
            ("turcanu", ["Ana Țurcanu"]),
            ("petrov", ["Пётр Петров"]),
            ("777888", ["Пётр Петров"]),
            ("orhei", ["Orhei-Vit SA", "Ana Țurcanu"]),
            ("nimeni", []),
        ):
            view = ContactsView(search=text)
            found = [row.name for row in contact_rows(session, view).rows]
            assert set(names) <= set(found) if text == "orhei" else found == names, text
            assert contact_count(session, view) == len(found)
        assert contact_count(session, ContactsView(search="turcanu", kind="organisation")) == 0
        assert contact_count(session, ContactsView(search="  ")) == 3
    do(database, delete_contacts, [person])
    with database.read() as session:
        assert contact_count(session, ContactsView(search="turcanu")) == 0


def test_sample_data_comes_and_goes_with_undo(database: Database) -> None:
    with database.write(Label("New"), undoable=False) as session:
        add_shipped_choices(session)
    do(database, add_sample_data, 250)
    with database.read() as session:
        before = contact_rows(session, ContactsView(), limit=500).rows
    do(database, remove_sample_data)
    assert database.info().counts["contact"] == 0
    undo.undo(database)
    with database.read() as session:
        after = contact_rows(session, ContactsView(), limit=500).rows
        assert sample_count(session) == 250
    assert [row.name for row in after] == [row.name for row in before]
    undo.undo(database)
    counts = database.info().counts
    assert {counts[table] for table in ("contact", "phone", "job", "interaction", "tag", "contact_tag")} == {0}
