"""Every page and dialog for everybody: names for the screen reader, all by Tab, no cut words, no foreign words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.base import i18n, paths
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.ui import shortcuts
from desktop_crm.ui.crash import show_bug
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.search.palette import open_palette
from desktop_crm.ui.theme import theme
from tests.ui.conftest import PATIENCE, show_contact
from tests.ui.looks import all_words, cut_words, unnamed, wants_keys
from tests.ui.places import FORMS, PLACES, Walk, furnish


@pytest.fixture
def walk(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Walk:
    """The window with something on every page, to be walked through."""
    return furnished(window, qtbot, tmp_path)


def furnished(window: MainWindow, qtbot: QtBot, folder: Path) -> Walk:
    """Fill a window and give it the keyboard."""
    made = Walk(window, qtbot, folder)
    window.core.do(window, Label("More test data"), furnish)
    made.settle()
    made.imported()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=PATIENCE)
    return made


def missed_by_tab(opened: QWidget) -> list[str]:
    """Controls that Tab does not reach."""
    wanted = wants_keys(opened)
    reached: set[QWidget] = set()
    for _number in range(len(wanted) * 3 + 60):
        focused = QApplication.focusWidget() or opened
        reached.add(focused)
        if wanted <= reached:
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return [f"{type(one).__name__} {one.accessibleName()}" for one in wanted - reached if not _in_group(one, reached)]


def _in_group(widget: QWidget, reached: set[QWidget]) -> bool:
    """Of buttons of which one is on, Tab goes to that one and the arrows to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(one in reached for one in group.buttons())


def against_reading(opened: QWidget) -> list[str]:
    """Where Tab jumps up in a form; once, from the end to the beginning, is right."""
    wanted, places, seen = wants_keys(opened), [], set()
    for _number in range(len(wanted) * 2):
        focused = QApplication.focusWidget()
        if focused in seen:
            break
        if focused in wanted:
            places.append((focused.mapTo(opened, focused.rect().center()).y(), focused.accessibleName()))
            seen.add(focused)
        QTest.keyClick(focused or opened, Qt.Key.Key_Tab)
    jumps = [f"{one[1]} -> {two[1]}" for one, two in pairwise(places) if two[0] < one[0] - 12]
    return jumps if len(jumps) > 1 else []


def hidden_focus(opened: QWidget) -> list[str]:
    """Controls that look the same with the keyboard and without."""
    found = []
    for widget in wants_keys(opened):
        if isinstance(widget, QAbstractItemView) or widget.visibleRegion().isEmpty():
            continue  # the current row shows it; out of sight nothing is to be seen
        widget.clearFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as the key itself does
        if QApplication.focusWidget() is widget and widget.grab().toImage() == before:
            found.append(f"{type(widget).__name__} {widget.accessibleName()}")
    return found


def test_every_control_has_a_name(walk: Walk) -> None:
    assert walk.each(unnamed) == {}


def test_every_control_is_reached_by_tab(walk: Walk) -> None:
    assert walk.each(missed_by_tab, [place for place in PLACES if not place.startswith("palette")]) == {}


def test_tab_goes_as_one_reads(walk: Walk) -> None:
    assert walk.each(against_reading, FORMS) == {}


def test_the_focus_is_seen(walk: Walk) -> None:
    assert walk.each(hidden_focus) == {}


@pytest.mark.parametrize(
    ("language", "scale", "width"),
    [(i18n.PSEUDO, 1.0, 1024), ("ro", 1.0, 1024), ("ru", 1.0, 1440), ("ru", 1.4, 1024), ("ru", 2.0, 1024)],
)
def test_nothing_is_cut_and_no_english_is_left(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: Sequence[int], qtbot: QtBot,
    tmp_path: Path, language: str, scale: float, width: int,
) -> None:  # fmt: skip
    """At 1,024 px in the pseudo-language (40 % longer) and in ours; with a font of 14 points and twice the size."""
    theme().scale = scale
    theme().use()
    i18n.use_language(language)
    english = english_of(language) if language != i18n.PSEUDO else set()
    try:
        window = open_window(sqlite_database, language=language)
        window.resize(round(width * scale), round(700 * scale))
        show_contact(window, people[0], qtbot)
        walk = furnished(window, qtbot, tmp_path)

        def check(opened: QWidget) -> list[str]:
            wide = window.width() - round(width * scale)  # long words do not push the window wider
            foreign = sorted(all_words(opened) & english)
            return cut_words(opened) + foreign + ([f"window {wide} px wider"] if wide else [])

        assert walk.each(check, [place for place in PLACES if place != "confirm"]) == {}
    finally:
        theme().scale = 1.0
        theme().use()


def english_of(language: str) -> set[str]:
    """All that the program says in English and otherwise in *language*."""
    with (paths.translations_folder() / language / "LC_MESSAGES" / "desktop_crm.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    same = {message.string for message in catalogue if isinstance(message.id, str)}
    english = {message.id.replace("&", "") for message in catalogue if message.id and isinstance(message.id, str)}
    return english - {str(text).replace("&", "") for text in same}


@pytest.mark.parametrize(
    "page", ["contacts", "complaints", "reminders", "duplicates", "trash", "imports", "waiting", "calendar"]
)
def test_every_page_says_what_it_is_for_when_it_is_empty(
    open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot, page: str
) -> None:
    window = open_window(sqlite_database)
    window.show_page(page, **({"face": "agenda"} if page == "calendar" else {}))
    settle(window, qtbot)
    states = [one for one in window.findChildren(EmptyState) if one.isVisible()]
    assert len(states) == 1
    assert states[0].title.text()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.core._underway, timeout=PATIENCE)
    qtbot.wait(20)


def test_from_right_to_left(walk: Walk, qapp: QApplication) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window = walk.window
    walk.page("today")
    assert window.navigation.geometry().left() > window.stack.geometry().width() // 2
    assert walk.each(lambda opened: ["nothing drawn"] if opened.grab().isNull() else cut_words(opened)) == {}


def test_a_bug_is_told_without_a_traceback_on_screen(walk: Walk) -> None:
    opened: Any = PLACES["crash"](walk)
    assert "Traceback" not in " ".join(all_words(opened))
    assert not opened.details.isVisible()
    show_bug(walk.window, "another")  # a second one adds to the same dialog
    opened.unfold.click()
    assert opened.details.isVisible()
    assert "secret" in opened.details.toPlainText() and "another" in opened.details.toPlainText()
    opened.copy.click()
    assert "secret" in QApplication.clipboard().text()
    walk.leave()


def test_the_versions_can_be_copied(walk: Walk) -> None:
    opened: Any = PLACES["about"](walk)
    opened.copy.click()
    copied = QApplication.clipboard().text()
    for part in ("Python: 3.", "Qt: 6.", "SQLite 3.", "schema 00"):
        assert part in copied
    walk.leave()


@pytest.mark.parametrize("place", ["history", "shortcuts", "about", "new_contact", "crash", "palette-found"])
def test_esc_leads_back_to_where_one_was(walk: Walk, qtbot: QtBot, place: str) -> None:
    page = walk.contacts()
    page.pane.list.setFocus()
    opened = PLACES[place](walk)
    walk.settle()
    qtbot.keyClick(QApplication.focusWidget() or opened, Qt.Key.Key_Escape)
    walk.window.activateWindow()  # as any desktop does when a dialog closes
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.pane.list, timeout=PATIENCE)


CYRILLIC = {"K": ("Л", 0x25), "N": ("Т", 0x31), "H": ("Р", 0x23)}  # the same keys on a Russian board


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="native scan codes of X11 and Wayland")
def test_every_ctrl_key_works_on_a_russian_board(walk: Walk, qapp: QApplication, qtbot: QtBot) -> None:
    full, page = walk.window, walk.contacts()
    keys = shortcuts.LatinShortcuts(qapp)

    def press(letter: str) -> None:
        shown_letter, scan = CYRILLIC[letter]
        full.activateWindow()
        page.pane.list.setFocus()
        qtbot.waitUntil(page.pane.list.hasFocus, timeout=PATIENCE)
        control = Qt.KeyboardModifier.ControlModifier
        event = QKeyEvent(QEvent.Type.KeyPress, ord(shown_letter), control, scan + 8, 0, 0, shown_letter)
        assert keys.eventFilter(page.pane.list, event)
        settle(full, qtbot)

    press("K")
    palette = open_palette(full)
    assert palette.isVisible()
    palette.dismiss()
    for letter in ("N", "H"):
        before = set(full.findChildren(QDialog))
        press(letter)
        opened = [one for one in full.findChildren(QDialog) if one not in before]
        assert len(opened) == 1, letter
        opened[0].reject()


def test_ctrl_and_a_number_go_to_the_pages(walk: Walk, qtbot: QtBot) -> None:
    full = walk.window
    for number, name in enumerate(full.navigation.names()[:9], 1):
        qtbot.keyClick(full, Qt.Key(ord("0") + number), Qt.KeyboardModifier.ControlModifier)
        settle(full, qtbot)
        assert full.page_name == name
