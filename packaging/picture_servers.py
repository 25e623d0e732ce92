"""Pictures of databases on servers; no server is asked, so that they can be made anywhere."""

from __future__ import annotations

from collections.abc import Callable

from desktop_crm.db.probing import ServerFacts
from desktop_crm.db.refusals import CertificateNotTrusted
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.servers.door import reach_of
from desktop_crm.ui.servers.findings import facts_found, trouble_found
from desktop_crm.ui.servers.open_dialog import OpenServerDialog
from desktop_crm.ui.servers.password_dialog import PasswordDialog

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


SERVERS: dict[str, Callable[[MainWindow], object]] = {
    "server-open": lambda window: OpenServerDialog(window).open(),
    "server-tested": tested,
    "server-refused": refused,
    "server-password": password,
}
