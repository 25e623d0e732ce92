"""What the words of a quick reminder say: one rule after the other takes out of the line what it understands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop_crm.base.recurrence import Pattern
from desktop_crm.base.text import plain_letters

_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{1,2}:\d{2}|\d+|[^\W\d_]+(?:[-’'][^\W\d_]+)*|\S"
)
_TAKEN = "\0"

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the sentence."""

    text: str
    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What has been gathered on the way."""

    day: date | None = None
    clock: time | None = None
    bare: bool = False  # an hour without minutes and half of the day: “at 3”
    part: str = ""  # of the day
    pattern: Pattern | None = None
    priority: str = "normal"
    until: bool = False  # the day is the last one


class Line:
    """The sentence as plain words with one blank between each two; what was understood is blotted out."""

    def __init__(self, text: str, present: datetime) -> None:
        self.tokens = [Token(m[0], plain_letters(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        self.present = present
        self.today = present.date()
        self.found = Found()
        self.taken: set[int] = set()
        self.spans: list[tuple[int, int]] = []
        self.starts: list[int] = []
        place = 0
        for token in self.tokens:
            self.starts.append(place)
            place += len(token.plain) + 1
        self.text = " ".join(token.plain for token in self.tokens)

    def read(self, pattern: re.Pattern[str], rule: Callable[[Line, Match], bool]) -> None:
        """Let *rule* look at every place where *pattern* fits; what it says yes to is taken out."""
        place = 0
        while (match := pattern.search(self.text, place)) is not None:
            place = match.end() if match.end() > place else place + 1
            if _TAKEN in match[0] or not rule(self, match):
                place = match.start() + 1
                continue
            self._take(match)

    def _take(self, match: Match) -> None:
        first, last = self.token_at(match.start()), self.token_at(match.end() - 1)
        self.taken.update(range(first, last + 1))
        self.spans.append((self.tokens[first].start, self.tokens[last].end))
        self.blot(match)

    def blot(self, match: Match) -> None:
        """No further rule looks at these words; unless they are taken, they stay in the title."""
        blot = "".join(" " if char == " " else _TAKEN for char in match[0])
        self.text = self.text[: match.start()] + blot + self.text[match.end() :]

    def token_at(self, place: int) -> int:
        """The number of the word at *place* of the line."""
        return bisect_right(self.starts, place) - 1

    def before(self, match: Match) -> int | None:
        """The word before the match."""
        first = self.token_at(match.start())
        return first - 1 if first else None

    def behind(self, match: Match) -> int | None:
        """The word behind it."""
        last = self.token_at(match.end() - 1)
        return last + 1 if last + 1 < len(self.tokens) else None

    def put(self, **values: object) -> bool:
        """Note what was found; a rule ends with it."""
        self.found = replace(self.found, **values)  # type: ignore[arg-type]
        return True

    def moved(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)
