"""What was deleted comes back; each change can be taken back on its own."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.model import Contact
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import add_contact
from desktop_crm.services.interactions import InteractionDraft, add_interaction, remove_interaction
from desktop_crm.services.trash import TRASH_DAYS, delete_contacts
from desktop_crm.ui.history.dialog import HistoryDialog, open_history
from desktop_crm.ui.trash.emptying import empty_old_trash
from tests.ui.flow_windows import nameless, opened_window, settle


@pytest.fixture
def window(qtbot, tmp_path):
    with opened_window(qtbot, tmp_path / "base.crm") as made:
        yield made


def _add(qtbot, window, *drafts) -> list[int]:
    ids: list[int] = []
    for draft in drafts:
        window.core.do(window, Label("New contact {name}", {"name": draft.name}), add_contact, draft, then=ids.append)
        settle(qtbot, window.core)
    return ids


def test_out_of_the_trash_and_gone_for_good(qtbot, window):
    ids = _add(qtbot, window, ContactDraft(name="Ceban Ion"), ContactDraft(name="Munteanu Vasile"))
    window.core.do(window, Label("Delete"), delete_contacts, ids)
    settle(qtbot, window.core)
    window.show_page("trash")
    settle(qtbot, window.core)
    page = window.pages["trash"]
    assert page.model.rowCount() == 2
    assert nameless(page) == []
    page.table.selectRow(0)
    page.restore.click()
    settle(qtbot, window.core)
    assert page.model.rowCount() == 1

    page.empty_all.click()
    settle(qtbot, window.core)
    box = page.findChild(QMessageBox)
    button = next(made for made in box.findChildren(QPushButton) if "1" in made.text())
    assert button.text() == "Delete 1 contact"
    button.click()
    settle(qtbot, window.core)
    assert page.model.rowCount() == 0
    assert page.stack.currentWidget() is page.nothing
    assert page.count == 0


def test_a_change_of_the_history_is_taken_back(qtbot, window):
    _add(qtbot, window, ContactDraft(name="Ceban Ion"), ContactDraft(name="Munteanu Vasile"))
    dialog = open_history(window)
    assert isinstance(dialog, HistoryDialog)
    settle(qtbot, window.core)
    assert dialog.model.rowCount() >= 2
    assert nameless(dialog) == []
    older = next(row for row in range(dialog.model.rowCount()) if "Ceban" in dialog.model.row_at(row).label.sentence)
    dialog.table.selectRow(older)
    dialog.undo.click()
    settle(qtbot, window.core)
    assert not dialog.bar.isVisible(), dialog.bar.text.text()
    states = {row.label.sentence: row.state for row in map(dialog.model.row_at, range(dialog.model.rowCount()))}
    assert "undone" in states.values()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_trash_holds_entries_too_and_each_kind_has_a_chip(qtbot, window):
    (ion,) = _add(qtbot, window, ContactDraft(name="Ceban Ion"))
    entries: list[int] = []
    for body in ("First call", "Second call"):
        draft = InteractionDraft(ion, kind="call", body=body)
        window.core.do(window, Label("Call"), add_interaction, draft, then=entries.append)
    settle(qtbot, window.core)
    for entry in entries:
        window.core.do(window, Label("Delete"), remove_interaction, entry)
    window.core.do(window, Label("Delete"), delete_contacts, [ion])
    window.show_page("trash")
    settle(qtbot, window.core)
    page = window.pages["trash"]
    assert [page.model.index(row, 0).data() for row in range(3)] == ["Ion Ceban", "Second call", "First call"]
    assert [page.model.index(row, 2).data() for row in range(3)] == ["", "Ion Ceban", "Ion Ceban"]
    assert page.chips["interaction"].text() == "History 2"
    assert not page.chips["attachment"].isVisible()
    page.chips["interaction"].click()
    settle(qtbot, window.core)
    assert page.model.rowCount() == 2
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    button = next(one for one in page.findChild(QMessageBox).findChildren(QPushButton) if "2" in one.text())
    assert button.text() == "Delete 2 entries"
    page.findChild(QMessageBox).reject()
    page.restore_all.click()
    settle(qtbot, window.core)
    assert page.model.rowCount() == 0
    assert page.count == 1  # the contact
    window.act("undo")
    settle(qtbot, window.core)
    assert page.model.rowCount() == 2


def test_the_trash_empties_itself_of_what_is_too_old(qtbot, window):
    (ion,) = _add(qtbot, window, ContactDraft(name="Ceban Ion"))
    window.core.do(window, Label("Delete"), delete_contacts, [ion])
    settle(qtbot, window.core)
    database = window.core.database
    gone: list[int] = []
    window.core.run(window, empty_old_trash, database, then=gone.append)
    settle(qtbot, window.core)
    assert gone == [0]

    def age(session):
        session.get(Contact, ion).deleted_at = clock.now() - timedelta(days=TRASH_DAYS + 1)

    window.core.do(window, Label("Age"), age)
    settle(qtbot, window.core)
    window.core.run(window, empty_old_trash, database, then=gone.append)
    settle(qtbot, window.core)
    assert gone == [0, 1]


def test_everything_of_ones_own_down_to_a_step(qtbot, window):
    _add(qtbot, window, *(ContactDraft(name=name) for name in ("Ceban Ion", "Munteanu Vasile", "Rusu Ana")))
    dialog = open_history(window)
    settle(qtbot, window.core)
    assert dialog.model.index(0, 3).data() == "Ana"
    assert dialog.model.index(0, 4).data() == "pc-1"
    dialog.chips["imports"].click()
    assert dialog.model.rowCount() == 0
    dialog.chips["mine"].click()
    assert dialog.model.rowCount() == 3
    dialog.table.selectRow(1)
    dialog.undo_down.click()
    settle(qtbot, window.core)
    states = [dialog.rows[number].state for number in range(5)]
    assert states == ["undo", "undo", "undone", "undone", "done"]
    dialog.reject()
