"""Contacts in the search: the candidates of the index in the order a person would want them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from desktop_crm.base.text import digits, words
from desktop_crm.model import Address, Contact, Job, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.phones import format_phone
from desktop_crm.services.search_entries import contact_texts
from desktop_crm.services.search_hits import (
    EXACT_NAME,
    NAME_BEGINS,
    NAME_WORDS,
    NOTES,
    OTHER_FIELD,
    OTHER_NAME,
    Hit,
    candidates,
    missing,
    name_score,
)
from desktop_crm.services.search_query import Query, snippet

CANDIDATES = 100
_NOTES = 2_000  # characters looked at to tell a hit in the notes from one in a field


# Made once: each search runs them. Conditions besides the ids, and joins, would lead SQLite's planner to whole
# indexes ("not deleted" holds for nearly every row), so the rest is decided here.
_IDS: Any = bindparam("ids", expanding=True)
_ROWS = select(
    Contact.id,
    Contact.kind,
    Contact.name,
    Contact.sort_name,
    Contact.nickname,
    Contact.former_name,
    Contact.legal_name,
    Contact.other_names,
    func.substr(Contact.notes, 1, _NOTES).label("notes"),
    func.coalesce(Contact.last_touch_at, Contact.created_at).label("moment"),
    Contact.archived_at.is_not(None).label("archived"),
    Contact.deleted_at.is_not(None).label("deleted"),
).where(Contact.id.in_(_IDS))
_NAMES = select(Contact.id, Contact.name, Contact.deleted_at.is_not(None)).where(Contact.id.in_(_IDS))
_PHONES = (
    select(Phone.contact_id, Phone.e164, Phone.raw, Phone.digits, Phone.extension)
    .where(Phone.contact_id.in_(_IDS), Phone.deleted_at.is_(None))
    .order_by(Phone.position, Phone.id)
)
_JOBS = (
    select(Job.person_id, Job.organisation_id)
    .where(Job.person_id.in_(_IDS), Job.deleted_at.is_(None))
    .order_by(Job.is_primary.desc(), Job.id)
)
_CITIES = (
    select(Address.contact_id, Address.city)
    .where(Address.contact_id.in_(_IDS), Address.deleted_at.is_(None), Address.city != "")
    .order_by(Address.position, Address.id)
)

Numbers = tuple[tuple[str, str], ...]  # digits, and the number as it is shown


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate on its way to a hit."""

    row: Any
    numbers: Numbers
    score: int
    number_score: int
    unnamed: tuple[str, ...]  # words that are not in its names, nor digits of its numbers

    @property
    def moment(self) -> datetime:
        """When it mattered last."""
        moment: datetime = self.row.moment
        return moment


def contact_hits(session: CrmSession, query: Query, limit: int) -> tuple[Hit, ...]:
    """The best *limit* contacts; archived ones last."""
    ids = candidates(session, query, "contact", max(CANDIDATES, 2 * limit))
    if not ids:
        return ()
    rows = _rows(session, ids)
    numbers = _numbers(session, ids) if query.number else {}
    found = [_scored(row, numbers.get(row.id, ()), query) for row in rows]
    found.sort(key=lambda one: one.moment, reverse=True)
    found.sort(key=lambda one: (one.row.archived, -one.score, -one.number_score))
    best = found[:limit]
    ids = [one.row.id for one in best]
    numbers = numbers or _numbers(session, ids)
    places = _places(session, ids)
    lines = {row_id: (places.get(row_id, ""), _number_shown(numbers.get(row_id, ()), query)) for row_id in ids}
    unclear = {one.row.id: one.row.notes for one in best if missing(one.unnamed, _folded(" ".join(lines[one.row.id])))}
    texts = contact_texts(session, unclear) if unclear else {}
    why = {row_id: (*texts.get(row_id, ()), notes) for row_id, notes in unclear.items()}
    return tuple(_hit(one, lines[one.row.id], why.get(one.row.id, ()), query) for one in best)


def _rows(session: CrmSession, ids: Sequence[int]) -> list[Any]:
    return [row for row in session.connection().execute(_ROWS, {"ids": list(ids)}).all() if not row.deleted]


def _scored(row: Any, numbers: Numbers, query: Query) -> _Found:
    number_score = _number_score(numbers, query)
    wanted = query.words if number_score else query.all_words
    names = [_folded(row.name), row.sort_name]
    others = (row.nickname, row.former_name, row.legal_name, *row.other_names.splitlines())
    more = [_folded(name) for name in others if name]
    unnamed = missing(wanted, " ".join((*names, *more)))
    score = max(name_score(wanted, names), name_score(wanted, more) - OTHER_NAME) if wanted else number_score
    if score > 0:
        unnamed = []
    elif unnamed:
        score = OTHER_FIELD if missing(unnamed, _folded(row.notes)) else NOTES
    else:
        score = OTHER_FIELD
    return _Found(row, numbers, score, number_score, tuple(unnamed))


@lru_cache(maxsize=4_000)
def _folded(name: str) -> str:
    """Folded words; the next letter typed asks for much the same names."""
    return " ".join(words(name))


def _number_score(numbers: Numbers, query: Query) -> int:
    """How well the digits fit: all of a number, its end, anything inside, none."""
    best = 0
    for own, _text in numbers:
        for number in query.numbers:
            if own == number:
                return EXACT_NAME
            if own.endswith(number):
                best = max(best, NAME_BEGINS)
            elif number in own:
                best = max(best, NAME_WORDS)
    return best


def _numbers(session: CrmSession, ids: Sequence[int]) -> dict[int, Numbers]:
    """Numbers of each contact in their order."""
    numbers: dict[int, Numbers] = {}
    for contact_id, e164, raw, own, extension in session.connection().execute(_PHONES, {"ids": list(ids)}):
        text = format_phone(e164, extension) if e164 else raw.strip()
        numbers[contact_id] = (*numbers.get(contact_id, ()), (digits(e164 or own), text))
    return numbers


def _number_shown(numbers: Numbers, query: Query) -> str:
    """The number that matches, else the first one."""
    fitting = (text for wanted in query.numbers for own, text in numbers if wanted in own)
    return next(fitting, numbers[0][1] if numbers else "")


def _places(session: CrmSession, ids: Sequence[int]) -> dict[int, str]:
    """Where each contact is: the organisation of the first job, else the city."""
    employers: dict[int, int] = {}
    for person_id, organisation_id in session.connection().execute(_JOBS, {"ids": list(ids)}):
        employers.setdefault(person_id, organisation_id)
    names: dict[int, str] = {}
    if employers:
        rows = session.connection().execute(_NAMES, {"ids": list(set(employers.values()))})
        names = {row[0]: row[1] for row in rows if not row[2]}
    places = {person: names[organisation] for person, organisation in employers.items() if organisation in names}
    without = [contact_id for contact_id in ids if contact_id not in places]
    if without:
        for contact_id, city in session.connection().execute(_CITIES, {"ids": without}):
            places.setdefault(contact_id, city)
    return places


def _hit(one: _Found, line: tuple[str, str], texts: Sequence[str], query: Query) -> Hit:
    """A hit; where neither name nor line says why it was found, the text that does stands in the line."""
    row, (place, number) = one.row, line
    for text in texts:
        if len(missing(one.unnamed, _folded(text))) < len(one.unnamed):
            number = snippet(text, query)
            break
    detail = " · ".join(dict.fromkeys(part for part in (place, number) if part))
    return Hit("contact", row.id, row.name, detail, row.kind, row.id, one.score, one.moment, bool(row.archived))
