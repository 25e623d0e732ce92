"""New, dormant, woken and lost customers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, case, func, select

from desktop_crm.base.document import Column, Figure, Figures, Heading, Paragraph
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model import Contact
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.facts import (
    compared,
    contact_table,
    customer_ids,
    customer_words,
    first_touches,
    is_customer,
    last_touches,
    touch_words,
)
from desktop_crm.services.reports.periods import Period, moment_of
from desktop_crm.services.reports.request import ReportRequest, Section, Thresholds


def new_customers(session: CrmSession, period: Period) -> list[int]:
    """Customers whose first contact, or else their card, is of the period; in that order."""
    first = func.coalesce(Contact.first_contact_on, func.date(Contact.created_at))
    return list(session.scalars(_new(period).order_by(first, Contact.id)))


def _new(period: Period) -> Select[int]:
    by_card = (Contact.created_at >= period.begin) & (Contact.created_at < period.end)
    return select(Contact.id).where(
        is_customer(),
        case(
            (Contact.first_contact_on.is_not(None), Contact.first_contact_on.between(period.first, period.last)),
            else_=by_card,
        ),
    )


def new_by_month(session: CrmSession, months: Sequence[Period]) -> list[list[int]]:
    """The same of each of *months* (without gaps, the earliest first), in one pass."""
    query = select(Contact.id, Contact.first_contact_on, Contact.created_at).where(
        Contact.id.in_(_new(Period(months[0].first, months[-1].last)))
    )
    found: list[list[int]] = [[] for _one in months]
    days, moments = [one.first for one in months], [one.begin for one in months]
    for contact_id, first_on, created_at in session.execute(query):
        place = bisect_right(moments, created_at) if first_on is None else bisect_right(days, first_on)
        found[place - 1].append(contact_id)
    return found


def dormant(last: dict[int, datetime], customers: set[int], period: Period, lines: Thresholds) -> list[int]:
    """Customers without a real contact for so many days at the end of the period, but not yet lost; longest first."""
    quiet_since = moment_of(period.last - timedelta(days=lines.dormant_days - 1))
    lost_since = moment_of(period.last - timedelta(days=lines.lost_days - 1))
    found = [one for one in customers if one in last and lost_since <= last[one] < quiet_since]
    return sorted(found, key=lambda one: (last[one], one))


def lost(last: dict[int, datetime], customers: set[int], period: Period, lines: Thresholds) -> list[int]:
    """Customers who became lost in the period: their last real contact came to be so many days old in it."""
    begin = moment_of(period.first - timedelta(days=lines.lost_days))
    end = moment_of(period.last + timedelta(days=1) - timedelta(days=lines.lost_days))
    found = [one for one in customers if one in last and begin <= last[one] < end]
    return sorted(found, key=lambda one: (last[one], one))


def woken(session: CrmSession, request: ReportRequest, customers: set[int]) -> list[tuple[int, int]]:
    """(customer, days of silence) of those reached in the period after at least so many days."""
    period, lines = request.period, request.thresholds
    first = first_touches(session, period.end, period.begin)
    before = last_touches(session, request, period.begin)
    found = [
        (one, (moment.astimezone().date() - before[one].astimezone().date()).days)
        for one, moment in first.items()
        if one in before and one in customers
    ]
    return sorted((row for row in found if row[1] >= lines.dormant_days), key=lambda row: (-row[1], row[0]))


def customers(session: CrmSession, request: ReportRequest) -> Section:
    """The section."""
    period, lines, most = request.period, request.thresholds, request.list_most
    last = last_touches(session, request, period.end)
    there = customer_ids(session, request, period.end, last)
    new, new_before = new_customers(session, period), len(new_customers(session, period.before))
    gone, quiet = lost(last, there, period, lines), dormant(last, there, period, lines)
    awake = woken(session, request, there)
    day = (Column(_("Last contact"), "date"),)
    since = {one: last[one].astimezone().date() for one in (*gone[:most], *quiet[:most])}
    added = {
        row[0]: row[1] or row[2].astimezone().date()
        for row in session.execute(
            select(Contact.id, Contact.first_contact_on, Contact.created_at).where(Contact.id.in_(new[:most]))
        )
    }
    when = period.before.brief
    figures = (
        Figure(
            "customers.new",
            _("New customers"),
            len(new),
            _("Customers whose first contact, or else the day their card was made, is in the period.")
            + " "
            + customer_words(),
            note=compared(len(new), new_before, when),
            tone="ok" if len(new) > new_before else "",
            rows=contact_table(
                session,
                [(one, added[one]) for one in new[:most]],
                (Column(_("Since"), "date"),),
                most,
                len(new),
            ),
        ),
        Figure(
            "customers.woken",
            _("Woken up"),
            len(awake),
            _("Customers reached in the period after {days} days or more without a real contact.").format(
                days=lines.dormant_days
            )
            + " "
            + touch_words(),
            rows=contact_table(session, awake, (Column(_("Days of silence"), "number"),), most),
        ),
        Figure(
            "customers.dormant",
            _("Dormant customers"),
            len(quiet),
            _("Customers whose last real contact was {days} to {lost} days before the end of the period.").format(
                days=lines.dormant_days, lost=lines.lost_days - 1
            ),
            rows=contact_table(session, [(one, since[one]) for one in quiet[:most]], day, most, len(quiet)),
        ),
        Figure(
            "customers.lost",
            _("Lost customers"),
            len(gone),
            _("Customers whose last real contact came to be {days} days old in the period.").format(
                days=lines.lost_days
            ),
            tone="bad" if gone else "",
            rows=contact_table(session, [(one, since[one]) for one in gone[:most]], day, most, len(gone)),
        ),
    )
    sentence = " ".join(
        (
            ngettext("{count} customer was new.", "{count} customers were new.", len(new)).format(count=len(new)),
            ngettext(
                "{count} woke up after a long silence.", "{count} woke up after a long silence.", len(awake)
            ).format(count=len(awake)),
            ngettext("{count} is dormant.", "{count} are dormant.", len(quiet)).format(count=len(quiet)),
            ngettext("{count} was lost.", "{count} were lost.", len(gone)).format(count=len(gone)),
        )
    )
    shown = [(one, since[one], (period.last - since[one]).days) for one in quiet[: request.first(24)]]
    columns = (Column(_("Last contact"), "date"), Column(_("Days of silence"), "number"))
    blocks = (
        Figures(figures),
        Paragraph(sentence),
        Heading(_("Dormant customers"), 2),
        contact_table(session, shown, columns, len(shown), len(quiet)),
    )
    return Section(_("New, woken, dormant and lost customers"), blocks, (sentence,))
