r"""Rows as lines of text: one form for all three databases, in which they travel and in which they are summed up.

It is the text form of PostgreSQL's COPY, which that takes as it is: fields with tabs between, ``\N`` for nothing,
backslash before what would be mistaken. Yes and no are 1 and 0, moments are UTC without needless zeros, decimals have
their scale, floating numbers four places, binary is ``\x`` and hexadecimal digits. Each database makes and takes these
lines by itself, so that Python touches no single value of a million rows that come out of a file.

On their way out of a file or MariaDB fields, rows and nothing are parted by bytes that no UTF-8 text can hold; what is
to be escaped is then found in the whole block at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Integer, Numeric, String, Table
from sqlalchemy.types import TypeEngine

import desktop_crm.model  # noqa: F401 - all tables are known from here on
from desktop_crm.base.errors import DatabaseDamaged
from desktop_crm.model.base import Base, JsonText, LongBinary, LongText, UtcMoment

FIELD, ROW, NOTHING = b"\xff", b"\xfe", b"\xfd"
BLOCK = 1 << 20  # bytes of one block, or one row where that is larger
FLOAT_PLACES = 4  # of floating numbers, which are kept with different precision: only computed likenesses are such

_SPECIAL = re.compile(rb"[\\\x08-\x0d]")
_ESCAPES = [
    (b"\\", b"\\\\"),
    *((sign, b"\\" + letter) for sign, letter in ((b"\b", b"b"), (b"\t", b"t"), (b"\n", b"n"), (b"\v", b"v"))),
    *((sign, b"\\" + letter) for sign, letter in ((b"\f", b"f"), (b"\r", b"r"))),
]
_UNESCAPES = {"b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

Block = tuple[int, bytes]  # rows, and their lines with an end of line after each
Blocks = Generator[Block, None, None]


@dataclass(frozen=True)
class Field:
    """One column as it stands in a line."""

    name: str
    kind: str  # whole, yes_no, decimal, float, moment, day, text, binary
    nullable: bool
    scale: int = 0  # digits after the point
    length: int | None = None  # characters that a server takes


@dataclass(frozen=True)
class Shape:
    """One table: its columns in the order of the lines, and the key that gives the order of the rows."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def has_binary(self) -> bool:
        """Whether rows may be large and hold other things than text."""
        return any(field.kind == "binary" for field in self.fields)


def _kind(column: Column[Any]) -> str:
    kinds: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
        (Boolean, "yes_no"),
        (Integer, "whole"),
        (Float, "float"),
        (Numeric, "decimal"),
        (UtcMoment, "moment"),
        (Date, "day"),
        (LongBinary, "binary"),
        (LongText, "text"),
        (JsonText, "text"),
        (String, "text"),
    )
    return next(name for kind, name in kinds if isinstance(column.type, kind))


def _field(column: Column[Any]) -> Field:
    kind = _kind(column)
    scale = FLOAT_PLACES if kind == "float" else int(getattr(column.type, "scale", None) or 0)
    return Field(column.name, kind, bool(column.nullable), scale, getattr(column.type, "length", None))


def _shape(table: Table) -> Shape:
    return Shape(table.name, tuple(map(_field, table.columns)), tuple(column.name for column in table.primary_key))


SHAPES: tuple[Shape, ...] = tuple(_shape(table) for table in Base.metadata.sorted_tables)  # parents first


def gathered(rows: Iterable[Sequence[bytes]]) -> Iterator[list[bytes]]:
    """The only field of each row, in lists of about :data:`BLOCK` bytes."""
    part: list[bytes] = []
    size = 0
    for (row,) in rows:
        part.append(row)
        size += len(row)
        if size >= BLOCK:
            yield part
            part, size = [], 0
    if part:
        yield part


def as_block(rows: list[bytes], fields: int, name: str) -> Block:
    """Lines of *rows*, whose *fields* are parted by :data:`FIELD`."""
    raw = ROW.join(rows)
    if raw.count(FIELD) != len(rows) * (fields - 1) or raw.count(ROW) != len(rows) - 1:
        raise DatabaseDamaged(name=name)  # text that is none
    if _SPECIAL.search(raw):
        for sign, escape in _ESCAPES:
            raw = raw.replace(sign, escape)
    return len(rows), raw.replace(FIELD, b"\t").replace(ROW, b"\n").replace(NOTHING, b"\\N") + b"\n"


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _UNESCAPES.get(match[1], match[1]), text)


def _moment(text: str) -> str:
    """With six digits, as the program writes it into a file."""
    return f"{text}.000000" if len(text) == 19 else text.ljust(26, "0")


def _from_hex(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("\\\\x"))


_FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "whole": int,
    "yes_no": int,
    "float": float,
    "moment": _moment,
    "binary": _from_hex,
}


def values_of(shape: Shape, lines: bytes) -> list[tuple[Any, ...]]:
    """Rows of a block as values for a file."""
    columns: list[Sequence[Any]] = list(zip(*(line.split("\t") for line in _lines(lines)), strict=True))
    for place, field in enumerate(shape.fields):
        column = columns[place]
        convert = _FROM_TEXT.get(field.kind)
        if field.kind == "text" and any("\\" in value for value in column):
            convert = _unescaped
        if field.nullable and "\\N" in column:
            kept = convert or str
            columns[place] = [None if value == "\\N" else kept(value) for value in column]
        elif convert is not None:
            columns[place] = list(map(convert, column))
    return list(zip(*columns, strict=True))


def _lines(lines: bytes) -> list[str]:
    return lines.decode("utf-8").split("\n")[:-1]
