"""Changing one row: values checked by column, and merged with what others saved meanwhile.

Whoever saves sends the version seen and only the fields changed. Other fields that somebody changed since are kept
(merged silently); the same field changed to something else is a conflict that the user decides.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Boolean, Date, DateTime, String, Text, func, inspect, select
from sqlalchemy.types import TypeDecorator

from desktop_crm.base.errors import Contested, InvalidValue, NotFound, VersionConflict
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import _
from desktop_crm.model import Base, Change, Contact
from desktop_crm.model.base import JsonText, LongText, Row, UtcMoment
from desktop_crm.model.session import CrmSession
from desktop_crm.services.completeness import refresh_completeness

RowT = TypeVar("RowT", bound=Base)
_LONGEST = 100_000  # characters of a text without a limit of its own


def row_to_change(session: CrmSession, table: type[RowT], row_id: int, what: str) -> RowT:
    """The row, locked until the end of the action where the database can; raises ``NotFound``."""
    row = session.get(table, row_id, with_for_update=True)
    if row is None:
        raise NotFound(what=what)
    return row


def apply_values(
    session: CrmSession, row: Row, version: int, values: Mapping[str, object], names: Mapping[str, str]
) -> set[str]:
    """Put *values* on the row; says which fields really changed. *names*: allowed fields and their captions.

    Raises ``InvalidValue`` and ``VersionConflict``. Nothing is flushed.
    """
    cleaned = {field: clean_value(session, type(row), field, value, names) for field, value in values.items()}
    changed = {field: value for field, value in cleaned.items() if getattr(row, field) != value}
    if row.version != version and changed:
        refuse_conflict(session, row, version, changed, names)
    for field, value in changed.items():
        setattr(row, field, value)
    return set(changed)


def clean_value(session: CrmSession, table: type[Any], field: str, value: object, names: Mapping[str, str]) -> object:
    """The value as its column takes it; raises ``InvalidValue``."""
    if field not in names:
        raise InvalidValue(field=field, value=value)
    column = table.__table__.c[field]
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    try:
        if isinstance(kind, String | Text):
            return _text(value, kind.length or _LONGEST, isinstance(column.type, LongText))
        if isinstance(kind, Boolean):
            return bool(value)
        if (value is None or value == "") and column.nullable:
            return None
        if isinstance(kind, Date | DateTime):
            return _moment(value) if isinstance(kind, DateTime) else _day(value)
        if isinstance(kind, BigInteger):
            number = int(str(value))
            for key in column.foreign_keys:
                _target_exists(session, key.column.table.name, number)
            return number
    except ValueError:
        raise InvalidValue(field=_(names[field]), value=str(value)[:60]) from None
    raise InvalidValue(field=_(names[field]), value=str(value)[:60])


def _text(value: object, limit: int, lines: bool) -> str:
    text = "" if value is None else str(value)
    text = text.strip() if lines else " ".join(text.split())
    if len(text) > limit or "\x00" in text:
        raise ValueError(text)
    return text


def _day(value: object) -> date:
    day = value if isinstance(value, date) else parse_day(str(value))
    if day is None:
        raise ValueError(str(value))
    return day


def _moment(value: object) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment.astimezone(UTC)


def _target_exists(session: CrmSession, table_name: str, row_id: int) -> None:
    table = Base.metadata.tables[table_name]
    if session.scalar(select(table.c.id).where(table.c.id == row_id)) is None:
        raise ValueError(str(row_id))


def refuse_conflict(
    session: CrmSession, row: Row, version: int, changed: Mapping[str, object], names: Mapping[str, str]
) -> None:
    """Raises ``VersionConflict`` where somebody has changed one of the fields *changed* since *version*."""
    theirs = changed_since(session, row, version)
    met = [field for field in changed if theirs is None or field in theirs]
    if not met:
        return
    error = VersionConflict(what=_(names[met[0]]), field=met[0])
    error.version = row.version
    error.contested = tuple(
        Contested(
            field,
            _(names[field]),
            _as_python(row, field, theirs[field]) if theirs is not None else None,
            changed[field],
            getattr(row, field),
        )
        for field in met
    )
    raise error


def changed_since(session: CrmSession, row: Row, version: int) -> dict[str, Any] | None:
    """Fields of the row that differ from what they were at *version*, by the journal; ``None`` where it is silent.

    With what they were then, as literals. Each update of a row raises its version and leaves at most one record, so the
    last (difference) records hold all that happened since. What was changed there and back is no difference.
    """
    table_name = inspect(type(row)).local_table.name
    updates = row.version - version
    if updates < 0:
        return None
    query = (
        select(Change.id, Change.before)
        .where(Change.table_name == table_name, Change.row_id == row.id, Change.action == "update")
        .order_by(Change.id.desc())
        .limit(updates)
    )
    seen: dict[str, Any] = {}
    records = session.execute(query).all()
    for record in records:
        seen.update(record.before)  # newest first: the oldest value stays
    if len(records) < updates or _changed_in_bulk(session, table_name, records[-1].id if records else 0):
        return None
    return {field: value for field, value in seen.items() if value != _as_kept(getattr(row, field, None))}


def _as_python(row: Row, field: str, literal: Any) -> object:
    kind = inspect(type(row)).local_table.c[field].type
    if literal is None:
        return None
    if isinstance(kind, UtcMoment):
        return datetime.fromisoformat(str(literal)).replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(str(literal))
    if isinstance(kind, JsonText):
        return json.loads(literal)
    return bool(literal) if isinstance(kind, Boolean) else literal


def _changed_in_bulk(session: CrmSession, table_name: str, since: int) -> bool:
    query = select(Change.id).where(Change.id > since, Change.table_name == table_name, Change.action == "bulk_update")
    return session.scalar(query.limit(1)) is not None


def _as_kept(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else value


# Rows that belong to a contact ----------------------------------------------------------------------------------------


def must_exist(session: CrmSession, contact_id: int) -> Contact:
    """The contact; raises ``NotFound`` unless there is such a one."""
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(what=_("The contact"))
    return contact


def touch(session: CrmSession, contact_id: int) -> None:
    """A row of the contact changed: its completeness follows."""
    session.flush()
    refresh_completeness(session, contact_id)
    session.flush()


def next_position(session: CrmSession, table: Any, contact_id: int) -> int:
    """Place after the contact's last row of that table."""
    last = session.scalar(select(func.max(table.position)).where(table.contact_id == contact_id))
    return 0 if last is None else int(last) + 1


def added(session: CrmSession, row: Any) -> int:
    """Store a new row of a contact; says its id."""
    session.add(row)
    touch(session, row.contact_id)
    return int(row.id)


def remove_row(session: CrmSession, table: Any, row_id: int, what: str) -> None:
    """Delete a row of a contact; raises ``NotFound``."""
    row = session.get(table, row_id)
    if row is None:
        raise NotFound(what=what)
    contact_id = row.contact_id
    session.delete(row)
    touch(session, contact_id)


def code(codes: Mapping[str, object], value: object, field: str) -> str:
    """A code that must be one of *codes*; raises ``InvalidValue``."""
    if value not in codes:
        raise InvalidValue(field=field, value=value)
    return str(value)
