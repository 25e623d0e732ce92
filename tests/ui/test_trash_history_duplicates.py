"""What was deleted comes back; each change can be taken back on its own; pairs are told apart for good."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from desktop_crm.base.changes import Label
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contacts import add_contact
from desktop_crm.services.trash import delete_contacts
from desktop_crm.ui.history.dialog import HistoryDialog, open_history
from tests.ui.flow_windows import nameless, opened_window, settle

TWICE = ContactDraft(name="Rusu Ana", phones=("+373 69 123 456",), emails=("ana@orhei.example",))


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


def test_never_these_two(qtbot, window):
    _add(qtbot, window, TWICE, TWICE)
    window.show_page("duplicates")
    settle(qtbot, window.core)
    page = window.pages["duplicates"]
    assert page.model.rowCount() == 1
    assert page.model.row_at(0).sentence
    assert nameless(page) == []
    page.never.click()
    settle(qtbot, window.core)
    assert page.model.rowCount() == 0
    assert page.stack.currentWidget() is page.nothing
