"""Every page and dialog for everybody: names for the screen reader, all by Tab, no cut words, no foreign words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.base import i18n, paths
from desktop_crm.base.calendar_entry import CalendarFile
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.calendar_exchange import CalendarPlan
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.trash import delete_contacts
from desktop_crm.ui import shortcuts
from desktop_crm.ui.crash import show_bug
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.notices import confirm
from desktop_crm.ui.reminders.calendar_import import CalendarDialog
from desktop_crm.ui.reminders.form import ReminderForm
from desktop_crm.ui.search.palette import open_palette
from desktop_crm.ui.theme import theme
from tests.ui.conftest import PATIENCE, show_contact
from tests.ui.looks import all_words, cut_words, unnamed, wants_keys

PAGES = ("today", "contacts", "reminders", "calendar", "duplicates", "trash", "import", "settings", "first_start")
TRACE = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: secret'


A_CALENDAR = CalendarFile("fair.ics", ())
A_PLAN = CalendarPlan("fair.ics", 12, 3, 9, 4, 2, 1, 5, (("Târg", date(2025, 3, 14)),))


def _dialog(window: MainWindow, open_it: Callable[[], object]) -> QWidget:
    before = set(window.findChildren(QDialog))
    open_it()
    return next(one for one in window.findChildren(QDialog) if one not in before)


DIALOGS: dict[str, Callable[[MainWindow], QWidget]] = {
    "history": lambda window: _dialog(window, lambda: window.act("history")),
    "shortcuts": lambda window: _dialog(window, lambda: window.act("shortcuts")),
    "about": lambda window: _dialog(window, lambda: window.act("about")),
    "new_contact": lambda window: _dialog(window, lambda: window.act("new_contact")),
    "crash": lambda window: _dialog(window, lambda: show_bug(window, TRACE)),
    "confirm": lambda window: confirm(window, "Delete for good?", "It goes.", "Delete 12 contacts", lambda: None),
    "reminder": lambda window: _dialog(window, lambda: ReminderForm(window.core, window).open()),
    "calendar file": lambda window: _dialog(window, lambda: CalendarDialog(window, A_CALENDAR, A_PLAN).open()),
    "palette": lambda window: open_palette(window, "an"),
}
PLACES = (*PAGES, *DIALOGS)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.core._underway, timeout=PATIENCE)
    qtbot.wait(20)


def go(window: MainWindow, place: str, qtbot: QtBot) -> QWidget:
    """Bring a page or a dialog to the front."""
    if place in PAGES:
        window.show_page(place)
        settle(window, qtbot)
        return window
    opened = DIALOGS[place](window)
    settle(window, qtbot)
    return opened


def leave(place: QWidget, qtbot: QtBot) -> None:
    if isinstance(place, QDialog):
        place.reject()
        qtbot.wait(5)
    elif not isinstance(place, MainWindow):
        place.dismiss()  # type: ignore[attr-defined]


@pytest.fixture
def full(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with something on every page: a pair that looks alike, something in the trash."""

    def fill(session: Any) -> None:
        twice = ContactDraft(name="Vasile Munteanu", phones=("+373 79 400 118",), emails=("v@munteanu.example",))
        for _number in range(2):
            add_contact(session, twice)
        delete_contacts(session, [add_contact(session, ContactDraft(name="Thomas Weber"))])

    window.core.do(window, Label("More test data"), fill)
    settle(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=PATIENCE)
    return window


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name(full: MainWindow, qtbot: QtBot, place: str) -> None:
    opened = go(full, place, qtbot)
    assert unnamed(opened) == []
    leave(opened, qtbot)


@pytest.mark.parametrize("place", [place for place in PLACES if place != "palette"])
def test_every_control_is_reached_by_tab(full: MainWindow, qtbot: QtBot, place: str) -> None:
    opened = go(full, place, qtbot)
    wanted = wants_keys(opened)
    reached: set[QWidget] = set()
    for _number in range(len(wanted) * 3 + 60):
        focused = QApplication.focusWidget() or opened
        reached.add(focused)
        if wanted <= reached:
            break
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    missed = [f"{type(one).__name__} {one.accessibleName()}" for one in wanted - reached if not _in_group(one, reached)]
    assert missed == []
    leave(opened, qtbot)


def _in_group(widget: QWidget, reached: set[QWidget]) -> bool:
    """Of buttons of which one is on, Tab goes to that one and the arrows to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(one in reached for one in group.buttons())


@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_cut(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: Sequence[int], qtbot: QtBot,
    place: str, scale: float,
) -> None:  # fmt: skip
    """The pseudo-language (40 % longer) at 1,024 px; a font of 14 points and twice the size in real Russian."""
    language = i18n.PSEUDO if scale == 1.0 else "ru"
    theme().scale = scale
    theme().use()
    i18n.use_language(language)
    try:
        window = open_window(sqlite_database, language=language)
        window.resize(round(1024 * scale), round(700 * scale))
        show_contact(window, people[0], qtbot)
        opened = go(window, place, qtbot)
        assert cut_words(opened) == []
        assert window.width() == round(1024 * scale)  # long words do not push the window wider
        leave(opened, qtbot)
    finally:
        theme().scale = 1.0
        theme().use()


@pytest.mark.parametrize("language", ["ro", "ru"])
@pytest.mark.parametrize("place", PLACES)
def test_no_english_is_left(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: Sequence[int], qtbot: QtBot,
    place: str, language: str,
) -> None:  # fmt: skip
    with (paths.translations_folder() / language / "LC_MESSAGES" / "desktop_crm.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    same = {message.string for message in catalogue if isinstance(message.id, str)}
    english = {message.id.replace("&", "") for message in catalogue if message.id and isinstance(message.id, str)}
    english -= {str(text).replace("&", "") for text in same}
    i18n.use_language(language)
    window = open_window(sqlite_database, language=language)
    show_contact(window, people[0], qtbot)
    if place in ("new_contact", "palette", *PAGES):
        opened = go(window, place, qtbot)
    elif place == "confirm":
        pytest.skip("its words are given by the caller")
    else:
        opened = go(window, place, qtbot)
    assert sorted(all_words(opened) & english) == []
    leave(opened, qtbot)


@pytest.mark.parametrize("page", ["contacts", "duplicates", "trash"])
def test_every_page_says_what_it_is_for_when_it_is_empty(
    open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot, page: str
) -> None:
    window = open_window(sqlite_database)
    window.show_page(page)
    settle(window, qtbot)
    states = [one for one in window.findChildren(EmptyState) if one.isVisible()]
    assert len(states) == 1
    assert states[0].title.text()


@pytest.mark.parametrize("place", PLACES)
def test_from_right_to_left(full: MainWindow, qapp: QApplication, qtbot: QtBot, place: str) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    opened = go(full, place, qtbot)
    assert full.navigation.geometry().left() > full.stack.geometry().width() // 2
    assert not opened.grab().isNull()
    leave(opened, qtbot)


def test_a_bug_is_told_without_a_traceback_on_screen(full: MainWindow, qtbot: QtBot) -> None:
    opened: Any = go(full, "crash", qtbot)
    assert "Traceback" not in " ".join(all_words(opened))
    assert not opened.details.isVisible()
    show_bug(full, "another")  # a second one adds to the same dialog
    opened.unfold.click()
    assert opened.details.isVisible()
    assert "secret" in opened.details.toPlainText() and "another" in opened.details.toPlainText()
    opened.copy.click()
    assert "secret" in QApplication.clipboard().text()
    leave(opened, qtbot)


def test_the_versions_can_be_copied(full: MainWindow, qtbot: QtBot) -> None:
    opened: Any = go(full, "about", qtbot)
    opened.copy.click()
    copied = QApplication.clipboard().text()
    for part in ("Python: 3.", "Qt: 6.", "SQLite 3.", "schema 00"):
        assert part in copied
    leave(opened, qtbot)


@pytest.mark.parametrize("place", ["history", "shortcuts", "about", "new_contact", "crash", "palette"])
def test_esc_leads_back_to_where_one_was(full: MainWindow, qtbot: QtBot, place: str) -> None:
    page: Any = full.pages["contacts"]
    page.pane.list.setFocus()
    opened = go(full, place, qtbot)
    qtbot.keyClick(QApplication.focusWidget() or opened, Qt.Key.Key_Escape)
    full.activateWindow()  # as any desktop does when a dialog closes
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.pane.list, timeout=PATIENCE)


CYRILLIC = {"K": ("Л", 0x25), "N": ("Т", 0x31), "H": ("Р", 0x23)}  # the same keys on a Russian board


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="native scan codes of X11 and Wayland")
def test_every_ctrl_key_works_on_a_russian_board(full: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    page: Any = full.pages["contacts"]
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
        leave(opened[0], qtbot)


def test_ctrl_and_a_number_go_to_the_pages(full: MainWindow, qtbot: QtBot) -> None:
    for number, name in enumerate(full.navigation.names()[:9], 1):
        qtbot.keyClick(full, Qt.Key(ord("0") + number), Qt.KeyboardModifier.ControlModifier)
        settle(full, qtbot)
        assert full.page_name == name
