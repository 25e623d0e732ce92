"""What the database holds already, as planning needs it: read once with Core, contents only where they matter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Result, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.base.text import fold, words
from desktop_crm.model import (
    Address,
    BankAccount,
    ChangeSet,
    Contact,
    ContactTag,
    CustomValue,
    Email,
    ExternalId,
    HeldRow,
    ImportantDate,
    Interaction,
    Job,
    Messenger,
    Phone,
    Photo,
    Tag,
)
from desktop_crm.model.session import CrmSession
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.matching import MatchRecord

CHUNK = 5000
_NOT_WORD = re.compile(r"[\W_]+")


def chunks(ids: Iterable[int], size: int = CHUNK) -> Iterator[list[int]]:
    """*ids* in ascending lists of *size*."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def company_key(name: str) -> tuple[str, str]:
    """Folded core and folded legal form of a firm's name: what makes two texts the same organisation."""
    parts = split_legal_form(name)
    return " ".join(words(parts.core)), _NOT_WORD.sub("", fold(parts.legal_form))


class Organisations:
    """Organisations by name: exact core and form, or the core alone where one side leaves the form out."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], int] = {}
        self._by_core: dict[str, list[int]] = {}
        self._keys: dict[str, tuple[str, str]] = {}

    def copy(self) -> "Organisations":
        """The same names, to be added to without changing these."""
        other = Organisations()
        other._by_key = dict(self._by_key)
        other._by_core = {core: list(ids) for core, ids in self._by_core.items()}
        other._keys = self._keys
        return other

    def key(self, name: str) -> tuple[str, str]:
        """The key of *name*, remembered: one firm stands in many rows."""
        known = self._keys.get(name)
        if known is None:
            known = self._keys[name] = company_key(name)
        return known

    def add(self, name: str, contact_id: int) -> None:
        """Note an organisation; the first of a name stays the one that is found."""
        key = self.key(name)
        if key not in self._by_key:
            self._by_key[key] = contact_id
            self._by_core.setdefault(key[0], []).append(contact_id)

    def find(self, name: str) -> int | None:
        """Id of the organisation that *name* means."""
        core, form = self.key(name)
        if (core, form) in self._by_key:
            return self._by_key[core, form]
        same_core = self._by_core.get(core, [])
        if len(same_core) == 1 and (not form or (core, "") in self._by_key):
            return same_core[0]
        return None


@dataclass(slots=True)
class Content:
    """Everything one contact has, folded for comparing."""

    values: dict[str, Any] = field(default_factory=dict)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    messengers: set[str] = field(default_factory=set)
    dates: set[tuple[str, int, int]] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    external_ids: set[str] = field(default_factory=set)
    companies: set[str] = field(default_factory=set)
    touches: set[str] = field(default_factory=set)
    custom: set[int] = field(default_factory=set)
    ibans: set[str] = field(default_factory=set)
    notes: str = ""
    has_photo: bool = False


def address_key(street: str, city: str, postcode: str = "") -> str:
    """Folded letters and digits of an address."""
    return _NOT_WORD.sub("", fold(f"{street} {city} {postcode}"))


def phone_key(e164: str, digits: str) -> str:
    """What makes two phones the same: the E.164 form, else the digits."""
    return e164 or digits


@dataclass
class Base:
    """The living contacts of the database."""

    records: list[MatchRecord]
    names: dict[int, str]
    by_name_key: dict[tuple[str, str], list[int]]
    organisations: Organisations
    held: frozenset[str]
    as_of: int


def last_change(session: CrmSession) -> int:
    """The newest change set: whether the base moved between plan and import."""
    return int(session.scalar(select(func.max(ChangeSet.id))) or 0)


def _grouped(session: CrmSession, query: Select[*tuple[Any, ...]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append(row)
    return found


def load_base(session: CrmSession, progress: Progress) -> Base:
    """Read names, phones, e-mails, first addresses, employers and ids of all living contacts."""
    progress.step(_("Reading the contacts that are there"))
    phones = _grouped(session, select(Phone.contact_id, Phone.e164, Phone.digits).where(Phone.deleted_at.is_(None)))
    emails = _grouped(session, select(Email.contact_id, Email.key).where(Email.deleted_at.is_(None)))
    progress.step(_("Reading the contacts that are there"))
    addresses = _grouped(
        session,
        select(Address.contact_id, Address.street, Address.city, Address.postcode)
        .where(Address.deleted_at.is_(None))
        .order_by(Address.position),
    )
    employers = _grouped(
        session,
        select(Job.person_id, Job.organisation_id).where(Job.deleted_at.is_(None)).order_by(Job.is_primary.desc()),
    )
    births = _grouped(
        session,
        select(ImportantDate.contact_id, ImportantDate.year, ImportantDate.month, ImportantDate.day).where(
            ImportantDate.label == "birthday", ImportantDate.year.is_not(None)
        ),
    )
    ids = _grouped(session, select(ExternalId.contact_id, ExternalId.value))
    progress.step(_("Reading the contacts that are there"))
    contacts = session.execute(
        select(
            Contact.id,
            Contact.kind,
            Contact.name,
            Contact.name_key,
            Contact.given_name,
            Contact.family_name,
            Contact.tax_number,
        ).where(Contact.deleted_at.is_(None))
    ).all()
    names = {contact.id: contact.name for contact in contacts}
    base = Base([], names, {}, Organisations(), _held_hashes(session), last_change(session))
    for contact in contacts:
        base.by_name_key.setdefault((contact.kind, contact.name_key), []).append(contact.id)
        if contact.kind == "organisation":
            base.organisations.add(contact.name, contact.id)
        address = next(iter(addresses.get(contact.id, ())), None)
        employer = next((names[row[1]] for row in employers.get(contact.id, ()) if row[1] in names), "")
        if address is None and (jobs := employers.get(contact.id)):
            address = next(iter(addresses.get(jobs[0][1], ())), None)
        born = next((f"{row[1]:04}{row[2]:02}{row[3]:02}" for row in births.get(contact.id, ())), "")
        base.records.append(
            MatchRecord(
                key=contact.id,
                kind=contact.kind,
                name=contact.name,
                given=contact.given_name,
                family=contact.family_name,
                company=employer,
                phones=tuple(row[1] for row in phones.get(contact.id, ()) if row[1]),
                emails=tuple(row[1] for row in emails.get(contact.id, ())),
                tax_number=contact.tax_number,
                city=address.city if address else "",
                street=address.street if address else "",
                postcode=address.postcode if address else "",
                born=born,
                other_ids=tuple(row[1] for row in ids.get(contact.id, ())),
            )
        )
    return base


def _held_hashes(session: CrmSession) -> frozenset[str]:
    return frozenset(session.scalars(select(HeldRow.content_hash).where(HeldRow.deleted_at.is_(None))))


def load_contents(session: CrmSession, ids: Iterable[int]) -> dict[int, Content]:
    """Contents of the contacts *ids*."""
    contents: dict[int, Content] = {}
    for some in chunks(set(ids)):
        _read_contents(session, some, contents)
    return contents


_SCALARS = [
    column
    for column in Contact.__table__.columns
    if column.key
    not in ("id", "version", "created_at", "updated_at", "deleted_at", "name", "sort_name", "name_key", "notes")
]


def _rows(
    session: CrmSession, ids: Sequence[int], owner: InstrumentedAttribute[int], *columns: InstrumentedAttribute[Any]
) -> Result[*tuple[Any, ...]]:
    table = owner.class_
    return session.execute(select(owner, *columns).where(owner.in_(ids), table.deleted_at.is_(None)))


def _read_contents(session: CrmSession, ids: Sequence[int], contents: dict[int, Content]) -> None:
    for row in session.execute(select(Contact.id, Contact.notes, *_SCALARS).where(Contact.id.in_(ids))).mappings():
        values = {column.key: row[column] for column in _SCALARS if row[column] not in (None, "", False, 0)}
        contents[row["id"]] = Content(values=values, notes=fold(row["notes"]))
    _read_reach(session, ids, contents)
    _read_rest(session, ids, contents)
    jobs = select(Job.person_id, Contact.name, Job.organisation_id).join(Contact, Contact.id == Job.organisation_id)
    employers: dict[int, set[int]] = {}
    for owner, name, organisation in session.execute(jobs.where(Job.person_id.in_(ids), Job.deleted_at.is_(None))):
        contents[owner].companies.add(company_key(name)[0])
        employers.setdefault(organisation, set()).add(owner)
    _add_company_addresses(session, employers, contents)


def _read_reach(session: CrmSession, ids: Sequence[int], contents: dict[int, Content]) -> None:
    for owner, e164, number in _rows(session, ids, Phone.contact_id, Phone.e164, Phone.digits):
        contents[owner].phones.add(phone_key(e164, number))
    for owner, key in _rows(session, ids, Email.contact_id, Email.key):
        contents[owner].emails.add(key)
    for owner, street, city, code in _rows(
        session, ids, Address.contact_id, Address.street, Address.city, Address.postcode
    ):
        contents[owner].addresses.add(address_key(street, city, code))
    for owner, address in _rows(session, ids, Messenger.contact_id, Messenger.address):
        contents[owner].messengers.add(fold(address))


def _read_rest(session: CrmSession, ids: Sequence[int], contents: dict[int, Content]) -> None:
    dated = (ImportantDate.contact_id, ImportantDate.label, ImportantDate.day, ImportantDate.month)
    for owner, label, day, month in _rows(session, ids, *dated):
        contents[owner].dates.add((label, day, month))
    for owner, value in _rows(session, ids, ExternalId.contact_id, ExternalId.value):
        contents[owner].external_ids.add(value)
    for owner, number in _rows(session, ids, CustomValue.contact_id, CustomValue.field_id):
        contents[owner].custom.add(number)
    for owner, iban in _rows(session, ids, BankAccount.contact_id, BankAccount.iban):
        contents[owner].ibans.add(iban)
    for (owner,) in _rows(session, ids, Photo.contact_id):
        contents[owner].has_photo = True
    for owner, moment in _rows(session, ids, Interaction.contact_id, Interaction.started_at):
        contents[owner].touches.add(moment.date().isoformat())
    tags = select(ContactTag.contact_id, Tag.name).join(Tag, Tag.id == ContactTag.tag_id)
    for owner, name in session.execute(tags.where(ContactTag.contact_id.in_(ids), ContactTag.deleted_at.is_(None))):
        contents[owner].tags.add(fold(name))


def _add_company_addresses(session: CrmSession, employers: dict[int, set[int]], contents: dict[int, Content]) -> None:
    """A person's row may bring the address of his firm: it counts as known when the firm has it."""
    for some in chunks(employers):
        query = select(Address.contact_id, Address.street, Address.city, Address.postcode)
        for organisation, street, city, postcode in session.execute(
            query.where(Address.contact_id.in_(some), Address.deleted_at.is_(None))
        ):
            for owner in employers[organisation]:
                contents[owner].addresses.add(address_key(street, city, postcode))
