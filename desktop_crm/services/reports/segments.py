"""ABC classes and RFM segments of customers, and who moved between them.

The database holds no amounts of money, so both count contacts: how lately and how often a customer was in touch. The
text of the reports says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from desktop_crm.base.document import Cell, Chart, Column, Figure, Figures, Heading, Paragraph, Series, Table
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.facts import contact_table, customer_ids, last_touches, touch_counts
from desktop_crm.services.reports.periods import moment_of
from desktop_crm.services.reports.request import ReportRequest, Section, Thresholds

YEAR = timedelta(days=365)
RECENCY = (30, 90, 180, 365)  # days; the score falls by one with each
FREQUENCY = (2, 3, 6, 12)  # real contacts of a year; the score rises by one with each
SEGMENTS = {
    "champion": N_("Champions"),
    "loyal": N_("Loyal"),
    "fresh": N_("Fresh"),
    "at_risk": N_("At risk"),
    "sleeping": N_("Sleeping"),
    "silent": N_("Silent for a year"),
}


def abc_classes(counts: dict[int, int], lines: Thresholds) -> dict[int, str]:
    """Customer -> A, B or C, by its share of all real contacts; the busiest first."""
    order = sorted(counts, key=lambda one: (-counts[one], one))
    total = sum(counts.values())
    found: dict[int, str] = {}
    before = 0
    for one in order:
        share = before * 100 / total
        found[one] = "A" if share < lines.a_percent else "B" if share < lines.b_percent else "C"
        before += counts[one]
    return found


def scores(days: int, count: int) -> tuple[int, int]:
    """Recency and frequency, 1 to 5."""
    return 5 - sum(days > limit for limit in RECENCY), 1 + sum(count >= limit for limit in FREQUENCY)


def segment(days: int | None, count: int) -> str:
    """The segment of a customer whose last real contact is *days* old and who had *count* in a year."""
    return "silent" if days is None or count == 0 else _SEGMENT[scores(days, count)]


def _segment(recency: int, frequency: int) -> str:
    if recency >= 4:
        return "champion" if frequency >= 4 else "loyal" if frequency >= 3 else "fresh"
    if recency == 3 and frequency >= 3:
        return "loyal"
    return "at_risk" if frequency >= 3 else "sleeping"


_SEGMENT = {(recency, frequency): _segment(recency, frequency) for recency in range(1, 6) for frequency in range(1, 6)}


def _there(
    session: CrmSession, request: ReportRequest, day: date
) -> tuple[dict[int, datetime], set[int], dict[int, int]]:
    """At the end of *day*: last real contact by contact, the customers, and their real contacts of a year."""
    end = moment_of(day + timedelta(days=1))
    last = last_touches(session, request, end)
    customers = customer_ids(session, request, end, last)
    counts = touch_counts(session, request, end, moment_of(day + timedelta(days=1) - YEAR))
    return last, customers, {one: count for one, count in counts.items() if one in customers}


def _segments(session: CrmSession, request: ReportRequest, day: date) -> tuple[dict[int, datetime], dict[int, str]]:
    """The segment of each customer at the end of *day*: :func:`segment`, with moments compared instead of days."""
    last, customers, counts = _there(session, request, day)
    lines = [moment_of(day - timedelta(days=limit)) for limit in reversed(RECENCY)]  # older ones are over the limit
    found: dict[int, str] = {}
    for one in customers:
        count = counts.get(one, 0)
        if count and one in last:
            found[one] = _SEGMENT[1 + bisect_right(lines, last[one]), 1 + bisect_right(FREQUENCY, count)]
        else:
            found[one] = "silent"
    return last, found


def abc(session: CrmSession, request: ReportRequest) -> Section:
    """ABC by real contacts of a year."""
    period, lines = request.period, request.thresholds
    counts = _there(session, request, period.last)[2]
    now, then = abc_classes(counts, lines), abc_classes(_there(session, request, period.before.last)[2], lines)
    total = sum(counts.values())
    definition = _(
        "Customers in the order of their real contacts of the 365 days up to the end of the period: class A until "
        "{a} % of all contacts are reached, B until {b} %, C the rest. No amounts of money are kept here, so none "
        "count."
    ).format(a=lines.a_percent, b=lines.b_percent)
    figures = []
    for name in "ABC":
        own = sorted((one for one in now if now[one] == name), key=lambda one: (-counts[one], one))
        rows: list[tuple[int, *tuple[Cell, ...]]] = [
            (one, counts[one], round(counts[one] * 100 / total, 1), then.get(one, "–"))
            for one in own[: request.list_most]
        ]
        columns = (Column(_("Real contacts"), "number"), Column(_("Share"), "percent"), Column(_("Before")))
        title = _("Class {name}").format(name=name)
        figures.append(
            Figure(
                f"abc.{name}",
                title,
                len(own),
                definition,
                rows=contact_table(session, rows, columns, request.list_most, len(own)),
            )
        )
    best = sorted(now, key=lambda one: (-counts[one], one))[:25]
    top: list[tuple[int, *tuple[Cell, ...]]] = [
        (one, now[one], counts[one], round(counts[one] * 100 / total, 1)) for one in best
    ]
    share = round(sum(counts[one] for one in now if now[one] == "A") * 100 / total) if total else 0
    count = sum(value == "A" for value in now.values())
    sentence = ngettext(
        "{count} customer of class A accounts for {share} % of all real contacts of a year.",
        "{count} customers of class A account for {share} % of all real contacts of a year.",
        count,
    ).format(count=count, share=share)
    if not total:
        sentence = _("No customer had a real contact in these 365 days.")
    columns = (Column(_("Class")), Column(_("Real contacts"), "number"), Column(_("Share"), "percent"))
    blocks = (
        Paragraph(definition, "small"),
        Figures(tuple(figures)),
        Paragraph(sentence),
        Heading(_("The busiest customers"), 2),
        contact_table(session, top, columns, 25),
        *_migration(session, now, then, {name: name for name in "ABC"}, request),
    )
    return Section(_("ABC of customers"), blocks, (sentence,) if total else ())


def rfm(session: CrmSession, request: ReportRequest) -> Section:
    """Segments by recency and frequency, with the moves since the period before."""
    period = request.period
    last, now = _segments(session, request, period.last)
    _before, then = _segments(session, request, period.before.last)
    names = {code: _(text) for code, text in SEGMENTS.items()}
    definition = _(
        "R is how many days ago the last real contact was (up to 30, 90, 180, 365: 5 to 2 points), F how many there "
        "were in 365 days (12, 6, 3, 2 or more: 5 to 2 points). M is left out: no amounts of money are kept "
        "here. Champions: R and F at least 4; loyal: R and F at least 3; fresh: R at least 4, F below 3; at risk: "
        "R below 3, F at least 3; "
        "sleeping: the others; silent: none in 365 days."
    )
    figures = []
    for code, name in names.items():
        own = sorted((one for one in now if now[one] == code), key=lambda one: (last.get(one, period.end), one))
        rows: list[tuple[int, *tuple[Cell, ...]]] = [
            (one, last[one].astimezone().date() if one in last else None, names.get(then.get(one, ""), "–"))
            for one in own[: request.list_most]
        ]
        columns = (Column(_("Last contact"), "date"), Column(_("Before")))
        figures.append(
            Figure(
                f"rfm.{code}",
                name,
                len(own),
                definition,
                rows=contact_table(session, rows, columns, request.list_most, len(own)),
            )
        )
    count = Counter(now.values())
    sentence = ", ".join(f"{name}: {count[code]}" for code, name in names.items()) + "."
    chart = Chart(
        "ranked", tuple(names.values()), (Series(_("Customers"), tuple(count[code] for code in names)),), sentence
    )
    blocks = (
        Paragraph(definition, "small"),
        Figures(tuple(figures)),
        chart,
        *_migration(session, now, then, names, request),
    )
    return Section(_("RFM of customers"), blocks, (sentence,))


def _migration(
    session: CrmSession, now: dict[int, str], then: dict[int, str], names: dict[str, str], request: ReportRequest
) -> Sequence[Heading | Table | Paragraph]:
    """From where to where: a square of counts, and the list of those who moved."""
    moved = sorted(
        (one for one in now if one in then and now[one] != then[one]), key=lambda one: (then[one], now[one], one)
    )
    pairs = Counter((then.get(one, ""), now[one]) for one in now)
    rows: list[tuple[Cell, ...]] = [
        (name, *(pairs[code, other] or None for other in names), sum(pairs[code, other] for other in names))
        for code, name in names.items()
    ]
    fresh: tuple[Cell, ...] = (
        _("not there before"),
        *(pairs["", other] or None for other in names),
        sum(pairs["", other] for other in names),
    )
    total: tuple[Cell, ...] = (_("All"), *(sum(value == other for value in now.values()) for other in names), len(now))
    square = Table(
        (
            Column(_("From, to"), strong=True),
            *(Column(name, "number") for name in names.values()),
            Column(_("All"), "number"),
        ),
        [*rows, fresh],
        total=total,
    )
    lines: list[tuple[int, *tuple[Cell, ...]]] = [(one, names[then[one]], names[now[one]]) for one in moved]
    return (
        Heading(_("Who moved since {period}").format(period=request.period.before.words), 2),
        square,
        contact_table(session, lines, (Column(_("From")), Column(_("To"))), request.first(24)),
    )
