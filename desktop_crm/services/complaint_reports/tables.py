"""Tables and charts of the reports about complaints."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date
from sqlalchemy import select

from desktop_crm.base.document import Block, Cell, Chart, Column, Link, Series, Table
from desktop_crm.base.formats import locale
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.working_time import WorkingCalendar
from desktop_crm.model import Complaint, CorrectiveAction
from desktop_crm.model.complaint import REMEDIES, register_number
from desktop_crm.model.complaint_states import STATES
from desktop_crm.model.corrective_action import ACTION_STATES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaint_reports.facts import (
    ComplaintFact,
    age_in_days,
    by_cause,
    grouped,
    median_days,
    p90_days,
    percent,
    within,
)
from desktop_crm.services.complaints.actions import action_effect
from desktop_crm.services.complaints.filtering import day_begins

MOST = 20  # rows of a ranking
AGES = ((2, N_("up to 2 days")), (5, N_("3 to 5 days")), (10, N_("6 to 10 days")), (30, N_("11 to 30 days")))
OLDER = N_("more than 30 days")
_VITAL = 0.8


def list_table(facts: Sequence[ComplaintFact], empty: str = "") -> Table:
    """The complaints themselves, each with a link to its card."""
    return Table(
        (
            Column(_("No."), width=0.9),
            Column(_("Received"), "date", width=1.5),
            Column(_("Complainant"), width=2),
            Column(_("Subject"), width=3, strong=True),
            Column(_("State"), width=1.5),
        ),
        [
            (fact.number, fact.received_at.astimezone().date(), fact.who, fact.subject, _(STATES[fact.state]))
            for fact in facts
        ],
        empty=empty,
        links=[Link("complaint", fact.id) for fact in facts],
        wrap=0,  # no name is cut
    )


def ageing_table(facts: Sequence[ComplaintFact], present: datetime, calendar: WorkingCalendar) -> Table:
    """How old the open ones are."""
    counts = [0] * (len(AGES) + 1)
    for fact in facts:
        age = age_in_days(fact, present, calendar)
        counts[next((place for place, (limit, _name) in enumerate(AGES) if age <= limit), len(AGES))] += 1
    names = [*(_(name) for _limit, name in AGES), _(OLDER)]
    return Table(
        (Column(_("Age"), strong=True), Column(_("Complaints"), "number")),
        list(zip(names, counts, strict=True)),
        title=_("Ageing"),
        total=(_("Total"), len(facts)),
        bars=1,
    )


def category_table(facts: Sequence[ComplaintFact]) -> Table:
    """By category, with the time it took."""
    rows: list[tuple[Cell, ...]] = [
        (name, len(of), percent(len(of), len(facts)), median_days(of), p90_days(of))
        for name, of in grouped(facts, "category")
    ]
    return Table(
        (
            Column(_("Category"), width=2, strong=True),
            Column(_("Complaints"), "number"),
            Column(_("Share"), "percent"),
            Column(_("Median days"), "number"),
            Column(_("90 % within, days"), "number"),
        ),
        rows,
        title=_("By category"),
        empty=_("No category was given."),
        bars=1,
    )


def group_table(
    facts: Sequence[ComplaintFact], field: str, title: str, names: Mapping[str, str] | None = None
) -> Table:
    """By the value of a field, the most frequent first."""
    rows: list[tuple[Cell, ...]] = [
        ((names or {}).get(value, value), len(of), percent(len(of), len(facts)))
        for value, of in grouped(facts, field)[:MOST]
    ]
    return Table(
        (Column(title, width=3, strong=True), Column(_("Complaints"), "number"), Column(_("Share"), "percent")),
        rows,
        title=title,
        empty=_("Nothing to show."),
        bars=1,
    )


def cause_pareto(facts: Sequence[ComplaintFact]) -> Iterator[Block]:
    """Causes by frequency with the share that they make up together: few of them make most complaints."""
    causes = by_cause(facts)
    total = sum(len(of) for _name, of in causes)
    rows: list[tuple[Cell, ...]] = []
    together = vital = 0
    for name, of in causes:
        vital += together < _VITAL * total
        together += len(of)
        rows.append((name, len(of), percent(len(of), total), percent(together, total)))
    if rows:
        sentence = _("{count} of {total} causes make up four fifths of the complaints with a known cause.")
        yield Chart(
            "ranked",
            tuple(name for name, _of in causes[:10]),
            (Series(_("Complaints"), tuple(len(of) for _name, of in causes[:10])),),
            sentence.format(count=vital, total=len(rows)),
            title=_("Pareto of causes"),
        )
    yield Table(
        (
            Column(_("Cause"), width=3, strong=True),
            Column(_("Complaints"), "number"),
            Column(_("Share"), "percent"),
            Column(_("Together"), "percent"),
        ),
        rows,
        empty=_("No causes were stated."),
    )


def remedy_table(facts: Sequence[ComplaintFact]) -> Table:
    """What was given, and what it was worth, by currency."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for fact in facts:
        if fact.remedy:
            found[fact.remedy, fact.currency].append(fact.remedy_amount)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows: list[tuple[Cell, ...]] = [
        (_(REMEDIES[remedy]), len(amounts), money(sum(amounts)), currency) for (remedy, currency), amounts in ordered
    ]
    return Table(
        (
            Column(_("Remedy given"), width=3, strong=True),
            Column(_("Complaints"), "number"),
            Column(_("Amount"), "money"),
            Column(_("Currency")),
        ),
        rows,
        title=_("Remedies"),
        empty=_("No remedy was given."),
    )


def cost_table(facts: Sequence[ComplaintFact]) -> Table:
    """What complaints cost, by currency."""
    by_currency: dict[str, list[ComplaintFact]] = defaultdict(list)
    for fact in facts:
        if fact.compensation or fact.goods or fact.other_cost or fact.minutes:
            by_currency[fact.currency].append(fact)
    rows: list[tuple[Cell, ...]] = []
    for currency, of in sorted(by_currency.items()):
        parts = [sum(getattr(fact, name) for fact in of) for name in ("compensation", "goods", "other_cost")]
        hours = round(sum(fact.minutes for fact in of) / 60, 1)
        rows.append((currency or "—", *map(money, parts), money(sum(parts)), hours))
    return Table(
        (
            Column(_("Currency"), strong=True),
            Column(_("Compensation"), "money"),
            Column(_("Goods"), "money"),
            Column(_("Other cost"), "money"),
            Column(_("Total"), "money"),
            Column(_("Hours of work"), "number"),
        ),
        rows,
        title=_("Cost of poor quality"),
        empty=_("No cost was noted."),
    )


def satisfaction_table(facts: Sequence[ComplaintFact]) -> Table:
    """The three questions, from 1 to 5."""
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate((_("Outcome"), _("Speed"), _("Courtesy"))):
        marks = [mark for fact in facts if (mark := fact.satisfaction[place]) is not None]
        if marks:
            rows.append((name, len(marks), round(sum(marks) / len(marks), 1), sum(mark >= 4 for mark in marks)))
    return Table(
        (
            Column(_("Question"), width=2, strong=True),
            Column(_("Answers"), "number"),
            Column(_("Average"), "number"),
            Column(_("4 or 5"), "number"),
        ),
        rows,
        empty=_("Nobody was asked yet."),
    )


def action_table(session: CrmSession, first: date, last: date) -> Table:
    """Actions that were planned or done in the period, and complaints of the same cause a month before and after."""
    begin, end = day_begins(first), day_begins(last + timedelta(days=1))
    query = (
        select(CorrectiveAction, Complaint.year, Complaint.number)
        .join(Complaint, Complaint.id == CorrectiveAction.complaint_id)
        .where(
            CorrectiveAction.deleted_at.is_(None),
            ((CorrectiveAction.created_at >= begin) & (CorrectiveAction.created_at < end))
            | ((CorrectiveAction.done_at >= begin) & (CorrectiveAction.done_at < end))
            | CorrectiveAction.state.in_(("planned", "done", "verified", "ineffective")),
        )
        .order_by(CorrectiveAction.id)
    )
    rows: list[tuple[Cell, ...]] = []
    links = []
    for action, year, number in session.execute(query).all():
        before: Cell = None
        after: Cell = None
        if action.done_at is not None:
            before, after = (round(rate, 1) for rate in action_effect(session, action.id).per_month)
        rows.append((register_number(year, number), action.what, _(ACTION_STATES[action.state]), before, after))
        links.append(Link("complaint", action.complaint_id))
    return Table(
        (
            Column(_("Complaint")),
            Column(_("What is done"), width=3, strong=True),
            Column(_("State")),
            Column(_("A month before"), "number"),
            Column(_("A month since"), "number"),
        ),
        rows,
        empty=_("No actions."),
        links=links,
    )


def monthly_chart(facts: Sequence[ComplaintFact], months: Sequence[tuple[date, date]]) -> Chart:
    """Received against closed over the months."""
    received = [len(within(facts, "received_at", first, last)) for first, last in months]
    closed = [len(within(facts, "closed_at", first, last)) for first, last in months]
    sentence = _("Complaints in {count} months: received {received}, closed {closed}.")
    return Chart(
        "bars",
        tuple(format_date(first, "LLL yy", locale=locale()) for first, _last in months),
        (
            Series(_("Complaints received"), tuple(received), "info"),
            Series(_("Complaints closed"), tuple(closed), "ok"),
        ),
        sentence.format(received=sum(received), closed=sum(closed), count=len(months)),
        title=_("Received and closed"),
        highlight=len(months) - 1,
    )


def money(hundredths: int) -> Decimal:
    """An amount as a number with two decimals."""
    return Decimal(hundredths).scaleb(-2)
