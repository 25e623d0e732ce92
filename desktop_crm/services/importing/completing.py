"""Completeness of many contacts at once, by the weights of :mod:`services.completeness`."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from desktop_crm.model import Address, Contact, Email, ImportantDate, Job, Messenger, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.completeness import completeness
from desktop_crm.services.importing.contents import chunks


def refresh_completeness_of(session: CrmSession, ids: Iterable[int]) -> None:
    """Bring the percentages of the contacts *ids* up to date."""
    changed: list[tuple[int, int]] = []
    for some in chunks(set(ids)):
        having = {
            "phone": _owners(session, Phone.contact_id, some, Phone.e164 != ""),
            "email": _owners(session, Email.contact_id, some),
            "address": _owners(session, Address.contact_id, some),
            "birthday": _owners(session, ImportantDate.contact_id, some, ImportantDate.label == "birthday"),
            "website": _owners(session, Messenger.contact_id, some, Messenger.system == "web"),
            "person": _owners(session, Job.organisation_id, some, Job.to_on.is_(None)),
        }
        for row in session.execute(
            select(
                Contact.id, Contact.kind, Contact.completeness, Contact.given_name, Contact.family_name,
                Contact.relation_to_us, Contact.source_id, Contact.language, Contact.tax_number, Contact.industry_id,
            ).where(Contact.id.in_(some))
        ):  # fmt: skip
            present = {part for part, owners in having.items() if row.id in owners}
            columns = {
                "name": row.given_name and row.family_name,
                "relation": row.relation_to_us,
                "source": row.source_id,
                "language": row.language,
                "tax_number": row.tax_number,
                "industry": row.industry_id,
            }
            percent = completeness(row.kind, present | {part for part, filled in columns.items() if filled})
            if percent != row.completeness:
                changed.append((row.id, percent))
    if changed:
        session.bulk_update(Contact, ("id", "completeness"), changed)


def _owners(session: CrmSession, owner: Any, ids: list[int], *conditions: Any) -> set[int]:
    return set(session.scalars(select(owner).where(owner.in_(ids), *conditions)))
