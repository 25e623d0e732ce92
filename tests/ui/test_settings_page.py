"""Settings take effect at once and are kept."""

import pytest
from PySide6.QtCore import Qt

from desktop_crm.base import i18n, settings
from desktop_crm.ui.settings.page import FIRM
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
    _choose(page.language, "ru")
    assert i18n.language() == "ru"
    assert settings.load().language == "ru"
    window.change_settings(language="qps")
    assert page.title.startswith("⟦")
    assert page.backup.text().startswith("⟦")
    _choose(page.language, "en")
    assert page.title == "Settings"


def test_look_at_once(window):
    page = window.pages["settings"]
    _choose(page.theme, "dark")
    assert theme().dark
    _choose(page.density, "compact")
    assert theme().compact
    assert settings.load().theme == "dark"


def test_numbers_and_names_are_kept(qtbot, window):
    page = window.pages["settings"]
    _choose(page.country, "RO")
    page.country.chosen.emit(page.country.code)
    page.area.setFocus()
    page.area.selectAll()
    qtbot.keyClicks(page.area, "21x")
    qtbot.keyClick(page.area, Qt.Key.Key_Return)
    page.operator.setFocus()
    qtbot.keyClicks(page.operator, "Ana Rusu")
    qtbot.keyClick(page.operator, Qt.Key.Key_Return)
    kept = settings.load()
    assert (kept.country, kept.area_code, kept.operator) == ("RO", "21", "Ana Rusu")
    page.firm.setFocus()
    qtbot.keyClicks(page.firm, "Atelier Nord")
    qtbot.keyClick(page.firm, Qt.Key.Key_Return)
    settle(qtbot, window.core)
    found = []
    window.core.run(window, lambda: window.core.database.meta(FIRM), then=found.append)
    settle(qtbot, window.core)
    assert found == ["Atelier Nord"]


def test_facts_of_the_database_and_a_backup(qtbot, home, window):
    page = window.pages["settings"]
    qtbot.waitUntil(lambda: page.path.text().endswith("base.crm"))
    assert page.takes.text().endswith("MB")
    page.backup.click()
    settle(qtbot, window.core)
    assert any((home / "data" / "backups").iterdir())
    assert nameless(page) == []
