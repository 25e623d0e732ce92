"""Networks that lose the answer of a COMMIT, hang or refuse: nothing acknowledged is lost, nothing is written twice."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, DatabaseUnreachable
from desktop_crm.db.committing import settle_open
from desktop_crm.db.database import Database
from desktop_crm.db.failures import CommitUnknown
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact
from desktop_crm.model.journal import ChangeSet
from desktop_crm.model.session import CrmSession
from tests import databases
from tests.proxy import MARKED, Proxy

LABEL = Label(MARKED)


@pytest.fixture(params=databases.KINDS[1:])
def proxy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Proxy]:
    made = Proxy(databases.fresh(request.param, tmp_path))
    yield made
    made.close()


@pytest.fixture
def remote(proxy: Proxy, opened: Callable[..., Database]) -> Database:
    """The database as it is reached through the proxy."""
    database = opened(proxy.address)
    database.do(LABEL, add, "first")
    return database


def add(session: CrmSession, name: str) -> int:
    contact = Contact(kind="person", name=name)
    session.add(contact)
    session.flush()
    return contact.id


def once(fault: str) -> Callable[[], str]:
    left = [fault]
    return lambda: left.pop() if left else ""


def count(database: Database, name: str) -> int:
    query = select(func.count()).where(Contact.name == name)
    return database.ask(lambda session: session.scalar(query) or 0)


@pytest.mark.parametrize("fault", ["swallow", "late", "before"])
def test_a_write_whose_commit_was_cut_is_there_once(proxy: Proxy, remote: Database, fault: str) -> None:
    heard: list[int] = []
    remote.on_changes.append(lambda changes: heard.append(changes.change_set))
    proxy.at_commit = once(fault)
    contact_id = remote.do(LABEL, add, "Ion")
    assert count(remote, "Ion") == 1
    assert remote.ask(lambda session: session.get_one(Contact, contact_id).name) == "Ion"
    assert len(heard) == 1 and heard[0] in remote.own_change_sets
    proxy.at_commit = once(fault)
    undo(remote)
    assert count(remote, "Ion") == 0
    assert remote.check().ok


def test_reads_and_writes_go_on_after_a_cut_and_over_a_restart(proxy: Proxy, remote: Database) -> None:
    proxy.cut()
    assert count(remote, "first") == 1
    proxy.refuse()
    threading.Timer(1.0, proxy.listen).start()
    remote.do(LABEL, add, "Ion")
    assert count(remote, "Ion") == 1


def test_a_connection_that_hangs_and_comes_back_loses_nothing(proxy: Proxy, remote: Database) -> None:
    proxy.hang(1.0)
    remote.do(LABEL, add, "Ion")
    proxy.at_commit = lambda: proxy.hang(0.7) or ""  # type: ignore[func-returns-value]
    remote.do(LABEL, add, "Ana")
    assert (count(remote, "Ion"), count(remote, "Ana")) == (1, 1)


@pytest.mark.parametrize("fault", ["swallow", "before"])
def test_what_is_not_known_is_not_written_again_but_settled_later(proxy: Proxy, remote: Database, fault: str) -> None:
    remote.reconnect_seconds = 0.5

    def gone() -> str:
        proxy.shut()
        return fault

    proxy.at_commit = gone
    with pytest.raises(CommitUnknown):
        remote.do(LABEL, add, "Ion")
    proxy.at_commit = lambda: ""
    with pytest.raises(DatabaseUnreachable):  # certainly not saved: said after some tries
        remote.do(LABEL, add, "Ana")
    proxy.listen()
    assert settle_open(remote) == [(LABEL, fault == "swallow")]
    assert count(remote, "Ion") == (fault == "swallow") and count(remote, "Ana") == 0
    assert remote.unsettled == {}


def test_many_writers_behind_a_network_that_breaks_all_the_time(
    proxy: Proxy, remote: Database, opened: Callable[..., Database]
) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    proxy.at_commit = lambda: chance.choice(("swallow", "late", "before", "", "", "", ""))
    others = [remote, *(opened(proxy.address, operator=f"O{n}", installation=f"pc-{n}") for n in range(2, 5))]
    acknowledged: dict[str, int] = {}
    failures: list[CrmError] = []

    def work(number: int, database: Database) -> None:
        for turn in range(8):
            name = f"{number}-{turn}"
            try:
                acknowledged[name] = database.do(LABEL, add, name)
            except CrmError as error:
                failures.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    proxy.at_commit = lambda: ""
    assert failures == [], seed
    rows = remote.ask(lambda session: session.execute(select(Contact.name, Contact.id)).all())
    assert sorted((name, number) for name, number in rows if name != "first") == sorted(acknowledged.items()), seed
    sets = remote.ask(lambda session: session.scalar(select(func.count()).select_from(ChangeSet)))
    assert sets == len(acknowledged) + 1, seed
    assert remote.check().ok
