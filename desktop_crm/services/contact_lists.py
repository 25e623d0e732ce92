"""Lists of contacts: what the list, the table and the command line ask for, in keyset pages, with Core only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from desktop_crm.base import clock
from desktop_crm.model import Address, Choice, Contact, ContactTag, Email, Job, Operator, Phone, Tag
from desktop_crm.model.contact import Kind
from desktop_crm.model.session import CrmSession
from desktop_crm.services import choices
from desktop_crm.services.attention import chip_of
from desktop_crm.services.contact_filters import view_conditions
from desktop_crm.services.contact_orders import first_ids, order_of
from desktop_crm.services.contact_views import (
    CHIPS,
    INDEXED,
    SORTS,
    ContactRow,
    ContactsView,
    Filter,
    GroupHeading,
    RowsPage,
    TagLine,
)
from desktop_crm.services.custom_fields import shown_values
from desktop_crm.services.person_names import initials
from desktop_crm.services.phones import format_phone
from desktop_crm.services.reading import IDS, fetch, fetch_plain

__all__ = [
    "CHIPS",
    "SORTS",
    "ContactRow",
    "ContactsView",
    "Filter",
    "GroupHeading",
    "RowsPage",
    "TagLine",
    "chip_of",
    "contact_count",
    "contact_ids",
    "contact_rows",
    "contact_rows_of",
]

_CHUNK = 500
_COLUMNS: tuple[Any, ...] = (
    Contact.id,
    Contact.version,
    Contact.kind,
    Contact.name,
    Contact.sort_name,
    Contact.given_name,
    Contact.family_name,
    Contact.industry_id,
    Contact.relation_to_us,
    Contact.life_cycle,
    Contact.abc_class,
    Contact.responsible_id,
    Contact.last_touch_at,
    Contact.rhythm_days,
    Contact.completeness,
    Contact.created_at,
    Contact.updated_at,
    Contact.archived_at,
    Contact.deleted_at,
    Contact.is_sample,
    Contact.next_step_on,
    Contact.next_step,
)
_MOMENTS: dict[str, Any] = {
    "touch": Contact.last_touch_at,
    "next": Contact.next_step_on,
    "updated": Contact.updated_at,
}
_BY_ID = select(*_COLUMNS).where(Contact.id.in_(IDS))
_PHONES = (
    select(Phone.contact_id, Phone.raw, Phone.e164).where(Phone.contact_id.in_(IDS)).order_by(Phone.position, Phone.id)
)
_EMAILS = select(Email.contact_id, Email.address).where(Email.contact_id.in_(IDS)).order_by(Email.position, Email.id)
_CITIES = (
    select(Address.contact_id, Address.city)
    .where(Address.contact_id.in_(IDS), Address.city != "")
    .order_by(Address.position, Address.id)
)
_JOBS = (
    select(Job.person_id, Job.organisation_id, Job.position, Job.to_on, Contact.name, Contact.deleted_at)
    .join(Contact, Contact.id == Job.organisation_id)
    .where(Job.person_id.in_(IDS))
    .order_by(Job.is_primary.desc(), Job.id)
)
_TAGS = (
    select(ContactTag.contact_id, Tag.id, Tag.name, Tag.color)
    .join(Tag, Tag.id == ContactTag.tag_id)
    .where(ContactTag.contact_id.in_(IDS), Tag.deleted_at.is_(None))
    .order_by(ContactTag.id)
)
_CHOICES = select(Choice.id, Choice.code, Choice.renamed, Choice.name).where(Choice.id.in_(IDS))
_OPERATORS = select(Operator.id, Operator.name).where(Operator.id.in_(IDS))


def contact_rows(
    session: CrmSession, view: ContactsView, after: Sequence[Any] | None = None, limit: int = 100
) -> RowsPage:
    """The next *limit* rows of the view behind *after* (``RowsPage.next`` of the page before)."""
    if view.group or view.sort not in INDEXED:
        return _ordered_page(session, view, after, limit)
    conditions = view_conditions(session, view)
    found: list[Any] = []
    for query in _segments(view, after):
        wanted = limit + 1 - len(found)
        found += fetch(session, query.where(*conditions).limit(wanted))
        if len(found) > limit:
            break
    rows = found[:limit]
    more = len(found) > limit
    filled = tuple(_filled(session, rows, view.own_fields))
    return RowsPage(filled, _cursor(view, rows[-1]) if more and rows else None)


def contact_count(session: CrmSession, view: ContactsView) -> int:
    """How many contacts the view has."""
    return session.scalar(select(func.count()).select_from(Contact).where(*view_conditions(session, view))) or 0


def contact_ids(session: CrmSession, view: ContactsView) -> list[int]:
    """Ids of all contacts of the view, in its order."""
    if view.group or view.sort not in INDEXED:
        return list(order_of(session, view, _indexed).ids)
    return [row[0] for row in _indexed(session, view)]


def _indexed(session: CrmSession, view: ContactsView, columns: Sequence[Any] = ()) -> Sequence[Any]:
    conditions = view_conditions(session, view)
    found: list[Any] = []
    for query in _segments(view, None, (Contact.id, *columns)):
        found += fetch_plain(session, query.where(*conditions))
    return found


def contact_rows_of(session: CrmSession, ids: Sequence[int], own_fields: Sequence[int] = ()) -> list[ContactRow]:
    """Rows of these contacts, in this order; those that are gone are left out."""
    rows: dict[int, ContactRow] = {}
    for start in range(0, len(ids), _CHUNK):
        found = fetch(session, _BY_ID, ids=ids[start : start + _CHUNK])
        rows |= {row.id: row for row in _filled(session, found, own_fields)}
    return [rows[row_id] for row_id in ids if row_id in rows]


def _ordered_page(session: CrmSession, view: ContactsView, after: Sequence[Any] | None, limit: int) -> RowsPage:
    """A page of an order that no index gives, with the headings of its groups."""
    if after is None and (shown := first_ids(session, view, limit + 1)):
        first = contact_rows_of(session, shown[:limit], view.own_fields)
        return RowsPage(tuple(first), (limit - 1, shown[limit - 1]))
    order = order_of(session, view, _indexed)
    start = order.place_after(*after) if after else 0
    ids = order.ids[start : start + limit]
    rows: list[Any] = []
    by_id = {row.id: row for row in contact_rows_of(session, ids, view.own_fields)}
    headings = order.headings(session, start, start + len(ids))
    for place, row_id in enumerate(ids, start):
        heading = headings.get(place)
        rows += [heading] if heading else []
        rows += [by_id[row_id]] if row_id in by_id else []
    end = start + len(ids)
    return RowsPage(tuple(rows), (end - 1, ids[-1]) if end < len(order.ids) else None)


# Order and pages ------------------------------------------------------------------------------------------------------


def _segments(view: ContactsView, after: Sequence[Any] | None, columns: Sequence[Any] = _COLUMNS) -> list[Select[Any]]:
    """Queries that give the view's order when run one after the other, from behind *after*.

    By last touch and next step there are two, those without one at the end: databases disagree on where NULL sorts.
    """
    query = select(*columns)
    sort, down = view.sort, view.descending
    if sort == "created":  # ids are given in the order of time
        after_id = after[0] if after else None
        return [_ordered(query.where(*_behind_id(after_id, down)), (*_lead(view), Contact.id), down)]
    if sort not in _MOMENTS:
        keys = (Contact.sort_name, Contact.id)
        return [_ordered(query.where(*_behind(Contact.sort_name, after, down)), (*_lead(view), *keys), down)]
    column = _MOMENTS[sort]
    order = (*_lead(view), column, Contact.id)
    filled, empty = query.where(column.is_not(None)), query.where(column.is_(None))
    if after is not None and after[0] is None:
        return [_ordered(empty.where(*_behind_id(after[1], down)), order, down)]
    return [_ordered(filled.where(*_behind(column, after, down)), order, down), _ordered(empty, order, down)]


def _lead(view: ContactsView) -> tuple[Any, ...]:
    """Columns that are the same in all rows, named so that the index on them is used for the order."""
    return () if view.trash or view.archived else (Contact.deleted_at, Contact.archived_at)


def _ordered(query: Select[Any], keys: Sequence[Any], down: bool) -> Select[Any]:
    return query.order_by(*(key.desc() if down else key for key in keys))


def _behind(column: Any, after: Sequence[Any] | None, down: bool) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    value, row_id = after
    if down:
        return [column <= value, or_(column < value, Contact.id < row_id)]
    return [column >= value, or_(column > value, Contact.id > row_id)]


def _behind_id(row_id: int | None, down: bool) -> list[ColumnElement[bool]]:
    if row_id is None:
        return []
    return [Contact.id < row_id if down else Contact.id > row_id]


def _cursor(view: ContactsView, row: Any) -> tuple[Any, ...]:
    if view.sort == "created":
        return (row.id,)
    return (getattr(row, _MOMENTS[view.sort].key) if view.sort in _MOMENTS else row.sort_name, row.id)


# Filling rows ---------------------------------------------------------------------------------------------------------


def _filled(session: CrmSession, found: Sequence[Any], own_fields: Sequence[int] = ()) -> list[ContactRow]:
    """Rows with what stands in other tables: one query for each table, whatever the number of rows."""
    ids = [row.id for row in found]
    if not ids:
        return []
    phones = _phones(session, ids)
    emails = _first(fetch(session, _EMAILS, ids=ids))
    cities = _first(fetch(session, _CITIES, ids=ids))
    jobs = _main_jobs(session, [row.id for row in found if row.kind == Kind.PERSON])
    tags = _tag_lines(session, ids)
    industries = _industries(session, {row.industry_id for row in found})
    operators = _operators(session, {row.responsible_id for row in found})
    own = shown_values(session, ids, own_fields) if own_fields else {}
    rows = []
    for row in found:  # unpacked: asking a row for each column by name takes twice as long
        (
            row_id, version, kind, name, _sort_name, given, family, industry_id, relation_to_us, life_cycle,
            abc_class, responsible_id, last_touch_at, rhythm_days, percent, created_at, updated_at, archived_at,
            deleted_at, is_sample, next_step_on, next_step,
        ) = row  # fmt: skip
        job = jobs.get(row_id)
        organisation_id, organisation, position = (job[1], job[4], job[2]) if job else (None, "", "")
        numbers = phones.get(row_id, ())
        raw, e164 = numbers[0][1:] if numbers else ("", "")
        rows.append(
            ContactRow(
                id=row_id,
                version=version,
                kind=kind,
                name=name,
                initials=initials(name, organisation=kind == Kind.ORGANISATION, given=given, family=family),
                organisation_id=organisation_id,
                organisation=organisation,
                position=position,
                industry=industries.get(industry_id, ""),
                city=cities[row_id][1] if row_id in cities else "",
                phone=format_phone(e164) if e164 else raw,
                phone_e164=e164,
                phone_count=len(numbers),
                email=emails[row_id][1] if row_id in emails else "",
                relation_to_us=relation_to_us,
                life_cycle=life_cycle,
                abc_class=abc_class,
                responsible=operators.get(responsible_id, ""),
                tags=tuple(tags.get(row_id, ())),
                last_touch_at=last_touch_at,
                completeness=percent,
                chip=chip_of(life_cycle, rhythm_days, last_touch_at),
                created_at=created_at,
                updated_at=updated_at,
                archived=archived_at is not None,
                deleted_at=deleted_at,
                is_sample=is_sample,
                next_step_on=next_step_on,
                next_step=next_step or "",
                own=own.get(row_id, ()),
            )
        )  # fmt: skip
    return rows


def _first(rows: Iterable[Any]) -> dict[int, Any]:
    first: dict[int, Any] = {}
    for row in rows:
        first.setdefault(row[0], row)
    return first


def _phones(session: CrmSession, ids: Sequence[int]) -> dict[int, list[Any]]:
    phones: dict[int, list[Any]] = defaultdict(list)
    for row in fetch(session, _PHONES, ids=ids):
        phones[row[0]].append(row)
    return phones


def _main_jobs(session: CrmSession, people: Sequence[int]) -> dict[int, Any]:
    """The main job of each person, else some current one."""
    if not people:
        return {}
    today = clock.today()  # dropped here, not in SQL: SQLite would walk through all that are not deleted
    rows = fetch(session, _JOBS, ids=people)
    return _first(row for row in rows if row.deleted_at is None and (row.to_on or today) >= today)


def _tag_lines(session: CrmSession, ids: Sequence[int]) -> dict[int, list[TagLine]]:
    tags: dict[int, list[TagLine]] = defaultdict(list)
    for contact_id, tag_id, name, color in fetch(session, _TAGS, ids=ids):
        tags[contact_id].append(TagLine(tag_id, name, color))
    return tags


def _industries(session: CrmSession, ids: set[int | None]) -> dict[int | None, str]:
    wanted = [row_id for row_id in ids if row_id is not None]
    if not wanted:
        return {}
    rows = fetch(session, _CHOICES, ids=wanted)
    return {row.id: choices.shown(row.code, row.renamed, row.name) for row in rows}


def _operators(session: CrmSession, ids: set[int | None]) -> dict[int | None, str]:
    wanted = [row_id for row_id in ids if row_id is not None]
    return {row[0]: row[1] for row in fetch(session, _OPERATORS, ids=wanted)} if wanted else {}
