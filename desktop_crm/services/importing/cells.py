"""Cells to texts: what stands in a cell, as a person would read it."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

_BLANKS = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_SPLIT_MANY = re.compile(r"[;\n\r|]+|,\s+|,(?=[^\s])")
_EMAIL = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:.]+")
EMPTY_WORDS = frozenset({"-", "--", "—", "–", "n/a", "#n/a", "null", "none", "nil", "nan"})


def text_of(value: Any) -> str:
    """A cell as text: floats without a false ``.0``, dates as ISO, blanks squeezed; "" for empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.strip()
        if "  " in text or not text.isascii() or "\t" in text:
            text = _BLANKS.sub(" ", text)
        return "" if len(text) <= 4 and text.lower() in EMPTY_WORDS else text
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def one_line(text: str) -> str:
    """The same without line breaks."""
    return " ".join(text.split()) if "\n" in text or "\r" in text or "  " in text else text


def emails_of(text: str) -> tuple[list[str], str]:
    """E-mail addresses in a cell (also as JSON, or “Name <a@b.c>”), and the text that is none of them."""
    found = list(dict.fromkeys(match.rstrip(".") for match in _EMAIL.findall(text)))
    if not found:
        return [], text
    rest = _EMAIL.sub(" ", text)
    rest = re.sub(r"[<>\[\]{}\"';,:|()]+", " ", rest)
    rest = re.sub(r"\b(mailto|value|label|work|home|other|email|e-mail)\b", " ", rest, flags=re.IGNORECASE)
    return found, one_line(rest)


def parts_of(text: str) -> list[str]:
    """A list in one cell (tags): parted by comma, semicolon, bar or line break."""
    return unique(part.strip(" *:") for part in _SPLIT_MANY.split(text))


def unique(texts: Iterable[str]) -> list[str]:
    """Without the empty and the repeated, in order."""
    return list(dict.fromkeys(text for text in texts if text))
