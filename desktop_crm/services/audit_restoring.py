"""A value or a row from the audit trail comes back: an ordinary change, with its own undo."""

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Date, LargeBinary, Numeric

from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Base, Change, CustomValue
from desktop_crm.model.base import UtcMoment
from desktop_crm.model.session import CrmSession
from desktop_crm.services import contact_parts, contact_ties
from desktop_crm.services.audit import bulk_rows
from desktop_crm.services.audit_fields import AUDITED
from desktop_crm.services.contacts import change_contact
from desktop_crm.services.custom_fields import set_custom_value
from desktop_crm.services.record_changes import touch

_CHANGE: Mapping[str, Callable[..., int]] = {
    "contact": change_contact,
    "phone": contact_parts.change_phone,
    "email": contact_parts.change_email,
    "address": contact_parts.change_address,
    "messenger": contact_parts.change_messenger,
    "important_date": contact_parts.change_date,
    "bank_account": contact_parts.change_bank_account,
    "job": contact_ties.change_job,
    "relation": contact_ties.change_relation,
}


def restore_value(session: CrmSession, change_id: int, row_id: int, field: str = "") -> None:
    """Give a field the value it had before a change of the journal; without a field: bring the whole row back."""
    change = session.get(Change, change_id)
    if change is None or change.table_name not in AUDITED:
        raise NotFound(what=_("The change"))
    before = _image_before(session, change, row_id)
    if not field:
        _bring_back(session, change.table_name, row_id, before)
        return
    if field not in before or field not in AUDITED[change.table_name].fields:
        raise NotFound(what=_("The value"))
    _set(session, change.table_name, row_id, field, before[field])


def _image_before(session: CrmSession, change: Change, row_id: int) -> Mapping[str, Any]:
    if change.row_id is not None:
        return change.before or {} if change.row_id == row_id else {}
    for record in bulk_rows(session, change, {change.table_name: {row_id}}):
        return record.before
    return {}


def _set(session: CrmSession, table: str, row_id: int, field: str, literal: Any) -> None:
    row: Any = session.get(AUDITED[table].model, row_id)
    if row is None:
        raise NotFound(what=_(AUDITED[table].title))
    if table in _CHANGE:
        _CHANGE[table](session, row_id, row.version, {field: literal})
    elif isinstance(row, CustomValue):
        set_custom_value(session, row.contact_id, row.field_id, literal)
    else:  # a consent
        setattr(row, field, _value(Base.metadata.tables[table].c[field], literal))
        touch(session, row.contact_id)


def _bring_back(session: CrmSession, table: str, row_id: int, before: Mapping[str, Any]) -> None:
    """The row as it was, under its old id."""
    audited = AUDITED[table]
    if not before or session.get(audited.model, row_id) is not None:
        raise InvalidValue(field=_(audited.title), value=_("it is there already"))
    columns = Base.metadata.tables[table].c
    for column in columns:
        for key in column.foreign_keys:
            target = before.get(column.name)
            if target is not None and session.get(_model_of(key.column.table.name), target) is None:
                raise NotFound(what=_(audited.title))
    values = {name: _value(columns[name], literal) for name, literal in before.items() if name in columns}
    session.add(audited.model(**values))
    session.flush()
    for owner in audited.owners:
        touch(session, before[owner])


def _model_of(table: str) -> type[Any]:
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table.name == table)  # type: ignore[attr-defined]


def _value(column: Column[Any], literal: Any) -> Any:
    """A literal of the journal as the ORM takes it."""
    if literal is None:
        return None
    kind = column.type
    if isinstance(kind, UtcMoment):
        return datetime.fromisoformat(literal).replace(tzinfo=UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(literal)
    if isinstance(kind, Boolean):
        return bool(literal)
    if isinstance(kind, Numeric):
        return Decimal(literal)
    return base64.b64decode(literal) if isinstance(kind, LargeBinary) else literal
