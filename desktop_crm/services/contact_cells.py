"""Changing one cell of the table: a field, the first phone, tags, a field of the firm's own."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from desktop_crm.base.errors import Contested, InvalidValue, NotFound, VersionConflict
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Address, CustomField, Email, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import contact_rows_of
from desktop_crm.services.contact_parts import (
    add_address,
    add_email,
    change_address,
    change_email,
    remove_email,
)
from desktop_crm.services.contact_phones import add_phone, change_phone, remove_phone
from desktop_crm.services.contacts import change_contact
from desktop_crm.services.custom_fields import set_custom_value
from desktop_crm.services.tags import set_tags

_FIELDS = {
    "name": "name",
    "relation": "relation_to_us",
    "life_cycle": "life_cycle",
    "abc": "abc_class",
    "responsible": "responsible_id",
    "industry": "industry_id",
}
_TITLES = {"phone": N_("Phone"), "email": N_("E-mail"), "city": N_("City"), "tags": N_("Tags")}


def change_cell(session: CrmSession, contact_id: int, version: int, column: str, seen: str, value: str) -> None:
    """Put *value* into a column of the table.

    *version* of the contact and the text *seen* in the cell are those on the screen: what a colleague changed since is
    a ``VersionConflict``.
    """
    if column in _FIELDS:
        change_contact(session, contact_id, version, {_FIELDS[column]: value})
        return
    own = int(column.removeprefix("custom:")) if column.removeprefix("custom:").isdecimal() else 0
    rows = contact_rows_of(session, [contact_id], [own] if own else [])
    if not rows:
        raise NotFound(what=_("The contact"))
    theirs = _shown(rows[0], column, own)
    if theirs == value:
        return
    if theirs != seen:
        title = session.get_one(CustomField, own).name if own else _(_TITLES.get(column, column))
        error = VersionConflict(what=title, field=column)
        error.version, error.contested = rows[0].version, (Contested(column, title, seen, value, theirs),)
        raise error
    if own:
        set_custom_value(session, contact_id, own, value)
    elif column in _PARTS:
        _PARTS[column](session, contact_id, value.strip())
    else:
        raise InvalidValue(field=column, value=value)


def _shown(row: Any, column: str, own: int) -> str:
    if own:
        return str(row.own_value(own))
    return ", ".join(tag.name for tag in row.tags) if column == "tags" else str(getattr(row, column, ""))


def _first(session: CrmSession, table: Any, contact_id: int) -> Any:
    query = select(table.id, table.version).where(table.contact_id == contact_id)
    return session.execute(query.order_by(table.position, table.id).limit(1)).first()


def _phone(session: CrmSession, contact_id: int, text: str) -> None:
    first = _first(session, Phone, contact_id)
    if first is None:
        add_phone(session, contact_id, text)
    elif text:
        change_phone(session, first.id, first.version, {"raw": text})
    else:
        remove_phone(session, first.id)


def _email(session: CrmSession, contact_id: int, text: str) -> None:
    first = _first(session, Email, contact_id)
    if first is None:
        add_email(session, contact_id, text)
    elif text:
        change_email(session, first.id, first.version, {"address": text})
    else:
        remove_email(session, first.id)


def _city(session: CrmSession, contact_id: int, text: str) -> None:
    query = select(Address.id, Address.version).where(Address.contact_id == contact_id)
    shown = session.execute(query.where(Address.city != "").order_by(Address.position, Address.id).limit(1)).first()
    first = shown or _first(session, Address, contact_id)
    if first is None:
        add_address(session, contact_id, {"city": text})
    else:
        change_address(session, first.id, first.version, {"city": text})


def _tags(session: CrmSession, contact_id: int, text: str) -> None:
    set_tags(session, contact_id, [name for name in text.split(",") if name.strip()])


_PARTS: Mapping[str, Callable[[CrmSession, int, str], None]] = {
    "phone": _phone,
    "email": _email,
    "city": _city,
    "tags": _tags,
}
