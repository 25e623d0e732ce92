"""Jobs and relations as they are typed on a card: the other side by its name or chosen, roles by their words."""

from collections.abc import Mapping

from sqlalchemy import or_, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Contact, Job
from desktop_crm.model.contact import Kind
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import ensure_choice
from desktop_crm.services.contact_ties import add_job, add_relation, change_job, change_relation
from desktop_crm.services.contact_typed import named_contact
from desktop_crm.services.contacts import change_contact

REVERSE = ":r"  # behind the id of a kind of relation: it is meant from the other side


def add_typed_job(session: CrmSession, contact_id: int, typed: Mapping[str, str]) -> int:
    """A job of this person in the organisation ``other``, or of the person ``other`` in this organisation.

    Who is not here yet is made. The other keys are those of :func:`change_typed_job`.
    """
    contact = _contact(session, contact_id)
    values = _job_values(session, {name: text for name, text in typed.items() if name != "other"})
    person = contact.kind == Kind.PERSON
    other = named_contact(session, typed.get("other", ""), Kind.ORGANISATION if person else Kind.PERSON, make=True)
    ids = (contact_id, other) if person else (other, contact_id)
    job = add_job(session, *ids)
    if values:
        change_job(session, job, session.get_one(Job, job).version, values)
    return job


def change_typed_job(session: CrmSession, job_id: int, version: int, typed: Mapping[str, str]) -> int:
    """``position``, ``department``, ``role`` (a new one goes onto the list), ``from_on``, ``to_on``, ``is_primary``."""
    return change_job(session, job_id, version, _job_values(session, typed))


def _job_values(session: CrmSession, typed: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {name: text for name, text in typed.items() if name not in ("role", "is_primary")}
    if "role" in typed:
        values["role_id"] = ensure_choice(session, "role", typed["role"]) if typed["role"] else None
    if "is_primary" in typed:
        values["is_primary"] = bool(typed["is_primary"])
    return values


def end_job(session: CrmSession, job_id: int, version: int) -> int:
    """The job ended today: both sides keep it as history. The next current job becomes the main one."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound(what=_("The job"))
    was_main = job.is_primary
    changed = change_job(session, job_id, version, {"to_on": clock.today(), "is_primary": False})
    current = or_(Job.to_on.is_(None), Job.to_on > clock.today())
    other = session.scalars(select(Job).where(Job.person_id == job.person_id, current).order_by(Job.id)).first()
    if was_main and other is not None and other.id != job_id:
        change_job(session, other.id, other.version, {"is_primary": True})
    return changed


def add_typed_relation(session: CrmSession, contact_id: int, typed: Mapping[str, str]) -> int:
    """A tie to ``other``, who is found by name or made; ``kind`` says what he is to this contact."""
    kind, reverse = _kind(typed.get("kind", ""))
    other = named_contact(session, typed.get("other", ""), Kind.PERSON, make=True)
    if reverse:  # the kind reads from the other side
        return add_relation(session, other, contact_id, kind, note=typed.get("note", ""))
    return add_relation(session, contact_id, other, kind, note=typed.get("note", ""))


def change_typed_relation(
    session: CrmSession, relation_id: int, version: int, typed: Mapping[str, str], contact_id: int, other_id: int
) -> int:
    """Another kind, seen from *contact_id*, or another note."""
    values: dict[str, object] = {name: text for name, text in typed.items() if name != "kind"}
    seen_from = None
    if "kind" in typed:
        values["kind_id"], reverse = _kind(typed["kind"])
        seen_from = other_id if reverse else contact_id
    return change_relation(session, relation_id, version, values, seen_from=seen_from)


def _kind(code: str) -> tuple[int | None, bool]:
    number = code.removesuffix(REVERSE)
    return (int(number) if number.isdecimal() else None), code.endswith(REVERSE)


def add_branch(session: CrmSession, contact_id: int, typed: Mapping[str, str]) -> int:
    """The organisation ``other`` (made where it is not here yet) belongs to this one."""
    other = named_contact(session, typed.get("other", ""), Kind.ORGANISATION, make=True)
    return change_contact(session, other, _contact(session, other).version, {"parent_id": contact_id})


def part_from_parent(session: CrmSession, branch_id: int) -> int:
    """The organisation belongs to nobody any more."""
    return change_contact(session, branch_id, _contact(session, branch_id).version, {"parent_id": None})


def _contact(session: CrmSession, contact_id: int) -> Contact:
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(what=_("The contact"))
    if contact.deleted_at is not None:
        raise InvalidValue(field=_("Contact"), value=contact.name)
    return contact
