"""Lists of contacts: what the list, the table and the command line ask for, in keyset pages, with Core only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from desktop_crm.base import clock
from desktop_crm.model import Address, Choice, Contact, ContactTag, Email, Job, Operator, Phone, Tag
from desktop_crm.model.contact import Kind
from desktop_crm.model.session import CrmSession
from desktop_crm.services import choices
from desktop_crm.services.contact_filters import view_conditions
from desktop_crm.services.contact_views import CHIPS, SORTS, ContactRow, ContactsView, Filter, RowsPage, TagLine
from desktop_crm.services.person_names import initials
from desktop_crm.services.phones import format_phone

__all__ = [
    "CHIPS",
    "SORTS",
    "ContactRow",
    "ContactsView",
    "Filter",
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
)


def contact_rows(
    session: CrmSession, view: ContactsView, after: Sequence[Any] | None = None, limit: int = 100
) -> RowsPage:
    """The next *limit* rows of the view behind *after* (``RowsPage.next`` of the page before)."""
    conditions = view_conditions(session, view)
    found: list[Row[Any]] = []
    for query in _segments(view, after):
        wanted = limit + 1 - len(found)
        found += session.execute(query.where(*conditions).limit(wanted)).all()
        if len(found) > limit:
            break
    rows = found[:limit]
    more = len(found) > limit
    return RowsPage(tuple(_filled(session, rows)), _cursor(view, rows[-1]) if more and rows else None)


def contact_count(session: CrmSession, view: ContactsView) -> int:
    """How many contacts the view has."""
    return session.scalar(select(func.count()).select_from(Contact).where(*view_conditions(session, view))) or 0


def contact_ids(session: CrmSession, view: ContactsView) -> list[int]:
    """Ids of all contacts of the view, in its order."""
    conditions = view_conditions(session, view)
    found: list[int] = []
    for query in _segments(view, None, (Contact.id,)):
        found += session.scalars(query.where(*conditions))
    return found


def contact_rows_of(session: CrmSession, ids: Sequence[int]) -> list[ContactRow]:
    """Rows of these contacts, in this order; those that are gone are left out."""
    rows: dict[int, ContactRow] = {}
    for start in range(0, len(ids), _CHUNK):
        query = select(*_COLUMNS).where(Contact.id.in_(ids[start : start + _CHUNK]))
        rows |= {row.id: row for row in _filled(session, session.execute(query).all())}
    return [rows[row_id] for row_id in ids if row_id in rows]


def chip_of(life_cycle: str, rhythm_days: int | None, last_touch_at: Any) -> str:
    """What needs attention about a contact: a code of ``CHIPS`` or ""."""
    if life_cycle == "blacklisted":
        return life_cycle
    if rhythm_days and (last_touch_at is None or last_touch_at < clock.now() - timedelta(days=rhythm_days)):
        return "follow_up"
    return "at_risk" if life_cycle == "at_risk" else ""


# Order and pages ------------------------------------------------------------------------------------------------------


def _segments(view: ContactsView, after: Sequence[Any] | None, columns: Sequence[Any] = _COLUMNS) -> list[Select[Any]]:
    """Queries that give the view's order when run one after the other, from behind *after*.

    By last contact there are two: those with a moment, and those without one (never the first to be called back):
    databases disagree on where NULL sorts.
    """
    query = select(*columns)
    sort, down = view.sort, view.descending
    if sort == "created":  # ids are given in the order of time
        after_id = after[0] if after else None
        return [_ordered(query.where(*_behind_id(after_id, down)), (Contact.id,), down)]
    if sort == "name":
        keys = (Contact.sort_name, Contact.id)
        return [_ordered(query.where(*_behind(Contact.sort_name, after, down)), (*_lead(view), *keys), down)]
    touched = query.where(Contact.last_touch_at.is_not(None))
    never = query.where(Contact.last_touch_at.is_(None))
    order = (*_lead(view), Contact.last_touch_at, Contact.id)
    in_never = after is not None and after[0] is None
    if in_never and after is not None:
        never = never.where(*_behind_id(after[1], down))
    else:
        touched = touched.where(*_behind(Contact.last_touch_at, after, down))
    touched, never = _ordered(touched, order, down), _ordered(never, order, down)
    if in_never:
        return [never] if down else [never, touched]
    return [touched, never] if down else ([never, touched] if after is None else [touched])


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


def _cursor(view: ContactsView, row: Row[Any]) -> tuple[Any, ...]:
    if view.sort == "created":
        return (row.id,)
    return (row.sort_name if view.sort == "name" else row.last_touch_at, row.id)


# Filling rows ---------------------------------------------------------------------------------------------------------


def _filled(session: CrmSession, found: Sequence[Row[Any]]) -> list[ContactRow]:
    """Rows with what stands in other tables: one query for each table, whatever the number of rows."""
    ids = [row.id for row in found]
    if not ids:
        return []
    phones = _phones(session, ids)
    emails = _first(session.execute(_of(Email, ids, Email.address)))
    cities = _first(session.execute(_of(Address, ids, Address.city).where(Address.city != "")))
    jobs = _main_jobs(session, [row.id for row in found if row.kind == Kind.PERSON])
    tags = _tags(session, ids)
    industries = _industries(session, {row.industry_id for row in found})
    operators = _operators(session, {row.responsible_id for row in found})
    rows = []
    for row in found:
        organisation = row.kind == Kind.ORGANISATION
        job = jobs.get(row.id)
        numbers = phones.get(row.id, [])
        phone = numbers[0] if numbers else None
        rows.append(
            ContactRow(
                id=row.id,
                version=row.version,
                kind=row.kind,
                name=row.name,
                initials=initials(row.name, organisation=organisation, given=row.given_name, family=row.family_name),
                organisation_id=job.organisation_id if job else None,
                organisation=job.name if job else "",
                position=job.position if job else "",
                industry=industries.get(row.industry_id, ""),
                city=cities[row.id].city if row.id in cities else "",
                phone=(format_phone(phone.e164) if phone.e164 else phone.raw) if phone else "",
                phone_e164=phone.e164 if phone else "",
                phone_count=len(numbers),
                email=emails[row.id].address if row.id in emails else "",
                relation_to_us=row.relation_to_us,
                life_cycle=row.life_cycle,
                abc_class=row.abc_class,
                responsible=operators.get(row.responsible_id, ""),
                tags=tuple(tags.get(row.id, ())),
                last_touch_at=row.last_touch_at,
                completeness=row.completeness,
                chip=chip_of(row.life_cycle, row.rhythm_days, row.last_touch_at),
                created_at=row.created_at,
                updated_at=row.updated_at,
                archived=row.archived_at is not None,
                deleted_at=row.deleted_at,
                is_sample=row.is_sample,
            )
        )
    return rows


def _of(table: Any, ids: Sequence[int], *columns: Any) -> Select[Any]:
    query = select(table.contact_id, *columns).where(table.contact_id.in_(ids))
    return query.order_by(table.position, table.id)


def _first(rows: Iterable[Row[Any]]) -> dict[int, Row[Any]]:
    first: dict[int, Row[Any]] = {}
    for row in rows:
        first.setdefault(row[0], row)
    return first


def _phones(session: CrmSession, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    phones: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(_of(Phone, ids, Phone.raw, Phone.e164)):
        phones[row.contact_id].append(row)
    return phones


def _main_jobs(session: CrmSession, people: Sequence[int]) -> dict[int, Row[Any]]:
    """The main job of each person, else some current one."""
    if not people:
        return {}
    query = (
        select(Job.person_id, Job.organisation_id, Job.position, Contact.name)
        .join(Contact, and_(Contact.id == Job.organisation_id, Contact.deleted_at.is_(None)))
        .where(Job.person_id.in_(people), or_(Job.to_on.is_(None), Job.to_on >= clock.today()))
        .order_by(Job.is_primary.desc(), Job.id)
    )
    return _first(session.execute(query))


def _tags(session: CrmSession, ids: Sequence[int]) -> dict[int, list[TagLine]]:
    query = (
        select(ContactTag.contact_id, Tag.id, Tag.name, Tag.color)
        .join(Tag, Tag.id == ContactTag.tag_id)
        .where(ContactTag.contact_id.in_(ids), Tag.deleted_at.is_(None))
        .order_by(ContactTag.id)
    )
    tags: dict[int, list[TagLine]] = defaultdict(list)
    for contact_id, tag_id, name, color in session.execute(query):
        tags[contact_id].append(TagLine(tag_id, name, color))
    return tags


def _industries(session: CrmSession, ids: set[int | None]) -> dict[int | None, str]:
    wanted = [row_id for row_id in ids if row_id is not None]
    if not wanted:
        return {}
    query = select(Choice.id, Choice.code, Choice.renamed, Choice.name).where(Choice.id.in_(wanted))
    return {row.id: choices.shown(row.code, row.renamed, row.name) for row in session.execute(query)}


def _operators(session: CrmSession, ids: set[int | None]) -> dict[int | None, str]:
    wanted = [row_id for row_id in ids if row_id is not None]
    if not wanted:
        return {}
    return {
        row.id: row.name for row in session.execute(select(Operator.id, Operator.name).where(Operator.id.in_(wanted)))
    }
