"""Conditions of a view: which contacts, in SQL."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Select, String, and_, bindparam, exists, func, or_, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _
from desktop_crm.base.text import digits, fold
from desktop_crm.model import (
    Address,
    Consent,
    Contact,
    ContactTag,
    CustomValue,
    DuplicateCandidate,
    Email,
    ImportantDate,
    Job,
    Messenger,
    Phone,
    Tag,
)
from desktop_crm.model.base import LongText
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_fields import FIELDS
from desktop_crm.services.contact_views import ContactsView, Filter
from desktop_crm.services.day_spans import DATED, NAMED, moment_of, span
from desktop_crm.services.imported_contacts import imported
from desktop_crm.services.search import search_contact_ids

__all__ = ["FIELDS", "view_conditions"]

_MANY = 20_000  # more values than this are no condition any more
_FOLDED = ("legal_form", "language", "size")  # few different values: compared folded
_MOMENTS = ("last_touch_at", "created_at", "updated_at")
_CHILDREN: dict[str, tuple[Any, Any]] = {
    "city": (Address.city, Address.contact_id),
    "region": (Address.region, Address.contact_id),
    "country": (Address.country, Address.contact_id),
    "postcode": (Address.postcode, Address.contact_id),
    "position": (Job.position, Job.person_id),
    "phone": (Phone.digits, Phone.contact_id),
    "phone_status": (Phone.status, Phone.contact_id),
    "email": (Email.key, Email.contact_id),
    "website": (Messenger.address, Messenger.contact_id),
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
    if view.only is not None:
        conditions.append(Contact.id.in_(bindparam(None, view.only, expanding=True, literal_execute=True)))
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
    if wanted.field in _SPECIAL:
        return _SPECIAL[wanted.field](session, wanted)
    if wanted.field in _CHILDREN:
        return _child(session, wanted)
    if wanted.field not in FIELDS:
        raise InvalidValue(field=_("Filter"), value=wanted.field)
    column: Any = getattr(Contact, wanted.field)
    if wanted.field == "responsible_id":
        wanted = _me_named(session, wanted)
    return _looked_through(_of_column(session, column, wanted))


def _looked_through(found: ColumnElement[bool]) -> ColumnElement[bool]:
    """In the order in which contacts lie on the disk; in that of the list it takes up to five times as long."""
    return Contact.id.in_(select(Contact.id).where(found).correlate(None))


def _of_column(session: CrmSession, column: Any, wanted: Filter) -> ColumnElement[bool]:
    if wanted.field in _FOLDED and wanted.operator in ("is", "is_not", "contains"):
        values = _folded_values(session, column, wanted)
        return column.not_in(values) if wanted.operator == "is_not" else column.in_(values)  # type: ignore[no-any-return]
    if isinstance(column.type, Boolean):
        yes = or_(*(column.is_(value == "yes") for value in wanted.values))
        return ~yes if wanted.operator == "is_not" else yes
    return _compared(column, wanted, moment=wanted.field in _MOMENTS)


def _me_named(session: CrmSession, wanted: Filter) -> Filter:
    """“me” is whoever works at this computer."""
    values = [str(session.operator_id or 0) if value == "me" else value for value in wanted.values]
    return Filter(wanted.field, wanted.operator, values[0], tuple(values[1:]))


# One column -----------------------------------------------------------------------------------------------------------


def _compared(column: Any, wanted: Filter, *, moment: bool = False) -> ColumnElement[bool]:
    """One operator on one column; numbers as numbers, moments and days as spans."""
    dated = moment or isinstance(column.type, Date)
    textual = isinstance(column.type, String | LongText)
    if wanted.operator in ("empty", "filled"):
        empty = or_(column.is_(None), column == "") if textual else column.is_(None)
        return empty if wanted.operator == "empty" else ~empty
    if dated:
        return _in_span(column, wanted, moment=moment)
    operators: Mapping[str, Callable[[], Any]] = {
        "is": lambda: column.in_(_values(wanted, textual)),
        "is_not": lambda: or_(column.not_in(_values(wanted, textual)), column.is_(None)),
        "contains": lambda: or_(*(_contains(column, value) for value in wanted.values)),
        "less": lambda: column < _values(wanted, textual)[0],
        "more": lambda: column > _values(wanted, textual)[0],
    }
    return _known(operators, wanted)()  # type: ignore[no-any-return]


def _contains(column: Any, value: str) -> ColumnElement[bool]:
    """In small and capital letters alike; of other letters than ASCII's SQLite knows only those that are asked for."""
    spellings = {value, value.lower(), value.upper(), value.capitalize()} if not value.isascii() else set()
    return or_(
        func.lower(column).contains(value.lower(), autoescape=True),
        *(column.contains(one, autoescape=True) for one in sorted(spellings)),
    )


def _in_span(column: Any, wanted: Filter, *, moment: bool) -> ColumnElement[bool]:
    """Days ago for ``less`` and ``more``, days ahead for ``next``, else a span by name or date."""
    if wanted.operator in ("less", "more", "next"):
        days = _whole(wanted)
        ago = clock.now() - timedelta(days=days) if moment else clock.today() - timedelta(days=days)
        operators: Mapping[str, Callable[[], Any]] = {
            "less": lambda: column >= ago,
            "more": lambda: or_(column < ago, column.is_(None)),
            "next": lambda: and_(column >= clock.today(), column <= clock.today() + timedelta(days=days)),
        }
        return _known(operators, wanted)()  # type: ignore[no-any-return]
    spans = [_span(wanted, value) for value in wanted.values]
    found = []
    for start, end in spans:
        parts = [column.is_not(None)]
        parts += [column >= (moment_of(start) if moment else start)] if start else []
        parts += [column < (moment_of(end) if moment else end)] if end else []
        found.append(and_(*parts))
    return or_(*found)


def _span(wanted: Filter, value: str) -> tuple[date | None, date | None]:
    if wanted.operator not in (*NAMED, *DATED):
        raise InvalidValue(field=_("Filter"), value=wanted.operator)
    days = span(wanted.operator, value)
    if days is None:
        raise InvalidValue(field=_title(wanted), value=value)
    return days


def _known(operators: Mapping[str, Callable[[], Any]], wanted: Filter) -> Callable[[], Any]:
    if wanted.operator not in operators:
        raise InvalidValue(field=_("Filter"), value=wanted.operator)
    return operators[wanted.operator]


def _values(wanted: Filter, textual: bool) -> list[Any]:
    return list(wanted.values) if textual else [_number(wanted, value) for value in wanted.values]


def _number(wanted: Filter, value: str) -> Decimal | int:
    try:
        number = Decimal(value.replace(",", "."))
    except InvalidOperation:
        raise InvalidValue(field=_title(wanted), value=value) from None
    if not number.is_finite() or abs(number) >= 2**63:
        raise InvalidValue(field=_title(wanted), value=value)
    return int(number) if number == int(number) else number


def _whole(wanted: Filter) -> int:
    number = _number(wanted, wanted.value)
    if not isinstance(number, int) or not 0 <= number <= 100_000:
        raise InvalidValue(field=_title(wanted), value=wanted.value)
    return number


def _title(wanted: Filter) -> str:
    return _(FIELDS.get(wanted.field, wanted.field))


# Rows of the contact --------------------------------------------------------------------------------------------------


def _has(rows: Select[Any]) -> ColumnElement[bool]:
    return Contact.id.in_(rows)


def _child(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    """Some row of the contact: an address, a phone …; negated operators mean that none is."""
    column, key = _CHILDREN[wanted.field]
    if wanted.operator in ("empty", "filled"):
        rows = _has(select(key).where(column != ""))
        return ~rows if wanted.operator == "empty" else rows
    positive = "is" if wanted.operator == "is_not" else wanted.operator
    if wanted.field in _FOLDED_CHILDREN and positive in ("is", "contains"):
        fits = column.in_(_folded_values(session, column, wanted))
    else:
        values = [digits(value) if wanted.field == "phone" else value for value in wanted.values]
        fits = _compared(column, Filter(wanted.field, positive, values[0], tuple(values[1:])))
    found = _has(select(key).where(fits))
    return ~found if wanted.operator == "is_not" else found


def _custom(wanted: Filter) -> ColumnElement[bool]:
    number = wanted.field.removeprefix("custom:")
    if not number.isdecimal():
        raise InvalidValue(field=_("Filter"), value=wanted.field)
    rows = select(CustomValue.contact_id).where(CustomValue.field_id == int(number))
    if wanted.operator in ("empty", "filled"):
        return ~_has(rows) if wanted.operator == "empty" else _has(rows)
    positive = "is" if wanted.operator == "is_not" else wanted.operator
    if positive in ("is", "contains"):
        fits = or_(*map(_is_one_of_lines, wanted.values)) if positive == "is" else _compared(CustomValue.text, wanted)
    elif positive in (*NAMED, *DATED, "next", "within", "older"):
        days = {"within": "less", "older": "more"}.get(positive, positive)
        fits = _compared(CustomValue.day, Filter(wanted.field, days, wanted.value, wanted.more))
    else:
        fits = _compared(CustomValue.number, wanted)
    found = _has(rows.where(fits))
    return ~found if wanted.operator == "is_not" else found


def _is_one_of_lines(value: str) -> ColumnElement[bool]:
    """A custom field with several choices keeps each on its line."""
    text = CustomValue.text
    return or_(
        text == value,
        text.startswith(f"{value}\n", autoescape=True),
        text.endswith(f"\n{value}", autoescape=True),
        text.contains(f"\n{value}\n", autoescape=True),
    )


def _folded_values(session: CrmSession, column: Any, wanted: Filter) -> list[str]:
    """The stored values that are the wanted one when folded: “chisinau” finds Chișinău and CHISINAU alike."""
    sought = {fold(value.strip()) for value in wanted.values}
    values = session.scalars(select(column).distinct().limit(_MANY))
    if wanted.operator == "contains":
        return [value for value in values if value and any(part in fold(value) for part in sought)]
    return [value for value in values if value and fold(value) in sought]


# Fields that are no column --------------------------------------------------------------------------------------------


def _tags(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    rows = select(ContactTag.contact_id).join(Tag, Tag.id == ContactTag.tag_id).where(Tag.deleted_at.is_(None))
    if wanted.operator not in ("empty", "filled"):
        rows = rows.where(Tag.id.in_(_values(wanted, False)))
    return ~_has(rows) if wanted.operator in ("empty", "is_not") else _has(rows)


def _by_name(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    """Every word of one of the values, folded, in any order."""
    fits = or_(*(_words_in(Contact.sort_name, value) for value in wanted.values))
    return _looked_through(~fits if wanted.operator == "is_not" else fits)


def _words_in(column: Any, text: str) -> ColumnElement[bool]:
    return and_(True, *(column.contains(word, autoescape=True) for word in fold(text).split()))


def _organisation(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    firm = select(Contact.id).where(Contact.kind == "organisation", Contact.deleted_at.is_(None)).correlate(None)
    if wanted.operator not in ("empty", "filled"):
        firm = firm.where(or_(*(_words_in(Contact.sort_name, value) for value in wanted.values)))
    rows = select(Job.person_id).where(Job.organisation_id.in_(firm))
    return ~_has(rows) if wanted.operator in ("empty", "is_not") else _has(rows)


def _do_not_contact(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    refused = or_(
        _has(select(Consent.contact_id).where(Consent.state == "withdrawn")),
        _has(select(Phone.contact_id).where(Phone.do_not_call)),
    )
    return refused if _is_yes(wanted) else ~refused


def _duplicates(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    pending = or_(_has(select(DuplicateCandidate.first_id)), _has(select(DuplicateCandidate.second_id)))
    return pending if _is_yes(wanted) else ~pending


def _is_yes(wanted: Filter) -> bool:
    return (wanted.value != "no") == (wanted.operator != "is_not")


def _birthday(session: CrmSession, wanted: Filter) -> ColumnElement[bool]:
    """The day comes back every year."""
    rows = select(ImportantDate.contact_id).where(ImportantDate.label == "birthday")
    if wanted.operator in ("empty", "filled"):
        return ~_has(rows) if wanted.operator == "empty" else _has(rows)
    if wanted.operator == "next":
        first, count = clock.today(), min(_whole(wanted), 365) + 1
    else:
        start, end = _span(wanted, wanted.value)
        if start is None or end is None:
            raise InvalidValue(field=_("Filter"), value=wanted.operator)
        first, count = start, (end - start).days
    days = [first + timedelta(days=number) for number in range(count)]
    found = {day.month * 100 + day.day for day in days}
    if 228 in found and 301 in found:  # who was born on 29 February is not forgotten in other years
        found.add(229)
    return _has(rows.where((ImportantDate.month * 100 + ImportantDate.day).in_(sorted(found))))


_SPECIAL: Mapping[str, Callable[[CrmSession, Filter], ColumnElement[bool]]] = {
    "name": _by_name,
    "tag": _tags,
    "organisation": _organisation,
    "do_not_contact": _do_not_contact,
    "duplicates": _duplicates,
    "birthday": _birthday,
    "import": imported,
}
