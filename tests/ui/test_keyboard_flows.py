"""The flows of a day from the first key to what is stored, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_crm.base import clock, i18n
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import NotFound
from desktop_crm.db.database import Database
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.contact_lists import contact_ids
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.duplicates import decision_rows
from desktop_crm.services.saved_views import saved_views
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.search.palette import SearchPalette
from tests.ui.conftest import elsewhere
from tests.ui.hands import Hands

LIST = "Contacts"
TWIN = ContactDraft(name="Vasile Munteanu", phones=("+373 79 400 118",), emails=("v@munteanu.example",))


@pytest.fixture
def hands(window: MainWindow, qtbot: QtBot) -> Hands:
    """The window with three people; the keyboard is in the list."""
    made = Hands(window, qtbot)
    window.show_page("contacts")
    made.settle()
    made.wait(lambda: made.focus.accessibleName() == LIST)
    return made


@pytest.fixture
def read(sqlite_database: Database) -> Callable[..., Any]:
    """Asks the database, past the window."""

    def ask(query: Callable[..., Any], *args: Any) -> Any:
        def inside() -> Any:
            with sqlite_database.read() as session:
                return query(session, *args)

        return elsewhere(inside)

    return ask


def cards(read: Callable[..., Any]) -> dict[str, ContactCard]:
    """Every living contact by its name."""

    def found(session: CrmSession) -> list[ContactCard]:
        there = []
        for number in contact_ids(session, ContactsView()):
            with suppress(NotFound):  # on a server it may be taken away between the two questions
                there.append(contact_card(session, number))
        return there

    return {card.name: card for card in read(found)}


def find(hands: Hands, words: str, title: str = "") -> None:
    """A command, a page or a contact, by Ctrl+K: the first, or the one of that *title*."""
    hands.press("Ctrl+K")
    hands.type(words)
    hands.settle()
    palette = hands.window.findChild(SearchPalette)
    while title and "".join(piece for piece, _bold in palette.list.choice.title) != title:
        hands.press("Down")
    hands.press("Return")
    hands.settle()


def test_a_new_contact(hands: Hands, read: Callable[..., Any]) -> None:
    hands.press("Ctrl+N")
    hands.type("Elena Țurcanu")
    hands.to("Phone")
    hands.type("+373 69 111 222")
    hands.to("Organisation", back=True)
    hands.type("Agroprim SRL")
    hands.press("Ctrl+Return")
    hands.settle()
    card = cards(read)["Elena Țurcanu"]
    assert card.phones[0].e164 == "+37369111222" and card.organisation == "Agroprim SRL"


def test_a_field_is_edited_a_phone_added_and_both_taken_back(
    hands: Hands, people: Sequence[int], read: Callable[..., Any]
) -> None:
    hands.press("Return")  # into the card
    hands.to("Work: ana.rusu")
    hands.press("F2")
    hands.type("ana@nord.example")
    hands.press("Return")
    hands.wait(lambda: cards(read)["Ana Rusu"].emails[0].address == "ana@nord.example")
    hands.to("Add field…")
    hands.press("Space")
    hands.type("phone")
    hands.press("Return")
    hands.type("079 400 118")
    hands.press("Return")
    hands.wait(lambda: len(cards(read)["Ana Rusu"].phones) == 2)
    hands.settle()
    for _each in range(2):
        hands.press("Ctrl+Z")
        hands.settle()
    card = cards(read)["Ana Rusu"]
    assert len(card.phones) == 1 and card.emails[0].address == "ana.rusu@orhei-vit.example"
    for _each in range(2):
        hands.press("Ctrl+Shift+Z")
        hands.settle()
    card = cards(read)["Ana Rusu"]
    assert len(card.phones) == 2 and card.emails[0].address == "ana@nord.example"


def test_a_call_is_logged_with_its_next_step_and_corrected(hands: Hands, read: Callable[..., Any]) -> None:
    hands.press("Return")
    hands.to("Note or call for the history")
    hands.type("Wants a discount")
    hands.press("Tab")
    hands.to("Note")
    hands.press("Right")  # the kinds are one group: arrows choose
    hands.to("More: when")
    hands.press("Space")
    hands.to("Next step")
    hands.type("Send the offer")
    hands.to("By when")
    hands.type("tomorrow")
    hands.press("Ctrl+Return")
    hands.wait(lambda: len(cards(read)["Ana Rusu"].history) == 3)
    entry = cards(read)["Ana Rusu"].history[0]
    assert (entry.kind, entry.body) == ("call", "Wants a discount")
    assert [(one.title, one.due_on) for one in entry.steps] == [("Send the offer", clock.today() + timedelta(days=1))]
    hands.settle()
    hands.wait(lambda: len(hands.window.pages["contacts"].card.timeline.lines) == 3)
    while getattr(hands.focus, "entry", None) is None:
        hands.press("Tab")
    hands.press("F2")
    hands.press("Ctrl+A")
    hands.type("Wants no discount")
    hands.press("Ctrl+Return")
    hands.wait(lambda: cards(read)["Ana Rusu"].history[0].body == "Wants no discount")


def test_filtered_sorted_and_kept_as_a_view(hands: Hands, read: Callable[..., Any]) -> None:
    hands.to("Add filter", back=True)
    hands.press("Space")
    hands.type("city")
    hands.press("Return")
    hands.type("chisinau")
    hands.press("Return")
    hands.settle()
    pane = hands.window.pages["contacts"].pane
    hands.wait(lambda: pane.in_view == 1)
    hands.to("Order, groups, saved view")
    hands.press("Space")
    hands.choose("Order by", "Created")
    hands.settle()
    hands.to("Order, groups, saved view")
    hands.press("Space")
    hands.answer("In the capital")
    hands.choose("Save this view…")
    hands.wait(lambda: read(saved_views))
    (row,) = read(saved_views)
    assert (row.name, row.view.sort, row.view.filters[0].field) == ("In the capital", "created", "city")


def test_a_tag_is_put_on_all(hands: Hands, read: Callable[..., Any]) -> None:
    hands.press("Ctrl+A")
    hands.to("Tag", back=True)
    hands.press("Space")
    hands.choose("VIP")
    hands.wait(lambda: all([tag.name for tag in card.tags] == ["VIP"] for card in cards(read).values()))


def test_a_cell_of_the_table_is_changed(hands: Hands, read: Callable[..., Any]) -> None:
    hands.press("Ctrl+T")
    hands.press("F2")
    hands.type("Ana Rusu-Ceban")
    hands.press("Return")
    hands.wait(lambda: "Ana Rusu-Ceban" in cards(read))
    hands.press("Ctrl+T")
    assert not hands.window.pages["contacts"].pane.face.isChecked()


def test_contacts_are_opened_by_words_and_by_their_number(hands: Hands, people: Sequence[int]) -> None:
    card = hands.window.pages["contacts"].card
    find(hands, "петрова")
    hands.wait(lambda: card.card.id == people[2])
    hands.press("Ctrl+K")
    hands.type("069 123 456")  # who is calling?
    hands.settle()
    hands.press("Return")
    hands.wait(lambda: card.card.id == people[1])


def twins(hands: Hands, sqlite_database: Database) -> list[int]:
    """Two that are one; the page of duplicates in front."""
    ids = [elsewhere(sqlite_database.do, Label("Twin"), add_contact, TWIN) for _number in range(2)]
    hands.press(f"Ctrl+{hands.window.navigation.names().index('duplicates') + 1}")
    hands.settle()
    hands.wait(lambda: hands.window.pages["duplicates"].model.rowCount() == 1)
    return ids


def test_a_pair_is_told_apart(hands: Hands, sqlite_database: Database, read: Callable[..., Any]) -> None:
    twins(hands, sqlite_database)
    hands.to("Never these two")
    hands.press("Space")
    hands.wait(lambda: len(read(decision_rows)) == 1)


def test_a_pair_is_merged_and_taken_apart_from_the_card(
    hands: Hands, sqlite_database: Database, read: Callable[..., Any]
) -> None:
    ids = twins(hands, sqlite_database)
    hands.press("Ctrl+Return")
    hands.wait(lambda: len(set(ids) & set(read(contact_ids, ContactsView()))) == 1)
    hands.settle()
    find(hands, "munteanu")
    hands.press("Return")
    hands.to("Take apart")
    hands.press("Space")
    hands.wait(lambda: set(ids) <= set(read(contact_ids, ContactsView())))


def test_rows_are_imported_and_the_import_is_undone(hands: Hands, read: Callable[..., Any]) -> None:
    QGuiApplication.clipboard().setText("Name\tPhone\nElena Popa\t069111222\nOleg Sârbu\t022555666\n")
    hands.press("Ctrl+I")
    hands.press("Ctrl+V")
    page = hands.window.pages["import"]
    hands.wait(lambda: bool(page.flow.columns))
    while page.current < 5:
        hands.wait(page.onward.isEnabled)
        hands.press("Ctrl+Return")
        hands.settle()
    assert {"Elena Popa", "Oleg Sârbu"} <= set(cards(read))
    hands.to("Undo import")
    hands.press("Space")
    hands.wait(lambda: set(cards(read)).isdisjoint({"Elena Popa", "Oleg Sârbu"}))


def test_out_of_the_trash(hands: Hands, read: Callable[..., Any]) -> None:
    hands.press("Del")
    hands.wait(lambda: "Ana Rusu" not in cards(read))
    hands.settle()
    find(hands, "trash", "Trash")
    hands.wait(lambda: hands.window.page_name == "trash" and hands.window.page.model.rowCount() == 1)
    hands.to("Restore", back=True)
    hands.press("Space")
    hands.wait(lambda: "Ana Rusu" in cards(read))


def test_another_language(hands: Hands) -> None:
    hands.press("Ctrl+,")
    hands.to("Language")
    hands.pick("Română")
    assert i18n.language() == "ro" and hands.window.page.title == "Setări"


def test_a_value_comes_back_out_of_the_changes_of_a_card(hands: Hands, read: Callable[..., Any]) -> None:
    hands.press("Return")
    hands.to("Work: ana.rusu")
    hands.press("F2")
    hands.type("ana@nord.example")
    hands.press("Return")
    hands.wait(lambda: cards(read)["Ana Rusu"].emails[0].address == "ana@nord.example")
    hands.settle()
    hands.to("Edit", back=True)
    hands.press("Tab", "Space")
    hands.choose("Changes of this card…")
    hands.settle()
    hands.to("Restore the value before")
    hands.press("Space")
    hands.wait(lambda: cards(read)["Ana Rusu"].emails[0].address == "ana.rusu@orhei-vit.example")
    hands.press("Esc")


def test_an_older_change_is_taken_back_out_of_the_history(hands: Hands, read: Callable[..., Any]) -> None:
    hands.press("Del")
    hands.wait(lambda: "Ana Rusu" not in cards(read))
    hands.settle()
    hands.press("Del")
    hands.wait(lambda: len(cards(read)) == 2)
    hands.settle()
    hands.press("Ctrl+H")
    hands.settle()
    hands.wait(lambda: hands.focus.accessibleName() == "History of changes")
    hands.press("Down")
    hands.to("Undo this")
    hands.press("Space")
    hands.wait(lambda: "Ana Rusu" in cards(read))
    assert len(cards(read)) == 3
    hands.press("Esc")


def test_columns_are_chosen_and_the_next_step_orders_the_table(hands: Hands) -> None:
    hands.press("Ctrl+T")
    hands.to("Choose columns", back=True)
    hands.press("Space")
    hands.choose("Complete")
    pane = hands.window.pages["contacts"].pane
    hands.wait(lambda: "completeness" in [column.code for column in pane.table.shown_columns()])
    hands.to("Order, groups, saved view")
    hands.press("Space")
    hands.choose("Order by", "Next step")
    hands.wait(lambda: pane.view.sort == "next")
    hands.press("Ctrl+T")


def test_a_signature_is_pasted(hands: Hands, read: Callable[..., Any]) -> None:
    QGuiApplication.clipboard().setText("Elena Munteanu\nContabil-șef\nAgroprim SRL\ntel. +373 22 555 444")
    hands.press("Ctrl+V")
    hands.wait(lambda: hands.focus.accessibleName() == "Name")
    hands.press("Ctrl+Return")
    hands.wait(lambda: "Elena Munteanu" in cards(read))
    assert cards(read)["Elena Munteanu"].organisation == "Agroprim SRL"


def test_certain_pairs_are_merged_together_and_undone(
    hands: Hands, sqlite_database: Database, read: Callable[..., Any]
) -> None:
    ids = twins(hands, sqlite_database)
    hands.to("Merge 1 certain pair", back=True)
    hands.press("Space")
    hands.settle()
    hands.press("Return")
    hands.wait(lambda: len(set(ids) & set(read(contact_ids, ContactsView()))) == 1)
    hands.settle()
    hands.press("Ctrl+Z")
    hands.wait(lambda: set(ids) <= set(read(contact_ids, ContactsView())))


def test_the_lists_of_keys_and_of_versions_open_and_give_the_focus_back(hands: Hands) -> None:
    for open_it in (lambda: hands.press("F1"), lambda: find(hands, "about")):
        open_it()
        hands.wait(lambda: hands.focus.window() is not hands.window)
        hands.press("Esc")
        hands.wait(lambda: hands.focus.accessibleName() == LIST)
