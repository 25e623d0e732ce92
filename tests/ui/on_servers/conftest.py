"""Tests of the window that are run on PostgreSQL and MariaDB too: the same tests, the database is another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from tests import databases
from tests.ui.conftest import add_people


@pytest.fixture(params=databases.KINDS[1:])
def sqlite_address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """Where a test of the window has its file there is a server here."""
    return databases.fresh(request.param, tmp_path)


@pytest.fixture
def sqlite_database(sqlite_address: Address, opened: Callable[..., Database]) -> Database:
    """A fresh database on it."""
    return opened(sqlite_address)


@pytest.fixture
def people(sqlite_database: Database) -> list[int]:
    """The three."""
    return sqlite_database.do(Label("Test data"), add_people)
