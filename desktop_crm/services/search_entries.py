"""What the search knows of a record: its entry, made anew in every write that touches something in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.base.changes import Changes
from desktop_crm.base.text import digits, fold
from desktop_crm.model import (
    Address,
    BankAccount,
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

LONGEST_NOTES = 5_000  # characters of notes that are found
LONGEST_BODY = 20_000  # characters of a mail or minutes that are found
_CHUNK = 2_000
_SEPARATOR = "\x1f"
DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.[ \u00a0]?){2,}(?:[^\W\d_](?![^\W_]))?")

_OF_CONTACT: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (Email.contact_id, (Email.address,)),
    (Address.contact_id, (Address.street, Address.city, Address.region, Address.postcode)),
    (Messenger.contact_id, (Messenger.address,)),
    (CustomValue.contact_id, (CustomValue.text,)),
    (ExternalId.contact_id, (ExternalId.value,)),
    (BankAccount.contact_id, (BankAccount.iban,)),
)


class _KnowsOwners(Protocol):
    def owners_before(self, session: Session) -> set[int]:
        """Contacts to which rows belonged that this write took away or moved."""


def folded_words(text: str) -> str:
    """*text* folded, with dotted abbreviations also in one piece: ``S.R.L.`` is found by ``srl``."""
    folded = fold(text)
    if "." not in folded:
        return folded
    return " ".join((folded, *map(one_piece, DOTTED.findall(folded))))


def one_piece(abbreviation: str) -> str:
    """``s.r.l.`` as ``srl``."""
    return fold("".join(char for char in abbreviation if char.isalpha()))


def refresh_search(session: CrmSession, changes: Changes) -> None:
    """Make the entries of everything in *changes* anew; what is deleted goes."""
    contacts = _contacts_touched(session, changes)
    if contacts:
        _put_again(session, "contact", sorted(contacts))
    interactions = changes.touched("interaction")
    if interactions:
        _put_again(session, "interaction", sorted(interactions))


def rebuild_search(session: CrmSession) -> None:
    """Make all entries anew."""
    session.search_index.clear(session)
    session.search_index.put(session, contact_entries(session, session.scalars(select(Contact.id)).all()))
    session.search_index.put(session, interaction_entries(session, session.scalars(select(Interaction.id)).all()))


def _put_again(session: CrmSession, kind: str, ids: Sequence[int]) -> None:
    gone = set(ids)

    def kept(entries: Iterable[SearchEntry]) -> Iterator[SearchEntry]:
        for entry in entries:
            gone.discard(entry.record_id)
            yield entry

    make = contact_entries if kind == "contact" else interaction_entries
    session.search_index.put(session, kept(make(session, ids)))
    if gone:
        session.search_index.remove(session, kind, sorted(gone))


# ---- what was touched -------------------------------------------------------------------------------------------


def _contacts_touched(session: CrmSession, changes: Changes) -> set[int]:
    """Contacts whose entry holds something that was touched."""
    contacts = set(changes.touched("contact"))
    contacts |= cast(_KnowsOwners, session.search_index).owners_before(session)
    for owner, columns in ((Phone.contact_id, (Phone.id,)), *_OF_CONTACT, (ContactTag.contact_id, (ContactTag.id,))):
        table = columns[0].class_
        contacts |= _column(session, owner, table.id, changes.touched(table.__tablename__))
    contacts |= _column(session, Job.person_id, Job.id, changes.touched("job"))
    contacts |= _column(session, ContactTag.contact_id, ContactTag.tag_id, changes.touched("tag"))
    # people are found by the name of their organisation
    contacts |= _column(session, Job.person_id, Job.organisation_id, changes.touched("contact"))
    return contacts


def _column(session: CrmSession, wanted: Any, known: Any, ids: Collection[int]) -> set[int]:
    """Values of *wanted* in the rows in which *known* is one of *ids*."""
    found: set[int] = set()
    for chunk in _chunks(sorted(ids)):
        dense = _is_dense(session, known, chunk)
        query = select(wanted).where(_among(known, chunk, dense))
        if dense:
            members = set(chunk)
            rows = session.execute(query.add_columns(known))
            found.update(value for value, row_id in rows if row_id in members)
        else:
            found.update(session.scalars(query))
    return found


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


def _among(column: Any, chunk: Sequence[int], dense: bool) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column.between(chunk[0], chunk[-1]) if dense else column.in_(chunk)
    return condition


# ---- entries ----------------------------------------------------------------------------------------------------


def contact_entries(session: CrmSession, ids: Iterable[int]) -> Iterator[SearchEntry]:
    """Entries of those of *ids* that are not in the trash."""
    for chunk in _chunks(sorted(ids)):
        dense = _is_dense(session, Contact.id, chunk)
        texts = _texts(session, chunk, dense)
        numbers = _numbers(session, chunk, dense)
        members = set(chunk)
        query = select(
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
            Contact.deleted_at,
        ).where(_among(Contact.id, chunk, dense))
        # “deleted_at IS NULL” would lead SQLite's planner to the index on it
        for record_id, kind, name, sort_name, *names, form, registration, tax, notes, deleted in session.execute(query):
            if deleted is not None or record_id not in members:
                continue
            lines = [folded_words(name)]
            if kind == Kind.PERSON:
                lines.append(sort_name)
            lines += [folded_words(line) for text in names if text for line in text.splitlines()]
            others = [text for text in (form, registration, tax, notes) if text] + texts.get(record_id, [])
            words = folded_words(_SEPARATOR.join(others))
            yield SearchEntry(record_id, "contact", "\n".join(lines), words, tuple(numbers.get(record_id, ())))


def _texts(session: CrmSession, chunk: Sequence[int], dense: bool) -> dict[int, list[str]]:
    """What hangs on the contacts, as it is written."""
    texts: dict[int, list[str]] = defaultdict(list)

    def gather(owner: Any, columns: Sequence[Any], *joins: tuple[Any, Any]) -> None:
        query = select(owner, *columns).where(_among(owner, chunk, dense), owner.class_.deleted_at.is_(None))
        for target, condition in joins:
            query = query.join(target, condition)
        for contact_id, *values in session.execute(query):
            texts[contact_id] += [value for value in values if value]

    for owner, columns in _OF_CONTACT:
        gather(owner, columns)
    gather(ContactTag.contact_id, (Tag.name,), (Tag, Tag.id == ContactTag.tag_id))
    employer = aliased(Contact)
    gather(
        Job.person_id,
        (employer.name, Job.position, Job.department),
        (employer, employer.id == Job.organisation_id),
    )
    return texts


def contact_texts(session: CrmSession, ids: Collection[int]) -> dict[int, list[str]]:
    """What is found of a few contacts besides names, phones and notes: each text as it is written."""
    return _texts(session, sorted(ids), dense=False)


def _numbers(session: CrmSession, chunk: Sequence[int], dense: bool) -> dict[int, list[str]]:
    """Digits of the phones, with the country's where the number is valid."""
    numbers: dict[int, list[str]] = defaultdict(list)
    query = select(Phone.contact_id, Phone.e164, Phone.digits).where(
        _among(Phone.contact_id, chunk, dense), Phone.deleted_at.is_(None)
    )
    for contact_id, e164, own in session.execute(query):
        number = digits(e164 or own)
        if number:
            numbers[contact_id].append(number)
    return numbers


def interaction_entries(session: CrmSession, ids: Iterable[int]) -> Iterator[SearchEntry]:
    """Entries of those of *ids* that are not deleted."""
    for chunk in _chunks(sorted(ids)):
        dense = _is_dense(session, Interaction.id, chunk)
        members = set(chunk)
        query = select(Interaction.id, Interaction.subject, func.substr(Interaction.body, 1, LONGEST_BODY)).where(
            _among(Interaction.id, chunk, dense), Interaction.deleted_at.is_(None)
        )
        for record_id, subject, body in session.execute(query):
            if record_id in members:
                yield SearchEntry(record_id, "interaction", folded_words(subject), folded_words(body))
