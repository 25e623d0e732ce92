"""Large pages are made before they are asked for, piece by piece."""

import sys

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.ui.ahead import LARGE
from desktop_crm.ui.main_window import MainWindow
from tests.ui.conftest import PATIENCE


def test_the_first_visit_finds_the_page_made(window: MainWindow, qtbot: QtBot) -> None:
    window.ahead.begin()
    qtbot.waitUntil(lambda: window.ahead.ready, timeout=20_000)
    made = dict(window.ahead._made)
    assert set(made) == set(LARGE)
    for name in LARGE:
        window.show_page(name)
        assert window.page is made[name]
        assert window.page.title


def test_a_page_that_is_half_made_is_made_whole(window: MainWindow, qtbot: QtBot) -> None:
    window.ahead.begin()
    qtbot.waitUntil(lambda: bool(window.ahead._made), timeout=5_000)
    window.show_page(LARGE[0])
    assert window.page_name == LARGE[0] and window.page is not None and not window.page.make_piece()
    qtbot.waitUntil(lambda: window.ahead.ready, timeout=20_000)
    assert LARGE[0] not in window.ahead._made


def test_other_settings_make_it_anew(window: MainWindow, qtbot: QtBot) -> None:
    window.ahead.begin()
    qtbot.waitUntil(lambda: window.ahead.ready, timeout=20_000)
    old = window.ahead._made["import"]
    window.change_settings(country="RO")
    window.show_page("import")
    assert window.page is not old


def test_a_visit_quicker_than_the_preloading_waits_for_its_modules_without_holding_the_window_up(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = {name: window.entries[name].module for name in ("trash", "imports")}
    for module in modules.values():
        monkeypatch.delitem(sys.modules, module, raising=False)
    window.go("trash")
    window.go("imports")
    assert window.page_name not in modules
    qtbot.waitUntil(lambda: window.page_name == "imports", timeout=PATIENCE)
    qtbot.waitUntil(lambda: modules["trash"] in sys.modules, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.core._underway, timeout=PATIENCE)
    assert window.page_name == "imports"  # the last that was asked for
