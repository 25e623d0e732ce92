"""Contacts: what a user does with them. Reading is in ``contact_lists`` and ``contact_cards``."""

from collections.abc import Mapping

from sqlalchemy import select

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Contact
from desktop_crm.model.contact import ABC_CLASSES, KINDS, LIFE_CYCLES, ORGANISATION_TYPES, RELATIONS_TO_US, SEXES, Kind
from desktop_crm.model.session import CrmSession
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.completeness import refresh_completeness
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.contact_lists import contact_count, contact_ids, contact_rows
from desktop_crm.services.contact_lookup import lookup_phone
from desktop_crm.services.contact_parts import add_address, add_date, add_email, add_messenger, add_phone
from desktop_crm.services.contact_rescue import still_there
from desktop_crm.services.contact_ties import add_job
from desktop_crm.services.custom_fields import set_custom_value
from desktop_crm.services.person_names import parse_person_name
from desktop_crm.services.record_changes import apply_values, clean_value, row_to_change, touch
from desktop_crm.services.tags import set_tags
from desktop_crm.services.trash import archive_contacts, delete_contacts, purge_contacts, restore_contacts

__all__ = [
    "EDITABLE",
    "ContactDraft",
    "add_contact",
    "archive_contacts",
    "change_contact",
    "contact_card",
    "contact_count",
    "contact_ids",
    "contact_rows",
    "delete_contacts",
    "lookup_phone",
    "purge_contacts",
    "restore_contacts",
]

_BOTH = {
    "name": N_("Name"),
    "relation_to_us": N_("Relation to us"),
    "life_cycle": N_("Life cycle"),
    "abc_class": N_("ABC class"),
    "language": N_("Language"),
    "source_id": N_("Source"),
    "campaign_id": N_("Campaign"),
    "referred_by_id": N_("Referred by"),
    "responsible_id": N_("Responsible"),
    "notes": N_("Notes"),
    "first_contact_on": N_("First contact"),
    "rhythm_days": N_("Contact rhythm in days"),
}
_ORGANISATION = {
    "legal_name": N_("Legal name"),
    "legal_form": N_("Legal form"),
    "other_names": N_("Other names"),
    "organisation_type": N_("Type"),
    "industry_id": N_("Industry"),
    "size": N_("Size"),
    "registration_number": N_("Registration number"),
    "tax_number": N_("Tax number"),
    "parent_id": N_("Belongs to"),
}
_PERSON = {
    "prefix": N_("Title"),
    "given_name": N_("Given name"),
    "middle_name": N_("Middle name"),
    "family_name": N_("Family name"),
    "suffix": N_("Suffix"),
    "nickname": N_("Nickname"),
    "former_name": N_("Former name"),
    "sex": N_("Sex"),
    "greeting": N_("Greeting line"),
    "preferences": N_("Preferences"),
    "best_time": N_("Best time to call"),
    "how_met": N_("How we met"),
    "deceased": N_("Deceased"),
}
EDITABLE: Mapping[str, str] = _BOTH | _ORGANISATION | _PERSON
_EDITABLE_OF: Mapping[str, Mapping[str, str]] = {Kind.PERSON: _BOTH | _PERSON, Kind.ORGANISATION: _BOTH | _ORGANISATION}
_CODES: Mapping[str, Mapping[str, str]] = {
    "relation_to_us": RELATIONS_TO_US,
    "life_cycle": LIFE_CYCLES,
    "abc_class": ABC_CLASSES,
    "organisation_type": ORGANISATION_TYPES,
    "sex": SEXES,
}
_NAME_PARTS = ("prefix", "given_name", "middle_name", "family_name", "suffix")


def add_contact(session: CrmSession, draft: ContactDraft) -> int:
    """A new contact with everything in the draft; says its id. Nothing is needed but a name."""
    if draft.kind not in KINDS:
        raise InvalidValue(field=_("Kind"), value=draft.kind)
    contact = Contact(kind=draft.kind)
    contact.responsible_id = session.operator_id
    typed = {part: getattr(draft, part) for part in ("name", "nickname", *_NAME_PARTS) if getattr(draft, part)}
    if draft.kind == Kind.ORGANISATION:
        typed = {"name": draft.name}
    values = {**draft.values, **typed}
    _codes_fit(values)
    names = _EDITABLE_OF[draft.kind]
    cleaned = {field: clean_value(session, Contact, field, value, names) for field, value in values.items()}
    _blank(contact)
    for field, value in cleaned.items():
        setattr(contact, field, value)
    _compose(contact, set(cleaned))
    session.add(contact)
    session.flush()
    _add_parts(session, contact.id, draft)
    touch(session, contact.id)
    return contact.id


def _blank(contact: Contact) -> None:
    """Texts that the database would fill in only later are wanted now, to compose the name."""
    for field in (*_NAME_PARTS, "nickname", "name", "legal_form"):
        if getattr(contact, field) is None:
            setattr(contact, field, "")


def _add_parts(session: CrmSession, contact_id: int, draft: ContactDraft) -> None:
    address = {field: getattr(draft, field) for field in ("street", "city", "region", "postcode", "country")}
    if any(address.values()):
        add_address(session, contact_id, address)
    for text in filter(str.strip, draft.phones):
        add_phone(session, contact_id, text, country=draft.country)
    for text in filter(str.strip, draft.emails):
        add_email(session, contact_id, text)
    for system, text in draft.messengers:
        add_messenger(session, contact_id, text, system=system)
    if draft.birthday is not None:
        add_date(session, contact_id, "birthday", draft.birthday.day, draft.birthday.month, draft.birthday.year)
    if draft.tags:
        set_tags(session, contact_id, draft.tags)
    for field_id, value in draft.custom.items():
        set_custom_value(session, contact_id, field_id, value)
    organisation = draft.organisation_id or draft.organisation.strip()
    if organisation and draft.kind == Kind.PERSON:
        add_job(
            session,
            contact_id,
            organisation,
            position=draft.position,
            department=draft.department,
            role_id=draft.role_id,
        )


def change_contact(session: CrmSession, contact_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change some fields of :data:`EDITABLE`; says the new version.

    *version* is the one seen. What others changed since in other fields is kept; the same field is a
    ``VersionConflict``, and a contact that went to the trash is ``DeletedMeanwhile``. A person's ``name`` is taken
    apart again; name parts compose the name.
    """
    contact = row_to_change(session, Contact, contact_id, _("The contact"))
    still_there(session, contact, version)
    _codes_fit(values)
    _no_circle(session, contact, values)
    with session.no_autoflush:  # name, key and completeness go out in the same update as the fields
        changed = apply_values(session, contact, version, values, _EDITABLE_OF[contact.kind])
        if changed & {"name", "nickname", *_NAME_PARTS}:
            _compose(contact, changed)
        if changed:
            refresh_completeness(session, contact_id)
    session.flush()
    return contact.version


def _no_circle(session: CrmSession, contact: Contact, values: Mapping[str, object]) -> None:
    """Nobody belongs to himself or to one of his own branches, nobody recommended himself."""
    if values.get("referred_by_id") == contact.id:
        raise InvalidValue(field=_("Referred by"), value=contact.name)
    parent, seen = values.get("parent_id"), set[object]()
    while parent is not None and parent not in seen:
        if parent == contact.id:
            raise InvalidValue(field=_("Belongs to"), value=contact.name)
        seen.add(parent)
        parent = session.scalar(select(Contact.parent_id).where(Contact.id == parent))


def _codes_fit(values: Mapping[str, object]) -> None:
    for field in _CODES.keys() & values.keys():
        if values[field] and values[field] not in _CODES[field]:
            raise InvalidValue(field=_(EDITABLE[field]), value=values[field])


def _compose(contact: Contact, changed: set[str]) -> None:
    """Name, parts, sort key and legal form agree with what was typed."""
    if contact.kind == Kind.ORGANISATION:
        if "legal_form" not in changed:
            contact.legal_form = split_legal_form(contact.name).legal_form[:60]
    elif "name" in changed and not changed & set(_NAME_PARTS):
        parts = parse_person_name(contact.name)
        for part in _NAME_PARTS:
            setattr(contact, part, getattr(parts, part))
    contact.compose_name()
    if not contact.name:
        raise InvalidValue(field=_("Name"), value="")
