"""The calendar: what stands on which day, moved by mouse and by keys, through the real door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_crm.base import clock, i18n
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.agenda import CalendarLine, calendar_lines
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder
from desktop_crm.ui.calendar import entries, faces
from desktop_crm.ui.calendar.grid import CalendarGrid, Place
from desktop_crm.ui.calendar.page import CalendarPage
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.reminders.form import ReminderForm
from tests.ui.conftest import PATIENCE, elsewhere
from tests.ui.looks import cut_words, unnamed

CHANGE = Label("Change")
DAY = timedelta(days=1)


def wait(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)


def on(database: Database, first: date, last: date | None = None) -> list[CalendarLine]:
    def ask() -> list[CalendarLine]:
        with database.read() as session:
            return calendar_lines(session, first, last or first)

    return elsewhere(ask)


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at).astimezone()


def middle() -> date:
    """A Wednesday in the middle of a month: its neighbours are on the same page."""
    day = clock.today().replace(day=15)
    return day + timedelta(days=2 - day.weekday())


def add(database: Database, title: str, **values: Any) -> int:
    return elsewhere(database.do, CHANGE, add_reminder, ReminderDraft(title, **values))


@pytest.fixture
def page(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: list[int], qtbot: QtBot
) -> CalendarPage:
    window = open_window(sqlite_database)
    window.show_page("calendar", face="month", day=middle())
    shown = window.page
    assert isinstance(shown, CalendarPage)
    wait(qtbot, lambda: shown.month.days)
    return shown


def spot(grid: CalendarGrid, title: str) -> QPoint | None:
    return next((rect.center() for rect, line in grid.spots if line.title == title), None)


def drag(qtbot: QtBot, grid: CalendarGrid, begin: QPoint, end: QPoint) -> None:
    view = grid.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    qtbot.mouseMove(view, begin + QPoint(20, 12))
    qtbot.mouseMove(view, end)
    assert grid.dragged is not None
    assert not grid.grab().isNull()
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)


def cell(page: CalendarPage, day: date) -> QPoint:
    return page.month.cell(page.month.days.index(day)).center()


def test_a_reminder_is_dragged_to_another_day_and_undo_brings_it_back(
    page: CalendarPage, sqlite_database: Database, qtbot: QtBot
) -> None:
    day = middle()
    add(sqlite_database, "Call the bank", due_at=moment(day, time(10)), kind="call")
    wait(qtbot, lambda: spot(page.month, "Call the bank"))
    drag(qtbot, page.month, spot(page.month, "Call the bank") or QPoint(), cell(page, day + DAY))
    wait(qtbot, lambda: on(sqlite_database, day + DAY))
    (line,) = on(sqlite_database, day + DAY)
    assert line.clock == time(10) and on(sqlite_database, day) == []
    wait(qtbot, lambda: page.core.undo_label)
    page.window_.act("undo")
    wait(qtbot, lambda: on(sqlite_database, day))


def test_of_a_series_only_the_dragged_day_moves(page: CalendarPage, sqlite_database: Database, qtbot: QtBot) -> None:
    day = middle()
    start = max(clock.today(), day) + DAY
    add(sqlite_database, "Report", due_on=start, rule="FREQ=DAILY;COUNT=4")
    page.go_to(start + DAY, face="week")
    third = start + 2 * DAY
    page.go_to(third)
    wait(qtbot, lambda: third in page.week.days and page.week.lines.get(third))
    (line,) = [one for one in page.week.lines[third] if one.kind == "ahead"]
    page.move_to(line, third, time(15))
    wait(qtbot, lambda: any(one.kind == "reminder" and one.clock == time(15) for one in on(sqlite_database, third)))
    others = [one for one in on(sqlite_database, start, start + 3 * DAY) if one.day != third]
    assert len(others) == 3 and all(one.clock is None for one in others)


def test_a_planned_meeting_is_dragged_to_another_hour_of_the_week(
    page: CalendarPage, sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    day = clock.today() + DAY
    draft = InteractionDraft(people[0], kind="meeting", subject="Showroom", started_at=moment(day, time(10)))
    elsewhere(sqlite_database.do, CHANGE, add_interaction, draft)
    page.go_to(day, face="week")
    wait(qtbot, lambda: spot(page.week, "Showroom"))
    begin = spot(page.week, "Showroom") or QPoint()
    left, wide = page.week.column(page.week.days.index(day))
    drag(qtbot, page.week, begin, QPoint(left + wide // 2, page.week.y_of(time(13, 30)) + 2))
    wait(qtbot, lambda: on(sqlite_database, day)[0].clock == time(13, 30))
    assert on(sqlite_database, day)[0].kind == "interaction"


def test_dropped_on_the_head_of_a_day_it_has_no_hour_any_more(
    page: CalendarPage, sqlite_database: Database, qtbot: QtBot
) -> None:
    day = middle()
    add(sqlite_database, "Offer", due_at=moment(day, time(11)))
    page.go_to(day, face="week")
    wait(qtbot, lambda: spot(page.week, "Offer"))
    left, wide = page.week.column(page.week.days.index(day + DAY))
    drag(qtbot, page.week, spot(page.week, "Offer") or QPoint(), QPoint(left + wide // 2, 50))
    wait(qtbot, lambda: on(sqlite_database, day + DAY))
    assert on(sqlite_database, day + DAY)[0].clock is None


def test_keys_walk_choose_move_tick_and_open(page: CalendarPage, sqlite_database: Database, qtbot: QtBot) -> None:
    day, grid = middle(), page.month
    add(sqlite_database, "First", due_on=day + DAY)
    add(sqlite_database, "Second", due_on=day + DAY)
    wait(qtbot, lambda: len(grid.lines.get(day + DAY, [])) == 2)
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert page.day == day + DAY and grid.current is not None and grid.current.title == "First"
    assert "2 entries: First" not in grid.accessibleDescription()
    assert "2 entries" in grid.accessibleDescription() and "First" in grid.accessibleDescription()
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert grid.current.title == "Second" and "Selected: Second" in grid.accessibleDescription()
    qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: [line.title for line in on(sqlite_database, day + 8 * DAY)] == ["Second"])
    wait(qtbot, lambda: page.day == day + 8 * DAY and grid.current is not None and grid.current.title == "Second")
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    wait(qtbot, lambda: on(sqlite_database, day + 8 * DAY)[0].done)
    wait(qtbot, lambda: grid.current is not None and grid.current.done)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)  # what is done stays
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    wait(qtbot, lambda: page.window_.findChild(ReminderForm))
    page.window_.findChild(ReminderForm).reject()
    assert on(sqlite_database, day + 9 * DAY) == []


def test_faces_by_keys_and_chips(page: CalendarPage, qtbot: QtBot) -> None:
    day = middle()
    for key, face, shown in (
        (Qt.Key.Key_W, "week", 7),
        (Qt.Key.Key_D, "day", 1),
        (Qt.Key.Key_M, "month", len(faces.days_of("month", day))),
    ):
        qtbot.keyClick(page._shown(), key)
        assert page.face == face and page.chips[face].isChecked()
        grid = page.grids[face]
        wait(qtbot, lambda grid=grid, shown=shown: len(grid.days) == shown)
        assert page._shown().hasFocus()
    qtbot.keyClick(page.month, Qt.Key.Key_PageDown)
    assert page.day == faces.further("month", day, 1)
    qtbot.keyClick(page.month, Qt.Key.Key_PageUp)
    assert page.day == day
    qtbot.keyClick(page.month, Qt.Key.Key_Home)
    assert page.day == clock.today()
    page.chips["agenda"].click()
    wait(qtbot, lambda: page._stack.currentWidget() is page.nothing)
    assert page.nothing.title.text() == "Nothing is planned"


def test_something_new_on_that_day(page: CalendarPage, sqlite_database: Database, qtbot: QtBot) -> None:
    day = middle() + DAY
    qtbot.mouseDClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=cell(page, day))
    wait(qtbot, lambda: page.window_.findChild(ReminderForm))
    form = page.window_.findChild(ReminderForm)
    form.title.setText("Buy coffee")
    form.submit()
    wait(qtbot, lambda: [line.title for line in on(sqlite_database, day)] == ["Buy coffee"])
    wait(qtbot, lambda: page.window_.findChild(ReminderForm) is None)
    page.go_to(day)
    qtbot.keyClick(page.month, Qt.Key.Key_N)
    wait(qtbot, lambda: page.window_.findChild(ReminderForm))
    form = page.window_.findChild(ReminderForm)
    assert form.draft.due_on == day
    form.reject()


def test_more_than_fits_is_counted_and_leads_to_the_day(
    page: CalendarPage, sqlite_database: Database, qtbot: QtBot
) -> None:
    day = middle()
    for number in range(12):
        add(sqlite_database, f"Task {number:02}", due_on=day)
    wait(qtbot, lambda: page.month.more_spots)
    ((rect, shown),) = page.month.more_spots
    assert shown == day
    qtbot.mouseClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert page.face == "day" and page.day == day
    wait(qtbot, lambda: page.one_day.more_spots)
    ((rect, _shown),) = page.one_day.more_spots
    qtbot.mouseClick(page.one_day.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert page.face == "agenda" and page.day == day


def test_late_is_bad_done_is_quiet_and_both_are_said(sqlite_database: Database, people: list[int]) -> None:
    yesterday = clock.today() - DAY
    add(sqlite_database, "Late", due_on=yesterday, kind="call")
    done = add(sqlite_database, "Done", due_on=yesterday, kind="call")
    elsewhere(sqlite_database.do, CHANGE, complete_reminder, done)
    lines = {line.title: line for line in on(sqlite_database, yesterday)}
    assert (entries.tone(lines["Late"]), entries.tone(lines["Done"])) == ("bad", "neutral")
    assert entries.spoken(lines["Late"]).endswith("Overdue") and entries.spoken(lines["Done"]).endswith("Done")


def test_somebody_moved_it_meanwhile(page: CalendarPage, sqlite_database: Database, qtbot: QtBot) -> None:
    day = middle()
    add(sqlite_database, "Offer", due_on=day)
    wait(qtbot, lambda: page.month.lines.get(day))
    (seen,) = page.month.lines[day]
    page.move_to(seen, day + DAY, None)
    wait(qtbot, lambda: on(sqlite_database, day + DAY))
    page.move_to(seen, day + 2 * DAY, None)  # as a second window would, which saw the old day
    wait(qtbot, page.window_.bar.isVisible)
    assert on(sqlite_database, day + DAY) and not on(sqlite_database, day + 2 * DAY)


@pytest.mark.parametrize("face", ["month", "week", "day", "agenda"])
def test_nothing_is_cut_and_all_has_names(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: list[int], qtbot: QtBot, face: str
) -> None:
    i18n.use_language(i18n.PSEUDO)
    window = open_window(sqlite_database, language=i18n.PSEUDO)
    window.resize(1024, 700)
    window.show_page("calendar", face=face)
    qtbot.waitUntil(lambda: not window.core._underway, timeout=PATIENCE)
    qtbot.wait(20)
    page: Any = window.page
    assert cut_words(page) == [] and unnamed(page) == []
    assert window.width() == 1024 and not page.grab().isNull()


def test_days_of_the_faces() -> None:
    shown = faces.days_of("month", date(2026, 11, 27))
    assert shown[0] == date(2026, 10, 26) and shown[-1] == date(2026, 12, 6)
    assert len(faces.days_of("month", date(2027, 2, 10))) == 28
    assert faces.further("month", date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert faces.further("month", date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert faces.days_of("week", date(2026, 11, 27))[0] == date(2026, 11, 23)
    assert Place(date(2026, 1, 1)).at is None
