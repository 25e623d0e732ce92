"""The move in the window: rehearsal, move, proof, the way back, and a PC that opens what was moved."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.servers.door import Reach
from desktop_crm.ui.servers.move_page import MOVE, REHEARSAL, RESULT, WHERE
from desktop_crm.ui.servers.moved_dialog import MovedDialog
from desktop_crm.ui.servers.password_dialog import PasswordDialog
from tests import databases
from tests.guests import PASSWORD, MemoryKeyring, guest_of_mariadb, use_keyring
from tests.ui.conftest import add_people
from tests.ui.flow_windows import opened_window, settle
from tests.ui.test_servers import dialog_of, everything_written

PATIENCE = 30_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with use_keyring(MemoryKeyring()), opened_window(qtbot, tmp_path / "clients.crm") as made:
        made.core.do(made, Label("Test data"), add_people)
        settle(qtbot, made.core)
        yield made
    gc.collect()  # a connection that nobody closed would be told here


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Iterator[Address]:
    """A database without tables. Asked for before the window, which looks at it as long as it is open."""
    kind = getattr(request, "param", "postgresql")
    address = databases.bare_database(kind)
    yield address
    databases.drop_database(kind, address.name)


def rehearsed(window: MainWindow, address: Address, qtbot: QtBot, password: str = "") -> Any:
    window.act("move_to_server")
    page: Any = window.page
    host, port = address.place
    reach = Reach(address.kind, host, port, address.name, address.url.username or "")
    page.where.form.show_reach(reach, password)
    page.go_on()
    qtbot.waitUntil(lambda: not page.card.busy, timeout=PATIENCE)
    return page


def moved(page: Any, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.core.opened, timeout=PATIENCE, raising=False) as waited:
        page.go_on()
    assert waited.signal_triggered, page.bar.text.text()
    settle(qtbot, page.core)


def let_go(window: MainWindow) -> None:
    """The server's database can be dropped."""
    if window.core.database is not None:
        window.core.database.close()


@pytest.mark.parametrize("bare", databases.KINDS[1:], indirect=True)
def test_there_and_back(bare: Address, window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert not window.actions_["move_to_file"].isEnabled()
    page = rehearsed(window, bare, qtbot)
    assert page.current == REHEARSAL, page.bar.text.text()
    said = " ".join(text for _tone, text in (*page.rehearsal.found.found, *page.rehearsal.happens.found))
    assert "answers in" in said and "less than a minute" in said and "backup" in said and "leads" in said
    moved(page, qtbot)
    assert window.page is page and page.current == RESULT
    assert page.result.result.tables and all(row.equal for row in page.result.result.tables)
    assert {page.result.model.index(row, 5).data() for row in range(page.result.model.rowCount())} == {"✓ equal"}
    assert window.core.database is not None and window.core.database.address.is_server
    assert window.settings.last_database == page.result.result.target
    assert window.navigation.isEnabled() and window.menuBar().isEnabled()
    page.result.contacts.click()
    contacts: Any = window.page
    qtbot.waitUntil(lambda: contacts.pane.model.rowCount() == 4, timeout=PATIENCE)
    window.show_page("settings", line="server")
    base: Any = window.page.base  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: "by its administrator" in base.last.text(), timeout=PATIENCE)
    assert base.move_back.isVisibleTo(base) and not base.backup.isVisibleTo(base)
    base.forget_password.click()
    settle(qtbot, window.core)

    window.act("move_to_file")
    assert not page.where.to_server and page.current == WHERE
    page.where.file.setText(str(tmp_path / "again"))
    page.go_on()
    qtbot.waitUntil(lambda: page.current == REHEARSAL, timeout=PATIENCE)
    moved(page, qtbot)
    assert window.core.database.address.path == tmp_path / "again.crm"
    assert [row.sum_source for row in page.result.result.tables] == [
        row.sum_target for row in page.result.result.tables
    ]


def test_a_place_that_is_not_empty_is_told_and_nothing_happens(bare: Address, window: MainWindow, qtbot: QtBot) -> None:
    databases.execute(bare, "CREATE TABLE invoices (id INTEGER)")
    page = rehearsed(window, bare, qtbot)
    assert page.current == WHERE and page.bar.isVisible() and page.where.form.isVisible()
    assert "Nothing was changed" in page.bar.text.text() or "left as" in page.bar.text.text()
    assert window.core.database is not None and window.core.database.address.path is not None


def test_a_move_can_be_stopped(bare: Address, window: MainWindow, qtbot: QtBot) -> None:
    page = rehearsed(window, bare, qtbot)
    page.go_on()
    assert page.current == MOVE and not window.navigation.isEnabled()
    page.card.cancel()
    qtbot.waitUntil(lambda: page.current == REHEARSAL, timeout=PATIENCE)
    assert window.navigation.isEnabled() and "Nothing was changed" in page.bar.text.text()
    settle(qtbot, window.core)
    window.core.do(window, Label("Goes on"), add_contact, ContactDraft(name="Nina"))
    settle(qtbot, window.core)
    assert not window.bar.isVisible()


@pytest.mark.mariadb
@pytest.mark.parametrize("bare", ["mariadb"], indirect=True)
def test_a_pc_that_opens_what_was_moved(
    bare: Address, window: MainWindow, qtbot: QtBot, tmp_path: Path, home: Path
) -> None:
    path = tmp_path / "clients.crm"
    with guest_of_mariadb(bare) as guest:
        page = rehearsed(window, guest, qtbot, PASSWORD)
        page.where.form.remember.setChecked(False)
        moved(page, qtbot)
        window._saved(window.settings)
        assert PASSWORD not in everything_written(home)
        with opened_window(qtbot, None) as other:
            other.show_page("first_start")
            start: Any = other.page
            start.open_file(path)
            dialog = dialog_of(other, MovedDialog, qtbot)
            dialog.look.click()
            qtbot.waitUntil(lambda: other.core.database is not None, timeout=PATIENCE)
            settle(qtbot, other.core)
            assert other.core.database.read_only and other.page_name == "contacts"  # type: ignore[union-attr]
            start_again(other, path)
            dialog_of(other, MovedDialog, qtbot).follow.click()
            asked = dialog_of(other, PasswordDialog, qtbot)
            asked.password.setText(PASSWORD)
            with qtbot.waitSignal(other.core.opened, timeout=PATIENCE):
                asked.open_.click()
            settle(qtbot, other.core)
            assert other.core.database.address.is_server  # type: ignore[union-attr]
        let_go(window)


def start_again(window: MainWindow, path: Path) -> None:
    from desktop_crm.ui.commands import open_database

    open_database(window, str(path))


def test_a_window_still_open_on_the_file_is_led_away(
    bare: Address, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from desktop_crm.db.transfer import move
    from desktop_crm.services.search import rebuild_search

    assert window.core.database is not None
    source = window.core.database.address
    window.core.run(window, lambda: move(source, bare, search=rebuild_search))
    settle(qtbot, window.core)
    for name in ("Nina", "Olga"):
        window.core.do(window, Label("Too late"), add_contact, ContactDraft(name=name))
    settle(qtbot, window.core)
    asked = [one for one in window.findChildren(MovedDialog) if one.isVisible()]
    assert len(asked) == 1
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_any: (str(tmp_path / "other.crm"), ""))
    Database.create(databases.file_address(tmp_path / "other.crm")).close()
    with qtbot.waitSignal(window.core.opened, timeout=PATIENCE):
        asked[0].other.click()
    settle(qtbot, window.core)
