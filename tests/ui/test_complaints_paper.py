"""Complaints on paper: letters kept in the book, the sheet and the register as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.agenda import AgendaFilter, reminder_rows
from desktop_crm.services.complaints import ComplaintDraft, complaint_card, register_complaint, tree_rows
from desktop_crm.services.complaints.templates import template_of
from desktop_crm.ui.complaints import book, paper
from desktop_crm.ui.complaints.badge import ComplaintsBadge
from desktop_crm.ui.complaints.letter import LetterDialog
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.reports.pages import PagesDialog
from tests.ui.conftest import PATIENCE, elsewhere
from tests.ui.test_complaints_page import ask, settle


@pytest.fixture
def complaint(sqlite_database: Database, people: Sequence[int]) -> int:
    draft = ComplaintDraft("Damaged shelf", "It came broken.", contact_id=people[0])
    made: int = elsewhere(sqlite_database.do, Label("Test data"), register_complaint, draft)
    return made


def test_a_letter_is_proposed_changed_and_kept_as_evidence(
    window: MainWindow, sqlite_database: Database, complaint: int, qtbot: QtBot
) -> None:
    dialog = LetterDialog(window, ask(sqlite_database, complaint_card, complaint), "acknowledgement")
    dialog.open()
    qtbot.waitUntil(dialog.keep.isEnabled, timeout=PATIENCE)
    assert dialog.language.currentData() == "ro"  # Ana's language, not the program's
    assert dialog.subject.text() and dialog.body.toPlainText()
    dialog.ask("ru")
    qtbot.waitUntil(lambda: dialog.language.currentData() == "ru", timeout=PATIENCE)
    dialog.body.setPlainText("Полка будет заменена.")
    dialog.keep.click()
    qtbot.waitUntil(lambda: bool(ask(sqlite_database, complaint_card, complaint).files), timeout=PATIENCE)
    card = ask(sqlite_database, complaint_card, complaint)
    assert [line.name.endswith(".pdf") for line in card.files] == [True]
    assert card.trail[0].kind == "letter"
    qtbot.waitUntil(lambda: not window.findChildren(LetterDialog), timeout=PATIENCE)


def test_the_sheet_and_the_register_are_files(
    window: MainWindow, complaint: int, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    for name, save in (
        ("sheet", lambda: paper.save_sheet(window, complaint)),
        ("book", lambda: paper.save_register(window)),
    ):
        target = tmp_path / f"{name}.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, target=target: (str(target), ""))
        save()
        qtbot.waitUntil(lambda target=target: str(target) in shown, timeout=PATIENCE)
        assert "Damaged shelf" in "".join(page.extract_text() for page in PdfReader(target).pages)


def test_the_reminder_of_a_deadline_leads_to_its_complaint(
    window: MainWindow, sqlite_database: Database, complaint: int, qtbot: QtBot
) -> None:
    (line,) = ask(sqlite_database, reminder_rows, AgendaFilter("all"))
    assert line.contact_id is not None  # about Ana, but the complaint is what has to be done
    forms.go_to_subject(window, line.id)
    qtbot.waitUntil(lambda: window.page_name == "complaints", timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(window.page) and window.page.card.complaint_id == complaint, timeout=PATIENCE)  # type: ignore[union-attr]


def test_an_older_database_gets_its_categories(window: MainWindow, sqlite_database: Database, qtbot: QtBot) -> None:
    assert not ask(sqlite_database, tree_rows, "complaint_category")
    ComplaintsBadge(window).prepare()
    qtbot.waitUntil(lambda: bool(ask(sqlite_database, tree_rows, "complaint_category")), timeout=PATIENCE)
    assert window.core.undo_label != "Prepare the book of complaints"


def test_letters_are_edited_previewed_and_set_back(window: MainWindow, sqlite_database: Database, qtbot: QtBot) -> None:
    dialog = book.letters(window)
    settle(window, qtbot)
    dialog.language.setCurrentIndex(dialog.language.findData("ro"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    settle(window, qtbot)
    assert dialog.subject.text() == "Reclamația dvs. nr. {number}" and not dialog.reset.isEnabled()
    dialog.body.setPlainText("Salut ")
    dialog.body.moveCursor(QTextCursor.MoveOperation.End)
    dialog.insert("complainant")
    assert dialog.body.toPlainText() == "Salut {complainant}"
    dialog.show_preview()
    qtbot.waitUntil(lambda: dialog.findChild(PagesDialog) is not None, timeout=PATIENCE)
    pages = dialog.findChild(PagesDialog)
    assert pages.preview.document.pageCount() == 1
    assert "Salut Ana Rusu" in pages.preview.document.getAllText(0).text()
    pages.accept()
    dialog.kind.setCurrentIndex(dialog.kind.findData("final"))  # another letter: what was typed is saved
    dialog.kind.activated.emit(dialog.kind.currentIndex())
    settle(window, qtbot)
    assert ask(sqlite_database, template_of, "acknowledgement", "ro").body == "Salut {complainant}"
    dialog.subject.setText("{nothing}")
    dialog.reject()
    settle(window, qtbot)
    assert dialog.isVisible() and "{nothing}" in dialog.problem.text()  # kept as typed, and told why
    dialog.subject.setText(dialog.row.subject)  # type: ignore[union-attr]
    dialog.kind.setCurrentIndex(0)
    dialog.kind.activated.emit(0)
    settle(window, qtbot)
    dialog.take_back()
    settle(window, qtbot)
    assert ask(sqlite_database, template_of, "acknowledgement", "ro").id is None
    window.act("undo")
    settle(window, qtbot)
    assert dialog.body.toPlainText() == "Salut {complainant}"
    dialog.reject()
