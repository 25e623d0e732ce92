"""Conditions of a view: which contacts, in SQL."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import digits, fold
from desktop_crm.model import Address, Contact, ContactTag, CustomValue, Email, Job, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_views import ContactsView, Filter
from desktop_crm.services.search import search_contact_ids

_MANY = 20_000  # more values than this are no condition any more

FIELDS = {
    "relation_to_us": N_("Relation to us"),
    "life_cycle": N_("Life cycle"),
    "abc_class": N_("ABC class"),
    "organisation_type": N_("Type"),
    "sex": N_("Sex"),
    "source_id": N_("Source"),
    "campaign_id": N_("Campaign"),
    "industry_id": N_("Industry"),
    "responsible_id": N_("Responsible"),
    "referred_by_id": N_("Referred by"),
    "parent_id": N_("Belongs to"),
    "legal_form": N_("Legal form"),
    "language": N_("Language"),
    "tax_number": N_("Tax number"),
    "notes": N_("Notes"),
    "completeness": N_("Completeness"),
    "rhythm_days": N_("Contact rhythm in days"),
    "last_touch_at": N_("Days since last contact"),
    "created_at": N_("Days since created"),
    "deceased": N_("Deceased"),
    "city": N_("City"),
    "region": N_("Region"),
    "country": N_("Country"),
    "postcode": N_("Postcode"),
    "position": N_("Position"),
    "phone": N_("Phone"),
    "phone_status": N_("State of the phone"),
    "email": N_("E-mail"),
}
_FOLDED = ("legal_form", "language")  # few different values: compared folded
_MOMENTS = ("last_touch_at", "created_at")
_CHILDREN: dict[str, tuple[Any, Any]] = {
    "city": (Address.city, Address.contact_id),
    "region": (Address.region, Address.contact_id),
    "country": (Address.country, Address.contact_id),
    "postcode": (Address.postcode, Address.contact_id),
    "position": (Job.position, Job.person_id),
    "phone": (Phone.digits, Phone.contact_id),
    "phone_status": (Phone.status, Phone.contact_id),
    "email": (Email.key, Email.contact_id),
}
_FOLDED_CHILDREN = ("city", "region", "country", "position")


def view_conditions(session: CrmSession, view: ContactsView) -> list[ColumnElement[bool]]:
    """All that must hold for a contact to be in the view."""
    conditions: list[ColumnElement[bool]] = []
    if view.trash:
        conditions.append(Contact.deleted_at.is_not(None))
    else:
        archived = Contact.archived_at.is_not(None) if view.archived else Contact.archived_at.is_(None)
        conditions += [Contact.deleted_at.is_(None), archived]
    if view.kind:
        conditions.append(Contact.kind == view.kind)
    if view.mine:
        conditions.append(Contact.responsible_id == session.operator_id)
    if view.life_cycle:
        conditions.append(Contact.life_cycle == view.life_cycle)
    for tag_id in view.tag_ids:
        conditions.append(exists().where(ContactTag.contact_id == Contact.id, ContactTag.tag_id == tag_id))
    conditions += [_condition(session, condition) for condition in view.filters]
    if view.search.strip():
        conditions.append(Contact.id.in_(search_contact_ids(session, view.search)))
    return conditions


def _condition(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    if wanted.field.startswith("custom:"):
        return _custom(wanted)
    if wanted.field in _CHILDREN:
        return _child(session, wanted)
    if wanted.field not in FIELDS:
        raise InvalidValue(field=_("Filter"), value=wanted.field)
    column: Any = getattr(Contact, wanted.field)
    if wanted.field in _MOMENTS and wanted.operator in ("less", "more"):
        edge = clock.now() - timedelta(days=_whole(wanted))
        return column >= edge if wanted.operator == "less" else or_(column < edge, column.is_(None))
    if wanted.field in _FOLDED and wanted.operator in ("is", "is_not", "contains"):
        values = _folded_values(session, column, wanted)
        return column.not_in(values) if wanted.operator == "is_not" else column.in_(values)  # type: ignore[no-any-return]
    return _compared(column, wanted)


def _compared(column: Any, wanted: Filter) -> ColumnElement[bool]:
    """One operator on one column; numbers as numbers."""
    textual = column.type.python_type is str
    value: Any = None
    if wanted.operator in ("is", "is_not", "less", "more"):
        value = wanted.value if textual else _whole(wanted)
    empty = or_(column.is_(None), column == "") if textual else column.is_(None)
    operators: dict[str, Callable[[], Any]] = {
        "is": lambda: column == value,
        "is_not": lambda: or_(column != value, column.is_(None)),
        "contains": lambda: func.lower(column).contains(wanted.value.lower(), autoescape=True),
        "empty": lambda: empty,
        "filled": lambda: ~empty,
        "less": lambda: column < value,
        "more": lambda: column > value,
    }
    if wanted.operator not in operators:
        raise InvalidValue(field=_("Filter"), value=wanted.operator)
    return operators[wanted.operator]()  # type: ignore[no-any-return]


def _child(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    """Some row of the contact: an address, a phone …; negated operators mean that none is."""
    column, key = _CHILDREN[wanted.field]
    rows = exists().where(key == Contact.id, column != "")
    if wanted.operator in ("empty", "filled"):
        return ~rows if wanted.operator == "empty" else rows
    if wanted.field in _FOLDED_CHILDREN and wanted.operator in ("is", "is_not", "contains"):
        fits = column.in_(_folded_values(session, column, wanted))
    else:
        value = digits(wanted.value) if wanted.field == "phone" else wanted.value
        positive = "is" if wanted.operator == "is_not" else wanted.operator
        fits = _compared(column, Filter(wanted.field, positive, value))
    found = exists().where(key == Contact.id, fits)
    return ~found if wanted.operator == "is_not" else found


def _custom(wanted: Filter) -> ColumnElement[bool]:
    number = wanted.field.removeprefix("custom:")
    if not number.isdecimal():
        raise InvalidValue(field=_("Filter"), value=wanted.field)
    rows = exists().where(CustomValue.contact_id == Contact.id, CustomValue.field_id == int(number))
    if wanted.operator == "empty":
        return ~rows
    if wanted.operator == "filled":
        return rows
    if wanted.operator in ("less", "more"):
        return rows.where(_compared(CustomValue.number, wanted))
    positive = "is" if wanted.operator == "is_not" else wanted.operator
    found = rows.where(_compared(CustomValue.text, Filter(wanted.field, positive, wanted.value)))
    return ~found if wanted.operator == "is_not" else found


def _folded_values(session: CrmSession, column: Any, wanted: Filter) -> list[str]:
    """The stored values that are the wanted one when folded: “chisinau” finds Chișinău and CHISINAU alike."""
    sought = fold(wanted.value.strip())
    values = session.scalars(select(column).distinct().limit(_MANY))
    if wanted.operator == "contains":
        return [value for value in values if value and sought in fold(value)]
    return [value for value in values if value and fold(value) == sought]


def _whole(wanted: Filter) -> int:
    try:
        return int(wanted.value)
    except ValueError:
        raise InvalidValue(field=_(FIELDS.get(wanted.field, wanted.field)), value=wanted.value) from None
