"""A start shows the first contacts before the database is open; then the list takes their place."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop_crm import app
from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.services.sample_data import add_sample_data
from desktop_crm.ui.contacts.first_rows import FirstRows
from tests.ui.conftest import PATIENCE


@pytest.fixture
def firm(tmp_path: Path) -> str:
    """The path of a closed file with a sample firm."""
    database = Database.create(parse_address(str(tmp_path / "firm.crm")))
    with database.write(Label("Sample data")) as session:
        add_sample_data(session, contacts=60, seed=2)
    database.close()
    return str(tmp_path / "firm.crm")


def cover_of(window: Any) -> FirstRows | None:
    return window.stack.findChild(FirstRows)


def test_first_contacts_are_shown_then_the_list(open_window, firm, qtbot):
    window = open_window()
    app.begin(window, firm)
    qtbot.waitUntil(lambda: cover_of(window) is not None, timeout=PATIENCE)
    cover = cover_of(window)
    assert window.core.database is None
    assert cover.list.model().rowCount() == 40
    names = [cover.list.model().index(n, 0).data() for n in range(40)]
    assert not cover.grab().isNull()  # the delegate draws these rows too
    qtbot.waitUntil(lambda: cover_of(window) is None, timeout=PATIENCE)
    assert window.page_name == "contacts"
    assert [window.page.pane.model.row_at(n).name for n in range(40)] == names
    assert window.page.pane.list.hasFocus() or not window.isActiveWindow()


def test_who_is_chosen_early_is_in_front_later(open_window, firm, qtbot):
    window = open_window()
    app.begin(window, firm)
    qtbot.waitUntil(lambda: cover_of(window) is not None, timeout=PATIENCE)
    cover = cover_of(window)
    qtbot.keyClick(cover.list, Qt.Key.Key_Down)
    qtbot.keyClick(cover.list, Qt.Key.Key_Down)
    chosen = cover.list.currentIndex().data()
    qtbot.waitUntil(lambda: cover_of(window) is None, timeout=PATIENCE)
    page = window.page
    qtbot.waitUntil(lambda: page.card.card is not None, timeout=PATIENCE)
    assert page.card.card.name == chosen


def test_a_file_that_cannot_be_opened_leaves_no_first_contacts(open_window, tmp_path, qtbot):
    window = open_window()
    app.begin(window, str(tmp_path / "gone.crm"))
    qtbot.waitUntil(lambda: window.page_name == "first_start", timeout=PATIENCE)
    assert cover_of(window) is None
    assert "gone.crm" in window.bar.text.text()


def test_the_table_waits_for_the_database(open_window, firm, qtbot):
    window = open_window(window={"table": True})
    app.begin(window, firm)
    qtbot.waitUntil(lambda: window.page_name == "contacts", timeout=PATIENCE)
    assert cover_of(window) is None
