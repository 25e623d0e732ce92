"""Everything that lies in the trash, in one list: contacts, entries of the history, reminders, files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from desktop_crm.base import clock
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Attachment, AttachmentPart, Complaint, Contact, Interaction, Participant, Reminder
from desktop_crm.model.complaint import seen_by as complaint_seen_by
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reminder_privacy import seen_by
from desktop_crm.services.touches import touched
from desktop_crm.services.trash import (
    TRASH_DAYS,
    is_no_merged_contact,
    let_go_of_calls,
    purge_contacts,
    restore_contacts,
)

KINDS = {
    "contact": N_("Contacts"),
    "interaction": N_("History"),
    "reminder": N_("Reminders"),
    "attachment": N_("Files"),
}
_TABLES: dict[str, Any] = {
    "contact": Contact,
    "interaction": Interaction,
    "reminder": Reminder,
    "attachment": Attachment,
}
_TITLE = 120
_CHUNK = 500

Deleted = tuple[str, int]  # (kind, id)


@dataclass(frozen=True, slots=True)
class TrashRow:
    """One deleted record."""

    id: int
    kind: str  # of :data:`KINDS`
    subkind: str  # of a contact person or organisation, of an entry call, note …
    title: str
    who: str  # the contact it belongs to; of a contact its phone-book line is the title alone
    deleted_at: datetime


@dataclass(frozen=True, slots=True)
class TrashPage:
    """Some rows, the last deleted first; ``next`` is to be handed back as ``after``."""

    rows: tuple[TrashRow, ...]
    next: tuple[Any, ...] | None


def trash_rows(
    session: CrmSession, kind: str = "", after: tuple[Any, ...] | None = None, limit: int = 100
) -> TrashPage:
    """What lies in the trash, of one *kind* or of all."""
    found: list[TrashRow] = []
    for one in (kind,) if kind else KINDS:
        found += _rows(session, one, after, limit + 1)
    found.sort(key=lambda row: (row.deleted_at, row.id), reverse=True)
    rows = tuple(found[:limit])
    return TrashPage(rows, (rows[-1].deleted_at, rows[-1].id) if len(found) > limit else None)


def _rows(session: CrmSession, kind: str, after: tuple[Any, ...] | None, limit: int) -> list[TrashRow]:
    table = _TABLES[kind]
    query = select(table).where(*_of_trash(session, kind))
    if after is not None:
        moment, last = after
        query = query.where(or_(table.deleted_at < moment, and_(table.deleted_at == moment, table.id < last)))
    records = session.scalars(query.order_by(table.deleted_at.desc(), table.id.desc()).limit(limit)).all()
    owners = {record.contact_id for record in records if kind != "contact" and record.contact_id is not None}
    named = select(Contact.id, Contact.name).where(Contact.id.in_(owners))
    names = {row.id: row.name for row in session.execute(named)} if owners else {}
    return [
        TrashRow(
            id=record.id,
            kind=kind,
            subkind=getattr(record, "kind", ""),
            title=_title(record),
            who=names.get(getattr(record, "contact_id", 0), ""),
            deleted_at=record.deleted_at,
        )
        for record in records
    ]


def _of_trash(session: CrmSession, kind: str) -> list[ColumnElement[bool]]:
    table = _TABLES[kind]
    conditions: list[ColumnElement[bool]] = [table.deleted_at.is_not(None)]
    if kind == "contact":  # who was merged lives on in another card, and is taken apart there
        conditions.append(is_no_merged_contact())
    if kind == "interaction":  # what is private is its author's in the trash too
        conditions.append(or_(Interaction.private.is_(False), Interaction.author_id == session.operator_id))
    if kind == "attachment":  # evidence of a confidential complaint too
        seen = select(Complaint.id).where(complaint_seen_by(session.operator_id))
        conditions.append(or_(Attachment.complaint_id.is_(None), Attachment.complaint_id.in_(seen)))
    if kind == "reminder":
        conditions.append(seen_by(session.operator_id))
    return conditions


def _title(record: Any) -> str:
    if isinstance(record, Interaction):
        words = record.subject or " ".join(record.body.split())
        return words[:_TITLE] or _(INTERACTION_KINDS.get(record.kind, INTERACTION_KINDS["other"]))
    return str(record.title if isinstance(record, Reminder) else record.name)


def trash_counts(session: CrmSession) -> dict[str, int]:
    """How many of each kind lie there."""
    return {
        kind: session.scalar(select(func.count()).select_from(table).where(*_of_trash(session, kind))) or 0
        for kind, table in _TABLES.items()
    }


def trash_ids(session: CrmSession, kind: str = "") -> list[Deleted]:
    """All that lies there, of one *kind* or of all."""
    return [
        (one, row_id)
        for one in ((kind,) if kind else KINDS)
        for row_id in session.scalars(select(_TABLES[one].id).where(*_of_trash(session, one)))
    ]


def restore_rows(session: CrmSession, rows: Collection[Deleted]) -> int:
    """Out of the trash; says how many were there."""
    count = 0
    for kind, ids in _by_kind(rows).items():
        count += restore_contacts(session, ids) if kind == "contact" else _restore(session, kind, ids)
    return count


def _restore(session: CrmSession, kind: str, ids: Sequence[int]) -> int:
    table, count = _TABLES[kind], 0
    for start in range(0, len(ids), _CHUNK):
        for record in session.scalars(
            select(table).where(table.id.in_(ids[start : start + _CHUNK]), table.deleted_at.is_not(None))
        ).all():
            record.deleted_at = None
            count += 1
            if kind == "interaction" and record.is_touch:
                touched(session, [record.contact_id], record.started_at)
        session.flush()
    return count


def purge_rows(session: CrmSession, rows: Collection[Deleted], progress: Progress | None = None) -> int:
    """Delete for good, with all that hangs on them. Only undo brings it back, as long as the history reaches."""
    progress, count = progress or Progress(), 0
    chosen = _by_kind(rows)
    for kind in ("reminder", "attachment", "interaction"):
        ids = sorted(_there(session, kind, chosen.get(kind, ())))
        if kind == "interaction":
            _let_go(session, ids)
        if kind == "attachment":
            _delete_where(session, AttachmentPart, AttachmentPart.attachment_id, ids)
        if ids:
            progress.step(_("Deleting…"))
            count += session.bulk_delete(_TABLES[kind], ids)
    return count + purge_contacts(session, chosen.get("contact", ()), progress)


def _let_go(session: CrmSession, entries: Sequence[int]) -> None:
    """What hangs on entries that go: who took part, their files. Reminders stay, without naming them."""
    files = _ids_where(session, Attachment, Attachment.interaction_id, entries)
    _delete_where(session, AttachmentPart, AttachmentPart.attachment_id, files)
    if files:
        session.bulk_delete(Attachment, files)
    _delete_where(session, Participant, Participant.interaction_id, entries)
    let_go_of_calls(session, entries)
    following = _ids_where(session, Reminder, Reminder.interaction_id, entries)
    if following:
        session.bulk_update(Reminder, ["id", "interaction_id"], [(row_id, None) for row_id in following])


def _delete_where(session: CrmSession, table: Any, column: Any, owners: Sequence[int]) -> None:
    found = _ids_where(session, table, column, owners)
    if found:
        session.bulk_delete(table, found)


def _ids_where(session: CrmSession, table: Any, column: Any, owners: Sequence[int]) -> list[int]:
    found: list[int] = []
    for start in range(0, len(owners), _CHUNK):
        found += session.scalars(select(table.id).where(column.in_(owners[start : start + _CHUNK])))
    return found


def _there(session: CrmSession, kind: str, ids: Sequence[int]) -> list[int]:
    return _ids_where(session, _TABLES[kind], _TABLES[kind].id, ids)


def _by_kind(rows: Collection[Deleted]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for kind, row_id in rows:
        found[kind].append(row_id)
    return found


def old_trash(session: CrmSession, days: int = TRASH_DAYS) -> list[Deleted]:
    """What has lain in the trash for more than *days*."""
    limit = clock.now() - timedelta(days=days)
    return [
        (kind, row_id)
        for kind, table in _TABLES.items()
        for row_id in session.scalars(select(table.id).where(table.deleted_at < limit, *_whoever(kind)))
    ]


def _whoever(kind: str) -> list[ColumnElement[bool]]:
    return [is_no_merged_contact()] if kind == "contact" else []


def purge_old(session: CrmSession, days: int = TRASH_DAYS) -> int:
    """Delete for good what has lain there for more than *days*."""
    return purge_rows(session, old_trash(session, days))
