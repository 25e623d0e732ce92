"""How good the data is: what is missing, what does not work, what looks double."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select, true
from sqlalchemy.orm import aliased

from desktop_crm.base.document import Chart, Column, Figure, Figures, Link, Paragraph, Series, Table
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model import Contact, DuplicateCandidate, Email, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.facts import contact_table, cut_words
from desktop_crm.services.reports.request import ReportRequest, Section

_THERE = and_(Contact.deleted_at.is_(None), Contact.archived_at.is_(None))


def _has(table: Any, *more: Any) -> ColumnElement[bool]:
    return exists().where(table.contact_id == Contact.id, table.deleted_at.is_(None), *more)


def quality(session: CrmSession, request: ReportRequest) -> Section:
    """The section; it tells of now, whatever the period."""
    total = session.scalar(select(func.count()).select_from(Contact).where(_THERE)) or 0
    mean = float(session.scalar(select(func.avg(Contact.completeness)).where(_THERE)) or 0)
    phones = _has(Phone)
    checks: tuple[tuple[str, str, str, ColumnElement[bool]], ...] = (
        ("phone", _("Without a phone"), _("Contacts without any phone number."), ~phones),
        (
            "bad_phone",
            _("Only phones that do not work"),
            _("Contacts all of whose numbers are marked as bad."),
            and_(phones, ~_has(Phone, Phone.status != "bad")),
        ),
        (
            "check_phone",
            _("Phones to look at"),
            _("Contacts with a number whose repair is a guess that nobody has accepted."),
            _has(Phone, Phone.status == "check"),
        ),
        ("email", _("Without an e-mail"), _("Contacts without any e-mail address."), ~_has(Email)),
        (
            "responsible",
            _("Without a responsible"),
            _("Contacts that no colleague is responsible for."),
            Contact.responsible_id.is_(None),
        ),
        (
            "untouched",
            _("Never in touch"),
            _("Contacts without any real contact so far."),
            Contact.last_touch_at.is_(None),
        ),
        (
            "poor",
            _("Less than half complete"),
            _("Contacts whose completeness is below 50 %."),
            Contact.completeness < 50,
        ),
    )
    found = [(key, title, words, _count(session, condition), condition) for key, title, words, condition in checks]
    figures = [
        Figure(
            "quality.complete",
            _("Complete on average"),
            round(mean, 1) if total else None,
            _("The mean completeness of all contacts outside the trash and the archive; each card says what it lacks."),
            kind="percent",
            rows=_list(session, true(), total, request, Contact.completeness),
        ),
        *(
            Figure(f"quality.{key}", title, count, words, rows=_list(session, condition, count, request))
            for key, title, words, count, condition in found
        ),
    ]
    pairs = session.scalar(select(func.count()).select_from(DuplicateCandidate)) or 0
    figures.append(
        Figure(
            "quality.duplicates",
            _("Pairs that look double"),
            pairs,
            _("Pairs of contacts that the search for duplicates proposes and nobody has decided on."),
            rows=_pairs(session, pairs, request),
        )
    )
    said = (
        ngettext(
            "{count} contact is {mean} % complete.", "{count} contacts are {mean} % complete on average.", total
        ).format(count=total, mean=round(mean)),
        ngettext("{count} has no phone.", "{count} have no phone.", found[0][3]).format(count=found[0][3]),
        ngettext("{count} pair looks double.", "{count} pairs look double.", pairs).format(count=pairs),
    )
    sentence = " ".join(said) if total else _("There is no contact yet.")
    chart = Chart(
        "ranked",
        tuple(row[1] for row in found),
        (Series(_("Contacts"), tuple(row[3] for row in found)),),
        sentence,
        title=_("What is missing"),
    )
    note = _("The quality of the data is that of the moment at which the report was made, not of its period.")
    return Section(_("Quality of the data"), (Paragraph(note, "small"), Figures(tuple(figures)), chart), (sentence,))


def _count(session: CrmSession, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Contact).where(_THERE, condition)) or 0


def _list(
    session: CrmSession, condition: ColumnElement[bool], count: int, request: ReportRequest, *order: Any
) -> Table:
    """The first of those that *condition* holds for, by name."""
    query = select(Contact.id, Contact.completeness).where(_THERE, condition)
    first = query.order_by(*order, Contact.sort_name, Contact.id).limit(request.list_most)
    rows = [(row[0], row[1]) for row in session.execute(first)] if count else []
    return contact_table(session, rows, (Column(_("Complete"), "percent"),), request.list_most, count)


def _pairs(session: CrmSession, count: int, request: ReportRequest) -> Table:
    """The pairs that look double, the surest first."""
    one, other = aliased(Contact), aliased(Contact)
    query = (
        select(one.id, one.name, other.name)
        .select_from(DuplicateCandidate)
        .join(one, one.id == DuplicateCandidate.first_id)
        .join(other, other.id == DuplicateCandidate.second_id)
        .order_by(DuplicateCandidate.score.desc(), DuplicateCandidate.first_id, DuplicateCandidate.second_id)
        .limit(request.list_most)
    )
    found = session.execute(query).all()
    return Table(
        (Column(_("Contact"), strong=True), Column(_("Looks like"))),
        [(row[1], row[2]) for row in found],
        title=cut_words(len(found), count),
        empty=_("There are none."),
        links=[Link("contact", row[0]) for row in found],
    )
