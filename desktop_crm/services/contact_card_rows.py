"""The lines of a card, read from their tables: one query each.

Contacts in the trash are left out here and not in SQL: without statistics (after a large import) a database might begin
with all contacts that are not deleted, which is nearly all of them.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Executable, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from desktop_crm.base import clock, formats
from desktop_crm.base.i18n import _
from desktop_crm.model import (
    Address,
    BankAccount,
    Choice,
    Consent,
    Contact,
    ContactTag,
    CustomField,
    CustomValue,
    Email,
    ExternalId,
    ImportantDate,
    Job,
    Messenger,
    Phone,
    Relation,
    Tag,
)
from desktop_crm.model.session import CrmSession
from desktop_crm.services import choices
from desktop_crm.services.bank_accounts import iban_status, shown_iban
from desktop_crm.services.contact_card_lines import (
    AddressLine,
    BankAccountLine,
    ConsentLine,
    ContactLink,
    CustomLine,
    DateLine,
    EmailLine,
    ExternalIdLine,
    JobLine,
    MessengerLine,
    PhoneLine,
    RelationLine,
)
from desktop_crm.services.contact_parts import DATE_LABELS
from desktop_crm.services.contact_views import TagLine
from desktop_crm.services.custom_fields import shown_value
from desktop_crm.services.phones import country_name, format_phone
from desktop_crm.services.reading import ID, IDS, fetch

T = TypeVar("T")
_SHARED = 10
_JOBS = 100
_LINKS = {
    "telegram": "https://t.me/",
    "whatsapp": "https://wa.me/",
    "facebook": "https://www.facebook.com/",
    "instagram": "https://www.instagram.com/",
    "linkedin": "https://www.linkedin.com/in/",
}


_PHONES = (
    select(
        Phone.id,
        Phone.version,
        Phone.raw,
        Phone.e164,
        Phone.extension,
        Phone.region,
        Phone.kind,
        Phone.status,
        Phone.do_not_call,
        Phone.note,
    )
    .where(Phone.contact_id == ID)
    .order_by(Phone.position, Phone.id)
)
_SHARING = (
    select(Phone.e164, Contact.id, Contact.name, Contact.kind, Contact.deleted_at)
    .join(Contact, Contact.id == Phone.contact_id)
    .where(Phone.e164.in_(IDS), Phone.contact_id != ID)
    .order_by(Phone.id)
    .limit(_SHARED * 20)
)


def phone_lines(session: CrmSession, contact_id: int) -> tuple[PhoneLine, ...]:
    """Phones, the primary one first, each with the others that share it."""
    found = fetch(session, _PHONES, id=contact_id)
    shared = _sharing(session, contact_id, sorted({row.e164 for row in found if row.e164}))
    return tuple(
        PhoneLine(
            **row._mapping,
            shown=format_phone(row.e164) if row.e164 else row.raw,
            shared_with=tuple(shared.get(row.e164, ())),
        )
        for row in found
    )


def _sharing(session: CrmSession, contact_id: int, numbers: list[str]) -> dict[str, list[ContactLink]]:
    if not numbers:
        return {}
    shared: dict[str, list[ContactLink]] = {}
    for e164, other_id, name, kind, deleted_at in fetch(session, _SHARING, id=contact_id, ids=numbers):
        links = shared.setdefault(e164, [])
        link = ContactLink(other_id, name, kind)
        if deleted_at is None and link not in links and len(links) < _SHARED:
            links.append(link)
    return shared


def _of(table: Any, *columns: Any) -> Select[Any]:
    """Rows of a contact whose columns are the fields of a line, in order."""
    order = (table.position, table.id) if hasattr(table, "position") else (table.id,)
    return select(table.id, table.version, *columns).where(table.contact_id == ID).order_by(*order)


_EMAILS = _of(Email, Email.address, Email.kind, Email.status, Email.note)
_ADDRESSES = _of(
    Address,
    Address.kind,
    Address.street,
    Address.city,
    Address.region,
    Address.postcode,
    Address.country,
    Address.note,
)
_MESSENGERS = _of(Messenger, Messenger.system, Messenger.address, Messenger.note)
_DATES = _of(
    ImportantDate,
    ImportantDate.label,
    ImportantDate.day,
    ImportantDate.month,
    ImportantDate.year,
    ImportantDate.remind_days_before,
)
_CONSENTS = _of(Consent, Consent.channel, Consent.state, Consent.noted_on, Consent.note)
_BANK_ACCOUNTS = _of(BankAccount, BankAccount.iban, BankAccount.bank, BankAccount.currency)
_EXTERNAL_IDS = _of(ExternalId, ExternalId.system, ExternalId.value)


def _lines(session: CrmSession, statement: Executable, contact_id: int, line: Callable[..., T]) -> tuple[T, ...]:
    return tuple(line(*row) for row in fetch(session, statement, id=contact_id))


def email_lines(session: CrmSession, contact_id: int) -> tuple[EmailLine, ...]:
    """E-mail addresses, the primary one first."""
    return _lines(session, _EMAILS, contact_id, EmailLine)


def address_lines(session: CrmSession, contact_id: int) -> tuple[str, tuple[AddressLine, ...]]:
    """The first country (ISO 3166, "" where none), and the postal addresses."""

    def line(
        row_id: int,
        version: int,
        kind: str,
        street: str,
        city: str,
        region: str,
        postcode: str,
        country: str,
        note: str,
    ) -> AddressLine:
        place = " ".join(part for part in (postcode, city) if part)
        parts = (" ".join(street.split("\n")), place, region, country_name(country) or country if country else "")
        shown = ", ".join(part for part in parts if part)
        return AddressLine(row_id, version, kind, street, city, region, postcode, country, note, shown)

    lines = _lines(session, _ADDRESSES, contact_id, line)
    return next((entry.country for entry in lines if len(entry.country) == 2), ""), lines


def messenger_lines(session: CrmSession, contact_id: int) -> tuple[MessengerLine, ...]:
    """Websites and messengers."""

    def line(row_id: int, version: int, system: str, address: str, note: str) -> MessengerLine:
        return MessengerLine(row_id, version, system, address, note, _link(system, address))

    return _lines(session, _MESSENGERS, contact_id, line)


def _link(system: str, address: str) -> str:
    if address.lower().startswith(("http://", "https://")):
        return address
    if " " in address or not address:
        return ""
    if system == "web":
        return f"https://{address}" if "." in address else ""
    name = address.removeprefix("@")
    if system == "whatsapp":
        name = "".join(char for char in name if char.isdigit())
    return f"{_LINKS[system]}{name}" if name and system in _LINKS else ""


def date_lines(session: CrmSession, contact_id: int) -> tuple[DateLine, ...]:
    """Important dates."""

    def line(
        row_id: int, version: int, label: str, day: int, month: int, year: int | None, remind: int | None
    ) -> DateLine:
        shown_label = _(DATE_LABELS[label]) if label in DATE_LABELS else label
        return DateLine(
            row_id, version, label, shown_label, day, month, year, remind, formats.day_month_text(day, month, year)
        )

    return _lines(session, _DATES, contact_id, line)


def consent_lines(session: CrmSession, contact_id: int) -> tuple[ConsentLine, ...]:
    """Consents and refusals."""
    return _lines(session, _CONSENTS, contact_id, ConsentLine)


def bank_account_lines(session: CrmSession, contact_id: int) -> tuple[BankAccountLine, ...]:
    """Bank accounts, with what their check digits say."""

    def line(row_id: int, version: int, iban: str, bank: str, currency: str) -> BankAccountLine:
        return BankAccountLine(row_id, version, iban, shown_iban(iban), iban_status(iban), bank, currency)

    return _lines(session, _BANK_ACCOUNTS, contact_id, line)


def external_id_lines(session: CrmSession, contact_id: int) -> tuple[ExternalIdLine, ...]:
    """Ids in other programs."""
    return _lines(session, _EXTERNAL_IDS, contact_id, ExternalIdLine)


_TAGS = (
    select(Tag.id, Tag.name, Tag.color)
    .join(ContactTag, ContactTag.tag_id == Tag.id)
    .where(ContactTag.contact_id == ID, Tag.deleted_at.is_(None))
    .order_by(ContactTag.id)
)


def tag_lines(session: CrmSession, contact_id: int) -> tuple[TagLine, ...]:
    """Tags in the order they were put on."""
    return _lines(session, _TAGS, contact_id, TagLine)


def _jobs(own: Any, other: Any) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Job.id,
        Job.version,
        Contact.id.label("other_id"),
        Contact.name,
        Contact.kind,
        Job.position,
        Job.department,
        Job.role_id,
        Choice.code,
        Choice.renamed,
        Choice.name.label("role"),
        Job.from_on,
        Job.to_on,
        Job.is_primary,
        Contact.deleted_at,
    )
    return (
        select(*columns)
        .join(Contact, Contact.id == other)
        .outerjoin(Choice, Choice.id == Job.role_id)
        .where(own == ID)
        .order_by(Job.to_on.is_not(None), Job.is_primary.desc(), Contact.sort_name, Job.id)
        .limit(_JOBS)
    )


_EMPLOYERS = _jobs(Job.person_id, Job.organisation_id)
_PEOPLE = _jobs(Job.organisation_id, Job.person_id)
_FIRST_PHONES = (
    select(Phone.contact_id, Phone.e164, Phone.raw).where(Phone.contact_id.in_(IDS)).order_by(Phone.position, Phone.id)
)


def job_lines(session: CrmSession, contact_id: int, organisation: bool) -> tuple[tuple[JobLine, ...], int]:
    """Jobs seen from this side, current and main ones first; and how many current ones there are in all."""
    found = fetch(session, _PEOPLE if organisation else _EMPLOYERS, id=contact_id)
    complete = len(found) < _JOBS
    found = [row for row in found if row.deleted_at is None]
    phones = _first_phones(session, [row.other_id for row in found])
    today = clock.today()
    lines = tuple(
        JobLine(
            row.id,
            row.version,
            ContactLink(row.other_id, row.name, row.kind),
            row.position,
            row.department,
            row.role_id,
            choices.shown(row.code, row.renamed, row.role) if row.role else "",
            row.from_on,
            row.to_on,
            row.is_primary,
            row.to_on is None or row.to_on >= today,
            phones.get(row.other_id, ""),
        )
        for row in found
    )
    count = sum(line.current for line in lines)
    if not complete:
        count = _current_people(session, contact_id)
    return lines, count


def _current_people(session: CrmSession, contact_id: int) -> int:
    """Of an organisation with more people than a card shows."""
    current = or_(Job.to_on.is_(None), Job.to_on >= clock.today())
    return session.scalar(select(func.count()).select_from(Job).where(Job.organisation_id == contact_id, current)) or 0


def _first_phones(session: CrmSession, ids: list[int]) -> dict[int, str]:
    if not ids:
        return {}
    phones: dict[int, str] = {}
    for contact_id, e164, raw in fetch(session, _FIRST_PHONES, ids=ids):
        if contact_id not in phones:
            phones[contact_id] = format_phone(e164) if e164 else raw
    return phones


_from, _to = aliased(Contact), aliased(Contact)
_RELATION_COLUMNS: tuple[Any, ...] = (
    Relation.id,
    Relation.version,
    Relation.from_id,
    Relation.kind_id,
    Relation.note,
    Choice.code,
    Choice.renamed,
    Choice.name,
    Choice.reverse,
    _from.id.label("from_contact"),
    _from.name.label("from_name"),
    _from.kind.label("from_kind"),
    _to.id.label("to_contact"),
    _to.name.label("to_name"),
    _to.kind.label("to_kind"),
    _from.deleted_at.label("from_deleted"),
    _to.deleted_at.label("to_deleted"),
)
_RELATIONS: Select[Any] = (
    select(*_RELATION_COLUMNS)
    .join(_from, _from.id == Relation.from_id)
    .join(_to, _to.id == Relation.to_id)
    .outerjoin(Choice, Choice.id == Relation.kind_id)
    .where(or_(Relation.from_id == ID, Relation.to_id == ID))
    .order_by(Relation.id)
)


def relation_lines(session: CrmSession, contact_id: int) -> tuple[RelationLine, ...]:
    """Ties from both sides; the kind says what the other is to this contact."""
    lines = []
    for row in fetch(session, _RELATIONS, id=contact_id):
        if row.from_id == contact_id:
            other, text, gone = ContactLink(row.to_contact, row.to_name, row.to_kind), row.name, row.to_deleted
        else:
            other = ContactLink(row.from_contact, row.from_name, row.from_kind)
            text, gone = row.reverse or row.name, row.from_deleted
        if gone:
            continue
        kind = choices.shown(row.code, row.renamed, text) if text else ""
        lines.append(RelationLine(row.id, row.version, other, row.kind_id, kind, row.note))
    return tuple(lines)


_CUSTOM = (
    select(
        CustomField.id,
        CustomField.name,
        CustomField.type,
        CustomField.options,
        CustomValue.text,
        CustomValue.number,
        CustomValue.day,
    )
    .outerjoin(CustomValue, and_(CustomValue.field_id == CustomField.id, CustomValue.contact_id == ID))
    .where(CustomField.deleted_at.is_(None), CustomField.record_kind.in_(IDS))
    .order_by(CustomField.position, CustomField.id)
)


def custom_lines(session: CrmSession, contact_id: int, kind: str) -> tuple[CustomLine, ...]:
    """All fields that this kind of contact has, filled in or not."""
    return tuple(
        CustomLine(
            row.id,
            row.name,
            row.type,
            tuple(row.options or ()),
            row.text or "",
            shown_value(row.type, row.text or "", row.number, row.day),
            row.number,
            row.day,
        )
        for row in fetch(session, _CUSTOM, id=contact_id, ids=["", kind])
    )
