"""Every page and dialog of the window, each opened as a user would; another one is one line in ``PLACES``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.base import clock
from desktop_crm.base.calendar_entry import CalendarFile
from desktop_crm.base.errors import FileMissing
from desktop_crm.db.probing import ServerFacts
from desktop_crm.db.refusals import PortClosed
from desktop_crm.db.transfer import MovePlan, MoveResult, TableCount, TableSums
from desktop_crm.model.session import CrmSession
from desktop_crm.services.calendar_exchange import CalendarPlan
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.reminders import ReminderDraft, add_reminder
from desktop_crm.services.trash import delete_contacts
from desktop_crm.ui.crash import show_bug
from desktop_crm.ui.duplicates.dialog import open_merge
from desktop_crm.ui.fields.dialog import open_fields
from desktop_crm.ui.importing import page as wizard
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.notices import confirm
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.reminders.calendar_import import CalendarDialog
from desktop_crm.ui.search.palette import SearchPalette, open_palette
from desktop_crm.ui.servers.door import Rehearsal, reach_of
from desktop_crm.ui.servers.findings import facts_found, trouble_found
from desktop_crm.ui.servers.move_page import REHEARSAL
from desktop_crm.ui.servers.move_page import RESULT as MOVED
from desktop_crm.ui.servers.moved_dialog import MovedDialog
from desktop_crm.ui.servers.password_dialog import PasswordDialog
from tests.ui.conftest import PATIENCE
from tests.ui.flow_windows import sheet

A_CALENDAR = CalendarFile("fair.ics", ())
A_PLAN = CalendarPlan("fair.ics", 12, 3, 9, 4, 2, 1, 5, (("Târg", date(2025, 3, 14)),))
SERVER = "postgresql://ana@srv-01.office.example/clients"
FACTS = ServerFacts(
    "postgresql", "PostgreSQL 15.3", "srv-01.office.example", 5432, "clients", "ana", "", "UTF8", "", "", 0.42, 300.0
)
TRACE = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: secret'
MORE = (
    ("", "", "", "", "", "Bălți", "nobody"),
    ("Orhei-Vit SA", "Ana Rusu", "director", "022 123456 int.14", "ana.rusu@orhei-vit.example", "Chisinau", "A1"),
    ("Agroprim SRL", "Elena Țurcanu", "contabil", "069123456; 079400118", "", "Balti", "A3"),
    ("Moldtelecom SA", "Ion Ceban", "", "123-456", "", "", ""),
)


def furnish(session: CrmSession) -> None:
    """Something on every page: a pair that looks alike, reminders of each kind, something in the trash."""
    twice = ContactDraft(name="Vasile Munteanu", phones=("+373 79 400 118",), emails=("v@munteanu.example",))
    ids = [add_contact(session, twice) for _number in range(2)]
    delete_contacts(session, [add_contact(session, ContactDraft(name="Thomas Weber"))])
    today = clock.today()
    for days in (-2, 0, 1, 40):
        due = today + timedelta(days=days)
        add_reminder(session, ReminderDraft("Weber", ids[0], due_on=due, checklist=("A", "B") if days == 1 else ()))
    add_reminder(session, ReminderDraft("Munteanu", ids[1]))


class Walk:
    """Goes from place to place."""

    def __init__(self, window: MainWindow, qtbot: QtBot, folder: Path) -> None:
        self.window, self.qtbot, self.folder = window, qtbot, folder
        self.number = 0

    def settle(self) -> None:
        """Nothing is on its way any more, and all is laid out."""
        self.qtbot.waitUntil(lambda: not self.window.core._underway, timeout=PATIENCE)
        QCoreApplication.processEvents()
        QCoreApplication.processEvents()

    def page(self, name: str, **arguments: Any) -> Any:
        """Bring a page to the front."""
        self.window.show_page(name, **arguments)
        self.settle()
        return self.window.page

    def contacts(self) -> Any:
        """The page of contacts with Ana's card, as at the start."""
        page = self.page("contacts")
        page.pane.show_table(False)
        self.qtbot.waitUntil(lambda: page.card.card is not None, timeout=PATIENCE)
        self.settle()
        return page

    def opened(self, deed: Callable[[], object]) -> QWidget:
        """The dialog or list that *deed* opens."""
        before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
        deed()
        self.settle()
        new = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one not in before]
        assert len(new) == 1, new
        return new[0]

    def imported(self, rows: Sequence[Sequence[str]] = MORE, until: int = wizard.RESULT) -> Any:
        """The wizard at a step."""
        self.number += 1
        path = sheet(self.folder / f"clients {self.number}.xlsx", rows)
        page = self.page("import", path=path)
        self.qtbot.waitUntil(lambda: page.flow.source is not None and bool(page.flow.columns), timeout=PATIENCE)
        while page.current < until:
            self.qtbot.waitUntil(page.onward.isEnabled, timeout=PATIENCE)
            page.go_on()
            self.settle()
        return page

    def leave(self) -> None:
        """Close what was opened over the window."""
        for one in [*self.window.findChildren(QDialog), *QApplication.topLevelWidgets()]:
            if one is not self.window and one.isVisible() and one.isWindow():
                one.close()
        palette = self.window.findChild(SearchPalette)
        if palette is not None and palette.isVisible():
            palette.dismiss()
        self.window.bar.hide()
        page: Any = self.window.page
        if self.window.page_name == "contacts":
            page.card.leave()
            page.pane.show_view(replace(page.pane.view, filters=(), group=""))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.window.activateWindow()
        self.settle()

    def each(
        self, check: Callable[[QWidget], Sequence[str]], names: Sequence[str] | None = None
    ) -> dict[str, list[str]]:
        """What *check* finds in each place; places without anything are left out."""
        found = {}
        for name in names if names is not None else PLACES:
            place = PLACES[name](self)
            self.settle()
            problems = list(check(place if place.isWindow() or isinstance(place, SearchPalette) else self.window))
            if problems:
                found[name] = problems
            self.leave()
        return found


def _table(walk: Walk) -> QWidget:
    page = walk.contacts()
    page.pane.show_table(True)
    return page


def _many(walk: Walk) -> QWidget:
    page = walk.contacts()
    page.pane.list.selectAll()
    return page


def _condition(code: str) -> Callable[[Walk], QWidget]:
    def go(walk: Walk) -> QWidget:
        pane = walk.contacts().pane
        popup = walk.opened(pane.offer_filter)
        popup._choose(pane.fields[code], None)  # type: ignore[attr-defined]
        return popup

    return go


def _log(walk: Walk) -> QWidget:
    page = walk.contacts()
    page.card.composer.begin("call")
    page.card.composer.more.setChecked(True)
    page.card.composer.unfold()
    return page


def _unlog(walk: Walk) -> QWidget:
    page = walk.contacts()
    page.card.composer.more.setChecked(False)
    page.card.composer.unfold()
    entry = page.card.timeline.entries[0]
    page.card.history._edit(entry)
    return page


def _told(walk: Walk) -> QWidget:
    page = walk.contacts()
    walk.window.core.refused.emit(FileMissing(name="clienti.xlsx"))
    return page


def _rows(walk: Walk) -> QWidget:
    page = walk.page("imports")
    page.show_rows()
    return page


def _form(walk: Walk) -> QWidget:
    page = walk.page("reminders")
    number = next(entry.id for entry in page.list.model_.entries if hasattr(entry, "id"))
    return walk.opened(lambda: (forms.edit(walk.window, number), walk.settle()))


def _tested(walk: Walk) -> QWidget:
    dialog: Any = walk.opened(lambda: (walk.contacts(), walk.window.act("open_server")))
    dialog.form.show_reach(reach_of(SERVER)[0])
    dialog.form.encryption.setCurrentIndex(2)
    dialog.show_found(facts_found(FACTS))
    return dialog


def _untested(walk: Walk) -> QWidget:
    dialog: Any = walk.opened(lambda: (walk.contacts(), walk.window.act("open_server")))
    dialog.form.show_reach(reach_of(SERVER)[0])
    dialog.show_found(trouble_found(PortClosed(host="srv-01.office.example", port=5432)))
    return dialog


def _password(walk: Walk) -> QWidget:
    walk.contacts()
    return walk.opened(lambda: PasswordDialog(walk.window, SERVER, opened=lambda: None, given_up=lambda: None).open())


def _led_away(walk: Walk) -> QWidget:
    walk.contacts()
    nothing: dict[str, Any] = {"follow": lambda: None, "look": lambda: None, "given_up": lambda: None}
    return walk.opened(lambda: MovedDialog(walk.window, "/srv/clients.crm", SERVER, **nothing).open())


def _rehearsed(walk: Walk) -> QWidget:
    page = walk.page("move", to="server")
    tables = (TableCount("contact", 12), TableCount("interaction", 1_250))
    plan = MovePlan("/srv/clients.crm", SERVER, "1", tables, 1_262, 4_000_000, 150.0, "PostgreSQL 15.3", True, True)
    page.rehearsal.show_rehearsal(Rehearsal(plan, FACTS), shared=True)
    page.go_to(REHEARSAL)
    return page


def _moved(walk: Walk) -> QWidget:
    page = walk.page("move", to="server")
    tables = (TableSums("contact", 12, 12, "0f" * 8, "0f" * 8), TableSums("interaction", 9, 9, "a3" * 8, "a3" * 8))
    page.result.show_result(MoveResult("/srv/clients.crm", SERVER, tables, 3.0, walk.folder / "clients.crm", None))
    page.go_to(MOVED)
    return page


def _page(name: str, **arguments: Any) -> Callable[[Walk], QWidget]:
    return lambda walk: walk.page(name, **arguments)


def _acted(name: str) -> Callable[[Walk], QWidget]:
    return lambda walk: (walk.contacts(), walk.opened(lambda: (walk.window.act(name), walk.settle())))[1]


def _found(text: str) -> Callable[[Walk], QWidget]:
    return lambda walk: (walk.contacts(), open_palette(walk.window, text))[1]


PLACES: dict[str, Callable[[Walk], QWidget]] = {
    "today": _page("today"),
    "contacts": lambda walk: walk.contacts(),
    "contacts-table": _table,
    "contacts-many": _many,
    "contacts-filter": lambda walk: walk.opened(walk.contacts().pane.offer_filter),
    "contacts-choice": _condition("life_cycle"),
    "contacts-days": _condition("last_touch_at"),
    "contacts-add-field": lambda walk: walk.opened(walk.contacts().card.offer_fields),
    "contacts-log": _log,
    "contacts-entry": _unlog,
    "contacts-told": _told,
    "contacts-trail": lambda walk: walk.opened(walk.contacts().card.deeds.show_trail),
    "complaints": _page("complaints"),
    "complaint-new": _acted("new_complaint"),
    "complaint-lists": _acted("complaint_lists"),
    "complaint-deadlines": _acted("deadline_presets"),
    "complaint-verified": _acted("verify_complaints"),
    "reports": _page("reports"),
    "reminders": _page("reminders"),
    "reminder-new": _acted("new_reminder"),
    "reminder-form": _form,
    "calendar-month": _page("calendar", face="month"),
    "calendar-week": _page("calendar", face="week"),
    "calendar-day": _page("calendar", face="day"),
    "calendar-file": lambda walk: walk.opened(lambda: CalendarDialog(walk.window, A_CALENDAR, A_PLAN).open()),
    "calendar-agenda": _page("calendar", face="agenda"),
    "duplicates": _page("duplicates"),
    "duplicates-certain": lambda walk: walk.opened(walk.page("duplicates").ask_batch),
    "merge": lambda walk: walk.opened(lambda: open_merge(walk.window, walk.contacts().card.contact_id)),
    "trash": _page("trash"),
    "trash-emptying": lambda walk: walk.opened(walk.page("trash").ask_empty),
    "import-columns": lambda walk: walk.imported(until=wizard.COLUMNS),
    "import-clean-up": lambda walk: walk.imported(until=wizard.CLEAN_UP),
    "import-duplicates": lambda walk: walk.imported(until=wizard.DUPLICATES),
    "import-fates": lambda walk: walk.imported(until=wizard.IMPORT),
    "import-file": lambda walk: (walk.page("import").begin_anew(), walk.window)[1],
    "imports": _page("imports"),
    "imports-rows": _rows,
    "waiting": _page("waiting"),
    "settings": _page("settings"),
    "first_start": _page("first_start"),
    "fields": lambda walk: (walk.contacts(), open_fields(walk.window))[1],
    "field": lambda walk: (open_fields(walk.window).add(), QApplication.activeModalWidget())[1],
    "new_contact": _acted("new_contact"),
    "history": _acted("history"),
    "shortcuts": _acted("shortcuts"),
    "about": _acted("about"),
    "crash": lambda walk: walk.opened(lambda: show_bug(walk.window, TRACE)),
    "confirm": lambda walk: confirm(walk.window, "Delete for good?", "It goes.", "Delete 12 contacts", lambda: None),
    "server-open": _acted("open_server"),
    "server-tested": _tested,
    "server-refused": _untested,
    "server-password": _password,
    "server-moved": _led_away,
    "move": _page("move", to="server"),
    "move-back": _page("move", to="file"),
    "move-rehearsal": _rehearsed,
    "move-result": _moved,
    "palette": _found(""),
    "palette-found": _found("an"),
    "palette-caller": _found("+373 69 123 456"),
}
# windows of their own, read from top to bottom
FORMS = (
    "server-open",
    "server-password",
    "reminder-new",
    "reminder-form",
    "new_contact",
    "field",
    "merge",
    "trash-emptying",
    "about",
)
