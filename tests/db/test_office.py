"""Twenty operators on one server, and the server killed under them: no error, nothing acknowledged lost or doubled."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_crm.db import creation
from desktop_crm.db.database import Database
from tests import databases, office
from tests.servers import OwnServer

SECONDS = 4.0
SEED = random.randrange(10**6)


def prove(database: Database, tally: office.Tally) -> None:
    assert tally.errors == [], (SEED, tally.errors)
    assert office.lost_or_doubled(database, tally) == [], SEED
    assert office.book_is_whole(database) == [], SEED
    assert database.check().ok, SEED


@pytest.mark.parametrize("kind", databases.KINDS[1:])
def test_twenty_operators(
    kind: str, tmp_path: Path, opened: Callable[..., Database], expected_warnings: list[str]
) -> None:
    expected_warnings.append("WARNING psycopg: error ignored")  # of writes that met and were done again
    address = databases.fresh(kind, tmp_path)
    tally = office.office(address, range(20), SECONDS, SEED)
    assert sum(tally.done.values()) > 20
    assert not tally.answers["unread"]
    prove(opened(address), tally)


@pytest.mark.parametrize("kind", databases.KINDS[1:])
def test_a_server_killed_under_load_and_started_again(
    kind: str, opened: Callable[..., Database], expected_warnings: list[str]
) -> None:
    expected_warnings += ["WARNING psycopg: error ignored", "ERROR sqlalchemy.pool"]  # of connections that were cut
    server = OwnServer(kind)
    try:
        creation.create(server.address)

        def pull_the_plug() -> None:
            for _time in range(2):
                time.sleep(1.0)
                server.kill()
                time.sleep(0.3)
                server.start()

        tally = office.office(server.address, range(6), SECONDS + 3, SEED, pull_the_plug)
        database = opened(server.address)
        prove(database, tally)
        assert tally.done["add"] and tally.done["call"]
        database.close()
    finally:
        server.close()
