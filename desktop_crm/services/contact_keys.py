"""What contacts are ordered and grouped by: for each field the place of every contact that has a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import case, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import plain_letters
from desktop_crm.model import Address, Contact, ContactTag, CustomField, CustomValue, Email, Job, Operator, Phone, Tag
from desktop_crm.model.contact import ABC_CLASSES, KINDS, LIFE_CYCLES, RELATIONS_TO_US
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attention import chip_of
from desktop_crm.services.choices import choice_names
from desktop_crm.services.contact_views import CHIPS
from desktop_crm.services.custom_fields import shown_value
from desktop_crm.services.phones import format_phone
from desktop_crm.services.reading import fetch, fetch_plain

_AGES = (  # days, heading
    (7, N_("Within a week")),
    (30, N_("Within a month")),
    (90, N_("Within three months")),
    (365, N_("Within a year")),
)
_OLDER = N_("Longer than a year ago")
_CODES: Mapping[str, tuple[Any, Mapping[Any, str]]] = {
    "kind": (Contact.kind, KINDS),
    "relation": (Contact.relation_to_us, RELATIONS_TO_US),
    "life_cycle": (Contact.life_cycle, LIFE_CYCLES),
    "abc": (Contact.abc_class, ABC_CLASSES),
}
# the first row of a contact stands last here, so that it is the one a dict keeps
_FIRST: Mapping[str, Any] = {
    "city": select(Address.contact_id, Address.city)
    .where(Address.city != "")
    .order_by(Address.position.desc(), Address.id.desc()),
    "phone": select(Phone.contact_id, case((Phone.e164 != "", Phone.e164), else_=Phone.raw)).order_by(
        Phone.position.desc(), Phone.id.desc()
    ),
    "email": select(Email.contact_id, Email.key)
    .where(Email.key != "")
    .order_by(Email.position.desc(), Email.id.desc()),
    "tags": select(ContactTag.contact_id, Tag.name)
    .join(Tag, Tag.id == ContactTag.tag_id)
    .where(Tag.deleted_at.is_(None))
    .order_by(ContactTag.id.desc()),
}


@dataclass(frozen=True)
class Key:
    """One field: ``places`` has every contact with a value; equal values have equal places."""

    values: Mapping[int, Any]
    places: Mapping[int, int]
    words: Callable[[Any], str]
    without: str = N_("Not given")

    def title(self, contact_id: int) -> str:
        """The value of a contact as a heading."""
        return self.words(self.values[contact_id]) if contact_id in self.values else _(self.without)


def key_of(session: CrmSession, code: str) -> Key:
    """The key of a sort or group of :mod:`services.contact_views`."""
    if code.startswith("custom:"):
        return _custom(session, code)
    if code in _CODES:
        column, names = _CODES[code]
        found = _pairs(session, select(Contact.id, column).where(column != ""))
        return _ranked(found, _order_of(names), lambda value: _(names.get(value, value)))
    if code in _FIRST:
        words = format_phone if code == "phone" else str
        return _ranked(_pairs(session, _FIRST[code]), plain_letters if code != "phone" else str, words)
    return _OTHERS[code](session)


def _pairs(session: CrmSession, query: Any) -> dict[int, Any]:
    return dict(fetch_plain(session, query))


def _order_of(codes: Mapping[Any, str]) -> Callable[[Any], Any]:
    places = {code: place for place, code in enumerate(codes)}
    return lambda code: places.get(code, len(places))


def _ranked(
    values: Mapping[int, Any], rank: Callable[[Any], Any], words: Callable[[Any], str], without: str = N_("Not given")
) -> Key:
    """Values that rank alike (“Chișinău”, “CHISINAU”) have one place."""
    ranks = {value: rank(value) for value in set(values.values())}
    place = {one: number for number, one in enumerate(sorted(set(ranks.values())))}
    places_of = {value: place[one] for value, one in ranks.items()}
    return Key(values, {row_id: places_of[value] for row_id, value in values.items()}, words, without)


def _letter(session: CrmSession) -> Key:
    """As in an address book: of the family name where there is one, without its accent."""
    name = case((Contact.family_name != "", Contact.family_name), else_=Contact.name)
    names = _pairs(session, select(Contact.id, name))
    letters = {text: _first_letter(text) for text in set(names.values())}
    found = {row_id: letters[text] for row_id, text in names.items()}
    return _ranked(found, lambda letter: (letter == "#", letter), str)


def _first_letter(name: str) -> str:
    letter = next((char for char in name[:8] if char.isalnum()), "#")
    return plain_letters(letter)[:1].upper() if letter.isalpha() else "#"


def _touch_age(session: CrmSession) -> Key:
    now = clock.now()
    ages = [(Contact.last_touch_at >= now - timedelta(days=days), place) for place, (days, _title) in enumerate(_AGES)]
    query = select(Contact.id, case(*ages, else_=len(_AGES))).where(Contact.last_touch_at.is_not(None))
    titles = [*(title for _days, title in _AGES), _OLDER]
    return _ranked(_pairs(session, query), int, lambda place: _(titles[place]), N_("Never"))


def _by_name(column: Any) -> Callable[[CrmSession], Key]:
    def key(session: CrmSession) -> Key:
        if column is Contact.responsible_id:
            names = _pairs(session, select(Operator.id, Operator.name))
        else:
            names = {row_id: name for row_id, (name, _reverse) in choice_names(session).items()}
        query = select(Contact.id, column).where(column.is_not(None))
        return _ranked(
            {row_id: names.get(one, "") for row_id, one in _pairs(session, query).items()}, plain_letters, str
        )

    return key


def _main_jobs(session: CrmSession) -> dict[int, Any]:
    """The job that stands on the row of each person: the main one, else some current one."""
    query = select(Job.person_id, Job.organisation_id, Job.position).where(
        Job.to_on.is_(None) | (Job.to_on >= clock.today())
    )
    found = fetch_plain(session, query.order_by(Job.is_primary, Job.id.desc()))
    return {row[0]: row for row in found}


def _organisation(session: CrmSession) -> Key:
    query = select(Contact.id, Contact.name).where(Contact.kind == "organisation", Contact.deleted_at.is_(None))
    names = _pairs(session, query)
    jobs = _main_jobs(session)
    found = {person: names[row[1]] for person, row in jobs.items() if row[1] in names}
    return _ranked(found, lambda name: plain_letters(name).strip("«»“”„\"' "), str)


def _position(session: CrmSession) -> Key:
    found = {person: row[2] for person, row in _main_jobs(session).items() if row[2]}
    return _ranked(found, plain_letters, str)


def _updated(session: CrmSession) -> Key:
    ids = fetch_plain(session, select(Contact.id).order_by(Contact.updated_at, Contact.id))
    places = {row[0]: place for place, row in enumerate(ids)}
    return Key(places, places, str)


def _completeness(session: CrmSession) -> Key:
    found = _pairs(session, select(Contact.id, Contact.completeness))
    return Key(found, found, "{} %".format)


def _attention(session: CrmSession) -> Key:
    query = select(Contact.id, Contact.life_cycle, Contact.rhythm_days, Contact.last_touch_at).where(
        Contact.rhythm_days.is_not(None) | Contact.life_cycle.in_(("blacklisted", "at_risk"))
    )
    found = {row[0]: chip_of(*row[1:]) for row in fetch(session, query)}
    return _ranked({row_id: chip for row_id, chip in found.items() if chip}, _order_of(CHIPS), lambda c: _(CHIPS[c]))


def _custom(session: CrmSession, code: str) -> Key:
    number = code.removeprefix("custom:")
    field_type = number.isdecimal() and session.scalar(select(CustomField.type).where(CustomField.id == int(number)))
    if not field_type:
        raise InvalidValue(field=_("Order"), value=code)
    query = select(CustomValue.contact_id, CustomValue.text, CustomValue.number, CustomValue.day).where(
        CustomValue.field_id == int(number), CustomValue.text != ""
    )
    found = {row[0]: tuple(row[1:]) for row in fetch(session, query)}

    def rank(value: Any) -> Any:
        text, amount, day = value
        return (amount is None and day is None, amount or 0, day.toordinal() if day else 0, plain_letters(text))

    return _ranked(found, rank, lambda value: shown_value(str(field_type), *value))


_OTHERS: Mapping[str, Callable[[CrmSession], Key]] = {
    "letter": _letter,
    "touch_age": _touch_age,
    "industry": _by_name(Contact.industry_id),
    "responsible": _by_name(Contact.responsible_id),
    "organisation": _organisation,
    "position": _position,
    "updated": _updated,
    "completeness": _completeness,
    "attention": _attention,
}
