"""Pictures of databases on servers; no server is asked, so that they can be made anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop_crm.db.probing import ServerFacts
from desktop_crm.db.refusals import CertificateNotTrusted
from desktop_crm.db.transfer import MovePlan, MoveResult, TableSums
from desktop_crm.services.complaints.verifying import ChainReport
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.servers.door import Rehearsal, reach_of
from desktop_crm.ui.servers.findings import facts_found, trouble_found
from desktop_crm.ui.servers.move_page import REHEARSAL, RESULT
from desktop_crm.ui.servers.moved_dialog import MovedDialog
from desktop_crm.ui.servers.open_dialog import OpenServerDialog
from desktop_crm.ui.servers.password_dialog import PasswordDialog

_BOOK = ChainReport(True, 84, 412, "", ())
SERVER = "postgresql://ana@srv-01.office.example/clients"
FACTS = ServerFacts(
    "postgresql", "PostgreSQL 15.3", "srv-01.office.example", 5432, "clients", "ana", "TLS", "UTF8", "ours", "", 0.42, 0
)


def _dialog(window: MainWindow) -> OpenServerDialog:
    dialog = OpenServerDialog(window)
    dialog.open()
    dialog.form.show_reach(reach_of(SERVER)[0], "secret")
    return dialog


def tested(window: MainWindow) -> None:
    """Green facts."""
    _dialog(window).show_found(facts_found(FACTS))


def refused(window: MainWindow) -> None:
    """A trouble in a sentence."""
    dialog = _dialog(window)
    dialog.form.encryption.setCurrentIndex(2)
    dialog.show_found(trouble_found(CertificateNotTrusted(host="srv-01.office.example")))


def password(window: MainWindow) -> None:
    """Asked at the next start."""
    PasswordDialog(window, SERVER, opened=lambda: None, given_up=lambda: None).open()


def led_away(window: MainWindow) -> None:
    """A PC that opens what was moved."""
    nothing: dict[str, Any] = {"follow": lambda: None, "look": lambda: None, "given_up": lambda: None}
    MovedDialog(window, "/srv/clients.crm", SERVER, **nothing).open()


def rehearsed(window: MainWindow) -> None:
    """Before the last button."""
    window.show_page("move", to="server")
    page: Any = window.page
    plan = MovePlan("/srv/clients.crm", SERVER, "1", (), 1_262_000, 4_000_000, 150.0, "PostgreSQL 15.3", True, False)
    page.rehearsal.show_rehearsal(Rehearsal(plan, replace(FACTS, holds="")), shared=True)
    page.go_to(REHEARSAL)


def moved(window: MainWindow) -> None:
    """The proof."""
    window.show_page("move", to="server")
    page: Any = window.page
    names = ("contact", "phone", "email", "interaction", "reminder", "complaint", "change_set")
    tables = tuple(TableSums(name, 12 * n, 12 * n, f"{n}f" * 8, f"{n}f" * 8) for n, name in enumerate(names, 1))
    page.result.show_result(MoveResult("/srv/clients.crm", SERVER, tables, 3.0, Path("/backups/clients.crm"), _BOOK))
    page.go_to(RESULT)


SERVERS: dict[str, Callable[[MainWindow], object]] = {
    "server-open": lambda window: OpenServerDialog(window).open(),
    "server-tested": tested,
    "server-refused": refused,
    "server-password": password,
    "server-moved": led_away,
    "move-where": lambda window: window.show_page("move", to="server"),
    "move-back": lambda window: window.show_page("move", to="file"),
    "move-rehearsal": rehearsed,
    "move-result": moved,
}
