"""Fields that the user defines: their definitions, and values with typed checks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from desktop_crm.base import clock, formats
from desktop_crm.base.errors import InvalidValue, NotFound, VersionConflict
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import digits, fold
from desktop_crm.model import Contact, CustomField, CustomValue, Meta
from desktop_crm.model.contact import KINDS
from desktop_crm.model.custom_field import FIELD_TYPES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.phones import format_phone, parse_number

YES, NO = "yes", "no"
_YES_WORDS = frozenset(map(fold, ("yes", "y", "true", "1", "x", "+", "da", "d", "да", "д", "✓")))
_NO_WORDS = frozenset(map(fold, ("no", "n", "false", "0", "-", "nu", "нет", "н")))
_LIMIT = Decimal(10) ** 14  # NUMERIC(18, 4)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"[^\s/@:]+\.[^\s/@:.]{2,}(?::[0-9]+)?(?:[/?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}")
_LEADING_CURRENCY = re.compile(r"([^\W\d_]{2,4}\.?|[$€£₽₴])\s*(?=[-+\d])")
_TRAILING_CURRENCY = re.compile(r"(?<=\d)\s*([^\W\d_]{2,4}\.?|[$€£₽₴])$")
_CURRENCY_WORDS = {
    "$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "руб": "RUB", "euro": "EUR",
}  # fmt: skip
_LEI_OF = {"MD": "MDL", "RO": "RON"}  # what “lei” means depends on the firm's own country


@dataclass(frozen=True, slots=True)
class FieldRow:
    """Definition of a field."""

    id: int
    version: int
    name: str
    record_kind: str  # "person", "organisation" or "" for both
    type: str  # code of model.custom_field.FIELD_TYPES
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A value after its check: ``text`` as it is stored, ``number`` and ``day`` where it can be computed with."""

    text: str
    number: Decimal | None = None
    day: date | None = None


def field_rows(session: CrmSession, record_kind: str = "") -> list[FieldRow]:
    """All fields in their order, or those that a kind of record has."""
    query = select(CustomField).where(CustomField.deleted_at.is_(None)).order_by(CustomField.position, CustomField.id)
    if record_kind:
        query = query.where(CustomField.record_kind.in_(("", record_kind)))
    return [
        FieldRow(row.id, row.version, row.name, row.record_kind, row.type, tuple(row.options or ()))
        for row in session.scalars(query)
    ]


def define_field(
    session: CrmSession, name: str, type: str = "text", record_kind: str = "", options: Sequence[str] = ()
) -> int:
    """A new field, last in order."""
    if type not in FIELD_TYPES:
        raise InvalidValue(field=_("Type"), value=type)
    if record_kind and record_kind not in KINDS:
        raise InvalidValue(field=_("Kind"), value=record_kind)
    last = session.scalar(select(func.max(CustomField.position)))
    defined = CustomField(
        name=_checked_name(name),
        type=type,
        record_kind=record_kind,
        options=_clean_options(options),
        position=(last or 0) + 1,
    )
    session.add(defined)
    session.flush()
    return defined.id


def change_field(
    session: CrmSession,
    field_id: int,
    *,
    name: str | None = None,
    options: Sequence[str] | None = None,
    position: int | None = None,
) -> None:
    """Another name, other options, another place. The type stays: values of another type would be guesses."""
    defined = session.get(CustomField, field_id)
    if defined is None or defined.deleted_at is not None:
        raise NotFound(what=_("The field"))
    if name is not None:
        defined.name = _checked_name(name)
    if options is not None:
        defined.options = _clean_options(options)
    if position is not None:
        defined.position = position
    session.flush()


def remove_field(session: CrmSession, field_id: int) -> int:
    """The field disappears from all cards; its values stay for undo. Says how many there are."""
    defined = session.get(CustomField, field_id)
    if defined is None or defined.deleted_at is not None:
        raise NotFound(what=_("The field"))
    defined.deleted_at = clock.now()
    session.flush()
    return session.scalar(select(func.count()).where(CustomValue.field_id == field_id)) or 0


def set_custom_value(
    session: CrmSession, contact_id: int, field_id: int, value: object, seen: str | None = None
) -> None:
    """Set a field of a contact as it was typed; an empty text clears it. Raises ``InvalidValue``.

    *seen*: the text as it was stored when it was last looked at; another one by now is a ``VersionConflict``.
    """
    defined = session.get(CustomField, field_id)
    if defined is None or defined.deleted_at is not None:
        raise NotFound(what=_("The field"))
    if session.get(Contact, contact_id) is None:
        raise NotFound(what=_("The contact"))
    field = FieldRow(0, 0, defined.name, "", defined.type, tuple(defined.options or ()))
    country = session.scalar(select(Meta.value).where(Meta.key == "country")) or ""
    typed = typed_value(field, value, country)
    rows = session.scalars(
        select(CustomValue)
        .where(CustomValue.contact_id == contact_id, CustomValue.field_id == field_id)
        .order_by(CustomValue.id)
    ).all()
    there = rows[0].text if rows else ""
    if seen is not None and there not in (seen, typed.text):
        raise VersionConflict(what=defined.name)
    kept = rows[0] if rows and typed.text else None
    for row in rows:
        if row is not kept:
            session.delete(row)
    if typed.text:
        if kept is None:
            kept = CustomValue(contact_id=contact_id, field_id=field_id)
            session.add(kept)
        kept.text, kept.number, kept.day = typed.text, typed.number, typed.day
    session.flush()


def typed_value(defined: FieldRow, value: object, country: str = "") -> TypedValue:
    """Check a value against its field's type; raises ``InvalidValue`` with the field's name.

    *country* is the firm's own: it says how a phone without country and “lei” are meant.
    """
    if isinstance(value, str | int | float | Decimal | date):
        text = _text_of(value)
    elif isinstance(value, Sequence):
        text = "\n".join(str(part) for part in value)
    else:
        text = ""
    text = text.strip()
    if not text:
        return TypedValue("")
    typed = _CHECKS[defined.type](text, defined.options, country)
    if typed is None:
        raise InvalidValue(field=defined.name, value=text[:60])
    return typed


def is_yes(text: str) -> bool:
    """Whether the word that was typed means yes, in any of our languages."""
    typed = _yes_no(text, ())
    return typed is not None and typed.text == YES


def shown_value(type: str, text: str, number: Decimal | None, day: date | None) -> str:
    """A stored value in the user's language."""
    if type == "number" and number is not None:
        return formats.number_text(number)
    if type == "money" and number is not None:
        return formats.money_text(number, text.rpartition(" ")[2] if " " in text else "")
    if type == "date" and day is not None:
        return formats.day_text(day)
    if type == "yes_no" and text:
        return _("Yes") if text == YES else _("No")
    if type == "choices":
        return ", ".join(text.split("\n"))
    if type == "phone" and text.startswith("+"):
        return format_phone(text)
    return text


def shown_values(
    session: CrmSession, contact_ids: Sequence[int], field_ids: Sequence[int]
) -> dict[int, tuple[tuple[int, str], ...]]:
    """Values of some fields of some contacts as shown: contact -> (field, text)."""
    query = (
        select(
            CustomValue.contact_id,
            CustomValue.field_id,
            CustomField.type,
            CustomValue.text,
            CustomValue.number,
            CustomValue.day,
        )
        .join(CustomField, CustomField.id == CustomValue.field_id)
        .where(CustomValue.contact_id.in_(contact_ids), CustomValue.field_id.in_(field_ids))
        .order_by(CustomValue.id)
    )
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for contact_id, field_id, type, text, number, day in session.execute(query):
        found[contact_id] = (*found.get(contact_id, ()), (field_id, shown_value(type, text, number, day)))
    return found


def _text_of(value: str | int | float | Decimal | date) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)):f}"
    return str(value)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise InvalidValue(field=_("Name"), value=name[:60])
    return name


def _clean_options(options: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(option.split()) for option in options if option.strip()))


# One check for each type: the value as stored, None where it does not fit ---------------------------------------------


def _plain(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    return TypedValue(text)


def _number(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    number = formats.parse_number(text)
    if number is None or abs(number) >= _LIMIT:
        return None
    number = round(number, 4).normalize() + 0  # no minus before nothing
    return TypedValue(f"{number:f}", number)


def _money(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    """“48 200,50 MDL”, “€ 12”, “100”: the currency is kept where one was given."""
    found = _TRAILING_CURRENCY.search(text) or _LEADING_CURRENCY.match(text)
    number = _number((text[: found.start()] + text[found.end() :]) if found else text, options)
    if number is None or number.number is None:
        return None
    if found is None:
        return number
    word = found[1].strip(".").lower()
    if word in ("lei", "leu"):
        currency = _LEI_OF.get(country, "RON")
    else:
        currency = _CURRENCY_WORDS.get(word, word.upper() if len(word) == 3 and word.isascii() else "")
    return TypedValue(f"{number.text} {currency}", number.number) if currency else None


def _date(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    day = formats.parse_day(text)
    return TypedValue(day.isoformat(), day=day) if day else None


def _yes_no(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    folded = fold(text)
    if folded in _YES_WORDS or folded == fold(_("Yes")):
        return TypedValue(YES)
    return TypedValue(NO) if folded in _NO_WORDS or folded == fold(_("No")) else None


def _choice(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    folded = fold(" ".join(text.split()))
    return next((TypedValue(option) for option in options if fold(option) == folded), None)


def _choices(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    parts = [part for part in text.split("\n") if part.strip()]
    if len(parts) == 1 and _choice(text, options) is None:  # an option may hold a comma
        parts = [part for part in re.split(r"[;,]", text) if part.strip()]
    chosen = [_choice(part, options) for part in parts]
    texts = [typed.text for typed in chosen if typed is not None]
    if len(texts) != len(chosen):
        return None
    return TypedValue("\n".join(option for option in options if option in texts))


def _link(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    if any(char.isspace() for char in text):
        return None
    if _HOST.fullmatch(text):
        return TypedValue(f"https://{text}")
    return TypedValue(text) if _SCHEME.match(text) and not text.lower().startswith(("javascript:", "data:")) else None


def _phone(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    """Never refused where it holds digits: what cannot be dialled stays as typed."""
    found = parse_number(text, country)
    return TypedValue(found.e164 or text) if digits(text) else None


def _email(text: str, options: Sequence[str], country: str = "") -> TypedValue | None:
    text = text.removeprefix("mailto:")
    return TypedValue(text) if _EMAIL.fullmatch(text) else None


_CHECKS: dict[str, Callable[[str, Sequence[str], str], TypedValue | None]] = {
    "text": _plain,
    "number": _number,
    "money": _money,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "link": _link,
    "phone": _phone,
    "email": _email,
}
YES_NO_NAMES = {YES: N_("Yes"), NO: N_("No")}
