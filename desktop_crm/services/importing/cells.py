"""Cells to texts: what stands in a cell, as a person would read it."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

_BLANKS = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_SPLIT_MANY = re.compile(r"[;\n\r|]+|,\s+|,(?=[^\s])")
_QUOTED = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^";\n\r|]*))\s*(?:[;\n\r|]+|$)')
_EMAIL = re.compile(r"[^\s@<>\"'(),;:\[\]{}]+@[^\s@<>\"'(),;:\[\]{}]+\.[^\s@<>\"'(),;:.\[\]{}]+")
# what programs write where there is nothing; “Null” as people write it is a family name
EMPTY_WORDS = frozenset("- -- — – n/a N/A #N/A #n/a NULL null None none nil nan NaN".split())  # noqa: SIM905


def text_of(value: Any) -> str:
    """A cell as text: floats without a false ``.0``, dates as ISO, blanks squeezed; "" for empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.strip()
        if "  " in text or "\t" in text or not text.isascii():
            if "\u00a0" in text or "\u202f" in text or "  " in text or "\t" in text or "\u2007" in text:
                text = _BLANKS.sub(" ", text)
            return "" if text in EMPTY_WORDS else text
        return "" if len(text) <= 4 and text in EMPTY_WORDS else text
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


def as_written(value: Any) -> str:
    """A longer text (notes) with its own blanks and line breaks."""
    if isinstance(value, str):
        return value.strip("\n\r ")
    return text_of(value)


def emails_of(text: str) -> tuple[tuple[str, ...], str]:
    """E-mail addresses in a cell (also as JSON, or “Name <a@b.c>”), and the text that is none of them."""
    if _EMAIL.fullmatch(text):
        return (text.rstrip("."),), ""
    found = tuple(dict.fromkeys(match.rstrip(".") for match in _EMAIL.findall(text)))
    if not found:
        return (), text
    rest = _EMAIL.sub(" ", text)
    rest = re.sub(r"[<>\[\]{}\"';,:|()]+", " ", rest)
    rest = re.sub(r"\b(mailto|value|label|work|home|other|email|e-mail)\b", " ", rest, flags=re.IGNORECASE)
    return found, " ".join(rest.split())


def parts_of(text: str) -> list[str]:
    """A list in one cell (tags): parted by comma, semicolon, bar or line break; quoted parts stay whole."""
    if '"' in text and (quoted := _quoted_parts(text)):
        return quoted
    return unique(part.strip(" *:") for part in _SPLIT_MANY.split(text))


def _quoted_parts(text: str) -> list[str]:
    """Parts as :func:`listed` writes them; empty where the quotation marks mean something else."""
    parts, end = [], 0
    while end < len(text):
        found = _QUOTED.match(text, end)
        if found is None:
            return []
        parts.append(found[2].strip() if found[1] is None else found[1].replace('""', '"'))
        end = found.end()
    return unique(parts)


def listed(texts: Iterable[str]) -> str:
    """Several texts in one cell, such that :func:`parts_of` gives them back."""
    return "; ".join(
        '"' + text.replace('"', '""') + '"' if _SPLIT_MANY.search(text) or '"' in text or text != text.strip(" *:")
        else text
        for text in texts
    )  # fmt: skip


def pairs_of(text: str) -> list[tuple[str, str]]:
    """“Phone: no; E-mail: yes” as pairs; a part without a colon has an empty second text."""
    pairs = [part.partition(":") for part in parts_of(text)]
    return [(name.strip(), value.strip()) for name, _colon, value in pairs]


def unique(texts: Iterable[str]) -> list[str]:
    """Without the empty and the repeated, in order."""
    return list(dict.fromkeys(text for text in texts if text))
