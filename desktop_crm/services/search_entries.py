"""What the search knows of a record: its entry, made anew in every write that touches something in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from desktop_crm.base.changes import Changes
from desktop_crm.base.i18n import in_every_language
from desktop_crm.base.text import fold
from desktop_crm.model import (
    Address,
    Attachment,
    BankAccount,
    Choice,
    Complaint,
    Contact,
    ContactTag,
    CustomValue,
    Email,
    ExternalId,
    Interaction,
    Job,
    Messenger,
    Phone,
    Tag,
)
from desktop_crm.model.contact import Kind
from desktop_crm.model.session import CrmSession, SearchEntry
from desktop_crm.services.reading import IDS

LONGEST_NOTES = 5_000  # characters of notes that are found
LONGEST_BODY = 20_000  # characters of a mail or minutes that are found
_CHUNK = 5_000
NOTHING: Mapping[str, Any] = MappingProxyType({})
_PERHAPS_DOTTED = re.compile(r"\.[ \u00a0]?[^\W\d_]\.")  # begins with a sign that is quickly looked for
DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.[ \u00a0]?){2,}(?:[^\W\d_](?![^\W_]))?")

_OF_CONTACT: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (Email.contact_id, (Email.address,)),
    (Address.contact_id, (Address.street, Address.city, Address.region, Address.postcode)),
    (Messenger.contact_id, (Messenger.address,)),
    (CustomValue.contact_id, (CustomValue.text,)),
    (ExternalId.contact_id, (ExternalId.value,)),
    (BankAccount.contact_id, (BankAccount.iban,)),
)


def folded_words(text: str) -> str:
    """*text* folded, with dotted abbreviations also in one piece: ``S.R.L.`` is found by ``srl``."""
    folded = fold(text)
    if "." not in folded or _PERHAPS_DOTTED.search(folded) is None:
        return folded
    return " ".join((folded, *map(one_piece, DOTTED.findall(folded))))


@lru_cache(maxsize=1_000)
def one_piece(abbreviation: str) -> str:
    """``s.r.l.`` as ``srl``."""
    return fold("".join(char for char in abbreviation if char.isalpha()))


@lru_cache(maxsize=1_000)
def _subject(text: str) -> str:
    """A subject folded; the same come again and again."""
    return folded_words(text)


def refresh_search(session: CrmSession, changes: Changes) -> None:
    """Make the entries of everything in *changes* anew; what is deleted goes."""
    contacts = _contacts_touched(session, changes)
    if contacts:
        _put_contacts(session, contacts)
    complaints = changes.touched("complaint")
    if complaints:
        _put_again(session, "complaint", sorted(complaints))
    interactions = changes.touched("interaction") | _entries_of_files(session, changes.touched("attachment"))
    if interactions:
        _put_again(session, "interaction", sorted(interactions))


def rebuild_search(session: CrmSession) -> None:
    """Make all entries anew."""
    session.search_index.clear(session)
    _put_contacts(session, set(session.scalars(select(Contact.id)).all()))
    session.search_index.put(session, complaint_entries(session, session.scalars(select(Complaint.id)).all()))
    session.search_index.put(session, interaction_entries(session, session.scalars(select(Interaction.id)).all()))


def _put_contacts(session: CrmSession, ids: set[int]) -> None:
    """The same for contacts, of which there may be many at once: their texts are folded side by side."""
    count = len(ids)
    gone = set(ids)

    def parts() -> Iterator[list[RawContact]]:
        for part in _raw_contacts(session, ids):
            gone.difference_update([raw[0] for raw in part])
            yield part

    session.search_index.put_made(session, entries_of_contacts, parts(), count)
    if gone:
        session.search_index.remove(session, "contact", sorted(gone))


def _put_again(session: CrmSession, kind: str, ids: Sequence[int]) -> None:
    gone = set(ids)

    def kept(entries: Iterable[SearchEntry]) -> Iterator[SearchEntry]:
        for entry in entries:
            gone.discard(entry.record_id)
            yield entry

    session.search_index.put(session, kept(_ENTRIES[kind](session, ids)))
    if gone:
        session.search_index.remove(session, kind, sorted(gone))


# ---- what was touched -------------------------------------------------------------------------------------------


def _contacts_touched(session: CrmSession, changes: Changes) -> set[int]:
    """Contacts whose entry holds something that was touched."""
    own = changes.touched("contact")
    contacts = set(own) | changes.left
    known = _known_range(session, sorted(own))
    for owner in (Phone.contact_id, *(owner for owner, _columns in _OF_CONTACT), ContactTag.contact_id):
        table = owner.class_
        contacts |= _owners(session, owner, table.id, changes.touched(table.__tablename__), known)
    contacts |= _owners(session, Job.person_id, Job.id, changes.touched("job"), known)
    contacts |= _owners(session, Attachment.contact_id, Attachment.id, changes.touched("attachment"), known)
    contacts |= _owners(session, ContactTag.contact_id, ContactTag.tag_id, changes.touched("tag"), known)
    # people are found by the name of their organisation
    contacts |= _owners(session, Job.person_id, Job.organisation_id, own, known)
    return contacts


def _entries_of_files(session: CrmSession, attachments: Collection[int]) -> set[int]:
    """Entries of the history that are found by the names of these files."""
    found: set[int] = set()
    for chunk in _chunks(sorted(attachments)):
        query = select(Attachment.interaction_id).where(
            Attachment.id.in_(chunk), Attachment.interaction_id.is_not(None)
        )
        found.update(row[0] for row in _read(session, query))
    return found


def _known_range(session: CrmSession, contacts: Sequence[int]) -> tuple[int, int]:
    """The first and the last of *contacts* where they are all that is there between them, as after an import."""
    if len(contacts) < _CHUNK:
        return (0, 0)
    between = Contact.id.between(contacts[0], contacts[-1])
    there = session.scalar(select(func.count()).where(between)) or 0
    return (contacts[0], contacts[-1]) if there <= len(contacts) else (0, 0)


def _owners(session: CrmSession, owner: Any, column: Any, ids: Collection[int], known: tuple[int, int]) -> set[int]:
    """Contacts outside of the range *known* in whose rows *column* is one of *ids*; near ones may be among them."""
    found: set[int] = set()
    for chunk in _chunks(sorted(ids)):
        dense = _is_dense(session, column, chunk)
        which = {**_which(chunk, dense), "known_first": known[0], "known_last": known[1]}
        found.update(row[0] for row in _read(session, _owners_query(owner, column, dense), which))
    return found


@cache
def _owners_query(owner: Any, column: Any, dense: bool) -> Executable:
    known = owner.between(bindparam("known_first"), bindparam("known_last"))
    return select(owner).distinct().where(_near(column, dense), owner.is_not(None), ~known)


# Questions are made once: in a small write, making one takes longer than its answer.


def _read(session: CrmSession, query: Executable, parameters: Mapping[str, Any] = NOTHING) -> Sequence[Any]:
    """Rows by the connection: the session's own way takes twice as long for many rows."""
    return session.connection().execute(query, parameters).all()


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    iterator = iter(ids)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def _is_dense(session: CrmSession, column: Any, chunk: Sequence[int]) -> bool:
    """Whether nearly all rows between the first and the last id are wanted: a range is read much quicker."""
    if len(chunk) < 50:
        return False
    between = column.between(chunk[0], chunk[-1])
    return int(session.scalar(select(func.count()).where(between)) or 0) <= 2 * len(chunk)


def _near(column: Any, dense: bool) -> ColumnElement[bool]:
    """Whether *column* is one of the ids, or between the first and the last (see :func:`_which`)."""
    condition: ColumnElement[bool] = column.between(bindparam("first"), bindparam("last")) if dense else column.in_(IDS)
    return condition


def _which(chunk: Sequence[int], dense: bool) -> Mapping[str, Any]:
    return {"first": chunk[0], "last": chunk[-1]} if dense else {"ids": chunk}


# ---- entries ----------------------------------------------------------------------------------------------------


RawContact = tuple[int, Sequence[str], str, str, tuple[str, ...]]  # id, names, sort name, all other texts, numbers


def contact_entries(session: CrmSession, ids: Iterable[int]) -> Iterator[SearchEntry]:
    """Entries of those of *ids* that are not in the trash."""
    fold_all = entries_of_contacts(None)
    for part in _raw_contacts(session, ids):
        yield from fold_all(part)


def _raw_contacts(session: CrmSession, ids: Iterable[int]) -> Iterator[list[RawContact]]:
    """What the entries of those of *ids* are made of that are not in the trash, as it is written."""
    for chunk in _chunks(sorted(ids)):
        dense = _is_dense(session, Contact.id, chunk)
        texts = _texts(session, chunk, dense)
        numbers = _numbers(session, chunk, dense)
        members = set(chunk)
        part: list[RawContact] = []
        rows = _read(session, _contacts_query(dense), _which(chunk, dense))
        for record_id, kind, name, sort_name, *names, form, registration, tax, notes, deleted in rows:
            if deleted is not None or record_id not in members:
                continue
            own = [name, *(line for text in names for line in text.splitlines())] if any(names) else [name]
            words = "\n".join(filter(None, [form, registration, tax, *texts.get(record_id, ()), notes]))
            person = sort_name if kind == Kind.PERSON else ""
            part.append((record_id, own, person, words, tuple(numbers.get(record_id, ()))))
        yield part


def entries_of_contacts(_setting: None) -> Callable[[Iterable[RawContact]], list[SearchEntry]]:
    """What folds the texts of contacts; another process may do it."""

    def made(part: Iterable[RawContact]) -> list[SearchEntry]:
        entries = []
        for record_id, (name, *others), sort_name, words, numbers in part:
            lines = [folded_words(name), *([sort_name] if sort_name else ()), *map(folded_words, others)]
            entries.append(SearchEntry(record_id, "contact", "\n".join(lines), folded_words(words), numbers))
        return entries

    return made


@cache
def _contacts_query(dense: bool) -> Executable:
    return select(
        Contact.id,
        Contact.kind,
        Contact.name,
        Contact.sort_name,
        Contact.legal_name,
        Contact.other_names,
        Contact.nickname,
        Contact.former_name,
        Contact.legal_form,
        Contact.registration_number,
        Contact.tax_number,
        func.substr(Contact.notes, 1, LONGEST_NOTES),
        Contact.deleted_at,  # “IS NULL” would lead SQLite's planner to the index on it
    ).where(_near(Contact.id, dense))


def _texts(session: CrmSession, chunk: Sequence[int], dense: bool) -> dict[int, list[str]]:
    """What hangs on the contacts, as it is written."""
    texts: dict[int, list[str]] = defaultdict(list)
    for query in _text_queries(dense):
        for contact_id, *values in _read(session, query, _which(chunk, dense)):
            texts[contact_id] += filter(None, values)
    return texts


@cache
def _text_queries(dense: bool) -> tuple[Select[Any], ...]:
    def query(owner: Any, *columns: Any) -> Select[Any]:
        return select(owner, *columns).where(_near(owner, dense), owner.class_.deleted_at.is_(None))

    employer = aliased(Contact)
    return (
        *(query(owner, *columns) for owner, columns in _OF_CONTACT),
        query(ContactTag.contact_id, Tag.name).join(Tag, Tag.id == ContactTag.tag_id),
        query(Job.person_id, employer.name, Job.position, Job.department).join(
            employer, employer.id == Job.organisation_id
        ),
        # a file of a private entry is found by its author only
        query(Attachment.contact_id, Attachment.name).where(Attachment.interaction_id.is_(None)),
    )


@cache
def _numbers_query(dense: bool) -> Executable:
    return select(Phone.contact_id, Phone.e164, Phone.digits).where(
        _near(Phone.contact_id, dense), Phone.deleted_at.is_(None)
    )


def contact_texts(session: CrmSession, ids: Collection[int]) -> dict[int, list[str]]:
    """What is found of a few contacts besides names, phones and notes: each text as it is written."""
    return _texts(session, sorted(ids), dense=False)


def _numbers(session: CrmSession, chunk: Sequence[int], dense: bool) -> dict[int, list[str]]:
    """Digits of the phones, with the country's where the number is valid."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for contact_id, e164, own in _read(session, _numbers_query(dense), _which(chunk, dense)):
        number = e164[1:] or own
        if number:
            numbers[contact_id].append(number)
    return numbers


def interaction_entries(session: CrmSession, ids: Iterable[int]) -> Iterator[SearchEntry]:
    """Entries of those of *ids* that are not deleted: subject, text, outcome, place, names of the files."""
    outcomes: dict[int, str] | None = None
    for chunk in _chunks(sorted(ids)):
        dense = _is_dense(session, Interaction.id, chunk)
        files = _file_names(session, chunk, dense)
        members = set(chunk)
        for record_id, subject, body, outcome_id, place in _read(session, _entries_query(dense), _which(chunk, dense)):
            if record_id in members:
                words = [folded_words(body) if body else "", folded_words(place) if place else ""]
                if outcome_id:
                    outcomes = _outcome_words(session) if outcomes is None else outcomes
                    words.append(outcomes.get(outcome_id, ""))
                words += map(folded_words, files.get(record_id, ()))
                yield SearchEntry(record_id, "interaction", _subject(subject), "\n".join(filter(None, words)))


def _file_names(session: CrmSession, chunk: Sequence[int], dense: bool) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for interaction_id, name in _read(session, _file_names_query(dense), _which(chunk, dense)):
        names[interaction_id].append(name)
    return names


@cache
def _entries_query(dense: bool) -> Executable:
    return select(
        Interaction.id,
        Interaction.subject,
        func.substr(Interaction.body, 1, LONGEST_BODY),
        Interaction.outcome_id,
        Interaction.place,
    ).where(_near(Interaction.id, dense), Interaction.deleted_at.is_(None))


@cache
def _file_names_query(dense: bool) -> Executable:
    owner = Attachment.interaction_id
    return select(owner, Attachment.name).where(_near(owner, dense), Attachment.deleted_at.is_(None))


def _outcome_words(session: CrmSession) -> dict[int, str]:
    """Outcomes in every language: who searches may speak another one than who wrote."""
    query = select(Choice.id, Choice.code, Choice.renamed, Choice.name).where(Choice.list_name == "outcome")
    words: dict[int, str] = {}
    for choice_id, code, renamed, name in _read(session, query):
        names = {name} if renamed or not code else in_every_language(name)
        words[choice_id] = " ".join(map(folded_words, sorted(names)))
    return words


def complaint_entries(session: CrmSession, ids: Iterable[int]) -> Iterator[SearchEntry]:
    """Entries of complaints, voided ones too: number, subject, own words, product, complainant."""
    for chunk in _chunks(sorted(ids)):
        query = select(
            Complaint.id,
            Complaint.year,
            Complaint.number,
            Complaint.subject,
            func.substr(Complaint.description, 1, LONGEST_BODY),
            Complaint.complainant,
            Complaint.product,
            Complaint.invoice,
            Complaint.serial_number,
            Complaint.batch,
        ).where(Complaint.id.in_(chunk), Complaint.deleted_at.is_(None))
        for record_id, year, number, subject, *texts in _read(session, query):
            name = f"{folded_words(subject)}\n{number} {year}"
            yield SearchEntry(record_id, "complaint", name, folded_words("\n".join(filter(None, texts))))


_ENTRIES = {"complaint": complaint_entries, "interaction": interaction_entries}
