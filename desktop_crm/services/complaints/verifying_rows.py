"""What must agree besides the rows and their trail: the stored clock with the entries, evidence with its seal."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import fold
from desktop_crm.model import Attachment, AttachmentPart, Complaint
from desktop_crm.model.complaint_setting import TERMS
from desktop_crm.model.complaint_states import CLOSED
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.actions import ACTION_FIELDS
from desktop_crm.services.complaints.fields import FIELDS
from desktop_crm.services.complaints.refreshing import COMPUTED, NEUTRAL, clock_facts, computed_values
from desktop_crm.services.complaints.terms import calendar_of
from desktop_crm.services.complaints.timing import clock_of, in_force
from desktop_crm.services.complaints.trail import entries_of

ROWS = {
    "complaint_cause": N_("Causes"), "complaint_interaction": N_("Calls and letters"),
    "corrective_action": N_("Corrective actions"), "attachment": N_("Files"),
}  # fmt: skip
_CLOCK = {
    "product_key": FIELDS["product"], "acknowledged_at": N_("Acknowledged"), "answered_at": N_("Answered"),
    "acknowledge_by": TERMS["acknowledge"], "interim_by": TERMS["interim"], "resolve_by": TERMS["resolve"],
    "due_at": N_("Deadline"), "due_kind": N_("Deadline"), "resolve_minutes": N_("Answered"),
    "state": N_("State"), "what": ACTION_FIELDS["what"],
}  # fmt: skip
_OF_ENTRIES = ("product_key", "acknowledged_at", "answered_at")  # these follow without any working calendar
_PIECES = 20  # of a file, in memory at a time

Difference = tuple[str, object, object]  # field, as it must be, as it is


def field_title(field: str) -> str:
    """What a column is called on the screen."""
    title = FIELDS.get(field) or ACTION_FIELDS.get(field) or _CLOCK.get(field)
    return _(title) if title else field


def row_title(key: str) -> str:
    """“Corrective actions 4711” for “corrective_action:4711”."""
    table, _colon, row_id = key.partition(":")
    return f"{_(ROWS[table])} {row_id}" if table in ROWS else key


def clock_differences(
    session: CrmSession, ids: Collection[int], sealed: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, Difference]]:
    """Where the stored clock is not the one that the trail tells.

    *sealed*: the clocks that the last entries of some told. Since then working time and holidays may have been changed,
    so that of one which still runs may also be as it follows from them now.
    """
    columns = [getattr(Complaint, name) for name in COMPUTED]
    query = select(Complaint.id, Complaint.received_at, Complaint.state, Complaint.terms, Complaint.product, *columns)
    calendar = calendar_of(session)
    trails = entries_of(session, ids)
    for row in session.execute(query.where(Complaint.id.in_(ids))):
        trail = trails.get(row.id, [])
        if not in_force(trail):
            continue  # taken back, or brought back whole: it stands as it stood
        stored = dict(zip(COMPUTED, row[5:], strict=True))
        clock = clock_of(calendar, row.received_at, _terms(row.terms), trail, row.state)
        now = dict(zip(COMPUTED, (fold(str(row.product or ""))[:60], *computed_values(calendar, clock)), strict=True))
        told = sealed.get(row.id)
        for name in COMPUTED:
            if name in _OF_ENTRIES:
                if stored[name] != now[name]:
                    yield row.id, (name, now[name], stored[name])
                continue
            moved = told is not None and clock_facts({name: stored[name]}).get(name) != told.get(name)
            if moved and (row.state in CLOSED or stored[name] != now[name]):
                yield row.id, (name, (told or {}).get(name, ""), stored[name])


def _terms(terms: Any) -> dict[str, Any]:
    return terms if isinstance(terms, dict) else {}


def changed_files(session: CrmSession, ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """(complaint, name) of the evidence whose content is not what was kept."""
    query = select(Attachment.id, Attachment.complaint_id, Attachment.name, Attachment.sha256)
    for row in session.execute(query.where(Attachment.complaint_id.in_(ids))).all():
        if row.sha256 and _digest(session, row.id) != row.sha256:
            yield row.complaint_id, row.name


def _digest(session: CrmSession, attachment_id: int) -> str:
    content = hashlib.sha256()
    parts = select(AttachmentPart.content).where(AttachmentPart.attachment_id == attachment_id)
    ordered = parts.order_by(AttachmentPart.position, AttachmentPart.id).execution_options(yield_per=_PIECES)
    for piece in session.scalars(ordered):
        content.update(piece if isinstance(piece, bytes) else str(piece).encode())
    return content.hexdigest()


def may_move(kind: str) -> bool:
    """Whether an entry that tells no clock may have moved it: an undo, a merge of contacts."""
    return kind not in NEUTRAL
