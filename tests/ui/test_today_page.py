"""Today: the figures are those of the database, everything on it leads somewhere or does something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout
from pytestqt.qtbot import QtBot

from desktop_crm.base import clock, i18n
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, ImportantDate
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import AgendaFilter, reminder_rows
from desktop_crm.services.alarms import next_alarm
from desktop_crm.services.complaint_reports.facts import MINUTES_A_DAY
from desktop_crm.services.complaint_reports.report import complaint_figures
from desktop_crm.services.complaints import ComplaintDraft, register_complaint, take_step, void_complaint
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.reminders import ReminderDraft, add_reminder
from desktop_crm.services.today import complaints_by_month, months_before, solving_time
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.today.chart import sentence
from desktop_crm.ui.today.page import TodayPage, greeting
from tests.ui.conftest import PATIENCE, elsewhere
from tests.ui.looks import cut_words, unnamed

CHANGE = Label("Change")


def wait(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)


def read(database: Database, query: Callable[..., Any], *args: Any) -> Any:
    def ask() -> Any:
        with database.read() as session:
            return query(session, *args)

    return elsewhere(ask)


def lines(database: Database, which: str = "all") -> list[ReminderLine]:
    found: list[ReminderLine] = read(database, reminder_rows, AgendaFilter(which))  # type: ignore[arg-type]
    return found


def fill(session: CrmSession, people: list[int]) -> None:
    """Ten reminders for today, of which two are late; a birthday tomorrow; somebody who is silent for 40 days."""
    today = clock.today()
    for number in range(8):
        add_reminder(session, ReminderDraft(f"Task {number}", due_on=today))
    for title in ("Send contract", "Call back"):
        add_reminder(session, ReminderDraft(title, people[0], due_on=today - timedelta(days=2)))
    add_reminder(session, ReminderDraft("Soon", due_on=today + timedelta(days=1)))
    day = today + timedelta(days=1)
    session.add(ImportantDate(contact_id=people[1], label="birthday", month=day.month, day=day.day, year=day.year - 40))
    silent = session.get(Contact, people[2])
    assert silent is not None
    add_interaction(
        session, InteractionDraft(people[2], kind="call", started_at=clock.now() - timedelta(days=40), body="Long ago.")
    )
    silent.rhythm_days = 30
    session.flush()


@pytest.fixture
def page(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: list[int], qtbot: QtBot
) -> TodayPage:
    sqlite_database.do(CHANGE, fill, people)
    window = open_window(sqlite_database)
    window.show_page("today")
    shown = window.page
    assert isinstance(shown, TodayPage)
    wait(qtbot, lambda: shown.view is not None and shown.chart.bars.months and shown.reminders.rows)
    wait(qtbot, lambda: shown.late.rows or not shown.view or not shown.view.overdue_complaints)
    return shown


def test_the_figures_are_those_of_the_database(page: TodayPage) -> None:
    assert (page.due.figure, page.due.detail, page.due.tone) == (10, "2 overdue", "bad")
    assert (page.ahead.figure, page.ahead.detail) == (1, "1 tomorrow")
    assert (page.complaints.figure, page.complaints.detail) == (0, "None past its deadline")
    assert page.late.isHidden()
    assert page.reached.figure == 1  # Ana was called
    assert page.reached.accessibleName().startswith("Contacts this week: 1")


def test_the_greeting_knows_the_hour_and_the_operator(page: TodayPage) -> None:
    assert page.title.startswith("Good ") and page.title.endswith(", Ana")
    assert greeting(8, "Olga") == "Good morning, Olga"
    assert greeting(14, "") == "Good day"
    assert greeting(2, "Olga") == "Good evening, Olga"


def test_a_page_opens_without_a_ring_and_shows_it_once_keys_are_used(page: TodayPage, qtbot: QtBot) -> None:
    assert page.due.hasFocus()
    calm = page.due.grab().toImage()
    qtbot.keyClick(page.due, Qt.Key.Key_Tab)
    qtbot.keyClick(page.complaints, Qt.Key.Key_Backtab)
    assert page.due.hasFocus() and page.due.grab().toImage() != calm


def test_at_most_eight_late_ones_first_and_the_rest_is_counted(page: TodayPage) -> None:
    shown = [row for row in page.reminders.rows if row.isVisible()]
    assert len(shown) == 8
    assert [row.when.text() for row in shown[:3]] == ["Overdue", "Overdue", ""]
    assert page.reminders.more.text() == "2 more" and page.reminders.more.isVisible()


def test_a_box_ticks_and_undo_takes_it_back(page: TodayPage, sqlite_database: Database, qtbot: QtBot) -> None:
    row = page.reminders.rows[0]
    row.box.setFocus()
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    wait(qtbot, lambda: page.due.figure == 9)
    assert [line.title for line in lines(sqlite_database, "done")] == [row_title(sqlite_database)]
    wait(qtbot, lambda: page.core.undo_label)
    page.window_.act("undo")
    wait(qtbot, lambda: page.due.figure == 10)


def row_title(database: Database) -> str:
    return next(line.title for line in lines(database) if line.status == "done")


@pytest.mark.parametrize(("place", "least", "most"), [(0, 9, 10), (1, 59, 60), (2, 60, 60 * 48)])
def test_later(page: TodayPage, sqlite_database: Database, qtbot: QtBot, place: int, least: int, most: int) -> None:
    row = page.reminders.rows[0]
    assert row.line is not None
    row.menu.actions()[place].trigger()

    def snoozed() -> list[datetime]:
        def ask(session: CrmSession) -> list[datetime]:
            from desktop_crm.model import Reminder

            reminder = session.get(Reminder, row.line.id)  # type: ignore[union-attr]
            return [reminder.remind_at] if reminder is not None and reminder.alarm == "snoozed" else []  # type: ignore[list-item]

        found: list[datetime] = read(sqlite_database, ask)
        return found

    wait(qtbot, snoozed)
    minutes = (snoozed()[0] - clock.now()).total_seconds() / 60
    assert least <= minutes <= most
    assert read(sqlite_database, next_alarm) is not None


def test_tiles_and_lines_lead_where_they_say(page: TodayPage, people: list[int], qtbot: QtBot) -> None:
    window = page.window_
    page.due.click()
    assert window.page_name == "reminders" and window.page.wanted.which == "due"  # type: ignore[union-attr]
    for tile, target in ((page.ahead, "calendar"), (page.complaints, "complaints"), (page.reached, "contacts")):
        window.show_page("today")
        tile.setFocus()
        qtbot.keyClick(tile, Qt.Key.Key_Space)
        assert window.page_name == target
    window.show_page("today")
    page.birthdays.lines[0].click()
    contacts: Any = window.page
    wait(qtbot, lambda: contacts.card.card is not None and contacts.card.card.id == people[1])


def test_going_quiet_and_a_reminder_for_all_of_them(
    page: TodayPage, sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    assert page.quiet.sentence.text() == "1 contact has been silent for too long"
    assert page.quiet.lines[0].accessibleName() == "Мария Петрова, 40 days"
    page.quiet.link.click()
    wait(qtbot, lambda: any(line.contact_id == people[2] for line in lines(sqlite_database)))
    page.quiet.link.click()
    qtbot.waitUntil(lambda: not page.core._underway, timeout=PATIENCE)
    assert [line.title for line in lines(sqlite_database) if line.contact_id == people[2]] == [
        "Stay in touch: Мария Петрова"
    ]


def test_birthdays_say_the_day_and_the_age(page: TodayPage) -> None:
    assert page.birthdays.lines[0].accessibleName() == "Ion Ceban, Tomorrow · 40 years"


def test_a_backup_is_made_and_said(page: TodayPage, qtbot: QtBot) -> None:
    wait(qtbot, lambda: page.backup.last.text() == "None yet")
    page.backup.button.click()
    wait(qtbot, lambda: page.backup.rows)
    assert page.backup.last.text().startswith("Today ") and page.backup.last.text().endswith("verified")
    assert page.backup.copies.text().startswith("1 copy kept in ")
    assert page.backup.rows[0].path.exists()


def test_empty_cards_say_so(open_window: Callable[..., MainWindow], sqlite_database: Database, qtbot: QtBot) -> None:
    window = open_window(sqlite_database)
    window.show_page("today")
    page: Any = window.page
    wait(qtbot, lambda: page.view is not None)
    for card in (page.reminders, page.quiet, page.birthdays):
        assert card.nothing.isVisible() and card.nothing.text()
    assert not page.quiet.link.isVisible() and not page.reminders.more.isVisible()


def test_narrow_stacks_the_cards_without_a_horizontal_scroll_bar(page: TodayPage, qtbot: QtBot) -> None:
    assert page._rows[0].direction() == QBoxLayout.Direction.LeftToRight
    page.window_.resize(760, 700)
    wait(qtbot, lambda: page._rows[0].direction() == QBoxLayout.Direction.TopToBottom)
    wait(qtbot, lambda: page.area.widget().width() <= page.area.viewport().width())
    assert page.area.widget().minimumSizeHint().width() <= page.area.viewport().width()


def test_nothing_is_cut_in_the_pseudo_language_and_all_has_names(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    sqlite_database.do(CHANGE, fill, people)
    i18n.use_language(i18n.PSEUDO)
    window = open_window(sqlite_database, language=i18n.PSEUDO)
    window.resize(1024, 700)
    window.show_page("today")
    page: Any = window.page
    wait(qtbot, lambda: page.view is not None and not window.core._underway)
    qtbot.wait(20)
    assert cut_words(page) == []
    assert unnamed(page) == []
    assert window.width() == 1024


def test_months_count_complaints_as_their_report_does(sqlite_database: Database) -> None:
    def write(session: CrmSession) -> None:
        for moment, solved in (
            (datetime(2025, 3, 3, 8, tzinfo=UTC), timedelta(hours=2)),
            (datetime(2025, 3, 4, 8, tzinfo=UTC), timedelta(hours=6)),
            (datetime(2025, 3, 5, 8, tzinfo=UTC), None),
            (datetime(2024, 4, 15, 8, tzinfo=UTC), None),
            (datetime(2024, 3, 15, 8, tzinfo=UTC), None),
        ):
            number = register_complaint(session, ComplaintDraft("Late", received_at=moment), moment)
            if solved is not None:
                take_step(session, number, "acknowledge", facts={"channel": "phone"}, at=moment)
                answer = {"reply_channel": "phone", "justified": "justified"}
                take_step(session, number, "answer", facts=answer, at=moment + solved)
        voided = register_complaint(session, ComplaintDraft("Twice"), datetime(2025, 3, 6, 8, tzinfo=UTC))
        void_complaint(session, voided, "Entered twice")

    with clock.frozen(datetime(2025, 3, 14, 9, tzinfo=UTC)):
        sqlite_database.do(CHANGE, write)
        with sqlite_database.read() as session:
            months = complaints_by_month(session)
            first, last = date(2025, 3, 1), date(2025, 3, 31)
            figures = {figure.key: figure.value for figure in complaint_figures(session, first, last)}
    assert [month.first for month in months] == months_before(date(2025, 3, 14))
    assert [month.complaints for month in months] == [1, *[0] * 10, 3]
    assert figures["complaints.received"] == months[-1].complaints
    assert months[-1].median_minutes is not None
    assert figures["complaints.median_days"] == round(months[-1].median_minutes / MINUTES_A_DAY, 1)
    solved = solving_time(months[-1].median_minutes)
    assert sentence(months[-1]) == f"March: 3 complaints, median time to solve {solved}"
    assert (solving_time(540), solving_time(1450)) == ("9 h", "3 working days")
    assert sentence(months[1]) == "May: no complaints"


def test_the_report_and_the_birthdays_are_a_link_away(page: TodayPage, qtbot: QtBot) -> None:
    page.birthdays.link.click()
    assert page.window_.page_name == "contacts"
    wait(qtbot, lambda: page.window_.page.count == 1)  # type: ignore[union-attr]
    page.chart.link.click()
    assert page.window_.page_name == "reports"
    assert page.window_.page.report == "complaints"  # type: ignore[union-attr]


def test_overdue_complaints_are_listed_and_lead_to_their_card(
    page: TodayPage, sqlite_database: Database, people: list[int], qtbot: QtBot
) -> None:
    long_ago = clock.now() - timedelta(days=40)

    def register(session: CrmSession) -> list[int]:
        drafts = [ComplaintDraft(f"Shelf {number}", contact_id=people[0], received_at=long_ago) for number in range(6)]
        return [register_complaint(session, draft) for draft in drafts]

    ids = elsewhere(lambda: sqlite_database.do(Label("Test"), register))
    wait(qtbot, lambda: page.complaints.figure == 6 and page.late.isVisible())
    assert page.complaints.detail == "6 past their deadlines"
    assert [line.text()[-7:] for line in page.late.lines] == ["Shelf 0", "Shelf 1", "Shelf 2", "Shelf 3"]
    assert "overdue" in page.late.lines[0].end and page.late.more.text() == "2 more"
    page.late.lines[0].click()
    assert page.window_.page_name == "complaints"
    wait(qtbot, lambda: page.window_.page.card.complaint_id == ids[0])  # type: ignore[union-attr]
