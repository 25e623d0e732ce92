"""Adding what a row knows to a contact that is there, or to an earlier row of the same file."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop_crm.model import Contact
from desktop_crm.model.session import CrmSession
from desktop_crm.services.importing.applying import Writer, midnight
from desktop_crm.services.importing.base import chunks, load_contents, phone_key
from desktop_crm.services.importing.records import CompanyPart, ImportRecord

if TYPE_CHECKING:
    from desktop_crm.services.importing.planning import ImportPlan

NAME_FIELDS = frozenset({"given_name", "middle_name", "family_name", "prefix", "suffix"})


def join(record: ImportRecord, other: ImportRecord) -> None:
    """Everything that *other* knows more goes into *record*; nothing of *record* is lost."""
    record.values = {**other.values, **{name: value for name, value in record.values.items() if value}}
    known = {phone_key(phone.e164, phone.digits) for phone in record.phones}
    record.phones += [phone for phone in other.phones if phone_key(phone.e164, phone.digits) not in known]
    lower = {address.lower() for address in record.emails}
    record.emails += [address for address in other.emails if address.lower() not in lower]
    record.addresses += other.addresses
    for name in ("messengers", "dates", "tags", "external_ids", "ibans", "notes"):
        mine = getattr(record, name)
        mine += [part for part in getattr(other, name) if part not in mine]
    companies = {job.company for job in record.jobs}
    record.jobs += [job for job in other.jobs if job.company not in companies]
    record.choices = {**other.choices, **record.choices}
    record.custom = {**other.custom, **record.custom}
    record.responsible = record.responsible or other.responsible
    record.photo = record.photo or other.photo
    if other.last_contact and (record.last_contact is None or other.last_contact > record.last_contact):
        record.last_contact = other.last_contact
    if other.company:
        record.company = record.company or CompanyPart()
        record.company.values = {**other.company.values, **record.company.values}
        for name in ("phones", "emails", "addresses", "ibans"):
            mine = getattr(record.company, name)
            mine += [part for part in getattr(other.company, name) if part not in mine]


def update_contacts(session: CrmSession, planned: "ImportPlan", writer: Writer) -> list[int]:
    """Write what rows add to contacts of the base; returns the contacts' ids."""
    policies = planned.options.policies
    updated = []
    for some in chunks(planned.updates, 500):
        contents = load_contents(session, some)
        for contact_id in some:
            contact = session.get(Contact, contact_id)
            if contact is None or contact.deleted_at is not None or contact_id not in contents:
                continue
            for index in planned.updates[contact_id]:
                record = planned.records[index]
                _update_values(contact, writer.values_of(record), policies)
                _keep_parts(record, policies)
                writer.add_parts(contact_id, record, contents[contact_id])
                if record.last_contact:
                    touch = midnight(record.last_contact)
                    contact.last_touch_at = max(contact.last_touch_at or touch, touch)
            updated.append(contact_id)
        session.flush()
    return updated


def _update_values(contact: Contact, values: Mapping[str, Any], policies: Mapping[str, str]) -> None:
    renamed = False
    for name, value in values.items():
        if name in ("name", "name_key", "sort_name", "last_touch_at") or not value:
            continue
        policy = policies.get(name, "add" if name == "notes" else "fill")
        present = getattr(contact, name)
        if name == "notes" and policy == "add":
            if present and value not in present:
                value = f"{present}\n{value}"
            elif present:
                continue
        elif policy == "keep" or (present and policy != "overwrite"):
            continue
        setattr(contact, name, value)
        renamed = renamed or name in NAME_FIELDS
    if renamed and contact.kind == "person":
        contact.compose_name()


def _keep_parts(record: ImportRecord, policies: Mapping[str, str]) -> None:
    """Lists that the user said to keep as they are get nothing added."""
    for field, name in (("phone", "phones"), ("email", "emails"), ("street", "addresses"), ("tags", "tags")):
        if policies.get(field) == "keep":
            getattr(record, name).clear()
