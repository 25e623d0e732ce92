"""Reports in the window: chosen, looked at, kept, saved, printed; a figure leads to its list and on to the card."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QFocusEvent, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.base import clock
from desktop_crm.base.document import Link
from desktop_crm.base.errors import CrmError
from desktop_crm.services.agenda import AgendaFilter, reminder_rows
from desktop_crm.services.firm import firm
from desktop_crm.services.reports.copies import copies
from desktop_crm.services.reports.paper import letterhead
from desktop_crm.services.reports.periods import last_month, month_of
from desktop_crm.services.reports.request import thresholds
from desktop_crm.ui.commands import begin_work
from desktop_crm.ui.fields.entry_dialog import EntryDialog
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.reports import deeds, output, recent, schedule
from desktop_crm.ui.reports.changes import ChangesDialog
from desktop_crm.ui.reports.figures import FiguresFace
from desktop_crm.ui.reports.page import ReportsPage
from desktop_crm.ui.reports.thresholds import ThresholdsDialog
from desktop_crm.ui.settings.paper import PaperSection, small_png
from tests.ui.conftest import PATIENCE, elsewhere
from tests.ui.looks import unnamed


def wait(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=3 * PATIENCE)


def read(window: MainWindow, query: Callable[..., Any], *args: Any) -> Any:
    database = window.core.database
    assert database is not None

    def ask() -> Any:
        with database.read() as session:
            return query(session, *args)

    return elsewhere(ask)


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ReportsPage:
    window.show_page("reports", report="activity", day=clock.today())
    found = window.pages["reports"]
    assert isinstance(found, ReportsPage)
    wait(qtbot, lambda: found.made is not None)
    return found


def test_the_pages_are_those_of_the_report_and_can_be_searched(page: ReportsPage, qtbot: QtBot) -> None:
    assert page.preview.document.pageCount() == len(
        pypdf.PdfReader(__import__("io").BytesIO(page.preview.content)).pages
    )
    page.on_action("find")
    page.preview.finder.setText("Real contacts")
    wait(qtbot, lambda: "found: " in page.preview.pages.text() and "found: 0" not in page.preview.pages.text())
    before = page.preview.view.zoomFactor()
    page.preview.zoom(1.2)
    assert page.preview.view.zoomFactor() != before
    page.preview.fit_width()
    assert not unnamed(page)


def test_a_figure_leads_to_its_list_and_on_to_the_card(page: ReportsPage, window: MainWindow, qtbot: QtBot) -> None:
    page.show_face(1)
    reached = next(
        item
        for place in range(page.figures.topLevelItemCount())
        if (item := page.figures.topLevelItem(place)) and item.text(0) == "Customers reached"
    )
    reached.setExpanded(True)
    assert reached.childCount() == int(reached.text(1)) > 0
    page.figures.setCurrentItem(reached.child(0))
    said = page.findChild(FiguresFace)
    assert said is not None and said.definition.text().startswith("Different contacts with at least one real contact")
    line = reached.child(0)
    page.figures.itemActivated.emit(line, 0)
    assert window.page_name == "contacts"
    wait(qtbot, lambda: getattr(window.page, "card", None) is not None)
    assert isinstance(line.data(0, Qt.ItemDataRole.UserRole + 1), Link)


def test_other_reports_months_and_languages(page: ReportsPage, qtbot: QtBot) -> None:
    page.choices.turn(-1)
    wait(qtbot, lambda: page.made is not None and page.made.document.period == month_of(clock.today()).before.text)
    page.choices.language.setCurrentIndex(page.choices.language.findData("ru"))
    page.choices.changed.emit()
    wait(qtbot, lambda: page.made is not None and page.made.document.language == "ru")
    page.on_shown(report="card")
    wait(qtbot, lambda: page.made is None)
    assert not page.save.isEnabled()
    contact = read(page.window_, _first_contact)
    page.on_shown(report="card", contact=contact, name="Ana")
    wait(qtbot, lambda: page.made is not None)


def _first_contact(session: Any) -> int:
    from desktop_crm.services.contact_lists import ContactsView, contact_ids

    return contact_ids(session, ContactsView())[0]


def test_a_kept_copy_stays_and_tells_what_changed(page: ReportsPage, qtbot: QtBot) -> None:
    page.keep_copy()
    wait(qtbot, lambda: page.lines and page.made is not None and page.made.copy_id == page.lines[0].id)
    content = page.preview.content
    assert (
        page.kept.item(0).text().endswith("Activity by colleague")
        and page.compare.isVisibleTo(page)
        and not page.keep.isVisibleTo(page)
    )
    page.make_anew()
    wait(qtbot, lambda: page.made is not None and page.made.copy_id is None)
    page.kept.itemClicked.emit(page.kept.item(0))
    wait(qtbot, lambda: page.made is not None and page.made.copy_id is not None and page.preview.content == content)
    page.show_changes()
    wait(qtbot, lambda: page.findChild(ChangesDialog) is not None)
    dialog = page.findChild(ChangesDialog)
    assert dialog is not None and dialog.head.text() == "Nothing changed since the copy was made."
    dialog.close()


def test_what_was_lately_looked_at_is_offered_again(page: ReportsPage, window: MainWindow, qtbot: QtBot) -> None:
    period = page.choices.period
    page.on_shown(report="abc")
    wait(qtbot, lambda: recent.reports(window)[:2] == [("abc", period), ("activity", period)])
    page.choices.turn(-1)
    wait(qtbot, lambda: page.kept.count() == 3)
    page.kept.itemClicked.emit(page.kept.item(2))
    wait(qtbot, lambda: recent.reports(window)[0] == ("activity", period))
    assert page.report == "activity" and page.choices.period == period


def test_a_copy_is_kept_only_of_what_its_period_decides(page: ReportsPage, qtbot: QtBot) -> None:
    assert page.keep.isVisibleTo(page)
    page.on_shown(report="card", contact=read(page.window_, _first_contact), name="Ana")
    wait(qtbot, lambda: page.made is not None and page.made.wanted.report == "card")
    assert not page.keep.isVisibleTo(page)


def test_saved_opened_and_sent(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ending in (".pdf", ".xlsx"):
        out = tmp_path / f"report{ending}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, out=out: (str(out), ""))
        deeds.save_as(page, ending)
        wait(qtbot, out.exists)
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url))
    deeds.open_elsewhere(page)
    wait(qtbot, lambda: opened)
    assert Path(opened[0].toLocalFile()).read_bytes() == page.preview.content
    monkeypatch.setenv("PATH", str(tmp_path))  # no program of the desktop's there: the folder, and a mail link
    deeds.mail(page)
    wait(qtbot, lambda: len(opened) == 3)
    assert opened[2].toString().startswith("mailto:?subject=Activity")


@pytest.mark.skipif(sys.platform != "linux", reason="xdg-email is of the Linux desktops")
def test_a_mail_carries_the_file_where_the_desktop_can(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    program = tmp_path / "xdg-email"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {told}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pytest.fail(url.toString()))
    deeds.mail(page)
    wait(qtbot, lambda: told.exists() and told.read_text(encoding="utf-8"))
    *_options, file = told.read_text(encoding="utf-8").splitlines()
    assert Path(file).read_bytes() == page.preview.content


def test_any_period_is_chosen(page: ReportsPage, qtbot: QtBot) -> None:
    menu = page.choices.month.menu()
    menu.aboutToShow.emit()
    quarter = next(action for action in menu.actions() if action.text() == "Last quarter")
    quarter.trigger()
    first = page.choices.period.first
    assert first.month in (1, 4, 7, 10) and (page.choices.period.last - first).days in range(89, 93)
    page.choices.turn(-1)
    assert page.choices.period.last == first - timedelta(days=1)  # the quarter before
    page.choices.month.ask_days()
    form = page.choices.month.findChild(EntryDialog)
    form.widgets["first"].set_text("10.03.2025")
    form.widgets["last"].set_text("9.03.2025")
    form.submit()
    assert form.problem.isVisible() and "Nothing was changed" in form.problem.text()
    form.widgets["last"].set_text("20.03.2025")
    form.submit()
    wait(qtbot, lambda: page.made is not None and page.made.document.period == "10 Mar 2025 to 20 Mar 2025")
    page.choices.turn()
    assert (page.choices.period.first, page.choices.period.last) == (date(2025, 3, 21), date(2025, 3, 31))


def test_printing_lays_every_page_on_the_printer(
    page: ReportsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QPrinter] = []

    def open_dialog(dialog: QPrintDialog) -> None:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        asked.append(printer)
        dialog.accepted.emit(printer)
        dialog.deleteLater()

    monkeypatch.setattr(output.QDialog, "open", open_dialog)
    deeds.print_pages(page)
    assert asked
    wait(qtbot, lambda: not window.core._underway)
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == page.preview.document.pageCount()


def test_the_dormant_become_a_call_list_once(page: ReportsPage, window: MainWindow, qtbot: QtBot) -> None:
    before = len(read(window, reminder_rows, AgendaFilter("all")))
    page.more.call_dormant()
    qtbot.wait(50)
    wait(qtbot, lambda: not window.core._underway)
    after = len(read(window, reminder_rows, AgendaFilter("all")))
    page.more.call_dormant()
    wait(qtbot, lambda: not window.core._underway)
    assert len(read(window, reminder_rows, AgendaFilter("all"))) == after >= before


def test_thresholds_are_kept_for_everybody(page: ReportsPage, window: MainWindow, qtbot: QtBot) -> None:
    page.more.ask_thresholds()
    wait(qtbot, lambda: page.findChild(ThresholdsDialog) is not None)
    dialog = page.findChild(ThresholdsDialog)
    assert dialog is not None
    dialog.boxes["dormant_days"].setValue(400)
    dialog.save()
    assert dialog.error.isVisibleTo(dialog)
    dialog.boxes["dormant_days"].setValue(45)
    dialog.save()
    wait(qtbot, lambda: read(window, thresholds).dormant_days == 45)
    wait(qtbot, lambda: not window.core._underway)


def test_the_month_that_is_over_is_written_into_the_folder(
    page: ReportsPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    schedule.use_folder(window, str(tmp_path))
    path = schedule.file_of(str(tmp_path))
    wait(qtbot, path.exists)
    assert f"{last_month().first:%Y-%m}" in path.name
    wait(qtbot, lambda: page.lines)
    path.unlink()
    schedule.begin(window)
    wait(qtbot, path.exists)
    wait(qtbot, lambda: not window.core._underway)
    assert len(page.lines) == 1  # the copy that was kept is written again


def test_a_program_started_on_the_2nd_writes_what_the_1st_would_have(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.remember(report_folder=str(tmp_path))
    with clock.frozen(datetime(2025, 4, 2, 8, tzinfo=UTC)):
        begin_work(window)
        path = tmp_path / "2025-03 Monthly report.pdf"
        wait(qtbot, path.exists)
        assert pypdf.PdfReader(path).metadata.subject == "March 2025"  # type: ignore[union-attr]
        wait(qtbot, lambda: not window.core._underway)
        path.unlink()
    again = window.findChild(QTimer, "report_folder")
    with clock.frozen(datetime(2025, 5, 1, 0, 1, tzinfo=UTC)):  # it was never closed
        again.timeout.emit()
        wait(qtbot, (tmp_path / "2025-04 Monthly report.pdf").exists)
        wait(qtbot, lambda: not window.core._underway)
    assert [one.period.first.month for one in read(window, copies)] == [4, 3]


def test_a_folder_that_is_gone_is_said_in_a_sentence(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    refused: list[CrmError] = []
    window.core.refused.connect(refused.append)
    window.remember(report_folder=str(tmp_path / "gone"))
    schedule.begin(window)
    wait(qtbot, lambda: refused)
    assert "Monthly report" in refused[0].sentence
    wait(qtbot, lambda: not window.core._underway)


def test_the_firm_on_paper(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.show_page("settings")
    section: PaperSection = window.pages["settings"].paper  # type: ignore[attr-defined]
    wait(qtbot, lambda: not window.core._underway)
    section.text.setPlainText("str. Lungă 1\n+373 22 123 456")
    section.eventFilter(section.text, QFocusEvent(QEvent.Type.FocusOut))
    wait(qtbot, lambda: read(window, firm).paper_lines == "str. Lungă 1\n+373 22 123 456")
    image = QImage(1600, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    image.save(str(tmp_path / "logo.png"))
    section.keep_logo(small_png(tmp_path / "logo.png"))
    wait(qtbot, lambda: read(window, letterhead).logo)
    kept = read(window, letterhead)
    assert kept.lines == ("str. Lungă 1", "+373 22 123 456")
    assert QImage.fromData(kept.logo).width() == 800
    wait(qtbot, lambda: not window.core._underway)
