"""Calls, visits, letters about a complaint: entries of the history that belong to it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from desktop_crm.base.errors import CrmError, NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Complaint, ComplaintInteraction, Interaction
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.changing import to_change
from desktop_crm.services.complaints.trail import add_entry
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.services.interaction_rows import contact_history, interaction_line, interaction_lines
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.reading import ID, fetch

OFFERED = 30  # latest entries of the contact that may be added
_WORDS = 80  # of an entry, in the trail
_LINKED: Any = select(ComplaintInteraction.interaction_id).where(
    ComplaintInteraction.complaint_id == ID, ComplaintInteraction.deleted_at.is_(None)
)
_SAID_IN: Any = select(Complaint.interaction_id).where(Complaint.id == ID, Complaint.interaction_id.is_not(None))


class NobodyToTalkTo(CrmError):
    """A call is an entry of somebody's history. Facts: number."""

    text = N_(
        "Complaint {number} has no contact in whose history a call could stand. Nothing was changed. Choose the "
        "complainant among the contacts, or add a line to its log."
    )


def complaint_history(session: CrmSession, complaint_id: int) -> tuple[InteractionLine, ...]:
    """The call it was said in and what was talked and written since, the latest first; of others' private ones none."""
    ids = {row[0] for query in (_LINKED, _SAID_IN) for row in fetch(session, query, id=complaint_id)}
    return tuple(interaction_lines(session, ids))


def entries_to_link(session: CrmSession, complaint_id: int) -> tuple[InteractionLine, ...]:
    """The latest entries of the complainant's history that do not belong to it yet."""
    complaint = session.get(Complaint, complaint_id)
    if complaint is None or complaint.contact_id is None:
        return ()
    there = {line.id for line in complaint_history(session, complaint_id)}
    lines = contact_history(session, complaint.contact_id, limit=OFFERED)
    return tuple(line for line in lines if line.id not in there)


def log_about_complaint(
    session: CrmSession,
    complaint_id: int,
    draft: InteractionDraft,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> int:
    """Write a call, a visit, a letter about it into the complainant's history; says the entry's id.

    *at*: when it was noted, where not now.

    Raises ``NobodyToTalkTo`` where the complainant is no contact.
    """
    complaint = to_change(session, complaint_id)
    contact_id = draft.contact_id or complaint.contact_id
    if not contact_id:
        raise NobodyToTalkTo(number=complaint.register_number)
    entry = add_interaction(session, replace(draft, contact_id=contact_id), progress)
    link_entry(session, complaint_id, entry, at)
    return entry


def link_entry(session: CrmSession, complaint_id: int, interaction_id: int, at: datetime | None = None) -> None:
    """An entry of the history belongs to the complaint from now on; twice is once."""
    complaint = to_change(session, complaint_id)
    line = interaction_line(session, interaction_id)
    known = select(ComplaintInteraction.id).where(
        ComplaintInteraction.complaint_id == complaint_id, ComplaintInteraction.interaction_id == interaction_id
    )
    if session.scalar(known.limit(1)) is not None:
        return
    session.add(ComplaintInteraction(complaint_id=complaint_id, interaction_id=interaction_id))
    add_entry(session, complaint, "linked", _facts(line), at)
    session.flush()


def unlink_entry(session: CrmSession, complaint_id: int, interaction_id: int) -> None:
    """It no longer belongs to the complaint; it stays in the history."""
    complaint = to_change(session, complaint_id)
    query = select(ComplaintInteraction).where(
        ComplaintInteraction.complaint_id == complaint_id, ComplaintInteraction.interaction_id == interaction_id
    )
    rows = session.scalars(query).all()
    if not rows and complaint.interaction_id != interaction_id:
        raise NotFound(what=_("The entry"))
    for row in rows:
        session.delete(row)
    if complaint.interaction_id == interaction_id:
        complaint.interaction_id = None
    entry = session.get(Interaction, interaction_id)
    add_entry(session, complaint, "unlinked", {"entry": interaction_id, "kind": entry.kind if entry else ""})
    session.flush()


def _facts(line: InteractionLine) -> dict[str, object]:
    """What the trail says of it: of a private entry no words."""
    words = "" if line.private else line.subject or " ".join(line.body.split())
    return {"entry": line.id, "kind": line.kind, "note": words[:_WORDS]}
