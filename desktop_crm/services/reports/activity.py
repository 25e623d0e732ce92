"""Who did what: entries of the history by colleague, summed by the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, select

from desktop_crm.base.document import Chart, Column, Figure, Figures, Link, Paragraph, Series, Table
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model import Contact, Interaction
from desktop_crm.model.interaction import INTERACTION_KINDS, NO_TOUCH
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.facts import (
    compared,
    cut_words,
    is_touch,
    open_to_all,
    operator_names,
    touch_words,
    within,
)
from desktop_crm.services.reports.periods import Period
from desktop_crm.services.reports.request import ReportRequest, Section

_WHO: Any = func.coalesce(Interaction.responsible_id, Interaction.author_id)
_WRITTEN = ("email", "letter", "sms", "messenger", "web_form")


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def month_figures(session: CrmSession, period: Period, operator_id: int | None = None) -> Sequence[Any]:
    """One row for each colleague: who, calls, meetings, written, others, touches, customers, not reached, minutes."""
    done = (Interaction.state == "done") & Interaction.kind.not_in(NO_TOUCH)
    query = (
        select(
            _WHO,
            _sum(done & (Interaction.kind == "call")),
            _sum(done & Interaction.kind.in_(("meeting", "visit"))),
            _sum(done & Interaction.kind.in_(_WRITTEN)),
            _sum(done),
            func.count(func.distinct(case((done, Interaction.contact_id)))),
            _sum(Interaction.state == "not_reached"),
            func.sum(case((done, Interaction.duration_minutes), else_=0)),
        )
        .where(within(period), open_to_all())
        .group_by(_WHO)
    )
    if operator_id is not None:
        query = query.where(operator_id == _WHO)
    return session.execute(query).all()


def activity(session: CrmSession, request: ReportRequest) -> Section:
    """The section."""
    period = request.period
    names = operator_names(session)
    found = sorted(month_figures(session, period, request.operator_id), key=lambda row: -(row[4] or 0))
    rows: list[tuple[Any, ...]] = [
        (
            names.get(row[0], ""),
            *(int(value or 0) for value in (*row[1:4], row[4] - row[1] - row[2] - row[3])),
            *(int(value or 0) for value in (row[4], row[5], row[6], row[7])),
        )
        for row in found
    ]
    total = sum(row[5] for row in rows)
    before = sum(int(row[4] or 0) for row in month_figures(session, period.before, request.operator_id))
    reached = session.scalar(
        select(func.count(func.distinct(Interaction.contact_id))).where(within(period), is_touch(), *_of(request))
    )
    missed = sum(row[7] for row in rows)
    when = period.before.brief
    table = Table(
        (
            Column(_("Colleague"), strong=True),
            Column(_("Calls"), "number"),
            Column(_("Meetings"), "number"),
            Column(_("Letters and messages"), "number"),
            Column(_("Others"), "number"),
            Column(_("Real contacts"), "number"),
            Column(_("Customers reached"), "number"),
            Column(_("Not reached"), "number"),
            Column(_("Minutes"), "number"),
        ),
        rows,
        total=(
            _("All"),
            *(sum(row[place] for row in rows) for place in range(1, 6)),
            int(reached or 0),
            missed,
            sum(row[8] for row in rows),
        ),
        empty=_("Nothing was written down in this period."),
    )
    contacts = Figure(
        "activity.touches",
        _("Real contacts"),
        total,
        touch_words(),
        note=compared(total, before, when),
        rows=_entries(session, request, is_touch()),
    )
    people = Figure(
        "activity.reached",
        _("Customers reached"),
        int(reached or 0),
        _("Different contacts with at least one real contact in the period."),
        rows=_reached(session, request),
    )
    silent = Figure(
        "activity.not_reached",
        _("Calls that reached nobody"),
        missed,
        _("Entries of the history with the state “not reached”."),
        rows=_entries(session, request, open_to_all() & (Interaction.state == "not_reached")),
    )
    sentence = _sentence(rows, total)
    chart = Chart(
        "ranked",
        tuple(row[0] for row in rows),
        (Series(_("Real contacts"), tuple(row[5] for row in rows)),),
        sentence,
        title=_("Real contacts by colleague"),
        highlight=0 if rows else None,
    )
    note = _(
        "An entry counts for its responsible, or else for who wrote it. Calls, meetings, letters and others are real "
        "contacts of that kind; minutes are the durations that were written down."
    )
    blocks = (Figures((contacts, people, silent)), chart, table, Paragraph(note, "small"))
    return Section(_("Activity by colleague"), blocks, (sentence,), True)


def _of(request: ReportRequest) -> tuple[Any, ...]:
    return () if request.operator_id is None else (request.operator_id == _WHO,)


def _sentence(rows: Sequence[Any], total: int) -> str:
    if not total:
        return _("Nobody wrote down a real contact in this period.")
    said = ngettext("{count} real contact was written down", "{count} real contacts were written down", total)
    most = _("most by {name}: {count}").format(name=rows[0][0], count=rows[0][5])
    return f"{said.format(count=total)}; {most}."


def _entries(session: CrmSession, request: ReportRequest, condition: Any) -> Table:
    conditions = (within(request.period), condition, *_of(request))
    count = session.scalar(select(func.count()).select_from(Interaction).where(*conditions)) or 0
    query = (
        select(
            Interaction.id,
            Interaction.started_at,
            Interaction.all_day,
            Interaction.kind,
            Contact.name,
            Interaction.subject,
            _WHO,
        )
        .join(Contact, Contact.id == Interaction.contact_id)
        .where(*conditions)
        .order_by(Interaction.started_at, Interaction.id)
        .limit(request.list_most)
    )
    names = operator_names(session)
    found = session.execute(query).all()
    return Table(
        (
            Column(_("Day"), "date"),
            Column(_("Contact"), strong=True),
            Column(_("Kind")),
            Column(_("Subject")),
            Column(_("Colleague")),
        ),
        [
            (
                row[1].date() if row[2] else row[1].astimezone().date(),
                row[4],
                _(INTERACTION_KINDS[row[3]]) if row[3] in INTERACTION_KINDS else row[3],
                row[5],
                names.get(row[6], ""),
            )
            for row in found
        ],
        title=cut_words(len(found), count),
        empty=_("There are none."),
        links=[Link("interaction", row[0]) for row in found],
    )


def _reached(session: CrmSession, request: ReportRequest) -> Table:
    many = func.count()
    query = (
        select(Contact.id, Contact.name, many, func.max(Interaction.started_at))
        .join(Interaction, Interaction.contact_id == Contact.id)
        .where(within(request.period), is_touch(), *_of(request))
        .group_by(Contact.id, Contact.name)
        .order_by(many.desc(), Contact.id)
    )
    found = session.execute(query.limit(request.list_most + 1)).all()
    count = len(found)
    if count > request.list_most:
        count = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or count
        found = found[: request.list_most]
    return Table(
        (Column(_("Contact"), strong=True), Column(_("Real contacts"), "number"), Column(_("Last"), "date")),
        [(row[1], row[2], row[3].astimezone().date()) for row in found],
        title=cut_words(len(found), count),
        empty=_("There are none."),
        links=[Link("contact", row[0]) for row in found],
    )
