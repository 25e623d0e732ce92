"""Thirteen months side by side, so that the month of the year before is among them; and where customers come from."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import case, func, select

from desktop_crm.base.document import Chart, Column, Heading, Paragraph, Series, Table
from desktop_crm.base.document_text import month_text, short_month_text
from desktop_crm.base.i18n import _
from desktop_crm.model import Contact, Interaction, Reminder
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import choice_names
from desktop_crm.services.reports.customers import new_by_month, new_customers
from desktop_crm.services.reports.facts import (
    begun_by,
    contact_table,
    customer_ids,
    is_touch,
    last_touches,
    touch_counts,
    touch_words,
    within,
)
from desktop_crm.services.reports.periods import Period
from desktop_crm.services.reports.request import ReportRequest, Section


def monthly_touches(session: CrmSession, months: list[Period]) -> list[tuple[int, int]]:
    """(real contacts, customers reached) of each month, in one pass over the history."""
    begun = [(begun_by(period.first), place) for place, period in enumerate(months)]
    month = case(*((condition, place) for condition, place in reversed(begun)), else_=-1)
    query = (
        select(month.label("month"), func.count(), func.count(func.distinct(Interaction.contact_id)))
        .where(is_touch(), within(Period(months[0].first, months[-1].last)))
        .group_by("month")
    )
    found = {row[0]: (row[1], row[2]) for row in session.execute(query)}
    return [found.get(place, (0, 0)) for place in range(len(months))]


def trends(session: CrmSession, request: ReportRequest) -> Section:
    """The section."""
    months = request.period.months()
    names = tuple(short_month_text(one.first.year, one.first.month) for one in months)
    touched = monthly_touches(session, months)
    fresh = [len(found) for found in new_by_month(session, months)]
    done = [
        session.scalar(
            select(func.count())
            .select_from(Reminder)
            .where(
                Reminder.status == "done",
                Reminder.deleted_at.is_(None),
                Reminder.done_at >= one.begin,
                Reminder.done_at < one.end,
            )
        )
        or 0
        for one in months
    ]
    columns: tuple[tuple[str, list[int]], ...] = (
        (_("Real contacts"), [row[0] for row in touched]),
        (_("Customers reached"), [row[1] for row in touched]),
        (_("New customers"), fresh),
        (_("Reminders done"), done),
    )
    last = len(months) - 1
    charts = [
        Chart(
            "bars", names, (Series(title, tuple(values)),), _against(title, values, months), title=title, highlight=last
        )
        for title, values in columns
    ]
    table = Table(
        (Column(_("Month"), strong=True), *(Column(title, "number") for title, _values in columns)),
        [
            (month_text(one.first.year, one.first.month), *(values[place] for _title, values in columns))
            for place, one in enumerate(months)
        ],
    )
    sentences = (_against(columns[0][0], columns[0][1], months),)
    definition = " ".join(
        (
            touch_words(),
            _("Customers reached are different contacts with at least one real contact in the month."),
            _("New customers are those whose first contact, or else the day their card was made, is in the month."),
            _("Reminders done count in the month in which they were ticked off."),
            _("The list behind each number is in the report of its month."),
        )
    )
    return Section(_("Thirteen months"), (Paragraph(definition, "small"), *charts, table), sentences)


def _against(title: str, values: list[int], months: list[Period]) -> str:
    return _("{title}: {now} in {month}, {before} in the month before, {year} a year before.").format(
        title=title, now=values[-1], month=months[-1].words, before=values[-2], year=values[0]
    )


def sources(session: CrmSession, request: ReportRequest) -> Section:
    """What brings customers: new ones of the period and of twelve months by source, and how alive they are."""
    period, year = request.period, Period(request.period.months(12)[0].first, request.period.last)
    new, of_year = new_customers(session, period), new_customers(session, year)
    last = last_touches(session, request, period.end)
    alive = touch_counts(session, request, period.end, period.begin)
    blocks: list[Any] = []
    sentences: list[str] = []
    for title, column in ((_("By source"), Contact.source_id), (_("By campaign"), Contact.campaign_id)):
        where = _choices(session, column)
        said = choice_names(session)
        there = customer_ids(session, request, period.end, last)
        counts = Counter(where.get(one) for one in new)
        yearly, all_ = Counter(where.get(one) for one in of_year), Counter(where.get(one) for one in there)
        active = Counter(where.get(one) for one in alive if one in there)
        names = {one: _name(said, one) for one in {*all_, *yearly}}
        order = sorted(names, key=lambda one: (-counts[one], -yearly[one], -all_[one], names[one]))
        rows = [(names[one], counts[one], yearly[one], all_[one], active[one]) for one in order]
        table = Table(
            (
                Column(title, strong=True),
                Column(_("New in the period"), "number"),
                Column(_("New in 12 months"), "number"),
                Column(_("Customers in all"), "number"),
                Column(_("Reached in the period"), "number"),
            ),
            rows,
            total=(_("All"), len(new), len(of_year), len(there), sum(active.values())),
            empty=_("There are none."),
        )
        known = [row for row, one in zip(rows, order, strict=True) if one is not None and row[2]]
        said_so = (
            _("Most new customers of twelve months: {name}, {count}.").format(name=known[0][0], count=known[0][2])
            if known
            else _("No new customer of twelve months has one noted.")
        )
        ranked = sorted(rows, key=lambda row: (-row[2], row[0]))[:12]
        chart = Chart(
            "ranked",
            tuple(row[0] for row in ranked),
            (Series(_("New in 12 months"), tuple(row[2] for row in ranked)),),
            said_so,
            title=_("New in 12 months"),
        )
        noted = any(one is not None for one in order)
        blocks += [Heading(title, 2), chart if known else Paragraph(said_so), *([table] if noted or not rows else [])]
        sentences += [said_so] if known else []
    note = _(
        "A customer counts for the source and the campaign that its card names; what an advertisement cost is not kept "
        "here, so this tells how many came, not what each of them cost."
    )
    shown = new[: request.first(40)]
    source, words = _choices(session, Contact.source_id), choice_names(session)
    new_list = [(one, _name(words, source.get(one))) for one in shown]
    return Section(
        _("Where customers come from"),
        (
            Paragraph(note, "small"),
            *blocks,
            Heading(_("New in the period"), 2),
            contact_table(session, new_list, (Column(_("Source")),), len(shown), len(new)),
        ),
        tuple(sentences[:1]),
    )


def _name(said: dict[int, tuple[str, str]], choice_id: int | None) -> str:
    return said[choice_id][0] if choice_id in said else _("Not noted")


def _choices(session: CrmSession, column: Any) -> dict[int, int]:
    query = select(Contact.id, column).where(column.is_not(None), Contact.deleted_at.is_(None))
    return {row[0]: row[1] for row in session.execute(query)}
