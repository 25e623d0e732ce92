"""One contact with everything known about it: the card of a window, of the command line and of a report."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Choice, Contact, Operator
from desktop_crm.model.contact import Kind
from desktop_crm.model.session import CrmSession
from desktop_crm.services import choices
from desktop_crm.services import contact_card_rows as rows
from desktop_crm.services import contact_card_ties as ties
from desktop_crm.services.attachments import attachments_of
from desktop_crm.services.completeness import missing_parts
from desktop_crm.services.contact_card_lines import (
    AddressLine,
    BankAccountLine,
    ConsentLine,
    ContactCard,
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
from desktop_crm.services.contact_lists import chip_of
from desktop_crm.services.contact_photos import photo_id
from desktop_crm.services.contact_views import TagLine
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.services.interaction_rows import HISTORY, contact_history, pinned_history, whose_history
from desktop_crm.services.person_names import initials
from desktop_crm.services.reading import ID, fetch
from desktop_crm.services.reminders import reminders_of
from desktop_crm.services.tax_numbers import check_tax_number

__all__ = [
    "HISTORY",
    "AddressLine",
    "BankAccountLine",
    "ConsentLine",
    "ContactCard",
    "ContactLink",
    "CustomLine",
    "DateLine",
    "EmailLine",
    "ExternalIdLine",
    "InteractionLine",
    "JobLine",
    "MessengerLine",
    "PhoneLine",
    "RelationLine",
    "TagLine",
    "contact_card",
    "contact_history",
]

# fields that go from the row onto the card as they are
_PLAIN = tuple(
    """
    id version kind name created_at updated_at deleted_at archived_at is_sample relation_to_us life_cycle abc_class
    language source_id campaign_id referred_by_id responsible_id notes first_contact_on last_touch_at rhythm_days
    completeness legal_name legal_form other_names organisation_type industry_id size registration_number tax_number
    parent_id prefix given_name middle_name family_name suffix nickname former_name sex greeting preferences best_time
    how_met deceased
    """.split()  # noqa: SIM905
)
_parent, _recommender = aliased(Contact), aliased(Contact)
_source, _campaign, _industry = aliased(Choice), aliased(Choice), aliased(Choice)


def _choice_columns(choice: Any, name: str) -> list[Any]:
    return [
        choice.code.label(f"{name}_code"),
        choice.renamed.label(f"{name}_renamed"),
        choice.name.label(f"{name}_name"),
    ]


_CARD: Select[Any] = (
    select(
        *(getattr(Contact, field) for field in _PLAIN),
        _parent.name.label("parent_name"),
        _recommender.name.label("recommender_name"),
        Operator.name.label("operator_name"),
        *_choice_columns(_source, "source"),
        *_choice_columns(_campaign, "campaign"),
        *_choice_columns(_industry, "industry"),
    )
    .select_from(Contact)
    .outerjoin(_parent, _parent.id == Contact.parent_id)
    .outerjoin(_recommender, _recommender.id == Contact.referred_by_id)
    .outerjoin(Operator, Operator.id == Contact.responsible_id)
    .outerjoin(_source, _source.id == Contact.source_id)
    .outerjoin(_campaign, _campaign.id == Contact.campaign_id)
    .outerjoin(_industry, _industry.id == Contact.industry_id)
    .where(Contact.id == ID)
)


def contact_card(session: CrmSession, contact_id: int) -> ContactCard:
    """Everything about one contact, in the trash or not; raises ``NotFound``."""
    found = fetch(session, _CARD, id=contact_id)
    if not found:
        raise NotFound(what=_("The contact"))
    row = found[0]
    organisation = row.kind == Kind.ORGANISATION
    country, addresses = rows.address_lines(session, contact_id)
    phones = rows.phone_lines(session, contact_id)
    emails = rows.email_lines(session, contact_id)
    messengers = rows.messenger_lines(session, contact_id)
    dates = rows.date_lines(session, contact_id)
    jobs, people_count = ties.job_lines(session, contact_id, organisation)
    main = next((job for job in jobs if job.current), None) if not organisation else None
    history = contact_history(session, contact_id, limit=HISTORY + 1)
    present = _present(row, phones, emails, addresses, messengers, dates, people_count)
    return ContactCard(
        **{field: getattr(row, field) for field in _PLAIN},
        initials=initials(row.name, organisation=organisation, given=row.given_name, family=row.family_name),
        source=_choice(row, "source"),
        campaign=_choice(row, "campaign"),
        industry=_choice(row, "industry"),
        referred_by=row.recommender_name or "",
        responsible=row.operator_name or "",
        parent=row.parent_name or "",
        missing=missing_parts(row.kind, present),
        chip=chip_of(row.life_cycle, row.rhythm_days, row.last_touch_at),
        tax_number_status=check_tax_number(row.tax_number, country).status if row.tax_number else "",
        branches=_branches(session, contact_id) if organisation else (),
        organisation_id=main.other.id if main else None,
        organisation=main.other.name if main else "",
        position=main.position if main else "",
        phones=phones,
        emails=emails,
        addresses=addresses,
        messengers=messengers,
        dates=dates,
        tags=rows.tag_lines(session, contact_id),
        photo_id=photo_id(session, contact_id),
        jobs=jobs,
        people_count=people_count,
        relations=ties.relation_lines(session, contact_id),
        custom=rows.custom_lines(session, contact_id, row.kind),
        consents=rows.consent_lines(session, contact_id),
        bank_accounts=rows.bank_account_lines(session, contact_id),
        external_ids=rows.external_id_lines(session, contact_id),
        history=tuple(history[:HISTORY]),
        history_more=len(history) > HISTORY,
        pinned=tuple(
            pinned_history(session, contact_id) if len(history) > HISTORY else (one for one in history if one.pinned)
        ),
        reminders=reminders_of(session, *(whose_history(session, contact_id) if organisation else [contact_id])),
        files=attachments_of(session, contact_id),
    )


def _choice(row: Row[Any], name: str) -> str:
    text = getattr(row, f"{name}_name")
    return choices.shown(getattr(row, f"{name}_code"), getattr(row, f"{name}_renamed"), text) if text else ""


def _present(
    row: Row[Any],
    phones: Sequence[PhoneLine],
    emails: Sequence[EmailLine],
    addresses: Sequence[AddressLine],
    messengers: Sequence[MessengerLine],
    dates: Sequence[DateLine],
    people: int,
) -> set[str]:
    """Parts of ``completeness.PARTS`` that are there."""
    facts = {
        "phone": any(phone.e164 for phone in phones),
        "email": bool(emails),
        "address": bool(addresses),
        "name": bool(row.given_name and row.family_name),
        "relation": bool(row.relation_to_us),
        "source": row.source_id is not None,
        "language": bool(row.language),
        "birthday": any(line.label == "birthday" for line in dates),
        "tax_number": bool(row.tax_number),
        "person": people > 0,
        "industry": row.industry_id is not None,
        "website": any(line.system == "web" for line in messengers),
    }
    return {part for part, there in facts.items() if there}


_BRANCHES = (
    select(Contact.id, Contact.name, Contact.kind)
    .where(Contact.parent_id == ID, Contact.deleted_at.is_(None))
    .order_by(Contact.sort_name, Contact.id)
    .limit(50)
)


def _branches(session: CrmSession, contact_id: int) -> tuple[ContactLink, ...]:
    return tuple(ContactLink(*row) for row in fetch(session, _BRANCHES, id=contact_id))
