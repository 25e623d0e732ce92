"""The whole window on a real database, offscreen."""

from __future__ import annotations

import os
import shutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["DESKTOP_CRM_BUNDLED_FONT"] = "1"

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm import app
from desktop_crm.base import i18n
from desktop_crm.base.changes import Label
from desktop_crm.base.settings import Settings
from desktop_crm.db.address import Address, file_address
from desktop_crm.db.database import Database
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.ui.core import Core
from desktop_crm.ui.main_window import MainWindow
from desktop_crm.ui.theme import theme
from desktop_crm.ui.three_way import ThreeWayDialog
from tests import databases

PATIENCE = 5000  # ms until something must have happened on a slow machine


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    app.dress(qapp, Settings(theme="light"))
    return qapp


def add_people(session: CrmSession) -> list[int]:
    """Three contacts with everything a card shows."""
    ana = add_contact(
        session,
        ContactDraft(
            name="Ana Rusu", organisation="Orhei-Vit SA", position="director", phones=("022 123 456",),
            emails=("ana.rusu@orhei-vit.example",), city="Chișinău", country="MD", tags=("VIP",),
            values={"notes": "Prefers mornings.", "language": "ro", "life_cycle": "active"},
        ),
    )  # fmt: skip
    ion = add_contact(session, ContactDraft(name="Ion Ceban", phones=("+373 69 123 456",)))
    maria = add_contact(session, ContactDraft(name="Мария Петрова"))
    for body in ("First call.", "A long story. " * 60):
        add_interaction(session, InteractionDraft(ana, kind="call", direction="out", body=body))
    return [ana, ion, maria]


def elsewhere(function: Callable[..., Any], *args: Any) -> Any:
    """Run on another thread: the one of the window may not open a session."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *args).result()


@pytest.fixture(scope="session")
def file_of_people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A file with the three, made once and copied, and their ids."""
    path = tmp_path_factory.mktemp("people") / "people.crm"
    database = Database.open(
        databases.new_file(path), operator="Ana", workstation="pc-1", installation="pc-1", derived=DERIVED
    )
    try:
        return path, database.do(Label("Test data"), add_people)
    finally:
        database.close()


@pytest.fixture
def sqlite_address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """A fresh database file: with the three people for the tests that ask for them, else empty."""
    if "people" not in request.fixturenames:
        return databases.fresh("sqlite", tmp_path)
    path, _ = request.getfixturevalue("file_of_people")
    shutil.copyfile(path, tmp_path / "clients.crm")
    return file_address(tmp_path / "clients.crm")


@pytest.fixture
def people(sqlite_database: Database, file_of_people: tuple[Path, list[int]]) -> list[int]:
    """Ids of Ana Rusu (at Orhei-Vit SA), Ion Ceban, Мария Петрова."""
    return list(file_of_people[1])


@pytest.fixture
def colleague(people: list[int], sqlite_database: Database, opened: Callable[..., Database]) -> Database:
    """Another program on the same file."""
    return opened(sqlite_database.address, operator="Olga", installation="pc-2")


@pytest.fixture
def open_window(
    dressed: QApplication, qtbot: QtBot, opened: Callable[..., Database]
) -> Iterator[Callable[..., MainWindow]]:
    """Opens the window on a database; closes all at the end, with nothing left over, before databases are closed."""
    made: list[tuple[MainWindow, Core]] = []
    before = set(dressed.topLevelWidgets())

    def open_it(database: Database | None = None, **values: Any) -> MainWindow:
        core = Core(database, who={"operator": "Ana", "workstation": "pc-1", "installation": "pc-1"})
        window = MainWindow(core, Settings(**{"theme": "light", "language": "en", **values}))
        window.resize(1440, 900)
        made.append((window, core))
        window.show()
        return window

    yield open_it
    for window, core in made:
        window.close()
        core.close()
        window.deleteLater()
    i18n.use_language("en")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    dressed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    if (theme().mode, theme().compact) != ("light", False):  # nearly half a second where it has to be put on
        theme().use("light", compact=False)
    left = [widget for widget in dressed.topLevelWidgets() if widget not in before]
    assert not left, f"windows left over: {left}"


@pytest.fixture
def window(
    open_window: Callable[..., MainWindow], sqlite_database: Database, people: Sequence[int], qtbot: QtBot
) -> MainWindow:
    """The window with three people; Ana's card is in front."""
    made = open_window(sqlite_database)
    show_contact(made, people[0], qtbot)
    return made


def show_contact(window: MainWindow, contact_id: int, qtbot: QtBot) -> None:
    """Bring a card to the front and wait until it is filled."""
    window.show_page("contacts")
    page: Any = window.page
    qtbot.waitUntil(lambda: page.pane.model.rowCount() > 0, timeout=PATIENCE)
    page.show_contact(contact_id)
    qtbot.waitUntil(lambda: page.card.card is not None and page.card.card.id == contact_id, timeout=PATIENCE)


def three_way(window: MainWindow, qtbot: QtBot) -> ThreeWayDialog:
    """The page of mine, theirs and before, when it is there."""
    qtbot.waitUntil(lambda: bool(window.findChildren(ThreeWayDialog)), timeout=PATIENCE)
    return window.findChildren(ThreeWayDialog)[-1]
