"""One contact as a vCard; the way back is in :mod:`services.importing.cards`."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop_crm.base.vcard import (
    PartialDate,
    VCard,
    VCardAddress,
    VCardJob,
    VCardMessenger,
    VCardPhone,
    VCardProperty,
    VCardText,
)
from desktop_crm.services.export_contents import ExportContact
from desktop_crm.services.importing.cards import CUSTOM_FIELD, OWN_PROPERTY, OWN_UID, VALUE_LENGTHS
from desktop_crm.services.importing.cells import listed

_PHONE_TYPES = {"mobile": "cell"}
_GENDERS = {"male": "M", "female": "F"}
_CODED = ("relation_to_us", "life_cycle", "abc_class", "organisation_type")
_TEXTS = ("greeting", "preferences", "best_time", "how_met", "other_names")
UID_SYSTEM = "vCard UID"


def card_of(contact: ExportContact, custom_names: Mapping[int, str]) -> VCard:
    """The card of a contact."""
    row = contact.row
    person = row.kind == "person"
    return VCard(
        version="4.0",
        kind="individual" if person else "org",
        uid=f"{OWN_UID}{row.id}",
        full_name=row.name,
        family=row.family_name,
        given=row.given_name,
        middle=row.middle_name,
        prefix=row.prefix,
        suffix=row.suffix,
        nickname=row.nickname,
        jobs=tuple(_job(job) for job in contact.jobs) if person else (VCardJob(organisation=(row.name,)),),
        phones=tuple(_phone(phone) for phone in contact.phones),
        emails=tuple(VCardText(email.address, (email.kind,)) for email in contact.emails),
        addresses=tuple(
            VCardAddress(
                street=part.street, city=part.city, region=part.region, postcode=part.postcode, country=part.country,
                types=(part.kind,),
            )
            for part in contact.addresses
        ),
        urls=tuple(VCardText(link.address) for link in contact.messengers if link.system == "web"),
        messengers=tuple(
            VCardMessenger(link.system, link.address) for link in contact.messengers if link.system != "web"
        ),
        birthday=_day(contact, "birthday"),
        anniversary=_day(contact, "anniversary"),
        note=row.notes,
        categories=tuple(contact.tags),
        gender=_GENDERS.get(row.sex, ""),
        photo=contact.photo,
        others=tuple(_others(contact, custom_names)),
    )  # fmt: skip


def _job(job: Any) -> VCardJob:
    organisation, position, department = job[:3]
    return VCardJob(title=position, organisation=(organisation, department) if department else (organisation,))


def _phone(phone: Any) -> VCardPhone:
    kind = _PHONE_TYPES.get(phone.kind, phone.kind)
    if not phone.e164:  # as it was given: extension and note are in it
        return VCardPhone(phone.raw, (kind,))
    return VCardPhone(phone.e164, (kind,), phone.extension, phone.note)


def _day(contact: ExportContact, label: str) -> PartialDate | None:
    found = next((row for row in contact.dates if row.label == label), None)
    return PartialDate(found.year, found.month, found.day) if found is not None else None


def _others(contact: ExportContact, custom_names: Mapping[int, str]) -> Iterator[VCardProperty]:
    """What vCard has no property for."""
    row = contact.row
    facts = {code: getattr(row, code) for code in (*_CODED, *_TEXTS, *VALUE_LENGTHS, "language")}
    facts |= {code: getattr(contact, code) for code in ("source", "industry", "campaign", "responsible")}
    facts |= {"first_contact": row.first_contact_on, "last_contact": contact.last_contact}
    facts |= {"rhythm_days": row.rhythm_days, "deceased": "yes" if row.deceased else ""}
    for code, value in facts.items():
        if value:
            yield _own(code, str(value))
    yield from _jobs(contact)
    yield from _lists(contact)
    for system, value in contact.external_ids:
        yield _own("external_id", listed([value]), NAME=system)
    for field_id, text in contact.custom.items():
        if field_id in custom_names:
            yield _own(CUSTOM_FIELD, text, NAME=custom_names[field_id])


def _jobs(contact: ExportContact) -> Iterator[VCardProperty]:
    for number, (_name, _position, _department, role, since, until) in enumerate(contact.jobs, 1):
        for code, value in (("role", role), ("since", since), ("until", until)):
            if value:
                yield _own(code, str(value), JOB=str(number))


def _lists(contact: ExportContact) -> Iterator[VCardProperty]:
    first = {"birthday": contact.birthday, "anniversary": _first(contact, "anniversary")}
    others = [row for row in contact.dates if row is not first.get(row.label)]
    days = [(row.label, f"{row.year:04}-{row.month:02}-{row.day:02}" if row.year else f"{row.day:02}.{row.month:02}.")
            for row in others]  # fmt: skip
    barred = [phone.e164 or phone.raw for phone in contact.phones if phone.do_not_call]
    for code, texts in (
        ("dates", [f"{label}: {day}" for label, day in days]),
        ("consents", [f"{channel}: {state}" for channel, state in contact.consents]),
        ("iban", contact.ibans),
        ("do_not_call", barred),
    ):
        if texts:
            yield _own(code, listed(texts))


def _first(contact: ExportContact, label: str) -> Any:
    return next((row for row in contact.dates if row.label == label), None)


def _own(code: str, text: str, **more: str) -> VCardProperty:
    text = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    value = text.replace(",", "\\,").replace(";", "\\;")
    return VCardProperty(OWN_PROPERTY, (("FIELD", code), *more.items()), value)
