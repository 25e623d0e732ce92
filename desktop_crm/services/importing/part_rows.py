"""Rows that hang on a contact: phones, e-mails, addresses and the rest, collected a table at a time."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.inspection import inspect

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.ids import new_id, new_ids
from desktop_crm.base.text import fold
from desktop_crm.model import (
    Address,
    BankAccount,
    Choice,
    Consent,
    Contact,
    ContactTag,
    CustomValue,
    Email,
    ExternalId,
    ImportantDate,
    Interaction,
    Job,
    Messenger,
    Phone,
    Photo,
    Tag,
)
from desktop_crm.model.base import Base
from desktop_crm.model.session import CrmSession
from desktop_crm.services.importing.contents import Content, address_key, phone_key
from desktop_crm.services.importing.records import AddressPart, ImportRecord, JobPart
from desktop_crm.services.phones import RepairedPhone

LAST_CONTACT = N_("Last contact, as noted in the imported list")
TABLES: tuple[type[Base], ...] = (  # beside the contacts themselves
    Phone, Email, Address, Messenger, ImportantDate, ContactTag, Consent, BankAccount, ExternalId, CustomValue, Job,
    Interaction, Photo,
)  # fmt: skip
ID_BLOCK = 1000
_ROW = ("id", "version", "created_at", "updated_at", "deleted_at")


def columns_of(model: type[Base]) -> list[str]:
    """``id``, then the columns of its own in the order of the model."""
    return ["id", *(column.key for column in inspect(model).columns if column.key not in _ROW)]


def _endless_ids() -> Iterator[int]:
    while True:
        yield from new_ids(ID_BLOCK)


@lru_cache(maxsize=10_000)
def midnight(day: date) -> datetime:
    """A date of which no hour is known, as it is kept: midnight UTC."""
    return datetime.combine(day, time(0), UTC)


class PartRows:
    """Collects rows for each table; a part that the contact has already (*known*) is left out."""

    def __init__(self, session: CrmSession) -> None:
        self.session = session
        self.rows: dict[type[Base], list[tuple[Any, ...]]] = {model: [] for model in TABLES}
        self._ids = {model: _endless_ids() for model in (Contact, *TABLES)}
        self._tags = {
            fold(name): tag for tag, name in session.execute(select(Tag.id, Tag.name).where(Tag.deleted_at.is_(None)))
        }
        self._choices: dict[tuple[str, str], int] = {}
        for choice in session.scalars(select(Choice).where(Choice.deleted_at.is_(None)).order_by(Choice.position)):
            for text in (choice.name, choice.shown_name()):
                self._choices.setdefault((choice.list_name, fold(text)), choice.id)
        self._last_contact = _(LAST_CONTACT)

    def new_id(self, model: type[Base]) -> int:
        """An id of the model's own block: rows of one table lie together."""
        return next(self._ids[model])

    def phones(self, owner: int, phones: Sequence[RepairedPhone], known: set[str], barred: Sequence[str] = ()) -> None:
        """Phones; the first of a contact is its primary one."""
        rows = self.rows[Phone]
        for phone in phones:
            key = phone_key(phone.e164, phone.digits, phone.extension)
            if key in known:
                continue
            rows.append((
                self.new_id(Phone), owner, phone.raw, phone.e164, phone.extension[:20], phone.region, phone.kind,
                phone.status, phone.digits[:40], phone.national[:20], phone.last7, len(known), phone.digits in barred,
                phone.note[:400],
            ))  # fmt: skip
            known.add(key)

    def emails(self, owner: int, record: ImportRecord, known: set[str]) -> None:
        """E-mail addresses."""
        for address in record.emails:
            key = address.lower()[:320]
            if key not in known:
                kind = record.email_kinds.get(address, "work")
                self.rows[Email].append((self.new_id(Email), owner, address[:320], key, kind, "ok", len(known), ""))
                known.add(key)

    def addresses(self, owner: int, addresses: Sequence[AddressPart], known: set[str]) -> None:
        """Postal addresses; one without its town is the one that is known."""
        rows = self.rows[Address]
        if len(addresses) == 1 and not known:  # nothing to compare with
            part = addresses[0]
            rows.append((self.new_id(Address), owner, part.kind, *part[:5], 0, ""))
            return
        for part in addresses:
            key = address_key(part.street, part.city, part.postcode)
            if key not in known and not (key and any(key in other for other in known)):
                rows.append((self.new_id(Address), owner, part.kind, *part[:5], len(known), ""))
                known.add(key)

    def bank_accounts(self, owner: int, ibans: Sequence[str], known: set[str]) -> None:
        """IBANs."""
        for iban in ibans:
            if fold(iban) not in known:
                self.rows[BankAccount].append((self.new_id(BankAccount), owner, iban, "", ""))
                known.add(fold(iban))

    def rest(self, owner: int, record: ImportRecord, known: Content) -> None:
        """Messengers, dates, tags, consents, bank accounts, foreign ids, custom values, last contact, photo."""
        rows = self.rows
        if record.ibans:
            self.bank_accounts(owner, record.ibans, known.ibans)
        for system, address in record.messengers:
            if fold(address) not in known.messengers:
                place = len(known.messengers)
                rows[Messenger].append((self.new_id(Messenger), owner, system, address, place, ""))
                known.messengers.add(fold(address))
        for label, day in record.dates:
            if (label, day.day, day.month) not in known.dates:
                found = (label, day.day, day.month, day.year, None)
                rows[ImportantDate].append((self.new_id(ImportantDate), owner, *found))
                known.dates.add((label, day.day, day.month))
        if record.tags or record.consents:
            self._marks(owner, record, known)
        if record.last_contact:
            self._touch(owner, record.last_contact, known)
        if record.external_ids or record.custom or record.photo:
            self._identities(owner, record, known)

    def _marks(self, owner: int, record: ImportRecord, known: Content) -> None:
        for name in record.tags:
            if fold(name) not in known.tags:
                known.tags.add(fold(name))
                self.rows[ContactTag].append((self.new_id(ContactTag), owner, self._tag(name)))
        for channel, state in record.consents:
            if channel not in known.consents:
                known.consents.add(channel)
                self.rows[Consent].append((self.new_id(Consent), owner, channel, state, None, ""))

    def _touch(self, owner: int, day: date, known: Content) -> None:
        if day.isoformat() not in known.touches:
            entry = ("other", "", "done", self._last_contact, "", midnight(day), True, None, None)
            more = (None, "", "", None, False, False, None)  # outcome … author
            self.rows[Interaction].append((self.new_id(Interaction), owner, *entry, *more))
            known.touches.add(day.isoformat())

    def _identities(self, owner: int, record: ImportRecord, known: Content) -> None:
        for system, value in record.external_ids:
            if value not in known.external_ids:
                self.rows[ExternalId].append((self.new_id(ExternalId), owner, system, value))
                known.external_ids.add(value)
        for field_id, typed in record.custom.items():
            if field_id not in known.custom:
                row = (self.new_id(CustomValue), owner, field_id, typed.text, typed.number, typed.day)
                self.rows[CustomValue].append(row)
                known.custom[field_id] = typed.text
        if record.photo and not known.has_photo:
            self.rows[Photo].append((self.new_id(Photo), owner, record.photo_type, record.photo))
            known.has_photo = True

    def job(self, owner: int, organisation: int, job: JobPart, *, primary: bool) -> None:
        """A post."""
        role = self.choice("role", job.role) if job.role else None
        post = (job.position, job.department, role, job.since, job.until, primary)
        self.rows[Job].append((self.new_id(Job), owner, organisation, *post))

    def _tag(self, name: str) -> int:
        key = fold(name)
        if key not in self._tags:
            tag = Tag(id=new_id(), name=name)
            self.session.add(tag)
            self._tags[key] = tag.id
        return self._tags[key]

    def choice(self, list_name: str, text: str) -> int:
        """Id of the entry of an editable list; a new one where the text is new."""
        key = (list_name, fold(text))
        if key not in self._choices:
            choice = Choice(id=new_id(), list_name=list_name, name=text, position=1000)
            self.session.add(choice)
            self._choices[key] = choice.id
        return self._choices[key]

    def take(self) -> Iterator[tuple[type[Base], list[tuple[Any, ...]]]]:
        """The rows collected so far, a table at a time; they are let go."""
        for model in TABLES:
            if rows := self.rows[model]:
                self.rows[model] = []
                yield model, rows


def new_contact_id(parts: PartRows) -> int:
    """Id for a new contact."""
    return parts.new_id(Contact)
