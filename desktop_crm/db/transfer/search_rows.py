"""Rows of the search index on their way: lines of record id, tokens and digits, as PostgreSQL's COPY takes them.

What the three databases keep differs in two things only: a file has one sign for three digits of a phone, MariaDB
writes letters of other scripts as numbers. The second cannot be read back, so from there the index is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_crm.db.search_mariadb import in_ascii
from desktop_crm.db.search_sqlite import FIRST_TRIPLE
from desktop_crm.db.search_tokens import DIGITS

_TRIPLE = re.compile(f"'([{chr(FIRST_TRIPLE)}-{chr(FIRST_TRIPLE + 999)}])'")
_SPELLED = re.compile(rf"(?:(?<= )|^){DIGITS}(\d\d\d)(?= |$)")

Row = tuple[int, str, str]  # record id, tokens and digits with blanks between


def with_spelled_digits(lines: bytes) -> bytes:
    """Lines of a file: each sign that stands for three digits as PostgreSQL keeps it."""
    text = lines.decode("utf-8")
    return _TRIPLE.sub(lambda match: f"'{DIGITS}{ord(match[1]) - FIRST_TRIPLE:03}'", text).encode("utf-8")


def rows_of(lines: bytes) -> Iterator[Row]:
    """Rows of lines; their tokens with nothing but blanks between."""
    for line in lines.decode("utf-8").split("\n")[:-1]:
        number, vector, digits = line.split("\t")
        yield int(number), vector[1:-1].replace("' '", " "), digits


def for_file(row: Row) -> Row:
    """A row as a file keeps it."""
    number, tokens, digits = row
    if digits:
        tokens = _SPELLED.sub(lambda match: chr(FIRST_TRIPLE + int(match[1])), tokens)
    return number, tokens, digits


def for_mariadb(row: Row) -> Row:
    """A row as MariaDB keeps it."""
    number, tokens, digits = row
    if not tokens.isascii():
        tokens = " ".join(
            token if token.isascii() else token[: len(DIGITS)] + in_ascii(token[len(DIGITS) :])
            for token in tokens.split(" ")
        )
    return number, f" {tokens} ", digits
