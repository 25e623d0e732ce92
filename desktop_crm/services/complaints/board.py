"""The board: a column for each group of states, counted by the database, with its first cards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from desktop_crm.base import clock
from desktop_crm.base.i18n import _
from desktop_crm.model import Complaint
from desktop_crm.model.complaint_states import CLOSED, GROUPS, UNFINISHED
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.filtering import ComplaintFilter, conditions
from desktop_crm.services.complaints.rows import ComplaintRow, complaint_rows_of
from desktop_crm.services.reading import fetch

BOARD_CARDS = 30  # of one column; the rest is a click away in the table
BOARD_DAYS = 30  # what was closed longer ago is not on the board


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One column: how many there are, and the first of them."""

    code: str  # of model.complaint_states.GROUPS
    title: str
    count: int
    overdue: int
    rows: tuple[ComplaintRow, ...]


def complaint_board(session: CrmSession, wanted: ComplaintFilter | None = None) -> tuple[BoardColumn, ...]:
    """The columns with their first cards: what is due next first, what was resolved last first."""
    wanted = replace(wanted or ComplaintFilter(), group="")
    if wanted.which == "open":
        wanted = replace(wanted, which="all")
    asked = conditions(session, wanted)
    counts = _counts(session, asked)
    first = {code: _first(session, asked, code) if counts[code][0] else [] for code in GROUPS}
    rows = {row.id: row for row in complaint_rows_of(session, [one for ids in first.values() for one in ids])}
    return tuple(
        BoardColumn(code, _(title), *counts[code], tuple(rows[one] for one in first[code] if one in rows))
        for code, (title, _states) in GROUPS.items()
    )


def _lately() -> ColumnElement[bool]:
    """Closed within the days of the board. Only what is closed has such a moment, so its index alone is walked."""
    return and_(Complaint.closed_at >= clock.now() - timedelta(days=BOARD_DAYS), Complaint.state != "voided")


def _counts(session: CrmSession, asked: Sequence[ColumnElement[bool]]) -> dict[str, tuple[int, int]]:
    """Of each column: how many there are, how many of these are overdue."""
    late = func.sum(case((Complaint.due_at < clock.now(), 1), else_=0))
    open_ones = select(Complaint.state, func.count(), late).where(*asked, Complaint.state.in_(UNFINISHED))
    by_state = {row[0]: (row[1], int(row[2] or 0)) for row in fetch(session, open_ones.group_by(Complaint.state))}
    found = {}
    for code, (_title, states) in GROUPS.items():
        of = [by_state.get(state, (0, 0)) for state in states]
        found[code] = sum(pair[0] for pair in of), sum(pair[1] for pair in of)
    closed = fetch(session, select(func.count()).select_from(Complaint).where(*asked, _lately()))[0][0]
    found["resolved"] = found["resolved"][0] + closed, found["resolved"][1]
    return found


def _first(session: CrmSession, asked: Sequence[ColumnElement[bool]], code: str) -> list[int]:
    """Ids of the first cards of a column."""
    states = [state for state in GROUPS[code][1] if state not in CLOSED]
    if code != "resolved":
        query = select(Complaint.id).where(*asked, Complaint.state.in_(states))
        order = (Complaint.due_at.is_(None), Complaint.due_at, Complaint.id.desc())
        return [row.id for row in fetch(session, query.order_by(*order).limit(BOARD_CARDS))]
    found = [*_latest(session, asked, Complaint.state.in_(states), Complaint.last_entry_at)]
    found += _latest(session, asked, _lately(), Complaint.closed_at)
    found.sort(key=lambda row: (row[1] is not None, row[1], row[0]), reverse=True)
    return [row[0] for row in found[:BOARD_CARDS]]


def _latest(
    session: CrmSession, asked: Sequence[ColumnElement[bool]], condition: ColumnElement[bool], moment: Any
) -> Iterator[tuple[int, Any]]:
    """(id, moment) of those it happened to last."""
    query = select(Complaint.id, moment).where(*asked, condition).order_by(moment.desc(), Complaint.id.desc())
    return (tuple(row) for row in fetch(session, query.limit(BOARD_CARDS)))
