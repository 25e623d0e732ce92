"""Numbering plans: what the digits of a phone number mean in a country, valid or not, and what kind of line.

:func:`read_digits` gives the very answers of ``phonenumbers.parse`` and ``is_valid_number`` for bare digits, from the
same metadata, some ten times faster; what it does not cover (rules that rewrite numbers, numbers of no country) it
hands to :func:`read_text`, which asks the library.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberType

Match = Callable[[str], re.Match[str] | None]

_MIN_NATIONAL, _MAX_NATIONAL, _MAX_TEXT = 2, 17, 250
_LINES = (
    ("premium", "premium_rate", PhoneNumberType.PREMIUM_RATE),
    ("toll_free", "toll_free", PhoneNumberType.TOLL_FREE),
    ("shared_cost", "shared_cost", PhoneNumberType.SHARED_COST),
    ("voip", "voip", PhoneNumberType.VOIP),
    ("personal", "personal_number", PhoneNumberType.PERSONAL_NUMBER),
    ("pager", "pager", PhoneNumberType.PAGER),
    ("uan", "uan", PhoneNumberType.UAN),
    ("voicemail", "voicemail", PhoneNumberType.VOICEMAIL),
    ("fixed", "fixed_line", PhoneNumberType.FIXED_LINE),
    ("mobile", "mobile", PhoneNumberType.MOBILE),
    ("fixed_or_mobile", "", PhoneNumberType.FIXED_LINE_OR_MOBILE),
)  # in the order in which the library asks
_COUNTRY_CODES = {str(code): code for code in COUNTRY_CODE_TO_REGION_CODE}  # none begins with another
_LINE_OF_TYPE = {number_type: line for line, _, number_type in _LINES}


class Reading(NamedTuple):
    """Digits as a numbering plan reads them; *line* is empty where the number is not valid."""

    country_code: int
    national: str
    region: str
    line: str
    source: str  # "plus", "dialled" (00, 810), "code" (country code without +), "national"
    extension: str = ""

    @property
    def e164(self) -> str:
        """The number in E.164 form, whether valid or not."""
        return f"+{self.country_code}{self.national}"


class Plan:
    """The compiled rules of one region."""

    __slots__ = (
        "code", "code_digits", "country_code", "dialling", "first_line", "forms", "general", "leading", "lengths",
        "lines", "local_lengths", "longest", "mobile", "prefix", "rewrites", "same_pattern", "trunk_zero",
    )  # fmt: skip

    def __init__(self, metadata: phonenumbers.PhoneMetadata) -> None:
        general = metadata.general_desc
        assert general is not None
        self.code: str = metadata.id or ""
        self.country_code: int = metadata.country_code or 0
        self.code_digits = str(self.country_code)
        self.general: Match = re.compile(general.national_number_pattern or "(?!)").fullmatch
        self.lengths = frozenset(general.possible_length)
        self.longest: int = general.possible_length[-1]
        self.local_lengths = frozenset(general.possible_length_local_only)
        patterns: list[str] = []
        self.mobile: Match = re.compile("(?!)").fullmatch
        self.lines: dict[str, frozenset[int]] = {}
        for line, attribute, _ in _LINES[:-1]:
            desc = getattr(metadata, attribute)
            if desc is not None and desc.national_number_pattern:
                lengths = desc.possible_length or general.possible_length
                self.lines[line] = frozenset(lengths)
                # The library asks for the length first and then for the pattern; one expression asks for all lines.
                either = "|".join(rf"\d{{{length}}}" for length in lengths)
                patterns.append(rf"(?P<{line}>(?=(?:{either})\Z)(?:{desc.national_number_pattern}))")
                if line == "mobile":
                    self.mobile = re.compile(desc.national_number_pattern).fullmatch
        self.first_line: Match = re.compile("|".join(patterns) or "(?!)").fullmatch
        self.same_pattern: bool = bool(metadata.same_mobile_and_fixed_line_pattern)
        prefix, dialling = metadata.national_prefix_for_parsing, metadata.international_prefix
        self.prefix: Match | None = re.compile(prefix).match if prefix else None
        self.dialling: Match | None = re.compile(dialling).match if dialling else None
        self.rewrites = bool(metadata.national_prefix_transform_rule)
        self.leading: Match | None = re.compile(metadata.leading_digits).match if metadata.leading_digits else None
        self.trunk_zero = metadata.national_prefix == "0"
        self.forms: list[tuple[Match, Match, bool]] = []
        for form in metadata.number_format:
            rule = re.sub(r"\\\d", "", form.national_prefix_formatting_rule or "")
            needs_zero = "0" in rule and not form.national_prefix_optional_when_formatting
            start = re.compile(form.leading_digits_pattern[-1] if form.leading_digits_pattern else "").match
            self.forms.append((start, re.compile(form.pattern or "").fullmatch, needs_zero))

    def needs_zero(self, national: str) -> bool:
        """Whether people here write a zero before this national number."""
        if self.trunk_zero:
            for start, fullmatch, needs_zero in self.forms:
                if start(national) and fullmatch(national):
                    return needs_zero
        return False

    def line_of(self, national: str) -> str:
        """Kind of line of a national number; empty where it is not valid in this region."""
        if len(national) not in self.lengths or self.general(national) is None:
            return ""
        found = self.first_line(national)
        line = found.lastgroup if found is not None else None
        if line == "fixed":
            mobile = self.same_pattern or ("mobile" in self.lines and self._is_mobile(national))
            return "fixed_or_mobile" if mobile else "fixed"
        return "" if line is None or (line == "mobile" and self.same_pattern) else line

    def _is_mobile(self, national: str) -> bool:
        return len(national) in self.lines["mobile"] and self.mobile(national) is not None

    def without_prefix(self, digits: str) -> str:
        """*digits* without the national prefix (0, 8, 1) where there is one."""
        found = self.prefix(digits) if self.prefix and digits else None
        if found is None:
            return digits
        rest = digits[found.end() :]
        return digits if self.general(digits) and not self.general(rest) else rest

    def accepts_length(self, digits: str) -> bool:
        """Whether the library would take the national prefix off to get here."""
        length = len(digits)
        return length not in self.local_lengths and (length in self.lengths or length > self.longest)

    def national_of(self, digits: str) -> str:
        """The national significant number in *digits*; empty where the length is impossible for any number."""
        rest = self.without_prefix(digits)
        national = rest if self.accepts_length(rest) else digits
        return national if _MIN_NATIONAL <= len(national) <= _MAX_NATIONAL else ""


@cache
def plan_of(region: str) -> Plan | None:
    """The plan of a region such as ``MD``; None for an unknown one."""
    metadata = PhoneMetadata.metadata_for_region(region, None) if region in phonenumbers.SUPPORTED_REGIONS else None
    return Plan(metadata) if metadata is not None else None


@cache
def _plans_of_code(country_code: int) -> tuple[Plan, ...]:
    """The plans that share a country code, main one first; none for a code of no country."""
    plans = [plan_of(region) for region in COUNTRY_CODE_TO_REGION_CODE.get(country_code, ())]
    return tuple(plan for plan in plans if plan is not None)


def _country_code(digits: str) -> int:
    """The country code at the start of *digits*, 0 where there is none."""
    find = _COUNTRY_CODES.get
    return find(digits[:2]) or find(digits[:3]) or find(digits[:1]) or 0


def _place(country_code: int, national: str, source: str) -> Reading | None:
    """The reading of a national number: which of the regions of the country code it belongs to, what line."""
    if not national:
        return None
    plans = _plans_of_code(country_code)
    if len(plans) == 1:
        line = plans[0].line_of(national)
        return Reading(country_code, national, plans[0].code if line else "", line, source)
    for plan in plans:
        if plan.leading is None or plan.leading(national):
            line = plan.line_of(national)
            if line or plan.leading:
                return Reading(country_code, national, plan.code if line else "", line, source)
    return Reading(country_code, national, "", "", source)


def _international(digits: str, source: str) -> Reading | None:
    country_code = _country_code(digits) if len(digits) > _MIN_NATIONAL else 0
    plans = _plans_of_code(country_code)
    if not plans or plans[0].rewrites:
        reading = read_text("+" + digits) if country_code else None
        return reading._replace(source=source) if reading else None
    return _place(country_code, plans[0].national_of(digits[len(plans[0].code_digits) :]), source)


def _after_own_code(digits: str, plan: Plan) -> str:
    """What follows the region's own country code written without +; empty where it is not one."""
    if not digits.startswith(plan.code_digits):
        return ""
    rest = plan.without_prefix(digits[len(plan.code_digits) :])
    long = len(digits) not in plan.local_lengths and len(digits) > plan.longest
    return rest if long or (not plan.general(digits) and plan.general(rest)) else ""


def read_digits(digits: str, region: str = "", *, plus: bool = False) -> Reading | None:
    """Read bare ASCII *digits* (after a + if *plus*) as dialled from *region*; None where they make no number."""
    if plus:
        if not _country_code(digits or "0"):
            return read_text("+" + digits, region)
        return _international(digits, "plus")
    plan = plan_of(region)
    if plan is None or len(digits) < _MIN_NATIONAL:
        return None
    if plan.rewrites:
        return read_text(digits, region)
    dialled = plan.dialling(digits) if plan.dialling else None
    if dialled is not None and digits[dialled.end() : dialled.end() + 1] != "0":
        return _international(digits[dialled.end() :], "dialled")
    rest = _after_own_code(digits, plan)
    source = "code" if rest else "national"
    main = _plans_of_code(plan.country_code)[0] if rest else plan
    if main.rewrites:
        return read_text(digits, region)
    return _place(plan.country_code, main.national_of(rest or digits), source)


def read_text(text: str, region: str = "") -> Reading | None:
    """Read *text* as the library does: letters of vanity numbers, tel: links, extensions and all."""
    try:
        number = phonenumbers.parse(text[:_MAX_TEXT], region or None, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return None
    return reading_of(number)


def reading_of(number: phonenumbers.PhoneNumber) -> Reading:
    """The reading of a number that the library parsed."""
    source = {
        phonenumbers.CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN: "plus",
        phonenumbers.CountryCodeSource.FROM_NUMBER_WITH_IDD: "dialled",
        phonenumbers.CountryCodeSource.FROM_NUMBER_WITHOUT_PLUS_SIGN: "code",
    }.get(number.country_code_source, "national")
    valid = phonenumbers.is_valid_number(number)
    return Reading(
        number.country_code or 0,
        phonenumbers.national_significant_number(number),
        (phonenumbers.region_code_for_number(number) or "") if valid else "",
        _LINE_OF_TYPE.get(phonenumbers.number_type(number), "") if valid else "",
        source,
        number.extension or "",
    )
