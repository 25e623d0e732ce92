"""Databases on servers in the window: the form, its test, opening, and the password at the next start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm import app
from desktop_crm.base import passwords
from desktop_crm.db.address import Address, parse_address
from desktop_crm.db.database import Database
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.servers.connection_form import ConnectionForm
from desktop_crm.ui.servers.door import Reach, reach_of, shown_of
from desktop_crm.ui.servers.findings import BAD, OK
from desktop_crm.ui.servers.open_dialog import OpenServerDialog
from desktop_crm.ui.servers.password_dialog import PasswordDialog
from tests import databases
from tests.guests import PASSWORD, MemoryKeyring, guest_of_mariadb, use_keyring
from tests.ui.flow_windows import opened_window, settle

PATIENCE = 10_000


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    with use_keyring(MemoryKeyring()) as backend:
        yield backend


@pytest.fixture
def window(qtbot: QtBot, keyring: MemoryKeyring) -> Iterator[MainWindow]:
    with opened_window(qtbot, None) as made:
        made.show_page("first_start")
        yield made


@pytest.fixture
def guest() -> Iterator[Address]:
    """The emptied database, for a user with a password."""
    with guest_of_mariadb(databases.emptied("mariadb")) as address:
        yield parse_address(shown_of(reach_of(address.shown)[0]))  # as the form writes it: without the usual port


def dialog_of(window: MainWindow, kind: type, qtbot: QtBot) -> Any:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(kind)), timeout=PATIENCE)
    return next(one for one in window.findChildren(kind) if one.isVisible())


def fill(form: ConnectionForm, address: Address, password: str = "") -> None:
    host, port = address.place
    form.show_reach(Reach(address.kind, host, port, address.name, address.url.username or ""), password)


def everything_written(home: Path) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in home.rglob("*") if path.is_file())


@pytest.mark.mariadb
def test_opened_with_a_password_that_is_kept(
    window: MainWindow, guest: Address, keyring: MemoryKeyring, qtbot: QtBot, home: Path
) -> None:
    page: Any = window.page
    page.server.click()
    dialog = dialog_of(window, OpenServerDialog, qtbot)
    qtbot.waitUntil(dialog.form.remember.isChecked, timeout=PATIENCE)
    assert not dialog.open_.isEnabled()
    fill(dialog.form, guest, "wrong-horse")
    dialog.try_it()
    qtbot.waitUntil(lambda: bool(dialog.findings.found), timeout=PATIENCE)
    assert dialog.findings.found[0][0] == BAD and "user name and the password" in dialog.findings.texts[0].text()
    dialog.form.password.setText(PASSWORD)
    assert dialog.findings.found == ()
    dialog.try_it()
    qtbot.waitUntil(lambda: bool(dialog.findings.found), timeout=PATIENCE)
    assert {tone for tone, _text in dialog.findings.found} == {OK}
    assert "MariaDB" in dialog.findings.texts[0].text()
    with qtbot.waitSignal(window.core.opened, timeout=PATIENCE):
        dialog.open_.click()
    settle(qtbot, window.core)
    assert window.page_name == "contacts"
    assert window.settings.last_database == guest.shown
    assert keyring.held == {(passwords.SERVICE, guest.shown): PASSWORD}
    window._saved(window.settings)
    assert PASSWORD not in everything_written(home) and "wrong-horse" not in everything_written(home)


@pytest.mark.mariadb
def test_the_next_start_takes_it_from_the_keyring(window: MainWindow, guest: Address, qtbot: QtBot) -> None:
    passwords.keep(guest.shown, PASSWORD)
    with qtbot.waitSignal(window.core.opened, timeout=PATIENCE):
        app.begin(window, guest.shown)
    settle(qtbot, window.core)
    assert window.core.database is not None and window.core.database.address.shown == guest.shown


@pytest.mark.mariadb
def test_the_next_start_asks_where_it_was_not_kept(
    window: MainWindow, guest: Address, keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    app.begin(window, guest.shown)
    dialog = dialog_of(window, PasswordDialog, qtbot)
    assert QApplication.activeModalWidget() is dialog and dialog.password.hasFocus()
    assert guest.name in dialog.question.text()
    dialog.password.setText("wrong-horse")
    dialog.open_.click()
    qtbot.waitUntil(dialog.problem.isVisible, timeout=PATIENCE)
    assert dialog.open_.isEnabled() and "wrong-horse" not in dialog.problem.text()
    dialog.password.setText(PASSWORD)
    with qtbot.waitSignal(window.core.opened, timeout=PATIENCE):
        dialog.open_.click()
    settle(qtbot, window.core)
    assert window.page_name == "contacts" and keyring.held == {}


@pytest.mark.mariadb
def test_who_does_not_know_the_password_may_begin_elsewhere(window: MainWindow, guest: Address, qtbot: QtBot) -> None:
    app.begin(window, guest.shown)
    dialog_of(window, PasswordDialog, qtbot).reject()
    assert window.page_name == "first_start" and window.core.database is None
    qtbot.waitUntil(window.bar.isVisible, timeout=PATIENCE)
    assert "password" in window.bar.text.text()


@pytest.fixture(params=databases.KINDS[1:])
def bare(request: pytest.FixtureRequest) -> Iterator[Address]:
    """A database without tables. Asked for before the window, which looks at it as long as it is open."""
    address = databases.bare_database(request.param)
    yield address
    databases.drop_database(address.kind, address.name)


def test_an_empty_database_gets_a_new_client_base(bare: Address, window: MainWindow, qtbot: QtBot) -> None:
    window.act("open_server")
    dialog = dialog_of(window, OpenServerDialog, qtbot)
    fill(dialog.form, bare)
    dialog.open_.click()
    qtbot.waitUntil(lambda: dialog.makes_new, timeout=PATIENCE)
    assert "Make" in dialog.open_.text() and "Move to a server" in dialog.findings.texts[-1].text()
    with qtbot.waitSignal(window.core.opened, timeout=20_000):
        dialog.open_.click()
    settle(qtbot, window.core)
    assert window.settings.last_database == shown_of(reach_of(bare.shown)[0]) and window.page_name == "contacts"


def test_a_pasted_address_fills_the_form(qtbot: QtBot, dressed: QApplication) -> None:
    form = ConnectionForm()
    qtbot.addWidget(form)
    form.host.setText("mariadb://ana:s3cret@db.host.example:3307/clients?sslmode=verify-full&ssl_ca=/etc/ca.pem")
    assert form.reach == Reach("mariadb", "db.host.example", 3307, "clients", "ana", "verify-full", "/etc/ca.pem")
    assert form.password.text() == "s3cret" and form.certificate.isVisibleTo(form)
    assert shown_of(form.reach) == (
        "mariadb://ana@db.host.example:3307/clients?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem"
    )


@pytest.mark.parametrize(
    "reach",
    [
        Reach("postgresql", "srv-01", 0, "clients", "ana"),
        Reach("postgresql", "10.0.0.5", 5433, "клиенты", "ана", "verify-full", ""),
        Reach("mariadb", "/run/mysqld/mysqld.sock", 0, "clients", "ana", "require", ""),
    ],
)
def test_what_the_form_says_comes_back_from_the_kept_address(
    reach: Reach, form_of: Callable[[str], ConnectionForm]
) -> None:
    assert form_of(shown_of(reach)).reach == reach


@pytest.fixture
def form_of(qtbot: QtBot, dressed: QApplication) -> Callable[[str], ConnectionForm]:
    def made(shown: str) -> ConnectionForm:
        form = ConnectionForm()
        qtbot.addWidget(form)
        form.show_reach(reach_of(shown)[0])
        return form

    return made


def test_without_a_keyring_nothing_can_be_kept(qtbot: QtBot, dressed: QApplication) -> None:
    form = ConnectionForm()
    qtbot.addWidget(form)
    form.allow_remembering(False)
    assert (
        not form.remember.isEnabled()
        and not form.remember.isChecked()
        and "asked for every time" in form.keyring.text()
    )


def test_an_opened_database_names_no_password(database: Database) -> None:
    assert "password" not in repr(database.address)
