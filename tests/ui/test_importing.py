"""The wizard from a file to contacts and back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from sqlalchemy import func, select

from desktop_crm.model import Contact, Phone
from desktop_crm.ui.importing import page as wizard
from desktop_crm.ui.importing.dropping import accepted_path, accepts
from tests.ui.flow_windows import HEADERS, ROWS, nameless, opened_window, settle, sheet


def _count(qtbot, window, model) -> int:
    answers = []
    window.core.ask(
        window, lambda session: session.scalar(select(func.count()).select_from(model)), then=answers.append
    )
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


@pytest.fixture
def window(qtbot, tmp_path):
    with opened_window(qtbot, tmp_path / "base.crm") as made:
        yield made


def _open(qtbot, window, path: Path) -> wizard.ImportPage:
    window.show_page("import", path=path)
    page = window.pages["import"]
    qtbot.waitUntil(lambda: page.flow.source is not None and bool(page.flow.columns))
    return page


def _key(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def _onward(qtbot, window, page, step) -> None:
    qtbot.waitUntil(page.onward.isEnabled)
    _key(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.current == step)


def test_whole_wizard_by_keyboard_and_back_by_undo(qtbot, tmp_path, window):
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx"))
    assert page.title == "Import · clients.xlsx"
    qtbot.waitUntil(page.onward.hasFocus)
    _key(qtbot, window, Qt.Key.Key_Space)
    assert page.current == wizard.COLUMNS
    assert page.flow.columns["Telefon"] == "phone"
    assert page.flow.columns["Cod vechi"] == "note_extra"

    # “Cod vechi” becomes the number in another program: letters open the choice, Enter takes it
    columns = page.steps[wizard.COLUMNS]
    for _each in range(len(HEADERS) - 1):
        _key(qtbot, window, Qt.Key.Key_Down)
    qtbot.keyClicks(columns.table, "n")
    qtbot.keyClicks(columns.popup.search, "umber in an")
    qtbot.keyClick(columns.popup.search, Qt.Key.Key_Return)
    assert page.flow.columns["Cod vechi"] == "external_id"

    _onward(qtbot, window, page, wizard.CLEAN_UP)
    phones = page.steps[wizard.CLEAN_UP]
    qtbot.waitUntil(lambda: phones.model.rowCount() > 0)
    assert page.flow.phones.clinic.counts["bad"] >= 1
    _onward(qtbot, window, page, wizard.DUPLICATES)
    _onward(qtbot, window, page, wizard.IMPORT)
    counts = page.flow.plan.counts
    assert counts["rows"] == len(ROWS) == sum(counts.values()) - counts["rows"]
    assert page.onward.text() == "Import 6 contacts"
    assert nameless(window) == []

    _onward(qtbot, window, page, wizard.RESULT)
    assert page.result.title.text() == "6 contacts imported"
    assert _count(qtbot, window, Contact) >= 6
    assert _count(qtbot, window, Phone) >= 4
    qtbot.waitUntil(page.result.show_contacts.hasFocus)
    page.result.undo.setFocus()
    _key(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.result.undone, timeout=10_000)
    assert page.result.title.text() == "The import was undone"
    assert _count(qtbot, window, Contact) == 0


def test_same_file_again_brings_nothing_new_and_columns_are_remembered(qtbot, tmp_path, window):
    path = sheet(tmp_path / "clients.xlsx")
    page = _open(qtbot, window, path)
    page.flow.choose_column("Cod vechi", "skip")
    for step in (wizard.COLUMNS, wizard.CLEAN_UP, wizard.DUPLICATES, wizard.IMPORT, wizard.RESULT):
        _onward(qtbot, window, page, step)
    before = _count(qtbot, window, Contact)

    page = _open(qtbot, window, path)
    assert page.current == wizard.FILE
    assert page.flow.columns["Cod vechi"] == "skip"
    for step in (wizard.COLUMNS, wizard.CLEAN_UP, wizard.DUPLICATES, wizard.IMPORT):
        _onward(qtbot, window, page, step)
    qtbot.waitUntil(lambda: page.flow.plan is not None)
    assert page.flow.plan.counts["created"] == 0
    assert not page.onward.isEnabled()  # nothing to write
    assert _count(qtbot, window, Contact) == before


def test_cancel_leaves_nothing_and_the_next_try_works(qtbot, tmp_path, window):
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx"))
    for step in (wizard.COLUMNS, wizard.CLEAN_UP, wizard.DUPLICATES, wizard.IMPORT):
        _onward(qtbot, window, page, step)
    qtbot.waitUntil(page.onward.isEnabled)
    page.go_on()
    _key(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.bar.isVisible)
    assert page.bar.text.text() == "Cancelled. Nothing was changed."
    assert page.current == wizard.IMPORT
    assert _count(qtbot, window, Contact) == 0
    _onward(qtbot, window, page, wizard.RESULT)
    assert page.result.title.text() == "6 contacts imported"


def test_country_and_area_code_change_the_phones_at_once(qtbot, tmp_path, window):
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx"))
    _onward(qtbot, window, page, wizard.COLUMNS)
    _onward(qtbot, window, page, wizard.CLEAN_UP)
    step = page.steps[wizard.CLEAN_UP]
    qtbot.waitUntil(lambda: step.model.rowCount() > 0)

    def becomes(raw: str) -> str:
        return next((line.becomes for line in page.flow.phones.clinic if line.raw == raw), "")

    assert becomes("123-456") == "+373 22 123 456"
    step.place.area.setFocus()
    step.place.area.selectAll()
    qtbot.keyClicks(step.place.area, "231")
    qtbot.waitUntil(lambda: becomes("123-456") != "+373 22 123 456")
    chips = {button.chip.code: button for button in step.chips.buttons}
    chips["bad"].click()
    assert {step.model.row_at(row).status for row in range(step.model.rowCount())} == {"bad"}
    chips["bad"].click()
    assert step.model.rowCount() == len(page.flow.phones.clinic)


def test_duplicate_policies_change_the_fates(qtbot, tmp_path, window):
    twice = (*ROWS, ("Agroprim SRL", "Elena Turcanu", "contabil", "+373 69 123 456", "elena@ag.example", "", ""))
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx", twice))
    for step in (wizard.COLUMNS, wizard.CLEAN_UP, wizard.DUPLICATES):
        _onward(qtbot, window, page, step)
    step = page.steps[wizard.DUPLICATES]
    qtbot.waitUntil(lambda: page.flow.plan is not None)
    assert step.model.rowCount() >= 1
    held = page.flow.plan.counts["held"]
    step.radios["create"].click()
    qtbot.waitUntil(lambda: page.flow.plan.options.duplicates == "create")
    assert page.flow.plan.counts["created"] == len(twice)
    assert held in (0, 1)


def test_an_unreadable_file_is_told_and_changes_nothing(qtbot, tmp_path, window):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 this is no workbook")
    window.show_page("import", path=broken)
    page = window.pages["import"]
    qtbot.waitUntil(page.bar.isVisible)
    assert "broken.xlsx" in page.bar.text.text()
    assert "Nothing was changed" in page.bar.text.text()
    assert not page.onward.isEnabled()
    _key(qtbot, window, Qt.Key.Key_Escape)
    assert window.page_name == "contacts"


def test_header_row_and_encoding_can_be_corrected(qtbot, tmp_path, window):
    path = tmp_path / "clients.csv"
    path.write_bytes("Lista clienților\nNume;Telefon\nȚurcanu Elena;069123456\n".encode())
    page = _open(qtbot, window, path)
    step = page.steps[wizard.FILE]
    assert page.flow.source.headers == ("Nume", "Telefon")
    step.header.setCurrentIndex(step.header.findData(0))
    step.header.activated.emit(step.header.currentIndex())
    qtbot.waitUntil(lambda: page.flow.source.headers[0] == "Lista clienților")
    settle(qtbot, window.core)
    assert nameless(window) == []


def test_contact_cards_need_no_columns(qtbot, tmp_path, window):
    path = tmp_path / "cards.vcf"
    path.write_text(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana Rusu\r\nTEL:069123456\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ion Ceban\r\nN:Ceban;Ion;;;\r\nEND:VCARD\r\n"
    )
    window.show_page("import", path=path)
    page = window.pages["import"]
    qtbot.waitUntil(lambda: page.flow.source is not None)
    for step in (wizard.COLUMNS, wizard.CLEAN_UP, wizard.DUPLICATES, wizard.IMPORT, wizard.RESULT):
        _onward(qtbot, window, page, step)
    assert page.result.title.text() == "2 contacts imported"


def test_waiting_rows_are_saved_as_a_sheet(qtbot, tmp_path, window):
    rows = (("", "", "", "", "", "Bălți", "nobody's row"), *ROWS)
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx", rows))
    for step in (wizard.COLUMNS, wizard.CLEAN_UP, wizard.DUPLICATES, wizard.IMPORT, wizard.RESULT):
        _onward(qtbot, window, page, step)
    assert page.flow.result.counts["held"] == 1
    target = tmp_path / "waiting.xlsx"
    with qtbot.waitSignal(page.result.saved):
        page.result.save_to(target)
    assert target.exists()


def test_language_changes_while_the_wizard_is_open(qtbot, tmp_path, window):
    page = _open(qtbot, window, sheet(tmp_path / "clients.xlsx"))
    _onward(qtbot, window, page, wizard.COLUMNS)
    window.change_settings(language="qps")
    assert page.onward.text().startswith("⟦")
    assert page.title.startswith("⟦")
    assert page.flow.columns["Telefon"] == "phone"


@pytest.mark.parametrize(
    ("name", "taken"), [("a.xlsx", True), ("b.VCF", True), ("c.tsv", True), ("d.pdf", False), ("e", False)]
)
def test_what_can_be_dropped(tmp_path, name, taken):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    assert accepts(mime) is taken
    assert (accepted_path(mime) == tmp_path / name) is taken
