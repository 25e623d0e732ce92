"""Merging pairs that are certainly one contact: one pair a step, and only while it is still certain."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_
from desktop_crm.model import Contact, DuplicateCandidate, DuplicateDecision, Interaction
from desktop_crm.model.session import CrmSession
from desktop_crm.services.duplicates import duplicate_rows
from desktop_crm.services.merging.doing import merge_contacts
from desktop_crm.services.merging.past import lives_on_in

MERGE_LABEL = N_("Merge “{winner}” and “{loser}”")
BATCH_LABEL = N_("Merge “{winner}” and “{loser}” ({number} of {count} pairs)")


@dataclass(frozen=True, slots=True)
class CertainPair:
    """One step of a batch."""

    winner_id: int
    winner_name: str
    loser_id: int
    loser_name: str
    reason: str  # what speaks for it, in the language in force

    def label(self, number: int, count: int) -> Label:
        """What the history says of the step *number* of *count*."""
        names = {"winner": self.winner_name, "loser": self.loser_name}
        return Label(BATCH_LABEL, {**names, "number": number, "count": count})


def certain_pairs(session: CrmSession) -> list[CertainPair]:
    """Pairs that are certain and of one kind, the surest first, each with the fuller one as winner."""
    rows = duplicate_rows(session, "certain")
    names = {row.first_id: row.first_name for row in rows} | {row.second_id: row.second_name for row in rows}
    facts = _facts(session, list(names))
    pairs = []
    for row in rows:
        if facts[row.first_id][0] == facts[row.second_id][0]:
            winner, loser = _ordered(facts, row.first_id, row.second_id)
            pairs.append(CertainPair(winner, names[winner], loser, names[loser], row.reasons))
    return pairs


def merge_certain(session: CrmSession, winner_id: int, loser_id: int) -> int | None:
    """Merge the pair, or what became of the two in earlier steps; ``None`` where it is no certain pair any more."""
    heirs = lives_on_in(session, (winner_id, loser_id))
    one, two = heirs[winner_id], heirs[loser_id]
    first, second = sorted((one, two))
    pair = session.get(DuplicateCandidate, (first, second))
    if pair is None or pair.level != "certain" or _decided(session, first, second):
        return None
    facts = _facts(session, [one, two])
    if len(facts) < 2 or facts[one][0] != facts[two][0]:
        return None
    winner, loser = (one, two) if one == winner_id else _ordered(facts, one, two)
    return merge_contacts(session, winner, loser)


def fuller_first(session: CrmSession, one: int, two: int) -> tuple[int, int]:
    """(winner, loser): the one that says more, then the one with more history, then the older one."""
    facts = _facts(session, [one, two])
    return _ordered(facts, one, two) if len(facts) == 2 else (one, two)


Facts = dict[int, tuple[str, bool, int, int]]


def _facts(session: CrmSession, ids: list[int]) -> Facts:
    """Kind, whether in use, completeness, entries of the history."""
    facts: Facts = {}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        entries = select(Interaction.contact_id, func.count()).where(Interaction.contact_id.in_(some))
        counts = {row[0]: row[1] for row in session.execute(entries.group_by(Interaction.contact_id))}
        query = select(Contact.id, Contact.kind, Contact.archived_at, Contact.completeness)
        for row in session.execute(query.where(Contact.id.in_(some), Contact.deleted_at.is_(None))):
            facts[row.id] = (row.kind, row.archived_at is None, row.completeness, counts.get(row.id, 0))
    return facts


def _ordered(facts: Facts, one: int, two: int) -> tuple[int, int]:
    first, second = sorted((one, two))
    return (second, first) if facts[second][1:] > facts[first][1:] else (first, second)


def _decided(session: CrmSession, first: int, second: int) -> bool:
    query = select(DuplicateDecision.id).where(
        DuplicateDecision.deleted_at.is_(None),
        or_(
            (DuplicateDecision.first_id == first) & (DuplicateDecision.second_id == second),
            (DuplicateDecision.first_id == second) & (DuplicateDecision.second_id == first),
        ),
    )
    return session.scalar(query.limit(1)) is not None
