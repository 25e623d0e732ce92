"""Archive, trash, and deleting for good. What lies in the trash comes back whole."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from desktop_crm.base import clock
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.model import (
    Address,
    Attachment,
    AttachmentPart,
    BankAccount,
    Base,
    Complaint,
    ComplaintInteraction,
    Consent,
    Contact,
    ContactTag,
    CustomValue,
    DuplicateDecision,
    Email,
    ExternalId,
    ImportantDate,
    Interaction,
    Job,
    Merge,
    Messenger,
    Participant,
    Phone,
    Photo,
    Relation,
    Reminder,
)
from desktop_crm.model.session import CrmSession


class MergedAway(CrmError):
    """Restored although it lives on in another contact. Facts: name, winner."""

    text = N_(
        "“{name}” was merged into “{winner}”, so it cannot be restored by itself. Nothing was changed. Open “{winner}” "
        "and take the two apart."
    )


TRASH_DAYS = 30
_CHUNK = 500

# everything that goes with a contact, and the columns that say so; children before the contacts themselves
_CHILDREN: tuple[tuple[type[Base], tuple[str, ...]], ...] = (
    (Phone, ("contact_id",)),
    (Email, ("contact_id",)),
    (Address, ("contact_id",)),
    (Messenger, ("contact_id",)),
    (ImportantDate, ("contact_id",)),
    (Consent, ("contact_id",)),
    (BankAccount, ("contact_id",)),
    (ExternalId, ("contact_id",)),
    (Photo, ("contact_id",)),
    (ContactTag, ("contact_id",)),
    (CustomValue, ("contact_id",)),
    (Participant, ("contact_id",)),
    (Reminder, ("contact_id",)),
    (Attachment, ("contact_id",)),
    (Interaction, ("contact_id",)),
    (Job, ("person_id", "organisation_id")),
    (Relation, ("from_id", "to_id")),
    (DuplicateDecision, ("first_id", "second_id")),
    (Merge, ("winner_id", "loser_id")),
)


def delete_contacts(session: CrmSession, ids: Collection[int]) -> int:
    """Into the trash, with everything that belongs to them; says how many were not there yet."""
    return _set_moment(session, ids, "deleted_at", True)


def restore_contacts(session: CrmSession, ids: Collection[int]) -> int:
    """Out of the trash; whoever was merged into another contact is taken apart from it instead (``MergedAway``)."""
    winner = aliased(Contact)
    for some in _chunks(ids):
        query = (
            select(Contact.name, winner.name)
            .select_from(Merge)
            .join(Contact, Contact.id == Merge.loser_id)
            .join(winner, winner.id == Merge.winner_id)
            .where(Merge.loser_id.in_(some), Merge.deleted_at.is_(None), Contact.deleted_at.is_not(None))
        )
        for name, into in session.execute(query.limit(1)):
            raise MergedAway(name=name, winner=into)
    return _set_moment(session, ids, "deleted_at", False)


def archive_contacts(session: CrmSession, ids: Collection[int], archived: bool = True) -> int:
    """Out of the daily lists, still found by search; or back."""
    return _set_moment(session, ids, "archived_at", archived)


def _set_moment(session: CrmSession, ids: Collection[int], field: str, filled: bool) -> int:
    column: Any = getattr(Contact, field)
    wanted = _there(session, ids, column.is_(None) if filled else column.is_not(None))
    moment = clock.now() if filled else None
    if len(wanted) > _CHUNK:
        return session.bulk_update(Contact, ["id", field], [(row_id, moment) for row_id in wanted])
    for contact in session.scalars(select(Contact).where(Contact.id.in_(wanted))):
        setattr(contact, field, moment)
    session.flush()
    return len(wanted)


def _there(session: CrmSession, ids: Collection[int], condition: ColumnElement[bool]) -> list[int]:
    wanted = sorted(set(ids))
    found: list[int] = []
    for start in range(0, len(wanted), _CHUNK):
        query = select(Contact.id).where(Contact.id.in_(wanted[start : start + _CHUNK]), condition)
        found += session.scalars(query)
    return found


def purge_contacts(session: CrmSession, ids: Collection[int], progress: Progress | None = None) -> int:
    """Delete for good, with phones, jobs, history and all else that belongs to them. Only undo brings it back.

    Who was merged into one of them is the same contact and goes too.
    """
    contacts = _with_merged(session, _there(session, ids, Contact.id.is_not(None)))
    progress = progress or Progress()
    _let_go_of_complaints(session, contacts)
    children = {table: _ids_of_children(session, table, columns, contacts, progress) for table, columns in _CHILDREN}
    _forget_links(session, contacts)
    let_go_of_calls(session, children[Interaction])
    _purge_history(session, children[Interaction], children[Attachment], progress)
    for table, rows in children.items():
        if rows:
            progress.step(_("Deleting…"))
            session.bulk_delete(table, rows)
    progress.step(_("Deleting…"))
    return session.bulk_delete(Contact, contacts)


def _with_merged(session: CrmSession, contacts: Sequence[int]) -> list[int]:
    """The contacts, and those that live on in them."""
    found, newest = set(contacts), set(contacts)
    while newest:
        losers: set[int] = set()
        for some in _chunks(newest):
            losers.update(session.scalars(select(Merge.loser_id).where(Merge.winner_id.in_(some))))
        newest = losers - found
        found |= newest
    return sorted(found)


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def _ids_of_children(
    session: CrmSession, table: Any, columns: Sequence[str], contacts: Sequence[int], progress: Progress
) -> list[int]:
    found: set[int] = set()
    for start in range(0, len(contacts), _CHUNK):
        progress.step(_("Deleting…"), start, len(contacts))
        chunk = contacts[start : start + _CHUNK]
        query = select(table.id).where(or_(*(getattr(table, column).in_(chunk) for column in columns)))
        found.update(session.scalars(query))
    return sorted(found)


def _purge_history(
    session: CrmSession, interactions: Sequence[int], attachments: Sequence[int], progress: Progress
) -> None:
    """What hangs on rows that go: pieces of files, who took part. Reminders of others no longer name the entries."""
    for table, column, ids in (
        (AttachmentPart, AttachmentPart.attachment_id, attachments),
        (Participant, Participant.interaction_id, interactions),
    ):
        for start in range(0, len(ids), _CHUNK):
            progress.step(_("Deleting…"))
            session.bulk_delete(
                table, session.scalars(select(table.id).where(column.in_(ids[start : start + _CHUNK]))).all()
            )
    for start in range(0, len(interactions), _CHUNK):
        following = session.scalars(
            select(Reminder.id).where(Reminder.interaction_id.in_(interactions[start : start + _CHUNK]))
        )
        session.bulk_update(Reminder, ("id", "interaction_id"), [(row_id, None) for row_id in following])


def _let_go_of_complaints(session: CrmSession, contacts: Sequence[int]) -> None:
    """Complaints stay in their book under the complainant's name, and so do the reminders of their deadlines."""
    for some in _chunks(contacts):
        complaints = session.scalars(select(Complaint.id).where(Complaint.contact_id.in_(some))).all()
        session.bulk_update(Complaint, ["id", "contact_id"], [(row_id, None) for row_id in complaints])
        reminders = session.scalars(
            select(Reminder.id).where(Reminder.contact_id.in_(some), Reminder.source == "complaint")
        ).all()
        session.bulk_update(Reminder, ["id", "contact_id"], [(row_id, None) for row_id in reminders])


def let_go_of_calls(session: CrmSession, interactions: Sequence[int]) -> None:
    """Complaints no longer name entries of the history that go."""
    for some in _chunks(interactions):
        complaints = session.scalars(select(Complaint.id).where(Complaint.interaction_id.in_(some))).all()
        session.bulk_update(Complaint, ["id", "interaction_id"], [(row_id, None) for row_id in complaints])
        links = select(ComplaintInteraction.id).where(ComplaintInteraction.interaction_id.in_(some))
        session.bulk_delete(ComplaintInteraction, session.scalars(links).all())


def _forget_links(session: CrmSession, contacts: Sequence[int]) -> None:
    """Contacts that stay no longer name one that goes as parent or recommender; those that go let go of each other."""
    for field in ("parent_id", "referred_by_id"):
        column: Any = getattr(Contact, field)
        linked = session.execute(select(Contact.id, column).where(column.is_not(None)))
        gone = set(contacts)
        rows = [(row[0], None) for row in linked if row[1] in gone]
        if rows:
            session.bulk_update(Contact, ["id", field], rows)


def is_no_merged_contact() -> ColumnElement[bool]:
    """Condition: nobody who was merged into another contact, which can be taken apart at any time."""
    return Contact.id.not_in(select(Merge.loser_id).where(Merge.deleted_at.is_(None)))
