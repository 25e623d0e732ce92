"""The door: answers come back where they are wanted, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, CrmError, NotFound
from desktop_crm.base.progress import Progress
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.contacts import ContactDraft, add_contact, contact_count
from desktop_crm.ui.core import Core
from desktop_crm.ui.work import UnexpectedError
from tests.ui.conftest import PATIENCE


@pytest.fixture
def core(sqlite_database: Database, dressed: Any) -> Iterator[Core]:
    made = Core(sqlite_database)
    yield made
    made.close()


def add(session: Any, name: str = "Ana") -> int:
    return add_contact(session, ContactDraft(name=name))


def test_ask_and_do_answer_on_the_window_thread_after_the_notice(core: Core, qtbot: QtBot) -> None:
    owner, heard = QObject(), []
    core.changed.connect(lambda changes: heard.append(("changed", len(changes.touched("contact")))))
    core.do(owner, Label("Add"), add, then=lambda _id: heard.append(("done", threading.get_ident())))
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=PATIENCE)
    assert heard == [("changed", 1), ("done", threading.get_ident())]
    counts: list[int] = []
    core.ask(owner, contact_count, ContactsView(), then=counts.append)
    qtbot.waitUntil(lambda: counts == [1], timeout=PATIENCE)


def test_overtaken_questions_are_not_answered(core: Core, qtbot: QtBot) -> None:
    owner, heard = QObject(), []
    for number in range(20):
        core.ask(owner, lambda _session, number=number: number, then=heard.append, key="typed")
    qtbot.waitUntil(lambda: 19 in heard, timeout=PATIENCE)
    assert heard == [19]


def test_an_answer_for_a_window_that_is_gone_is_dropped(core: Core, qtbot: QtBot) -> None:
    owner, heard, go = QObject(), [], threading.Event()
    core.run(owner, go.wait, then=heard.append)
    other = QObject()
    owner.deleteLater()
    qtbot.wait(20)
    go.set()
    done: list[int] = []
    core.run(other, lambda: 1, then=done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    qtbot.wait(20)
    assert heard == []


def test_known_errors_go_to_failed_or_are_told(core: Core, qtbot: QtBot) -> None:
    def missing(_session: Any) -> None:
        raise NotFound(what="Ana")

    owner, failed, told = QObject(), [], []
    core.refused.connect(told.append)
    core.ask(owner, missing, then=lambda _answer: None, failed=failed.append)
    core.ask(owner, missing, then=lambda _answer: None)
    qtbot.waitUntil(lambda: len(failed) == 1 and len(told) == 1, timeout=PATIENCE)
    assert isinstance(failed[0], NotFound) and "Ana" in told[0].sentence


def test_a_bug_is_logged_and_shown_once_with_details(core: Core, qtbot: QtBot, expected_warnings: list[str]) -> None:
    expected_warnings.append("ERROR desktop_crm.ui.core")

    def bug(_session: Any) -> None:
        raise ZeroDivisionError("a slip")

    owner, details, failed = QObject(), [], []
    core.broken.connect(details.append)
    core.ask(owner, bug, then=lambda _answer: None, failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE)
    assert isinstance(failed[0], UnexpectedError)
    assert len(details) == 1 and "ZeroDivisionError" in details[0]


def test_progress_is_told_and_work_can_be_stopped(core: Core, qtbot: QtBot) -> None:
    def slow(progress: Progress) -> None:
        number = 0
        while True:
            progress.step("Working", number, 0)
            number += 1
            threading.Event().wait(0.005)

    owner, steps, failed = QObject(), [], []
    work = core.run(owner, slow, progress=lambda *step: steps.append(step), failed=failed.append)
    qtbot.waitUntil(lambda: len(steps) > 2, timeout=PATIENCE)
    work.cancel()
    qtbot.waitUntil(lambda: bool(failed), timeout=500)
    assert isinstance(failed[0], Cancelled)


def test_undo_and_redo_are_named(core: Core, qtbot: QtBot) -> None:
    owner, results = QObject(), []
    core.do(owner, Label("Add contact “{name}”", {"name": "Ana"}), add)
    qtbot.waitUntil(lambda: core.undo_label is not None, timeout=PATIENCE)
    assert core.undo_label is not None and core.undo_label.sentence == "Add contact “Ana”"
    core.undo(owner, results.append)
    qtbot.waitUntil(lambda: bool(results) and core.redo_label is not None, timeout=PATIENCE)
    core.redo(owner, results.append)
    qtbot.waitUntil(lambda: len(results) == 2 and core.redo_label is None, timeout=PATIENCE)


def test_opening_another_database(core: Core, sqlite_address: Address, qtbot: QtBot, tmp_path: Any) -> None:
    owner, opened, failed = QObject(), [], []
    core.opened.connect(lambda: opened.append(core.database))
    core.open(owner, str(tmp_path / "new.crm"), create=True)
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=PATIENCE)
    counts: list[int] = []
    core.ask(owner, contact_count, ContactsView(), then=counts.append)
    qtbot.waitUntil(lambda: counts == [0], timeout=PATIENCE)

    def note(error: CrmError) -> None:
        failed.append(error.sentence)

    core.open(owner, str(tmp_path / "nothing.crm"), failed=note)
    qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE)
    assert core.database is opened[0]  # the one that was open stays
