"""Merges that were done: what a card says about them, and where a contact that was merged lives on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from desktop_crm.model import Contact, Merge
from desktop_crm.model.session import CrmSession
from desktop_crm.services.duplicates import DuplicateRow, best_duplicate


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One merge in force. ``change_set`` is what taking apart takes back."""

    id: int
    change_set: int
    winner_id: int
    winner_name: str
    loser_id: int
    loser_name: str
    merged_at: datetime
    lost: tuple[tuple[str, tuple[str, ...]], ...]  # code of the field or list, values that were not taken


@dataclass(frozen=True, slots=True)
class Doubles:
    """What a card says: who was merged into it, into whom it was merged, who looks the same."""

    merged: tuple[MergeRow, ...]  # latest first; also those that came with one of them
    into: MergeRow | None
    candidate: DuplicateRow | None


_loser, _winner = aliased(Contact), aliased(Contact)
_MERGES = (
    select(
        Merge.id,
        Merge.change_set_id,
        Merge.winner_id,
        _winner.name.label("winner_name"),
        Merge.loser_id,
        _loser.name.label("loser_name"),
        Merge.created_at,
        Merge.lost,
    )
    .join(_winner, _winner.id == Merge.winner_id)
    .join(_loser, _loser.id == Merge.loser_id)
    .where(Merge.deleted_at.is_(None), _loser.deleted_at.is_not(None))
    .order_by(Merge.id.desc())
)


def doubles_of(session: CrmSession, contact_id: int) -> Doubles:
    """What the card of a contact says about doubles."""
    into = merge_rows(session, losers=[contact_id])
    return Doubles(
        merged=merges_into(session, contact_id),
        into=into[0] if into else None,
        candidate=None if into else best_duplicate(session, contact_id),
    )


def merges_into(session: CrmSession, contact_id: int) -> tuple[MergeRow, ...]:
    """Merges whose rows this contact has now, latest first."""
    found: list[MergeRow] = []
    winners = [contact_id]
    while winners:
        level = merge_rows(session, winners=winners)
        winners = [row.loser_id for row in level]
        found += level
    return tuple(sorted(found, key=lambda row: -row.id))


def merge_rows(
    session: CrmSession, *, winners: Collection[int] = (), losers: Collection[int] = (), ids: Collection[int] = ()
) -> list[MergeRow]:
    """Merges in force by winner, loser or id."""
    query = _MERGES
    for column, wanted in ((Merge.winner_id, winners), (Merge.loser_id, losers), (Merge.id, ids)):
        if wanted:
            query = query.where(column.in_(wanted))
    return [
        MergeRow(
            row.id,
            row.change_set_id,
            row.winner_id,
            row.winner_name,
            row.loser_id,
            row.loser_name,
            row.created_at,
            tuple((code, tuple(values)) for code, values in (row.lost or {}).items()),
        )
        for row in session.execute(query)
    ]


def lives_on_in(session: CrmSession, ids: Iterable[int]) -> dict[int, int]:
    """For contacts that were merged away: where their rows are now."""
    heirs: dict[int, int] = {}
    for contact_id in ids:
        place, seen = contact_id, {contact_id}
        while rows := merge_rows(session, losers=[place]):
            place = rows[0].winner_id
            if place in seen:
                break
            seen.add(place)
        heirs[contact_id] = place
    return heirs
