"""The history of a card as a user works with it, by keyboard and by dropping files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_crm.base import clock
from desktop_crm.base.attached import attached
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.attachments import add_attachments
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.interactions import InteractionDraft, add_interaction, change_interaction
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.three_way import ThreeWayDialog
from tests.ui.conftest import PATIENCE, elsewhere, show_contact

CONTROL = Qt.KeyboardModifier.ControlModifier
MAIL = (
    b"From: ana.rusu@orhei-vit.example\nMessage-ID: <1@x>\nDate: Sat, 01 Mar 2025 10:00:00 +0200\nSubject: Hi\n\nWords"
)


@pytest.fixture
def people(people: list[int], sqlite_database: Database) -> list[int]:
    sqlite_database.do(Label("Lists"), add_shipped_choices)
    return people


def stored(database: Database, contact_id: int) -> ContactCard:
    def read() -> ContactCard:
        with database.read() as session:
            return contact_card(session, contact_id)

    return elsewhere(read)


def card(window: MainWindow) -> Any:
    return window.pages["contacts"].card


def add(database: Database, *args: Any, **values: Any) -> int:
    return elsewhere(database.do, Label("Test"), add_interaction, InteractionDraft(*args, **values))


def drop(widget: Any, *paths: Path, place: QPoint | None = None) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    args = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    place = place or QPoint(5, 5)
    enter = QDragEnterEvent(place, *args)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(place, *args))
    return enter.isAccepted()


def test_a_call_with_outcome_and_next_step_by_keyboard(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    composer = card(window).composer
    qtbot.waitUntil(lambda: composer.form.outcome.count() > 5, timeout=PATIENCE)
    composer.begin("call")
    qtbot.keyClicks(composer.text, "Wants a discount")
    qtbot.keyClick(composer.more, Qt.Key.Key_Space)
    assert composer.form.isVisible() and composer.form.subject.hasFocus()
    qtbot.keyClicks(composer.form.subject, "Price")
    qtbot.keyClicks(composer.form.minutes, "6")
    composer.form.outcome.setFocus()
    qtbot.keyClicks(composer.form.outcome, "Agr")
    qtbot.keyClicks(composer.form.next_step, "Send the offer")
    qtbot.keyClicks(composer.form.due.line, "tomorrow")
    people_line = composer.form.people.line
    people_line.setFocus()
    qtbot.keyClicks(people_line, "Ceban")
    qtbot.waitUntil(lambda: bool(people_line._offered), timeout=PATIENCE)
    qtbot.keyClick(people_line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: composer.form.people.people == (people[1],), timeout=PATIENCE)
    qtbot.keyClick(composer.form.minutes, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: composer.text.toPlainText() == "" and not composer.form.isVisible(), timeout=PATIENCE)
    entry = stored(sqlite_database, people[0]).history[0]
    assert (entry.kind, entry.subject, entry.duration_minutes, entry.outcome) == ("call", "Price", 6, "Agreed")
    assert [one.name for one in entry.people] == ["Ion Ceban"]
    tomorrow = clock.today() + timedelta(days=1)
    assert [(step.title, step.due_on) for step in entry.steps] == [("Send the offer", tomorrow)]
    steps = card(window).history.steps
    qtbot.waitUntil(lambda: steps.isVisible() and steps.rows[0].row.line.value == "Send the offer", timeout=PATIENCE)
    qtbot.keyClick(steps.rows[0].box, Qt.Key.Key_Space)  # done
    qtbot.waitUntil(lambda: not steps.isVisible(), timeout=PATIENCE)
    assert stored(sqlite_database, people[0]).reminders == ()
    assert "Send the offer" in window._toast.text.text()
    qtbot.mouseClick(window._toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(steps.isVisible, timeout=PATIENCE)


def test_what_cannot_be_understood_is_said_and_nothing_is_lost(window: MainWindow, qtbot: QtBot) -> None:
    composer = card(window).composer
    composer.begin("meeting")
    qtbot.keyClicks(composer.text, "Talk")
    composer.more.click()
    qtbot.keyClicks(composer.form.time, "half past")
    composer.submit()
    assert "half past" in composer.problem.text() and composer.text.toPlainText() == "Talk"
    composer.form.time.setText("1030")
    composer.form.day.line.setText("01.02.2035")
    composer.submit()
    timeline = card(window).timeline
    qtbot.waitUntil(lambda: timeline.lines and timeline.lines[0].body == "Talk", timeout=PATIENCE)
    assert timeline.lines[0].state == "planned"
    assert timeline.lines[0].started_at.astimezone().strftime("%d.%m.%Y %H:%M") == "01.02.2035 10:30"


def test_an_entry_is_edited_in_place_pinned_and_deleted(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    timeline = card(window).timeline
    entry = next(one for one in timeline.entries if one.entry.body == "First call.")
    row_id = entry.entry.id
    entry.setFocus()
    qtbot.keyClick(entry, Qt.Key.Key_F2)
    editor = timeline.editor
    assert editor is not None and editor.text.hasFocus() and not entry.isVisible()
    line = editor.form.day.line
    assert line.width() > line.fontMetrics().horizontalAdvance(line.text()) + 12  # the day is never cut
    qtbot.keyClicks(editor.text, "Really: ")
    qtbot.keyClick(editor.text, Qt.Key.Key_Escape)
    assert timeline.editor is None and entry.hasFocus()
    qtbot.keyClick(entry, Qt.Key.Key_F2)
    timeline.editor.form.place.setText("Bălți")
    elsewhere(  # a colleague is quicker
        sqlite_database.do, Label("Theirs"), change_interaction, row_id, entry.entry.version, {"body": "Theirs"}
    )
    qtbot.wait(100)
    timeline.editor.text.setPlainText("Mine")
    qtbot.keyClick(timeline.editor.text, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "Text" in timeline.editor.problem.text(), timeout=PATIENCE)
    assert timeline.editor.text.toPlainText() == "Mine"
    qtbot.waitUntil(lambda: bool(window.findChildren(ThreeWayDialog)), timeout=PATIENCE)
    dialog = window.findChildren(ThreeWayDialog)[-1]
    assert dialog.choices["body"]["mine"].isChecked() and "Theirs" in dialog.choices["body"]["theirs"].accessibleName()
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: timeline.editor is None, timeout=PATIENCE)
    line = next(one for one in stored(sqlite_database, people[0]).history if one.id == row_id)
    assert (line.body, line.place) == ("Mine", "Bălți")
    entry = timeline.entry_of(row_id)
    entry.command.emit("pin")
    qtbot.waitUntil(
        lambda: timeline.entries[0].entry.id == row_id and timeline.entries[0].entry.pinned, timeout=PATIENCE
    )
    timeline.entries[0].setFocus()
    qtbot.keyClick(timeline.entries[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: timeline.entry_of(row_id) is None or len(timeline.lines) == 1, timeout=PATIENCE)
    assert stored(sqlite_database, people[0]).deleted_at is None
    qtbot.waitUntil(lambda: window._toast.isVisible(), timeout=PATIENCE)
    qtbot.mouseClick(window._toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(timeline.lines) == 2, timeout=PATIENCE)


def test_the_menu_of_an_entry(window: MainWindow, people: Sequence[int], qtbot: QtBot) -> None:
    timeline = card(window).timeline
    timeline.entries[0].command.emit("menu")
    menu = next(one for one in card(window).history.findChildren(QMenu) if one.isVisible())
    texts = [action.text() for action in menu.actions()]
    assert [text.split("\t")[0] for text in texts] == [
        "Edit", "Pin to the top", "Add a next step…", "Register a complaint…", "Attach files…", "Make private", "Copy",
        "Move to trash",
    ]  # fmt: skip
    copy = menu.actions()[6]
    copy.trigger()
    menu.close()
    assert QGuiApplication.clipboard().text().startswith("A long story.")
    qtbot.keyClick(timeline.entries[0], Qt.Key.Key_Down)
    assert timeline.entries[1].hasFocus() or not window.isActiveWindow()


def test_filter_by_kind_and_more_on_scroll(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    ion = people[1]

    def many(session: Any) -> None:
        start = datetime(2025, 1, 1, 9, tzinfo=UTC)
        for number in range(130):
            kind = "meeting" if number % 10 == 0 else "call"
            add_interaction(
                session, InteractionDraft(ion, kind, body=str(number), started_at=start + timedelta(hours=number))
            )

    elsewhere(sqlite_database.do, Label("Many"), many)
    show_contact(window, ion, qtbot)
    history = card(window).history
    qtbot.waitUntil(lambda: len(history.timeline.lines) == 50, timeout=PATIENCE)
    bar = card(window).area.verticalScrollBar()
    for count in (100, 130):
        qtbot.waitUntil(lambda: bar.maximum() > bar.value() + 500, timeout=PATIENCE)
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda count=count: len(history.timeline.lines) == count, timeout=PATIENCE)
    assert [line.body for line in history.timeline.lines] == [str(number) for number in range(129, -1, -1)]
    qtbot.keyClick(history.filters["meeting"], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(history.timeline.lines) == 13, timeout=PATIENCE)
    qtbot.keyClick(history.filters["note"], Qt.Key.Key_Space)
    qtbot.waitUntil(history.timeline.nothing.isVisible, timeout=PATIENCE)
    qtbot.keyClick(history.filters[""], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(history.timeline.lines) == 50, timeout=PATIENCE)


def test_fifty_entries_are_shown_without_a_hitch(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    for number in range(50):
        add(sqlite_database, people[1], "call", body=f"{number} " + "words and words " * 12, subject="Price")
    lines = stored(sqlite_database, people[1]).history
    timeline = card(window).timeline
    timeline.show_lines(lines, people[1], more=False)
    qtbot.wait(50)
    again = tuple(line for line in lines if line.id)[::-1]
    spent = []
    for shown in (again, lines, again):
        started = time.perf_counter()
        timeline.show_lines(shown, people[1], more=False)
        spent.append(time.perf_counter() - started)
    assert min(spent) < 0.05


def test_entries_stand_one_below_the_other_at_every_width(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    for number in range(30):
        add(sqlite_database, people[1], "call", body=f"{number} " + "words and words " * 12, subject="Price")
    show_contact(window, people[1], qtbot)
    timeline = card(window).timeline
    qtbot.waitUntil(lambda: len(timeline.lines) == 30, timeout=PATIENCE)
    heights = []
    for width in (1440, 1024):
        window.resize(width, 800)
        qtbot.waitUntil(lambda: timeline.entries[-1].geometry().bottom() + 1 == timeline.height(), timeout=PATIENCE)
        places = [entry.geometry() for entry in timeline.entries]
        assert all(above.bottom() < below.top() for above, below in pairwise(places))
        assert all(
            place.height() == entry.heightForWidth(place.width())
            for place, entry in zip(places, timeline.entries, strict=True)
        )
        heights.append(timeline.height())
    timeline.entries[0].toggle()
    qtbot.waitUntil(lambda: timeline.height() > heights[-1], timeout=PATIENCE)


def test_files_and_mails_are_dropped_on_the_card(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot, tmp_path: Path
) -> None:
    paper, sheet, mail = tmp_path / "Oferta.pdf", tmp_path / "prices.xlsx", tmp_path / "a.eml"
    for path, content in ((paper, b"%PDF"), (sheet, b"PK"), (mail, MAIL)):
        path.write_bytes(content)
    assert not drop(card(window), tmp_path)  # a folder is no file
    assert drop(card(window), paper, sheet, mail)
    files = card(window).files
    qtbot.waitUntil(lambda: len([row for row in files.rows if not row.isHidden()]) == 2, timeout=PATIENCE)
    shown = stored(sqlite_database, people[0])
    assert {file.name for file in shown.files} == {"Oferta.pdf", "prices.xlsx"}
    assert shown.history[-1].subject == "Hi" or shown.history[0].subject == "Hi"
    qtbot.waitUntil(lambda: "2 files attached" in window._toast.text.text(), timeout=PATIENCE)
    assert drop(card(window), mail)
    qtbot.waitUntil(lambda: "already" in window._toast.text.text(), timeout=PATIENCE)
    large = tmp_path / "film.mp4"
    with large.open("wb") as target:
        target.truncate(30_000_000)
    assert drop(card(window), large)
    qtbot.waitUntil(lambda: "film.mp4" in window.bar.text.text(), timeout=PATIENCE)
    notes = tmp_path / "notes.eml"
    notes.write_text("no mail")
    assert drop(card(window), notes)
    qtbot.waitUntil(lambda: "notes.eml" in window.bar.text.text(), timeout=PATIENCE)
    assert len(stored(sqlite_database, people[0]).files) == 2


def test_a_file_is_renamed_opened_saved_and_removed(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot, tmp_path: Path, home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opened: list[str] = []
    monkeypatch.setattr(
        "desktop_crm.ui.contacts.attaching.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile())
    )
    kept = (attached("Oferta.pdf", b"%PDF"), attached("setup.exe", b"MZ"))
    elsewhere(sqlite_database.do, Label("Files"), add_attachments, people[0], kept)
    files = card(window).files

    def rows() -> list[Any]:
        return [row for row in files.rows if not row.isHidden()]

    def row(name: str) -> Any:
        return next(row for row in rows() if row.line.value == name)

    qtbot.waitUntil(lambda: len(rows()) == 2, timeout=PATIENCE)
    qtbot.keyClick(row("Oferta.pdf"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=PATIENCE)
    assert Path(opened[0]).read_bytes() == b"%PDF" and Path(opened[0]).is_relative_to(home)
    assert Path(opened[0]).stat().st_mode & 0o222 == 0
    qtbot.keyClick(row("setup.exe"), Qt.Key.Key_Space)  # a program: never without a word
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=PATIENCE)
    box = window.findChildren(QMessageBox)[0]
    assert "setup.exe" in box.text()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.wait(50)
    assert len(opened) == 1
    qtbot.keyClick(row("Oferta.pdf"), Qt.Key.Key_F2)
    field = row("Oferta.pdf").editor.widgets[0].control
    assert isinstance(field, QLineEdit)
    field.setText("Contract")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(one.line.value == "Contract.pdf" for one in rows()), timeout=PATIENCE)
    card(window).attaching.write(card(window).card.files[0], tmp_path / "out.bin")
    qtbot.waitUntil((tmp_path / "out.bin").exists, timeout=PATIENCE)
    row("setup.exe").setFocus()
    qtbot.keyClick(row("setup.exe"), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(rows()) == 1, timeout=PATIENCE)
    qtbot.waitUntil(window._toast.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(window._toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows()) == 2, timeout=PATIENCE)


def test_a_next_step_is_changed_in_place(
    window: MainWindow, sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> None:
    add(sqlite_database, people[0], "call", next_step="Send", next_step_on=date(2020, 1, 2))
    steps = card(window).history.steps
    qtbot.waitUntil(steps.isVisible, timeout=PATIENCE)
    row = steps.rows[0].row
    assert row.line.tone == "bad" and "Overdue" in row.line.caption
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_F2)
    row.editor.widgets[1].control.setText("2035-03-04")
    qtbot.keyClick(row.editor.widgets[1].control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.line.tone == "", timeout=PATIENCE)
    assert stored(sqlite_database, people[0]).reminders[0].due_on == date(2035, 3, 4)
    row.edit()
    row.editor.remove.click()
    qtbot.waitUntil(lambda: not steps.isVisible(), timeout=PATIENCE)
