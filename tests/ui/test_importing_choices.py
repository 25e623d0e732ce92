"""Choices of the wizard by mouse and keyboard: header row, paste, own fields, phones, dates, duplicates, report."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from desktop_crm.ui.importing import page as wizard
from desktop_crm.ui.importing.columns_step import POLICY
from desktop_crm.ui.importing.new_field import NewFieldDialog
from desktop_crm.ui.importing.phones_step import BECOMES
from tests.ui.flow_windows import HEADERS, ROWS, nameless, opened_window, settle, sheet


@pytest.fixture
def window(qtbot, tmp_path):
    with opened_window(qtbot, tmp_path / "base.crm") as made:
        yield made


def _open(qtbot, window, path: Path) -> wizard.ImportPage:
    window.show_page("import", path=path)
    page = window.pages["import"]
    qtbot.waitUntil(lambda: page.flow.source is not None and bool(page.flow.columns))
    settle(qtbot, window.core)
    return page


def _go(qtbot, window, page, step) -> None:
    while page.current < step:
        qtbot.waitUntil(page.onward.isEnabled)
        page.go_on()
        settle(qtbot, window.core)
    assert page.current == step


def _key(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


# -- file --------------------------------------------------------------------------------------------------------------


def test_a_click_on_a_row_of_the_preview_makes_it_the_header(qtbot, tmp_path, window):
    path = tmp_path / "clients.csv"
    path.write_text("Lista mea\nNume;Telefon\nAna Rusu;069123456\nIon Ceban;079400118\n", "utf-8")
    page = _open(qtbot, window, path)
    preview = page.file.preview
    assert [row.place for row in (preview.rows.row_at(line) for line in range(4))] == [
        "above",
        "header",
        "data",
        "data",
    ]
    assert preview.rows.row_at(1).number == 2
    place = preview.visualRect(preview.rows.index(2, 1)).center()
    qtbot.mouseClick(preview.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: page.flow.source.headers == ("Ana Rusu", "069123456"))
    settle(qtbot, window.core)
    preview.setCurrentIndex(preview.rows.index(1, 1))
    preview.setFocus()
    _key(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.flow.source.headers == ("Nume", "Telefon"))


def test_rows_are_pasted_from_a_sheet(qtbot, tmp_path, window):
    window.show_page("import")
    page = window.pages["import"]
    QGuiApplication.clipboard().clear()
    _key(qtbot, window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.bar.isVisible)
    QGuiApplication.clipboard().setText("Nume\tTelefon\nAna Rusu\t069123456\n")
    _key(qtbot, window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.flow.row_count == 1 and bool(page.flow.columns))
    assert page.flow.columns == {"Nume": "name", "Telefon": "phone"}
    assert page.title.startswith("Import · Pasted rows")
    _go(qtbot, window, page, wizard.RESULT)
    assert page.result.title.text() == "1 contact imported"


def test_sheets_are_chosen_and_hidden_ones_are_named(qtbot, tmp_path, window):
    book = openpyxl.Workbook()
    book.active.append(["Nume", "Telefon"])
    book.active.append(["Ana Rusu", "069123456"])
    old = book.create_sheet("Vechi")
    old.sheet_state = "hidden"
    old.append(["Nume", "Oras"])
    old.append(["Ion Ceban", "Balti"])
    book.save(tmp_path / "two.xlsx")
    page = _open(qtbot, window, tmp_path / "two.xlsx")
    box = page.file.sheet
    assert [box.itemText(place) for place in range(box.count())] == ["Sheet", "Vechi (hidden)"]
    assert "Vechi" in page.file.notes.text()
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: page.flow.source.headers == ("Nume", "Oras"))


def test_the_list_of_another_program_is_recognised_and_an_odd_encoding_shown(qtbot, tmp_path, window):
    path = tmp_path / "contacts.csv"
    text = "Given Name,Family Name,Phone 1 - Type,Phone 1 - Value\nМария,Петрова,Mobile,+79161234567\n"
    path.write_bytes(text.encode("cp1251"))
    page = _open(qtbot, window, path)
    qtbot.waitUntil(page.file.preset.isVisible)
    assert page.file.preset.text == "Google contacts"
    assert page.file.encoding.currentText() == "Cyrillic (Windows-1251)"
    assert page.flow.source.rows[0][0] == "Мария"
    _go(qtbot, window, page, wizard.COLUMNS)
    assert "Google contacts" in page.steps[wizard.COLUMNS].origin.text()


# -- columns -----------------------------------------------------------------------------------------------------------


def test_a_field_of_ones_own_is_made_on_the_spot_and_remembered(qtbot, tmp_path, window):
    path = sheet(tmp_path / "clients.xlsx")
    page = _open(qtbot, window, path)
    _go(qtbot, window, page, wizard.COLUMNS)
    step = page.steps[wizard.COLUMNS]
    step.table.setCurrentIndex(step.model.index(len(HEADERS) - 1, 2))
    step.table.setFocus()
    qtbot.keyClicks(step.table, "n")
    qtbot.keyClicks(step.popup.search, "ew field")
    qtbot.keyClick(step.popup.search, Qt.Key.Key_Return)
    (dialog,) = window.findChildren(NewFieldDialog)
    assert dialog.name.text() == "Cod vechi"
    assert nameless(dialog) == []
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.flow.columns["Cod vechi"].startswith("custom:"))
    assert step.model.row_at(len(HEADERS) - 1).meaning == "Cod vechi"
    settle(qtbot, window.core)
    page = _open(qtbot, window, path)
    assert page.flow.columns["Cod vechi"].startswith("custom:")
    _go(qtbot, window, page, wizard.COLUMNS)
    assert step.origin.text() == "Columns are set as you left them last time."
    step.guess.click()
    settle(qtbot, window.core)
    assert not step.guess.isVisible()


def test_what_a_filled_field_does_is_chosen_for_each_column(qtbot, tmp_path, window):
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx"))
    _go(qtbot, window, page, wizard.COLUMNS)
    step = page.steps[wizard.COLUMNS]
    phone = HEADERS.index("Telefon")
    assert step.model.row_at(phone).policy == "Add"
    step.table.setCurrentIndex(step.model.index(phone, 2))
    step.table.setFocus()
    _key(qtbot, window, Qt.Key.Key_Right)
    assert step.table.currentIndex().column() == POLICY
    _key(qtbot, window, Qt.Key.Key_Return)
    qtbot.keyClick(step.popup.search, Qt.Key.Key_Down)
    qtbot.keyClick(step.popup.search, Qt.Key.Key_Return)
    assert step.model.row_at(phone).policy == "Keep as it is"
    assert page.flow.options.policies == {"phone": "keep"}
    settle(qtbot, window.core)
    page = _open(qtbot, window, sheet(tmp_path / "later.xlsx"))  # another file with the same headers
    assert page.flow.options.policies == {"phone": "keep"}
    page.flow.guess_again()
    settle(qtbot, window.core)
    page = _open(qtbot, window, sheet(tmp_path / "third.xlsx"))
    assert page.flow.options.policies == {}


def test_a_list_without_known_columns_says_what_to_do(qtbot, tmp_path, window):
    path = tmp_path / "odd.csv"
    path.write_text("aa,bb\nx,y\nz,w\n", "utf-8")
    page = _open(qtbot, window, path)
    _go(qtbot, window, page, wizard.COLUMNS)
    assert not page.onward.isEnabled()
    assert "No column was recognised" in page.steps[wizard.COLUMNS].explained.text()


# -- clean up ----------------------------------------------------------------------------------------------------------


def test_guesses_are_accepted_at_once_and_one_number_is_corrected_in_place(qtbot, tmp_path, window):
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx"))
    _go(qtbot, window, page, wizard.CLEAN_UP)
    step = page.steps[wizard.CLEAN_UP]
    chips = {button.chip.code: button for button in step.chips.buttons}
    assert set(chips) == {"", "fixed", "check", "bad"}
    assert chips[""].isChecked()
    guesses = page.flow.phones.clinic.counts["check"]
    step.accept_all.click()
    settle(qtbot, window.core)
    assert guesses > 0
    assert page.flow.phones.clinic.counts["check"] == 0
    assert not step.accept_all.isVisible()

    lost = next(line for line in range(step.model.rowCount()) if step.model.row_at(line).raw == "3.73691e+10")
    step.table.selectRow(lost)
    step.table.setFocus()
    _key(qtbot, window, Qt.Key.Key_F2)
    (editor,) = step.table.findChildren(QLineEdit)
    assert (editor.text(), editor.accessibleName()) == ("3.73691e+10", "Phone number")
    editor.selectAll()
    qtbot.keyClicks(editor, "069 111 222")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: step.model.row_at(lost).becomes == "+373 691 11 222")
    assert step.model.row_at(lost).what.startswith("Corrected by you")
    assert step.model.index(lost, BECOMES).data() == "+373 691 11 222"
    step.table.selectRow(lost)
    step.reset.click()
    settle(qtbot, window.core)
    assert step.model.row_at(lost).status == "bad"


def test_unclear_dates_are_asked_once_and_choices_survive_going_back(qtbot, tmp_path, window):
    path = tmp_path / "born.csv"
    path.write_text(
        "Nume,Telefon,Data nasterii\nAna Rusu,123-456,03/04/1985\nIon Ceban,079400118,05/06/1990\n", "utf-8"
    )
    page = _open(qtbot, window, path)
    _go(qtbot, window, page, wizard.CLEAN_UP)
    step = page.steps[wizard.CLEAN_UP]
    (box,) = step.dates.questions
    assert box.currentText() == "3 April 1985"
    box.setCurrentIndex(1)
    box.activated.emit(1)
    step.accept_all.click()
    _go(qtbot, window, page, wizard.DUPLICATES)
    page.go_back()
    page.go_back()
    page.go_back()
    assert page.current == wizard.FILE
    _go(qtbot, window, page, wizard.CLEAN_UP)
    (box,) = step.dates.questions
    assert box.currentText() == "4 March 1985"
    assert page.flow.phones.clinic.counts["check"] == 0
    assert page.flow.options.date_orders == {"Data nasterii": False}


# -- duplicates, report ------------------------------------------------------------------------------------------------

TWICE = (*ROWS, ("Agroprim SRL", "Elena Turcanu", "contabil", "+373 69 123 456", "elena@ag.example", "", ""))


def test_one_row_is_decided_by_keyboard_and_compared_beside(qtbot, tmp_path, window):
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx", TWICE))
    _go(qtbot, window, page, wizard.DUPLICATES)
    step = page.steps[wizard.DUPLICATES]
    qtbot.waitUntil(lambda: step.model.rowCount() == 1 and step.compared.isVisible())
    assert step.compared.shown.other_row == 4
    assert any("Same phone" in text for text in step.compared.shown.speaks_for)
    step.table.setFocus()
    _key(qtbot, window, Qt.Key.Key_Return)
    qtbot.keyClicks(step.table.popup.search, "update")
    qtbot.keyClick(step.table.popup.search, Qt.Key.Key_Return)
    settle(qtbot, window.core)
    assert step.model.row_at(0).fate.fate == "updated"
    assert page.flow.decisions == {8: "update"}
    assert step.model.index(0, 4).data() == "Update the contact"
    step.radios["create"].click()
    settle(qtbot, window.core)
    assert step.model.row_at(0).fate.fate == "updated"  # decided alone
    assert (page.flow.inside, page.flow.duplicates) == ("create", "create")
    assert nameless(window) == []


def test_the_report_says_what_happened_to_every_row(qtbot, tmp_path, window):
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx", TWICE))
    _go(qtbot, window, page, wizard.RESULT)
    target = tmp_path / "report.xlsx"
    with qtbot.waitSignal(page.result.saved):
        page.result.save_report_to(target)
    header, *rows = openpyxl.load_workbook(target).active.iter_rows(values_only=True)
    assert header[0] == "Row"
    assert [row[0] for row in rows] == list(range(2, 2 + len(TWICE)))
    assert all(row[2] and row[3] for row in rows)
    assert sum(row[2] == "New" for row in rows) == page.flow.result.counts["created"]
