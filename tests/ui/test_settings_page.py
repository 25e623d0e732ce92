"""Settings take effect at once and are kept."""

import pytest
from PySide6.QtCore import Qt

from desktop_crm.base import i18n, settings
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
