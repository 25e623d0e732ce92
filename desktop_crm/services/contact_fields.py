"""What contacts can be filtered by: fields, their types, the operators of each type, and the words for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base.formats import day_text, parse_day
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.model import Address, Operator
from desktop_crm.model.contact import ABC_CLASSES, KINDS, LIFE_CYCLES, ORGANISATION_TYPES, RELATIONS_TO_US, SEXES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import choice_rows
from desktop_crm.services.contact_views import Filter
from desktop_crm.services.custom_fields import FieldRow, field_rows
from desktop_crm.services.imported_contacts import import_options
from desktop_crm.services.tags import tag_rows

FIELDS = {
    "name": N_("Name"),
    "organisation": N_("Organisation"),
    "position": N_("Position"),
    "kind": N_("Kind"),
    "tag": N_("Tag"),
    "responsible_id": N_("Responsible"),
    "life_cycle": N_("Life cycle"),
    "relation_to_us": N_("Relation to us"),
    "abc_class": N_("ABC class"),
    "last_touch_at": N_("Last contact"),
    "next_step_on": N_("Next step"),
    "city": N_("City"),
    "region": N_("Region"),
    "country": N_("Country"),
    "postcode": N_("Postcode"),
    "phone": N_("Phone"),
    "phone_status": N_("State of the phone"),
    "email": N_("E-mail"),
    "website": N_("Website"),
    "do_not_contact": N_("Do not contact"),
    "duplicates": N_("Duplicates pending"),
    "completeness": N_("Completeness"),
    "birthday": N_("Birthday"),
    "industry_id": N_("Industry"),
    "source_id": N_("Source"),
    "campaign_id": N_("Campaign"),
    "organisation_type": N_("Type"),
    "legal_form": N_("Legal form"),
    "size": N_("Size"),
    "tax_number": N_("Tax number"),
    "registration_number": N_("Registration number"),
    "parent_id": N_("Belongs to"),
    "referred_by_id": N_("Referred by"),
    "language": N_("Language"),
    "sex": N_("Sex"),
    "deceased": N_("Deceased"),
    "rhythm_days": N_("Contact rhythm in days"),
    "first_contact_on": N_("First contact"),
    "created_at": N_("Created"),
    "updated_at": N_("Changed"),
    "notes": N_("Notes"),
    "preferences": N_("Preferences"),
    "how_met": N_("How we met"),
    "import": N_("Import"),
    "is_sample": N_("Sample data"),
}
PHONE_STATES = {"ok": N_("In order"), "check": N_("To be checked"), "bad": N_("No valid number")}
YES_NO = {"yes": N_("Yes"), "no": N_("No")}
_FILLING = {"empty": N_("is empty"), "filled": N_("is filled")}
_CHOOSING = {"is": N_("is"), "is_not": N_("is not")}
_SPANS = {"today": N_("today"), "this_week": N_("this week"), "this_month": N_("this month")}
_PAST = {"yesterday": N_("yesterday"), "last_month": N_("last month"), "this_year": N_("this year")}
_DATES = {"before": N_("before"), "since": N_("since"), "on": N_("on")}
_NEXT = {"next": N_("in the next … days")}
OPERATORS: Mapping[str, Mapping[str, str]] = {
    "choice": _CHOOSING | _FILLING,
    "codes": _CHOOSING,  # always has one
    "text": {"contains": N_("contains")} | _CHOOSING | _FILLING,
    "words": {"contains": N_("contains"), "is_not": N_("does not contain")},
    "named": {"contains": N_("contains"), "is_not": N_("does not contain")} | _FILLING,
    "number": {"is": N_("is"), "less": N_("less than"), "more": N_("more than")} | _FILLING,
    "moment": {"less": N_("within the last … days"), "more": N_("older than … days")}
    | _SPANS | _PAST | _DATES | _FILLING,
    "own_date": {"within": N_("within the last … days"), "older": N_("older than … days")}
    | _NEXT | _SPANS | _PAST | _DATES | _FILLING,
    "due": {"overdue": N_("overdue")} | _SPANS | _NEXT | _DATES | _FILLING,
    "birthday": _SPANS | _NEXT | _FILLING,
    "link": _FILLING,
    "yes_no": {"is": N_("is")},
}  # fmt: skip
DAYS = ("less", "more", "next", "within", "older")  # of dates: the value is a number of days
DATED = ("before", "since", "on")
WITHOUT_VALUE = frozenset({*_FILLING, *_SPANS, *_PAST, "overdue"})
_TYPES: Mapping[str, str] = {
    "name": "words",
    "organisation": "named",
    **dict.fromkeys(("tag", "responsible_id", "industry_id", "source_id", "campaign_id"), "choice"),
    **dict.fromkeys(("life_cycle", "relation_to_us", "abc_class", "organisation_type", "sex"), "choice"),
    **dict.fromkeys(("kind", "phone_status", "import"), "codes"),
    **dict.fromkeys(("last_touch_at", "created_at", "updated_at", "first_contact_on"), "moment"),
    **dict.fromkeys(("do_not_contact", "duplicates", "deceased", "is_sample"), "yes_no"),
    **dict.fromkeys(("completeness", "rhythm_days"), "number"),
    **dict.fromkeys(("parent_id", "referred_by_id"), "link"),
    "next_step_on": "due",
    "birthday": "birthday",
}
_CODES: Mapping[str, Mapping[Any, str]] = {
    "kind": KINDS,
    "life_cycle": LIFE_CYCLES,
    "relation_to_us": RELATIONS_TO_US,
    "abc_class": ABC_CLASSES,
    "organisation_type": ORGANISATION_TYPES,
    "sex": SEXES,
    "phone_status": PHONE_STATES,
}
_LISTS = {"industry_id": "industry", "source_id": "source", "campaign_id": "campaign"}
_OWN_TYPES = {
    "number": "number", "money": "number", "date": "own_date", "yes_no": "yes_no", "choice": "choice",
    "choices": "choice",
}  # fmt: skip
_OFTEN = 200  # so many cities are offered, the commonest first


@dataclass(frozen=True, slots=True)
class FilterField:
    """One field to filter by, in the user's language."""

    code: str
    title: str
    type: str  # of OPERATORS
    options: tuple[tuple[str, str], ...] = ()  # (value, words) of a choice; of a text: what there is

    @property
    def operators(self) -> Mapping[str, str]:
        """Operator -> its words (English catalogue texts)."""
        return OPERATORS[self.type]

    def words(self, value: str) -> str:
        """A value as the user reads it."""
        if self.type in ("choice", "codes", "yes_no"):
            return next((words for code, words in self.options if code == value), value)
        return value


def filter_fields(session: CrmSession) -> list[FilterField]:
    """All fields, those of the firm's own last."""
    options = {code: tuple((key, _(title)) for key, title in titles.items()) for code, titles in _CODES.items()}
    options |= {code: _choices(session, name) for code, name in _LISTS.items()}
    options["tag"] = tuple((str(tag.id), tag.name) for tag in tag_rows(session))
    options["responsible_id"] = (("me", _("Me")), *operator_options(session))
    options["import"] = import_options(session)
    options["city"] = _cities(session)
    yes_no = tuple((key, _(title)) for key, title in YES_NO.items())
    found = []
    for code, title in FIELDS.items():
        type_ = _TYPES.get(code, "text")
        found.append(FilterField(code, _(title), type_, yes_no if type_ == "yes_no" else options.get(code, ())))
    return found + [_own(field, yes_no) for field in field_rows(session)]


def list_fields(session: CrmSession) -> tuple[list[FilterField], list[FieldRow]]:
    """All that a list can be filtered by, and the firm's own fields."""
    return filter_fields(session), field_rows(session)


def _own(field: FieldRow, yes_no: tuple[tuple[str, str], ...]) -> FilterField:
    options = yes_no if field.type == "yes_no" else tuple((option, option) for option in field.options)
    return FilterField(f"custom:{field.id}", field.name, _OWN_TYPES.get(field.type, "text"), options)


def _choices(session: CrmSession, list_name: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(row.id), row.name) for row in choice_rows(session, list_name))


def operator_options(session: CrmSession) -> tuple[tuple[str, str], ...]:
    """Colleagues as (id, name)."""
    query = select(Operator.id, Operator.name).where(Operator.deleted_at.is_(None), Operator.name != "")
    return tuple((str(row.id), row.name) for row in session.execute(query.order_by(Operator.name)))


def _cities(session: CrmSession) -> tuple[tuple[str, str], ...]:
    query = (
        select(Address.city)
        .where(Address.city != "")
        .group_by(Address.city)
        .order_by(func.count().desc(), Address.city)
        .limit(_OFTEN)
    )
    return tuple((city, city) for city in session.scalars(query))


def sentence(fields: Mapping[str, FilterField], wanted: Filter) -> str:
    """A condition in words: “City: Chișinău, Bălți”, “Last contact: older than 90 days”."""
    field = fields.get(wanted.field)
    if field is None:
        return wanted.field
    return _("{field}: {condition}").format(field=field.title, condition=_in_words(field, wanted))


def _in_words(field: FilterField, wanted: Filter) -> str:
    operator = wanted.operator
    if operator in WITHOUT_VALUE:
        return _(field.operators.get(operator, operator))
    if operator in DAYS and field.type in ("moment", "own_date", "due", "birthday"):
        return _days_in_words(operator, wanted.value)
    values = ", ".join(_value_in_words(field, operator, value) for value in wanted.values)
    if operator == "is":
        return values
    return f"{_(field.operators.get(operator, operator))} {values}"


def _days_in_words(operator: str, value: str) -> str:
    count = int(value) if value.isdecimal() else 0
    if operator in ("less", "within"):
        text = ngettext("within the last {count} day", "within the last {count} days", count)
    elif operator == "next":
        text = ngettext("in the next {count} day", "in the next {count} days", count)
    else:
        text = ngettext("older than {count} day", "older than {count} days", count)
    return text.format(count=count)


def _value_in_words(field: FilterField, operator: str, value: str) -> str:
    day = parse_day(value) if operator in DATED else None
    return day_text(day) if day else field.words(value)
