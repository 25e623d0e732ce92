"""The card as a user works with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.base import settings
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.services.contacts import (
    change_contact,
    contact_card,
)
from desktop_crm.services.history_lines import Named
from desktop_crm.ui.contacts.drafts import Drafts
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.three_way import ThreeWayDialog
from tests.ui.conftest import PATIENCE, elsewhere, show_contact


def card_of(database: Database, contact_id: int) -> ContactCard:
    def read() -> ContactCard:
        with database.read() as session:
            return contact_card(session, contact_id)

    return elsewhere(read)


def contacts(window: MainWindow) -> Any:
    return window.pages["contacts"]


def test_a_field_is_edited_by_keyboard_saved_and_undone(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    row = next(row for row in card.details.rows if row.line.key.startswith("email:"))
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_F2)
    field = QGuiApplication.focusObject()
    assert isinstance(field, QLineEdit) and field.text() == "ana.rusu@orhei-vit.example"

    def address() -> str:
        return card_of(sqlite_database, people[0]).emails[0].address

    qtbot.keyClicks(field, "ana@nord.example")  # typed over what is selected
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: address() == "ana@nord.example", timeout=PATIENCE)
    qtbot.waitUntil(lambda: row.caption.text() == "Saved", timeout=PATIENCE)
    qtbot.waitUntil(lambda: row.line.value == "ana@nord.example", timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Ana Rusu" in window.actions_["undo"].text(), timeout=PATIENCE)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: address() == "ana.rusu@orhei-vit.example", timeout=PATIENCE)
    qtbot.waitUntil(lambda: row.line.value == "ana.rusu@orhei-vit.example", timeout=PATIENCE)


def test_escape_leaves_a_field_as_it_was(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    row = card.details.rows[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    field = QGuiApplication.focusObject()
    assert isinstance(field, QLineEdit)
    field.setText("0")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert row.editor is None
    assert row.hasFocus()
    assert card_of(sqlite_database, people[0]).phones[0].e164 == "+37322123456"


def test_leaving_a_field_saves_it(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    card.details.rows[0].edit()
    field = QGuiApplication.focusObject()
    assert isinstance(field, QLineEdit)
    field.setText("069 555 111 Ion")
    card.composer.text.setFocus()
    qtbot.waitUntil(lambda: card_of(sqlite_database, people[0]).phones[0].e164 == "+37369555111", timeout=PATIENCE)
    qtbot.waitUntil(lambda: card.details.rows[0].line.value == "+373 695 55 111", timeout=PATIENCE)


def test_a_refused_value_stays_in_the_field(window: MainWindow, people: Sequence[int], qtbot: QtBot) -> None:
    card = contacts(window).card
    card.edit("field:language")
    card.leave()
    line = next(line for line in _addable(card) if line.key == "field:first_contact_on")
    row = card.details.edit_line(line)
    field = QGuiApplication.focusObject()
    assert isinstance(field, QLineEdit)
    field.setText("yesterday or so")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.editor is not None and bool(row.editor.problem.text()), timeout=PATIENCE)
    assert field.text() == "yesterday or so"
    assert "yesterday or so" in row.editor.problem.text()
    qtbot.keyClick(field, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("side", "kept"), [("mine", "Mine"), ("theirs", "Theirs"), ("before", "Prefers mornings."), ("back", "Mine")]
)
def test_a_conflict_keeps_what_was_typed_and_offers_three_ways(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot, side: str, kept: str
) -> None:
    card = contacts(window).card
    card.edit("field:notes")
    field = QGuiApplication.focusObject()
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("Mine")
    version = card_of(sqlite_database, people[0]).version
    theirs = {"notes": "Theirs", "nickname": "Anca"}
    elsewhere(sqlite_database.do, Label("Theirs"), change_contact, people[0], version, theirs)
    qtbot.wait(100)
    assert field.toPlainText() == "Mine"  # not overwritten while somebody types
    editor = card.notes.rows[0].editor
    editor.save(back=True)
    dialog = three_way(window, qtbot)
    assert {one: button.accessibleName() for one, button in dialog.choices["notes"].items()} == {
        "mine": "Notes: My version: Mine",
        "theirs": "Notes: Their version: Theirs",
        "before": "Notes: As it was before: Prefers mornings.",
    }
    if side == "back":  # to what was typed; he has seen theirs, and saving again means his own
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not window.findChildren(ThreeWayDialog), timeout=PATIENCE)
        assert field.toPlainText() == "Mine" and "Notes" in editor.problem.text()
        editor.save(back=True)
    else:
        for _press in range(("mine", "theirs", "before").index(side)):
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Right)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card_of(sqlite_database, people[0]).notes == kept, timeout=PATIENCE)
    qtbot.waitUntil(lambda: card.notes.rows[0].line.value == kept, timeout=PATIENCE)
    assert card_of(sqlite_database, people[0]).nickname == "Anca"  # another field was merged


def three_way(window: MainWindow, qtbot: QtBot) -> ThreeWayDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(ThreeWayDialog)), timeout=PATIENCE)
    return window.findChildren(ThreeWayDialog)[-1]


def test_what_a_colleague_changes_appears(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    version = card_of(sqlite_database, people[0]).version
    elsewhere(sqlite_database.do, Label("Theirs"), change_contact, people[0], version, {"family_name": "Munteanu"})
    page = contacts(window)
    qtbot.waitUntil(lambda: page.card.header.title.text() == "Ana Munteanu", timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.pane.model.place_of(people[0]) >= 0, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: page.pane.model.row_at(page.pane.model.place_of(people[0])).name == "Ana Munteanu", timeout=PATIENCE
    )


def _addable(card: Any) -> list[Any]:
    from desktop_crm.ui.contacts.lines import addable_lines

    return addable_lines(card.card, card._edits, card._makers)


@pytest.mark.parametrize(
    ("key", "values", "shown"),
    [
        ("new:phone", {"raw": "+40 721 234 567"}, "+40 721 234 567"),
        ("new:email", {"address": "office@nord.example"}, "office@nord.example"),
        ("new:address", {"street": "str. Uzinelor 12", "city": "Orhei"}, "str. Uzinelor 12"),
        ("new:messenger", {"address": "nord.example"}, "nord.example"),
        ("new:date", {"day": "14.3"}, "14"),
        ("field:nickname", {"nickname": "Anișoara"}, "Anișoara"),
        ("field:source_id", {"source_id": "Fair in Bălți"}, "Fair in Bălți"),
        ("field:relation_to_us", {"relation_to_us": "customer"}, "Customer"),
    ],
)
def test_add_field(window: MainWindow, qtbot: QtBot, key: str, values: dict[str, str], shown: str) -> None:
    card = contacts(window).card
    line = next(line for line in _addable(card) if line.key == key)
    row = card.details.edit_line(line)
    for widget in row.editor.widgets:
        if widget.input.name in values:
            control = widget.control
            if isinstance(control, QComboBox):
                control.setCurrentIndex(control.findData(values[widget.input.name]))
            else:
                control.setText(values[widget.input.name])
    row.editor.save(back=True)
    qtbot.waitUntil(
        lambda: any(shown in row.line.value for row in card.details.rows if not row.isHidden()), timeout=PATIENCE
    )


def test_tags_jobs_and_notes(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    card.edit("tags")
    card.tags.row_of("tags").editor.widgets[0].control.setText("Wholesale, Bălți")
    card.tags.row_of("tags").editor.save(back=True)

    def tags() -> list[str]:
        return [tag.name for tag in card_of(sqlite_database, people[0]).tags]

    qtbot.waitUntil(lambda: tags() == ["VIP", "Wholesale", "Bălți"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(card.tags.chips) == 3, timeout=PATIENCE)
    card.tags.chips[0].setFocus()
    qtbot.keyClick(card.tags.chips[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: tags() == ["Wholesale", "Bălți"], timeout=PATIENCE)
    card.edit("new:job")
    row = card.jobs.row_of("new:job")
    row.editor.widgets[0].control.setText("Agroprim SRL")
    row.editor.widgets[1].control.setText("adviser")
    row.editor.save(back=True)
    qtbot.waitUntil(lambda: len(card_of(sqlite_database, people[0]).jobs) == 2, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Agroprim SRL" in [row.line.value for row in card.jobs.rows], timeout=PATIENCE)
    firm = next(row.line.link for row in card.jobs.rows if row.line.value == "Agroprim SRL")
    card.open_link(firm)
    qtbot.waitUntil(lambda: card.card.name == "Agroprim SRL", timeout=PATIENCE)
    assert [row.line.value for row in card.jobs.rows if not row.isHidden()] == ["Ana Rusu"]  # the way back


def test_emptying_a_phone_takes_it_off(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    card.details.rows[0].edit()
    field = QGuiApplication.focusObject()
    assert isinstance(field, QLineEdit)
    field.clear()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card_of(sqlite_database, people[0]).phones, timeout=PATIENCE)


def test_a_note_goes_into_the_history(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    card.composer.begin("call")
    qtbot.keyClicks(card.composer.text, "Asked for a discount")
    qtbot.keyClick(card.composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: card_of(sqlite_database, people[0]).history[0].body == "Asked for a discount", timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: card.composer.text.toPlainText() == "", timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(card.timeline.lines) == 3, timeout=PATIENCE)
    assert card.timeline.lines[0].kind == "call"


def test_a_half_written_note_waits_for_its_contact(window: MainWindow, people: Sequence[int], qtbot: QtBot) -> None:
    card = contacts(window).card
    card.composer.text.setPlainText("Half a sent")
    show_contact(window, people[1], qtbot)
    assert card.composer.text.toPlainText() == ""
    show_contact(window, people[0], qtbot)
    assert card.composer.text.toPlainText() == "Half a sent"


def test_a_half_written_note_survives_a_crash(
    window: MainWindow,
    open_window: Callable[..., MainWindow],
    sqlite_database: Database,
    people: Sequence[int],
    qtbot: QtBot,
) -> None:
    composer = contacts(window).card.composer
    composer.begin("call")
    qtbot.keyClicks(composer.text, "He wants")
    qtbot.waitUntil(lambda: (settings.settings_path().parent / "drafts.json").exists(), timeout=PATIENCE)
    again = open_window(sqlite_database)  # the first window was never closed
    show_contact(again, people[0], qtbot)
    kept = contacts(again).card.composer
    assert (kept.text.toPlainText(), kept.kind) == ("He wants", "call")
    kept.text.clear()
    kept.keep()
    (settings.settings_path().parent / "drafts.json").write_text("broken", "utf-8")
    assert Drafts("any").get(1) == {"text": "", "kind": "note"}


def test_all_that_was_said_of_a_half_written_entry_is_kept(
    window: MainWindow,
    open_window: Callable[..., MainWindow],
    sqlite_database: Database,
    people: Sequence[int],
    qtbot: QtBot,
) -> None:
    elsewhere(sqlite_database.do, Label("Lists"), add_shipped_choices)
    history = contacts(window).card.history
    history.forget_choices()
    show_contact(window, people[1], qtbot)
    composer = history.composer
    qtbot.waitUntil(lambda: composer.form.outcome.count() > 2, timeout=PATIENCE)
    composer.begin("call")
    composer.more.click()
    form = composer.form
    for line, words in ((form.subject, "Price"), (form.next_step, "Send it"), (form.due.line, "tomorrow")):
        qtbot.keyClicks(line, words)
    form.outcome.setCurrentIndex(2)
    outcome = form.outcome.currentText()
    form.people.set_chosen([Named(people[2], "Мария Петрова")], ())
    form.private.setChecked(True)
    show_contact(window, people[0], qtbot)
    assert not composer.form.isVisible() and composer.form.subject.text() == ""
    again = open_window(sqlite_database)
    show_contact(again, people[1], qtbot)
    kept = contacts(again).card.composer
    form = kept.form
    qtbot.waitUntil(lambda: form.outcome.currentText() == outcome, timeout=PATIENCE)
    assert kept.kind == "call" and form.isVisible() and kept.save.isEnabled() and form.private.isChecked()
    assert (form.subject.text(), form.next_step.text(), form.due.line.text()) == ("Price", "Send it", "tomorrow")
    assert form.people.people == (people[2],)
    kept.submit()
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=PATIENCE)
    assert Drafts(sqlite_database.address.shown).get(people[1]) == {"text": "", "kind": "note"}


def test_consent_is_noted_and_taken_back(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    card = contacts(window).card
    line = next(line for line in _addable(card) if line.key == "consent:email")
    row = card.details.edit_line(line)
    combo = row.editor.widgets[0].control
    combo.setCurrentIndex(combo.findData("withdrawn"))
    row.editor.save(back=True)
    qtbot.waitUntil(lambda: bool(card_of(sqlite_database, people[0]).consents), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Do not contact" in [row.line.value for row in card.details.rows], timeout=PATIENCE)


def test_f6_goes_from_pane_to_pane(window: MainWindow, qtbot: QtBot) -> None:
    page = contacts(window)
    page.pane.list.setFocus()
    qtbot.waitUntil(page.pane.list.hasFocus, timeout=PATIENCE)

    def holds(pane: QWidget) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and pane.isAncestorOf(focused)

    window.act("next_pane")
    assert holds(page.card)
    window.act("next_pane")
    assert holds(window.navigation)
    window.act("next_pane")
    assert page.pane.list.hasFocus()  # where it was
    window.act("previous_pane")
    assert holds(window.navigation)


def test_a_narrow_card_shows_the_history_first(window: MainWindow, people: Sequence[int], qtbot: QtBot) -> None:
    card = contacts(window).card
    assert card.details.isVisible() and card.composer.isVisible() and not card.columns.switch.isVisible()
    window.resize(1024, 700)
    qtbot.waitUntil(card.columns.switch.isVisible, timeout=PATIENCE)
    assert card.composer.isVisible() and not card.details.isVisible()
    qtbot.keyClick(card.columns.chips["details"], Qt.Key.Key_Space)
    assert card.details.isVisible() and not card.composer.isVisible()
    card._wanted("note")  # the button in the head
    assert card.composer.isVisible()
    card.edit("new:phone")
    assert card.details.isVisible() and card.details.row_of("new:phone").editor is not None
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: card.composer.isVisible() and not card.columns.switch.isVisible(), timeout=PATIENCE)
