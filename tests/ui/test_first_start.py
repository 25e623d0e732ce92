"""The first page: a file is made, opened, or the reason why not is told."""

from pathlib import Path

import pytest

from desktop_crm.services.choices import choice_rows
from desktop_crm.services.complaints import complaint_rows
from desktop_crm.ui.first_start.page import SAMPLE_NAME
from tests.ui.flow_windows import nameless, opened_window, settle


@pytest.fixture
def window(qtbot):
    with opened_window(qtbot, None) as made:
        made.show_page("first_start")
        yield made


def test_a_new_file_is_made_and_remembered(qtbot, tmp_path, window):
    page = window.pages["first_start"]
    assert page.new.hasFocus()
    assert nameless(page) == []
    with qtbot.waitSignal(window.core.opened, timeout=20_000):
        page.create_file(tmp_path / "clients")
    settle(qtbot, window.core)
    assert (tmp_path / "clients.crm").exists()
    assert window.page_name == "contacts"
    assert Path(window.settings.last_database) == tmp_path / "clients.crm"


def test_an_existing_file_is_never_overwritten(qtbot, tmp_path, window):
    taken = tmp_path / "clients.crm"
    taken.write_text("precious")
    page = window.pages["first_start"]
    page.create_file(taken)
    qtbot.waitUntil(page.bar.isVisible)
    assert "clients.crm" in page.bar.text.text()
    assert taken.read_text() == "precious"
    assert page.new.isEnabled()


def test_what_is_no_database_is_told_in_a_sentence(qtbot, tmp_path, window):
    page = window.pages["first_start"]
    other = tmp_path / "letter.crm"
    other.write_text("Dear Olga,")
    page.open_file(other)
    qtbot.waitUntil(page.bar.isVisible)
    assert "letter.crm" in page.bar.text.text()
    page.open_file(tmp_path / "nowhere.crm")
    qtbot.waitUntil(lambda: "nowhere.crm" in page.bar.text.text())
    assert window.core.database is None


def test_look_around_fills_a_file_of_its_own(qtbot, home, window):
    page = window.pages["first_start"]
    with qtbot.waitSignal(window.core.opened, timeout=20_000):
        page.look_around()
    settle(qtbot, window.core)
    assert (home / "data" / SAMPLE_NAME).exists()
    counts = []
    window.core.info(window, lambda info: counts.append(info.counts["contact"]))
    settle(qtbot, window.core)
    assert counts[0] > 20
    assert window.page_name == "contacts"
    found = []
    window.core.ask(window, complaint_rows, then=lambda page: found.extend(page.rows))
    settle(qtbot, window.core)
    assert found and any(row.category for row in found)


def test_an_empty_list_of_contacts_offers_the_look_around_and_keeps_its_file(qtbot, tmp_path, home, window):
    with qtbot.waitSignal(window.core.opened, timeout=20_000):
        window.pages["first_start"].create_file(tmp_path / "own.crm")
    settle(qtbot, window.core)
    page = window.pages["contacts"]
    qtbot.waitUntil(lambda: page._sample.isVisible(), timeout=5_000)
    with qtbot.waitSignal(window.core.opened, timeout=20_000):
        page._sample.click()
    settle(qtbot, window.core)
    assert window.page_name == "contacts" and window.core.database.address.shown.endswith(SAMPLE_NAME)
    counts = []
    window.core.run(window, lambda: counts.append((tmp_path / "own.crm").stat().st_size))
    window.core.info(window, lambda info: counts.append(info.counts["contact"]))
    settle(qtbot, window.core)
    assert len(counts) == 2 and counts[1] > 20


def test_a_new_file_has_the_lists_that_come_with_the_program(qtbot, tmp_path, window):
    with qtbot.waitSignal(window.core.opened, timeout=20_000):
        window.pages["first_start"].create_file(tmp_path / "new.crm")
    settle(qtbot, window.core)
    found = []
    for name in ("source", "outcome", "complaint_category"):
        window.core.ask(window, choice_rows, name, then=lambda rows: found.append(len(rows)))
    settle(qtbot, window.core)
    assert len(found) == 3 and all(found)
    assert window.core.undo_label is None


def test_the_language_is_switched_at_once(qtbot, window):
    page = window.pages["first_start"]
    page.languages.buttons["ro"].click()
    assert window.settings.language == "ro"
    assert page.languages.buttons["ro"].isChecked()
