"""One piece of a cell, between its separators: labels, extension and words taken off, the number found.

A piece usually holds one number; it holds more where numbers follow each other with words or blanks only.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from desktop_crm.base.text import digits as digits_of
from desktop_crm.services import phone_patterns as patterns
from desktop_crm.services.phone_plans import read_digits, read_text, reading_of
from desktop_crm.services.phone_resolution import (
    CHECK,
    OK,
    Resolved,
    Run,
    Setting,
    resolve_guess,
    resolve_surely,
    run_of,
    why_not,
)
from desktop_crm.services.phone_results import (
    DATE,
    EXTENSION_SPLIT,
    FOUND_IN_TEXT,
    LETTERS_DIALLED,
    NOTED,
    UNCHANGED,
    WORDS_NOTED,
    PhoneReason,
    RepairedPhone,
)

_EDGES = " \t\r\n\xa0,;:/\\|()[]{}-–—.'\"„“”«»+*"
_MIN_LABELLED = 5  # digits after a label that make it a number of its own
_MIN_VANITY_LETTERS = 3
_MAX_LIKELY_EXTENSION = 6  # longer ones only after an explicit “ext”
_NOTHING_DONE = (UNCHANGED,)
_FIXED_LINES = frozenset({"fixed", "fixed_or_mobile"})


@dataclass(slots=True)
class _Marked:
    """A piece, and the same with what was understood hidden, all of one length."""

    raw: str
    plain: str
    words: str
    """Without labels and extension."""
    numbers: str
    """Without dates, times and addresses too: where numbers are looked for."""
    label: str = ""
    extension: str = ""
    status: str = OK

    @property
    def reasons(self) -> tuple[PhoneReason, ...]:
        """What was done besides finding the number."""
        return (EXTENSION_SPLIT,) if self.extension else ()


def _marked(raw: str) -> _Marked:
    plain = patterns.plain(raw)
    words, numbers = plain, without_dates(plain)
    marked = _Marked(raw, plain, words, numbers)
    if not patterns.WORDY.search(numbers):
        return marked
    found = patterns.EXTENSION.search(numbers)
    if found is not None and any(char.isdigit() for char in numbers[: found.start()]):
        marked.extension = found["long"] or found["likely"] or found["hash"]
        if not found["long"] and len(marked.extension) > _MAX_LIKELY_EXTENSION:
            marked.status = CHECK
        words, numbers = (patterns.hide(text, *found.span()) for text in (words, numbers))
    for label in patterns.LABEL.finditer(numbers):
        marked.label = marked.label or patterns.kind_of_label(label)
        if not label["both"]:
            words = patterns.hide(words, *label.span())
        numbers = patterns.hide(numbers, *label.span())
    marked.words, marked.numbers = words, numbers
    return marked


def without_dates(plain: str) -> str:
    """*plain* text with dates, times, mail and web addresses hidden."""
    if not patterns.MAYBE_DATE.search(plain):
        return plain
    return patterns.hide_all(patterns.NOT_PHONE, patterns.hide_all(patterns.DATE, plain))


def phones_of(raw: str, setting: Setting, before: RepairedPhone | None = None) -> list[RepairedPhone]:
    """The phones of a piece; *before* is the phone before it in the cell, which may lend its area code."""
    marked = _marked(raw)
    runs = list(patterns.RUN.finditer(marked.numbers))
    sure = {found.start(): resolved for found in runs if (resolved := resolve_surely(run_of(found[0]), setting))}
    if len(runs) > 1:
        numbers = [found for found in runs if found.start() in sure or _is_labelled(found, marked)]
        if len(numbers) > 1:
            return _phones_of_slices(raw, _cuts_between(numbers, marked), setting, before)
    for found in runs:
        if found.start() in sure:
            return [_piece_number(marked, found.span(), sure[found.start()])]
    if cuts := _cuts_within(runs, setting):
        return _phones_of_slices(raw, cuts, setting, before)
    if resolved := _vanity(marked, setting):
        return [number(raw, resolved, marked.extension, marked.label)]
    longest = max(runs, key=lambda found: len(digits_of(found[0])), default=None)
    if longest is not None and (resolved := guess(run_of(longest[0]), setting, before)):
        return [_piece_number(marked, longest.span(), resolved)]
    return _matched(marked, setting) or [_no_number(marked, setting)]


def guess(run: Run, setting: Setting, before: RepairedPhone | None) -> Resolved | None:
    """What a run may be: a local number after one with its area code, else as the row tells."""
    return (_with_area_of(before, run) if before is not None else None) or resolve_guess(run, setting)


def _with_area_of(before: RepairedPhone, run: Run) -> Resolved | None:
    """A local number after one with its area code: “022 123456, 654321”."""
    if before.line not in _FIXED_LINES or len(run.digits) >= len(before.national):
        return None
    earlier = phonenumbers.parse(before.e164)
    area = before.national[: phonenumbers.length_of_geographical_area_code(earlier)]
    if not area or len(area) + len(run.digits) != len(before.national):
        return None
    reading = read_digits(f"{earlier.country_code}{area}{run.digits}", plus=True)
    if reading is None or not reading.line:
        return None
    return Resolved(reading, CHECK, (PhoneReason("area_repeated", (("area", area),)),))


def _is_labelled(found: re.Match[str], marked: _Marked) -> bool:
    """Whether a label stands right before a run long enough for a number."""
    before = marked.numbers[: found.start()].rstrip()
    return before.endswith(patterns.HIDDEN) and len(digits_of(found[0])) >= _MIN_LABELLED


def _cuts_between(runs: list[re.Match[str]], marked: _Marked) -> list[int]:
    """Cuts for “Ion 069… Maria 079…” and “069… Ion 079… Maria”; a label goes with what follows."""
    words_first = patterns.LETTERS.search(marked.words[: runs[0].start()]) is not None
    cuts = []
    for before, after in pairwise(runs):
        gap = marked.plain[before.end() : after.start()]
        label = patterns.LABEL.search(gap)
        if label:
            cuts.append(before.end() + label.start())
        elif words_first and not patterns.EXTENSION.match(marked.plain, before.end()):
            cuts.append(before.end())
        else:
            cuts.append(after.start())
    return cuts


def _phones_of_slices(raw: str, cuts: list[int], setting: Setting, before: RepairedPhone | None) -> list[RepairedPhone]:
    phones: list[RepairedPhone] = []
    for start, end in pairwise([0, *cuts, len(raw)]):
        phones.extend(phones_of(raw[start:end].strip(), setting, phones[-1] if phones else before))
    return phones


def _cuts_within(runs: list[re.Match[str]], setting: Setting) -> list[int]:
    """Where one run is several numbers after each other (“022123456/069123456”, “022 123456 069 123456”)."""
    for found in runs:
        for pattern in (patterns.BETWEEN_SLASHES, patterns.BETWEEN_BLANKS):
            starts = _number_starts(list(pattern.finditer(found[0])), setting)
            if len(starts) > 1:
                return [found.start() + start for start in starts[1:]]
    return []


def _number_starts(tokens: list[re.Match[str]], setting: Setting) -> list[int]:
    """Starts of the numbers that groups of *tokens* make, if every token belongs to one."""
    starts: list[int] = []
    begin = -1
    for token in tokens if len(tokens) > 1 else []:
        begin = token.start() if begin < 0 else begin
        if resolve_surely(run_of(token.string[begin : token.end()]), setting):
            starts.append(begin)
            begin = -1
    return starts if begin < 0 else []


def _vanity(marked: _Marked, setting: Setting) -> Resolved | None:
    """Letters dialled as keys, where the digits alone make no number and the whole does."""
    found = patterns.VANITY.fullmatch(marked.numbers.strip(f" {patterns.HIDDEN}"))
    if found is None or sum(char.isalpha() for char in found[0]) < _MIN_VANITY_LETTERS:
        return None
    reading = read_text(found[0], setting.region)
    if reading is None or not reading.line or reading.extension:
        return None
    return Resolved(reading, CHECK, (LETTERS_DIALLED,))


def _matched(marked: _Marked, setting: Setting) -> list[RepairedPhone]:
    """Numbers that the library's own search finds among other digits."""
    text = marked.numbers.replace(patterns.HIDDEN, " ")
    if not any(char.isdigit() for char in text):
        return []
    found = list(PhoneNumberMatcher(text, setting.region or None, Leniency.VALID))
    if len(found) > 1:
        return _phones_of_slices(marked.raw, [match.start for match in found[1:]], setting, None)
    return [
        _piece_number(marked, (match.start, match.end), Resolved(reading_of(match.number), CHECK, (FOUND_IN_TEXT,)))
        for match in found
    ]


# Building the results -------------------------------------------------------------------------------------------------


def with_reasons(phone: RepairedPhone, more: tuple[PhoneReason, ...]) -> RepairedPhone:
    """*phone* with more reasons; “Unchanged” does not stand beside others."""
    return replace(phone, reasons=tuple(reason for reason in phone.reasons if reason != UNCHANGED) + more)


def number(
    raw: str,
    resolved: Resolved,
    extension: str = "",
    label: str = "",
    note: str = "",
    more: tuple[PhoneReason, ...] = (),
) -> RepairedPhone:
    """The result for a number that was found, with *more* reasons."""
    reading, status, reasons = resolved
    if more:
        reasons = more if reasons == _NOTHING_DONE else reasons + more
    if reading is None:  # a short number
        digits = digits_of(raw)
        kind = label or "other"
        return RepairedPhone(raw, "", "", "", "", kind, "", status, digits, "", note, reasons)
    country_code, national, region, line, _, _ = reading
    digits = f"{country_code}{national}"
    kind = label or ("mobile" if line == "mobile" else "work")
    return RepairedPhone(
        raw, "+" + digits, "", extension, region, kind, line, status, digits, national, note, reasons,
    )  # fmt: skip


def _piece_number(marked: _Marked, span: tuple[int, int], resolved: Resolved) -> RepairedPhone:
    """The number of a piece, with its label, extension and note."""
    note = _note(marked.raw, patterns.hide(marked.words, *span))
    if resolved.status == OK and marked.status != OK:
        resolved = resolved._replace(status=marked.status)
    more = marked.reasons + ((WORDS_NOTED,) if note else ())
    return number(marked.raw, resolved, marked.extension, marked.label, note, more)


def _note(raw: str, hidden: str) -> str:
    """The words of *raw* that are not hidden."""
    fragments = []
    for found in re.finditer(rf"[^{patterns.HIDDEN}]+", hidden):
        fragment = " ".join(raw[found.start() : found.end()].strip(_EDGES).split())
        if joiner := patterns.JOINER.match(fragment):
            fragment = fragment[joiner.end() :]
        if patterns.WORD.search(fragment):
            fragments.append(fragment)
    return " ".join(fragments)


def _no_number(marked: _Marked, setting: Setting) -> RepairedPhone:
    """What stays text: words for the note, a date, digits that are no valid number."""
    raw, digits = marked.raw, digits_of(marked.plain)
    if not patterns.RUN.search(marked.numbers):
        reason = DATE if patterns.DATE.search(marked.plain) else NOTED
        return RepairedPhone(raw, digits=digits, note=raw, reasons=(reason,))
    note = _note(raw, patterns.hide_all(patterns.RUN, marked.words))
    return replace(invalid(raw, marked.plain, setting), kind=marked.label or "other", note=note)


def invalid(raw: str, plain: str, setting: Setting) -> RepairedPhone:
    """Digits that make no valid number, with what they would be."""
    reading = read_text(plain.strip(), setting.region)
    digits = digits_of(plain)
    if reading is None:
        reason = PhoneReason("not_valid" if setting.region else "no_country")
        return RepairedPhone(raw, digits=digits, reasons=(reason,))
    return RepairedPhone(
        raw,
        candidate=reading.e164,
        extension=reading.extension,
        digits=digits,
        reasons=(why_not(reading.e164),),
    )
