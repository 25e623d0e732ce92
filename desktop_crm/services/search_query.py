"""What somebody typed into the search, and where it stands in a text that is shown."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop_crm.base.text import digits, fold
from desktop_crm.services.search_entries import DOTTED, one_piece

MOST_WORDS = 12
FEWEST_DIGITS = 3  # fewer are part of a word, not of a phone
_PIECE = re.compile(r"\S+")
_NUMBER_LIKE = re.compile(r"[\d+()./\-–—]*\d[\d+()./\-–—]*")
_WORD = re.compile(r"[^\W_]+")
_SHOWN_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_SHOWN_NUMBER = re.compile(r"\d(?:[\s+()./\-–—]*\d)*")
_RUSSIAN_LENGTH = 11  # 8 495 123-45-67


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was typed: every word begins some word, and one phone holds the digits."""

    words: tuple[str, ...]
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, folded: words, digits of a number where there are some, and all of it as words."""

    words: tuple[str, ...]
    number: str
    all_words: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.all_words

    @property
    def numbers(self) -> tuple[str, ...]:
        """The digits as typed, and without the zero, 00 or Russian 8 that is dialled in front."""
        number = self.number
        rest = number.lstrip("0") if number.startswith("0") else number
        if number.startswith("8") and len(number) == _RUSSIAN_LENGTH:
            rest = number[1:]
        return tuple(dict.fromkeys(one for one in (number, rest) if len(one) >= FEWEST_DIGITS))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All ways to understand it, the likeliest first."""
        found = [Reading(self.words, number) for number in self.numbers]
        found.append(Reading(self.all_words))
        return tuple(found + [Reading(words, one.digits) for one in found if (words := unfinished(one.words))])


def unfinished(words: tuple[str, ...]) -> tuple[str, ...]:
    """The same with another beginning of the last word: ``c`` may become ``ch``, which is folded to ``h``."""
    others = beginnings(words[-1])[1:] if words else ()
    return (*words[:-1], *others) if others else ()


@lru_cache(maxsize=256)
def read_query(text: str) -> Query:
    """Read what was typed: ``rus 123`` is a word and digits, ``069 123 456`` the digits of one number."""
    words: list[str] = []
    all_words: list[str] = []
    numbers = [""]
    for piece in _PIECE.findall(unicodedata.normalize("NFKC", text)):
        if _NUMBER_LIKE.fullmatch(piece):
            numbers[-1] += digits(piece)
            all_words += _WORD.findall(fold(piece))
            continue
        numbers.append("")
        found = _WORD.findall(DOTTED.sub(_in_one_piece, fold(piece)))
        words += found
        all_words += found
    number = max(numbers, key=len)
    return Query(
        tuple(dict.fromkeys(words))[:MOST_WORDS],
        number if len(number) >= FEWEST_DIGITS else "",
        tuple(dict.fromkeys(all_words))[:MOST_WORDS],
    )


def _in_one_piece(found: re.Match[str]) -> str:
    return one_piece(found.group()) + " "


def begins(word: str, beginning: str) -> bool:
    """Whether the folded *word* begins with what was typed, also while a ``ch`` is half typed."""
    return word.startswith(beginnings(beginning))


@lru_cache(maxsize=256)
def beginnings(typed: str) -> tuple[str, ...]:
    """What a folded word may begin with that begins as *typed*: itself, and the other where a ``ch`` is half typed."""
    return (typed, fold(typed[:-1] + "h")) if typed.endswith("k") else (typed,)


def highlight(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words and digits of *query* stand in the shown *text*: (start, end) in order, not overlapping."""
    read = read_query(query)
    if read.is_empty:
        return []
    spans = [*_word_spans(text, read.all_words), *_number_spans(text, read.numbers)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def parts(text: str, query: str) -> tuple[tuple[str, bool], ...]:
    """*text* cut where :func:`highlight` says: (piece, whether it matches)."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in highlight(text, query):
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    pieces.append((text[done:], False))
    return tuple(piece for piece in pieces if piece[0])


def _word_spans(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for found in _SHOWN_WORD.finditer(text):
        shown = found.group()
        folded = fold(shown)
        lengths = [_shown_length(shown, word) for word in words if begins(folded, word)]
        if lengths:
            yield found.start(), found.start() + max(lengths)


def _shown_length(shown: str, beginning: str) -> int:
    """How many letters of *shown* fold to *beginning* (щ is two letters there, ь none)."""
    for length in range(1, len(shown) + 1):
        if begins(fold(shown[:length]), beginning):
            while length < len(shown) and unicodedata.combining(shown[length]):
                length += 1
            return length
    return len(shown)


def _number_spans(text: str, numbers: Sequence[str]) -> Iterator[tuple[int, int]]:
    for found in _SHOWN_NUMBER.finditer(text) if numbers else ():
        places = [place for place, char in enumerate(found.group(), found.start()) if char.isdigit()]
        shown = digits(found.group())
        for number in numbers:
            first = shown.find(number)
            if first >= 0:
                yield places[first], places[first + len(number) - 1] + 1
                break


def snippet(text: str, query: Query, length: int = 60) -> str:
    """The part of *text* around the first word that matches, on one line; the beginning where none does."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    first = next((start for start, _end in _word_spans(line, query.all_words)), 0)
    start = 0 if first < length * 2 // 3 else line.rfind(" ", 0, first - length // 3) + 1
    end = len(line) if start + length >= len(line) else line.rfind(" ", start + 1, start + length)
    if end <= start:
        end = start + length
    return f"{'…' * (start > 0)}{line[start:end]}{'…' * (end < len(line))}"
