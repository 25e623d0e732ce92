"""What a record would add to a contact: nothing means it is known already."""

from typing import Any

from desktop_crm.base.text import fold
from desktop_crm.services.importing.base import Content, address_key, company_key, phone_key
from desktop_crm.services.importing.records import AddressPart, ImportRecord


def _address(part: AddressPart) -> str:
    return address_key(part.street, part.city, part.postcode)


def _within(key: str, known: set[str]) -> bool:
    """An address without its town or postcode is no new address."""
    return key in known or any(key in other for other in known)


def content_of(record: ImportRecord) -> Content:
    """The record as a content, for comparing rows of one file."""
    return Content(
        values=dict(record.values),
        phones={phone_key(phone.e164, phone.digits) for phone in record.phones},
        emails={address.lower() for address in record.emails},
        addresses={_address(part) for part in all_addresses(record)},
        messengers={fold(address) for _system, address in record.messengers},
        dates={(label, day.day, day.month) for label, day in record.dates},
        tags={fold(tag) for tag in record.tags},
        external_ids={value for _system, value in record.external_ids},
        companies={company_key(job.company)[0] for job in record.jobs},
        touches={record.last_contact.isoformat()} if record.last_contact else set(),
        custom=set(record.custom),
        notes=fold("\n".join(record.notes)),
    )


def all_addresses(record: ImportRecord) -> list[AddressPart]:
    """The record's own addresses and those it brings for its organisation."""
    return [*record.addresses, *(record.company.addresses if record.company else ())]


def new_values(record: ImportRecord, content: Content) -> dict[str, Any]:
    """Scalar fields that are empty there and filled here; a different value there stays (policy: fill)."""
    return {name: value for name, value in record.values.items() if value and not content.values.get(name)}


def additions(record: ImportRecord, content: Content) -> list[str]:
    """Codes of the fields in which *record* holds something that *content* lacks."""
    mine = content_of(record)
    found = list(new_values(record, content))
    found += ["phone"] * bool(mine.phones - content.phones)
    found += ["email"] * bool(mine.emails - content.emails)
    found += ["street"] * any(not _within(key, content.addresses) for key in mine.addresses if key)
    found += ["website"] * bool(mine.messengers - content.messengers)
    found += ["birthday"] * bool(mine.dates - content.dates)
    found += ["tags"] * bool(mine.tags - content.tags)
    found += ["external_id"] * bool(mine.external_ids - content.external_ids)
    found += ["company"] * bool(mine.companies - content.companies)
    found += ["last_contact"] * bool(mine.touches - content.touches)
    found += ["notes"] * any(fold(note) not in content.notes for note in record.notes)
    found += ["iban"] * bool(set(record.ibans) - content.ibans)
    found += ["custom"] * bool(mine.custom - content.custom)
    return found
