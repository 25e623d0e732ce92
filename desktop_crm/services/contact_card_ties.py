"""Ties on a card: jobs seen from both sides, relations. Contacts in the trash are left out, see contact_card_rows."""

from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from desktop_crm.base import clock
from desktop_crm.model import Choice, Contact, Job, Phone, Relation
from desktop_crm.model.session import CrmSession
from desktop_crm.services import choices
from desktop_crm.services.contact_card_lines import ContactLink, JobLine, RelationLine
from desktop_crm.services.phones import format_phone
from desktop_crm.services.reading import ID, IDS, fetch

_JOBS = 100


def _jobs(own: Any, other: Any) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Job.id,
        Job.version,
        Contact.id.label("other_id"),
        Contact.name,
        Contact.kind,
        Job.position,
        Job.department,
        Job.role_id,
        Choice.code,
        Choice.renamed,
        Choice.name.label("role"),
        Job.from_on,
        Job.to_on,
        Job.is_primary,
        Contact.deleted_at,
    )
    return (
        select(*columns)
        .join(Contact, Contact.id == other)
        .outerjoin(Choice, Choice.id == Job.role_id)
        .where(own == ID)
        .order_by(Job.to_on.is_not(None), Job.is_primary.desc(), Contact.sort_name, Job.id)
        .limit(_JOBS)
    )


_EMPLOYERS = _jobs(Job.person_id, Job.organisation_id)
_PEOPLE = _jobs(Job.organisation_id, Job.person_id)
_FIRST_PHONES = (
    select(Phone.contact_id, Phone.e164, Phone.raw).where(Phone.contact_id.in_(IDS)).order_by(Phone.position, Phone.id)
)


def job_lines(session: CrmSession, contact_id: int, organisation: bool) -> tuple[tuple[JobLine, ...], int]:
    """Jobs seen from this side, current and main ones first; and how many current ones there are in all."""
    found = fetch(session, _PEOPLE if organisation else _EMPLOYERS, id=contact_id)
    complete = len(found) < _JOBS
    found = [row for row in found if row.deleted_at is None]
    phones = _first_phones(session, [row.other_id for row in found])
    today = clock.today()
    lines = tuple(
        JobLine(
            row.id,
            row.version,
            ContactLink(row.other_id, row.name, row.kind),
            row.position,
            row.department,
            row.role_id,
            choices.shown(row.code, row.renamed, row.role) if row.role else "",
            row.from_on,
            row.to_on,
            row.is_primary,
            row.to_on is None or row.to_on >= today,
            phones.get(row.other_id, ""),
        )
        for row in found
    )
    count = sum(line.current for line in lines)
    if not complete:
        count = _current_people(session, contact_id)
    return lines, count


def _current_people(session: CrmSession, contact_id: int) -> int:
    """Of an organisation with more people than a card shows."""
    current = or_(Job.to_on.is_(None), Job.to_on >= clock.today())
    return session.scalar(select(func.count()).select_from(Job).where(Job.organisation_id == contact_id, current)) or 0


def _first_phones(session: CrmSession, ids: list[int]) -> dict[int, str]:
    if not ids:
        return {}
    phones: dict[int, str] = {}
    for contact_id, e164, raw in fetch(session, _FIRST_PHONES, ids=ids):
        if contact_id not in phones:
            phones[contact_id] = format_phone(e164) if e164 else raw
    return phones


_from, _to = aliased(Contact), aliased(Contact)
_RELATION_COLUMNS: tuple[Any, ...] = (
    Relation.id,
    Relation.version,
    Relation.from_id,
    Relation.kind_id,
    Relation.note,
    Choice.code,
    Choice.renamed,
    Choice.name,
    Choice.reverse,
    _from.id.label("from_contact"),
    _from.name.label("from_name"),
    _from.kind.label("from_kind"),
    _to.id.label("to_contact"),
    _to.name.label("to_name"),
    _to.kind.label("to_kind"),
    _from.deleted_at.label("from_deleted"),
    _to.deleted_at.label("to_deleted"),
)
_RELATIONS: Select[Any] = (
    select(*_RELATION_COLUMNS)
    .join(_from, _from.id == Relation.from_id)
    .join(_to, _to.id == Relation.to_id)
    .outerjoin(Choice, Choice.id == Relation.kind_id)
    .where(or_(Relation.from_id == ID, Relation.to_id == ID))
    .order_by(Relation.id)
)


def relation_lines(session: CrmSession, contact_id: int) -> tuple[RelationLine, ...]:
    """Ties from both sides; the kind says what the other is to this contact."""
    lines = []
    for row in fetch(session, _RELATIONS, id=contact_id):
        if row.from_id == contact_id:
            other, text, gone = ContactLink(row.to_contact, row.to_name, row.to_kind), row.name, row.to_deleted
        else:
            other = ContactLink(row.from_contact, row.from_name, row.from_kind)
            text, gone = row.reverse or row.name, row.from_deleted
        if gone:
            continue
        kind = choices.shown(row.code, row.renamed, text) if text else ""
        lines.append(RelationLine(row.id, row.version, other, row.kind_id, kind, row.note, row.from_id != contact_id))
    return tuple(lines)
