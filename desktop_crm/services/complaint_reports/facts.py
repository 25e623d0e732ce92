"""What the reports about complaints are counted from: one row a complaint, read once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles

from sqlalchemy import and_, or_, select

from desktop_crm.base.i18n import _
from desktop_crm.base.working_time import WorkingCalendar
from desktop_crm.model import Complaint, ComplaintCause, Contact
from desktop_crm.model.complaint import may_see, register_number
from desktop_crm.model.complaint_states import CLOSED, UNFINISHED
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import choice_names
from desktop_crm.services.complaints.filtering import day_begins

MINUTES_A_DAY = 8 * 60
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class ComplaintFact:
    """One complaint in figures. Amounts are in hundredths."""

    id: int
    number: str
    kind: str
    state: str
    subject: str
    who: str
    contact_id: int | None
    channel: str
    category: str
    product: str
    received_at: datetime
    acknowledged_at: datetime | None
    acknowledge_by: datetime | None
    answered_at: datetime | None
    resolve_by: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    resolve_minutes: int | None
    justified: str
    remedy: str
    remedy_amount: int
    compensation: int
    goods: int
    minutes: int
    other_cost: int
    currency: str
    satisfaction: tuple[int | None, int | None, int | None]
    causes: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in UNFINISHED

    @property
    def days(self) -> float | None:
        """Working days of eight hours until the answer."""
        return None if self.resolve_minutes is None else self.resolve_minutes / MINUTES_A_DAY


def facts_between(session: CrmSession, first: date, last: date) -> list[ComplaintFact]:
    """What was received from *first* to *last*, or is still open, or was closed in that time; nothing voided."""
    begin, end = day_begins(first), day_begins(last + timedelta(days=1))
    within = or_(
        and_(Complaint.received_at >= begin, Complaint.received_at < end),
        and_(Complaint.closed_at >= begin, Complaint.closed_at < end),
        Complaint.state.in_(UNFINISHED),
    )
    query = (
        select(Complaint, Contact.name)
        .outerjoin(Contact, Contact.id == Complaint.contact_id)
        .where(within, Complaint.state != "voided", Complaint.deleted_at.is_(None))
        .order_by(Complaint.year, Complaint.number)
    )
    names = {row_id: name for row_id, (name, _reverse) in choice_names(session).items()}
    found = session.execute(query).all()
    causes = _causes(session, [row.id for row, _name in found], names)
    return [_fact(row, contact, names, causes.get(row.id, ()), session.operator_id) for row, contact in found]


def _fact(
    row: Complaint, contact: str | None, names: dict[int, str], causes: tuple[str, ...], me: int | None
) -> ComplaintFact:
    hidden = not may_see(me, row.confidential, row.received_by_id, row.responsible_id)
    who = _("Anonymous") if row.anonymous else contact or row.complainant
    return ComplaintFact(
        id=row.id,
        number=register_number(row.year, row.number),
        kind=row.kind,
        state=row.state,
        subject=_("Confidential") if hidden else row.subject,
        who="" if hidden else who,
        contact_id=None if hidden else row.contact_id,
        channel=row.channel,
        category=names.get(row.category_id or 0, ""),
        product="" if hidden else row.product,
        received_at=row.received_at,
        acknowledged_at=row.acknowledged_at,
        acknowledge_by=row.acknowledge_by,
        answered_at=row.answered_at,
        resolve_by=row.resolve_by,
        due_at=row.due_at,
        closed_at=row.closed_at if row.state in CLOSED else None,
        resolve_minutes=row.resolve_minutes,
        justified=row.justified,
        remedy=row.remedy,
        remedy_amount=row.remedy_amount or 0,
        compensation=row.cost_compensation or 0,
        goods=row.cost_goods or 0,
        minutes=row.cost_minutes or 0,
        other_cost=row.cost_other or 0,
        currency=row.currency,
        satisfaction=(row.satisfaction_outcome, row.satisfaction_speed, row.satisfaction_courtesy),
        causes=causes,
    )


def _causes(session: CrmSession, ids: Sequence[int], names: dict[int, str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for start in range(0, len(ids), _CHUNK):
        query = select(ComplaintCause.complaint_id, ComplaintCause.cause_id)
        part = query.where(ComplaintCause.complaint_id.in_(ids[start : start + _CHUNK])).order_by(ComplaintCause.id)
        for complaint_id, cause_id in session.execute(part):
            found[complaint_id].append(names.get(cause_id, ""))
    return {complaint_id: tuple(causes) for complaint_id, causes in found.items()}


# ---- counting --------------------------------------------------------------------------------------------------------


def within(facts: Iterable[ComplaintFact], field: str, first: date, last: date) -> list[ComplaintFact]:
    """Those whose moment *field* lies in the period."""
    begin, end = day_begins(first), day_begins(last + timedelta(days=1))
    found = []
    for fact in facts:
        moment = getattr(fact, field)
        if moment is not None and begin <= moment < end:
            found.append(fact)
    return found


def in_time(
    facts: Iterable[ComplaintFact], done: str, by: str, present: datetime
) -> tuple[list[ComplaintFact], list[ComplaintFact]]:
    """(kept, missed): terms that were met in time, and those that were met late or are past. Others do not count."""
    kept: list[ComplaintFact] = []
    missed: list[ComplaintFact] = []
    for fact in facts:
        met, term = getattr(fact, done), getattr(fact, by)
        if term is None:
            continue
        if (met or present) > term:
            missed.append(fact)
        elif met is not None:
            kept.append(fact)
    return kept, missed


def percent(part: int, whole: int) -> float | None:
    """A share in hundredths; ``None`` where there is nothing to share."""
    return round(100 * part / whole, 1) if whole else None


def median_days(facts: Iterable[ComplaintFact]) -> float | None:
    """The median of working days until the answer."""
    days = [fact.days for fact in facts if fact.days is not None]
    return round(median(days), 1) if days else None


def p90_days(facts: Iterable[ComplaintFact]) -> float | None:
    """Nine of ten were answered within so many working days."""
    days = [fact.days for fact in facts if fact.days is not None]
    if len(days) < 2:
        return round(days[0], 1) if days else None
    return round(quantiles(days, n=10, method="inclusive")[8], 1)


def grouped(facts: Iterable[ComplaintFact], field: str) -> list[tuple[str, list[ComplaintFact]]]:
    """By the text of a field, the largest group first; empty ones are left out."""
    found: dict[str, list[ComplaintFact]] = defaultdict(list)
    for fact in facts:
        if getattr(fact, field):
            found[getattr(fact, field)].append(fact)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def by_cause(facts: Iterable[ComplaintFact]) -> list[tuple[str, list[ComplaintFact]]]:
    """By root cause; a complaint with two causes counts with both."""
    found: dict[str, list[ComplaintFact]] = defaultdict(list)
    for fact in facts:
        for cause in fact.causes:
            found[cause].append(fact)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def repeat_complainants(facts: Iterable[ComplaintFact]) -> list[tuple[str, list[ComplaintFact]]]:
    """Customers with more than one complaint; praise and questions are none."""
    found: dict[int, list[ComplaintFact]] = defaultdict(list)
    for fact in facts:
        if fact.contact_id is not None and fact.kind in ("complaint", "claim", "warranty"):
            found[fact.contact_id].append(fact)
    several = [(of[0].who, of) for of in found.values() if len(of) > 1]
    return sorted(several, key=lambda pair: (-len(pair[1]), pair[0]))


def age_in_days(fact: ComplaintFact, present: datetime, calendar: WorkingCalendar) -> int:
    """Calendar days since it was received."""
    return (calendar.day_of(present) - calendar.day_of(fact.received_at)).days


def months_before(last: date, count: int = 13) -> list[tuple[date, date]]:
    """First and last day of *count* months, the last one that of *last*."""
    months = []
    year, month = last.year, last.month
    for _month in range(count):
        begin = date(year, month, 1)
        following = date(year + month // 12, month % 12 + 1, 1)
        months.append((begin, following - timedelta(days=1)))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return months[::-1]
