"""The test of a connection on real servers: each trouble has its own known error, and nothing is left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import inspect

from desktop_crm.base import clock
from desktop_crm.base.errors import CrmError
from desktop_crm.db.address import Address, parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.engine import server_engine
from desktop_crm.db.probing import (
    ClockFarOff,
    NoRightToMakeTables,
    ServerHoldsOthers,
    ServerHoldsOurs,
    ServerTooOld,
    WrongEncoding,
    probe,
    require_version,
)
from desktop_crm.db.refusals import (
    AccessDenied,
    CertificateUnreadable,
    DatabaseNotOnServer,
    PasswordWanted,
    PortClosed,
    ServerUnknown,
    TlsNotOffered,
)
from tests import databases

SERVERS = databases.KINDS[1:]
GUEST = f"crm_guest_{os.getpid()}"


@pytest.fixture(params=SERVERS)
def bare(request: pytest.FixtureRequest) -> Iterator[Address]:
    """A database without tables, dropped at the end of the test."""
    address = databases.bare_database(request.param)
    yield address
    databases.drop_database(request.param, address.name)


def _tables(address: Address) -> list[str]:
    engine = server_engine(address)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
    engine.dispose()
    return names


def _with(address: Address, **parts: object) -> Address:
    """The same place with another host, port, user … in its URL."""
    url = address.url.set(drivername=address.kind, **parts)  # type: ignore[arg-type]
    return parse_address(url.render_as_string(hide_password=False))


def test_an_empty_database_can_be_lived_in_and_is_left_as_it_was(bare: Address) -> None:
    facts = probe(bare, empty=True)
    assert facts.server.startswith({"postgresql": "PostgreSQL 1", "mariadb": "MariaDB 1"}[bare.kind])
    assert (facts.kind, facts.name, facts.holds, facts.user) == (bare.kind, bare.name, "", bare.url.username)
    assert 0 < facts.round_trip_ms < 1000 and abs(facts.clock_difference_s) < 5 and facts.warnings == ()
    assert _tables(bare) == []


def test_what_a_database_holds_is_seen(bare: Address) -> None:
    databases.execute(bare, "CREATE TABLE invoices (id INTEGER)")
    with pytest.raises(ServerHoldsOthers) as others:
        probe(bare)
    assert others.value.facts["count"] == 1 and "(1)" in others.value.sentence
    databases.execute(bare, "DROP TABLE invoices")
    Database.create(bare).close()
    assert probe(bare).holds == "ours"
    with pytest.raises(ServerHoldsOurs):
        probe(bare, empty=True)


@pytest.mark.parametrize("kind", SERVERS)
def test_the_way_to_a_server_is_told_apart(kind: str) -> None:
    there = databases.server(kind)
    where = {"host": "127.0.0.1"}
    troubles = {
        ServerUnknown: _with(there, host="no-such-server.invalid"),
        PortClosed: _with(there, **where, port=9),
        DatabaseNotOnServer: _with(there, database="no_such_base"),
        AccessDenied: _with(there, username="no_such_user", password="wrong"),
        TlsNotOffered: _with(there, query={**there.url.query, "sslmode": "require"}),
    }
    for trouble, address in troubles.items():
        with pytest.raises(trouble) as told:
            probe(address)
        assert told.value.sentence.count("Nothing was changed.") == 1
        assert "wrong" not in told.value.sentence


@pytest.mark.parametrize("kind", SERVERS)
def test_an_opening_says_the_same(kind: str) -> None:
    with pytest.raises(PortClosed):
        Database.open(_with(databases.server(kind), host="127.0.0.1", port=9))


@pytest.mark.mariadb
def test_a_server_that_asks_for_a_password(bare_mariadb: Address) -> None:
    databases.execute(bare_mariadb, f"CREATE USER {GUEST} IDENTIFIED BY 's3cret'")
    databases.execute(bare_mariadb, f"GRANT ALL ON {bare_mariadb.name}.* TO {GUEST}")
    try:
        guest = _with(bare_mariadb, username=GUEST)
        with pytest.raises(PasswordWanted):
            probe(guest)
        with pytest.raises(AccessDenied) as refused:
            probe(guest.with_password("guessed"))
        assert not isinstance(refused.value, PasswordWanted) and "guessed" not in str(refused.value)
        assert probe(guest.with_password("s3cret"), empty=True).user == GUEST
    finally:
        databases.execute(bare_mariadb, f"DROP USER {GUEST}")


@pytest.fixture
def bare_mariadb() -> Iterator[Address]:
    address = databases.bare_database("mariadb")
    yield address
    databases.drop_database("mariadb", address.name)


def test_a_user_without_rights_cannot_make_tables(bare: Address) -> None:
    on_postgresql = bare.kind == "postgresql"
    databases.execute(bare, f"CREATE {'ROLE' if on_postgresql else 'USER'} {GUEST}{' LOGIN' if on_postgresql else ''}")
    if on_postgresql:
        databases.execute(bare, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    else:
        databases.execute(bare, f"GRANT SELECT ON {bare.name}.* TO {GUEST}")
    try:
        with pytest.raises(NoRightToMakeTables) as refused:
            probe(_with(bare, username=GUEST))
        assert GUEST in refused.value.sentence
        assert _tables(bare) == []
    finally:
        databases.execute(bare, f"DROP {'ROLE' if on_postgresql else 'USER'} {GUEST}")


@pytest.mark.parametrize("kind", SERVERS)
def test_an_encoding_without_all_letters_is_refused(kind: str) -> None:
    name = databases.new_name()
    made = (
        "CREATE DATABASE {0} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        if kind == "postgresql"
        else "CREATE DATABASE {0} CHARACTER SET latin1"
    ).format(name)
    databases.execute(databases.server(kind), made)
    try:
        with pytest.raises(WrongEncoding) as refused:
            probe(_with(databases.server(kind), database=name))
        assert "latin1" in refused.value.sentence.casefold()
    finally:
        databases.drop_database(kind, name)


def test_a_clock_far_off_is_told_or_refused(bare: Address) -> None:
    with clock.frozen(clock.now() - timedelta(minutes=30)):
        warned = probe(bare).warnings
    assert [type(one) for one in warned] == [ClockFarOff] and "30 min" in warned[0].sentence
    with clock.frozen(clock.now() + timedelta(days=400)), pytest.raises(ClockFarOff):
        probe(bare)


@pytest.mark.parametrize("server", ["PostgreSQL 12.18", "MariaDB 10.5.23", "MySQL 8.0.36", "PostgreSQL 9.6.24"])
def test_an_old_server_is_refused(server: str) -> None:
    with pytest.raises(ServerTooOld) as refused:
        require_version(server)
    assert server in refused.value.sentence


@pytest.mark.parametrize("server", ["PostgreSQL 13.0", "PostgreSQL 18beta1", "MariaDB 10.6.0", "MariaDB 11.4.2"])
def test_a_server_of_now_is_taken(server: str) -> None:
    require_version(server)


def test_a_certificate_that_cannot_be_read_is_told() -> None:
    address = parse_address("mariadb://crm@127.0.0.1/clients?sslmode=verify-full&ssl_ca=/nowhere/ca.pem")
    with pytest.raises(CertificateUnreadable) as told:
        probe(address)
    assert isinstance(told.value, CrmError) and "ca.pem" in told.value.sentence
