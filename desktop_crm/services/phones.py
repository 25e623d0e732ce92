"""Phones: from what stands in a cell to numbers that can be dialled, searched and compared.

Nothing is refused or thrown away: what is no number stays as text with the reason, every guess is marked ``check``.
How people write numbers is in ``phone_patterns``, what digits mean in ``phone_plans``, the order of the attempts in
``phone_resolution``; this module takes cells apart.
"""

import math
import re
from dataclasses import dataclass, replace

import phonenumbers

from desktop_crm.base.text import digits as digits_of
from desktop_crm.services import phone_patterns as patterns
from desktop_crm.services.phone_display import describe_phone, format_phone, line_name, tel_uri
from desktop_crm.services.phone_places import area_code_of_city, area_codes, country_name, country_of
from desktop_crm.services.phone_plans import Reading, read_digits, read_text
from desktop_crm.services.phone_resolution import (
    BAD,
    CHECK,
    OK,
    Resolved,
    Run,
    Setting,
    resolve,
    resolve_guess,
    resolve_surely,
    run_of,
    setting_of,
    why_not,
)
from desktop_crm.services.phone_results import (
    DATE,
    EXCEL_LOST,
    EXCEL_RESTORED,
    EXTENSION_ASSUMED,
    EXTENSION_SPLIT,
    LAST_DIGITS,
    LETTERS_DIALLED,
    NOTED,
    UNCHANGED,
    WORDS_NOTED,
    PhoneReason,
    RepairedPhone,
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
    "line_name",
    "parse_number",
    "repair_cell",
    "tel_uri",
]

_EDGES = " \t\r\n\xa0,;:/\\|()[]{}-–—.'\"„“”«»"
_MIN_NUMBER_DIGITS = 4  # fewer beside words are a flat or a floor
_MAX_LIKELY_EXTENSION = 6  # longer ones only after an explicit “ext”


def repair_cell(
    value: object, *, country: str = "", area_code: str = "", row_country: str = "", city: str = ""
) -> tuple[RepairedPhone, ...]:
    """All phones of one cell, in order; none for an empty cell.

    *country* and *area_code* are those chosen for the file, *row_country* and *city* those of the row.
    """
    text = value if isinstance(value, str) else _text_of(value)
    if text.isspace() or not text:
        return ()
    setting = setting_of(country, area_code, row_country, city)
    lone = patterns.LONE.fullmatch(text)
    if lone is not None and not patterns.DATE.search(text):
        stripped = text.strip()
        resolved = resolve_surely(Run(stripped, digits_of(stripped), bool(lone[1])), setting)
        if resolved is not None:
            return (_number(stripped, resolved),)
    return _repair_text(text, setting)


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


def _repair_text(text: str, setting: Setting) -> tuple[RepairedPhone, ...]:
    """The general way, for all that is not one number in an everyday form."""
    if exponent := patterns.EXPONENT.fullmatch(patterns.plain(text)):
        return (_from_exponent(text.strip(), exponent, setting),)
    plain = patterns.plain(text)
    if patterns.ONLY_DASHES.fullmatch(plain) and not plain.strip(" -._/,;:"):
        return ()
    if patterns.URI.fullmatch(plain):
        return (_from_uri(text.strip(), plain, setting),)
    phones: list[RepairedPhone] = []
    for piece in _pieces(text, plain):
        if phones and piece.bare and (joined := _joined(phones[-1], piece, setting)) is not None:
            if joined.raw != piece.raw:  # the extension of the number before
                phones.pop()
            phones.append(joined)
        else:
            phones.extend(_phones_of(piece.raw, setting))
    if len(phones) > 1:
        reason = PhoneReason("several", (("count", str(len(phones))),))
        return tuple(_with_reasons(phone, (reason,)) for phone in phones)
    return tuple(phones)


# Taking the cell apart ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Piece:
    raw: str
    separator: str = ""
    before: str = ""
    """What stands between the piece before and this one, and that piece."""

    @property
    def bare(self) -> bool:
        """Digits only: perhaps the last digits or the extension of the number before."""
        return patterns.BARE_EXTENSION.fullmatch(patterns.plain(self.raw)) is not None


def _pieces(text: str, plain: str) -> list[_Piece]:
    """The numbers of a cell with their words; a piece without a number joins its neighbour."""
    spans: list[list[int]] = []
    start = 0
    for found in patterns.SEPARATOR.finditer(plain):
        spans.append([start, found.start()])
        start = found.end()
    spans.append([start, len(text)])
    merged: list[list[int]] = []
    waiting = -1  # where words before the first number begin
    for start, end in spans:
        part = plain[start:end]
        if _is_number_piece(part, bool(merged)):
            merged.append([start if waiting < 0 else waiting, end])
            waiting = -1
        elif merged:
            merged[-1][1] = end
        elif waiting < 0 and part.strip():
            waiting = start
    if waiting >= 0:
        merged.append([waiting, len(text)])
    pieces = []
    end_before = 0
    for start, end in merged:
        pieces.append(_Piece(text[start:end].strip(), plain[end_before:start].strip(), text[:end_before]))
        end_before = end
    return pieces


def _is_number_piece(part: str, after_number: bool) -> bool:
    """Whether a part of a cell is a number of its own, not words or an extension that belong to a neighbour."""
    count = sum(char.isdigit() for char in part)
    if count == 0 or (after_number and patterns.STARTS_WITH_EXTENSION.match(part)):
        return False
    return count >= _MIN_NUMBER_DIGITS or not patterns.LETTERS.search(part)


def _joined(before: RepairedPhone, piece: _Piece, setting: Setting) -> RepairedPhone | None:
    """A bare piece as last digits (“…77 / 78”), as number with the area code before, or as extension."""
    if not before.e164:
        return None
    plain = patterns.plain(piece.raw).strip()
    if patterns.TAIL.fullmatch(plain) and not before.extension and _is_tail(piece, plain):
        reading = read_digits(before.e164[1 : -len(plain)] + plain, plus=True)
        if reading is not None and reading.line:
            return _number(piece.raw, Resolved(reading, CHECK, (LAST_DIGITS,)), label=_label_kind(before))
    run = run_of(plain)
    if not plain.endswith("#"):
        if resolved := _with_area_of(before, run) or resolve(run, setting):
            return _number(piece.raw, resolved)
        if plain.startswith("0"):
            return None
    if before.extension or piece.separator not in {",", ";", ",,", ""}:
        return None
    raw = f"{before.raw}{piece.separator}{piece.raw}"
    extended = replace(before, raw=raw, extension=run.digits, status=CHECK)
    return _with_reasons(extended, (EXTENSION_ASSUMED,))


def _is_tail(piece: _Piece, plain: str) -> bool:
    """``/ 78`` always, ``, 78`` where the number before ends in a group of the same length."""
    if piece.separator == "/":
        return True
    last_group = re.search(r"\d+\D*$", piece.before)
    return piece.separator == "," and last_group is not None and len(digits_of(last_group[0])) == len(plain)


def _with_area_of(before: RepairedPhone, run: Run) -> Resolved | None:
    """A local number after one with its area code: “022 123456, 654321”."""
    if before.line not in {"fixed", "fixed_or_mobile"} or before.status != OK:
        return None
    number = phonenumbers.parse(before.e164)
    area = before.national[: phonenumbers.length_of_geographical_area_code(number)]
    if not area or len(area) + len(run.digits) != len(before.national):
        return None
    reading = read_digits(str(number.country_code) + area + run.digits, plus=True)
    if reading is None or not reading.line:
        return None
    return Resolved(reading, CHECK, (PhoneReason("area_repeated", (("area", area),)),))


def _label_kind(phone: RepairedPhone) -> str:
    return phone.kind if phone.kind in {"fax", "home", "main"} else ""


# One piece ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Marked:
    """A piece with what was understood hidden, all of the same length."""

    raw: str
    plain: str
    words: str = ""
    """Without labels and extension."""
    numbers: str = ""
    """Without dates and addresses too: where numbers are looked for."""
    label: str = ""
    extension: str = ""
    reasons: tuple[PhoneReason, ...] = ()
    status: str = OK


def _marked(raw: str) -> _Marked:
    marked = _Marked(raw, patterns.plain(raw))
    text = marked.plain
    if tail := patterns.FLOAT_TAIL.search(text):
        text = patterns.hide(text, tail.start(), tail.end())
    found = patterns.EXTENSION.search(text)
    if found is not None and any(char.isdigit() for char in text[: found.start()]):
        marked.extension = found["long"] or found["likely"] or found["hash"]
        marked.reasons = (EXTENSION_SPLIT,)
        if not found["long"] and len(marked.extension) > _MAX_LIKELY_EXTENSION:
            marked.status = CHECK
        text = patterns.hide(text, found.start(), found.end())
    for label in patterns.LABEL.finditer(text):
        marked.label = marked.label or patterns.kind_of_label(label)
        if not label["both"]:
            text = patterns.hide(text, label.start(), label.end())
    marked.words = text
    marked.numbers = patterns.hide_all(patterns.DATE, patterns.hide_all(patterns.NOT_PHONE, text))
    return marked


def _phones_of(raw: str, setting: Setting) -> list[RepairedPhone]:
    """The phones of a piece between separators: usually one, more where numbers follow each other without any."""
    marked = _marked(raw)
    runs = list(patterns.RUN.finditer(marked.numbers))
    sure = [(found, resolved) for found in runs if (resolved := resolve_surely(run_of(found[0]), setting))]
    if len(sure) > 1:
        return _cut_between([found for found, _ in sure], marked, setting)
    if sure:
        return [_piece_number(marked, *sure[0])]
    if cuts := _cuts_within(runs, setting):
        return [phone for part in _slices(raw, cuts) for phone in _phones_of(part, setting)]
    if resolved := _vanity(marked, setting):
        return [_number(raw, resolved, marked.extension, marked.label)]
    longest = max(runs, key=lambda found: len(digits_of(found[0])), default=None)
    if longest is not None and (resolved := resolve_guess(run_of(longest[0]), setting)):
        return [_piece_number(marked, longest, resolved)]
    return [_no_number(marked, setting)]


def _cut_between(runs: list[re.Match[str]], marked: _Marked, setting: Setting) -> list[RepairedPhone]:
    """Several numbers with words: “Ion 069… Maria 079…”, “069… Ion 079… Maria”; a label goes with what follows."""
    words_first = patterns.LETTERS.search(marked.words[: runs[0].start()]) is not None
    cuts = []
    for before, after in zip(runs, runs[1:], strict=False):
        gap = marked.plain[before.end() : after.start()]
        label = patterns.LABEL.search(gap)
        extension = patterns.EXTENSION.match(marked.plain, before.end())
        if words_first and not extension:
            cuts.append(before.end())
        else:
            cuts.append(before.end() + label.start() if label else after.start())
    return [phone for part in _slices(marked.raw, cuts) for phone in _phones_of(part, setting)]


def _slices(raw: str, cuts: list[int]) -> list[str]:
    bounds = [0, *cuts, len(raw)]
    return [raw[start:end].strip() for start, end in zip(bounds, bounds[1:], strict=False)]


def _cuts_within(runs: list[re.Match[str]], setting: Setting) -> list[int]:
    """Where one run is several numbers after each other (“022123456/069123456”, “022 123456 069 123456”)."""
    for found in runs:
        for tokens in (re.finditer(r"[^/]+", found[0]), re.finditer(r"\S+", found[0])):
            starts = _number_starts([(token.start(), token[0]) for token in tokens], found[0], setting)
            if len(starts) > 1:
                return [found.start() + start for start in starts[1:]]
    return []


def _number_starts(tokens: list[tuple[int, str]], text: str, setting: Setting) -> list[int]:
    """Starts of the numbers that groups of *tokens* make, if all of them belong to one."""
    starts: list[int] = []
    begin = -1
    for start, token in tokens:
        begin = start if begin < 0 else begin
        if resolve_surely(run_of(text[begin : start + len(token)]), setting):
            starts.append(begin)
            begin = -1
    return starts if begin < 0 else []


def _vanity(marked: _Marked, setting: Setting) -> Resolved | None:
    """Letters dialled as keys, where the digits alone make no number and the whole does."""
    found = patterns.VANITY.fullmatch(marked.numbers.strip(" \x00"))
    reading = read_text(found[0], setting.region) if found and patterns.LETTERS.search(found[0]) else None
    return Resolved(reading, CHECK, (LETTERS_DIALLED,)) if reading and reading.line else None


# Building the results -------------------------------------------------------------------------------------------------


def _with_reasons(phone: RepairedPhone, more: tuple[PhoneReason, ...]) -> RepairedPhone:
    reasons = tuple(reason for reason in phone.reasons if reason != UNCHANGED)
    return replace(phone, reasons=reasons + more)


def _number(raw: str, resolved: Resolved, extension: str = "", label: str = "") -> RepairedPhone:
    """The result for a number that was found."""
    reading = resolved.reading
    if reading is None:  # a short number
        digits = digits_of(raw)
        return RepairedPhone(
            raw,
            kind=label or "other",
            status=resolved.status,
            digits=digits,
            last7=digits[-7:],
            reasons=resolved.reasons,
        )
    e164 = reading.e164
    kind = label or ("mobile" if reading.line == "mobile" else "work")
    return RepairedPhone(
        raw, e164, "", extension, reading.region, kind, reading.line, resolved.status,
        e164[1:], reading.national, e164[-7:], "", resolved.reasons,
    )  # fmt: skip


def _piece_number(marked: _Marked, found: re.Match[str], resolved: Resolved) -> RepairedPhone:
    """The number of a piece, with its label, extension and note."""
    note = _note(marked.raw, patterns.hide(marked.words, found.start(), found.end()))
    phone = _number(marked.raw, resolved, marked.extension, marked.label)
    status = marked.status if resolved.status == OK else resolved.status
    more = marked.reasons + ((WORDS_NOTED,) if note else ())
    return _with_reasons(replace(phone, note=note, status=status), more) if more or status != phone.status else phone


def _note(raw: str, hidden: str) -> str:
    """The words of *raw* that are not hidden."""
    fragments = []
    for found in re.finditer(rf"[^{patterns.HIDDEN}]+", hidden):
        fragment = " ".join(raw[found.start() : found.end()].strip(_EDGES).split())
        if patterns.WORD.search(fragment):
            fragments.append(fragment)
    return " ".join(fragments)


def _no_number(marked: _Marked, setting: Setting) -> RepairedPhone:
    """What stays text: words for the note, a date, digits that are no valid number."""
    raw, digits = marked.raw, digits_of(marked.plain)
    if not patterns.RUN.search(marked.numbers):
        reason = DATE if patterns.DATE.search(marked.plain) else NOTED
        return RepairedPhone(raw, digits=digits, last7=digits[-7:], note=raw, reasons=(reason,))
    reading = _as_written(marked.plain, setting)
    candidate = reading.e164 if reading else ""
    reason = why_not(candidate)
    if reading is None and not setting.region and len(digits) >= _MIN_NUMBER_DIGITS:
        reason = PhoneReason("no_country")
    note = _note(raw, patterns.hide_all(patterns.RUN, marked.words))
    return RepairedPhone(
        raw,
        candidate=candidate,
        extension=marked.extension or (reading.extension if reading else ""),
        kind=marked.label or "other",
        digits=digits,
        last7=digits[-7:],
        note=note,
        reasons=(reason,),
    )


def _as_written(plain: str, setting: Setting) -> Reading | None:
    """What the library makes of the whole text, be it valid or not."""
    return read_text(plain, setting.region)


def _from_uri(raw: str, plain: str, setting: Setting) -> RepairedPhone:
    """A ``tel:`` link with parameters."""
    reading = read_text(plain.strip(), setting.region)
    if reading is None or not reading.line:
        return replace(_no_number(_Marked(raw, plain, plain, plain), setting), note="")
    reasons = (EXTENSION_SPLIT,) if reading.extension else (UNCHANGED,)
    return _number(raw, Resolved(reading, OK, reasons), reading.extension)


def _from_exponent(raw: str, found: re.Match[str], setting: Setting) -> RepairedPhone:
    """``3.73691e+10``: a number again where all digits are there, else lost."""
    lead, fraction, power = found[1], found[2] or "", int(found[3])
    if len(fraction) < power or power > 17:  # noqa: PLR2004  (no phone is longer)
        digits = digits_of(raw)
        return RepairedPhone(raw, digits=digits, last7=digits[-7:], reasons=(EXCEL_LOST,))
    phones = _repair_text(lead + fraction[:power], setting)
    if len(phones) != 1:
        return RepairedPhone(raw, digits=digits_of(raw), reasons=(EXCEL_LOST,))
    return _with_reasons(replace(phones[0], raw=raw), (EXCEL_RESTORED,))
