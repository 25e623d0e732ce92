"""Reminders in the window: written in a sentence, ticked, edited, fired, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.model import Operator, Reminder
from desktop_crm.model.reminder import moment_on
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import AgendaFilter, reminder_rows
from desktop_crm.services.complaints import ComplaintDraft, register_complaint
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.services.reminder_editing import ReminderFacts, reminder_facts
from desktop_crm.services.reminder_series import local_zone
from desktop_crm.services.reminders import ReminderDraft, add_reminder, complete_reminder
from desktop_crm.ui import moments
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.reminders.alarm_bar import AlarmBar
from desktop_crm.ui.reminders.alarm_clock import AlarmClock
from desktop_crm.ui.reminders.form import ReminderForm
from desktop_crm.ui.reminders.page import RemindersPage
from desktop_crm.ui.reminders.repeating import Repeating
from desktop_crm.ui.reminders.snoozing import MomentDialog
from tests.ui.conftest import PATIENCE, elsewhere

CHANGE = Label("Change")


def lines(database: Database, which: str = "all") -> list[ReminderLine]:
    def ask() -> list[ReminderLine]:
        with database.read() as session:
            return reminder_rows(session, AgendaFilter(which))  # type: ignore[arg-type]

    return elsewhere(ask)


def alarm_of(database: Database, number: int) -> str:
    def ask() -> str:
        with database.read() as session:
            return session.get_one(Reminder, number).alarm

    return elsewhere(ask)


def facts_of(database: Database, number: int) -> ReminderFacts:
    def ask() -> ReminderFacts:
        with database.read() as session:
            return reminder_facts(session, number)

    return elsewhere(ask)


def add(database: Database, title: str = "Send offer", **values: object) -> int:
    return elsewhere(database.do, CHANGE, add_reminder, ReminderDraft(title, **values))


@pytest.fixture
def page(open_window: Callable[..., MainWindow], sqlite_database: Database, people: list[int]) -> RemindersPage:
    window = open_window(sqlite_database)
    window.show_page("reminders")
    shown = window.page
    assert isinstance(shown, RemindersPage)
    return shown


def wait(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)


def test_a_sentence_becomes_a_reminder_about_the_right_person(
    page: RemindersPage, sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    page.on_shown(new=True)
    qtbot.keyClicks(page.quick.line, "call Ana tomorrow at 10")
    wait(qtbot, lambda: "Ana Rusu" in page.quick.preview.text())
    assert "10:00" in page.quick.preview.text() and "Tomorrow" in page.quick.preview.text()
    qtbot.keyClick(page.quick.line, Qt.Key.Key_Return)
    wait(qtbot, lambda: page.list.selected() or page.list.model_.rowCount() == 2)
    (line,) = lines(sqlite_database)
    assert (line.title, line.contact_id, line.kind) == ("Call Ana", people[0], "call")
    assert line.due_on == clock.today() + timedelta(days=1)
    assert page.quick.line.text() == ""


def test_space_ticks_and_undo_takes_it_back(page: RemindersPage, sqlite_database: Database, qtbot: QtBot) -> None:
    add(sqlite_database, due_on=clock.today())
    wait(qtbot, lambda: page.list.model_.rowCount() == 2)
    page.list.setCurrentIndex(page.list.model_.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    wait(qtbot, lambda: lines(sqlite_database)[0].status == "done")
    wait(qtbot, lambda: page.window_.core.undo_label)
    page.window_.act("undo")
    wait(qtbot, lambda: lines(sqlite_database)[0].status == "new")


def test_a_click_on_the_box_ticks(page: RemindersPage, sqlite_database: Database, qtbot: QtBot) -> None:
    from desktop_crm.ui.reminders.reminder_list import box_rect

    add(sqlite_database, due_on=clock.today())
    wait(qtbot, lambda: page.list.model_.rowCount() == 2)
    row = page.list.visualRect(page.list.model_.index(1))
    place = box_rect(row, page.list.layoutDirection()).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait(qtbot, lambda: lines(sqlite_database)[0].status == "done")


def test_late_ones_stand_first_under_their_heading(
    page: RemindersPage, sqlite_database: Database, qtbot: QtBot
) -> None:
    add(sqlite_database, "Late", due_on=clock.today() - timedelta(days=3))
    add(sqlite_database, "Some time")
    add(sqlite_database, "Soon", due_on=clock.today() + timedelta(days=1))
    wait(qtbot, lambda: page.list.model_.rowCount() == 6)
    shown = [page.list.model_.index(row).data() for row in range(6)]
    assert shown[0] == "Overdue (1)" and shown[2] == "Tomorrow (1)" and shown[4] == "Some day (1)"
    assert "Late" in shown[1] and "Soon" in shown[3] and "Some time" in shown[5]


def words(page: RemindersPage) -> list[str]:
    return [page.list.model_.index(row).data() for row in range(page.list.model_.rowCount())]


def test_whose_they_are_is_chosen_and_heads_the_list(
    page: RemindersPage, sqlite_database: Database, qtbot: QtBot
) -> None:
    def hire(session: CrmSession) -> int:
        ion = Operator(name="Ion")
        session.add(ion)
        session.flush()
        return ion.id

    ion = elsewhere(sqlite_database.do, CHANGE, hire)
    add(sqlite_database, "Mine", due_on=clock.today())
    tomorrow = clock.today() + timedelta(days=1)
    add(sqlite_database, "His", due_on=tomorrow, assignee_id=ion)
    wait(qtbot, lambda: page.list.model_.rowCount() == 4 and page.by_colleague.isVisible())
    assert not any(moments.short_day(tomorrow) in one for one in words(page))  # the heading says it
    page.by_colleague.click()
    wait(qtbot, lambda: "Ion (1)" in words(page))
    shown = words(page)
    assert moments.short_day(tomorrow) in shown[shown.index("Ion (1)") + 1]
    assert "Ion (1)" in shown and shown.index("Ion (1)") + 1 == next(n for n, one in enumerate(shown) if "His" in one)
    page.colleague.setCurrentIndex(page.colleague.findData(ion))
    page.colleague.activated.emit(page.colleague.currentIndex())
    wait(qtbot, lambda: page.list.model_.rowCount() == 2)
    assert "His" in page.list.model_.index(1).data() and page.chips["open"].text().endswith(" 1")


def test_the_form_changes_what_was_typed(page: RemindersPage, sqlite_database: Database, qtbot: QtBot) -> None:
    add(sqlite_database, due_on=date(2025, 3, 14))
    wait(qtbot, lambda: page.list.model_.rowCount() == 2)
    page.list.setCurrentIndex(page.list.model_.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    wait(qtbot, lambda: page.window_.findChild(ReminderForm))
    form = page.window_.findChild(ReminderForm)
    form.title.setText("")
    form.submit()
    assert form.problem.isVisible() and form.isVisible()
    form.title.setText("Send contract")
    form.day.line.setText("20.03.2025")
    form.timed.setChecked(True)
    form.repeat.choice.setCurrentIndex(2)
    form.repeat.every.setValue(2)
    form.repeat.days[0].click()
    form.repeat.ends.setCurrentIndex(2)
    form.repeat.count.setValue(5)
    form.start.line.setText("20.03.2026")
    form.submit()
    wait(qtbot, lambda: "Not before" in form.problem.text())
    form.start.line.setText("18.03.2025")
    form.status.setCurrentIndex(2)
    form.outcome.setText("Waits for the lawyer")
    form.submit()
    wait(qtbot, lambda: lines(sqlite_database)[0].title == "Send contract")
    (line,) = lines(sqlite_database)
    assert line.due_on == date(2025, 3, 20) and line.due_at is not None
    seen = facts_of(sqlite_database, line.id)
    assert seen.draft.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=5"
    assert (seen.draft.start_on, seen.draft.status, seen.draft.result) == (
        date(2025, 3, 18), "waiting", "Waits for the lawyer",
    )  # fmt: skip


@pytest.mark.parametrize(("button", "rows"), [(0, 1), (1, 2), (2, 2)])
def test_of_a_series_it_is_asked_which_are_meant(
    page: RemindersPage, sqlite_database: Database, qtbot: QtBot, button: int, rows: int
) -> None:
    """This one keeps its name to itself; with all that follow, and with all, the next has it too."""
    number = add(sqlite_database, "Report", due_on=clock.today(), rule="FREQ=DAILY")
    wait(qtbot, lambda: page.list.model_.rowCount() == 2)
    page.edit(lines(sqlite_database)[0])
    wait(qtbot, lambda: page.window_.findChild(ReminderForm))
    form = page.window_.findChild(ReminderForm)
    form.title.setText("Figures")
    form.submit()
    wait(qtbot, lambda: form.findChild(QMessageBox))
    form.findChild(QMessageBox).buttons()[button].click()
    wait(qtbot, lambda: lines(sqlite_database)[0].title == "Figures")
    elsewhere(sqlite_database.do, CHANGE, complete_reminder, number)
    titles = [line.title for line in lines(sqlite_database)]
    assert len(titles) == 2 and titles.count("Figures") == rows


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,FR;UNTIL=20251231", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;COUNT=7",
        "FREQ=MONTHLY;BYDAY=2TU", "FREQ=DAILY;BYHOUR=9", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=18",
    ],
)  # fmt: skip
def test_a_rule_that_is_only_looked_at_stays_as_it_is(qtbot: QtBot, rule: str) -> None:
    shown = Repeating(rule, False, date(2025, 3, 18))
    qtbot.addWidget(shown)
    shown.retranslate()
    assert shown.rule(date(2025, 3, 18)) == rule


def test_a_reminder_is_linked_to_a_complaint_and_leads_there(
    page: RemindersPage, sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    number = elsewhere(
        sqlite_database.do, CHANGE, register_complaint, ComplaintDraft("Wet boxes", contact_id=people[0])
    )
    page.window_.act("new_reminder")
    wait(qtbot, lambda: page.window_.findChild(ReminderForm))
    form = page.window_.findChild(ReminderForm)
    form.title.setText("Ask the carrier")
    form.complaint.setFocus()
    qtbot.keyClicks(form.complaint, "wet")
    wait(qtbot, lambda: form.complaint.completer().popup().isVisible())
    qtbot.keyClick(form.complaint, Qt.Key.Key_Return)
    assert form.complaint.record_id == number and "Wet boxes" in form.complaint.text()
    form.contact.setText("nobody of that name")
    form.submit()
    assert "Contact" in form.problem.text()
    form.contact.setText("")
    form.submit()
    wait(qtbot, lambda: [line for line in lines(sqlite_database) if line.title == "Ask the carrier"])
    made = next(line for line in lines(sqlite_database) if line.title == "Ask the carrier")
    assert made.complaint_id == number
    page.open(made)
    wait(qtbot, lambda: page.window_.page is page.window_.pages.get("complaints"))
    assert "Wet boxes" in facts_of(sqlite_database, made.id).complaint


def test_moving_and_deleting(page: RemindersPage, sqlite_database: Database, qtbot: QtBot) -> None:
    add(sqlite_database, due_on=clock.today())
    wait(qtbot, lambda: page.list.model_.rowCount() == 2)
    page.list.setCurrentIndex(page.list.model_.index(1))
    page.move_to(page.list.selected(), clock.today() + timedelta(days=7))
    wait(qtbot, lambda: lines(sqlite_database)[0].due_on == clock.today() + timedelta(days=7))
    wait(qtbot, lambda: page.list.selected())
    page.window_.act("delete")
    wait(qtbot, lambda: lines(sqlite_database) == [])
    wait(qtbot, lambda: page.nothing.isVisible())


@pytest.fixture
def alarms(page: RemindersPage, monkeypatch: pytest.MonkeyPatch) -> tuple[AlarmClock, AlarmBar]:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    made = AlarmClock(page.window_)
    bar = AlarmBar(made)
    page.window_.show_over_page(bar)
    return made, bar


def test_it_fires_in_the_window_and_can_wait(
    page: RemindersPage, alarms: tuple[AlarmClock, AlarmBar], sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    ticking, bar = alarms
    number = add(sqlite_database, due_at=clock.now() - timedelta(minutes=1), contact_id=people[0])
    ticking.look()
    wait(qtbot, bar.isVisible)
    assert bar.title.text() == "Send offer" and "Ana Rusu" in bar.who.text()
    bar.menu.actions()[0].trigger()
    wait(qtbot, lambda: not bar.isVisible() and alarm_of(sqlite_database, number) == "snoozed")
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        ticking.look()
        wait(qtbot, bar.isVisible)
    bar.done.click()
    wait(qtbot, lambda: lines(sqlite_database)[0].status == "done")
    wait(qtbot, lambda: not bar.isVisible())
    assert lines(sqlite_database)[0].id == number


def test_it_waits_until_a_moment_of_ones_own(
    page: RemindersPage, alarms: tuple[AlarmClock, AlarmBar], sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    ticking, bar = alarms
    number = add(sqlite_database, due_at=clock.now() - timedelta(minutes=1), contact_id=people[0])
    ticking.look()
    wait(qtbot, bar.isVisible)
    bar.menu.actions()[-1].trigger()
    dialog = next(child for child in page.window_.findChildren(MomentDialog) if child.isVisible())
    dialog.day.line.setText("01.02.2001")
    dialog.save.click()
    assert "passed" in dialog.problem.text() and bar.isVisible()
    dialog.day.set_day(clock.today() + timedelta(days=3))
    dialog.time.setTime(QTime(16, 40))
    dialog.save.click()
    wait(qtbot, lambda: not bar.isVisible() and alarm_of(sqlite_database, number) == "snoozed")

    def fires() -> datetime | None:
        with sqlite_database.read() as session:
            return session.get_one(Reminder, number).remind_at

    assert elsewhere(fires) == moment_on(clock.today() + timedelta(days=3), time(16, 40), local_zone())


def test_what_was_missed_is_one_bar(
    page: RemindersPage, alarms: tuple[AlarmClock, AlarmBar], sqlite_database: Database, qtbot: QtBot
) -> None:
    ticking, bar = alarms
    for number in range(3):
        add(sqlite_database, f"Missed {number}", due_at=datetime(2025, 3, 1, 9 + number, tzinfo=UTC))
    ticking.look()
    wait(qtbot, bar.isVisible)
    assert "3 reminders were missed" in bar.title.text()
    bar.open.click()
    wait(qtbot, lambda: page.chips["missed"].isChecked() and page.list.model_.rowCount() == 4)
    assert not bar.isVisible()
    wait(qtbot, page.catch_up.isVisible)  # its answer comes in a turn of its own
    tomorrow = page.catch_up.buttons[1]
    tomorrow.setFocus()
    qtbot.keyClick(tomorrow, Qt.Key.Key_Space)
    wait(qtbot, lambda: {line.due_on for line in lines(sqlite_database)} == {clock.today() + timedelta(days=1)})
    wait(qtbot, lambda: not page.catch_up.isVisible())
    wait(qtbot, lambda: page.core.undo_label)
    page.window_.act("undo")
    wait(qtbot, lambda: {line.due_on for line in lines(sqlite_database)} == {date(2025, 3, 1)})


def test_the_hours_of_silence_end_and_the_desktop_is_told_then(
    page: RemindersPage, alarms: tuple[AlarmClock, AlarmBar], sqlite_database: Database, qtbot: QtBot
) -> None:
    ticking, bar = alarms
    told: list[str] = []
    ticking.desktop.failed.connect(lambda key, _missing: told.append(key))  # there is no bus here
    page.window_.change_settings(quiet_from="00:00", quiet_until="23:59", repeat_minutes=0)
    number = add(sqlite_database, due_at=clock.now() - timedelta(minutes=1))
    page.window_.hide()
    ticking.look()
    wait(qtbot, lambda: ticking._held)
    assert bar.alarms and told == []
    page.window_.change_settings(quiet_from="", quiet_until="")
    ticking.look()
    wait(qtbot, lambda: told == [str(number)])
    assert not ticking._held


def test_without_notifications_the_bar_tells_it_alone(
    page: RemindersPage, alarms: tuple[AlarmClock, AlarmBar], sqlite_database: Database, qtbot: QtBot
) -> None:
    ticking, bar = alarms
    told: list[str] = []
    ticking.desktop.failed.connect(lambda key, _missing: told.append(key))
    page.window_.change_settings(notifications=False)
    add(sqlite_database, due_at=clock.now() - timedelta(minutes=1))
    page.window_.hide()
    ticking.look()
    wait(qtbot, lambda: bar.alarms)
    assert told == []


def test_a_reminder_from_the_card_is_about_its_contact(
    page: RemindersPage, sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    window = page.window_
    window.show_page("contacts", contact=people[0])
    card = window.page.card  # type: ignore[union-attr]
    wait(qtbot, lambda: card.card is not None and card.card.id == people[0])
    card.header.remind.click()
    wait(qtbot, lambda: window.findChild(ReminderForm))
    form = window.findChild(ReminderForm)
    assert form.contact.text() == "Ana Rusu"
    form.title.setText("Send the price list")
    form.day.line.setText("20.03.2025")
    form.submit()
    wait(qtbot, lambda: lines(sqlite_database))
    (line,) = lines(sqlite_database)
    assert (line.title, line.who, line.due_on) == ("Send the price list", "Ana Rusu", date(2025, 3, 20))
