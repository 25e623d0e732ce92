"""What a record would add to a contact: nothing means it is known already."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_crm.base.text import fold
from desktop_crm.services.importing.contents import Content, address_key, phone_key
from desktop_crm.services.importing.organisations import company_key
from desktop_crm.services.importing.records import NOTHING, AddressPart, ImportRecord

LISTS = ("phone", "email", "street", "website", "birthday", "tags", "external_id", "iban", "consents", "notes")


def _address(part: AddressPart) -> str:
    return address_key(part.street, part.city, part.postcode)


def _within(key: str, known: set[str]) -> bool:
    """An address without its town or postcode is no new address."""
    return key in known or any(key in other for other in known)


def content_of(record: ImportRecord) -> Content:
    """The record as a content, for comparing rows of one file."""
    return Content(
        values=_values(record),
        phones={phone_key(phone.e164, phone.digits, phone.extension) for phone in record.phones},
        emails={address.lower() for address in record.emails},
        addresses={_address(part) for part in all_addresses(record)},
        messengers={fold(address) for _system, address in record.messengers},
        dates={(label, day.day, day.month) for label, day in record.dates},
        tags={fold(tag) for tag in record.tags},
        external_ids={value for _system, value in record.external_ids},
        consents={channel for channel, _state in record.consents},
        jobs={company_key(job.company)[0]: job.position for job in record.jobs},
        touches={record.last_contact.isoformat()} if record.last_contact else set(),
        custom={field: typed.text for field, typed in record.custom.items()},
        ibans=set(map(fold, record.ibans)),
        firm=set(_firm(record)),
        notes=fold("\n".join(record.notes)),
        has_photo=record.photo is not None,
    )


def _values(record: ImportRecord) -> dict[str, Any]:
    values = {**record.values, **{name: fold(text) for name, text in record.choices.items()}, "name": record.name}
    if record.responsible:
        values["responsible"] = fold(record.responsible)
    return values


def all_addresses(record: ImportRecord) -> tuple[AddressPart, ...]:
    """The record's own addresses and those it brings for its organisation."""
    return record.addresses + (record.company.addresses if record.company else ())


def _firm(record: ImportRecord) -> Iterator[str]:
    """What the row says of the organisation, beside its addresses."""
    company = record.company
    if company is not None:
        yield from (phone_key(phone.e164, phone.digits, phone.extension) for phone in company.phones)
        yield from (address.lower() for address in company.emails)
        yield from map(fold, company.ibans)
        yield from (fold(str(value)) for name, value in company.values.items() if name != "legal_form")


def new_values(record: ImportRecord, content: Content, policies: Mapping[str, str] = NOTHING) -> dict[str, Any]:
    """Scalar fields that are empty there and filled here, and those that the policy lets replace."""
    found = {}
    for name, value in _values(record).items():
        policy = policy_of(name, policies)
        present = content.values.get(name)
        if not value or policy == "keep":
            continue
        if not present and name != "name":
            if name != "responsible" or value not in content.notes:
                found[name] = value
        elif (policy == "overwrite" and present != value) or (
            policy == "add" and present != value and fold(str(value)) not in content.notes
        ):
            found[name] = value
    return found


def policy_of(name: str, policies: Mapping[str, str]) -> str:
    """The policy of a contact's column; the map knows it by the code of the field."""
    code = {"first_contact_on": "first_contact"}.get(name, name)
    if name == "name":
        return policies.get("name") or policies.get("person") or policies.get("company") or "fill"
    return policies.get(code, "fill")


def additions(record: ImportRecord, content: Content, policies: Mapping[str, str] = NOTHING) -> list[str]:
    """Codes of the fields in which *record* holds something that *content* lacks."""
    mine = content_of(record)
    new = {
        "phone": bool(mine.phones - content.phones),
        "email": bool(mine.emails - content.emails),
        "street": any(not _within(key, content.addresses) for key in mine.addresses if key),
        "website": bool(mine.messengers - content.messengers),
        "birthday": bool(mine.dates - content.dates),
        "tags": bool(mine.tags - content.tags),
        "external_id": bool(mine.external_ids - content.external_ids),
        "iban": bool(mine.ibans - content.ibans),
        "consents": bool(mine.consents - content.consents),
        "notes": any(fold(note) not in content.notes for note in record.notes),
    }
    found = [code for code in new_values(record, content, policies) if code != "name"]
    found += [code for code in LISTS if new[code] and policies.get(code) != "keep"]
    found += ["company"] * bool(mine.jobs.keys() - content.jobs.keys() or mine.firm - content.firm)
    found += ["position"] * any(post and not content.jobs.get(core, post) for core, post in mine.jobs.items())
    found += ["last_contact"] * bool(mine.touches - content.touches)
    found += [f"custom:{field}" for field, text in mine.custom.items() if _custom_new(field, text, content, policies)]
    if new_values(record, content, policies).keys() & {"name"}:
        found.append("name")
    return found


def _custom_new(field: int, text: str, content: Content, policies: Mapping[str, str]) -> bool:
    if field not in content.custom:
        return policies.get(f"custom:{field}") != "keep"
    return policies.get(f"custom:{field}") == "overwrite" and content.custom[field] != text
