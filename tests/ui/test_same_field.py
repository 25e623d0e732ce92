"""The same field typed by two: in the table, in an own field, in a next step, in an action. Nothing typed is lost."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.complaints import (
    ComplaintDraft,
    change_action,
    complaint_card,
    plan_action,
    register_complaint,
)
from desktop_crm.services.contact_cells import change_cell
from desktop_crm.services.contacts import change_contact, contact_card, delete_contacts
from desktop_crm.services.custom_fields import define_field, set_custom_value
from desktop_crm.services.reminder_editing import reminder_facts
from desktop_crm.services.reminders import ReminderDraft, add_reminder, change_reminder
from desktop_crm.ui.fields.entry_dialog import EntryDialog
from desktop_crm.ui.main_window import MainWindow
from tests.ui.conftest import PATIENCE, elsewhere, show_contact, three_way

LABEL = Label("Theirs")


def cell(window: MainWindow, code: str, contact_id: int) -> QLineEdit:
    """The editor of a cell of the table, opened."""
    pane: Any = window.page.pane  # type: ignore[union-attr]
    pane.show_table(True)
    pane.table.show_column(code, True)
    number = [column.code for column in pane.model.columns].index(code)
    pane.table.edit(pane.model.index(pane.model.place_of(contact_id), number))
    return next(one for one in pane.table.findChildren(QLineEdit) if one.isVisible())


def theirs(colleague: Database, action: Any, *args: Any) -> None:
    elsewhere(colleague.do, LABEL, action, *args)


def test_a_name_in_the_table(window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot) -> None:
    editor = cell(window, "name", people[1])
    editor.setText("Mine")
    version = elsewhere(colleague.ask, contact_card, people[1]).version
    theirs(colleague, change_contact, people[1], version, {"name": "Theirs"})
    model = window.page.pane.model  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: model.row_at(model.place_of(people[1])).name == "Theirs", timeout=PATIENCE)
    assert editor.text() == "Mine"  # the row came anew under it
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    dialog = three_way(window, qtbot)
    assert dialog.choices["name"]["before"].accessibleName().endswith("Ion Ceban")
    assert dialog.choices["name"]["theirs"].accessibleName().endswith("Theirs")
    dialog.keep.click()
    qtbot.waitUntil(lambda: elsewhere(colleague.ask, contact_card, people[1]).name == "Mine", timeout=PATIENCE)


def test_a_city_in_the_table(window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot) -> None:
    def city() -> str:
        return elsewhere(colleague.ask, contact_card, people[0]).addresses[0].city

    editor = cell(window, "city", people[0])
    before = editor.text()
    version = elsewhere(colleague.ask, contact_card, people[0]).version
    theirs(colleague, change_cell, people[0], version, "city", before, "Bălți")
    editor.setText("Orhei")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    dialog = three_way(window, qtbot)
    dialog.back.click()
    assert editor.text() == "Orhei"  # back to what was typed
    editor.setText("Soroca")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: three_way(window, qtbot) is not dialog, timeout=PATIENCE)
    dialog = three_way(window, qtbot)
    dialog.choices["city"]["before"].setChecked(True)
    dialog.keep.click()
    qtbot.waitUntil(lambda: city() == before, timeout=PATIENCE)


def test_a_cell_whose_row_goes_away_is_written(
    window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot
) -> None:
    editor = cell(window, "city", people[1])
    editor.setText("Soroca")
    theirs(colleague, delete_contacts, [people[1]])
    qtbot.waitUntil(
        lambda: [one.city for one in elsewhere(colleague.ask, contact_card, people[1]).addresses] == ["Soroca"],
        timeout=PATIENCE,
    )


def test_an_own_field(window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot) -> None:
    field = elsewhere(colleague.do, LABEL, define_field, "Rank", "text")
    theirs(colleague, set_custom_value, people[0], field, "Seen")
    card: Any = window.page.card  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: any(one.shown == "Seen" for one in card.card.custom), timeout=PATIENCE)
    card.edit(f"custom:{field}")
    row = next(one for one in card.details.rows if one.editor is not None)
    row.editor.widgets[0].set_text("Mine")
    theirs(colleague, set_custom_value, people[0], field, "Theirs")
    row.editor.save(back=True)
    dialog = three_way(window, qtbot)
    dialog.choices["text"]["before"].setChecked(True)
    dialog.keep.click()
    qtbot.waitUntil(
        lambda: elsewhere(colleague.ask, contact_card, people[0]).custom[0].shown == "Seen", timeout=PATIENCE
    )


def test_a_next_step(window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot) -> None:
    number = elsewhere(colleague.do, LABEL, add_reminder, ReminderDraft("Seen", people[0]))
    card: Any = window.page.card  # type: ignore[union-attr]
    steps = card.history.steps
    qtbot.waitUntil(lambda: bool(steps.rows) and steps.rows[0].step is not None, timeout=PATIENCE)
    steps.rows[0].row.edit()
    editor = steps.rows[0].row.editor
    editor.widgets[0].set_text("Mine")
    version = elsewhere(colleague.ask, reminder_facts, number).version
    theirs(colleague, change_reminder, number, version, {"title": "Theirs", "note": "their note"})
    editor.save(back=True)
    dialog = three_way(window, qtbot)
    assert dialog.choices["title"]["theirs"].accessibleName().endswith("Theirs")
    dialog.keep.click()
    qtbot.waitUntil(lambda: elsewhere(colleague.ask, reminder_facts, number).draft.title == "Mine", timeout=PATIENCE)
    assert elsewhere(colleague.ask, reminder_facts, number).draft.note == "their note"


def test_an_action_of_a_complaint(window: MainWindow, colleague: Database, people: list[int], qtbot: QtBot) -> None:
    complaint = elsewhere(colleague.do, LABEL, register_complaint, ComplaintDraft("Seal", contact_id=people[0]))
    number = elsewhere(colleague.do, LABEL, plan_action, complaint, "Seen")
    window.show_page("complaints", complaint=complaint)
    card: Any = window.page.card  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: card.card is not None and len(card.card.actions) == 1, timeout=PATIENCE)
    card.corrective.rows[0].row.link_opened.emit("action:")
    form = window.findChildren(EntryDialog)[-1]
    form.widgets["what"].set_text("Mine")
    version = card.card.actions[0].version
    theirs(colleague, change_action, number, version, {"what": "Theirs", "why": "their reason"})
    form.submit()
    dialog = three_way(window, qtbot)
    dialog.choices["what"]["theirs"].setChecked(True)
    dialog.back.click()
    assert form.widgets["what"].text() == "Mine"
    form.submit()
    qtbot.waitUntil(lambda: three_way(window, qtbot) is not dialog, timeout=PATIENCE)
    three_way(window, qtbot).keep.click()

    def action() -> Any:
        return elsewhere(colleague.ask, complaint_card, complaint).actions[0]

    qtbot.waitUntil(lambda: action().what == "Mine", timeout=PATIENCE)
    assert action().why == "their reason"  # what only one of them changed is kept
    show_contact(window, people[0], qtbot)
