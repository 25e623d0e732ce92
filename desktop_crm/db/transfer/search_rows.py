"""Rows of the search index on their way: their tokens as PostgreSQL keeps them.

What the three databases keep differs in two things only: a file has one sign for three digits of a phone, MariaDB
writes letters of other scripts as numbers. The second cannot be read back, so from there the index is made anew.
"""

from __future__ import annotations

import re

from desktop_crm.db.search_mariadb import in_ascii
from desktop_crm.db.search_sqlite import FIRST_TRIPLE
from desktop_crm.db.search_tokens import DIGITS
from desktop_crm.db.transfer.ends import SearchRow

_TRIPLE = re.compile(f"(?:(?<= )|^)[{chr(FIRST_TRIPLE)}-{chr(FIRST_TRIPLE + 999)}](?= |$)")
_SPELLED = re.compile(rf"(?:(?<= )|^){DIGITS}(\d\d\d)(?= |$)")


def from_file(row: SearchRow) -> SearchRow:
    """A row of a file."""
    number, tokens, digits = row
    if digits:
        tokens = _TRIPLE.sub(lambda match: f"{DIGITS}{ord(match[0]) - FIRST_TRIPLE:03}", tokens)
    return number, tokens, digits


def to_file(row: SearchRow) -> SearchRow:
    """A row for a file."""
    number, tokens, digits = row
    if digits:
        tokens = _SPELLED.sub(lambda match: chr(FIRST_TRIPLE + int(match[1])), tokens)
    return number, tokens, digits


def from_postgresql(row: SearchRow) -> SearchRow:
    """A row of PostgreSQL, whose vector came as text."""
    number, vector, digits = row
    return number, vector[1:-1].replace("' '", " "), digits


def vector(tokens: str) -> str:
    """Tokens as the text of a ``tsvector``."""
    return "'" + tokens.replace(" ", "' '") + "'" if tokens else ""


def to_mariadb(row: SearchRow) -> SearchRow:
    """A row for MariaDB."""
    number, tokens, digits = row
    if not tokens.isascii():
        tokens = " ".join(
            token if token.isascii() else token[: len(DIGITS)] + in_ascii(token[len(DIGITS) :])
            for token in tokens.split(" ")
        )
    return number, f" {tokens} ", digits
