"""What others write is told here as if it had been written here: once, soon, and nothing left out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from desktop_crm.base import clock
from desktop_crm.base.changes import UNNAMED, Changes, Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db import feed, undo
from desktop_crm.db.address import Address
from desktop_crm.db.database import Database
from desktop_crm.db.watcher import Watcher
from desktop_crm.model import Contact
from desktop_crm.model.session import CrmSession
from tests import databases

LABEL = Label("Add contact “{name}”", {"name": "Ion"})


class Heard:
    """What a watcher told."""

    def __init__(self) -> None:
        self.changes: list[Changes] = []
        self.states: list[str] = []
        self._news = threading.Condition()

    def changed(self, changes: Changes) -> None:
        with self._news:
            self.changes.append(changes)
            self._news.notify_all()

    def say(self, state: str) -> None:
        with self._news:
            self.states.append(state)
            self._news.notify_all()

    def wait(self, condition: Callable[[], bool], seconds: float = 5.0) -> float:
        """Until *condition* holds; the seconds it took."""
        begun = time.monotonic()
        with self._news:
            assert self._news.wait_for(condition, seconds), (self.changes, self.states)
        return time.monotonic() - begun


@pytest.fixture
def watched() -> Iterator[Callable[[Database], Heard]]:
    running: list[tuple[Watcher, threading.Thread]] = []

    def watch(database: Database) -> Heard:
        heard = Heard()
        watcher = Watcher(
            database,
            changed=heard.changed,
            lost=lambda _error: heard.say("lost"),
            found=lambda: heard.say("found"),
        )
        thread = threading.Thread(target=watcher.run)
        thread.start()
        running.append((watcher, thread))
        return heard

    yield watch
    for watcher, thread in running:
        watcher.stop()
        thread.join(timeout=5)


@pytest.fixture
def pair(address: Address, opened: Callable[..., Database]) -> tuple[Database, Database]:
    return opened(address), opened(address, operator="Olga", installation="pc-2")


def add(session: CrmSession, name: str = "Ion") -> int:
    contact = Contact(kind="person", name=name)
    session.add(contact)
    session.flush()
    return contact.id


def test_a_foreign_change_is_told_within_two_seconds_and_an_own_one_is_not(
    pair: tuple[Database, Database], watched: Callable[[Database], Heard]
) -> None:
    ana, olga = pair
    heard = watched(ana)
    time.sleep(0.3)
    ana.do(LABEL, add)
    contact_id = olga.do(LABEL, add)
    soon = 0.5 if ana.address.kind == "postgresql" else 2.0
    assert heard.wait(lambda: bool(heard.changes)) < soon
    # just after a look: nobody waits longer than this one
    olga.do(LABEL, lambda session: setattr(session.get_one(Contact, contact_id), "notes", "later"))
    assert heard.wait(lambda: len(heard.changes) >= 2) < soon
    assert [changes.touched("contact") for changes in heard.changes] == [{contact_id}, {contact_id}]
    assert heard.changes[0].label == LABEL
    assert heard.states == []


@pytest.mark.postgresql
def test_where_listening_is_refused_it_looks_every_second(
    tmp_path: Path, opened: Callable[..., Database], watched: Callable[[Database], Heard]
) -> None:
    address = databases.fresh("postgresql", tmp_path)
    ana, olga = opened(address), opened(address, operator="Olga", installation="pc-2")
    asked: list[str] = []

    @event.listens_for(ana.engine, "before_cursor_execute", retval=True)
    def _unknown_there(*call: Any) -> tuple[str, Any]:
        statement, parameters = call[2:4]
        if not statement.startswith("LISTEN"):
            return statement, parameters
        asked.append(statement)
        return f"NO {statement}", parameters  # a server without it says the same of the word itself

    heard = watched(ana)
    for count in (1, 2):
        olga.do(LABEL, add)
        assert heard.wait(lambda count=count: len(heard.changes) >= count) < 2.0
    assert len(asked) == 1 and heard.states == []


def news_of(database: Database, reader: feed.Feed) -> list[Changes]:
    return database.look(reader.news)


def test_a_commit_with_a_lower_id_comes_late_and_is_not_missed(
    address: Address, opened: Callable[..., Database]
) -> None:
    if address.path is not None:
        pytest.skip("a file has one writer at a time")
    ana, olga = opened(address), opened(address, operator="Olga", installation="pc-2")
    reader = feed.Feed(set(), clock.now())
    assert news_of(ana, reader) == []
    with olga.write(LABEL) as slow:
        add(slow, "slow")
        with olga.write(LABEL) as quick:
            add(quick, "quick")
        (first,) = news_of(ana, reader)
    (second,) = news_of(ana, reader)
    assert second.change_set < first.change_set
    assert news_of(ana, reader) == []


def test_a_computer_whose_clock_is_an_hour_behind_is_not_missed(
    database: Database, opened: Callable[..., Database]
) -> None:
    database.do(LABEL, add)
    reader = feed.Feed(set(), clock.now())
    assert news_of(database, reader) == []
    with clock.frozen(clock.now() - timedelta(hours=1)):
        olga = opened(database.address, operator="Olga", installation="pc-2")
        olga.do(LABEL, add)
    assert len(news_of(database, reader)) == 1
    assert news_of(database, reader) == []


def test_the_tail_is_read_again_only_as_long_as_a_write_may_take(database: Database) -> None:
    reader = feed.Feed(set(), clock.now(), tail=0.05)
    news_of(database, reader)
    database.do(LABEL, add)
    assert len(news_of(database, reader)) == 1
    time.sleep(0.1)
    assert news_of(database, reader) == [] and not reader._seen
    database.do(LABEL, add)
    assert len(news_of(database, reader)) == 1


def test_bulk_work_and_undo_are_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MOST_NAMED", 400)
    reader = feed.Feed(set(), clock.now())
    news_of(database, reader)
    for count in (300, 500):
        ids = new_ids(count)
        with database.write(LABEL) as session:
            session.bulk_insert(Contact, ["id", "kind", "name"], [(i, "person", "Ion") for i in ids])
        (told,) = news_of(database, reader)
        assert told.touched("contact") == (set(ids) if count == 300 else UNNAMED)
        undo.undo(database)
        (told,) = news_of(database, reader)
        assert told.touched("contact") == (set(ids) if count == 300 else UNNAMED)


def test_a_file_that_is_away_and_comes_back(
    sqlite_database: Database, watched: Callable[[Database], Heard], tmp_path: Path
) -> None:
    path = sqlite_database.address.path
    assert path is not None
    heard = watched(sqlite_database)
    time.sleep(0.1)
    sqlite_database.close()  # a share that is gone takes its connections with it
    path.rename(tmp_path / "away")
    heard.wait(lambda: heard.states == ["lost"] * 2)
    assert sqlite_database.out_of_reach
    (tmp_path / "away").rename(path)
    heard.wait(lambda: heard.states[-1] == "found")
    heard.wait(lambda: bool(heard.changes) and heard.changes[-1].touched("contact") == UNNAMED)
    assert not sqlite_database.out_of_reach


def test_the_file_may_still_change_hands(sqlite_database: Database, watched: Callable[[Database], Heard]) -> None:
    heard = watched(sqlite_database)
    time.sleep(0.2)
    sqlite_database.set_usage("office")
    other = Database.open(sqlite_database.address, operator="Olga", workstation="pc-2", installation="pc-2")
    try:
        other.do(LABEL, add)
        heard.wait(lambda: bool(heard.changes))
    finally:
        other.close()
