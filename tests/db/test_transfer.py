"""Everything moves from one kind of database to another and is the same there; whatever goes wrong, nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, CrmError, DatabaseBusy, DatabaseExists, DatabaseMissing
from desktop_crm.base.progress import Progress
from desktop_crm.db.address import Address, parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.moved import DatabaseMoved, MoveUnfinished
from desktop_crm.db.patience import Patience
from desktop_crm.db.probing import ServerHoldsOthers, ServerHoldsOurs
from desktop_crm.db.transfer import SamePlace, SourceChanged, SourceOutOfDate, TooLong, plan_move
from desktop_crm.db.undo import undo
from desktop_crm.model import Complaint, Contact
from desktop_crm.services.attachments import attachment_file, attachments_of
from desktop_crm.services.complaints import ComplaintDraft, register_complaint, verify_book
from desktop_crm.services.contacts import ContactDraft, add_contact, change_contact
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.search import search
from tests import databases
from tests.moving import NAUGHTY, empty_place, full_file, moved

Places = Callable[[str], Address]


@pytest.fixture
def derived() -> Sequence[Any]:
    return DERIVED


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled file, made once."""
    path = full_file(tmp_path_factory.mktemp("filled") / "firm.crm").path
    assert path is not None
    return path


@pytest.fixture
def source(filled: Path, tmp_path: Path) -> Address:
    """A copy of it."""
    return parse_address(str(shutil.copy(filled, tmp_path / "firm.crm")))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Places]:
    """Empty places, cleared away at the end."""
    with ExitStack() as stack:
        yield lambda kind: stack.enter_context(empty_place(kind, tmp_path))


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a file holds, as SQLite gives it."""
    with closing(sqlite3.connect(path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(raw.execute(f'SELECT * FROM "{name}"'), key=repr)
            for name in names
            if not name.startswith(("search_", "sqlite_"))
        }


def titles(database: Database, text: str) -> set[str]:
    with database.read() as session:
        return {hit.title for group in search(session, text).groups for hit in group.hits}


SERVERS = (
    pytest.param("postgresql", marks=pytest.mark.postgresql),
    pytest.param("mariadb", marks=pytest.mark.mariadb),
)
ROUTES = (
    pytest.param(("postgresql", "mariadb", "sqlite"), marks=[pytest.mark.postgresql, pytest.mark.mariadb]),
    pytest.param(("mariadb", "postgresql", "sqlite"), marks=[pytest.mark.postgresql, pytest.mark.mariadb]),
)


@pytest.mark.parametrize("route", ROUTES)
def test_all_the_way_round_and_back_in_a_file(source: Address, place: Places, route: Sequence[str]) -> None:
    assert source.path is not None
    with closing(sqlite3.connect(source.path)) as raw, raw:
        raw.execute("DELETE FROM duplicate_candidate")
        raw.execute("INSERT INTO duplicate_candidate VALUES (1, 2, ?, 'likely', '[]')", (1 / 3,))
    before = rows_of(source.path)
    here, sums = source, set()
    for kind in route:
        there = place(kind)
        result = moved(here, there)
        assert all(table.equal for table in result.tables)
        sums.add(tuple((table.name, table.rows, table.sum_target) for table in result.tables))
        here = there
    assert len(sums) == 1
    assert here.path is not None
    after = rows_of(here.path)
    scores = [rows.pop("duplicate_candidate") for rows in (before, after)]
    assert after == before  # value for value, as SQLite had it
    assert [score[0][2] for score in scores] == [1 / 3, 0.3333]  # likenesses keep four places
    assert set(NAUGHTY) <= {value for row in after["contact"] for value in row}


@pytest.mark.parametrize("kind", [*SERVERS, "sqlite"])
def test_the_moved_database_works(source: Address, place: Places, kind: str, opened: Callable[..., Database]) -> None:
    target = place(kind) if kind != "sqlite" else place("sqlite")
    if kind == "sqlite":
        middle = place("postgresql")
        moved(source, middle)
        source = middle
    moved(source, target)
    database = opened(target)
    assert database.check().problems == ()
    for text in ("turcanu", "petrov", "Naughty", "田中さん"):
        assert titles(database, text), text
    with database.read() as session:
        assert verify_book(session).ok
        ana = session.scalars(select(Contact.id).where(Contact.name == "Naughty")).one()
        file = next(line for line in attachments_of(session, ana) if line.name == "blob.bin")
        assert attachment_file(session, file.id).size == 600_000
    new = database.do(Label("Complaint"), register_complaint, ComplaintDraft("Another one", contact_id=ana))
    with database.read() as session:
        complaint = session.get_one(Complaint, new)
        of_year = sorted(session.scalars(select(Complaint.number).where(Complaint.year == complaint.year)))
        assert of_year == list(range(1, len(of_year) + 1))
        assert len(of_year) > 1  # the counter came along
        assert verify_book(session).ok
    undo(database)  # the complaint is voided
    undo(database)  # an old change set: the change of the card
    with database.read() as session:
        assert session.get_one(Contact, ana).notes == "\n".join(NAUGHTY)
    database.do(Label("Add"), add_contact, ContactDraft(name="Ion Proaspat"))
    assert titles(database, "proaspat") == {"Ion Proaspat"}
    assert database.check().problems == ()


@pytest.mark.parametrize("kind", SERVERS)
def test_a_moved_file_says_where_it_went(
    source: Address, place: Places, kind: str, opened: Callable[..., Database]
) -> None:
    assert source.path is not None
    before = rows_of(source.path)
    open_elsewhere = opened(source)
    target = place(kind)
    moved(source, target)
    with pytest.raises(DatabaseMoved, match=target.name) as caught:
        opened(source)
    assert caught.value.target == target.shown
    with pytest.raises(DatabaseMoved), open_elsewhere.write(Label("Late")) as session:
        add_contact(session, ContactDraft(name="Lost?"))
    with pytest.raises(DatabaseMoved):
        moved(source, target)
    looked = opened(source, looking=True)
    assert looked.read_only
    assert titles(looked, "naughty")
    after = rows_of(source.path)
    mark = ("moved_to", target.shown)
    assert after["meta"] == sorted([*before["meta"], mark], key=repr)
    del after["meta"], before["meta"]
    for name in ("workstation", "operator"):
        del after[name], before[name]  # the one who had it open
    assert after == before


@pytest.mark.parametrize("kind", SERVERS)
def test_a_rehearsal_changes_nothing(source: Address, place: Places, kind: str) -> None:
    assert source.path is not None
    target = place(kind)
    before = source.path.read_bytes()
    plan = plan_move(source, target)
    assert plan.rows == sum(table.rows for table in plan.tables) > 500
    assert plan.target_server.lower().startswith(kind)
    assert 0 < plan.estimated_seconds < 60
    assert not plan.unfinished
    assert source.path.read_bytes() == before
    assert plan_move(source, target).rows == plan.rows  # still empty


@pytest.mark.parametrize("kind", [*SERVERS, "sqlite"])
@pytest.mark.parametrize("words", ["Carrying the records", "Making the indexes", "Comparing"])
def test_cancelled_at_any_time_nothing_is_left(source: Address, place: Places, kind: str, words: str) -> None:
    assert source.path is not None
    target = place(kind)
    before = source.path.read_bytes()

    def report(text: str, done: int, total: int) -> None:
        if text.startswith(words):
            progress.cancel()

    progress = Progress(report)
    with pytest.raises(Cancelled):
        moved(source, target, progress=progress)
    assert source.path.read_bytes() == before
    with pytest.raises(DatabaseMissing):
        Database.open(target)
    assert not plan_move(source, target).unfinished


def test_a_file_that_is_there_is_left_alone(source: Address, tmp_path: Path) -> None:
    there = tmp_path / "there.crm"
    there.write_bytes(b"mine")
    with pytest.raises(DatabaseExists, match=r"there\.crm"):
        moved(source, parse_address(str(there)))
    assert there.read_bytes() == b"mine"
    with pytest.raises(DatabaseMissing):
        moved(source, parse_address(str(tmp_path / "no" / "where.crm")))
    with pytest.raises(SamePlace):
        moved(source, source)


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_that_is_not_empty_is_refused(source: Address, place: Places, kind: str) -> None:
    other = place(kind)
    databases.execute(other, "CREATE TABLE theirs (id bigint)")
    with pytest.raises(ServerHoldsOthers):
        moved(source, other)
    ours = databases.emptied(kind)
    with pytest.raises(ServerHoldsOurs):
        moved(source, ours)
    with pytest.raises(CrmError):
        moved(source, parse_address(other.shown.replace(other.name, databases.new_name())))
    assert Database.open(source).meta("moved_to") == ""


def test_nobody_writes_into_a_file_that_is_being_moved(
    source: Address, place: Places, opened: Callable[..., Database]
) -> None:
    database = opened(source, patience=Patience(0.1))
    tried: list[type[BaseException]] = []

    def report(text: str, done: int, total: int) -> None:
        if text.startswith("Carrying") and not tried:
            with pytest.raises(DatabaseBusy) as caught:
                database.do(Label("Late"), add_contact, ContactDraft(name="Late"))
            tried.append(caught.type)

    moved(source, place("sqlite"), progress=Progress(report))
    assert tried


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_that_was_changed_meanwhile_is_not_left(
    source: Address, place: Places, kind: str, opened: Callable[..., Database]
) -> None:
    server = place(kind)
    moved(source, server)
    database = opened(server)

    def report(text: str, done: int, total: int) -> None:
        if text.startswith("Comparing") and not done_once:
            done_once.append(database.do(Label("Late"), add_contact, ContactDraft(name="Late")))

    done_once: list[int] = []
    target = place("sqlite")
    with pytest.raises(SourceChanged):
        moved(server, target, progress=Progress(report))
    assert target.path is not None
    assert not target.path.exists()
    database.do(Label("Change"), change_contact, done_once[0], 1, {"notes": "still at work"})
    assert moved(server, target).tables
    with pytest.raises(DatabaseMoved):
        database.do(Label("Late"), add_contact, ContactDraft(name="Too late"))


@pytest.mark.mariadb
def test_a_half_moved_server_is_not_opened_and_is_cleared(source: Address, place: Places) -> None:
    target = place("mariadb")
    for statement in (
        "CREATE TABLE desktop_crm_moving (id bigint PRIMARY KEY)",
        "CREATE TABLE contact (id bigint)",
        "CREATE TABLE alembic_version (version_num varchar(32))",
    ):
        databases.execute(target, statement)
    with pytest.raises(MoveUnfinished):
        Database.open(target)
    assert plan_move(source, target).unfinished
    assert moved(source, target).tables


@pytest.mark.parametrize("kind", SERVERS)
def test_broken_off_before_the_mark_the_next_move_sets_it(source: Address, place: Places, kind: str) -> None:
    assert source.path is not None
    twin = Path(shutil.copy(source.path, source.path.with_name("twin.crm")))
    target = place(kind)
    first = moved(parse_address(str(twin)), target)
    second = moved(source, target)  # as if the program had been killed between the commit and the mark
    assert second.tables == first.tables
    with pytest.raises(DatabaseMoved):
        Database.open(source)


@pytest.mark.postgresql
def test_what_a_server_would_not_take_is_told_before(source: Address, place: Places) -> None:
    assert source.path is not None
    target = place("postgresql")
    with closing(sqlite3.connect(source.path)) as raw, raw:
        raw.execute("UPDATE contact SET suffix = ? WHERE id = (SELECT min(id) FROM contact)", ("x" * 61,))
    with pytest.raises(TooLong, match=r"suffix, 60"):
        plan_move(source, target)
    with closing(sqlite3.connect(source.path)) as raw, raw:
        raw.execute("UPDATE contact SET suffix = '', notes = ? WHERE id = (SELECT min(id) FROM contact)", ("a\0b",))
    with pytest.raises(TooLong, match="notes"):
        moved(source, target)


def test_an_older_source_is_to_be_opened_first(source: Address, place: Places) -> None:
    assert source.path is not None
    with closing(sqlite3.connect(source.path)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(SourceOutOfDate):
        moved(source, place("sqlite"))
