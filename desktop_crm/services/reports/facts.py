"""What several reports count by: real contacts, customers, names."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from desktop_crm.base.document import Cell, Column, Link, Table
from desktop_crm.base.i18n import _
from desktop_crm.model import Contact, Interaction, Operator, Participant
from desktop_crm.model.interaction import NO_TOUCH
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.periods import Period, moment_of
from desktop_crm.services.reports.request import ReportRequest

NO_CUSTOMERS = ("supplier", "partner", "competitor", "press", "other")  # codes of model.contact.RELATIONS_TO_US
_CHUNK = 500


def within(period: Period) -> ColumnElement[bool]:
    """Entries of the history in *period*; of whole-day entries the date counts, whatever the zone."""
    day_begin = datetime.combine(period.first, time.min, UTC)
    day_end = datetime.combine(period.last, time.max, UTC)
    begin, end = min(period.begin, day_begin), max(period.end, day_end)
    return and_(
        Interaction.started_at >= begin,
        Interaction.started_at <= end,
        or_(
            and_(
                Interaction.all_day.is_(False),
                Interaction.started_at >= period.begin,
                Interaction.started_at < period.end,
            ),
            and_(Interaction.all_day.is_(True), Interaction.started_at >= day_begin, Interaction.started_at <= day_end),
        ),
    )


def begun_by(day: date) -> ColumnElement[bool]:
    """Entries of the history on or after *day*."""
    return or_(
        and_(Interaction.all_day.is_(False), Interaction.started_at >= moment_of(day)),
        and_(Interaction.all_day.is_(True), Interaction.started_at >= datetime.combine(day, time.min, UTC)),
    )


def open_to_all() -> ColumnElement[bool]:
    """Entries that count: not deleted, and not private to their author."""
    return and_(Interaction.deleted_at.is_(None), Interaction.private.is_(False))


def is_touch() -> ColumnElement[bool]:
    """Entries in which the customer was really reached."""
    return and_(open_to_all(), Interaction.state == "done", Interaction.kind.not_in(NO_TOUCH))


def is_customer() -> ColumnElement[bool]:
    """Contacts that count as customers."""
    return and_(
        Contact.deleted_at.is_(None), Contact.archived_at.is_(None), Contact.relation_to_us.not_in(NO_CUSTOMERS)
    )


def customer_words() -> str:
    """The definition of a customer, for the appendix."""
    return _(
        "Customers are all contacts that are not in the trash, not archived and not marked as supplier, partner, "
        "competitor, press or other; people and organisations count each for themselves."
    )


def touch_words() -> str:
    """The definition of a real contact, for the appendix."""
    return _(
        "A real contact is an entry of the history that is done and no note: a call that reached nobody, a plan and a "
        "private entry do not count."
    )


def touches(until: datetime, since: datetime | None = None) -> tuple[Any, Any]:
    """(contact_id, at) of all real contacts before *until*: its own ones, and those in which it only took part.

    Two questions: the first is answered by an index alone, and few entries have others who took part.
    """
    bounds = [is_touch(), Interaction.started_at < until]
    if since is not None:
        bounds.append(Interaction.started_at >= since)
    own = select(Interaction.contact_id.label("contact_id"), Interaction.started_at.label("at")).where(*bounds)
    moment = func.coalesce(Interaction.started_at, Interaction.created_at)  # no index of moments: by the participants
    part = [is_touch(), moment < until, *((moment >= since,) if since is not None else ())]
    others = (
        select(Participant.contact_id.label("contact_id"), Interaction.started_at.label("at"))
        .join(Interaction, Interaction.id == Participant.interaction_id)
        .where(*part, Participant.contact_id.is_not(None), Participant.deleted_at.is_(None))
    )
    return own, others


def _by_contact(
    session: CrmSession, queries: Sequence[Any], sum_up: Callable[[Any], Any], better: Callable[[Any, Any], Any]
) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for query in queries:
        columns = query.selected_columns
        asked = query.with_only_columns(columns.contact_id, sum_up(columns.at)).group_by(columns.contact_id)
        for contact_id, value in session.execute(asked):
            found[contact_id] = better(found[contact_id], value) if contact_id in found else value
    return found


def last_touches(session: CrmSession, request: ReportRequest, until: datetime) -> dict[int, datetime]:
    """Contact -> its last real contact before *until*; read once for a request."""
    return request.once(("last", until), lambda: _by_contact(session, touches(until), func.max, max))


def first_touches(session: CrmSession, until: datetime, since: datetime) -> dict[int, datetime]:
    """Contact -> its first real contact from *since* to *until*."""
    return _by_contact(session, touches(until, since), func.min, min)


def touch_counts(session: CrmSession, request: ReportRequest, until: datetime, since: datetime) -> dict[int, int]:
    """Contact -> how many real contacts from *since* to *until*; read once for a request."""

    def count() -> dict[int, int]:
        return _by_contact(session, touches(until, since), func.count, operator.add)

    return request.once(("counts", until, since), count)


def customer_ids(
    session: CrmSession, request: ReportRequest, until: datetime, last: Mapping[int, datetime]
) -> set[int]:
    """Customers that were there before *until*: by their card, their first contact or a real contact (*last*)."""
    known = or_(Contact.created_at < until, Contact.first_contact_on < until.astimezone().date())
    query = select(Contact.id, case((known, 1), else_=0)).where(is_customer())

    def there() -> set[int]:
        return {contact_id for contact_id, is_known in session.execute(query) if is_known or contact_id in last}

    return request.once(("customers", until), there)


def names_of(session: CrmSession, ids: Iterable[int]) -> dict[int, str]:
    """Names of contacts."""
    wanted = list(ids)
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found.update(
            (row[0], row[1]) for row in session.execute(select(Contact.id, Contact.name).where(Contact.id.in_(chunk)))
        )
    return found


def operator_names(session: CrmSession) -> dict[int | None, str]:
    """Names of colleagues; nobody has one too."""
    found: dict[int | None, str] = {None: _("Nobody named")}
    found.update((row[0], row[1]) for row in session.execute(select(Operator.id, Operator.name)))
    return found


def contact_table(
    session: CrmSession,
    rows: Sequence[tuple[int, *tuple[Cell, ...]]],
    columns: Sequence[Column],
    most: int,
    count: int | None = None,
) -> Table:
    """A list of contacts behind a figure: (contact, values of *columns* …), the first *most* of *count*."""
    shown = rows[:most]
    names = names_of(session, {row[0] for row in shown})
    return Table(
        (Column(_("Contact"), strong=True), *columns),
        [(names.get(row[0], ""), *row[1:]) for row in shown],
        title=cut_words(len(shown), len(rows) if count is None else count),
        empty=_("There are none."),
        links=[Link("contact", row[0]) for row in shown],
    )


def cut_words(shown: int, count: int) -> str:
    """Says that a list was cut; nothing where it was not."""
    if shown >= count:
        return ""
    return _("The first {shown} of {count}; the workbook has all of them.").format(shown=shown, count=count)


def compared(now: int | float, then: int | float, when: str) -> str:
    """“+6 on September 2026”."""
    difference = round(now - then, 1)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return _("{difference} on {period}").format(difference=f"{sign}{abs(difference):g}", period=when)


def chunks(ids: Collection[int]) -> Iterable[list[int]]:
    """*ids* in pieces that a query can hold."""
    wanted = sorted(ids)
    return (wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK))
