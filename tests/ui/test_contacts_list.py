"""The list, the table and a new contact as a user works with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_ids
from desktop_crm.base.progress import Progress
from desktop_crm.db.database import Database
from desktop_crm.model import Contact
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.contacts import (
    ContactDraft,
    add_contact,
    change_contact,
    contact_card,
    contact_count,
)
from desktop_crm.ui.contacts.exporting import write_contacts
from desktop_crm.ui.contacts.new_contact import NewContactDialog
from desktop_crm.ui.main_window import MainWindow
from tests.ui.conftest import PATIENCE, elsewhere


def card_of(database: Database, contact_id: int) -> ContactCard:
    def read() -> ContactCard:
        with database.read() as session:
            return contact_card(session, contact_id)

    return elsewhere(read)


def contacts(window: MainWindow) -> Any:
    return window.pages["contacts"]


def name_of(number: int) -> str:
    """Names that do not resemble each other: duplicates are not looked for here."""
    return hashlib.sha1(str(number).encode()).hexdigest()[:12]


def many(database: Database, count: int) -> None:
    def add(session: Any) -> None:
        rows = [
            (row_id, "organisation", name_of(number), f"m{number:04}", name_of(number))
            for number, row_id in enumerate(new_ids(count))
        ]
        session.bulk_insert(Contact, ["id", "kind", "name", "sort_name", "name_key"], rows)

    database.do(Label("Many"), add)


def test_the_list_shows_rows_and_fetches_more(
    open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot
) -> None:
    many(sqlite_database, 460)
    window = open_window(sqlite_database)
    page = contacts(window)
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 200, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.count == 460, timeout=PATIENCE)
    page.pane.list.scrollToBottom()
    qtbot.waitUntil(lambda: page.pane.model.rowCount() > 200, timeout=PATIENCE)
    page.pane.list.scrollToBottom()
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 460, timeout=PATIENCE)
    names = [page.pane.model.row_at(number).name for number in range(460)]
    assert names == [name_of(number) for number in range(460)]


def test_a_change_keeps_place_and_selection(
    open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot
) -> None:
    many(sqlite_database, 60)
    window = open_window(sqlite_database)
    page = contacts(window)
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 60, timeout=PATIENCE)
    QAbstractItemModelTester(page.pane.model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    chosen = page.pane.model.row_at(30)
    page.pane.select(chosen.id)
    page.pane.list.scrollTo(page.pane.list.currentIndex())
    top = page.pane.list.verticalScrollBar().value()

    def change(session: Any) -> None:
        add_contact(session, ContactDraft(name="Aaa", kind="organisation"))
        other = page.pane.model.row_at(5)
        change_contact(session, other.id, other.version, {"name": "Zzz"})

    elsewhere(sqlite_database.do, Label("Change"), change)
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 61, timeout=PATIENCE)
    names = [page.pane.model.row_at(number).name for number in range(61)]
    assert names[0] == "Aaa" and names[-1] == "Zzz"
    assert page.pane.current_id() == chosen.id
    assert page.pane.list.verticalScrollBar().value() == top


def test_delete_goes_to_the_trash_and_the_toast_brings_it_back(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    page = contacts(window)
    page.pane.list.setFocus()
    qtbot.keyClick(page.pane.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.pane.model.place_of(people[0]) < 0, timeout=PATIENCE)
    assert card_of(sqlite_database, people[0]).deleted_at is not None
    assert "Ana Rusu" in window._toast.text.text()
    assert page.pane.current_id() is not None  # whoever comes next is selected
    qtbot.mouseClick(window._toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.pane.model.place_of(people[0]) >= 0, timeout=PATIENCE)


def test_several_are_moved_to_the_trash_in_one_step(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    page = contacts(window)
    page.pane.list.setFocus()
    page.pane.list.selectAll()
    qtbot.keyClick(page.pane.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.empty, timeout=PATIENCE)
    window.act("undo")
    qtbot.waitUntil(lambda: page.pane.model.rowCount() == 4, timeout=PATIENCE)


def test_filters_sort_and_find(window: MainWindow, qtbot: QtBot) -> None:
    page = contacts(window)

    def names() -> list[str]:
        return [page.pane.model.row_at(number).name for number in range(page.pane.model.rowCount())]

    qtbot.waitUntil(lambda: len(names()) == 4, timeout=PATIENCE)
    page.pane.chips["organisations"].click()
    qtbot.waitUntil(lambda: names() == ["Orhei-Vit SA"], timeout=PATIENCE)
    page.pane.chips["people"].click()
    qtbot.waitUntil(lambda: len(names()) == 3, timeout=PATIENCE)
    window.act("find")
    qtbot.keyClicks(page.pane.finder, "petrova")
    qtbot.waitUntil(lambda: names() == ["Мария Петрова"], timeout=PATIENCE)
    qtbot.keyClick(page.pane.finder, Qt.Key.Key_Escape)
    page.pane.chips["all"].click()
    qtbot.waitUntil(lambda: len(names()) == 4, timeout=PATIENCE)
    before = names()
    page.pane.table.sort_wanted.emit("name")
    qtbot.waitUntil(lambda: names() == before[::-1], timeout=PATIENCE)


def test_the_table_has_the_same_rows_and_copies_cells(window: MainWindow, people: Sequence[int], qtbot: QtBot) -> None:
    page = contacts(window)
    page.pane.show_table(True)
    assert page.pane.table.isVisible() and not page._right.isVisible()
    assert page.pane.current_id() == people[0]
    page.pane.table.setFocus()
    window.act("copy")
    titles, cells = (line.split("\t") for line in QGuiApplication.clipboard().text().splitlines())
    assert titles[:4] == ["Name", "Organisation", "Position", "Phone"]
    assert cells[:4] == ["Ana Rusu", "Orhei-Vit SA", "director", "+373 22 123 456"]


def test_a_new_contact(window: MainWindow, sqlite_database: Database, qtbot: QtBot) -> None:
    page = contacts(window)
    window.act("new_contact")
    dialog = page.findChild(NewContactDialog)
    assert not dialog.save.isEnabled()
    dialog.inputs["name"].setText("Elena Țurcanu")
    dialog.inputs["phone"].setText("022 123 456")
    qtbot.waitUntil(lambda: "Ana Rusu" in dialog.hint.text(), timeout=PATIENCE)  # has the same number
    dialog.inputs["organisation"].setText("Agroprim SRL")
    dialog.submit()
    qtbot.waitUntil(lambda: page.card.card is not None and page.card.card.name == "Elena Țurcanu", timeout=PATIENCE)

    def count() -> int:
        with sqlite_database.read() as session:
            return contact_count(session, ContactsView())

    assert elsewhere(count) == 6  # she and her firm
    qtbot.waitUntil(lambda: page.pane.current_id() == page.card.contact_id, timeout=PATIENCE)


def test_an_empty_database_offers_the_ways_to_begin(
    open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot
) -> None:
    window = open_window(sqlite_database)
    page = contacts(window)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.empty, timeout=PATIENCE)
    assert page.empty.title.text() == "No contacts yet"


def test_one_pane_below_900_px(window: MainWindow, people: Sequence[int], qtbot: QtBot) -> None:
    page = contacts(window)
    window.resize(760, 700)
    qtbot.waitUntil(lambda: not page.pane.isVisible(), timeout=PATIENCE)
    assert page.card.header.back.isVisible()
    qtbot.mouseClick(page.card.header.back, Qt.MouseButton.LeftButton)
    assert page.pane.isVisible() and not page._right.isVisible()
    assert window.width() == 760  # nothing forces it wider


def test_the_order_of_the_list_is_remembered(
    window: MainWindow, open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot
) -> None:
    contacts(window).pane.sort_by("created")
    kept = window.settings.window
    again = open_window(sqlite_database, window=kept)
    assert contacts(again).pane.view.sort == "created" and contacts(again).pane.view.descending


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".vcf"])
def test_the_list_is_exported(window: MainWindow, qtbot: QtBot, tmp_path: Path, ending: str) -> None:
    page, counts = contacts(window), []
    path = tmp_path / f"out{ending}"
    window.core.ask(page, write_contacts, path, page.pane.view, then=counts.append, progress=Progress())
    qtbot.waitUntil(lambda: counts == [4], timeout=PATIENCE)
    assert path.stat().st_size > 100
