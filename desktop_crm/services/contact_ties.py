"""Ties between contacts: jobs of people in organisations, relations between people."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import fold
from desktop_crm.model import Contact, Job, Relation
from desktop_crm.model.contact import Kind, name_key
from desktop_crm.model.session import CrmSession
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.record_changes import apply_values, clean_value, must_exist, row_to_change, touch

JOB_FIELDS = {
    "position": N_("Position"),
    "department": N_("Department"),
    "role_id": N_("Role"),
    "from_on": N_("From"),
    "to_on": N_("To"),
    "is_primary": N_("Main job"),
}
RELATION_FIELDS = {"kind_id": N_("Relation"), "note": N_("Note")}


def find_organisation(session: CrmSession, name: str) -> int | None:
    """The organisation of that name: the same words, or the same core unless the legal forms are different ones."""
    wanted = split_legal_form(name)
    core, key = fold(wanted.core), name_key(name)
    if not key:
        return None
    query = (
        select(Contact.id, Contact.name, Contact.name_key)
        .where(Contact.kind == Kind.ORGANISATION, Contact.deleted_at.is_(None))
        .order_by(Contact.id)
    )
    exact = session.execute(query.where(Contact.name_key == key)).first()
    if exact is not None:
        return int(exact.id)
    for row in session.execute(query.where(Contact.sort_name.startswith(core, autoescape=True)).limit(200)):
        there = split_legal_form(row.name)
        forms = {_letters(form) for form in (there.legal_form, wanted.legal_form) if form}
        if fold(there.core) == core and len(forms) < 2:
            return int(row.id)
    return None


def _letters(text: str) -> str:
    """“S.R.L.” is “srl”."""
    return "".join(char for char in fold(text) if char.isalnum())


def ensure_organisation(session: CrmSession, name: str) -> int:
    """The organisation that :func:`find_organisation` finds, else a new one."""
    found = find_organisation(session, name)
    if found is not None:
        return found
    name = " ".join(name.split())
    if len(name) > 400:
        raise InvalidValue(field=_("Organisation"), value=name[:60])
    organisation = Contact(kind=Kind.ORGANISATION, name=name, legal_form=split_legal_form(name).legal_form[:60])
    organisation.responsible_id = session.operator_id
    organisation.compose_name()
    session.add(organisation)
    session.flush()
    return organisation.id


def add_job(
    session: CrmSession,
    person_id: int,
    organisation: int | str,
    *,
    position: str = "",
    department: str = "",
    role_id: int | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
    is_primary: bool | None = None,
) -> int:
    """A person works in an organisation: one that is there (id), or by name, made when new.

    The first current job is the main one unless *is_primary* says otherwise; there is one main job at most.
    """
    if isinstance(organisation, str):
        organisation = ensure_organisation(session, organisation)
    _must_be(session, person_id, Kind.PERSON)
    _must_be(session, organisation, Kind.ORGANISATION)
    if is_primary is None:
        main = select(func.count()).where(Job.person_id == person_id, Job.is_primary, Job.to_on.is_(None))
        is_primary = to_on is None and not session.scalar(main)
    values = {"position": position, "department": department, "role_id": role_id, "from_on": from_on, "to_on": to_on}
    job = Job(person_id=person_id, organisation_id=organisation, is_primary=is_primary)
    for field, value in values.items():
        setattr(job, field, clean_value(session, Job, field, value, JOB_FIELDS))
    _span_fits(job)
    session.add(job)
    if is_primary:
        _only_main(session, job)
    _touch_both(session, person_id, organisation)
    return job.id


def change_job(session: CrmSession, job_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change a job (also: end it with ``to_on``); says the new version."""
    job = row_to_change(session, Job, job_id, _("The job"))
    changed = apply_values(session, job, version, values, JOB_FIELDS)
    with session.no_autoflush:
        _span_fits(job)
    if "is_primary" in changed and job.is_primary:
        _only_main(session, job)
    _touch_both(session, job.person_id, job.organisation_id)
    return job.version


def remove_job(session: CrmSession, job_id: int) -> None:
    """Forget a job that never was; one that ended gets its last day instead."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound(what=_("The job"))
    session.delete(job)
    _touch_both(session, job.person_id, job.organisation_id)


def add_relation(
    session: CrmSession, from_id: int, to_id: int, kind_id: int | None, *, note: str = "", reverse: bool = False
) -> int:
    """Tie two contacts: *kind_id* says what *to* is to *from* (``reverse``: what *from* is to *to*)."""
    for contact_id in (from_id, to_id):
        must_exist(session, contact_id)
    if from_id == to_id:
        raise InvalidValue(field=_("Relation"), value=_("The contact itself"))
    if reverse:
        from_id, to_id = to_id, from_id
    relation = Relation(from_id=from_id, to_id=to_id)
    relation.kind_id = clean_value(session, Relation, "kind_id", kind_id, RELATION_FIELDS)  # type: ignore[assignment]
    relation.note = str(clean_value(session, Relation, "note", note, RELATION_FIELDS))
    session.add(relation)
    _touch_both(session, from_id, to_id)
    return relation.id


def change_relation(
    session: CrmSession, relation_id: int, version: int, values: Mapping[str, object], *, seen_from: int | None = None
) -> int:
    """Change its kind or note; says the new version. *seen_from*: the kind says what the other is to this contact."""
    relation = row_to_change(session, Relation, relation_id, _("The relation"))
    apply_values(session, relation, version, values, RELATION_FIELDS)
    if seen_from == relation.to_id:
        relation.from_id, relation.to_id = relation.to_id, relation.from_id
    _touch_both(session, relation.from_id, relation.to_id)
    return relation.version


def remove_relation(session: CrmSession, relation_id: int) -> None:
    """Cut the tie on both sides."""
    relation = session.get(Relation, relation_id)
    if relation is None:
        raise NotFound(what=_("The relation"))
    session.delete(relation)
    _touch_both(session, relation.from_id, relation.to_id)


def _must_be(session: CrmSession, contact_id: int, kind: Kind) -> None:
    contact = session.get(Contact, contact_id)
    if contact is None or contact.kind != kind:
        raise NotFound(what=_("The person") if kind == Kind.PERSON else _("The organisation"))


def _span_fits(job: Job) -> None:
    if job.from_on and job.to_on and job.to_on < job.from_on:
        raise InvalidValue(field=_("To"), value=job.to_on.isoformat())


def _only_main(session: CrmSession, job: Job) -> None:
    session.flush()
    query = select(Job).where(Job.person_id == job.person_id, Job.is_primary, Job.id != job.id)
    for other in session.scalars(query):
        other.is_primary = False


def _touch_both(session: CrmSession, *contact_ids: int) -> None:
    for contact_id in contact_ids:
        touch(session, contact_id)
