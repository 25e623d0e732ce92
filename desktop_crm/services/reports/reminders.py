"""Reminders kept and missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.document import Column, Figure, Figures, Heading, Link, Paragraph, Table
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model import Contact, Reminder
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.facts import compared, cut_words, operator_names
from desktop_crm.services.reports.periods import Period
from desktop_crm.services.reports.request import ReportRequest, Section

KEPT, LATE, MISSED, WAITING, CANCELLED = "kept", "late", "missed", "waiting", "cancelled"
Line = tuple[int, date, str, str, int | None, datetime | None, str]  # id due title contact assignee done state


def fate(due_on: date, status: str, done_at: datetime | None, period: Period) -> str:
    """What became of a reminder by the end of the period; of a period that goes on, by today."""
    if status == "cancelled":
        return CANCELLED
    if done_at is not None and done_at < period.end:
        return KEPT if done_at.astimezone().date() <= due_on else LATE
    return MISSED if period.end <= clock.now() or due_on < clock.today() else WAITING


def reminder_fates(session: CrmSession, period: Period, operator_id: int | None = None) -> list[Line]:
    """All reminders due in the period, with what became of them."""
    query = (
        select(
            Reminder.id,
            Reminder.due_on,
            Reminder.title,
            Contact.name,
            Reminder.assignee_id,
            Reminder.done_at,
            Reminder.status,
        )
        .outerjoin(Contact, Contact.id == Reminder.contact_id)
        .where(Reminder.due_on.between(period.first, period.last), Reminder.deleted_at.is_(None))
        .order_by(Reminder.due_on, Reminder.id)
    )
    if operator_id is not None:
        query = query.where(Reminder.assignee_id == operator_id)
    return [
        (row_id, due_on, title, name or "", assignee, done_at, fate(due_on, status, done_at, period))
        for row_id, due_on, title, name, assignee, done_at, status in session.execute(query)
        if due_on is not None
    ]


SETTLED = (KEPT, LATE, MISSED)


def _share(lines: list[Line]) -> float | None:
    settled = [line for line in lines if line[6] in SETTLED]
    return round(sum(line[6] == KEPT for line in settled) * 100 / len(settled), 1) if settled else None


def reminders(session: CrmSession, request: ReportRequest) -> Section:
    """The section."""
    period = request.period
    lines = reminder_fates(session, period, request.operator_id)
    before = reminder_fates(session, period.before, request.operator_id)
    names = operator_names(session)
    count = Counter(line[6] for line in lines)
    share, then = _share(lines), _share(before)
    basis = _("Of the reminders whose day is in the period (cancelled ones are left out):") + " "
    figures = (
        Figure(
            "reminders.kept",
            _("Kept"),
            count[KEPT],
            basis + _("done on their day or before."),
            note=compared(count[KEPT], Counter(line[6] for line in before)[KEPT], period.before.brief),
            rows=_list(lines, (KEPT,), names, request),
        ),
        Figure(
            "reminders.late",
            _("Done late"),
            count[LATE],
            basis + _("done after their day, but before the period's end."),
            rows=_list(lines, (LATE,), names, request),
        ),
        Figure(
            "reminders.missed",
            _("Missed"),
            count[MISSED],
            basis + _("not done when the period ended."),
            tone="bad" if count[MISSED] else "",
            rows=_list(lines, (MISSED,), names, request),
        ),
        Figure(
            "reminders.share",
            _("Kept in time"),
            share,
            basis + _("the share that was kept, among those kept, late and missed."),
            kind="percent",
            note=compared(share, then, period.before.brief) if share is not None and then is not None else "",
            rows=_list(lines, SETTLED, names, request),
        ),
    )
    settled = count[KEPT] + count[LATE] + count[MISSED]
    sentence = ngettext(
        "Of {count} reminder {kept} were kept in time and {missed} missed.",
        "Of {count} reminders {kept} were kept in time and {missed} missed.",
        settled,
    ).format(count=settled, kept=count[KEPT], missed=count[MISSED])
    if not settled:
        sentence = _("No reminder was due in this period.")
    by_colleague = _by_colleague(lines, names)
    missed = _list(lines, (MISSED,), names, request)
    shown = missed.rows[: request.first(40)]
    blocks = (
        Figures(figures),
        Paragraph(sentence),
        Heading(_("By colleague"), 2),
        by_colleague,
        Heading(_("Missed"), 2),
        replace(missed, rows=shown, links=missed.links[: len(shown)], title=cut_words(len(shown), count[MISSED])),
    )
    return Section(_("Reminders kept and missed"), blocks, (sentence,))


def _by_colleague(lines: list[Line], names: dict[int | None, str]) -> Table:
    found: dict[int | None, Counter[str]] = {}
    for line in lines:
        found.setdefault(line[4], Counter())[line[6]] += 1
    rows = []
    for who, count in sorted(found.items(), key=lambda item: -item[1].total()):
        settled = sum(count[state] for state in SETTLED)
        share = round(count[KEPT] * 100 / settled, 1) if settled else None
        rows.append((names.get(who, ""), *(count[state] for state in SETTLED), settled, share))
    total = tuple(sum(line[6] == state for line in lines) for state in SETTLED)
    return Table(
        (
            Column(_("Colleague"), strong=True),
            Column(_("Kept"), "number"),
            Column(_("Done late"), "number"),
            Column(_("Missed"), "number"),
            Column(_("Due"), "number"),
            Column(_("Kept in time"), "percent"),
        ),
        rows,
        total=(_("All"), *total, sum(total), _share(lines)),
        empty=_("No reminder was due in this period."),
    )


def _list(lines: list[Line], states: Sequence[str], names: dict[int | None, str], request: ReportRequest) -> Table:
    own = [line for line in lines if line[6] in states]
    shown = own[: request.list_most]
    return Table(
        (
            Column(_("Due"), "date"),
            Column(_("What to do"), strong=True),
            Column(_("Contact")),
            Column(_("Responsible")),
            Column(_("Done"), "date"),
        ),
        [
            (line[1], line[2], line[3], names.get(line[4], ""), line[5].astimezone().date() if line[5] else None)
            for line in shown
        ],
        title=cut_words(len(shown), len(own)),
        empty=_("There are none."),
        links=[Link("reminder", line[0]) for line in shown],
    )
