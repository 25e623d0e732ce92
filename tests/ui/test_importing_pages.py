"""Earlier imports and rows that wait, as pages of the window."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from desktop_crm.base.changes import Label
from desktop_crm.services.contact_phones import add_phone
from desktop_crm.ui.importing import page as wizard
from desktop_crm.ui.table import ROW_ROLE
from tests.ui.flow_windows import ROWS, nameless, opened_window, settle, sheet

MORE = (
    ("", "", "", "", "", "Bălți", "nobody"),
    *ROWS,
    ("Agroprim SRL", "Elena Turcanu", "contabil", "+373 69 123 456", "elena@ag.example", "", ""),
)


@pytest.fixture
def window(qtbot, tmp_path):
    with opened_window(qtbot, tmp_path / "base.crm") as made:
        _import(qtbot, made, sheet(tmp_path / "clients.xlsx", MORE))
        yield made


def _import(qtbot, window, path: Path) -> wizard.ImportPage:
    window.show_page("import", path=path)
    page = window.pages["import"]
    qtbot.waitUntil(lambda: page.flow.source is not None and bool(page.flow.columns))
    while page.current < wizard.RESULT:
        qtbot.waitUntil(page.onward.isEnabled)
        page.go_on()
        settle(qtbot, window.core)
    return page


def _shown(qtbot, window, name: str, **arguments):
    window.show_page(name, **arguments)
    settle(qtbot, window.core)
    qtbot.wait(20)  # laid out
    return window.pages[name]


def _badge(window) -> str:
    foot = window.navigation.foot
    entries = [foot.model().index(row, 0).data(ROW_ROLE) for row in range(foot.model().rowCount())]
    return next(entry.badge for entry in entries if entry.name == "import")


def test_waiting_rows_are_corrected_taken_merged_and_left_out(qtbot, window):
    settle(qtbot, window.core)
    assert _badge(window) == "2"
    page = _shown(qtbot, window, "waiting")
    assert (page.title, page.count, page.model.rowCount()) == ("Waiting rows", 2, 2)
    assert nameless(window) == []
    qtbot.keyClick(page.table, Qt.Key.Key_Return)  # begin to correct
    assert page.row.cells["Firma"].hasFocus()
    assert not page.row.merge.isVisible()
    qtbot.keyClicks(page.row.cells["Persoana"], "Vasile Nou")
    page.row.as_new.click()
    settle(qtbot, window.core)
    assert page.model.rowCount() == 1
    (row,) = page.chosen
    assert row.match_name == ""
    assert "Elena Turcanu" in row.summary
    page.row.merge.click()
    settle(qtbot, window.core)
    assert page.stack.currentWidget() is page.nothing
    assert _badge(window) == ""
    window.act("undo")
    settle(qtbot, window.core)
    assert page.model.rowCount() == 1
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle(qtbot, window.core)
    assert page.model.rowCount() == 0


def test_a_row_that_cannot_be_taken_says_why_and_stays(qtbot, window):
    page = _shown(qtbot, window, "waiting")
    page.row.cells["Oras"].setText("Soroca")
    page.row.as_new.click()
    settle(qtbot, window.core)
    assert page.bar.text.text() == "1 row still waits; the reason is beside it."
    assert page.model.rowCount() == 2
    assert any(page.model.row_at(line).cells.get("Oras") == "Soroca" for line in range(2))


def test_many_waiting_rows_at_once_and_saved_as_a_sheet(qtbot, window, tmp_path):
    page = _shown(qtbot, window, "waiting")
    target = tmp_path / "waiting.xlsx"
    page.save_to(target)
    qtbot.waitUntil(page.bar.isVisible)
    assert len(list(openpyxl.load_workbook(target).active.iter_rows())) == 3
    page.table.selectAll()
    assert page.row.title.text() == "2 rows chosen"
    page.row.as_new.click()
    settle(qtbot, window.core)
    assert page.model.rowCount() == 1  # the nameless one waits on
    assert page.bar.text.text().startswith("1 row still waits")


def test_earlier_imports_say_what_an_undo_leaves_and_undo_at_any_time(qtbot, window, tmp_path):
    _import(qtbot, window, sheet(tmp_path / "second.xlsx", (("", "Radu Popa", "", "+40 721 234 567", "", "", ""),)))
    page = _shown(qtbot, window, "imports")
    files = [page.model.row_at(line).file_name for line in range(page.model.rowCount())]
    assert files == ["second.xlsx", "clients.xlsx"]
    assert nameless(window) == []
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: page.kept.text().startswith("Nothing of it was edited"))
    page.show_rows()
    settle(qtbot, window.core)
    fates = page.report.model
    assert fates.rowCount() == len(MORE)
    page.report.chips.buttons[1].click()
    page.report.table.selectRow(0)
    contact = fates.row_at(0).contact_id
    window.core.do(window, Label("Phone"), add_phone, contact, "022 999 888")
    settle(qtbot, window.core)
    qtbot.keyClick(page.report.table, Qt.Key.Key_Return)  # its contact
    settle(qtbot, window.core)
    assert window.page_name == "contacts"

    page = _shown(qtbot, window, "imports")
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: page.kept.text().startswith("1 contact edited since stays."))
    page.undo.click()
    settle(qtbot, window.core)
    assert "was undone" in page.bar.text.text()
    assert "1 contact edited since stays." in page.bar.text.text()
    qtbot.waitUntil(lambda: page.model.row_at(1).undone)
    page.table.selectRow(1)
    assert not page.undo.isVisible()


def test_the_report_is_saved_again(qtbot, window, tmp_path):
    page = _shown(qtbot, window, "imports")
    target = tmp_path / "again.xlsx"
    page.save_report(page.chosen, target)
    qtbot.waitUntil(page.bar.isVisible)
    assert len(list(openpyxl.load_workbook(target).active.iter_rows())) == len(MORE) + 1


def test_esc_leads_back_step_by_step(qtbot, window):
    page = _shown(qtbot, window, "imports")
    page.show_rows()
    settle(qtbot, window.core)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.list
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.page_name == "contacts"


def _cut(root) -> list[str]:
    found = []
    for control in root.findChildren(QLabel) + root.findChildren(QAbstractButton):
        if not control.isVisible() or not control.text():
            continue
        wraps = isinstance(control, QLabel) and control.wordWrap()
        if not wraps and control.width() < control.sizeHint().width() - 1:
            found.append(f"{type(control).__name__} {control.text()}")
    return found


@pytest.mark.parametrize("name", ["imports", "waiting", "import"])
def test_nothing_is_cut_in_long_words_on_a_small_window(qtbot, window, name, tmp_path):
    window.change_settings(language="qps")
    window.resize(1024, 700)
    page = _shown(qtbot, window, name)
    assert _cut(page) == []
    if name == "import":
        window.show_page("import", path=sheet(tmp_path / "again.xlsx", (*MORE, ("", "Nou Om", "", "1-23", "", "", ""))))
        qtbot.waitUntil(lambda: page.flow.source is not None and bool(page.flow.columns))
        while page.current < wizard.IMPORT:
            settle(qtbot, window.core)
            qtbot.wait(20)
            assert (page.current, _cut(page)) == (page.current, [])
            qtbot.waitUntil(page.onward.isEnabled)
            page.go_on()
        settle(qtbot, window.core)
        assert _cut(page) == []


def test_the_contacts_of_an_import_are_shown_in_the_list_until_the_chip_is_taken_away(qtbot, window):
    page = _shown(qtbot, window, "imports")
    name = page.chosen.file_name
    page.contacts.click()
    contacts = window.pages["contacts"]
    settle(qtbot, window.core)
    bar = contacts.pane.filters
    qtbot.waitUntil(lambda: bool(bar.chips) and name in bar.chips[0].text())
    some = contacts.pane.model.rowCount()
    assert some > 0
    bar.chips[0].setFocus()
    qtbot.keyClick(bar.chips[0], Qt.Key.Key_Backspace)
    settle(qtbot, window.core)
    assert not bar.chips and contacts.pane.model.rowCount() > some
