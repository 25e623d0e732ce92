"""A cancel ends the statement that is running, on each kind of database; Ctrl+C does the same in a terminal."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import text

from desktop_crm.base.errors import Cancelled
from desktop_crm.base.progress import Progress
from desktop_crm.cli.stopping import stopped_by_keyboard
from desktop_crm.db.database import Database
from desktop_crm.model.session import CrmSession

LONG = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
    "postgresql": "SELECT COUNT(*) FROM generate_series(1, 100000000000)",
    "mariadb": "SELECT SLEEP(60)",
}
AT_MOST = 0.5


def _ask_for_ever(session: CrmSession, *, progress: Progress) -> None:
    progress.step("")
    kind = session.connection().dialect.name
    session.execute(text(LONG["mariadb" if kind == "mysql" else kind]))


def _seconds_until_stopped(database: Database, progress: Progress, stop: Callable[[], object]) -> float:
    told: list[float] = []

    def tell() -> None:
        told.append(time.monotonic())
        stop()

    timer = threading.Timer(0.3, tell)
    timer.start()
    with pytest.raises(Cancelled):
        database.ask(_ask_for_ever, progress=progress)
    spent = time.monotonic() - told[0]
    timer.join()
    return spent


def test_a_long_statement_is_broken_off(database: Database) -> None:
    progress = Progress()
    assert _seconds_until_stopped(database, progress, progress.cancel) < AT_MOST
    assert database.ask(lambda session: session.scalar(text("SELECT 7"))) == 7  # the connection is as good as before
    assert database.ask(lambda session, progress: session.scalar(text("SELECT 8")), progress=Progress()) == 8


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send to oneself")
def test_the_keyboard_stops_it_as_well(database: Database) -> None:
    before = signal.getsignal(signal.SIGINT)
    with stopped_by_keyboard(Progress()) as progress:
        spent = _seconds_until_stopped(database, progress, lambda: os.kill(os.getpid(), signal.SIGINT))
    assert spent < AT_MOST
    assert signal.getsignal(signal.SIGINT) is before


def test_what_was_cancelled_before_does_not_begin(database: Database) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        database.ask(_ask_for_ever, progress=progress)
