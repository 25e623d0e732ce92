"""From a run of digits to a number: the attempts in their order, from certain to guessed.

What an attempt finds is certain (``ok``) where the digits with the country known give one valid number; every guess
(area code, other country, lost zero in an odd place) is marked ``check``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, ValidationResult

from desktop_crm.base.text import digits as digits_of
from desktop_crm.services.phone_patterns import group_ends
from desktop_crm.services.phone_places import area_code_of_city, country_of_city
from desktop_crm.services.phone_plans import Reading, plan_of, read_digits
from desktop_crm.services.phone_results import (
    COUNTRY_ADDED,
    EIGHT_REPLACED,
    PLUS_ADDED,
    PLUS_REMOVED,
    SHORT_NUMBER,
    UNCHANGED,
    ZERO_LOST,
    PhoneReason,
)

OK, CHECK, BAD = "ok", "check", "bad"
_FIXED_LINES = frozenset({"fixed", "fixed_or_mobile"})
_RUSSIAN_LENGTH = 11  # 8 or 7 and ten digits
_RUSSIAN_STARTS = "34789"  # of the ten digits
_RUSSIAN_GROUPS = {3, 6, 8}  # 495 123-45-67
_MIN_WITHOUT_PLUS = 10  # shorter ones are too often something else
_SHORTEST_ABROAD = 7  # 00, a country code and some digits
_MUCH_SHORTER = 3
_LOCAL_LENGTHS = range(5, 9)
_SHORT_LENGTHS = range(3, 7)
_CERTAIN_SHORT = 4  # 112, 1414; longer short numbers are easily invoice or room numbers


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known about a row: its countries, best first, area codes with their country, the city's country."""

    regions: tuple[str, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    city_region: str = ""
    shortest: int = _SHORTEST_ABROAD
    """Digits of the shortest number that is certain here; fewer than twice as many are one number at most."""

    @property
    def region(self) -> str:
        """The likeliest country; empty where none is known."""
        return self.regions[0] if self.regions else ""


class Run(NamedTuple):
    """Digits with the punctuation between them."""

    text: str
    digits: str
    plus: bool


class Resolved(NamedTuple):
    """What a run is: a reading with its status and reasons; no reading for a short number."""

    reading: Reading | None
    status: str
    reasons: tuple[PhoneReason, ...]


Attempt = Callable[[Run, Setting], Resolved | None]


@lru_cache(maxsize=20_000)
def setting_of(country: str, area_code: str, row_country: str, city: str) -> Setting:
    """The setting of a row; unknown country codes count for nothing."""
    given = [code.strip().upper() for code in (row_country, country)]
    regions = tuple(dict.fromkeys(code for code in given if plan_of(code)))
    city_region = country_of_city(city) if city else ""
    areas: dict[tuple[str, str], None] = {}
    for region in (*regions, city_region):
        if code := area_code_of_city(city, region):
            areas[region, code] = None
    if area := digits_of(area_code):
        for region in regions:
            plan = plan_of(region)
            areas[region, area.lstrip("0") if plan and plan.trunk_zero else area] = None
    shortest = min((min(plan.lengths) for region in regions if (plan := plan_of(region))), default=_SHORTEST_ABROAD)
    return Setting(regions, tuple(areas), "" if city_region in regions else city_region, shortest)


def run_of(text: str) -> Run:
    """The run in *text* (plain characters)."""
    return Run(text, digits_of(text), text.lstrip(" (").startswith("+"))


def _valid(digits: str, region: str = "", *, plus: bool = False) -> Reading | None:
    reading = read_digits(digits, region, plus=plus)
    return reading if reading is not None and reading.line else None


def _eight_after_plus(run: Run, setting: Setting) -> Resolved | None:
    """``+8 495 123-45-67`` is Russian; no country code is a bare 8."""
    if len(run.digits) != _RUSSIAN_LENGTH or run.digits[0] != "8" or run.digits[1] not in _RUSSIAN_STARTS:
        return None
    if 1 not in group_ends(run.text) and not {"RU", "KZ"} & set(setting.regions):
        return None
    reading = _valid("7" + run.digits[1:], plus=True)
    return Resolved(reading, CHECK, (EIGHT_REPLACED,)) if reading else None


def _with_plus(run: Run, setting: Setting) -> Resolved | None:
    reading = _valid(run.digits, setting.region, plus=True)
    return Resolved(reading, OK, (UNCHANGED,)) if reading else None


def _bracketed_zero(run: Run, _setting: Setting) -> Resolved | None:
    """``+48 (0) 22…``: a zero for calls within the country, where the plan itself has none."""
    reading = _valid(digits_of(run.text.replace("(0)", "")), plus=True) if "(0)" in run.text else None
    return Resolved(reading, OK, (UNCHANGED,)) if reading else None


def _needless_plus(run: Run, setting: Setting) -> Resolved | None:
    """``+069 123 456``: a local number behind a plus."""
    for region in setting.regions if run.digits.startswith("0") else ():
        if reading := _valid(run.digits, region):
            return Resolved(reading, CHECK, (PLUS_REMOVED,))
    return None


def _by_country(run: Run, setting: Setting) -> Resolved | None:
    """As dialled in the row's country, else in the country of the file."""
    for region in setting.regions:
        if reading := _valid(run.digits, region):
            resolved = _dialled(run, reading, region)
            return (resolved.status == CHECK and _by_area(run, setting)) or resolved
    return None


def _dialled(run: Run, reading: Reading, region: str) -> Resolved:
    digits = run.digits
    if reading.source == "code":
        return Resolved(reading, OK, (PLUS_ADDED,))
    if reading.source == "dialled":
        prefix = digits[: len(digits) - len(reading.e164) + 1]
        return Resolved(reading, OK, (PhoneReason("prefix_replaced", (("prefix", prefix),)),))
    if reading.country_code == 7 and digits == "8" + reading.national:
        return Resolved(reading, OK, (EIGHT_REPLACED,))
    plan = plan_of(region)
    if plan is not None and plan.trunk_zero and digits == reading.national and plan.needs_zero(digits):
        # (22) 123 456: somebody wrote it so on purpose; and a number so short may lack its area code instead.
        odd = run.text.startswith("(") or len(digits) <= plan.longest - _MUCH_SHORTER
        return Resolved(reading, CHECK if odd else OK, (ZERO_LOST, COUNTRY_ADDED))
    return Resolved(reading, OK, (COUNTRY_ADDED,))


def _double_zero(run: Run, _setting: Setting) -> Resolved | None:
    """``00`` in front is + nearly everywhere, also in a country that dials otherwise."""
    reading = _valid(run.digits[2:], plus=True) if run.digits.startswith("00") else None
    return Resolved(reading, OK, (PhoneReason("prefix_replaced", (("prefix", "00"),)),)) if reading else None


def _by_area(run: Run, setting: Setting) -> Resolved | None:
    if len(run.digits) not in _LOCAL_LENGTHS:
        return None
    for region, area in setting.areas:
        reading = _valid(area + run.digits, region)
        if reading and reading.line in _FIXED_LINES and reading.national == area + run.digits:
            return Resolved(reading, CHECK, (PhoneReason("area_assumed", (("area", area),)),))
    return None


def _trunk_eight(run: Run, _setting: Setting) -> Resolved | None:
    """8 and ten digits in a list of another country."""
    if len(run.digits) != _RUSSIAN_LENGTH or run.digits[0] != "8" or run.digits[1] not in _RUSSIAN_STARTS:
        return None
    reading = _valid("7" + run.digits[1:], plus=True)
    return Resolved(reading, CHECK, (EIGHT_REPLACED,)) if reading else None


def _assumed(reading: Reading | None) -> Resolved | None:
    if reading is None:
        return None
    return Resolved(reading, CHECK, (PhoneReason("country_assumed", (("country", reading.region),)),))


def _by_city(run: Run, setting: Setting) -> Resolved | None:
    return _assumed(_valid(run.digits, setting.city_region)) if setting.city_region else None


def _without_plus(run: Run, _setting: Setting) -> Resolved | None:
    """A country code without +; where the digits are grouped, it must end with its group."""
    if len(run.digits) < _MIN_WITHOUT_PLUS or run.digits[0] == "0":
        return None
    reading = _valid(run.digits, plus=True)
    if reading is None:
        return None
    ends = group_ends(run.text)
    if ends and min(ends) != len(str(reading.country_code)):
        return None
    return Resolved(reading, CHECK, (PLUS_ADDED,))


def _russian_groups(run: Run, _setting: Setting) -> Resolved | None:
    """``(495) 123-45-67``: ten digits grouped 3-3-2-2 that fit no country of the row."""
    if len(run.digits) != _RUSSIAN_LENGTH - 1 or not group_ends(run.text) >= _RUSSIAN_GROUPS:
        return None
    return _assumed(_valid("7" + run.digits, plus=True))


def _lost_zero(run: Run, setting: Setting) -> Resolved | None:
    """A zero that belongs to the number itself (Italy) lost to a spreadsheet."""
    for region in setting.regions if not group_ends(run.text) else ():
        if reading := _valid("0" + run.digits, region):
            return Resolved(reading, CHECK, (ZERO_LOST, COUNTRY_ADDED))
    return None


def _short(run: Run, setting: Setting) -> Resolved | None:
    """112, 1414: kept as it is."""
    if len(run.digits) not in _SHORT_LENGTHS:
        return None
    for region in setting.regions:
        plan = plan_of(region)
        number = PhoneNumber(country_code=plan.country_code if plan else 0, national_number=int(run.digits))
        if run.digits[0] != "0" and phonenumbers.is_valid_short_number_for_region(number, region):
            return Resolved(None, OK if len(run.digits) <= _CERTAIN_SHORT else CHECK, (SHORT_NUMBER,))
    return None


_SURE_PLUS: tuple[Attempt, ...] = (_eight_after_plus, _with_plus, _bracketed_zero)
_SURE: tuple[Attempt, ...] = (_by_country, _double_zero)
_GUESSES: tuple[Attempt, ...] = (
    _by_area, _short, _trunk_eight, _by_city, _without_plus, _russian_groups, _lost_zero,
)  # fmt: skip


def resolve_surely(run: Run, setting: Setting) -> Resolved | None:
    """The number that the digits themselves are in a country known for the row; no guesses."""
    for attempt in _SURE_PLUS if run.plus else _SURE:
        if resolved := attempt(run, setting):
            return resolved
    return None


def resolve_guess(run: Run, setting: Setting) -> Resolved | None:
    """The number that the digits may be."""
    for attempt in (_needless_plus,) if run.plus else _GUESSES:
        if resolved := attempt(run, setting):
            return resolved
    return None


def resolve(run: Run, setting: Setting) -> Resolved | None:
    """The number that the digits are, else that they may be; None where they are none."""
    return resolve_surely(run, setting) or resolve_guess(run, setting)


def why_not(candidate: str) -> PhoneReason:
    """What is wrong with a number that is not valid."""
    if not candidate:
        return PhoneReason("not_valid")
    try:
        result = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(candidate))
    except phonenumbers.NumberParseException:
        return PhoneReason("not_valid")
    codes = {ValidationResult.TOO_SHORT: "too_short", ValidationResult.TOO_LONG: "too_long"}
    return PhoneReason(codes.get(result, "not_valid"))
