"""The calendar file follows each change, says when its folder is gone, and leaves others' files alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.files.icalendar import read_calendar
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.reminders import calendar_feed
from desktop_crm.ui.reminders.calendar_feed import CalendarFeed, feed_path
from desktop_crm.ui.reminders.calendar_import import CalendarDialog
from tests.ui.conftest import PATIENCE, elsewhere

CHANGE = Label("Change")
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one
SUMMARY:Fair in Chișinău
DTSTART:20250310T100000Z
END:VEVENT
BEGIN:VTODO
UID:two
SUMMARY:Tax return
DUE;VALUE=DATE:20250328
END:VTODO
END:VCALENDAR
"""


@pytest.fixture
def feed(
    open_window: Callable[..., MainWindow], sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CalendarFeed:
    monkeypatch.setattr(calendar_feed, "WAIT_MS", 20)
    folder = tmp_path / "shared"
    folder.mkdir()
    window = open_window(sqlite_database, calendar_folder=str(folder))
    return CalendarFeed(window)


def titles(feed: CalendarFeed) -> list[tuple[str, str]]:
    path = feed_path(feed.window_)
    assert path is not None
    return [(entry.uid, entry.title) for entry in read_calendar(path).entries] if path.exists() else []


def test_it_follows_own_and_foreign_changes_under_the_same_uid(
    feed: CalendarFeed, sqlite_database: Database, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(feed.written, timeout=PATIENCE):
        feed.write()
    with qtbot.waitSignal(feed.written, timeout=PATIENCE):
        first = elsewhere(sqlite_database.do, CHANGE, add_reminder, ReminderDraft("Call", due_on=clock.today()))
    assert titles(feed) == [(f"{first}@desktop_crm", "Call")]
    draft = ReminderDraft("Send", due_on=clock.today())
    with qtbot.waitSignal(feed.written, timeout=PATIENCE):
        feed.core.do(feed, CHANGE, add_reminder, draft)
    assert (f"{first}@desktop_crm", "Call") in titles(feed) and len(titles(feed)) == 2
    with qtbot.waitSignal(feed.written, timeout=PATIENCE):
        elsewhere(sqlite_database.do, CHANGE, complete_reminder, first)
    assert [title for _uid, title in titles(feed)] == ["Send"]


def test_a_folder_that_is_gone_is_told_once_and_the_file_comes_back_with_it(feed: CalendarFeed, qtbot: QtBot) -> None:
    path = feed_path(feed.window_)
    assert path is not None
    path.parent.rmdir()
    bar = feed.window_.bar
    with qtbot.waitSignal(feed.failed, timeout=PATIENCE):
        feed.write()
    assert bar.isVisible() and "is not there" in bar.text.text()
    bar.hide()
    with qtbot.waitSignal(feed.failed, timeout=PATIENCE):
        feed.write()
    assert not bar.isVisible()
    path.parent.mkdir()
    with qtbot.waitSignal(feed.written, timeout=PATIENCE):
        feed.write()
    assert path.exists()


def test_a_file_of_another_program_is_left_as_it_is(feed: CalendarFeed, qtbot: QtBot) -> None:
    path = feed_path(feed.window_)
    assert path is not None
    path.write_text("BEGIN:VCALENDAR\nPRODID:-//Other//EN\nEND:VCALENDAR\n")
    with qtbot.waitSignal(feed.failed, timeout=PATIENCE) as told:
        feed.write()
    assert "another program" in told.args[0]
    assert "Other" in path.read_text()


def test_a_dropped_calendar_is_shown_taken_and_undone(
    open_window: Callable[..., MainWindow], sqlite_database: Database, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "fair.ics"
    path.write_text(CALENDAR, encoding="utf-8")
    window = open_window(sqlite_database)
    window.show_page("import", path=path)
    dialog = _dialog(window, qtbot)
    assert dialog.holds.text() == "1 event, 1 to-do"
    assert [label.text() for label in dialog.facts] == ["2 are new and become reminders."]
    assert "Fair in Chișinău" in dialog.first[0].text() and "10 Mar 2025" in dialog.first[0].text()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page_name == "reminders", timeout=PATIENCE)
    page: Any = window.page
    qtbot.waitUntil(lambda: page.list.model_.rowCount() > 0, timeout=PATIENCE)
    window.show_page("import", path=path)
    again = _dialog(window, qtbot)
    assert [label.text() for label in again.facts] == ["2 are here already."]
    assert again.take.isHidden()
    again.reject()
    qtbot.waitUntil(lambda: window.core.undo_label is not None, timeout=PATIENCE)
    window.act("undo")
    window.show_page("reminders")
    qtbot.waitUntil(lambda: page.list.model_.rowCount() == 0, timeout=PATIENCE)


def _dialog(window: MainWindow, qtbot: QtBot) -> CalendarDialog:
    def shown() -> list[CalendarDialog]:
        return [one for one in window.findChildren(CalendarDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    return shown()[0]


def test_a_broken_calendar_is_told_in_a_sentence(
    open_window: Callable[..., MainWindow], sqlite_database: Database, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "broken.ics"
    path.write_text("BEGIN:VCALENDAR\nX\nBEGIN:VEVENT\nSUMMARY:cut off", encoding="utf-8")
    window = open_window(sqlite_database)
    window.show_page("import", path=path)
    qtbot.waitUntil(window.bar.isVisible, timeout=PATIENCE)
    assert "damaged" in window.bar.text.text()
