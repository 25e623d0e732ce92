"""Rows of a card that both contacts have any number of: united without doubles, the loser's go over to the winner.

A double stays with the loser, who lies in the trash: nothing is deleted, and taking apart needs no guessing. What a
double knows more is filled into the winner's row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import fold
from desktop_crm.model import (
    Address,
    BankAccount,
    Consent,
    ContactTag,
    CustomValue,
    Email,
    ExternalId,
    ImportantDate,
    Messenger,
    Phone,
    Photo,
)
from desktop_crm.model.contact import CHANNELS, CONSENT_STATES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.bank_accounts import compact_iban
from desktop_crm.services.importing.contents import phone_key
from desktop_crm.services.merging.fields import BIRTHDAY, CUSTOM, PHOTO, Lost, Sides, same_day


@dataclass(frozen=True)
class RowKind:
    """One table of rows that belong to a contact."""

    code: str  # also the name of the lines on a card
    caption: str
    table: Any
    same: Callable[[Any, Any], bool]
    filled: tuple[str, ...] = ()  # columns that a double fills where the winner's row is empty
    words: Callable[[Any], str] = lambda row: ""  # of a double, to say what of it was not taken


def _same_phone(one: Phone, two: Phone) -> bool:
    keys = [phone_key(row.e164, row.digits, row.extension) or fold(row.raw) for row in (one, two)]
    return keys[0] == keys[1]


def _agree(one: Any, two: Any, columns: Sequence[str]) -> bool:
    """Whether two rows say nothing different, and something in common."""
    pairs = [(fold(getattr(one, name)), fold(getattr(two, name))) for name in columns]
    return all(a == b for a, b in pairs if a and b) and any(a == b for a, b in pairs if a)


def _same_address(one: Address, two: Address) -> bool:
    return _agree(one, two, ("street", "city", "postcode", "country"))


def _site(row: Messenger) -> str:
    address = fold(row.address).removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return address.removeprefix("@").rstrip("/")


KINDS: tuple[RowKind, ...] = (
    RowKind("phones", N_("Phones"), Phone, _same_phone, ("note",), lambda row: row.note),
    RowKind(
        "emails",
        N_("E-mails"),
        Email,
        lambda one, two: (one.key or fold(one.address)) == (two.key or fold(two.address)),
        ("note",),
        lambda row: row.note,
    ),
    RowKind(
        "addresses",
        N_("Addresses"),
        Address,
        _same_address,
        ("street", "city", "region", "postcode", "country", "note"),
        lambda row: ", ".join(part for part in (row.region, row.note) if part),
    ),
    RowKind(
        "messengers",
        N_("Websites and messengers"),
        Messenger,
        lambda one, two: (one.system, _site(one)) == (two.system, _site(two)),
        ("note",),
        lambda row: row.note,
    ),
    RowKind(
        "dates",
        N_("Dates"),
        ImportantDate,
        lambda one, two: fold(one.label) == fold(two.label) and same_day(one, two),
        ("year", "remind_days_before"),
    ),
    RowKind("tags", N_("Tags"), ContactTag, lambda one, two: one.tag_id == two.tag_id),
    RowKind("consents", N_("Consent"), Consent, lambda one, two: one.channel == two.channel, ("note",)),
    RowKind(
        "bank_accounts",
        N_("Bank accounts"),
        BankAccount,
        lambda one, two: compact_iban(one.iban) == compact_iban(two.iban),
        ("bank", "currency"),
        lambda row: " ".join(part for part in (row.bank, row.currency) if part),
    ),
    RowKind(
        "external_ids",
        N_("Numbers in other programs"),
        ExternalId,
        lambda one, two: (one.system, one.value) == (two.system, two.value),
    ),
)


@dataclass
class Union:
    """The rows of one table: what goes over, and which of the loser's are doubles of which of the winner's."""

    kind: RowKind
    moved: list[Any] = field(default_factory=list)
    doubles: list[tuple[Any, Any]] = field(default_factory=list)  # (the winner's, the loser's)


def unions(session: CrmSession, sides: Sides) -> list[Union]:
    """For each table what would happen."""
    return [_union(session, kind, sides) for kind in KINDS]


def _union(session: CrmSession, kind: RowKind, sides: Sides) -> Union:
    order = (kind.table.position, kind.table.id) if hasattr(kind.table, "position") else (kind.table.id,)
    of = [
        session.scalars(select(kind.table).where(kind.table.contact_id == contact.id).order_by(*order)).all()
        for contact in (sides.winner, sides.loser)
    ]
    union = Union(kind)
    kept = list(of[0])
    for row in of[1]:
        double = next((other for other in kept if kind.same(other, row)), None)
        if double is not None:
            union.doubles.append((double, row))
        elif not _is_other_birthday(row, sides):
            union.moved.append(row)
            kept.append(row)  # the loser may hold doubles of its own
    return union


def _is_other_birthday(row: Any, sides: Sides) -> bool:
    """A second birthday is no second date: one is chosen, and the loser's row stays where it is."""
    one, two = sides.birthdays
    return row is two and one is not None


def unite_rows(session: CrmSession, sides: Sides, choices: Mapping[str, str]) -> Lost:
    """Move the rows; says what of the doubles was not taken."""
    lost: Lost = {}
    for union in unions(session, sides):
        for mine, theirs in union.doubles:
            if union.kind.table is Consent:
                _stricter(mine, theirs, lost)
            if union.kind.table is Phone:
                mine.do_not_call = mine.do_not_call or theirs.do_not_call
            if getattr(mine, "kind", "") == "other":
                mine.kind = theirs.kind
            for name in union.kind.filled:
                if getattr(mine, name) in (None, ""):
                    setattr(mine, name, getattr(theirs, name))
            left, kept = union.kind.words(theirs), union.kind.words(mine)
            if left and fold(left) not in fold(kept):
                lost.setdefault(union.kind.code, []).append(left)
        session.flush()
        _move(session, union.kind.table, [row.id for row in union.moved], sides.winner.id)
    _move_single(session, sides, choices)
    return lost


def _move(session: CrmSession, table: Any, ids: Sequence[int], winner_id: int) -> None:
    """Give rows to the winner, after those that it has."""
    if not hasattr(table, "position"):
        session.bulk_update(table, ["id", "contact_id"], [(row_id, winner_id) for row_id in ids])
        return
    last = session.scalar(select(func.max(table.position)).where(table.contact_id == winner_id))
    first = 0 if last is None else last + 1
    rows = [(row_id, winner_id, first + number) for number, row_id in enumerate(ids)]
    session.bulk_update(table, ["id", "contact_id", "position"], rows)


def _stricter(mine: Consent, theirs: Consent, lost: Lost) -> None:
    """Of consent and refusal the refusal holds."""
    if mine.state == theirs.state:
        return
    mild = mine if theirs.state == "withdrawn" else theirs
    words = f"{_(CHANNELS.get(mild.channel, mild.channel))}: {_(CONSENT_STATES.get(mild.state, mild.state))}"
    lost.setdefault("consents", []).append(words)
    if mild is mine:
        mine.state, mine.noted_on, mine.note = theirs.state, theirs.noted_on, theirs.note


def _move_single(session: CrmSession, sides: Sides, choices: Mapping[str, str]) -> None:
    """Own fields and the photo where only the loser has one."""
    mine, theirs = sides.custom
    rows = [
        value.id
        for number, value in theirs.items()
        if number not in mine and choices.get(f"{CUSTOM}{number}", "loser") == "loser"
    ]
    _move(session, CustomValue, rows, sides.winner.id)
    if sides.photos[0] is None and sides.photos[1] is not None:
        _move(session, Photo, [sides.photos[1].id], sides.winner.id)


def caption_of_list(code: str) -> str:
    """Name of a list in the language in force; of a field "" ."""
    return next((_(kind.caption) for kind in KINDS if kind.code == code), "")


__all__ = ["BIRTHDAY", "KINDS", "PHOTO", "RowKind", "Union", "caption_of_list", "unions", "unite_rows"]
