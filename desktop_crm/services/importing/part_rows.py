"""Rows that hang on a contact: phones, e-mails, addresses and the rest, collected a table at a time."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.inspection import inspect

from desktop_crm.base.ids import new_id, new_ids
from desktop_crm.base.text import fold
from desktop_crm.model import (
    Address,
    BankAccount,
    Choice,
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
from desktop_crm.services.importing.base import Content, address_key, phone_key
from desktop_crm.services.importing.records import AddressPart, ImportRecord
from desktop_crm.services.phones import RepairedPhone

TABLES: tuple[type[Base], ...] = (  # parents first
    Contact, Phone, Email, Address, Messenger, ImportantDate, ContactTag, BankAccount, ExternalId, CustomValue, Job,
    Interaction, Photo,
)  # fmt: skip
ID_BLOCK = 1000
_ROW = ("id", "version", "created_at", "updated_at", "deleted_at")


def columns_of(model: type[Base]) -> list[str]:
    """``id``, then the columns of its own in the order of the model."""
    return ["id", *(column.key for column in inspect(model).columns if column.key not in _ROW)]


class PartRows:
    """Collects rows for each table; a part that the contact has already is left out."""

    def __init__(self, session: CrmSession) -> None:
        self.session = session
        self.rows: dict[type[Base], list[tuple[Any, ...]]] = {model: [] for model in TABLES}
        self._pools: dict[type[Base], Iterator[int]] = {model: iter(()) for model in TABLES}
        self._tags = {fold(name): tag for tag, name in session.execute(select(Tag.id, Tag.name))}
        self._choices: dict[tuple[str, str], int] = {}
        for choice in session.scalars(select(Choice).where(Choice.deleted_at.is_(None))):
            self._choices[choice.list_name, fold(choice.name)] = choice.id
            self._choices.setdefault((choice.list_name, fold(choice.shown_name())), choice.id)

    def new_id(self, model: type[Base]) -> int:
        """An id of the model's own block: rows of one table lie together."""
        found = next(self._pools[model], None)
        if found is None:
            self._pools[model] = iter(new_ids(ID_BLOCK))
            found = next(self._pools[model])
        return found

    def phones(self, owner: int, phones: Sequence[RepairedPhone], known: Content) -> None:
        """Phones; the first of a contact is its primary one."""
        for phone in phones:
            key = phone_key(phone.e164, phone.digits)
            if key in known.phones:
                continue
            row = (
                self.new_id(Phone),
                owner,
                phone.raw,
                phone.e164,
                phone.extension[:20],
                phone.region,
                phone.kind,
                phone.status,
            )
            numbers = (phone.digits[:40], phone.national[:20], phone.last7, len(known.phones), False, phone.note[:400])
            self.rows[Phone].append(row + numbers)
            known.phones.add(key)

    def emails(self, owner: int, emails: Sequence[str], known: Content) -> None:
        """E-mail addresses."""
        for address in emails:
            key = address.lower()[:320]
            if key not in known.emails:
                self.rows[Email].append(
                    (self.new_id(Email), owner, address[:320], key, "work", "ok", len(known.emails), "")
                )
                known.emails.add(key)

    def addresses(self, owner: int, addresses: Sequence[AddressPart], known: Content) -> None:
        """Postal addresses."""
        for part in addresses:
            key = address_key(part.street, part.city, part.postcode)
            if key not in known.addresses:
                place = (part.street, part.city, part.region, part.postcode, part.country)
                self.rows[Address].append((self.new_id(Address), owner, part.kind, *place, len(known.addresses), ""))
                known.addresses.add(key)

    def bank_accounts(self, owner: int, ibans: Sequence[str], known: Content) -> None:
        """IBANs."""
        for iban in ibans:
            if iban not in known.ibans:
                self.rows[BankAccount].append((self.new_id(BankAccount), owner, iban, "", ""))
                known.ibans.add(iban)

    def rest(self, owner: int, record: ImportRecord, known: Content) -> None:
        """Messengers, dates, tags, bank accounts, foreign ids, custom values, photo."""
        rows = self.rows
        self.bank_accounts(owner, record.ibans, known)
        for position, (system, address) in enumerate(record.messengers):
            if fold(address) not in known.messengers:
                rows[Messenger].append((self.new_id(Messenger), owner, system, address, position, ""))
        for label, day in record.dates:
            if (label, day.day, day.month) not in known.dates:
                rows[ImportantDate].append(
                    (self.new_id(ImportantDate), owner, label, day.day, day.month, day.year, None)
                )
        for name in record.tags:
            if fold(name) not in known.tags:
                known.tags.add(fold(name))
                rows[ContactTag].append((self.new_id(ContactTag), owner, self._tag(name)))
        self._identities(owner, record, known)

    def _identities(self, owner: int, record: ImportRecord, known: Content) -> None:
        for system, value in record.external_ids:
            if value not in known.external_ids:
                self.rows[ExternalId].append((self.new_id(ExternalId), owner, system, value))
        for field_id, typed in record.custom.items():
            if field_id not in known.custom:
                self.rows[CustomValue].append(
                    (self.new_id(CustomValue), owner, field_id, typed.text, typed.number, typed.day)
                )
        if record.photo and not known.has_photo:
            self.rows[Photo].append((self.new_id(Photo), owner, record.photo_type, record.photo))

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
