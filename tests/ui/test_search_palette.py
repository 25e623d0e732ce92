"""Ctrl+K: find, look up a caller, do, and back to where one was."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop_crm.base.changes import Label
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import add_contact
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.ui.actions import ACTIONS, without_mnemonic
from desktop_crm.ui.contacts.composer import Composer
from desktop_crm.ui.contacts.new_contact import NewContactDialog
from desktop_crm.ui.search.palette import SearchPalette, open_palette
from tests.ui.flow_windows import nameless, opened_window, settle


@pytest.fixture
def window(qtbot, tmp_path):
    with opened_window(qtbot, tmp_path / "base.crm") as made:
        drafts = (
            ContactDraft(name="Rusu Ana", organisation="Orhei-Vit SA", phones=("+373 22 123 456",)),
            ContactDraft(name="Țurcanu Elena", phones=("069123456",), country="MD"),
            ContactDraft(name="Петров Пётр", phones=("+7 495 123-45-67",)),
        )

        def add_all(session) -> None:
            for draft in drafts:
                add_contact(session, draft)

        made.core.do(made, Label("Add people"), add_all)
        settle(qtbot, made.core)
        yield made


def _find(qtbot, palette: SearchPalette, text: str) -> list[str]:
    palette.search.clear()
    qtbot.keyClicks(palette.search, text)
    settle(qtbot, palette.window_.core)
    return ["".join(piece for piece, _bold in row.title) for row in palette.list.rows.rows if not row.heading]


def test_finds_opens_and_gives_the_focus_back(qtbot, window):
    somewhere = window.focusWidget()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(SearchPalette)
    assert palette is not None
    assert palette.isVisible()
    assert palette.search.hasFocus()
    assert nameless(palette) == []
    assert _find(qtbot, palette, "turcanu")[0] == "Elena Țurcanu"
    assert _find(qtbot, palette, "petrov")[0].startswith("Пётр")
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    if somewhere is not None:
        assert window.focusWidget() is somewhere

    palette = open_palette(window)
    _find(qtbot, palette, "rusu")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.page_name == "contacts"
    settle(qtbot, window.core)
    assert window.settings.window["contact"]


def test_matched_letters_stand_out_and_new_contact_is_always_last(qtbot, window):
    palette = open_palette(window)
    titles = _find(qtbot, palette, "rus")
    row = next(row for row in palette.list.rows.rows if not row.heading)
    assert ("Rus", True) in row.title
    assert titles[-1] == "New contact “rus”"
    assert _find(qtbot, palette, "nobody with it") == ["New contact “nobody with it”"]


def test_a_number_says_who_is_calling(qtbot, window):
    palette = open_palette(window)
    titles = _find(qtbot, palette, "069 123 456")
    assert titles[0] == "Elena Țurcanu"
    assert palette.list.rows.rows[0].words == "+373 691 23 456 (Moldova, mobile) belongs to"
    assert titles.count("Elena Țurcanu") == 1
    assert "Log a call with Elena Țurcanu" in titles
    assert titles[-1] == "New contact with this number"
    assert _find(qtbot, palette, "tel:+37369123456")[0] == "Elena Țurcanu"  # as a page on the web gives it
    assert any("Ana" in title for title in _find(qtbot, palette, "123456"))


def test_a_number_nobody_has_makes_a_contact(qtbot, window):
    palette = open_palette(window)
    titles = _find(qtbot, palette, "+373 79 400 118")
    assert titles == ["New contact with this number"]
    assert palette.list.rows.rows[0].words.startswith("Nobody has the number +373 794 00 118")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    dialog = window.findChild(NewContactDialog)
    assert dialog.inputs["phone"].text() == "+373 794 00 118"
    dialog.reject()


def test_without_words_all_commands_with_their_keys_and_what_was_chosen_lately(qtbot, window):
    palette = open_palette(window)
    _find(qtbot, palette, "rusu")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    settle(qtbot, window.core)
    palette = open_palette(window)
    settle(qtbot, window.core)
    rows = palette.list.rows.rows
    assert rows[0].words == "Recent"
    assert rows[1].words.startswith("Ana Rusu")
    shown = {row.title[0][0]: row.hint for row in rows if not row.heading}
    for spec in ACTIONS:
        action = window.actions_[spec.name]
        if spec.name not in ("search", "copy", "paste", "select_all") and action.isEnabled():
            assert shown[without_mnemonic(action.text())] == action.shortcut().toString()
    assert shown["Duplicates"] == f"Ctrl+{window.navigation.names().index('duplicates') + 1}"


def test_a_hit_of_the_history_opens_the_card_at_that_entry(qtbot, window):
    ids = []

    def fill(session) -> None:
        person = add_contact(session, ContactDraft(name="Ion Ceban"))
        for number in range(130):
            body = "Pallet discount" if number == 3 else f"Entry {number}"
            moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=number)
            ids.append(add_interaction(session, InteractionDraft(person, kind="call", body=body, started_at=moment)))

    window.core.do(window, Label("History"), fill)
    settle(qtbot, window.core)
    palette = open_palette(window)
    assert _find(qtbot, palette, "pallet")[0] == "Call"
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: getattr(getattr(window.focusWidget(), "entry", None), "id", 0) == ids[3], timeout=10_000)
    qtbot.waitUntil(lambda: not window.focusWidget().visibleRegion().isEmpty(), timeout=10_000)


def test_a_call_is_logged_from_the_number_of_the_caller(qtbot, window):
    palette = open_palette(window)
    titles = _find(qtbot, palette, "069 123 456")
    palette.list.choose(titles.index("Log a call with Elena Țurcanu") + 1)  # the heading comes first
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    composer = window.pages["contacts"].card.findChild(Composer)
    qtbot.waitUntil(lambda: composer.text.hasFocus(), timeout=10_000)
    assert composer.kind == "call"


def test_a_setting_is_found_and_gets_the_keyboard(qtbot, window):
    palette = open_palette(window)
    assert "Area code" in _find(qtbot, palette, "area")
    row = next(row for row in palette.list.rows.rows if row.title == (("Area", True), (" code", False)))
    palette.list.choose(palette.list.rows.rows.index(row))
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert window.page_name == "settings"
    page = window.pages["settings"]
    qtbot.waitUntil(page.numbers.area.hasFocus)


def test_commands_are_found_by_their_words_and_keys_go_round(qtbot, window):
    palette = open_palette(window)
    assert "Settings" in _find(qtbot, palette, "sett")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert window.page_name == "settings"
    palette = open_palette(window)
    shown = [row for row in palette.list.rows.rows if not row.heading]
    assert len(shown) > 3  # the first commands, before anything is typed
    first = palette.list.choice
    qtbot.keyClick(palette.search, Qt.Key.Key_Up)
    assert palette.list.choice is shown[-1]
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.choice == first
    qtbot.keyClick(palette.search, Qt.Key.Key_Tab)
    assert palette.search.hasFocus()


def test_a_late_answer_for_an_older_text_is_not_shown(qtbot, window):
    palette = open_palette(window)
    palette.search.setText("rusu")
    palette.search.setText("turcanu")
    settle(qtbot, window.core)
    titles = ["".join(piece for piece, _bold in row.title) for row in palette.list.rows.rows if not row.heading]
    assert titles[0] == "Elena Țurcanu"


def test_a_click_beside_it_closes_and_it_stays_inside_a_small_window(qtbot, window):
    window.resize(700, 500)
    palette = open_palette(window, "rusu")
    settle(qtbot, window.core)
    assert palette.rect().contains(palette.frame.geometry())
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
    assert not palette.isVisible()


def test_mirrored_from_right_to_left(qtbot, window):
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    palette = open_palette(window, "rusu")
    settle(qtbot, window.core)
    assert not palette.grab().isNull()
    lens = palette._lens.geometry().center().x()
    assert lens > palette.findChild(QLineEdit).width() / 2


def test_an_answer_comes_within_a_few_frames(qtbot, window):
    palette = open_palette(window)
    _find(qtbot, palette, "ru")  # warm
    begun = time.monotonic()
    palette.search.setText("rus")
    qtbot.waitUntil(lambda: bool(palette.list.rows.rows) and palette.list.rows.rows[1].title[0][0] != "")
    settle(qtbot, window.core)
    assert time.monotonic() - begun < 0.5
