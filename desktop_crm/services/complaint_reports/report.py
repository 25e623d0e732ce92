"""The report about the complaints of a period."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from desktop_crm.base import clock
from desktop_crm.base.document import Block, Document, Figure, Figures, Heading
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import _, language, language_scope
from desktop_crm.base.progress import Progress
from desktop_crm.model.complaint import COMPLAINT_CHANNELS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaint_reports.facts import (
    ComplaintFact,
    facts_between,
    in_time,
    median_days,
    months_before,
    p90_days,
    percent,
    repeat_complainants,
    within,
)
from desktop_crm.services.complaint_reports.tables import (
    action_table,
    ageing_table,
    category_table,
    cause_pareto,
    cost_table,
    group_table,
    list_table,
    monthly_chart,
    remedy_table,
    satisfaction_table,
)
from desktop_crm.services.complaints.terms import calendar_of
from desktop_crm.services.reports.paper import letterhead

_RISK_DAYS = 1


def complaint_report(
    session: CrmSession,
    first: date,
    last: date,
    *,
    in_language: str = "",
    progress: Progress | None = None,
) -> Document:
    """Everything about the complaints received from *first* to *last*."""
    progress = progress or Progress()
    with language_scope(in_language or language()):
        progress.step(_("Counting complaints …"))
        return Document(
            title=_("Complaints"),
            blocks=tuple(report_blocks(session, first, last)),
            language=language(),
            period=f"{day_text(first)} – {day_text(last)}",
            firm=letterhead(session),
            made_at=clock.now(),
        )


def report_blocks(session: CrmSession, first: date, last: date) -> Iterator[Block]:
    """The parts of the report, also for the pack of a month."""
    present, calendar = clock.now(), calendar_of(session)
    months = months_before(last)
    everything = facts_between(session, min(first, months[0][0]), last)
    received = within(everything, "received_at", first, last)
    closed = within(everything, "closed_at", first, last)
    yield from _figures(received, closed, [fact for fact in everything if fact.is_open], present)
    yield monthly_chart(everything, months)
    yield Heading(_("Open complaints"), 2)
    still = [fact for fact in everything if fact.is_open]
    yield ageing_table(still, present, calendar)
    yield list_table(still, _("Nothing is open."))
    yield Heading(_("What about"), 2)
    yield category_table(received)
    channels = {code: _(name) for code, name in COMPLAINT_CHANNELS.items()}
    yield group_table(received, "channel", _("By channel"), channels)
    yield group_table(received, "product", _("By product"))
    yield group_table(received, "who", _("By customer"))
    yield Heading(_("Causes"), 2)
    yield from cause_pareto(received)
    yield Heading(_("Remedies and cost of poor quality"), 2)
    yield remedy_table(received)
    yield cost_table(received)
    yield Heading(_("Satisfaction"), 2)
    yield satisfaction_table(received)
    yield Heading(_("Actions and their effect"), 2)
    yield action_table(session, first, last)
    yield Heading(_("Register of the period"), 2)
    yield list_table(received, _("No complaints in this period."))


def complaint_figures(session: CrmSession, first: date, last: date) -> tuple[Figure, ...]:
    """The figures alone."""
    everything = facts_between(session, first, last)
    blocks = _figures(
        within(everything, "received_at", first, last),
        within(everything, "closed_at", first, last),
        [fact for fact in everything if fact.is_open],
        clock.now(),
    )
    return tuple(figure for block in blocks for figure in block.items)


def _figures(
    received: Sequence[ComplaintFact],
    closed: Sequence[ComplaintFact],
    still: Sequence[ComplaintFact],
    present: datetime,
) -> Iterator[Figures]:
    overdue = [fact for fact in still if fact.due_at is not None and fact.due_at < present]
    risk = [
        fact
        for fact in still
        if fact.due_at is not None and 0 <= (fact.due_at - present).total_seconds() < _RISK_DAYS * 86_400
    ]
    yield Figures(
        (
            _count(
                "complaints.received",
                _("Complaints received"),
                received,
                _("Received in the period, none of them voided."),
            ),
            _count("complaints.closed", _("Complaints closed"), closed, _("Complaints closed in the period.")),
            _count(
                "complaints.open", _("Complaints open now"), still, _("Complaints that are not closed at this moment.")
            ),
            _count(
                "complaints.overdue",
                _("Overdue complaints"),
                overdue,
                _("Open complaints whose next deadline is past."),
            ),
        )
    )
    acknowledged = in_time(received, "acknowledged_at", "acknowledge_by", present)
    answered = in_time(received, "answered_at", "resolve_by", present)
    yield Figures(
        (
            _count(
                "complaints.risk", _("Complaints at risk"), risk,
                _("Open complaints whose next deadline is within a day."),
            ),
            _share(
                "complaints.acknowledged_in_time", _("Acknowledged in time"), *acknowledged,
                _("Of the complaints received whose receipt had to be confirmed: confirmed before the term ended."),
            ),
            _share(
                "complaints.answered_in_time", _("Answered in time"), *answered,
                _("Of the complaints received that were answered or whose term is past: answered before it ended."),
            ),
            _number(
                "complaints.median_days", _("Median days to the answer"), median_days(received), received,
                _("Half of the answered complaints took no longer, in working days without pauses."),
            ),
        )
    )  # fmt: skip
    decided = [fact for fact in received if fact.justified in ("justified", "partly", "unjustified")]
    justified = [fact for fact in decided if fact.justified != "unjustified"]
    repeats = [fact for _who, of in repeat_complainants(received) for fact in of]
    yield Figures(
        (
            _number(
                "complaints.p90_days", _("Nine of ten answered within, days"), p90_days(received), received,
                _("The 90th percentile of the working days to the answer, without pauses."),
            ),
            _share(
                "complaints.justified", _("Justified complaints"), justified,
                [fact for fact in decided if fact.justified == "unjustified"],
                _("Justified or partly justified, of those that were decided."),
            ),
            Figure(
                "complaints.repeat", _("Repeat complainants"), len(repeat_complainants(received)),
                _("Customers with more than one complaint in the period."), rows=list_table(repeats),
            ),
        )
    )  # fmt: skip


def _count(key: str, title: str, facts: Sequence[ComplaintFact], definition: str) -> Figure:
    return Figure(key, title, len(facts), definition, rows=list_table(facts))


def _share(
    key: str, title: str, kept: Sequence[ComplaintFact], missed: Sequence[ComplaintFact], definition: str
) -> Figure:
    """A share; behind it the list of those that it is a share of."""
    share = percent(len(kept), len(kept) + len(missed))
    note = _("{count} of {total}").format(count=len(kept), total=len(kept) + len(missed))
    return Figure(key, title, share, definition, "percent", note=note, rows=list_table([*kept, *missed]))


def _number(key: str, title: str, value: float | None, facts: Sequence[ComplaintFact], definition: str) -> Figure:
    return Figure(key, title, value, definition, rows=list_table([fact for fact in facts if fact.days is not None]))
