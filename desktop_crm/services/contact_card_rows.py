"""The lines of a card, read from their tables: one query each.

Contacts in the trash are left out here and not in SQL: without statistics (after a large import) a database might begin
with all contacts that are not deleted, which is nearly all of them.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Executable, Select, and_, select

from desktop_crm.base import formats
from desktop_crm.base.i18n import _
from desktop_crm.model import (
    Address,
    BankAccount,
    Consent,
    Contact,
    ContactTag,
    CustomField,
    CustomValue,
    Email,
    ExternalId,
    ImportantDate,
    Messenger,
    Phone,
    Tag,
)
from desktop_crm.model.session import CrmSession
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
    MessengerLine,
    PhoneLine,
)
from desktop_crm.services.contact_parts import DATE_LABELS
from desktop_crm.services.contact_views import TagLine
from desktop_crm.services.custom_fields import shown_value
from desktop_crm.services.phones import country_name, format_phone
from desktop_crm.services.reading import ID, IDS, fetch

T = TypeVar("T")
_SHARED = 10
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
