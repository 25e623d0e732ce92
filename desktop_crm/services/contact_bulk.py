"""One thing done to many contacts: to some that are chosen, or to all of a view. Journaled, with progress."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.ids import new_ids
from desktop_crm.base.progress import Progress
from desktop_crm.model import Contact, ContactTag
from desktop_crm.model.contact import ABC_CLASSES, LIFE_CYCLES, RELATIONS_TO_US
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import contact_ids
from desktop_crm.services.contact_views import ContactsView
from desktop_crm.services.record_changes import clean_value
from desktop_crm.services.tags import ensure_tags

FIELDS = {
    "life_cycle": N_("Life cycle"),
    "relation_to_us": N_("Relation to us"),
    "abc_class": N_("ABC class"),
    "responsible_id": N_("Responsible"),
}
_CODES = {"life_cycle": LIFE_CYCLES, "relation_to_us": RELATIONS_TO_US, "abc_class": ABC_CLASSES}
_PART = 2_000  # contacts between two looks at Cancel


def set_field_of_many(
    session: CrmSession, view: ContactsView, field: str, value: str | None, progress: Progress | None = None
) -> int:
    """Give all contacts of the view one life cycle, relation, class or colleague; says how many differed."""
    if field not in FIELDS or (field in _CODES and value and value not in _CODES[field]):
        raise InvalidValue(field=_(FIELDS.get(field, field)), value=value)
    cleaned = clean_value(session, Contact, field, value or "", FIELDS)
    ids = contact_ids(session, view)
    changed = 0
    for part in _parts(ids, progress):
        changed += session.bulk_update(Contact, ["id", field], [(row_id, cleaned) for row_id in part])
    return changed


def tag_many(session: CrmSession, view: ContactsView, name: str, progress: Progress | None = None) -> int:
    """Put a tag on all contacts of the view; says on how many it was new."""
    tags = ensure_tags(session, [name])
    if not tags:
        raise InvalidValue(field=_("Tag"), value=name)
    ids = contact_ids(session, view)
    there = set(session.scalars(select(ContactTag.contact_id).where(ContactTag.tag_id == tags[0])))
    wanted = [row_id for row_id in ids if row_id not in there]
    for part in _parts(wanted, progress):
        rows = [(link, contact, tags[0]) for link, contact in zip(new_ids(len(part)), part, strict=True)]
        session.bulk_insert(ContactTag, ["id", "contact_id", "tag_id"], rows)
    return len(wanted)


def untag_many(session: CrmSession, view: ContactsView, tag_id: int, progress: Progress | None = None) -> int:
    """Take a tag off all contacts of the view; says from how many."""
    ids = set(contact_ids(session, view))
    query = select(ContactTag.id, ContactTag.contact_id).where(ContactTag.tag_id == tag_id).order_by(ContactTag.id)
    links = [row.id for row in session.execute(query) if row.contact_id in ids]
    for part in _parts(links, progress):
        session.bulk_delete(ContactTag, part)
    return len(links)


def archive_many(
    session: CrmSession, view: ContactsView, archived: bool = True, progress: Progress | None = None
) -> int:
    """Put all contacts of the view into the archive, or back."""
    return _moments(session, view, "archived_at", archived, progress)


def delete_many(session: CrmSession, view: ContactsView, progress: Progress | None = None) -> int:
    """Move all contacts of the view to the trash."""
    return _moments(session, view, "deleted_at", True, progress)


def _moments(session: CrmSession, view: ContactsView, field: str, filled: bool, progress: Progress | None) -> int:
    ids = contact_ids(session, view)
    moment = clock.now() if filled else None
    for part in _parts(ids, progress):
        session.bulk_update(Contact, ["id", field], [(row_id, moment) for row_id in part])
    return len(ids)


def _parts(ids: Sequence[int], progress: Progress | None) -> Any:
    """Some at a time, saying how far it is; a cancelled work leaves nothing behind."""
    progress = progress or Progress()
    for start in range(0, len(ids), _PART):
        progress.step(_("Changing contacts…"), start, len(ids))
        yield ids[start : start + _PART]
    progress.step(_("Changing contacts…"), len(ids), len(ids))
