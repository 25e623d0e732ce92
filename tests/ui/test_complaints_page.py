"""The book of complaints in the window: registered, moved, answered, edited, verified; through the real door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.complaints import (
    ComplaintDraft,
    complaint_card,
    complaint_rows,
    preset_rows,
    register_complaint,
    tree_rows,
)
from desktop_crm.services.complaints.filtering import ComplaintFilter
from desktop_crm.ui.complaints import book
from desktop_crm.ui.complaints.board_cards import MIME
from desktop_crm.ui.complaints.book import VerifiedDialog
from desktop_crm.ui.complaints.register_form import RegisterForm
from desktop_crm.ui.complaints.steps import may_move
from desktop_crm.ui.fields.entry_dialog import EntryDialog
from desktop_crm.ui.main_window import MainWindow
from tests.ui.conftest import PATIENCE, elsewhere, show_contact


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.core._underway, timeout=PATIENCE)


def ask(database: Database, query: Callable[..., Any], *args: Any) -> Any:
    def read() -> Any:
        with database.read() as session:
            return query(session, *args)

    return elsewhere(read)


def rows(database: Database) -> list[Any]:
    return list(ask(database, complaint_rows, ComplaintFilter("all")).rows)


@pytest.fixture
def complaints(sqlite_database: Database, people: Sequence[int]) -> list[int]:
    """Two: of Ana Rusu about a shelf, and an anonymous question."""

    def add(session: CrmSession) -> list[int]:
        add_shipped_choices(session)
        shelf = ComplaintDraft("Damaged shelf", "It came broken.", contact_id=people[0], severity="high")
        asked = ComplaintDraft("When are you open?", kind="question", anonymous=True)
        return [register_complaint(session, draft) for draft in (shelf, asked)]

    made: list[int] = elsewhere(sqlite_database.do, Label("Test data"), add)
    return made


@pytest.fixture
def page(window: MainWindow, complaints: list[int], qtbot: QtBot) -> Any:
    window.show_page("complaints")
    settle(window, qtbot)
    return window.page


def form_of(window: MainWindow, kind: type[Any], qtbot: QtBot) -> Any:
    """The dialog that opens now."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(kind)), timeout=PATIENCE)
    return next(one for one in window.findChildren(kind) if one.isVisible())


def cards(page: Any, group: str) -> list[str]:
    return [row.subject for row in page.board.columns[group].cards.cards.rows]


def test_a_complaint_is_registered_without_a_contact_and_undo_voids_it(
    window: MainWindow, sqlite_database: Database, qtbot: QtBot
) -> None:
    window.show_page("complaints")
    settle(window, qtbot)
    page: Any = window.page
    assert page.empty.isVisible()
    page.begin.click()
    form = form_of(window, RegisterForm, qtbot)
    form.submit()
    assert form.problem.isVisible()  # nothing was said yet, and nothing is lost
    form.contact.setText("Somebody from the street")
    form.description.setPlainText("The door was closed at noon.\nI waited an hour.")
    qtbot.keyClick(form.description, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.card.card is not None, timeout=PATIENCE)
    card = page.card.card
    assert (card.who, card.fields["subject"]) == ("Somebody from the street", "The door was closed at noon.")
    settle(window, qtbot)
    window.act("undo")
    qtbot.waitUntil(lambda: [row.state for row in rows(sqlite_database)] == ["voided"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.card.card.state == "voided", timeout=PATIENCE)
    assert not page.card.head.steps  # struck through: nothing can be done with it


def test_from_a_contact_and_from_a_call_it_knows_who_and_how(
    window: MainWindow, sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    page: Any = window.page
    register = next(entry for entry in page.card.deeds.entries(page.card.card) if entry[0] == "message-circle-warning")
    register[2]()
    form = form_of(window, RegisterForm, qtbot)
    assert form.contact.record_id == people[0] and form.contact.text() == "Ana Rusu"
    form.reject()
    entry = page.card.history.timeline.entries[-1]
    page.card.history._command(entry, "complain")
    form = form_of(window, RegisterForm, qtbot)
    assert form.boxes["channel"].currentData() == "phone"
    assert form.description.toPlainText() == entry.entry.body.strip()
    said_in = entry.entry.id
    form.submit()
    qtbot.waitUntil(lambda: len(rows(sqlite_database)) == 1, timeout=PATIENCE)
    card = ask(sqlite_database, complaint_card, rows(sqlite_database)[0].id)
    assert (card.contact_id, card.fields["interaction_id"]) == (people[0], said_in)
    qtbot.waitUntil(page.card.complaints.isVisible, timeout=PATIENCE)  # it stands on the card of the contact
    page.card.complaints.link_opened.emit(f"complaint:{card.id}")
    assert window.page_name == "complaints"
    settle(window, qtbot)


def test_keys_take_a_card_to_the_next_column_where_a_step_leads_there(page: Any, qtbot: QtBot) -> None:
    board = page.board
    board.select_id(board.columns["new"].cards.cards.rows[0].id, focus=True)
    first = board.columns["new"].cards
    first.select_id(next(row.id for row in first.cards.rows if row.subject == "Damaged shelf"))
    row = first.current
    assert [group for group in board.columns if _may(row, group)] == ["in_progress", "waiting", "resolved"]
    qtbot.keyClick(first, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    settle(page.window_, qtbot)
    menu = next(one for one in page.window_.findChildren(QMenu, "complaintSteps") if one.isVisible())
    texts = [action.text() for action in menu.actions()]
    assert "Acknowledge" in texts and "Void…" not in texts
    menu.actions()[texts.index("Acknowledge")].trigger()
    menu.close()
    qtbot.waitUntil(lambda: "Damaged shelf" in cards(page, "in_progress"), timeout=PATIENCE)
    page.window_.act("undo")
    qtbot.waitUntil(lambda: "Damaged shelf" in cards(page, "new"), timeout=PATIENCE)


def _may(row: Any, group: str) -> bool:
    return may_move(row, group)


def test_a_drop_asks_for_what_the_step_needs(page: Any, sqlite_database: Database, qtbot: QtBot) -> None:
    row = next(one for one in page.board.columns["new"].cards.cards.rows if one.subject == "Damaged shelf")
    waiting = page.board.columns["waiting"].cards
    mime = QMimeData()
    mime.setData(MIME, str(row.id).encode())
    copy, none = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    waiting.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, Qt.MouseButton.LeftButton, none))
    settle(page.window_, qtbot)
    menu = next(one for one in page.window_.findChildren(QMenu, "complaintSteps") if one.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    form = form_of(page.window_, EntryDialog, qtbot)
    assert list(form.widgets) == ["reason"]
    form.submit()
    qtbot.waitUntil(form.problem.isVisible, timeout=PATIENCE)
    form.widgets["reason"].set_text("photo of the shelf")
    form.submit()
    qtbot.waitUntil(lambda: cards(page, "waiting") == ["Damaged shelf"], timeout=PATIENCE)
    assert ask(sqlite_database, complaint_card, row.id).clock.status == "paused"


def test_the_table_shows_sorts_and_filters(page: Any, qtbot: QtBot) -> None:
    window = page.window_
    window.act("table_face")
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 2, timeout=PATIENCE)
    page.table._sort(0)  # by number, the other way round
    qtbot.waitUntil(lambda: page.table.rows.row_at(0).subject == "Damaged shelf", timeout=PATIENCE)
    kind = page.filters.kind
    kind.setCurrentIndex(kind.findData("question"))
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 1, timeout=PATIENCE)
    page.filters.chips["closed"].click()
    qtbot.waitUntil(page.none.isVisible, timeout=PATIENCE)
    page.forget.click()
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 2, timeout=PATIENCE)
    settle(window, qtbot)


@pytest.fixture
def card(page: Any, complaints: list[int], qtbot: QtBot) -> Any:
    page.open(complaints[0])
    qtbot.waitUntil(lambda: page.card.card is not None, timeout=PATIENCE)
    settle(page.window_, qtbot)
    return page.card


def save_line(panel: Any, key: str, text: str, qtbot: QtBot) -> None:
    row = panel.row_of(key)
    row.edit()
    row.editor.widgets[0].set_text(text)
    row.editor.save(back=True)


def test_fields_whys_and_causes_are_edited_in_place(card: Any, sqlite_database: Database, qtbot: QtBot) -> None:
    save_line(card.words, "field:description", "The board is cracked.", qtbot)
    qtbot.waitUntil(lambda: card.card.fields["description"] == "The board is cracked.", timeout=PATIENCE)
    settle(card.window_, qtbot)
    card.causes.ask_why()
    save_line(card.causes, "why:0", "The box fell", qtbot)
    qtbot.waitUntil(lambda: card.card.fields["whys"] == ("The box fell",), timeout=PATIENCE)
    settle(card.window_, qtbot)
    cause = next(row for row in ask(sqlite_database, tree_rows, "complaint_cause") if row.parent_id)
    save_line(card.causes, "causes", str(cause.id), qtbot)
    qtbot.waitUntil(lambda: [number for number, _path in card.card.causes] == [cause.id], timeout=PATIENCE)
    settle(card.window_, qtbot)
    assert [line.kind for line in card.card.trail][:3] == ["causes", "change", "change"]


def test_an_action_is_planned_done_and_not_verified_by_the_doer(card: Any, qtbot: QtBot) -> None:
    window = card.window_
    card.corrective.add.click()
    form = form_of(window, EntryDialog, qtbot)
    form.widgets["what"].set_text("Thicker boxes")
    form.widgets["due_on"].set_text("tomorrow")
    form.submit()
    qtbot.waitUntil(lambda: len(card.card.actions) == 1, timeout=PATIENCE)
    settle(window, qtbot)
    row = card.corrective.rows[0]
    row.next.click()
    form = next(one for one in window.findChildren(EntryDialog) if one.isVisible() and "evidence" in one.widgets)
    form.widgets["evidence"].set_text("Ten boxes tried")
    form.submit()
    qtbot.waitUntil(lambda: card.card.actions[0].state == "done", timeout=PATIENCE)
    settle(window, qtbot)
    row.next.click()  # by who did it
    qtbot.waitUntil(window.bar.isVisible, timeout=PATIENCE)
    assert card.card.actions[0].state == "done"


def test_the_book_is_verified_by_a_button(page: Any, qtbot: QtBot) -> None:
    page.filters.verify.click()
    dialog = form_of(page.window_, VerifiedDialog, qtbot)
    assert dialog.report.ok and dialog.report.complaints == 2
    dialog.accept()


def test_deadlines_and_trees_have_editors(page: Any, sqlite_database: Database, qtbot: QtBot) -> None:
    window = page.window_
    dialog = book.presets(window)
    settle(window, qtbot)
    dialog.change()
    dialog.form.terms["resolve"][0].setValue(7)
    dialog.form.submit()
    qtbot.waitUntil(lambda: 7 in [row.terms.get("resolve", (0, ""))[0] for row in _presets(sqlite_database)],
                    timeout=PATIENCE)  # fmt: skip
    settle(window, qtbot)
    assert len(_presets(sqlite_database)) == len(dialog._rows) > 3  # the others are still there
    dialog.reject()
    trees = book.lists(window)
    settle(window, qtbot)
    trees.add_under()
    trees.form.widgets["name"].set_text("Torn label")
    trees.form.submit()
    qtbot.waitUntil(lambda: trees.chosen is not None and trees.chosen.name == "Torn label", timeout=PATIENCE)
    assert trees.chosen.parent_id is not None
    trees.move_outside()
    qtbot.waitUntil(lambda: trees.chosen.parent_id is None, timeout=PATIENCE)
    trees.reject()
    settle(window, qtbot)


def _presets(database: Database) -> list[Any]:
    return list(ask(database, preset_rows))


def test_back_leads_to_the_list_where_one_was(card: Any, qtbot: QtBot) -> None:
    page = card.window_.page
    qtbot.keyClick(card.head.back, Qt.Key.Key_Escape)
    settle(card.window_, qtbot)
    assert page.board.isVisible()
    assert page.board.current is not None and page.board.current.subject == "Damaged shelf"


def test_the_contact_of_a_complaint_is_a_click_away(card: Any, people: list[int], qtbot: QtBot) -> None:
    window = card.window_
    card.open_link(f"contact:{people[0]}")
    assert window.page_name == "contacts"
    show_contact(window, people[0], qtbot)
    settle(window, qtbot)


def test_a_call_about_it_is_logged_on_the_card_and_stands_in_the_history(
    window: MainWindow, sqlite_database: Database, complaints: list[int], people: Sequence[int], qtbot: QtBot
) -> None:
    window.show_page("complaints", complaint=complaints[0])
    settle(window, qtbot)
    panel = window.page.card.history  # type: ignore[union-attr]
    assert panel.isVisible() and not [row for row in panel.rows if row.isVisible()]
    panel.log("call")
    form = panel.findChild(EntryDialog)
    qtbot.keyClicks(form.widgets["body"].control, "She sends a photo tomorrow")
    form.submit()
    qtbot.waitUntil(lambda: any(row.isVisible() for row in panel.rows), timeout=PATIENCE)
    assert "She sends a photo tomorrow" in panel.rows[0].line.value
    window.show_page("contacts", contact=people[0])
    settle(window, qtbot)
    timeline = window.page.card.history.timeline  # type: ignore[union-attr]
    entry = next(one for one in timeline.entries if one.isVisible())
    entry.command.emit(f"complaint:{complaints[0]}")
    settle(window, qtbot)
    assert window.page_name == "complaints"
    panel.rows[0].line.deeds[0].do(lambda problem, ways=(): None)
    qtbot.waitUntil(lambda: not any(row.isVisible() for row in panel.rows), timeout=PATIENCE)
    panel.choose()
    qtbot.waitUntil(lambda: panel.findChild(EntryDialog) is not None, timeout=PATIENCE)
    panel.findChild(EntryDialog).submit()
    qtbot.waitUntil(lambda: any(row.isVisible() for row in panel.rows), timeout=PATIENCE)
