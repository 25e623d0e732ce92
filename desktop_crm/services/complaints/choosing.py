"""What a form about complaints offers: codes with their names, trees of categories and causes, colleagues."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from desktop_crm.base.i18n import _
from desktop_crm.model import Choice, Operator
from desktop_crm.model.complaint import (
    ACCEPTED,
    COMPLAINT_CHANNELS,
    COMPLAINT_KINDS,
    COMPLAINT_PRIORITIES,
    FAULT_AT,
    JUSTIFIED,
    REMEDIES,
    SEVERITIES,
)
from desktop_crm.model.complaint_setting import LETTER_KINDS, TERM_UNITS, TERMS
from desktop_crm.model.complaint_states import STATES
from desktop_crm.model.corrective_action import ACTION_STATES, ACTION_TYPES
from desktop_crm.model.session import CrmSession

_CODES: Mapping[str, Mapping[str, str]] = {
    "kinds": COMPLAINT_KINDS,
    "channels": COMPLAINT_CHANNELS,
    "remedies": REMEDIES,
    "severities": SEVERITIES,
    "priorities": COMPLAINT_PRIORITIES,
    "justified": JUSTIFIED,
    "fault_at": FAULT_AT,
    "accepted": ACCEPTED,
    "states": STATES,
    "action_types": ACTION_TYPES,
    "action_states": ACTION_STATES,
    "terms": TERMS,
    "term_units": TERM_UNITS,
    "letters": LETTER_KINDS,
}


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An entry of a tree, parents before children."""

    id: int
    name: str
    parent_id: int | None
    depth: int
    code: str


@dataclass(frozen=True, slots=True)
class ComplaintChoices:
    """``codes``: name of a list -> code -> name in the language in force."""

    codes: Mapping[str, Mapping[str, str]]
    categories: tuple[TreeRow, ...]
    causes: tuple[TreeRow, ...]
    operators: tuple[tuple[int, str], ...]


def complaint_choices(session: CrmSession) -> ComplaintChoices:
    """All of it at once."""
    operators = select(Operator.id, Operator.name).where(Operator.deleted_at.is_(None)).order_by(Operator.name)
    return ComplaintChoices(
        {name: {code: _(text) for code, text in codes.items()} for name, codes in _CODES.items()},
        tree_rows(session, "complaint_category"),
        tree_rows(session, "complaint_cause"),
        tuple((row.id, row.name) for row in session.execute(operators)),
    )


def tree_rows(session: CrmSession, list_name: str) -> tuple[TreeRow, ...]:
    """The entries of a tree in their order; what lay under a removed entry comes with the roots."""
    query = select(Choice).where(Choice.list_name == list_name, Choice.deleted_at.is_(None))
    rows = session.scalars(query.order_by(Choice.position, Choice.id)).all()
    known = {row.id for row in rows}
    children: dict[int | None, list[Choice]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    found: list[TreeRow] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in children.get(parent, ()):
            found.append(TreeRow(row.id, row.shown_name(), parent, depth, row.code))
            walk(row.id, depth + 1)

    walk(None, 0)
    return tuple(found)
