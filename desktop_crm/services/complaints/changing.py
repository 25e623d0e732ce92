"""Changing what a complaint says: fields, causes, files. Each change is an entry of its trail."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Choice, Complaint, ComplaintCause, Contact, CorrectiveAction
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attachments import add_evidence
from desktop_crm.services.complaints.action_reminders import keep_action_reminder
from desktop_crm.services.complaints.fields import FIELDS, Voided, cleaned, complaint_to_change
from desktop_crm.services.complaints.refreshing import settle
from desktop_crm.services.complaints.terms import terms_for
from desktop_crm.services.complaints.trail import add_entry
from desktop_crm.services.record_changes import refuse_conflict

_PRIORITY_FROM = ("kind", "severity", "flag_safety", "flag_legal", "flag_regulator", "flag_public", "flag_repeat")


def change_complaint(
    session: CrmSession, complaint_id: int, version: int, values: Mapping[str, object], at: datetime | None = None
) -> int:
    """Change fields of ``fields.FIELDS``; says the new version. Raises ``VersionConflict`` on the same field.

    Another kind or severity has other terms. A priority that is set stays; ``priority_chosen`` false computes it again.
    """
    complaint = to_change(session, complaint_id)
    new = cleaned(session, values)
    changed = {field: value for field, value in new.items() if getattr(complaint, field) != value}
    if not changed:
        return complaint.version
    if complaint.version != version:
        refuse_conflict(session, complaint, version, changed, FIELDS)
    with session.no_autoflush:  # the row changes once
        _put(session, complaint, changed)
    add_entry(session, complaint, "change", {"fields": sorted(changed)}, at)
    settle(session, complaint)
    if changed.keys() & {"confidential", "contact_id"}:  # what its actions remind of is told to all
        for action in session.scalars(select(CorrectiveAction).where(CorrectiveAction.complaint_id == complaint_id)):
            keep_action_reminder(session, complaint, action)
    return complaint.version


def _put(session: CrmSession, complaint: Complaint, changed: Mapping[str, object]) -> None:
    for field, value in changed.items():
        setattr(complaint, field, value)
    if "priority" in changed:
        complaint.priority_chosen = True
    if not complaint.priority_chosen:
        complaint.priority = complaint.computed_priority()
    if "contact_id" in changed and complaint.contact_id is not None and "complainant" not in changed:
        contact = session.get(Contact, complaint.contact_id)
        complaint.complainant = contact.name[:300] if contact is not None else complaint.complainant
    if changed.keys() & {"kind", "severity"}:
        complaint.terms = terms_for(session, complaint.kind, complaint.severity)


def set_causes(session: CrmSession, complaint_id: int, cause_ids: Collection[int], at: datetime | None = None) -> int:
    """State its root causes, entries of the tree of causes; says the new version."""
    complaint = to_change(session, complaint_id)
    wanted = dict.fromkeys(cause_ids)
    known = set(
        session.scalars(select(Choice.id).where(Choice.id.in_(list(wanted)), Choice.list_name == "complaint_cause"))
    )
    if known != wanted.keys():
        raise InvalidValue(field=_("Root causes"), value=", ".join(map(str, sorted(wanted.keys() - known))))
    there = session.scalars(select(ComplaintCause).where(ComplaintCause.complaint_id == complaint_id)).all()
    for row in there:
        if row.cause_id not in wanted:
            session.delete(row)
    new = [cause for cause in wanted if cause not in {row.cause_id for row in there}]
    session.add_all(ComplaintCause(complaint_id=complaint_id, cause_id=cause) for cause in new)
    if new or len(there) != len(wanted):
        add_entry(session, complaint, "causes", {"causes": list(wanted)}, at)
    session.flush()
    return complaint.version


def add_complaint_files(
    session: CrmSession, complaint_id: int, files: Sequence[AttachedFile], progress: Progress | None = None
) -> list[int]:
    """Keep files as evidence; says their ids."""
    complaint = to_change(session, complaint_id)
    made = add_evidence(session, complaint_id, files, progress)
    add_entry(session, complaint, "evidence", {"files": [file.name for file in files]})
    session.flush()
    return made


def to_change(session: CrmSession, complaint_id: int) -> Complaint:
    """The complaint of a service that changes it; raises ``Voided`` and what ``complaint_to_change`` does."""
    complaint = complaint_to_change(session, complaint_id)
    if complaint.state == "voided":
        raise Voided(number=complaint.register_number)
    return complaint
