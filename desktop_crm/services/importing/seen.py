"""Rows that were seen before: taken by an earlier import, or waiting for a decision.

A row is known by a hash of its cells and of how they were read, so that the same file twice creates nothing, whatever
became of its contacts since. An import keeps the hashes of the rows it took, with their contacts, in its own row.
"""

import base64
from array import array
from collections.abc import Container, Iterable, Sequence
from hashlib import blake2b, sha256
from typing import Any

from sqlalchemy import select

from desktop_crm.model import HeldRow, ImportRun
from desktop_crm.model.session import CrmSession
from desktop_crm.services.importing.cells import text_of
from desktop_crm.services.importing.options import ImportOptions

KEPT = "taken_rows"  # key among the options of an import run


def packed(rows: Iterable[tuple[int, int]]) -> str:
    """Pairs (hash of the row, contact) as text."""
    numbers = array("Q")
    for pair in rows:
        numbers.extend(pair)
    return base64.b64encode(_little_endian(numbers).tobytes()).decode("ascii")


def unpacked(text: str) -> list[tuple[int, int]]:
    """The way back."""
    numbers = array("Q")
    numbers.frombytes(base64.b64decode(text))
    numbers = _little_endian(numbers)
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _little_endian(numbers: "array[int]") -> "array[int]":
    if array("H", [1]).tobytes() != b"\x01\x00":
        numbers.byteswap()
    return numbers


def taken_rows(session: CrmSession, living: Container[int]) -> dict[int, int]:
    """Rows that earlier imports took, as far as their contacts are still there."""
    found: dict[int, int] = {}
    for options in session.scalars(select(ImportRun.options).where(ImportRun.deleted_at.is_(None))):
        if text := (options or {}).get(KEPT):
            found.update(pair for pair in unpacked(text) if pair[1] in living)
    return found


def held_hashes(session: CrmSession) -> frozenset[str]:
    """Hashes of the rows that wait."""
    return frozenset(session.scalars(select(HeldRow.content_hash).where(HeldRow.deleted_at.is_(None))))


def reading_of(headers: Sequence[str], options: ImportOptions) -> bytes:
    """How the rows are read, as a key for their hashes: another map or country makes them other rows."""
    columns = [f"{header}={options.columns.get(header, '')}" for header in headers]
    orders = [f"{header}={day_first}" for header, day_first in sorted(options.date_orders.items())]
    text = "\x1e".join([*columns, options.country, options.area_code, str(options.day_first), *orders])
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).digest()


def digest(key: bytes, texts: Sequence[str]) -> int:
    """Hash of a row's texts, the same at every start; 63 bits."""
    found = blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=8, key=key)
    return int.from_bytes(found.digest(), "big") >> 1


def cells_hash(headers: Sequence[str], row: Sequence[Any]) -> str:
    """Hash of a row's cells: 32 characters."""
    text = "\x1f".join(f"{header}\x1e{text_of(cell)}" for header, cell in zip(headers, row, strict=False))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def held_hash(headers: Sequence[str], row: Sequence[Any], content: int, policy: str) -> str:
    """Hash of a row that waits: its cells, then how they were read and what was to be done with duplicates."""
    reading = sha256(f"{content} {policy}".encode()).hexdigest()[:32]
    return cells_hash(headers, row) + reading
