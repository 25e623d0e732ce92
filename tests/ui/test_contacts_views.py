"""Filters, groups, columns, saved views, several at once, cells and pasting, as a user works with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.contact_lists import ContactsView, Filter, contact_rows
from desktop_crm.services.custom_fields import define_field, set_custom_value
from desktop_crm.services.saved_views import save_view, saved_views
from desktop_crm.ui.contacts.new_contact import NewContactDialog
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.table import heading_of
from tests.ui.conftest import PATIENCE, elsewhere


def pane_of(window: MainWindow) -> Any:
    page: Any = window.pages["contacts"]
    return page.pane


def shown(window: MainWindow) -> list[str]:
    model = pane_of(window).model
    rows = (model.row_at(number) for number in range(model.rowCount()))
    return [f"[{row.heading} {row.count}]" if heading_of(row) else row.name for row in rows]


def stored(database: Database) -> dict[str, Any]:
    def read() -> dict[str, Any]:
        with database.read() as session:
            return {row.name: row for row in contact_rows(session, ContactsView()).rows}

    return elsewhere(read)


def wait_shown(window: MainWindow, names: Sequence[str], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shown(window) == list(names), timeout=PATIENCE)


@pytest.fixture
def fields(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window, when it knows what can be filtered by."""
    qtbot.waitUntil(lambda: bool(pane_of(window).fields), timeout=PATIENCE)
    qtbot.waitUntil(lambda: pane_of(window).in_view == 4, timeout=PATIENCE)
    return window


def test_a_filter_is_built_and_removed_by_keyboard(fields: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(fields)
    popup = pane.offer_filter()
    qtbot.keyClicks(popup.finder, "oras" if fields.settings.language == "ro" else "city")
    qtbot.keyClick(popup.finder, Qt.Key.Key_Return)
    assert popup.title.text() == "City" and not popup.take.isEnabled()
    popup.operator.setCurrentIndex(popup.operator.findData("is"))
    qtbot.keyClicks(popup.value.control, "chisinau, orhei")
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    wait_shown(fields, ["Ana Rusu"], qtbot)
    chip = pane.filters.chips[0]
    assert chip.text() == "City: chisinau, orhei" and chip.isVisible()
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: len(shown(fields)) == 4, timeout=PATIENCE)
    assert not pane.filters.chips


def test_a_choice_is_several_values_in_one_chip(fields: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(fields)
    popup = pane.offer_filter()
    qtbot.keyClicks(popup.finder, "life")
    qtbot.keyClick(popup.finder, Qt.Key.Key_Return)
    items = [popup.value.list.item(number) for number in range(popup.value.list.count())]
    for item in items:
        if item.text() in ("Active", "Lost"):
            item.setCheckState(Qt.CheckState.Checked)
    popup.submit()
    wait_shown(fields, ["Ana Rusu"], qtbot)
    assert pane.view.filters == (Filter("life_cycle", "is", "active", ("lost",)),)
    again = pane.offer_filter(pane.filters.chips[0], 0)  # a click on the chip changes it
    again.operator.setCurrentIndex(again.operator.findData("empty"))
    again.submit()
    qtbot.waitUntil(lambda: len(shown(fields)) == 3, timeout=PATIENCE)
    qtbot.mouseClick(pane.filters.chips[0], Qt.MouseButton.LeftButton, pos=pane.filters.chips[0]._cross().center())
    qtbot.waitUntil(lambda: len(shown(fields)) == 4, timeout=PATIENCE)


def test_days_are_a_number(fields: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(fields)
    pane.filters.put(Filter("last_touch_at", "more", "90"))
    popup = pane.offer_filter(pane.filters.chips[0], 0)
    assert popup.value.control.value() == 90
    popup.value.control.setValue(30)
    popup.submit()
    qtbot.waitUntil(lambda: pane.view.filters[0].value == "30", timeout=PATIENCE)
    assert pane.filters.chips[0].text() == "Last contact: older than 30 days"
    popup = pane.offer_filter()
    qtbot.keyClick(popup, Qt.Key.Key_Escape)


def test_groups_stand_in_the_list_and_are_no_contacts(fields: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(fields)
    QAbstractItemModelTester(pane.model, QAbstractItemModelTester.FailureReportingMode.Fatal, pane)
    pane.show_view(replace(pane.view, group="kind"))
    qtbot.waitUntil(lambda: len(shown(fields)) == 6, timeout=PATIENCE)
    assert shown(fields)[0] == "[Person 3]" and shown(fields)[4:] == ["[Organisation 1]", "Orhei-Vit SA"]
    pane.list.setFocus()
    pane.list.selectAll()
    assert len(pane.selected_ids()) == 4 and all(row_id > 0 for row_id in pane.selected_ids())
    pane.select(pane.model.row_at(3).id)
    qtbot.keyClick(pane.list, Qt.Key.Key_Down)
    assert pane.model.row_at(pane.list.currentIndex().row()).name == "Orhei-Vit SA"  # over the heading


def test_own_fields_are_columns_that_sort(
    fields: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    pane = pane_of(fields)

    def define(session: Any) -> int:
        own = define_field(session, "Rank", "number")
        set_custom_value(session, people[1], own, "7")
        return own

    own = elsewhere(sqlite_database.do, Label("Define"), define)
    qtbot.waitUntil(lambda: pane.model.columns[-1].title == "Rank", timeout=PATIENCE)
    pane.show_table(True)
    pane.table.show_column(f"custom:{own}", True)
    qtbot.waitUntil(lambda: pane.view.own_fields == (own,), timeout=PATIENCE)
    pane.table.sort_wanted.emit(f"custom:{own}")
    qtbot.waitUntil(lambda: shown(fields)[0] == "Ion Ceban", timeout=PATIENCE)
    qtbot.waitUntil(lambda: pane.model.index(0, len(pane.model.columns) - 1).data() == "7", timeout=PATIENCE)


def test_columns_are_moved_sized_and_remembered(
    fields: MainWindow, open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot
) -> None:
    pane = pane_of(fields)
    pane.show_table(True)
    pane.table.show_column("tags", True)
    pane.table.show_column("email", False)
    head = pane.table.horizontalHeader()
    head.moveSection(head.visualIndex(3), 1)  # phone behind the name
    pane.table.setColumnWidth(0, 333)
    pages: Any = fields.pages["contacts"]
    pages.on_leaving()
    again = pane_of(open_window(sqlite_database, window=fields.settings.window))
    codes = [column.code for column in again.table.shown_columns()]
    assert codes[:2] == ["name", "phone"] and "tags" in codes and "email" not in codes
    assert again.table.columnWidth(0) == 333 and again.face.isChecked()


def test_a_view_is_kept_and_comes_back(
    fields: MainWindow, sqlite_database: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = pane_of(fields)
    pane.show_view(replace(pane.view, filters=(Filter("city", "is", "Chișinău"),), sort="city"))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("In the capital", True))
    pane.save_wanted.emit()
    qtbot.waitUntil(lambda: fields.navigation.views.names() != [], timeout=PATIENCE)
    name = fields.navigation.views.names()[0]
    qtbot.waitUntil(lambda: fields.views._counts != {}, timeout=PATIENCE)
    index = fields.navigation.views.model().index(0, 0)
    assert index.data() == "In the capital"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "In the capital (1)"
    pane.show_view(ContactsView())
    qtbot.waitUntil(lambda: len(shown(fields)) == 4, timeout=PATIENCE)
    fields.go(name)
    wait_shown(fields, ["Ana Rusu"], qtbot)
    assert pane.view.sort == "city" and fields.navigation.views.current() == name
    fields.views._delete(fields.views.rows[0])
    qtbot.waitUntil(lambda: fields.navigation.views.names() == [], timeout=PATIENCE)
    fields.act("undo")
    qtbot.waitUntil(lambda: fields.navigation.views.names() == [name], timeout=PATIENCE)


def test_views_are_renamed_shared_ordered_and_changed(
    fields: MainWindow, sqlite_database: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("One", "Two"):
        elsewhere(sqlite_database.do, Label("Save"), save_view, name, ContactsView(kind="person"))
    views = fields.views
    qtbot.waitUntil(lambda: len(views.rows) == 2, timeout=PATIENCE)
    views._move(1, -1)
    qtbot.waitUntil(lambda: [row.name for row in views.rows] == ["Two", "One"], timeout=PATIENCE)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("Second", True))
    views._rename(views.rows[0])
    qtbot.waitUntil(lambda: views.rows[0].name == "Second", timeout=PATIENCE)
    views._share(views.rows[0])
    qtbot.waitUntil(lambda: views.rows[0].shared, timeout=PATIENCE)
    pane_of(fields).show_view(ContactsView(kind="organisation"))
    views._update(views.rows[0])
    qtbot.waitUntil(lambda: views.rows[0].view.kind == "organisation", timeout=PATIENCE)

    def read() -> list[str]:
        with sqlite_database.read() as session:
            return [row.name for row in saved_views(session)]

    assert elsewhere(read) == ["Second", "One"]


def test_several_at_once(fields: MainWindow, sqlite_database: Database, qtbot: QtBot) -> None:
    pane = pane_of(fields)
    assert not pane.bulk.isVisible()
    pane.list.setFocus()
    fields.act("select_all")
    assert pane.bulk.isVisible() and pane.bulk.count.text() == "4 selected" and pane.everything
    pane.bulk.wanted.emit("tag", "Fair")
    qtbot.waitUntil(
        lambda: all("Fair" in [tag.name for tag in row.tags] for row in stored(sqlite_database).values()),
        timeout=PATIENCE,
    )
    qtbot.waitUntil(lambda: fields._toast.text.text() == "4 contacts changed", timeout=PATIENCE)
    fields.act("undo")
    qtbot.waitUntil(
        lambda: not any("Fair" in [tag.name for tag in row.tags] for row in stored(sqlite_database).values()),
        timeout=PATIENCE,
    )
    pane.bulk.wanted.emit("life_cycle", "dormant")
    qtbot.waitUntil(
        lambda: {row.life_cycle for row in stored(sqlite_database).values()} == {"dormant"}, timeout=PATIENCE
    )
    pane.bulk.cleared.emit()
    assert not pane.bulk.isVisible()


def test_a_cell_is_changed_and_a_refused_value_stays(
    fields: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    pane = pane_of(fields)
    pane.show_table(True)
    pane.table.setFocus()
    pane.select(people[0])
    fields.act("edit")
    editor = pane.table.findChild(QLineEdit)
    assert editor is not None and editor.text() == "Ana Rusu"
    editor.setText("")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.property("wrong") == "true", timeout=PATIENCE)
    assert editor.isVisible() and editor.toolTip()
    editor.setText("Ana Rusu-Ceban")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Ana Rusu-Ceban" in stored(sqlite_database), timeout=PATIENCE)
    fields.act("undo")
    qtbot.waitUntil(lambda: "Ana Rusu" in stored(sqlite_database), timeout=PATIENCE)


def test_a_choice_and_a_phone_in_their_cells(
    fields: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    pane = pane_of(fields)
    pane.show_table(True)
    pane.table.show_column("life_cycle", True)
    codes = [column.code for column in pane.model.columns]
    place = pane.model.place_of(people[0])
    pane.table.edit(pane.model.index(place, codes.index("life_cycle")))
    choice = pane.table.findChild(QComboBox)
    assert choice.currentText() == "Active"
    choice.setCurrentIndex(choice.findData("lost"))
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(sqlite_database)["Ana Rusu"].life_cycle == "lost", timeout=PATIENCE)
    qtbot.waitUntil(lambda: pane.model.row_at(place).life_cycle == "lost", timeout=PATIENCE)
    pane.table.edit(pane.model.index(place, codes.index("phone")))
    line = next(one for one in pane.table.findChildren(QLineEdit) if one.isVisible())
    line.setText("+373 69 555 444")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stored(sqlite_database)["Ana Rusu"].phone_e164 == "+37369555444", timeout=PATIENCE)


def test_letters_begin_a_search(fields: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(fields)
    pane.list.setFocus()
    qtbot.keyClicks(pane.list, "c")
    qtbot.keyClicks(pane.finder, "eban")
    wait_shown(fields, ["Ion Ceban"], qtbot)
    qtbot.keyClick(pane.finder, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown(fields)) == 4, timeout=PATIENCE)


def test_a_signature_becomes_a_new_contact(fields: MainWindow, sqlite_database: Database, qtbot: QtBot) -> None:
    pane = pane_of(fields)
    pane.list.setFocus()
    QGuiApplication.clipboard().setText(
        "Elena Munteanu\nContabil-șef\nAgroprim SRL\ntel. +373 22 555 444\nelena@agroprim.example\n"
        "str. Uzinelor 5, Orhei"
    )
    fields.act("paste")
    page: Any = fields.pages["contacts"]
    qtbot.waitUntil(lambda: page.findChild(NewContactDialog) is not None, timeout=PATIENCE)
    dialog = page.findChild(NewContactDialog)
    texts = {code: line.text() for code, line in dialog.inputs.items()}
    assert texts["name"] == "Elena Munteanu" and texts["organisation"] == "Agroprim SRL"
    assert texts["position"] == "Contabil-șef" and texts["email"] == "elena@agroprim.example"
    assert "Elena Munteanu" not in stored(sqlite_database)
    dialog.submit()
    qtbot.waitUntil(lambda: "Elena Munteanu" in stored(sqlite_database), timeout=PATIENCE)
    made = stored(sqlite_database)["Elena Munteanu"]
    assert (made.phone_e164, made.city) == ("+37322555444", "Orhei")


def test_rows_of_a_sheet_go_into_the_import(fields: MainWindow, qtbot: QtBot) -> None:
    pane_of(fields).list.setFocus()
    QGuiApplication.clipboard().setText("Nume\tTelefon\nRadu Botezatu\t022 111 222\nDoina Sandu\t022 333 444\n")
    fields.act("paste")
    qtbot.waitUntil(lambda: fields.page_name == "import", timeout=PATIENCE)
    page: Any = fields.page
    qtbot.waitUntil(lambda: page.flow.row_count == 2, timeout=PATIENCE)


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_the_usual_columns_fit_a_small_window_and_no_number_is_cut(
    open_window: Any, sqlite_database: Database, people: list[int], qtbot: QtBot, language: str
) -> None:
    window = open_window(sqlite_database, language=language)
    window.resize(1024, 700)
    window.show_page("contacts")
    pane = window.pages["contacts"].pane
    window.act("table_face")
    qtbot.waitUntil(pane.table.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: pane.table.horizontalScrollBar().maximum() == 0, timeout=PATIENCE)
    codes = {column.code: number for number, column in enumerate(pane.table.columns)}
    assert pane.table.columnWidth(codes["phone"]) == 165 and 144 <= pane.table.columnWidth(codes["name"]) < 240
    usual = {column.code for column in pane.table.columns if column.shown}
    assert {column.code for column in pane.table.shown_columns()} == usual  # what has no room is still chosen
    window.resize(1600, 700)
    qtbot.waitUntil(lambda: pane.table.columnWidth(codes["name"]) == 240, timeout=PATIENCE)
    assert not any(pane.table.isColumnHidden(codes[code]) for code in usual)
