"""What the search gives, and how it asks the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop_crm.model.session import CrmSession
from desktop_crm.services.search_query import Query, beginnings

# best first; the newest of equals first
EXACT_NAME, NAME_BEGINS, NAME_WORDS, WORDS_BEGIN, OTHER_FIELD, NOTES = 100, 90, 80, 70, 40, 20
OTHER_NAME = 5  # less for a nickname, a former or a legal name


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found."""

    kind: str  # "contact", "interaction"
    record_id: int
    title: str
    detail: str  # one line: organisation, number, city; or what matched, and where
    subkind: str  # of a contact "person" or "organisation"; of an interaction "call", "meeting" …
    contact_id: int  # whose card to show
    score: int
    moment: datetime  # last touch of a contact, start of an interaction
    archived: bool = False


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Hits of one kind, best first."""

    kind: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """All that was found; groups without a hit are left out."""

    query: str
    groups: tuple[HitGroup, ...]


def candidates(session: CrmSession, query: Query, kind: str, limit: int) -> list[int]:
    """Ids of records of *kind* that match in one way or another: at most *limit* of each way, the best ones first."""
    found: dict[int, None] = {}
    for reading in query.readings:
        if reading.digits and kind != "contact":
            continue  # only contacts have phones
        for _kind, record_id in session.search_index.find(session, reading.words, reading.digits, (kind,), limit):
            found[record_id] = None
    return list(found)


def name_score(words: Sequence[str], names: Sequence[str]) -> int:
    """How well folded *words* fit the best of the folded *names*; 0 where some word is not in it.

    Blanks and hyphens may be left out: ``orheivit`` begins “Orhei-Vit”.
    """
    wanted, pressed = " ".join(words), "".join(words)
    best = 0
    for name in names:
        own = " ".join(name.split())
        if own == wanted:
            return EXACT_NAME
        if own.startswith(wanted) or own.replace(" ", "").startswith(pressed):
            best = max(best, NAME_BEGINS)
        elif best < NAME_WORDS and all(f" {word} " in f" {own} " for word in words):
            best = NAME_WORDS
        elif best < WORDS_BEGIN and not missing(words, own):
            best = WORDS_BEGIN
    return best


def missing(words: Sequence[str], text: str) -> list[str]:
    """Those of *words* that begin no word of the folded *text*, in which blanks stand between words."""
    spaced = f" {text}"
    return [word for word in words if not any(f" {beginning}" in spaced for beginning in beginnings(word))]
