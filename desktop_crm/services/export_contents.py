"""Contacts with everything that hangs on them, read some hundred at a time: what exports write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from desktop_crm.model import (
    Address,
    BankAccount,
    Consent,
    Contact,
    ContactTag,
    CustomValue,
    Email,
    ExternalId,
    ImportantDate,
    Job,
    Messenger,
    Operator,
    Phone,
    Photo,
    Tag,
)
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import choice_names
from desktop_crm.services.contact_lists import contact_ids
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.reading import IDS, fetch

CHUNK = 1000


@dataclass(slots=True)
class ExportContact:
    """One contact; parts in their order, as rows of plain values."""

    row: Any  # columns of model.Contact
    jobs: list[Any] = field(default_factory=list)  # organisation, position, department, role, from_on, to_on
    phones: list[Any] = field(default_factory=list)
    emails: list[Any] = field(default_factory=list)
    addresses: list[Any] = field(default_factory=list)
    messengers: list[Any] = field(default_factory=list)
    dates: list[Any] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    consents: list[tuple[str, str]] = field(default_factory=list)
    ibans: list[str] = field(default_factory=list)
    external_ids: list[tuple[str, str]] = field(default_factory=list)
    custom: dict[int, str] = field(default_factory=dict)
    source: str = ""
    industry: str = ""
    campaign: str = ""
    responsible: str = ""
    photo: bytes | None = None

    @property
    def birthday(self) -> Any:
        """The important date that is the birthday, or None."""
        return next((row for row in self.dates if row.label == "birthday"), None)

    @property
    def last_contact(self) -> date | None:
        """Day of the last contact."""
        moment = self.row.last_touch_at
        return moment.date() if moment is not None else None


_CONTACTS = select(Contact.__table__).where(Contact.id.in_(IDS))
_PHONES = (
    select(
        Phone.contact_id,
        Phone.raw,
        Phone.e164,
        Phone.extension,
        Phone.kind,
        Phone.digits,
        Phone.do_not_call,
        Phone.note,
    )
    .where(Phone.contact_id.in_(IDS), Phone.deleted_at.is_(None))
    .order_by(Phone.position, Phone.id)
)
_EMAILS = (
    select(Email.contact_id, Email.address, Email.kind)
    .where(Email.contact_id.in_(IDS), Email.deleted_at.is_(None))
    .order_by(Email.position, Email.id)
)
_ADDRESSES = (
    select(
        Address.contact_id,
        Address.kind,
        Address.street,
        Address.city,
        Address.region,
        Address.postcode,
        Address.country,
    )
    .where(Address.contact_id.in_(IDS), Address.deleted_at.is_(None))
    .order_by(Address.position, Address.id)
)
_MESSENGERS = (
    select(Messenger.contact_id, Messenger.system, Messenger.address)
    .where(Messenger.contact_id.in_(IDS), Messenger.deleted_at.is_(None))
    .order_by(Messenger.position, Messenger.id)
)
_DATES = (
    select(
        ImportantDate.contact_id, ImportantDate.label, ImportantDate.day, ImportantDate.month, ImportantDate.year
    )
    .where(ImportantDate.contact_id.in_(IDS), ImportantDate.deleted_at.is_(None))
    .order_by(ImportantDate.id)
)  # fmt: skip
_JOBS = (
    select(Job.person_id, Contact.name, Job.position, Job.department, Job.role_id, Job.from_on, Job.to_on)
    .join(Contact, Contact.id == Job.organisation_id)
    .where(Job.person_id.in_(IDS), Job.deleted_at.is_(None), Contact.deleted_at.is_(None))
    .order_by(Job.is_primary.desc(), Job.id)
)
_TAGS = (
    select(ContactTag.contact_id, Tag.name)
    .join(Tag, Tag.id == ContactTag.tag_id)
    .where(ContactTag.contact_id.in_(IDS), ContactTag.deleted_at.is_(None), Tag.deleted_at.is_(None))
    .order_by(ContactTag.id)
)
_CONSENTS = select(Consent.contact_id, Consent.channel, Consent.state).where(
    Consent.contact_id.in_(IDS), Consent.deleted_at.is_(None)
)
_IBANS = (
    select(BankAccount.contact_id, BankAccount.iban)
    .where(BankAccount.contact_id.in_(IDS), BankAccount.deleted_at.is_(None))
    .order_by(BankAccount.id)
)
_EXTERNAL_IDS = (
    select(ExternalId.contact_id, ExternalId.system, ExternalId.value)
    .where(ExternalId.contact_id.in_(IDS), ExternalId.deleted_at.is_(None))
    .order_by(ExternalId.id)
)
_CUSTOM = select(CustomValue.contact_id, CustomValue.field_id, CustomValue.text).where(
    CustomValue.contact_id.in_(IDS), CustomValue.deleted_at.is_(None)
)
_PHOTOS = select(Photo.contact_id, Photo.content).where(Photo.contact_id.in_(IDS), Photo.deleted_at.is_(None))


def export_contacts(session: CrmSession, view: ContactsView, *, photos: bool = False) -> Iterator[ExportContact]:
    """The contacts of the view in its order; at most some hundred are in memory."""
    ids = contact_ids(session, view)
    choices = {number: names[0] for number, names in choice_names(session).items()}
    operators = {row.id: row.name for row in session.execute(select(Operator.id, Operator.name))}
    for start in range(0, len(ids), CHUNK):
        yield from _some(session, ids[start : start + CHUNK], choices, operators, photos=photos)


def _some(
    session: CrmSession, ids: Sequence[int], choices: dict[int, str], operators: dict[int, str], *, photos: bool
) -> Iterator[ExportContact]:
    found = {row.id: ExportContact(row) for row in fetch(session, _CONTACTS, ids=ids)}
    for owner, *job in fetch(session, _JOBS, ids=ids):
        job[3] = choices.get(job[3], "")
        found[owner].jobs.append(job)
    _read_lists(session, ids, found)
    for owner, content in fetch(session, _PHOTOS, ids=ids) if photos else ():
        found[owner].photo = content
    for number in ids:
        contact = found.get(number)
        if contact is not None:
            contact.source = choices.get(contact.row.source_id, "")
            contact.industry = choices.get(contact.row.industry_id, "")
            contact.campaign = choices.get(contact.row.campaign_id, "")
            contact.responsible = operators.get(contact.row.responsible_id, "")
            yield contact


def _read_lists(session: CrmSession, ids: Sequence[int], found: dict[int, ExportContact]) -> None:
    for name, statement in (
        ("phones", _PHONES), ("emails", _EMAILS), ("addresses", _ADDRESSES), ("messengers", _MESSENGERS),
        ("dates", _DATES),
    ):  # fmt: skip
        for row in fetch(session, statement, ids=ids):
            getattr(found[row.contact_id], name).append(row)
    for owner, name in fetch(session, _TAGS, ids=ids):
        found[owner].tags.append(name)
    for owner, *pair in fetch(session, _CONSENTS, ids=ids):
        found[owner].consents.append((pair[0], pair[1]))
    for owner, iban in fetch(session, _IBANS, ids=ids):
        found[owner].ibans.append(iban)
    for owner, system, value in fetch(session, _EXTERNAL_IDS, ids=ids):
        found[owner].external_ids.append((system, value))
    for owner, field_id, text in fetch(session, _CUSTOM, ids=ids):
        found[owner].custom[field_id] = text
