"""Many rows at once: the driver's own fastest way, with the conversions of SQLAlchemy's types, and journaled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import repeat
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy import Boolean, Column, Connection, Dialect, Table, insert

from desktop_crm.base import clock
from desktop_crm.db.many_rows import RowsToWrite
from desktop_crm.db.packing import Convert, chunks, convert_columns, from_literal, to_literal

_CHUNK = 5_000
_CELLS = 40_000  # of one part: a lump that is read, or made into text, in a moment
_FEW = 50  # rows for which single statements are as quick
_VALUES = "crm_new_values"
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Sink(Protocol):
    """Takes rows as the driver wants them."""

    def __call__(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write *rows*."""


def quoted(dialect: Dialect, name: str) -> str:
    """*name* as the dialect writes it."""
    return dialect.identifier_preparer.quote(name)


def placeholder(dialect: Dialect) -> str:
    """The sign for a value in the driver's SQL."""
    return "?" if dialect.name == "sqlite" else "%s"


def insert_rows(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    constants: Mapping[str, Any] = NOTHING,
) -> None:
    """Insert *rows* of driver values in the fastest way there is; *constants* are driver values of further columns."""
    dialect = connection.dialect
    if dialect.name == "sqlite":
        names = [quoted(dialect, name) for name in columns]
        fixed = {quoted(dialect, name): value for name, value in constants.items()}
        RowsToWrite(quoted(dialect, table), names, list(rows), fixed).write(connection)
        return
    target = f"{quoted(dialect, table)} ({', '.join(quoted(dialect, name) for name in (*columns, *constants))})"
    raw: Any = connection.connection.driver_connection
    marks = ", ".join(repeat("%s", len(columns) + len(constants)))
    tail = tuple(constants.values())
    rows = [(*row, *tail) for row in rows] if tail else rows
    if dialect.name == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    cursor = raw.cursor()
    try:
        statement = f"INSERT INTO {target} VALUES ({marks})"
        cursor.executemany(statement, list(rows))
    finally:
        cursor.close()


def constant_columns(table: Table, columns: Sequence[str]) -> dict[str, Any]:
    """Python values of the columns that are not in *columns* and have a default; moments are of this write."""
    constants: dict[str, Any] = {}
    present = clock.now()
    for column in table.columns:
        default: Any = column.default
        if column.name in columns or default is None:
            continue
        if default.is_scalar:
            constants[column.name] = default.arg
        elif column.name in ("created_at", "updated_at"):
            constants[column.name] = present
        elif default.is_callable:
            constants[column.name] = default.arg(None)
    return constants


def bind_converts(dialect: Dialect, columns: Sequence[Column[Any]]) -> list[Convert]:
    """For each column how a Python value becomes what the driver takes; None: as it is."""
    return [_bind_convert(dialect, column) for column in columns]


@lru_cache(maxsize=500)
def _bind_convert(dialect: Dialect, column: Column[Any]) -> Convert:
    if isinstance(column.type, Boolean):
        return None
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    if convert is None or not issubclass(column.type.python_type, date):
        return convert
    return lru_cache(maxsize=5_000)(convert)  # a day comes again and again


def insert_values(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[int]:
    """Insert *rows* of Python values, filling in the columns that are not named; gives the first column back."""
    dialect = connection.dialect
    converts = bind_converts(dialect, [table.c[name] for name in columns])
    constants = constant_columns(table, columns)
    fixed = {
        name: value if convert is None else convert(value)
        for convert, (name, value) in zip(
            bind_converts(dialect, [table.c[name] for name in constants]), constants.items(), strict=True
        )
    }
    firsts: list[int] = []
    for chunk in chunks(rows, _CHUNK):
        given = list(zip(*chunk, strict=True))
        if len(given) != len(columns):
            raise ValueError(f"{len(given)} values for {len(columns)} columns of {table.name}")
        firsts.extend(given[0])
        ready = [
            values if convert is None else map(convert, values) for convert, values in zip(converts, given, strict=True)
        ]
        insert_rows(connection, table.name, columns, zip(*ready, strict=True), fixed)
    return firsts


def insert_literals(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert *rows* of literals (see :mod:`db.packing`)."""
    if rows:
        converts = [from_literal(table.c[name], connection.dialect.name) for name in columns]
        insert_rows(connection, table.name, columns, convert_columns(rows, converts))


def in_ids(dialect: Dialect, column: str, ids: Sequence[int], *, unbroken: bool = False) -> tuple[str, tuple[Any, ...]]:
    """A condition “*column* is one of *ids*”, with its parameters.

    *unbroken*: the caller knows that no other rows lie between the first and the last of the ascending *ids*.
    """
    name = quoted(dialect, column)
    if unbroken:
        mark = placeholder(dialect)
        return f"{name} BETWEEN {mark} AND {mark}", (ids[0], ids[-1])
    if dialect.name == "sqlite":
        return f"{name} IN (SELECT value FROM json_each(?))", (f"[{','.join(map(str, ids))}]",)
    if dialect.name == "postgresql":
        return f"{name} = ANY(%s)", (list(ids),)
    return f"{name} IN ({','.join(map(str, map(int, ids)))})", ()


def is_unbroken(connection: Connection, table: str, ids: Sequence[int]) -> bool:
    """Whether the ascending *ids* are there and no other rows lie between them: then ranges can be asked for."""
    if not ids:
        return False
    dialect = connection.dialect
    condition, parameters = in_ids(dialect, "id", ids, unbroken=True)
    statement = f"SELECT COUNT(*) FROM {quoted(dialect, table)} WHERE {condition}"
    return bool(fetch(connection, statement, parameters)[0][0] == len(ids))


def fetch(connection: Connection, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of *statement* as the driver gives them."""
    raw: Any = connection.connection.driver_connection
    cursor = raw.cursor()
    try:
        cursor.execute(statement, tuple(parameters) or ())
        return list(cursor.fetchall())
    finally:
        cursor.close()


def execute(connection: Connection, statement: str, parameters: Sequence[Any] = ()) -> int:
    """Run *statement* with the driver; gives the number of rows."""
    raw: Any = connection.connection.driver_connection
    cursor = raw.cursor()
    try:
        cursor.execute(statement, tuple(parameters) or ())
        return int(cursor.rowcount)
    finally:
        cursor.close()


def fetch_literals(
    connection: Connection, table: Table, columns: Sequence[str], ids: Iterable[int], *, unbroken: bool = False
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows with *ids*, as literals of *columns*, in lists of a bearable size."""
    dialect = connection.dialect
    converts: list[Convert] = [to_literal(table.c[name]) for name in columns]
    if dialect.name == "sqlite":  # moments, dates, yes and no are literals in the file already
        converts = [
            convert if table.c[name].type.python_type in (bytes,) or _is_decimal(table.c[name]) else None
            for name, convert in zip(columns, converts, strict=True)
        ]
    names = ", ".join(quoted(dialect, name) for name in columns)
    for part in chunks(ids, max(500, _CELLS // len(columns))):
        condition, parameters = in_ids(dialect, "id", part, unbroken=unbroken)
        rows = fetch(
            connection, f"SELECT {names} FROM {quoted(dialect, table.name)} WHERE {condition} ORDER BY id", parameters
        )
        if rows:
            yield convert_columns(rows, converts)


def _is_decimal(column: Column[Any]) -> bool:
    return bool(getattr(column.type, "asdecimal", False))


def delete_ids(connection: Connection, table: Table, ids: Iterable[int], *, unbroken: bool = False) -> None:
    """Delete the rows with *ids*."""
    dialect = connection.dialect
    for part in chunks(ids, _CHUNK):
        condition, parameters = in_ids(dialect, "id", part, unbroken=unbroken)
        execute(connection, f"DELETE FROM {quoted(dialect, table.name)} WHERE {condition}", parameters)


def update_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set *columns* (the first is the id) of *rows* of driver values; version and time go on."""
    if not rows:
        return
    dialect = connection.dialect
    mark = placeholder(dialect)
    tail: tuple[Any, ...] = ()
    bookkeeping: list[str] = []
    if "version" in table.c:
        (convert,) = bind_converts(dialect, [table.c.updated_at])
        tail = (clock.now() if convert is None else convert(clock.now()),)
        bookkeeping = ["version = version + 1", f"updated_at = {mark}"]
    if dialect.name != "sqlite" and len(rows) > _FEW:
        _update_by_table(connection, table, columns, rows, bookkeeping, tail)
        return
    sets = [*(f"{quoted(dialect, name)} = {mark}" for name in columns[1:]), *bookkeeping]
    statement = f"UPDATE {quoted(dialect, table.name)} SET {', '.join(sets)} WHERE id = {mark}"
    raw: Any = connection.connection.driver_connection
    cursor = raw.cursor()
    try:
        cursor.executemany(statement, [(*row[1:], *tail, row[0]) for row in rows])
    finally:
        cursor.close()


def _update_by_table(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    bookkeeping: Sequence[str],
    tail: tuple[Any, ...],
) -> None:
    """Send the values in one go and update from them: a server answers each single statement."""
    dialect = connection.dialect
    target = quoted(dialect, table.name)
    names = [quoted(dialect, name) for name in columns]
    execute(connection, f"CREATE TEMPORARY TABLE {_VALUES} AS SELECT {', '.join(names)} FROM {target} WHERE id IS NULL")
    insert_rows(connection, _VALUES, columns, rows)
    sets = ", ".join([*(f"{name} = v.{name}" for name in names[1:]), *bookkeeping])
    if dialect.name == "postgresql":
        execute(connection, f"UPDATE {target} AS t SET {sets} FROM {_VALUES} AS v WHERE t.id = v.id", tail)
        execute(connection, f"DROP TABLE {_VALUES}")
    else:
        sets = ", ".join([*(f"t.{name} = v.{name}" for name in names[1:]), *(f"t.{part}" for part in bookkeeping)])
        execute(connection, f"UPDATE {target} AS t JOIN {_VALUES} AS v ON v.id = t.id SET {sets}", tail)
        execute(connection, f"DROP TEMPORARY TABLE {_VALUES}")


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those of *rows* whose key is not there; a write that puts the same one there just now is waited for."""
    statement: Any = insert(table)
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a file does not need it

        statement = postgresql.insert(table).on_conflict_do_nothing()
    else:
        statement = statement.prefix_with("OR IGNORE" if connection.dialect.name == "sqlite" else "IGNORE")
    connection.execute(statement, [dict(row) for row in rows])
