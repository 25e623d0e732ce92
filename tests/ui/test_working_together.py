"""Two programs on one database: edits are seen, the same field is decided, an outage is told and comes to its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.complaints import ComplaintDraft, change_complaint, complaint_card, register_complaint
from desktop_crm.services.contacts import change_contact, contact_card, delete_contacts
from desktop_crm.services.interaction_rows import interaction_line
from desktop_crm.services.interactions import InteractionDraft, add_interaction, change_interaction
from desktop_crm.services.merging import merge_contacts
from desktop_crm.services.reminder_editing import reminder_facts
from desktop_crm.services.reminders import ReminderDraft, add_reminder, change_reminder
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.outage import Outage
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.reminders.form import ReminderForm
from desktop_crm.ui.unsaved import Unsaved
from tests import databases
from tests.proxy import Proxy
from tests.ui.conftest import PATIENCE, add_people, elsewhere, show_contact, three_way

LABEL = Label("Theirs")


def change(database: Database, contact_id: int, **values: object) -> None:
    version = elsewhere(database.ask, contact_card, contact_id).version
    elsewhere(database.do, LABEL, change_contact, contact_id, version, values)


def test_an_edit_in_another_program_is_seen(
    window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot
) -> None:
    page: Any = window.page
    begun = time.monotonic()
    change(colleague, people[0], family_name="Munteanu")
    qtbot.waitUntil(lambda: page.card.header.title.text() == "Ana Munteanu", timeout=PATIENCE)
    assert time.monotonic() - begun < 2.0
    elsewhere(colleague.do, LABEL, add_reminder, ReminderDraft("Call back", people[0]))
    window.show_page("reminders")
    window.show_page("contacts")
    qtbot.waitUntil(lambda: window.pages["reminders"].stale is not None, timeout=PATIENCE)  # hidden pages go stale


def test_what_is_typed_stays_and_the_same_field_opens_the_three_ways(
    window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot
) -> None:
    card: Any = window.page.card
    card.history.composer.text.setPlainText("half a note")
    card.edit("field:notes")
    field = QGuiApplication.focusObject()
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("Mine")
    change(colleague, people[0], notes="Theirs", family_name="Munteanu")
    qtbot.waitUntil(lambda: card.header.title.text() == "Ana Munteanu", timeout=PATIENCE)
    assert field.toPlainText() == "Mine" and card.history.composer.text.toPlainText() == "half a note"
    card.notes.rows[0].editor.save(back=True)
    dialog = three_way(window, qtbot)
    assert dialog.choices["notes"]["theirs"].accessibleName() == "Notes: Their version: Theirs"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: elsewhere(colleague.ask, contact_card, people[0]).notes == "Mine", timeout=PATIENCE)


def test_an_entry_of_the_history_that_both_changed(
    window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot
) -> None:
    number = elsewhere(colleague.do, LABEL, add_interaction, InteractionDraft(people[0], kind="call", body="Seen"))
    card: Any = window.page.card
    timeline = card.history.timeline

    def entry() -> Any:
        return next((one for one in timeline.entries if one.entry is not None and one.entry.id == number), None)

    qtbot.waitUntil(lambda: entry() is not None, timeout=PATIENCE)
    entry().command.emit("edit")
    qtbot.waitUntil(lambda: timeline.editor is not None, timeout=PATIENCE)
    timeline.editor.text.setPlainText("Mine")
    version = elsewhere(colleague.ask, interaction_line, number).version
    theirs = {"body": "Theirs", "subject": "Price"}
    elsewhere(colleague.do, LABEL, change_interaction, number, version, theirs)
    timeline.editor.save()
    dialog = three_way(window, qtbot)
    dialog.choices["body"]["before"].setChecked(True)
    dialog.keep.click()
    qtbot.waitUntil(lambda: elsewhere(colleague.ask, interaction_line, number).version > version + 1, timeout=PATIENCE)
    line = elsewhere(colleague.ask, interaction_line, number)
    assert (line.body, line.subject) == ("Seen", "Price")


def test_a_reminder_that_both_changed(window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot) -> None:
    number = elsewhere(colleague.do, LABEL, add_reminder, ReminderDraft("Seen", people[0], note="n"))
    forms.edit(window, number)
    qtbot.waitUntil(lambda: bool(window.findChildren(ReminderForm)), timeout=PATIENCE)
    form = window.findChildren(ReminderForm)[0]
    form.title.setText("Mine")
    version = elsewhere(colleague.ask, reminder_facts, number).version
    elsewhere(colleague.do, LABEL, change_reminder, number, version, {"title": "Theirs", "note": "their note"})
    form.submit()
    dialog = three_way(window, qtbot)
    dialog.keep.click()
    qtbot.waitUntil(lambda: elsewhere(colleague.ask, reminder_facts, number).draft.title == "Mine", timeout=PATIENCE)
    assert elsewhere(colleague.ask, reminder_facts, number).draft.note == "their note"
    qtbot.waitUntil(lambda: not window.findChildren(ReminderForm), timeout=PATIENCE)


def test_a_field_of_a_complaint_that_both_changed(
    window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot
) -> None:
    draft = ComplaintDraft("Broken seal", description="Seen", contact_id=people[0])
    number = elsewhere(colleague.do, LABEL, register_complaint, draft)
    window.show_page("complaints", complaint=number)
    card: Any = window.page.card  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: card.card is not None and card.card.id == number, timeout=PATIENCE)
    card.words.edit("description")
    qtbot.waitUntil(lambda: card.editing, timeout=PATIENCE)
    editor = next(row.editor for row in card.words.rows if row.editor is not None)
    editor.first.setPlainText("Mine")
    version = elsewhere(colleague.ask, complaint_card, number).version
    elsewhere(colleague.do, LABEL, change_complaint, number, version, {"description": "Theirs", "product": "Jar"})
    card.leave()
    dialog = three_way(window, qtbot)
    assert dialog.choices["description"]["before"].accessibleName().endswith("Seen")
    dialog.keep.click()

    def fields() -> Any:
        return elsewhere(colleague.ask, complaint_card, number).fields

    qtbot.waitUntil(lambda: fields()["description"] == "Mine", timeout=PATIENCE)
    assert fields()["product"] == "Jar"


@pytest.mark.parametrize("merged", [False, True])
def test_a_contact_deleted_or_merged_while_it_is_edited(
    window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot, merged: bool
) -> None:
    card: Any = window.page.card
    card.edit("field:notes")
    field = QGuiApplication.focusObject()
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("Mine")
    editor = card.notes.rows[0].editor
    if merged:
        elsewhere(colleague.do, LABEL, merge_contacts, people[1], people[0])
    else:
        elsewhere(colleague.do, LABEL, delete_contacts, [people[0]])
    editor.save(back=True)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=PATIENCE)
    box = window.findChildren(QMessageBox)[-1]
    assert ("merged" if merged else "trash") in box.text() and "Olga" in box.text()
    box.buttons()[0].click()
    kept = people[1] if merged else people[0]
    qtbot.waitUntil(lambda: "Mine" in elsewhere(colleague.ask, contact_card, kept).notes, timeout=PATIENCE)
    assert elsewhere(colleague.ask, contact_card, kept).deleted_at is None


def test_a_file_that_was_put_back_is_told_and_reloaded(
    window: MainWindow, colleague: Database, people: list[int], tmp_path: Path, qtbot: QtBot
) -> None:
    backup = elsewhere(colleague.backup, tmp_path / "backups")
    change(colleague, people[0], family_name="Munteanu")
    page: Any = window.page
    qtbot.waitUntil(lambda: page.card.header.title.text() == "Ana Munteanu", timeout=PATIENCE)
    elsewhere(colleague.restore, backup)
    bar = window.findChild(Outage).bar
    qtbot.waitUntil(lambda: bar.isVisible() and "replaced" in bar.text.text(), timeout=PATIENCE)
    with qtbot.waitSignal(window.core.opened, timeout=PATIENCE):
        qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    show_contact(window, people[0], qtbot)
    assert bar.isHidden()
    assert window.page.card.card.name == "Ana Rusu"  # type: ignore[union-attr]


@pytest.fixture(params=databases.KINDS[1:])
def proxy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Proxy]:
    made = Proxy(databases.fresh(request.param, tmp_path))
    yield made
    made.close()


def test_an_outage_is_told_and_what_is_typed_is_kept(
    proxy: Proxy,
    opened: Callable[..., Database],
    open_window: Callable[..., MainWindow],
    qtbot: QtBot,
    expected_warnings: list[str],
) -> None:
    expected_warnings.append("ERROR sqlalchemy.pool")  # of connections that were cut
    remote = opened(proxy.address)
    remote.reconnect_seconds = 0.5
    people = remote.do(Label("Test data"), add_people)
    window = open_window(remote)
    show_contact(window, people[0], qtbot)
    outage = window.core.watching
    proxy.refuse()
    qtbot.waitUntil(lambda: outage.error is not None, timeout=PATIENCE)
    bar, unsaved = window.findChild(Outage).bar, window.findChild(Unsaved)
    assert bar.isVisible() and bar.button.isVisible()
    page: Any = window.page
    assert page.card.header.title.text() == "Ana Rusu"  # the last picture stays
    page.card.edit("field:notes")
    field = QGuiApplication.focusObject()
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("typed in the dark")
    editor = page.card.notes.rows[0].editor
    editor.save(back=True)
    qtbot.waitUntil(lambda: bool(editor.problem.text()), timeout=PATIENCE)
    assert field.toPlainText() == "typed in the dark"
    assert [one.text for one in unsaved.texts()] == ["typed in the dark"]  # should the program end now
    qtbot.keyClick(field, Qt.Key.Key_Escape)  # left open it would save as soon as the button takes the keyboard
    proxy.listen()
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: outage.error is None, timeout=PATIENCE)
    assert bar.isHidden()
    assert window.bar.isVisible() and window.bar.button.isVisible()  # what was not saved is offered
    dialog = unsaved.show()
    dialog.rows[0]["copy"].click()
    assert QGuiApplication.clipboard().text() == "typed in the dark"
    # with one press it goes where it belongs; a colleague wrote there during the outage
    version = elsewhere(remote.ask, contact_card, people[0]).version
    direct = opened(proxy.behind, operator="Olga", installation="pc-2")
    elsewhere(direct.do, LABEL, change_contact, people[0], version, {"notes": "Theirs"})
    dialog.rows[0]["save"].click()
    decision = three_way(window, qtbot)
    assert decision.choices["notes"]["theirs"].accessibleName().endswith("Theirs")
    decision.keep.click()
    qtbot.waitUntil(lambda: not unsaved.texts(), timeout=PATIENCE)
    assert elsewhere(remote.ask, contact_card, people[0]).notes == "typed in the dark"
    dialog.accept()
