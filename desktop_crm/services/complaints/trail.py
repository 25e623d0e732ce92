"""Reading the trail of complaints, and writing into it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.model import Complaint, ComplaintEvent
from desktop_crm.model.session import CrmSession, TrailEntry
from desktop_crm.services.complaints.fields import as_fact
from desktop_crm.services.complaints.timing import Entry
from desktop_crm.services.reading import IDS

_CHUNK = 1_000
_ENTRIES: Any = (
    select(
        ComplaintEvent.complaint_id,
        ComplaintEvent.kind,
        ComplaintEvent.state,
        ComplaintEvent.at,
        ComplaintEvent.change_set_id,
        ComplaintEvent.undoes_id,
        ComplaintEvent.facts,
    )
    .where(ComplaintEvent.complaint_id.in_(IDS))
    .order_by(ComplaintEvent.complaint_id, ComplaintEvent.sequence)
)


def entries_of(session: CrmSession, ids: Collection[int]) -> dict[int, list[Entry]]:
    """What the clock needs of each trail, with what this write adds to it."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for part in chunks(sorted(ids)):
        for row in session.connection().execute(_ENTRIES, {"ids": part}):
            reason = str(row.facts.get("reason", "")) if row.facts else ""
            found[row.complaint_id].append(Entry(row.kind, row.state, row.at, row.change_set_id, row.undoes_id, reason))
    for entry in session.trail:
        if entry.complaint_id in ids:
            reason = str(entry.facts.get("reason", ""))
            found[entry.complaint_id].append(
                Entry(entry.kind, entry.state, entry.at, session.change_set_id or 0, None, reason)
            )
    return found


def chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """*ids* in parts that every database takes."""
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))


def add_entry(
    session: CrmSession, complaint: Complaint, kind: str, facts: Mapping[str, object], at: datetime | None = None
) -> None:
    """Note what happened; it is sealed when the write is over."""
    moment = at or clock.now()
    complaint.last_entry_at = moment
    told = {name: as_fact(value) for name, value in facts.items() if value is not None and value != ""}
    session.trail.append(TrailEntry(complaint.id, kind, complaint.state, moment, told))
