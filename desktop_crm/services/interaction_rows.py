"""The history of a contact, read: his entries, those in which he took part, and of an organisation its people's."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, or_, select

from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Choice, Contact, Interaction, Job, Operator, Participant
from desktop_crm.model.base import UtcMoment
from desktop_crm.model.session import CrmSession
from desktop_crm.services import choices
from desktop_crm.services.attachments import ME, attachments_on
from desktop_crm.services.entry_complaints import complaints_of_entries
from desktop_crm.services.history_lines import InteractionLine, Named
from desktop_crm.services.reading import ID, IDS, fetch
from desktop_crm.services.reminders import reminders_after

HISTORY = 50
PINNED = 20
T = TypeVar("T")
_OWN = (
    "id", "version", "contact_id", "kind", "direction", "state", "subject", "body", "started_at", "all_day",
    "duration_minutes", "responsible_id", "outcome_id", "place", "reached_at", "pinned", "private",
)  # fmt: skip
_ENTRIES: Select[Any] = (
    select(
        *(getattr(Interaction, field) for field in _OWN),
        Contact.name.label("who"),
        func.coalesce(Operator.name, "").label("responsible"),
        Choice.code.label("outcome_code"),
        Choice.renamed.label("outcome_renamed"),
        Choice.name.label("outcome_name"),
    )
    .join(Contact, Contact.id == Interaction.contact_id)
    .outerjoin(Operator, Operator.id == Interaction.responsible_id)
    .outerjoin(Choice, Choice.id == Interaction.outcome_id)
    .where(Interaction.deleted_at.is_(None), Interaction.private.is_(False) | (Interaction.author_id == ME))
    .order_by(Interaction.started_at.desc(), Interaction.id.desc())
)
_TOOK_PART = select(Participant.interaction_id).where(Participant.contact_id.in_(IDS), Participant.deleted_at.is_(None))
_ONE = _ENTRIES.where(Interaction.id == ID)
_SOME = _ENTRIES.where(Interaction.id.in_(IDS))
_PEOPLE = (
    select(Job.person_id, Contact.deleted_at)
    .join(Contact, Contact.id == Job.person_id)
    .where(Job.organisation_id == ID)
    .limit(1000)
)
_PARTICIPANTS = (
    select(
        Participant.interaction_id,
        Contact.id,
        Contact.name,
        Operator.id.label("operator_id"),
        Operator.name.label("operator"),
    )
    .outerjoin(Contact, Contact.id == Participant.contact_id)
    .outerjoin(Operator, Operator.id == Participant.operator_id)
    .where(Participant.interaction_id.in_(IDS), Participant.deleted_at.is_(None))
    .order_by(Participant.id)
)


def whose_history(session: CrmSession, contact_id: int) -> list[int]:
    """The contact, and of an organisation also its people, while they work or worked there."""
    people = [row.person_id for row in fetch(session, _PEOPLE, id=contact_id) if row.deleted_at is None]
    return list(dict.fromkeys([contact_id, *people]))


def contact_history(
    session: CrmSession,
    contact_id: int,
    before: tuple[datetime, int] | None = None,
    limit: int = HISTORY,
    kinds: Sequence[str] = (),
) -> list[InteractionLine]:
    """The history, latest first; entries that others keep private are left out.

    *before*: ``(started_at, id)`` of the last line seen. *kinds*: only these.
    """
    parameters: dict[str, Any] = {"limit": limit}
    if before is not None:
        parameters |= {"moment": before[0], "before": before[1]}
    if kinds:
        parameters["kinds"] = list(kinds)
    return _history(session, whose_history(session, contact_id), parameters)


def latest_history(session: CrmSession, limit: int = HISTORY, kinds: Sequence[str] = ()) -> list[InteractionLine]:
    """The history of all contacts together, latest first."""
    query = _ENTRIES.where(Contact.deleted_at.is_(None)).limit(limit)
    if kinds:
        query = query.where(Interaction.kind.in_(list(kinds)))
    return _lines(session, fetch(session, query, me=session.operator_id))


def pinned_history(session: CrmSession, contact_id: int) -> list[InteractionLine]:
    """What is pinned to the top of the card, latest first."""
    return _history(session, whose_history(session, contact_id), {"limit": PINNED}, pinned=True)


def interaction_line(session: CrmSession, interaction_id: int) -> InteractionLine:
    """One entry; raises ``NotFound``, also for what somebody else keeps private."""
    found = fetch(session, _ONE, id=interaction_id, me=session.operator_id)
    if not found:
        raise NotFound(what=_("The entry"))
    return _lines(session, found)[0]


def interaction_lines(session: CrmSession, ids: Iterable[int]) -> list[InteractionLine]:
    """These entries, latest first; without those that are gone or that somebody else keeps private."""
    wanted = list(ids)
    return _lines(session, fetch(session, _SOME, ids=wanted, me=session.operator_id)) if wanted else []


@cache
def _questions(*, later: bool, some_kinds: bool, pinned: bool) -> tuple[Select[Any], ...]:
    """Two, each answered by its own index (an OR of both would be answered by none); made once."""
    conditions: list[ColumnElement[bool]] = []
    if later:
        moment: Any = bindparam("moment", type_=UtcMoment)
        older = or_(Interaction.started_at < moment, Interaction.id < bindparam("before"))
        conditions += [Interaction.started_at <= moment, older]
    if some_kinds:
        conditions.append(Interaction.kind.in_(bindparam("kinds", expanding=True)))
    if pinned:
        conditions.append(Interaction.pinned.is_(True))
    query = _ENTRIES.where(*conditions).limit(bindparam("limit", type_=Integer))
    return query.where(Interaction.contact_id.in_(IDS)), query.where(Interaction.id.in_(_TOOK_PART))


def _history(
    session: CrmSession, whose: list[int], parameters: dict[str, Any], *, pinned: bool = False
) -> list[InteractionLine]:
    rows: dict[int, Any] = {}
    for question in _questions(later="before" in parameters, some_kinds="kinds" in parameters, pinned=pinned):
        for row in fetch(session, question, ids=whose, me=session.operator_id, **parameters):
            rows[row.id] = row
    latest = sorted(rows.values(), key=attrgetter("started_at", "id"), reverse=True)[: parameters["limit"]]
    return _lines(session, latest)


def _lines(session: CrmSession, rows: Sequence[Any]) -> list[InteractionLine]:
    """Rows with all that hangs on them: one question each, for all of them."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    people: dict[int, list[Named]] = defaultdict(list)
    colleagues: dict[int, list[Named]] = defaultdict(list)
    for part in fetch(session, _PARTICIPANTS, ids=ids):
        if part.id is not None:
            people[part.interaction_id].append(Named(part.id, part.name))
        elif part.operator_id is not None:
            colleagues[part.interaction_id].append(Named(part.operator_id, part.operator))
    files = _by_entry(attachments_on(session, ids))
    steps = _by_entry(reminders_after(session, ids))
    complaints = complaints_of_entries(session, ids)
    return [
        InteractionLine(
            **{field: getattr(row, field) for field in _OWN},
            who=row.who,
            responsible=row.responsible,
            outcome=choices.shown(row.outcome_code, row.outcome_renamed, row.outcome_name) if row.outcome_name else "",
            people=tuple(people[row.id]),
            colleagues=tuple(colleagues[row.id]),
            files=tuple(files[row.id]),
            steps=tuple(steps[row.id]),
            complaints=tuple(complaints[row.id]),
        )
        for row in rows
    ]


def _by_entry(lines: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for line in lines:
        found[line.interaction_id].append(line)  # type: ignore[attr-defined]
    return found
