"""What ties contacts to others and what was done with them: jobs, relations, history, reminders, files, decisions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select

from desktop_crm.base.text import fold
from desktop_crm.model import (
    Attachment,
    Complaint,
    Contact,
    DuplicateDecision,
    Interaction,
    Job,
    Participant,
    Relation,
    Reminder,
    ReminderSeries,
)
from desktop_crm.model.session import CrmSession

_OWNED: tuple[Any, ...] = (
    Interaction,
    Participant,
    Attachment,
    Reminder,
    ReminderSeries,
    Complaint,
)  # go over whole, apart from doubles


def moving_count(session: CrmSession, loser_id: int) -> int:
    """Entries of the history, reminders, files and complaints of the loser."""
    counts = [
        session.scalar(select(func.count()).where(table.contact_id == loser_id, table.deleted_at.is_(None))) or 0
        for table in (Interaction, Attachment, Reminder, Complaint)
    ]
    return sum(counts)


def move_ties(session: CrmSession, winner: Contact, loser: Contact) -> None:
    """Everything that names the loser names the winner from now on; doubles and ties between the two stay."""
    session.flush()
    for table in _OWNED:
        query = select(table.id).where(table.contact_id == loser.id)
        for condition in _doubles(table, winner.id, loser.id):
            query = query.where(condition)
        rows = [(row_id, winner.id) for row_id in session.scalars(query)]
        session.bulk_update(table, ["id", "contact_id"], rows)
    _move_jobs(session, winner.id, loser.id, "person_id", "organisation_id")
    _move_jobs(session, winner.id, loser.id, "organisation_id", "person_id")
    _move_relations(session, winner.id, loser.id)
    _move_decisions(session, winner.id, loser.id)
    for column in (Contact.parent_id, Contact.referred_by_id):
        linked = session.scalars(select(Contact.id).where(column == loser.id, Contact.id.not_in((winner.id, loser.id))))
        session.bulk_update(Contact, ["id", column.key], [(row_id, winner.id) for row_id in linked])


def _doubles(table: Any, winner_id: int, loser_id: int) -> Sequence[Any]:
    """Conditions that leave out what the winner has already."""
    if table is Interaction:  # the same mail, taken on both cards
        mails = select(Interaction.message_key).where(
            Interaction.contact_id == winner_id,
            Interaction.message_key.is_not(None),
            Interaction.deleted_at.is_(None),
        )
        return [or_(Interaction.message_key.is_(None), Interaction.message_key.not_in(mails))]
    if table is Attachment:  # of a mail that stays
        stays = select(Interaction.id).where(Interaction.contact_id == loser_id)
        return [or_(Attachment.interaction_id.is_(None), Attachment.interaction_id.not_in(stays))]
    if table is Participant:
        there = select(Participant.interaction_id).where(
            Participant.contact_id == winner_id, Participant.deleted_at.is_(None)
        )
        own = select(Interaction.id).where(Interaction.contact_id == winner_id)
        return [Participant.interaction_id.not_in(there), Participant.interaction_id.not_in(own)]
    return []


def _move_jobs(session: CrmSession, winner_id: int, loser_id: int, own: str, other: str) -> None:
    """Jobs as seen from one side; the same job stays and fills what the winner's leaves open."""
    mine = session.scalars(select(Job).where(getattr(Job, own) == winner_id)).all()
    known: dict[int, list[Job]] = {}
    for job in mine:
        known.setdefault(getattr(job, other), []).append(job)
    has_main = any(job.is_primary and job.to_on is None for job in mine)
    rows = []
    for job in session.scalars(select(Job).where(getattr(Job, own) == loser_id).order_by(Job.id)).all():
        there = getattr(job, other)
        if there == winner_id:
            continue
        double = next((one for one in known.get(there, ()) if _same_job(one, job)), None)
        if double is not None:
            for column in ("position", "department", "role_id", "from_on"):
                if getattr(double, column) in (None, ""):
                    setattr(double, column, getattr(job, column))
            continue
        main = job.is_primary and not (own == "person_id" and has_main)
        rows.append((job.id, winner_id, main))
        known.setdefault(there, []).append(job)
    session.flush()
    session.bulk_update(Job, ["id", own, "is_primary"], rows)


def _same_job(one: Job, two: Job) -> bool:
    """The same post, one of them perhaps without its words; ended or not as the other."""
    posts = {fold(one.position), fold(two.position)} - {""}
    days = {one.from_on, two.from_on} - {None}
    return len(posts) < 2 and len(days) < 2 and one.to_on == two.to_on


def _move_relations(session: CrmSession, winner_id: int, loser_id: int) -> None:
    mine = session.scalars(select(Relation).where(or_(Relation.from_id == winner_id, Relation.to_id == winner_id)))
    known = {(tie.from_id, tie.to_id, tie.kind_id) for tie in mine}
    rows = []
    for tie in session.scalars(select(Relation).where(or_(Relation.from_id == loser_id, Relation.to_id == loser_id))):
        ends = [winner_id if end == loser_id else end for end in (tie.from_id, tie.to_id)]
        if ends[0] != ends[1] and (*ends, tie.kind_id) not in known:
            rows.append((tie.id, *ends))
    session.bulk_update(Relation, ["id", "from_id", "to_id"], rows)


def _move_decisions(session: CrmSession, winner_id: int, loser_id: int) -> None:
    """Whoever is never the loser is never the winner either; a decision about the two of them stays as it is."""
    first, second = DuplicateDecision.first_id, DuplicateDecision.second_id
    query = select(DuplicateDecision).where(DuplicateDecision.deleted_at.is_(None))
    mine = session.scalars(query.where(or_(first == winner_id, second == winner_id)))
    known = {(row.first_id, row.second_id) for row in mine}
    rows = []
    for row in session.scalars(query.where(or_(first == loser_id, second == loser_id))):
        pair = sorted(winner_id if end == loser_id else end for end in (row.first_id, row.second_id))
        if pair[0] != pair[1] and (pair[0], pair[1]) not in known:
            rows.append((row.id, *pair))
    session.bulk_update(DuplicateDecision, ["id", "first_id", "second_id"], rows)
