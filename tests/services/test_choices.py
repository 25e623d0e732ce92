"""Editable lists: shipped entries are translated until the user renames them."""

from collections.abc import Sequence
from typing import Any

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.db.database import Database
from desktop_crm.model.choice import LISTS
from desktop_crm.services import choices
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import add_contact


@pytest.fixture
def derived() -> Sequence[Any]:
    return ()


def do(database: Database, action: Any, *args: Any, **more: Any) -> Any:
    with database.write(Label("Test")) as session:
        return action(session, *args, **more)


def rows(database: Database, list_name: str) -> list[choices.ChoiceRow]:
    with database.read() as session:
        return choices.choice_rows(session, list_name)


def test_shipped_entries_come_once_and_in_order(database: Database) -> None:
    added = do(database, choices.add_shipped_choices)
    assert added == sum(len(entries) for entries in choices.SHIPPED.values())
    assert do(database, choices.add_shipped_choices) == 0
    assert [row.code for row in rows(database, "role")] == list(choices.SHIPPED["role"])
    assert set(choices.SHIPPED) == set(choices.LIST_NAMES) == set(LISTS)
    child = next(row for row in rows(database, "relation") if row.code == "child")
    assert (child.name, child.reverse) == ("Child", "Parent")


def test_removed_entries_do_not_come_back_and_stay_on_cards(database: Database) -> None:
    do(database, choices.add_shipped_choices)
    website = next(row for row in rows(database, "source") if row.code == "website")
    contact = do(database, add_contact, ContactDraft(name="Ana Rusu", values={"source_id": website.id}))
    do(database, choices.remove_choice, website.id)
    do(database, choices.add_shipped_choices)
    assert "website" not in [row.code for row in rows(database, "source")]
    with database.read() as session:
        assert contact_card(session, contact).source == "Website"
        assert choices.choice_names(session)[website.id] == ("Website", "")


def test_own_entries(database: Database) -> None:
    do(database, choices.add_shipped_choices)
    fair = do(database, choices.add_choice, "source", "  Târgul   Moldagrotech ")
    assert rows(database, "source")[-1].name == "Târgul Moldagrotech"
    assert do(database, choices.ensure_choice, "source", "targul moldagrotech") == fair
    assert do(database, choices.ensure_choice, "source", "Радио") == rows(database, "source")[-1].id
    ids = [row.id for row in rows(database, "source")]
    do(database, choices.reorder_choices, "source", [fair, ids[2]])
    assert [row.id for row in rows(database, "source")][:2] == [fair, ids[2]]
    assert {row.id for row in rows(database, "source")} == set(ids)
    with database.read() as session:
        assert choices.find_choice(session, "source", "WEBSITE") == ids[1]
        assert choices.find_choice(session, "source", " ") is None


def test_renamed_entries_keep_the_other_side(database: Database) -> None:
    do(database, choices.add_shipped_choices)
    child = next(row for row in rows(database, "relation") if row.code == "child")
    do(database, choices.rename_choice, child.id, "Fiu sau fiică")
    renamed = next(row for row in rows(database, "relation") if row.code == "child")
    assert (renamed.name, renamed.reverse) == ("Fiu sau fiică", "Parent")
    do(database, choices.rename_choice, child.id, "Fiu sau fiică", "Părinte")
    assert next(row for row in rows(database, "relation") if row.code == "child").reverse == "Părinte"


@pytest.mark.parametrize(("list_name", "name"), [("colours", "Red"), ("role", " "), ("role", "x" * 201)])
def test_what_a_list_does_not_take(sqlite_database: Database, list_name: str, name: str) -> None:
    with pytest.raises(InvalidValue):
        do(sqlite_database, choices.add_choice, list_name, name)
    with pytest.raises(NotFound):
        do(sqlite_database, choices.rename_choice, 1, "Nobody")
