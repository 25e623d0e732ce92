"""How complete a contact is, in percent, and what is missing.

The weights say what a small business needs to reach and bill somebody; they add up to 100 for each kind. A person's
job weighs nothing: who sells to private people has none to enter.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import ScalarSelect, func, select

from desktop_crm.base.i18n import N_
from desktop_crm.model import Address, Contact, Email, ImportantDate, Job, Messenger, Phone
from desktop_crm.model.contact import Kind
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reading import ID

PARTS = {
    "phone": N_("A valid phone number"),
    "email": N_("An e-mail address"),
    "address": N_("A postal address"),
    "name": N_("Given name and family name"),
    "relation": N_("Relation to us"),
    "source": N_("Source"),
    "language": N_("Language"),
    "birthday": N_("Birthday"),
    "tax_number": N_("Tax number"),
    "person": N_("A person to talk to"),
    "industry": N_("Industry"),
    "website": N_("Website"),
}
WEIGHTS: Mapping[str, Mapping[str, int]] = {
    Kind.PERSON: {
        "phone": 30,
        "email": 20,
        "name": 15,
        "address": 15,
        "relation": 5,
        "source": 5,
        "language": 5,
        "birthday": 5,
    },
    Kind.ORGANISATION: {
        "phone": 25,
        "email": 15,
        "address": 15,
        "tax_number": 15,
        "person": 15,
        "industry": 5,
        "relation": 5,
        "website": 5,
    },
}


def completeness(kind: str, present: Collection[str]) -> int:
    """Percent, when these parts are there."""
    return sum(weight for part, weight in WEIGHTS[kind].items() if part in present)


def missing_parts(kind: str, present: Collection[str]) -> tuple[str, ...]:
    """What is missing, weightiest first."""
    weights = WEIGHTS[kind]
    return tuple(sorted((part for part in weights if part not in present), key=lambda part: -weights[part]))


def _count(*conditions: object) -> ScalarSelect[int]:
    return select(func.count()).where(*conditions).scalar_subquery()  # type: ignore[arg-type]


_COUNTED = {
    "phone": _count(Phone.contact_id == ID, Phone.e164 != ""),
    "email": _count(Email.contact_id == ID),
    "address": _count(Address.contact_id == ID),
    "birthday": _count(ImportantDate.contact_id == ID, ImportantDate.label == "birthday"),
    "website": _count(Messenger.contact_id == ID, Messenger.system == "web"),
    "person": _count(Job.organisation_id == ID, Job.to_on.is_(None)),
}
_COUNTS = select(*(count.label(part) for part, count in _COUNTED.items()))  # made once: that takes longer than asking


def refresh_completeness(session: CrmSession, contact_id: int) -> None:
    """Bring a contact's percentage up to date; call after its rows were flushed."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        return
    contact.completeness = completeness(contact.kind, _present(session, contact))


def _present(session: CrmSession, contact: Contact) -> set[str]:
    counts = session.execute(_COUNTS, {"id": contact.id}).one()
    present = {part for part, count in zip(_COUNTED, counts, strict=True) if count}
    columns = {
        "name": bool(contact.given_name and contact.family_name),
        "relation": bool(contact.relation_to_us),
        "source": contact.source_id is not None,
        "language": bool(contact.language),
        "tax_number": bool(contact.tax_number),
        "industry": contact.industry_id is not None,
    }
    return present | {part for part, filled in columns.items() if filled}
