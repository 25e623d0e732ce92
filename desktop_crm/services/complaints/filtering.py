"""Which complaints a list shows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Complaint, ComplaintCause
from desktop_crm.model.complaint import seen_by
from desktop_crm.model.complaint_states import CLOSED, GROUPS, PAUSED, UNFINISHED
from desktop_crm.model.session import CrmSession
from desktop_crm.services.search_hits import candidates
from desktop_crm.services.search_query import read_query

_FOUND = 5_000
WHICH = {
    "open": N_("Open"),
    "overdue": N_("Overdue"),
    "risk": N_("At risk"),
    "paused": N_("Paused"),
    "closed": N_("Closed"),
    "voided": N_("Voided"),
    "all": N_("All"),
}


@dataclass(frozen=True, slots=True)
class ComplaintFilter:
    """Which complaints; empty fields ask nothing."""

    which: str = "open"  # of WHICH
    states: tuple[str, ...] = ()
    group: str = ""  # column of the board
    kinds: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    contact_id: int | None = None
    responsible_id: int | None = None
    mine: bool = False
    category_id: int | None = None
    cause_id: int | None = None
    product: str = ""
    received_from: date | None = None
    received_to: date | None = None
    year: int | None = None
    text: str = ""
    ids: tuple[int, ...] | None = None


def conditions(session: CrmSession, wanted: ComplaintFilter) -> list[ColumnElement[bool]]:
    """What *wanted* asks, as conditions on ``Complaint``."""
    found = [*_which(wanted.which), Complaint.deleted_at.is_(None)]
    for column, values in (
        (Complaint.state, wanted.states or (GROUPS[wanted.group][1] if wanted.group else ())),
        (Complaint.kind, wanted.kinds),
        (Complaint.severity, wanted.severities),
        (Complaint.channel, wanted.channels),
    ):
        if values:
            found.append(column.in_(values))
    for number, value in (
        (Complaint.contact_id, wanted.contact_id),
        (Complaint.responsible_id, session.operator_id if wanted.mine else wanted.responsible_id),
        (Complaint.year, wanted.year),
    ):
        if value is not None:
            found.append(number == value)
    if any((wanted.contact_id, wanted.category_id, wanted.cause_id, wanted.product, wanted.text.strip())):
        found.append(seen_by(session.operator_id))  # else the question alone would tell what is confidential
    return found + _more_conditions(session, wanted)


def _more_conditions(session: CrmSession, wanted: ComplaintFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.category_id is not None:
        found.append(or_(Complaint.category_id == wanted.category_id, Complaint.subcategory_id == wanted.category_id))
    if wanted.cause_id is not None:
        caused = select(ComplaintCause.complaint_id).where(ComplaintCause.cause_id == wanted.cause_id)
        found.append(Complaint.id.in_(caused))
    if wanted.product:
        found.append(Complaint.product == wanted.product)
    if wanted.received_from is not None:
        found.append(Complaint.received_at >= day_begins(wanted.received_from))
    if wanted.received_to is not None:
        found.append(Complaint.received_at < day_begins(wanted.received_to + timedelta(days=1)))
    if wanted.text.strip():
        found.append(Complaint.id.in_(candidates(session, read_query(wanted.text), "complaint", _FOUND)))
    if wanted.ids is not None:
        found.append(Complaint.id.in_(wanted.ids))
    return found


def day_begins(day: date) -> datetime:
    """The first moment of *day* on this computer."""
    return datetime.combine(day, time()).astimezone()


def _which(which: str) -> list[ColumnElement[bool]]:
    if which not in WHICH:
        raise InvalidValue(field=_("Which"), value=which)
    if which == "overdue":
        return [Complaint.due_at < clock.now(), Complaint.state.in_(UNFINISHED)]
    if which == "risk":
        present = clock.now()
        return [Complaint.due_at >= present, Complaint.due_at < present + timedelta(days=1)]
    if which == "closed":
        return [Complaint.state.in_([state for state in CLOSED if state != "voided"])]
    states = {"open": UNFINISHED, "paused": PAUSED, "voided": ("voided",)}.get(which)
    return [] if states is None else [Complaint.state.in_(states)]
