"""A complaint is registered by keyboard alone, from everywhere: in how many keys besides the words of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.db.database import Database
from desktop_crm.services.complaints import ComplaintCard, complaint_card, complaint_rows
from desktop_crm.services.complaints.filtering import ComplaintFilter
from desktop_crm.ui.complaints.register_form import RegisterForm
from desktop_crm.ui.main_window import MainWindow
from tests.ui.conftest import elsewhere
from tests.ui.hands import Hands

SAID = "The shelf came broken."
MOST_KEYS = 12  # besides the words: a minute has room for many more


class CountingHands(Hands):
    """Counts the keys that are pressed besides the letters that are typed."""

    keys = 0

    def press(self, *keys: str) -> None:
        """Keys by their names."""
        self.keys += len(keys)
        super().press(*keys)


@pytest.fixture
def hands(window: MainWindow, people: list[int], qtbot: QtBot) -> CountingHands:
    """The window on the contacts; the keyboard is in their list, on Ana Rusu."""
    made = CountingHands(window, qtbot)
    window.show_page("contacts")
    made.settle()
    made.wait(lambda: made.focus.accessibleName() == "Contacts")
    page: Any = window.page
    made.wait(lambda: page.card.card is not None and page.card.card.name == "Ana Rusu")
    return made


@pytest.fixture
def registered(sqlite_database: Database, hands: CountingHands) -> Callable[[], ComplaintCard]:
    """The one complaint that is in the book when all is written."""

    def ask() -> ComplaintCard | None:
        with sqlite_database.read() as session:
            rows = complaint_rows(session, ComplaintFilter("all")).rows
            return complaint_card(session, rows[0].id) if rows else None

    def found() -> ComplaintCard:
        hands.wait(lambda: elsewhere(ask) is not None)
        hands.settle()
        card: ComplaintCard = elsewhere(ask)
        assert hands.keys <= MOST_KEYS
        return card

    return found


def form(hands: CountingHands) -> RegisterForm:
    hands.wait(lambda: hands.window.findChild(RegisterForm) and hands.window.findChild(RegisterForm).isActiveWindow())
    found = hands.window.findChild(RegisterForm)
    assert isinstance(found, RegisterForm)
    return found


def test_from_the_card(hands: CountingHands, registered: Callable[[], ComplaintCard]) -> None:
    hands.press("Ctrl+Shift+C")
    form(hands)
    hands.type(SAID)
    hands.press("Ctrl+Return")
    card = registered()
    assert (card.who, card.fields["subject"]) == ("Ana Rusu", SAID)
    assert hands.keys == 2


def test_from_the_palette(hands: CountingHands, registered: Callable[[], ComplaintCard]) -> None:
    hands.press("Ctrl+K")
    hands.type("complaint")
    hands.settle()
    hands.press("Return")
    form(hands)
    hands.type(SAID)
    hands.press("Ctrl+Return")
    assert registered().who == "Ana Rusu"
    assert hands.keys == 3


def test_from_the_board_of_a_contact_that_is_looked_up(
    hands: CountingHands, registered: Callable[[], ComplaintCard]
) -> None:
    hands.window.show_page("complaints")
    hands.settle()
    hands.keys = 0
    hands.press("Ctrl+Shift+C")
    opened = form(hands)
    hands.type("rusu")
    hands.settle()
    hands.wait(lambda: opened.contact._offered)
    hands.press("Return")
    hands.wait(lambda: opened.contact.record_id is not None)
    hands.type(SAID)
    hands.press("Ctrl+Return")
    assert registered().who == "Ana Rusu"
    assert hands.keys == 3


def test_without_a_contact(hands: CountingHands, registered: Callable[[], ComplaintCard]) -> None:
    hands.window.show_page("complaints")
    hands.settle()
    hands.keys = 0
    hands.press("Ctrl+Shift+C")
    form(hands)
    hands.type("Zed")
    hands.press("Tab")
    hands.type(SAID)
    hands.press("Ctrl+Return")
    card = registered()
    assert (card.who, card.contact_id) == ("Zed", None)
    assert hands.keys == 3


def test_of_a_call_just_logged(hands: CountingHands, registered: Callable[[], ComplaintCard]) -> None:
    page: Any = hands.window.page
    page.card.composer.begin("call")
    hands.keys = 0
    hands.type(SAID)
    hands.press("Ctrl+Return")
    hands.wait(lambda: page.card.composer.just_logged)
    hands.settle()
    hands.press("Ctrl+Shift+C")
    opened = form(hands)
    assert opened.said_in.isChecked() and opened.boxes["channel"].currentData() == "phone"
    hands.press("Ctrl+Return")
    card = registered()
    assert (card.who, card.fields["description"]) == ("Ana Rusu", SAID)
    assert card.fields["interaction_id"] == page.card.composer.just_logged["entry"]
    assert hands.keys == 3
