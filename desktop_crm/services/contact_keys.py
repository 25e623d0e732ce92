"""What contacts are ordered and grouped by: for each field the place of every contact that has a value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import case, func, literal, or_, select

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
from desktop_crm.services.reading import IDS, fetch, fetch_plain

_AGES = (  # days, heading
    (7, N_("Within a week")),
    (30, N_("Within a month")),
    (90, N_("Within three months")),
    (365, N_("Within a year")),
)
_OLDER = N_("Longer than a year ago")
_LETTERS = 8  # of a name, among which its first letter is
_QUOTES = "«»“”„\"' "
_CODES: Mapping[str, tuple[Any, Mapping[Any, str]]] = {
    "kind": (Contact.kind, KINDS),
    "relation": (Contact.relation_to_us, RELATIONS_TO_US),
    "life_cycle": (Contact.life_cycle, LIFE_CYCLES),
    "abc": (Contact.abc_class, ABC_CLASSES),
}
# the first row of a contact counts; a number that is not valid stands behind those that are
_FIRST: Mapping[str, Any] = {
    "city": (Address, select(Address.contact_id, Address.city).where(Address.city != "")),
    "phone": (Phone, select(Phone.contact_id, case((Phone.e164 != "", Phone.e164), else_=literal("~") + Phone.raw))),
    "email": (Email, select(Email.contact_id, Email.key).where(Email.key != "")),
}
_TAGS = (  # the first stands last, so that it is the one a dict keeps
    select(ContactTag.contact_id, Tag.name)
    .join(Tag, Tag.id == ContactTag.tag_id)
    .where(Tag.deleted_at.is_(None))
    .order_by(ContactTag.id.desc())
)
_FIRMS = select(Contact.id, Contact.sort_name).where(Contact.kind == "organisation", Contact.deleted_at.is_(None))
_NAMES = select(Contact.id, Contact.name).where(Contact.id.in_(IDS))


@dataclass(frozen=True)
class Key:
    """One field: a column that the index of names has too, or the value of every contact that has one.

    Values that rank alike (“Chișinău”, “CHISINAU”) are one; without a rank nearly each is another one.
    """

    column: Any = None
    values: Mapping[int, Any] = field(default_factory=dict)
    rank: Callable[[Any], Any] | None = None
    words: Callable[[CrmSession, Sequence[Any]], Iterable[str]] = lambda _session, values: map(str, values)
    without: str = N_("Not given")
    behind: Callable[[Any], bool] | None = None  # values that stand behind the others in both directions


def _each(words: Callable[[Any], str]) -> Callable[[CrmSession, Sequence[Any]], Iterable[str]]:
    """The words of one value are found without asking the database."""
    return lambda _session, values: map(words, values)


def key_of(session: CrmSession, code: str) -> Key:
    """The key of a sort or group of :mod:`services.contact_views`."""
    if code.startswith("custom:"):
        return _custom(session, code)
    if code in _CODES:
        column, names = _CODES[code]
        return Key(column, rank=_order_of(names), words=_each(lambda value: _(names.get(value, value))))
    if code in _FIRST:
        table, query = _FIRST[code]
        values = _pairs(session, query.where(table.position != 0).order_by(table.position.desc(), table.id.desc()))
        values |= _pairs(session, query.where(table.position == 0).order_by(table.id.desc()))
        unread = _is_unread if code == "phone" else None
        return Key(values=values, rank=plain_letters if code == "city" else None, behind=unread)
    return _OTHERS[code](session)


def _is_unread(number: str) -> bool:
    return number.startswith("~")


def _pairs(session: CrmSession, query: Any) -> dict[int, Any]:
    return dict(fetch_plain(session, query))


def _order_of(codes: Mapping[Any, str]) -> Callable[[Any], Any]:
    places = {code: place for place, code in enumerate(codes)}
    return lambda code: places.get(code, len(places))


def _letter(session: CrmSession) -> Key:
    """As in an address book: of the family name where there is one, without its accent."""
    name = case((Contact.family_name != "", Contact.family_name), else_=Contact.name)
    quoted = func.substr(name, 1, 1).in_(tuple(_QUOTES))
    letters = _pairs(
        session, select(Contact.id, case((quoted, func.substr(name, 1, _LETTERS)), else_=func.substr(name, 1, 1)))
    )
    return Key(
        values=letters,
        rank=lambda text: (_first_letter(text) == "#", _first_letter(text)),
        words=_each(_first_letter),
    )


def _first_letter(name: str) -> str:
    letter = next((char for char in name if char.isalnum()), "#")
    return plain_letters(letter)[:1].upper() if letter.isalpha() else "#"


def _touch_age(session: CrmSession) -> Key:
    now = clock.now()
    ages = [(Contact.last_touch_at >= now - timedelta(days=days), place) for place, (days, _title) in enumerate(_AGES)]
    query = select(Contact.id, case(*ages, else_=len(_AGES))).where(Contact.last_touch_at.is_not(None))
    titles = [*(title for _days, title in _AGES), _OLDER]
    return Key(
        values=_pairs(session, query), rank=int, words=_each(lambda place: _(titles[place])), without=N_("Never")
    )


def _by_name(column: Any) -> Callable[[CrmSession], Key]:
    def key(session: CrmSession) -> Key:
        if column is Contact.responsible_id:
            names = _pairs(session, select(Operator.id, Operator.name))
        else:
            names = {row_id: name for row_id, (name, _reverse) in choice_names(session).items()}

        def named(row_id: int) -> str:
            return str(names.get(row_id, ""))

        return Key(column, rank=lambda row_id: plain_letters(named(row_id)), words=_each(named))

    return key


def _organisation(session: CrmSession) -> Key:
    """Of the job that stands on the row of each person: the main one, else some current one.

    There may be as many organisations as people: they are numbered in their order, those of one name alike.
    """
    firms = list(fetch_plain(session, _FIRMS))
    firms.sort(key=itemgetter(1))
    first: list[int] = []
    places: dict[int, int] = {}
    last = None
    for row_id, name in firms:
        if name != last:
            first.append(row_id)
            last = name
        places[row_id] = len(first) - 1
    jobs = _main_jobs(session, Job.organisation_id)

    def names(session: CrmSession, values: Sequence[Any]) -> Iterable[str]:
        ids = [first[place] for place in values]
        found = {row.id: row.name for row in fetch(session, _NAMES, ids=ids)} if ids else {}
        return [found.get(row_id, "") for row_id in ids]

    return Key(values={person: places[firm] for person, firm in jobs.items() if firm in places}, words=names)


def _position(session: CrmSession) -> Key:
    return Key(values=_main_jobs(session, Job.position), rank=plain_letters)


def _main_jobs(session: CrmSession, column: Any) -> dict[int, Any]:
    current = or_(Job.to_on.is_(None), Job.to_on >= clock.today())
    query = select(Job.person_id, column).where(current).order_by(Job.id.desc())
    return _pairs(session, query.where(Job.is_primary.is_(False))) | _pairs(session, query.where(Job.is_primary))


def _completeness(session: CrmSession) -> Key:
    return Key(values=_pairs(session, select(Contact.id, Contact.completeness)), rank=int, words=_each("{} %".format))


def _attention(session: CrmSession) -> Key:
    query = select(Contact.id, Contact.life_cycle, Contact.rhythm_days, Contact.last_touch_at).where(
        Contact.rhythm_days.is_not(None) | Contact.life_cycle.in_(("blacklisted", "at_risk"))
    )
    found = {row[0]: chip_of(*row[1:]) for row in fetch(session, query)}
    return Key(values=found, rank=_order_of(CHIPS), words=_each(lambda chip: _(CHIPS[chip])))


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

    return Key(values=found, rank=rank, words=_each(lambda value: shown_value(str(field_type), *value)))


_OTHERS: Mapping[str, Callable[[CrmSession], Key]] = {
    "letter": _letter,
    "touch_age": _touch_age,
    "industry": _by_name(Contact.industry_id),
    "responsible": _by_name(Contact.responsible_id),
    "tags": lambda session: Key(values=_pairs(session, _TAGS), rank=plain_letters),
    "organisation": _organisation,
    "position": _position,
    "completeness": _completeness,
    "attention": _attention,
}
