"""Fields of which a contact has one value: both values as shown, the proposal, and taking over what was chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _, pgettext
from desktop_crm.base.text import fold, words
from desktop_crm.model import Contact, CustomValue, ImportantDate, Photo
from desktop_crm.model.contact import ABC_CLASSES, LIFE_CYCLES, ORGANISATION_TYPES, RELATIONS_TO_US, SEXES, Kind
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.services.contacts import EDITABLE
from desktop_crm.services.duplicates import is_address
from desktop_crm.services.merging.lines import MergeField, Side

BIRTHDAY, PHOTO, CUSTOM = "birthday", "photo", "custom:"
_NAME_OF: Mapping[str, tuple[str, ...]] = {  # what goes with a name when it is chosen
    Kind.PERSON: ("prefix", "given_name", "middle_name", "family_name", "suffix", "name"),
    Kind.ORGANISATION: ("legal_form", "name"),
}
_COMPOSED = ("sort_name", "name_key")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    Kind.PERSON: ("name", "nickname", "former_name", "sex", "greeting"),
    Kind.ORGANISATION: (
        "name", "legal_name", "organisation_type", "industry_id", "size", "registration_number", "tax_number",
        "parent_id",
    ),
}  # fmt: skip
_BOTH = (
    "relation_to_us", "life_cycle", "abc_class", "language", "responsible_id", "source_id", "campaign_id",
    "referred_by_id", "rhythm_days",
)  # fmt: skip
_PERSON_LAST = ("preferences", "best_time", "how_met")
_CODES: Mapping[str, Mapping[str, str]] = {
    "relation_to_us": RELATIONS_TO_US,
    "life_cycle": LIFE_CYCLES,
    "abc_class": ABC_CLASSES,
    "organisation_type": ORGANISATION_TYPES,
    "sex": SEXES,
}
# decided without asking; test_merging reads this list against the columns of the table
UNITED = (
    "notes", "other_names", "first_contact_on", "deceased", "last_touch_at", "next_step_on", "next_step", "archived_at",
    "is_sample", "completeness",
)  # fmt: skip
Lost = dict[str, list[str]]  # code of the field or list -> values that were not taken, as shown


def field_codes(kind: str) -> tuple[str, ...]:
    """Codes of the columns that are chosen, in the order of the page."""
    return (*_FIELDS[kind], *_BOTH, *(_PERSON_LAST if kind == Kind.PERSON else ()))


def columns_of(kind: str) -> set[str]:
    """Columns of the table that a merge looks after."""
    return {*field_codes(kind), *_NAME_OF[kind], *_COMPOSED, *UNITED}


def caption_of(code: str, custom: Mapping[int, str]) -> str:
    """Name of a field in the language in force."""
    if code.startswith(CUSTOM):
        return custom.get(int(code.removeprefix(CUSTOM)), _("Own field"))
    if code == BIRTHDAY:
        return _("Birthday")
    return _("Photo") if code == PHOTO else _(EDITABLE[code])


@dataclass
class Sides:
    """The rows of both, read once."""

    winner: Contact
    loser: Contact
    cards: tuple[ContactCard, ContactCard]
    custom: tuple[dict[int, CustomValue], dict[int, CustomValue]]
    birthdays: tuple[ImportantDate | None, ImportantDate | None]
    photos: tuple[Photo | None, Photo | None]

    @property
    def custom_names(self) -> dict[int, str]:
        """Names of the fields that the user defined."""
        return {line.field_id: line.name for card in self.cards for line in card.custom}


def read_sides(session: CrmSession, winner: Contact, loser: Contact, cards: tuple[ContactCard, ContactCard]) -> Sides:
    """Read what the fields need."""
    values: tuple[dict[int, CustomValue], dict[int, CustomValue]] = {}, {}
    days: list[ImportantDate | None] = [None, None]
    photos: list[Photo | None] = [None, None]
    for number, contact in enumerate((winner, loser)):
        query = select(CustomValue).where(CustomValue.contact_id == contact.id, CustomValue.deleted_at.is_(None))
        for value in session.scalars(query.order_by(CustomValue.id)):
            values[number].setdefault(value.field_id, value)
        dates = select(ImportantDate).where(ImportantDate.contact_id == contact.id, ImportantDate.label == "birthday")
        days[number] = session.scalars(dates.order_by(ImportantDate.id)).first()
        picture = select(Photo).where(Photo.contact_id == contact.id, Photo.deleted_at.is_(None)).order_by(Photo.id)
        photos[number] = session.scalars(picture).first()
    return Sides(winner, loser, cards, values, (days[0], days[1]), (photos[0], photos[1]))


def merge_fields(sides: Sides) -> tuple[MergeField, ...]:
    """Every field that at least one has."""
    names = sides.custom_names
    made = [_column_field(code, sides) for code in field_codes(sides.winner.kind)]
    made += [_birthday(sides), _photo(sides)]
    made += [_custom_field(number, names[number], sides) for number in names]
    return tuple(field for field in made if field is not None and (field.winner or field.loser))


def _column_field(code: str, sides: Sides) -> MergeField | None:
    one, two = getattr(sides.winner, code), getattr(sides.loser, code)
    shown = [_shown(code, card) for card in sides.cards]
    if one in (None, "") and two in (None, ""):
        return None
    if code in ("parent_id", "referred_by_id") and {one, two} & {sides.winner.id, sides.loser.id}:
        return None  # a tie between the two ends with them; the other is followed silently
    proposed = _PROPOSED.get(code, _filled)(sides, one, two)
    return MergeField(code, _(EDITABLE[code]), shown[0], shown[1], proposed)


def _shown(code: str, card: ContactCard) -> str:
    value = getattr(card, code)
    if code in _CODES:
        return _(_CODES[code][value]) if value in _CODES[code] else value
    if code.endswith("_id"):
        return str(getattr(card, code.removesuffix("_id")))
    return "" if value is None else str(value)


def _filled(sides: Sides, one: Any, two: Any) -> Side:
    return "loser" if one in (None, "") else "winner"


def _better_name(sides: Sides, one: str, two: str) -> Side:
    """The winner's, unless it is none or the other says the same and more."""
    if is_address(one) and not is_address(two):
        return "loser"
    return "loser" if set(words(one)) < set(words(two)) else "winner"


def _stricter(sides: Sides, one: str, two: str) -> Side:
    return "loser" if "blacklisted" in (one, two) and one != "blacklisted" else _filled(sides, one, two)


_PROPOSED: Mapping[str, Callable[[Sides, Any, Any], Side]] = {"name": _better_name, "life_cycle": _stricter}


def _birthday(sides: Sides) -> MergeField | None:
    """Days that agree (a year may be missing in one) are one entry of the list; days that differ are a choice."""
    one, two = sides.birthdays
    if one is None or two is None or same_day(one, two):
        return None
    texts = [next(line.shown for line in card.dates if line.label == "birthday") for card in sides.cards]
    return MergeField(BIRTHDAY, _("Birthday"), texts[0], texts[1], "winner")


def same_day(one: ImportantDate, two: ImportantDate) -> bool:
    """Whether two dates agree as far as they say."""
    years = {one.year, two.year} - {None}
    return (one.day, one.month) == (two.day, two.month) and len(years) < 2


def _photo(sides: Sides) -> MergeField | None:
    one, two = sides.photos
    if one is None or two is None or one.content == two.content:
        return None
    return MergeField(
        PHOTO, _("Photo"), pgettext("photo", "Of the first"), pgettext("photo", "Of the second"), "winner"
    )


def _custom_field(number: int, name: str, sides: Sides) -> MergeField | None:
    texts = [next((line.shown for line in card.custom if line.field_id == number), "") for card in sides.cards]
    return MergeField(f"{CUSTOM}{number}", name, texts[0], texts[1], "winner" if texts[0] else "loser")


# ---- taking over ---------------------------------------------------------------------------------------------------


def take_fields(session: CrmSession, sides: Sides, choices: Mapping[str, str]) -> Lost:
    """Give the winner what was chosen and what is decided without asking; says what was not taken."""
    fields = {field.code: field for field in merge_fields(sides)}
    for code, chosen in choices.items():
        if code not in fields or chosen not in ("winner", "loser"):
            raise InvalidValue(field=code, value=chosen)
    lost: Lost = {}
    for code, field in fields.items():
        choice = choices.get(code, field.choice)
        left = field.winner if choice == "loser" else field.loser
        if left and field.differs:
            lost[code] = [left]
        if choice == "loser" and field.differs:
            _take(session, code, sides)
    _follow_ties(sides)
    _unite(sides)
    return lost


def _take(session: CrmSession, code: str, sides: Sides) -> None:
    winner, loser = sides.winner, sides.loser
    if code.startswith(CUSTOM):
        _take_custom(session, int(code.removeprefix(CUSTOM)), sides)
    elif code == BIRTHDAY:
        one, two = sides.birthdays
        if one is not None and two is not None:
            one.day, one.month, one.year = two.day, two.month, two.year
    elif code == PHOTO:
        picture, other = sides.photos
        if picture is not None and other is not None:
            picture.media_type, picture.content = other.media_type, other.content
    elif code == "name":
        for column in (*_NAME_OF[winner.kind], *_COMPOSED):
            setattr(winner, column, getattr(loser, column))
    else:
        setattr(winner, code, getattr(loser, code))


def _take_custom(session: CrmSession, number: int, sides: Sides) -> None:
    """The winner's own row takes the value: what is edited later stays with the winner when they are taken apart."""
    mine, theirs = (values.get(number) for values in sides.custom)
    if theirs is None:
        if mine is not None:
            session.delete(mine)
    elif mine is not None:
        mine.text, mine.number, mine.day = theirs.text, theirs.number, theirs.day


def _follow_ties(sides: Sides) -> None:
    """A parent or recommender that was the other one: now what the other one had; never itself."""
    winner, loser = sides.winner, sides.loser
    for column in ("parent_id", "referred_by_id"):
        if getattr(winner, column) == loser.id:
            setattr(winner, column, getattr(loser, column))
        if getattr(winner, column) in (winner.id, loser.id):
            setattr(winner, column, None)


def _unite(sides: Sides) -> None:
    winner, loser = sides.winner, sides.loser
    winner.notes = united_texts(winner.notes, loser.notes, "\n\n")
    if winner.kind == Kind.ORGANISATION:
        spare = "" if winner.name == loser.name else loser.name
        winner.other_names = united_lines(winner.other_names, loser.other_names, spare)
    days = [day for day in (winner.first_contact_on, loser.first_contact_on) if day is not None]
    winner.first_contact_on = min(days, default=None)
    winner.deceased = winner.deceased or loser.deceased
    winner.is_sample = winner.is_sample and loser.is_sample
    if loser.archived_at is None:
        winner.archived_at = None
    touches = [moment for moment in (winner.last_touch_at, loser.last_touch_at) if moment is not None]
    winner.last_touch_at = max(touches, default=None)
    if loser.next_step_on is not None and (winner.next_step_on is None or loser.next_step_on < winner.next_step_on):
        winner.next_step_on, winner.next_step = loser.next_step_on, loser.next_step


def united_texts(one: str, two: str, between: str) -> str:
    """Both texts; one that the other holds already is not said twice."""
    if not two.strip() or fold(two.strip()) in fold(one):
        return one
    if not one.strip() or fold(one.strip()) in fold(two):
        return two
    return f"{one}{between}{two}"


def united_lines(*texts: str) -> str:
    """All lines, each once."""
    lines = {fold(line.strip()): line.strip() for text in reversed(texts) for line in reversed(text.splitlines())}
    return "\n".join(line for line in reversed(lines.values()) if line)
