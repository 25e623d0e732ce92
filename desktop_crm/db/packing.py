"""Rows and ids of bulk work as small bytes for the journal; values of a row as portable literals.

A literal is what every one of our databases takes and JSON can hold: UTC moments and dates as text, yes and no as
1 and 0, JSON as its text, decimals as text with their scale, binary as base64. So the journal means the same after a
move to another kind of database, and most values go in and out without any conversion at all.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import accumulate, islice, repeat
from typing import Any, TypeVar

from sqlalchemy import Boolean, Column, Date, Numeric
from sqlalchemy.types import TypeEngine

from desktop_crm.model.base import JsonText, LongBinary, UtcMoment

T = TypeVar("T")
Convert = Callable[[Any], Any] | None

MAX_IDS = 100_000  # in one record: at most 800 kB before compression
MAX_BYTES = 1_000_000  # of one record


def chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """*rows* in lists of at most *size*."""
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk


def pack_ids(ids: Sequence[int]) -> bytes:
    """Ids -> bytes; runs of ids cost next to nothing."""
    steps = array("q", ids[:1])
    steps.extend(after - before for before, after in zip(ids, islice(ids, 1, None), strict=False))
    if sys.byteorder == "big":
        steps.byteswap()
    return zlib.compress(steps.tobytes(), 1)


def unpack_ids(packed: bytes) -> list[int]:
    """What :func:`pack_ids` packed."""
    steps = array("q", zlib.decompress(packed))
    if sys.byteorder == "big":
        steps.byteswap()
    return list(accumulate(steps))


def pack_columns(columns: Sequence[str], values: Sequence[Sequence[Any]]) -> bytes:
    """Literals column by column -> bytes. A column that holds one value everywhere is kept as that one value."""
    count = len(values[0]) if values else 0
    same: dict[str, Any] = {}
    differing: dict[str, Sequence[Any]] = {}
    for name, column in zip(columns, values, strict=True):
        if count and column.count(column[0]) == count:
            same[name] = column[0]
        else:
            differing[name] = column
    text = json.dumps(
        {"columns": list(columns), "count": count, "same": same, "values": differing},
        ensure_ascii=False,
        separators=(",", ":"),
        check_circular=False,
    )
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack_columns(packed: bytes) -> tuple[list[str], list[Sequence[Any]]]:
    """Names, and the literals of each column."""
    kept = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    columns: list[str] = kept["columns"]
    values: list[Sequence[Any]] = [
        kept["values"][name] if name in kept["values"] else list(repeat(kept["same"][name], kept["count"]))
        for name in columns
    ]
    return columns, values


def pack_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, bytes]]:
    """(count, bytes) of *rows* of literals, cut so that no record is larger than a server takes in one statement."""
    if not rows:
        return
    packed = pack_columns(columns, list(zip(*rows, strict=True)))
    if len(packed) <= MAX_BYTES or len(rows) == 1:
        yield len(rows), packed
        return
    half = len(rows) // 2
    yield from pack_rows(columns, rows[:half])
    yield from pack_rows(columns, rows[half:])


def _moment(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value  # SQLite: the literal itself
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return value.isoformat(" ", "microseconds")


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _yes_no(value: Any) -> Any:
    return None if value is None else int(value)


def _as_bool(value: Any) -> Any:
    return None if value is None else bool(value)


def _binary(value: Any) -> Any:
    return None if value is None else b64encode(value).decode("ascii")


def _from_binary(value: Any) -> Any:
    return None if value is None else b64decode(value)


def _json(value: Any) -> Any:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decimal(scale: int) -> Callable[[Any], Any]:
    return lambda value: None if value is None else f"{value:.{scale}f}"


def to_literal(column: Column[Any]) -> Convert:
    """How a stored value as the driver gives it becomes a literal; None: it is one already."""
    kind: TypeEngine[Any] = column.type
    if isinstance(kind, UtcMoment):
        return _moment
    if isinstance(kind, Date):
        return _day
    if isinstance(kind, Boolean):
        return _yes_no
    if isinstance(kind, Numeric):
        return _decimal(kind.scale or 0) if kind.asdecimal else None
    return _binary if isinstance(kind, LongBinary) else None


def value_to_literal(column: Column[Any], value: Any) -> Any:
    """A Python value as the ORM holds it, as a literal."""
    convert = _json if isinstance(column.type, JsonText) else to_literal(column)
    return value if convert is None else convert(value)


def from_literal(column: Column[Any], dialect_name: str) -> Convert:
    """How a literal becomes what the driver takes; None: it is taken as it is."""
    if isinstance(column.type, LongBinary):
        return _from_binary
    return _as_bool if dialect_name == "postgresql" and isinstance(column.type, Boolean) else None


def convert_columns(rows: Sequence[Sequence[Any]], converts: Sequence[Convert]) -> list[tuple[Any, ...]]:
    """*rows* with each column converted, column by column because that is fastest."""
    if not rows or not any(converts):
        return [tuple(row) for row in rows]
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for position, convert in enumerate(converts):
        if convert is not None:
            columns[position] = map(convert, columns[position])
    return list(zip(*columns, strict=True))
