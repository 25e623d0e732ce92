"""What the audit trail of a card knows about each table: whose rows they are, and how their fields are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_crm.base.i18n import N_
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
    Phone,
    Photo,
    Relation,
)
from desktop_crm.model.contact import (
    ABC_CLASSES,
    CHANNELS,
    CONSENT_STATES,
    LIFE_CYCLES,
    ORGANISATION_TYPES,
    RELATIONS_TO_US,
    SEXES,
)
from desktop_crm.model.reach import ADDRESS_KINDS, MESSENGER_SYSTEMS, PHONE_KINDS, REACH_KINDS
from desktop_crm.services.contact_parts import (
    ADDRESS_FIELDS,
    BANK_FIELDS,
    DATE_FIELDS,
    DATE_LABELS,
    EMAIL_FIELDS,
    MESSENGER_FIELDS,
)
from desktop_crm.services.contact_phones import PHONE_FIELDS, PHONE_STATES
from desktop_crm.services.contact_ties import JOB_FIELDS, RELATION_FIELDS
from desktop_crm.services.contacts import EDITABLE


@dataclass(frozen=True)
class AuditedTable:
    """A table whose rows stand on a card."""

    model: Any
    title: str
    owners: tuple[str, ...]  # columns that name the contact
    fields: Mapping[str, str]  # column -> caption; others are no news to anybody
    content: tuple[str, ...]  # columns that say which row it is


_OF_CONTACT = ("contact_id",)
_MOMENTS = {"archived_at": N_("Archived"), "deleted_at": N_("In the trash")}
AUDITED: Mapping[str, AuditedTable] = {
    table.model.__tablename__: table
    for table in (
        AuditedTable(Contact, N_("Contact"), ("id",), {**EDITABLE, **_MOMENTS}, ("name",)),
        AuditedTable(Phone, N_("Phone"), _OF_CONTACT, PHONE_FIELDS, ("raw",)),
        AuditedTable(Email, N_("E-mail"), _OF_CONTACT, EMAIL_FIELDS, ("address",)),
        AuditedTable(
            Address, N_("Address"), _OF_CONTACT, ADDRESS_FIELDS, ("street", "postcode", "city", "region", "country")
        ),
        AuditedTable(Messenger, N_("Website or messenger"), _OF_CONTACT, MESSENGER_FIELDS, ("address",)),
        AuditedTable(ImportantDate, N_("Date"), _OF_CONTACT, DATE_FIELDS, ("label", "day", "month", "year")),
        AuditedTable(
            Consent,
            N_("Consent"),
            _OF_CONTACT,
            {"state": N_("Consent"), "noted_on": N_("Date"), "note": N_("Note")},
            ("channel", "state"),
        ),
        AuditedTable(BankAccount, N_("Bank account"), _OF_CONTACT, BANK_FIELDS, ("iban",)),
        AuditedTable(ExternalId, N_("Id in another program"), _OF_CONTACT, {}, ("system", "value")),
        AuditedTable(ContactTag, N_("Tag"), _OF_CONTACT, {}, ("tag_id",)),
        AuditedTable(CustomValue, N_("Own field"), _OF_CONTACT, {"text": N_("Value")}, ("field_id", "text")),
        AuditedTable(Photo, N_("Picture"), _OF_CONTACT, {}, ()),
        AuditedTable(Job, N_("Job"), ("person_id", "organisation_id"), JOB_FIELDS, ("person_id", "organisation_id")),
        AuditedTable(Relation, N_("Relation"), ("from_id", "to_id"), RELATION_FIELDS, ("kind_id", "from_id", "to_id")),
    )
}
CODES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("contact", "relation_to_us"): RELATIONS_TO_US,
    ("contact", "life_cycle"): LIFE_CYCLES,
    ("contact", "abc_class"): ABC_CLASSES,
    ("contact", "organisation_type"): ORGANISATION_TYPES,
    ("contact", "sex"): SEXES,
    ("phone", "kind"): PHONE_KINDS,
    ("phone", "status"): PHONE_STATES,
    ("email", "kind"): REACH_KINDS,
    ("email", "status"): PHONE_STATES,
    ("address", "kind"): ADDRESS_KINDS,
    ("messenger", "system"): MESSENGER_SYSTEMS,
    ("important_date", "label"): DATE_LABELS,
    ("consent", "channel"): CHANNELS,
    ("consent", "state"): CONSENT_STATES,
}
