"""Lists of complaints: the table, the counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.base.working_time import WorkingCalendar
from desktop_crm.model import Choice, Complaint, Contact, Operator
from desktop_crm.model.complaint import COMPLAINT_PRIORITIES, may_see, register_number
from desktop_crm.model.complaint_states import OPEN, PAUSED, STATES, UNFINISHED, group_of, phase_of
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import shown
from desktop_crm.services.complaints.filtering import ComplaintFilter, conditions
from desktop_crm.services.complaints.terms import calendar_of
from desktop_crm.services.complaints.timing_words import capital, left_text, status_of
from desktop_crm.services.reading import IDS, fetch

SORTS = {
    "number": N_("Number"),
    "due": N_("Deadline"),
    "received": N_("Received"),
    "priority": N_("Priority"),
    "state": N_("State"),
}


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint in a list or on the board."""

    id: int
    version: int
    number: str  # “47/2026”
    year: int
    kind: str
    state: str
    phase: str  # open, paused, closed
    group: str  # column of the board; "" voided
    subject: str
    contact_id: int | None
    who: str
    contact_kind: str  # person, organisation, "" without a contact
    product: str
    category: str
    subcategory: str
    channel: str
    severity: str
    priority: str
    responsible_id: int | None
    responsible: str
    received_at: datetime
    registered_at: datetime
    due_at: datetime | None
    due_kind: str  # acknowledge, interim, resolve
    clock_status: str  # of timing_words.CLOCK_STATUSES
    clock_text: str
    closed_at: datetime | None
    answered_at: datetime | None
    confidential: bool
    hidden: bool  # confidential, and not for who asks
    void_reason: str


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """Some rows; ``next`` is to be handed back as ``after``."""

    rows: tuple[ComplaintRow, ...]
    next: tuple[Any, ...] | None


_responsible = aliased(Operator)
_category = aliased(Choice)
_subcategory = aliased(Choice)
_RANK = case({name: place for place, name in enumerate(COMPLAINT_PRIORITIES)}, value=Complaint.priority, else_=0)
_ROWS: Any = (
    select(
        Complaint.id,
        Complaint.version,
        Complaint.year,
        Complaint.number,
        Complaint.kind,
        Complaint.state,
        Complaint.subject,
        Complaint.contact_id,
        Complaint.complainant,
        Complaint.anonymous,
        Complaint.product,
        Complaint.channel,
        Complaint.severity,
        Complaint.priority,
        Complaint.responsible_id,
        Complaint.received_by_id,
        Complaint.received_at,
        Complaint.registered_at,
        Complaint.due_at,
        Complaint.due_kind,
        Complaint.resolve_by,
        Complaint.answered_at,
        Complaint.resolve_minutes,
        Complaint.closed_at,
        Complaint.last_entry_at,
        Complaint.confidential,
        Complaint.void_reason,
        Contact.name.label("contact"),
        Contact.kind.label("contact_kind"),
        _responsible.name.label("responsible"),
        _category.code.label("category_code"),
        _category.renamed.label("category_renamed"),
        _category.name.label("category"),
        _subcategory.code.label("subcategory_code"),
        _subcategory.renamed.label("subcategory_renamed"),
        _subcategory.name.label("subcategory"),
    )
    .select_from(Complaint)
    .outerjoin(Contact, Contact.id == Complaint.contact_id)
    .outerjoin(_responsible, _responsible.id == Complaint.responsible_id)
    .outerjoin(_category, _category.id == Complaint.category_id)
    .outerjoin(_subcategory, _subcategory.id == Complaint.subcategory_id)
    .where(Complaint.id.in_(IDS))
)


def complaint_rows(
    session: CrmSession,
    wanted: ComplaintFilter | None = None,
    sort: str = "number",
    descending: bool = True,
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
) -> ComplaintPage:
    """A page of the list."""
    if sort not in SORTS:
        raise InvalidValue(field=_("Sort"), value=sort)
    wanted = wanted or ComplaintFilter()
    keys = _KEYS[sort]
    query = select(Complaint.id).where(*conditions(session, wanted))
    order = [key.desc() if descending else key.asc() for key in keys]
    if sort == "due":  # without a deadline always last
        order = [Complaint.due_at.is_(None), *order]
    if after is not None:
        query = query.where(_beyond(sort, keys, after, descending))
    found = _whole(session, query.order_by(*order).limit(limit + 1))
    rows = _as_rows(session, found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    return ComplaintPage(rows, None if last is None else _place(sort, last))


_KEYS: dict[str, tuple[Any, ...]] = {
    "number": (Complaint.year, Complaint.number),
    "due": (Complaint.due_at, Complaint.id),
    "received": (Complaint.received_at, Complaint.id),
    "priority": (_RANK, Complaint.id),
    "state": (Complaint.state, Complaint.id),
}


def _place(sort: str, row: Any) -> tuple[Any, ...]:
    if sort == "number":
        return row.year, row.number
    if sort == "priority":
        return list(COMPLAINT_PRIORITIES).index(row.priority), row.id
    return {"due": row.due_at, "received": row.received_at, "state": row.state}[sort], row.id


def _beyond(sort: str, keys: Sequence[Any], after: tuple[Any, ...], descending: bool) -> ColumnElement[bool]:
    """Condition: in the order after the row with these keys."""
    first, second = keys
    if sort == "due" and after[0] is None:
        return and_(first.is_(None), second < after[1] if descending else second > after[1])
    further = first < after[0] if descending else first > after[0]
    same = and_(first == after[0], second < after[1] if descending else second > after[1])
    return or_(further, same, first.is_(None)) if sort == "due" else or_(further, same)


def complaint_rows_of(session: CrmSession, ids: Collection[int]) -> list[ComplaintRow]:
    """The rows of *ids*, in their order; those that are not there are left out."""
    wanted = list(dict.fromkeys(ids))
    found = {
        row.id: row
        for start in range(0, len(wanted), 500)
        for row in _as_rows(session, fetch(session, _ROWS, ids=wanted[start : start + 500]))
    }
    return [found[row_id] for row_id in wanted if row_id in found]


def complaints_of(session: CrmSession, contact_id: int, limit: int = 50) -> list[ComplaintRow]:
    """What a contact complained about, the latest first."""
    return list(complaint_rows(session, ComplaintFilter("all", contact_id=contact_id), limit=limit).rows)


def _whole(session: CrmSession, ids: Any) -> list[Any]:
    """The rows of a question for ids, in its order: what is sorted stays narrow, and only what is shown is joined."""
    wanted = [row.id for row in fetch(session, ids)]
    found = {row.id: row for row in fetch(session, _ROWS, ids=wanted)} if wanted else {}
    return [found[row_id] for row_id in wanted if row_id in found]


def complaint_counts(session: CrmSession) -> dict[str, int]:
    """How many are open, overdue, at risk, paused, mine."""
    present = clock.now()

    def number(condition: ColumnElement[bool]) -> Any:
        return func.sum(case((condition, 1), else_=0))

    mine = Complaint.responsible_id == session.operator_id if session.operator_id else Complaint.id.is_(None)
    query = select(
        func.count(),
        number(Complaint.due_at < present),
        number(and_(Complaint.due_at >= present, Complaint.due_at < present + timedelta(days=1))),
        number(Complaint.state.in_(PAUSED)),
        number(mine),
    ).where(Complaint.state.in_(UNFINISHED))
    return dict(
        zip(
            ("open", "overdue", "risk", "paused", "mine"),
            (int(n or 0) for n in session.execute(query).one()),
            strict=True,
        )
    )


# ---- rows in words ---------------------------------------------------------------------------------------------------


def _as_rows(session: CrmSession, found: Sequence[Any]) -> tuple[ComplaintRow, ...]:
    if not found:
        return ()
    calendar, present = calendar_of(session), clock.now()
    return tuple(_as_row(row, calendar, present, session.operator_id) for row in found)


def _as_row(row: Any, calendar: WorkingCalendar, present: datetime, me: int | None) -> ComplaintRow:
    status, text = _clock(row, calendar, present)
    hidden = not may_see(me, row.confidential, row.received_by_id, row.responsible_id)
    who = _("Anonymous") if row.anonymous else row.contact or row.complainant
    return ComplaintRow(
        id=row.id,
        version=row.version,
        number=register_number(row.year, row.number),
        year=row.year,
        kind=row.kind,
        state=row.state,
        phase=phase_of(row.state),
        group=group_of(row.state),
        subject=_("Confidential") if hidden else row.subject,
        contact_id=None if hidden else row.contact_id,
        who="" if hidden else who,
        contact_kind="" if hidden or row.anonymous else row.contact_kind or "",
        product="" if hidden else row.product,
        category=shown(row.category_code or "", bool(row.category_renamed), row.category or ""),
        subcategory=shown(row.subcategory_code or "", bool(row.subcategory_renamed), row.subcategory or ""),
        channel=row.channel,
        severity=row.severity,
        priority=row.priority,
        responsible_id=row.responsible_id,
        responsible=row.responsible or "",
        received_at=row.received_at,
        registered_at=row.registered_at,
        due_at=row.due_at,
        due_kind=row.due_kind,
        clock_status=status,
        clock_text=text,
        closed_at=row.closed_at,
        answered_at=row.answered_at,
        confidential=row.confidential,
        hidden=hidden,
        void_reason=_(row.void_reason) if row.void_reason and not hidden else "",
    )


def _clock(row: Any, calendar: WorkingCalendar, present: datetime) -> tuple[str, str]:
    """The short form of the clock, from what is kept with the row."""
    if row.state == "voided":
        return "none", _(STATES["voided"])
    if row.state in PAUSED:
        if row.due_at is not None and row.due_at < present:
            return "overdue", capital(left_text(calendar, row.due_at, present))
        return "paused", _(STATES[row.state])
    if row.due_at is not None:
        return status_of(row.due_at, present, calendar), capital(left_text(calendar, row.due_at, present))
    if row.answered_at is not None and row.state not in OPEN[:-1]:
        late = row.resolve_by is not None and row.answered_at > row.resolve_by
        return ("late" if late else "met"), _solved(row.resolve_minutes or 0, calendar)
    return "none", ""


def _solved(minutes: int, calendar: WorkingCalendar) -> str:
    """“Solved in 6 h”, “Solved in 2 days”."""
    day = max(1, max((sum(_length(span) for span in spans) for spans in calendar.hours.values()), default=480))
    if minutes >= day:
        days = round(minutes / day)
        return ngettext("Solved in {count} day", "Solved in {count} days", days).format(count=days)
    hours = max(1, round(minutes / 60))
    return ngettext("Solved in {count} hour", "Solved in {count} hours", hours).format(count=hours)


def _length(span: tuple[time, time]) -> int:
    begin, end = span
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute
