"""Opening what is there, and calm refusals of what is not a whole database of ours."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import (
    CrmError,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseExists,
    DatabaseMissing,
    DatabaseReadOnly,
    DatabaseUnreachable,
    NotADatabase,
)
from desktop_crm.db.address import Address, AddressNotUnderstood, file_address, parse_address
from desktop_crm.db.backup import back_up
from desktop_crm.db.database import Database
from desktop_crm.db.failures import AccessDenied
from desktop_crm.model import Contact, Operator
from tests import databases

ROOT = Path(__file__).resolve().parents[2]
LABEL = Label("Test")


def path_of(address: Address) -> Path:
    assert address.path is not None
    return address.path


def files_beside(path: Path) -> set[str]:
    return {other.name for other in path.parent.iterdir() if other.name.startswith((path.name, f".{path.name}"))}


# ---- addresses ------------------------------------------------------------------------------------------------------


def test_addresses_are_understood(tmp_path: Path) -> None:
    assert parse_address(str(tmp_path / "a b.crm")).path == tmp_path / "a b.crm"
    assert parse_address("~/x.crm").path == Path.home() / "x.crm"
    assert parse_address(f"sqlite:///{tmp_path}/x.crm").name == "x.crm"
    assert parse_address("C:\\CRM\\клиенты.crm").kind == "sqlite"
    for text, kind in [
        ("postgresql://ana@server:5433/crm?sslmode=require", "postgresql"),
        ("postgres://ana@server/crm", "postgresql"),
        ("mysql://ana@server/crm", "mariadb"),
        ("mariadb://ana@server/crm", "mariadb"),
    ]:
        address = parse_address(text)
        assert (address.kind, address.name, address.path) == (kind, "crm", None)
        assert parse_address(address.shown) == address


def test_the_password_is_never_shown() -> None:
    address = parse_address("postgresql://ana:s3cret@server/crm")
    assert address.url.password == "s3cret"
    assert "s3cret" not in f"{address} {address!r} {address.shown} {address.name}"
    assert parse_address(address.shown).with_password("s3cret").url == address.url
    for wrong in ["oracle://ana:s3cret@server/crm", "postgresql://ana:s3cret@server", "mysql://a:s3cret@s:port/x"]:
        with pytest.raises(AddressNotUnderstood) as refused:
            parse_address(wrong)
        assert "s3cret" not in str(refused.value)


def test_nonsense_is_no_address() -> None:
    for text in ["", "  ", "a\0b", "ftp://x/y", "mariadb://u@h/db?local_infile=1", "sqlite://"]:
        with pytest.raises(AddressNotUnderstood):
            parse_address(text)


# ---- making ---------------------------------------------------------------------------------------------------------


def test_create_makes_a_whole_file_and_never_overwrites(tmp_path: Path) -> None:
    address = file_address(tmp_path / "клиенты и друзья %20.crm")
    database = Database.create(address, operator="Ana", workstation="pc", installation="i")
    try:
        assert database.check().ok
        assert database.info().journal_mode == "wal"
        assert (database.info().place, database.info().usage) == ("local", "alone")
    finally:
        database.close()
    before = path_of(address).read_bytes()
    with pytest.raises(DatabaseExists):
        Database.create(address)
    assert path_of(address).read_bytes() == before
    assert files_beside(path_of(address)) == {path_of(address).name}
    with pytest.raises(DatabaseMissing):
        Database.create(file_address(tmp_path / "no folder" / "x.crm"))


@pytest.mark.parametrize("kind", databases.KINDS[1:])
def test_create_on_a_server(kind: str) -> None:
    bare = databases.bare_database(kind)
    with pytest.raises(DatabaseMissing):
        Database.open(bare)
    Database.create(bare).close()
    Database.open(bare).close()
    with pytest.raises(DatabaseExists):
        Database.create(bare)
    missing = parse_address(bare.url.set(drivername=kind, database="no_such_database").render_as_string(False))
    with pytest.raises(DatabaseMissing):
        Database.open(missing)


@pytest.mark.parametrize("scheme", ["postgresql", "mariadb"])
def test_a_server_that_is_not_there(scheme: str) -> None:
    with pytest.raises(DatabaseUnreachable, match="no database server listens"):
        Database.open(parse_address(f"{scheme}://ana:s3cret@127.0.0.1:9/crm"))


@pytest.mark.parametrize("kind", databases.KINDS[1:])
def test_a_wrong_password(kind: str) -> None:
    url = databases.server(kind).url.set(drivername=kind, username="no_such_user_here", password="s3cret")
    with pytest.raises((AccessDenied, DatabaseUnreachable, DatabaseMissing)) as refused:
        Database.open(parse_address(url.render_as_string(hide_password=False)))
    assert "s3cret" not in str(refused.value)


# ---- what is not ours or not whole ----------------------------------------------------------------------------------


def test_missing_and_strange_files(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match=r"nowhere\.crm"):
        Database.open(file_address(tmp_path / "nowhere.crm"))
    assert not (tmp_path / "nowhere.crm").exists()
    (tmp_path / "folder.crm").mkdir()
    (tmp_path / "empty.crm").write_bytes(b"")
    (tmp_path / "text.crm").write_text("Nume;Telefon\n" * 100, encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "other.crm")) as other:
        other.execute("CREATE TABLE t (a)")
    for name in ["folder.crm", "empty.crm", "text.crm", "other.crm"]:
        path = tmp_path / name
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(NotADatabase):
            Database.open(file_address(path))
        assert not path.is_file() or path.read_bytes() == before


def _filled(database: Database) -> Path:
    with database.write(LABEL) as session:
        session.add_all([Contact(kind="person", name=f"Ion {n}", notes="x" * 500) for n in range(500)])
    database.close()
    return path_of(database.address)


def test_a_file_cut_short_is_refused(sqlite_database: Database) -> None:
    path = _filled(sqlite_database)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 8192)
    with pytest.raises(DatabaseDamaged):
        Database.open(sqlite_database.address)


def test_damage_inside_is_found_and_nothing_is_written(sqlite_database: Database) -> None:
    path = _filled(sqlite_database)
    size = path.stat().st_size
    with path.open("r+b") as file:  # every page but the first some, as a failing disk might
        for start in range(size // 2, size - 4096, 4096):
            file.seek(start)
            file.write(b"\xff" * 2048)
    damaged = path.read_bytes()
    with pytest.raises(DatabaseDamaged), closing(Database.open(sqlite_database.address)) as database:
        with suppress(DatabaseDamaged):
            assert not database.check().ok
        with database.read() as session:
            session.scalars(select(Contact)).all()
    with pytest.raises(DatabaseDamaged):
        back_up(sqlite_database.address)
    assert path.read_bytes() == damaged


def test_a_damaged_first_page(sqlite_database: Database) -> None:
    path = _filled(sqlite_database)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)
    with pytest.raises((DatabaseDamaged, NotADatabase)):
        Database.open(sqlite_database.address)


# ---- who and where --------------------------------------------------------------------------------------------------


def test_operators_and_workstations_are_known_again(address: Address, opened: Callable[..., Database]) -> None:
    first = opened(address)
    second = opened(address, operator="Фёдор", installation="pc-2")
    again = opened(address)
    assert (first.operator_id, first.workstation_id) == (again.operator_id, again.workstation_id)
    assert first.operator_id != second.operator_id
    assert {first.workstation_id, second.workstation_id} == {1, 2}
    with first.read() as session:
        assert set(session.scalars(select(Operator.name))) == {"Ana", "Фёдор"}
    assert first.info().counts["change_set"] == 0


def test_two_programs_of_one_user_have_two_numbers(sqlite_address: Address, opened: Callable[..., Database]) -> None:
    own = opened(sqlite_address)
    script = (
        "import sys\nfrom desktop_crm.db.address import parse_address\nfrom desktop_crm.db.database import Database\n"
        "d = Database.open(parse_address(sys.argv[1]), operator='Ana', workstation='pc-1', installation='pc-1')\n"
        "print(d.workstation_id)\nd.close()\n"
    )
    from desktop_crm.db import registration

    if registration._slot is not None:
        registration._slot[1].close()
    registration._slot = None  # the programs are counted in the home of this test
    own.close()
    own = opened(sqlite_address)
    answers = [
        subprocess.run(
            [sys.executable, "-c", script, str(sqlite_address.path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert answers[0] == answers[1] != str(own.workstation_id)


def test_errors_are_sentences() -> None:
    for error in (DatabaseReadOnly(name="x.crm"), DatabaseBusy(name="x.crm", who="another program")):
        assert isinstance(error, CrmError)
        assert "x.crm" in str(error)
