"""Phones: from what stands in a cell to numbers that can be dialled, searched and compared.

Nothing is refused or thrown away: what is no number stays as text with the reason, every guess is marked ``check``.
This module cuts cells into pieces; ``phone_pieces`` finds the number in a piece, ``phone_resolution`` knows the order
of the attempts, ``phone_plans`` what digits mean in a country, ``phone_patterns`` how people write.
"""

import math
import re
from dataclasses import dataclass, replace
from functools import cache

from desktop_crm.base.text import digits as digits_of
from desktop_crm.services import phone_patterns as patterns
from desktop_crm.services.phone_display import describe_phone, format_phone, line_name, tel_uri
from desktop_crm.services.phone_pieces import guess, invalid, number, phones_of, with_reasons, without_dates
from desktop_crm.services.phone_places import area_code_of_city, area_codes, country_name, country_of
from desktop_crm.services.phone_plans import read_digits, read_text
from desktop_crm.services.phone_resolution import (
    BAD,
    CHECK,
    OK,
    Resolved,
    Run,
    Setting,
    resolve_surely,
    run_of,
    setting_of,
)
from desktop_crm.services.phone_results import (
    EXCEL_LOST,
    EXCEL_RESTORED,
    EXTENSION_ASSUMED,
    EXTENSION_SPLIT,
    LAST_DIGITS,
    UNCHANGED,
    PhoneReason,
    RepairedPhone,
    joined_sentences,
)

__all__ = [
    "PhoneReason",
    "RepairedPhone",
    "area_code_of_city",
    "area_codes",
    "country_name",
    "country_of",
    "describe_phone",
    "format_phone",
    "joined_sentences",
    "line_name",
    "parse_number",
    "repair_cell",
    "tel_uri",
]

_MIN_NUMBER_DIGITS = 4  # fewer beside words are a flat or a floor
_MAX_LOCAL_DIGITS = 8
_MAX_DIGITS = 17
_KINDS_OF_ALL = frozenset({"fax", "home", "main"})  # kinds that also hold for “… / 78”


def repair_cell(
    value: object, *, country: str = "", area_code: str = "", row_country: str = "", city: str = ""
) -> tuple[RepairedPhone, ...]:
    """All phones of one cell, in order; none for an empty cell or one with dashes only.

    *country* and *area_code* are those chosen for the file, *row_country* and *city* those of the row.
    """
    text = value if isinstance(value, str) else _text_of(value)
    if not text or text.isspace():
        return ()
    setting = setting_of(country, area_code, row_country, city)
    return _repair_plain(text, setting) or _repair_text(text, setting)


def parse_number(text: str, country: str = "", area_code: str = "") -> RepairedPhone:
    """The phone in a field typed by hand; of several numbers the first, the others in the note, to be checked."""
    phones = repair_cell(text, country=country, area_code=area_code)
    if not phones:
        return RepairedPhone(raw=text.strip())
    if len(phones) == 1:
        return phones[0]
    chosen = next((phone for phone in phones if phone.e164), phones[0])
    others = [phone.raw for phone in phones if phone is not chosen]
    note = ", ".join(part for part in (chosen.note, *others) if part)
    return replace(chosen, raw=text.strip(), note=note, status=CHECK if chosen.e164 else BAD)


def _text_of(value: object) -> str:
    """A cell's value as text: whole floats without their ``.0``."""
    if value is None:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


# The short way, for nine cells of ten: everyday forms and nothing else -----------------------------------------------


def _repair_plain(text: str, setting: Setting) -> tuple[RepairedPhone, ...]:
    """Numbers without words, each certain or local; empty where a cell is not as simple as that."""
    plain = patterns.plain(text)
    if patterns.LONE.fullmatch(plain) and " / " not in plain:
        phone = _plain_number(text.strip(), plain.strip(), setting, None, ())
        return (phone,) if phone is not None else ()
    if patterns.WORDY.search(plain):
        return ()
    phones: list[RepairedPhone] = []
    start = 0
    bounds = [found.span() for found in patterns.LONE_PARTS.finditer(plain)]
    several = _several_reason(len(bounds) + 1)
    for end, next_start in (*bounds, (len(plain), len(plain))):
        part = plain[start:end].strip()
        if not patterns.LONE.fullmatch(part) or (phones and len(part) <= _MAX_LOCAL_DIGITS):
            return ()  # perhaps last digits or an extension
        phone = _plain_number(text[start:end].strip(), part, setting, phones[-1] if phones else None, several)
        if phone is None:
            return ()
        phones.append(phone)
        start = next_start
    return tuple(phones)


def _plain_number(
    raw: str, plain: str, setting: Setting, before: RepairedPhone | None, reasons: tuple[PhoneReason, ...]
) -> RepairedPhone | None:
    digits = plain.lstrip("+").replace(" ", "").replace("-", "").replace(".", "")
    digits = digits.replace("(", "").replace(")", "").replace("/", "")  # three times faster than an expression
    if len(digits) > _MAX_DIGITS or (("19" in plain or "20" in plain or "/" in plain) and patterns.DATE.search(plain)):
        return None
    run = Run(plain, digits, plain[0] == "+")
    resolved = resolve_surely(run, setting)
    if resolved is None and (len(digits) < 2 * setting.shortest or not (" " in plain or "/" in plain)):
        resolved = guess(run, setting, before)
    return number(raw, resolved, more=reasons) if resolved is not None else None


@cache
def _several_reason(count: int) -> tuple[PhoneReason, ...]:
    return (PhoneReason("several", (("count", str(count)),)),) if count > 1 else ()


def _several(phones: list[RepairedPhone]) -> tuple[RepairedPhone, ...]:
    if len(phones) > 1:
        return tuple(with_reasons(phone, _several_reason(len(phones))) for phone in phones)
    return tuple(phones)


# The general way ------------------------------------------------------------------------------------------------------


def _repair_text(text: str, setting: Setting) -> tuple[RepairedPhone, ...]:
    """Phones among separators, labels, extensions and words."""
    plain = patterns.plain(text)
    if patterns.ONLY_DASHES.fullmatch(plain):
        return ()
    if exponent := patterns.EXPONENT.fullmatch(plain):
        return (_from_exponent(text.strip(), exponent, setting),)
    if patterns.URI.fullmatch(plain):
        return (_from_uri(text.strip(), plain, setting),)
    if whole := patterns.FLOAT.fullmatch(plain):
        return tuple(replace(phone, raw=text.strip()) for phone in _repair_text(text[: whole.start(1)], setting))
    phones: list[RepairedPhone] = []
    for piece in _pieces(text, plain):
        before = phones[-1] if phones else None
        if before is not None and before.e164 and patterns.BARE.fullmatch(patterns.plain(piece.raw)):
            phones[-1:] = _after_number(before, piece, setting)
        else:
            phones.extend(phones_of(piece.raw, setting, before))
    return _several(phones)


@dataclass(slots=True)
class _Piece:
    raw: str
    separator: str
    """What stands between the piece before and this one."""
    before: str
    """The cell up to there."""


def _pieces(text: str, plain: str) -> list[_Piece]:
    """The numbers of a cell with their words; a part without a number joins its neighbour."""
    counted = without_dates(plain)
    spans: list[tuple[int, int]] = []
    start = 0
    for found in patterns.SEPARATOR.finditer(plain):
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(text)))
    merged: list[tuple[int, int]] = []
    waiting = -1  # where words before the first number begin
    for start, end in spans:
        if _is_number_part(counted[start:end], bool(merged)):
            merged.append((start if waiting < 0 else waiting, end))
            waiting = -1
        elif merged:
            merged[-1] = (merged[-1][0], end)
        elif waiting < 0 and plain[start:end].strip():
            waiting = start
    if waiting >= 0:
        merged.append((waiting, len(text)))
    if len(merged) == 1:
        return [_Piece(text.strip(), "", "")]
    pieces = []
    end_before = 0
    for start, end in merged:
        pieces.append(_Piece(text[start:end].strip(), plain[end_before:start].strip(), plain[:end_before]))
        end_before = end
    return pieces


def _is_number_part(part: str, after_number: bool) -> bool:
    """Whether a part of a cell is a number of its own, not words or an extension that belong to a neighbour."""
    count = len(digits_of(part))
    if count == 0 or (after_number and patterns.STARTS_WITH_EXTENSION.match(part)):
        return False
    return count >= _MIN_NUMBER_DIGITS or not patterns.LETTERS.search(part)


def _after_number(before: RepairedPhone, piece: _Piece, setting: Setting) -> list[RepairedPhone]:
    """A bare piece after a number: its last digits (“…77 / 78”), a number of its own, or its extension."""
    plain = patterns.plain(piece.raw).strip()
    if patterns.TAIL.fullmatch(plain) and not before.extension and _is_tail(piece, plain):
        reading = read_digits(before.e164[1 : -len(plain)] + plain, plus=True)
        if reading is not None and reading.line:
            kind = before.kind if before.kind in _KINDS_OF_ALL else ""
            return [before, number(piece.raw, Resolved(reading, CHECK, (LAST_DIGITS,)), label=kind)]
    run = run_of(plain)
    if not plain.endswith("#") and (resolved := resolve_surely(run, setting) or guess(run, setting, before)):
        return [before, number(piece.raw, resolved)]
    attempted = plain.startswith("0") and not plain.endswith("#") and len(plain) > _MIN_NUMBER_DIGITS
    if attempted or before.extension or not set(piece.separator) <= set(",; "):
        return [before, *phones_of(piece.raw, setting, before)]
    raw = f"{before.raw}{piece.separator} {piece.raw}"
    return [with_reasons(replace(before, raw=raw, extension=run.digits, status=CHECK), (EXTENSION_ASSUMED,))]


def _is_tail(piece: _Piece, plain: str) -> bool:
    """``/ 78`` always, ``, 78`` where the number before ends in a group of the same length."""
    if piece.separator == "/":
        return True
    last_group = re.search(r"\d+\D*$", piece.before)
    return piece.separator == "," and last_group is not None and len(digits_of(last_group[0])) == len(plain)


def _from_uri(raw: str, plain: str, setting: Setting) -> RepairedPhone:
    """A ``tel:`` link with parameters."""
    reading = read_text(plain.strip(), setting.region)
    if reading is None or not reading.line:
        return invalid(raw, plain, setting)
    reasons = (EXTENSION_SPLIT,) if reading.extension else (UNCHANGED,)
    return number(raw, Resolved(reading, OK, reasons), reading.extension)


def _from_exponent(raw: str, found: re.Match[str], setting: Setting) -> RepairedPhone:
    """``3.73691e+10``: a number again where all digits are there, else lost."""
    lead, fraction, power = found[1], found[2] or "", int(found[3])
    if power <= min(len(fraction), _MAX_DIGITS):
        phones = _repair_text(lead + fraction[:power], setting)
        if len(phones) == 1:
            return with_reasons(replace(phones[0], raw=raw), (EXCEL_RESTORED,))
    digits = digits_of(raw)
    return RepairedPhone(raw, digits=digits, reasons=(EXCEL_LOST,))
