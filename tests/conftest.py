"""What all tests share: real databases, a home of their own, a clock that stands, and a tidy end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from desktop_crm.base import clock, side_by_side
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from tests import databases

MOMENT = datetime(2025, 3, 14, 9, 26, 53, tzinfo=UTC)

_checked_out: set[int] = set()


@event.listens_for(Pool, "checkout")
def _out(connection: Any, record: Any, proxy: Any) -> None:
    _checked_out.add(id(record))


@event.listens_for(Pool, "checkin")
def _in(connection: Any, record: Any) -> None:
    _checked_out.discard(id(record))


class _Loud(logging.Handler):
    """Collects what a careful program would not have to say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture
def expected_warnings() -> list[str]:
    """A test adds the beginnings of the log messages (“WARNING name: text”) that it provokes."""
    return []


@pytest.fixture(autouse=True)
def tidy(expected_warnings: list[str]) -> Iterator[None]:
    """Fail on log records from WARNING up, on threads and transactions left behind."""
    loud = _Loud()
    logging.getLogger().addHandler(loud)
    before = set(threading.enumerate())
    _checked_out.clear()
    yield
    side_by_side.end()
    logging.getLogger().removeHandler(loud)
    patience = time.monotonic() + 2
    while (left := _new_threads(before)) and time.monotonic() < patience:
        time.sleep(0.01)
    unexpected = [said for said in loud.said if not said.startswith(tuple(expected_warnings) or ("\0",))]
    assert not unexpected, f"logged: {unexpected}"
    assert not left, f"threads left running: {left}"
    assert not _checked_out, "a session or connection was left open"


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not isinstance(thread, threading._DummyThread)
    ]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, logs, backups of this test go here."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("DESKTOP_CRM_HOME", str(folder))
    return folder


@pytest.fixture
def frozen_clock() -> Iterator[datetime]:
    """The clock stands; ``with clock.frozen(…)`` moves it."""
    with clock.frozen(MOMENT):
        yield MOMENT


@pytest.fixture
def derived() -> Sequence[Any]:
    """What keeps derived tables true in the databases of a test: as the program has it."""
    from desktop_crm.services.derived import DERIVED

    return DERIVED


@pytest.fixture
def sqlite_address(tmp_path: Path) -> Address:
    """A fresh database file."""
    return databases.fresh("sqlite", tmp_path)


@pytest.fixture(params=databases.KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """A fresh database of each of the three kinds, one after the other."""
    return databases.fresh(request.param, tmp_path)


@pytest.fixture
def opened(derived: Sequence[Any]) -> Iterator[Callable[..., Database]]:
    """Opens databases as a workstation would, and closes them at the end."""
    made: list[Database] = []

    def open_database(address: Address, operator: str = "Ana", installation: str = "pc-1", **more: Any) -> Database:
        made.append(
            Database.open(
                address,
                operator=operator,
                workstation=installation,
                installation=installation,
                **{"derived": derived, **more},
            )
        )
        return made[-1]

    yield open_database
    for database in made:
        database.close()


@pytest.fixture
def database(address: Address, opened: Callable[..., Database]) -> Database:
    """A fresh open database of each of the three kinds."""
    return opened(address)


@pytest.fixture
def sqlite_database(sqlite_address: Address, opened: Callable[..., Database]) -> Database:
    """A fresh open database in a file."""
    return opened(sqlite_address)


def pytest_sessionfinish() -> None:
    """Drop what was made on servers."""
    databases.clean_up()
