"""Settings take effect at once and are kept."""

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton

from desktop_crm.base import clock, i18n, settings
from desktop_crm.base.changes import Label
from desktop_crm.model import Contact
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.daily_reminders import rhythm_overview
from desktop_crm.services.firm import Firm, firm
from desktop_crm.ui.theme import theme
from tests.ui.flow_windows import nameless, opened_window, settle


@pytest.fixture
def window(qtbot, tmp_path):
    with opened_window(qtbot, tmp_path / "base.crm") as made:
        made.show_page("settings")
        settle(qtbot, made.core)
        yield made
        theme().use("light", compact=False)


def _choose(box, code) -> None:
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def test_language_at_once(window):
    page = window.pages["settings"]
    _choose(page.look.language, "ru")
    assert i18n.language() == "ru"
    assert settings.load().language == "ru"
    window.change_settings(language="qps")
    assert page.title.startswith("⟦")
    assert page.base.backup.text().startswith("⟦")
    _choose(page.look.language, "en")
    assert page.title == "Settings"


def test_look_at_once(window):
    page = window.pages["settings"]
    _choose(page.look.theme, "dark")
    assert theme().dark
    _choose(page.look.density, "compact")
    assert theme().compact
    assert settings.load().theme == "dark"


def test_numbers_and_names_are_kept(qtbot, window):
    page = window.pages["settings"]
    _choose(page.numbers.country, "RO")
    page.numbers.country.chosen.emit(page.numbers.country.code)
    page.numbers.area.setFocus()
    page.numbers.area.selectAll()
    qtbot.keyClicks(page.numbers.area, "21x")
    qtbot.keyClick(page.numbers.area, Qt.Key.Key_Return)
    page.names.operator.setFocus()
    qtbot.keyClicks(page.names.operator, "Ana Rusu")
    qtbot.keyClick(page.names.operator, Qt.Key.Key_Return)
    kept = settings.load()
    assert (kept.country, kept.area_code, kept.operator) == ("RO", "21", "Ana Rusu")
    page.names.firm.setFocus()
    qtbot.keyClicks(page.names.firm, "Atelier Nord")
    qtbot.keyClick(page.names.firm, Qt.Key.Key_Return)
    settle(qtbot, window.core)
    found = []
    window.core.ask(window, firm, then=found.append)
    settle(qtbot, window.core)
    assert found == [Firm("Atelier Nord", "RO", "21")]


def test_facts_of_the_database_and_a_backup(qtbot, home, window):
    page = window.pages["settings"]
    qtbot.waitUntil(lambda: page.base.path.text().endswith("base.crm"))
    assert page.base.takes.text().endswith("MB")
    page.base.backup.click()
    settle(qtbot, window.core)
    assert any((home / "data" / "backups").iterdir())
    assert nameless(page) == []


def test_working_time_is_shared_through_the_database(qtbot, window):
    page = window.pages["settings"]
    page.time.days.chips[5].click()
    settle(qtbot, window.core)
    assert page.time.saved_label.text() == "Saved"
    page.time.hours.begins.setFocus()
    page.time.hours.begins.setTime(QTime(8, 30))
    qtbot.keyClick(page.time.hours.begins, Qt.Key.Key_Return)
    page.time.lunch.has.click()
    settle(qtbot, window.core)
    assert not page.time.lunch.span.isVisible()
    found = []
    window.core.ask(window, firm, then=found.append)
    settle(qtbot, window.core)
    facts = found[0]
    assert facts.working_days == (1, 2, 3, 4, 5, 6)
    assert (facts.work_begins, facts.work_ends) == (time(8, 30), time(18))
    assert not facts.has_lunch
    page.time.hours.begins.setTime(QTime(20, 0))
    qtbot.keyClick(page.time.hours.begins, Qt.Key.Key_Return)
    assert "Nothing was changed" in window.bar.text.text()


def test_a_backup_is_copied_to_the_second_folder_and_brought_back(qtbot, home, window, tmp_path):
    page = window.pages["settings"]
    page.base.set_second(str(tmp_path / "elsewhere"))
    assert settings.load().backup_folder == str(tmp_path / "elsewhere")
    page.base.backup.click()
    settle(qtbot, window.core)
    assert {one.suffix for one in (tmp_path / "elsewhere").iterdir()} == {".crm", ".json"}
    assert page.base.model.rowCount() == 1
    window.core.do(window, Label("Add"), add_contact, ContactDraft(name="After the backup"))
    settle(qtbot, window.core)
    page.base.table.selectRow(0)
    page.base.bring_back.click()
    box = page.findChild(QMessageBox)
    assert "A copy of how it is now is made first" in box.informativeText()
    next(one for one in box.findChildren(QPushButton) if one.text() == "Bring back").click()
    qtbot.waitUntil(lambda: "settings" not in window.pages, timeout=10_000)  # the file was opened anew
    settle(qtbot, window.core)
    counts = []
    window.core.info(window, lambda info: counts.append(info.counts["contact"]))
    settle(qtbot, window.core)
    assert counts == [0]
    window.show_page("settings")
    settle(qtbot, window.core)
    base = window.pages["settings"].base
    assert base.model.rowCount() == 2  # the copy of how it was before is among them
    assert base.model.row_at(0).contacts == 1


def test_a_setting_is_found_by_its_words(window):
    page = window.pages["settings"]
    window.act("find")
    assert page.finder.hasFocus()
    page.finder.setText("lunch")
    assert [section for section in page.sections if section.isVisible()] == [page.time]
    assert not page.time.lines["working_days"].control.isVisible()
    page.finder.setText("nothing like this")
    assert page.nothing.isVisible()
    page.finder.clear()
    assert all(section.isVisible() for section in page.sections)


def test_the_test_says_within_seconds_what_is_missing(qtbot, window, monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    section = window.pages["settings"].notifications
    section.test.click()
    qtbot.waitUntil(lambda: "D-Bus" in section.answer.text())
    assert section.test.isEnabled() and section.answer.isVisible()


def test_notifications_are_kept(qtbot, window):
    section = window.pages["settings"].notifications
    section.on.click()
    _choose(section.repeat, 30)
    section.quiet.has.click()
    kept = settings.load()
    assert (kept.notifications, kept.repeat_minutes) == (False, 30)
    assert (kept.quiet_from, kept.quiet_until) == ("20:00", "08:00")
    section.quiet.has.click()
    assert settings.load().quiet_from == ""
    assert not section.tray.isEnabled()  # there is no tray here
    settle(qtbot, window.core)


def test_rules_of_staying_in_touch(qtbot, window):
    def fill(session):
        for number in range(3):
            contact = add_contact(session, ContactDraft(name=f"Client {number}", tags=("VIP",) if number else ()))
            row = session.get(Contact, contact)
            row.abc_class, row.last_touch_at = "A", clock.now() - timedelta(days=40)

    window.core.do(window, Label("Test data"), fill)
    settle(qtbot, window.core)
    section = window.pages["settings"].rhythm
    section.ask()
    settle(qtbot, window.core)
    section.who.setCurrentIndex(section.who.findText("Class A"))
    section.add.click()
    settle(qtbot, window.core)
    (box,) = section.boxes.values()
    assert box.value() == 30
    assert "3 contacts are going quiet" in section.due.text()
    box.setFocus()
    box.setValue(60)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle(qtbot, window.core)
    assert "0 contacts" in section.due.text()
    section.who.setCurrentIndex(section.who.findText("Tag “VIP”"))
    section.days.setValue(7)
    section.add.click()
    settle(qtbot, window.core)
    assert "2 contacts" in section.due.text()
    window.core.ask(section, rhythm_overview, then=lambda overview: setattr(section, "told", overview))
    settle(qtbot, window.core)
    assert list(section.told.due_by_tag.values()) == [2] and section.told.due_by_class == {"A": 2}
    section._remove(next(key for key in section.boxes if key[0] == "tag"))
    settle(qtbot, window.core)
    assert len(section.boxes) == 1


def test_settings_lead_to_own_fields_and_lists(window, qtbot):
    page = window.pages["settings"]
    qtbot.keyClick(page.fields, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog)), timeout=5000)
    for dialog in window.findChildren(QDialog):
        dialog.close()
