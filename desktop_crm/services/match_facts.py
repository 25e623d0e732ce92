"""The facts of a finding as they stand in the records, for its sentence."""

from collections.abc import Callable

from rapidfuzz.distance import OSA

from desktop_crm.base.text import words
from desktop_crm.services.match_profiles import Profile

Finding = tuple[str, float, str, str]
_SHOWN: dict[str, tuple[str, Callable[[Profile], str]]] = {
    "same_name": ("name", lambda profile: profile.record.name or f"{profile.record.given} {profile.record.family}"),
    "same_company": ("company", lambda profile: profile.record.company or profile.record.name),
    "same_address": ("address", lambda profile: profile.record.street),
    "same_city": ("city", lambda profile: profile.record.city),
    "same_postcode": ("postcode", lambda profile: profile.record.postcode),
}
_PAIRS: dict[str, Callable[[Profile], str]] = {
    "companies": lambda profile: profile.record.company or profile.record.name,
    "company": lambda profile: profile.record.company or profile.record.name,
    "building": lambda profile: profile.record.street,
    "addresses": lambda profile: profile.record.street,
    "cities": lambda profile: profile.record.city,
    "postcodes": lambda profile: profile.record.postcode,
    "born": lambda profile: profile.record.born,
}
_SINGLE = {
    "same_phone": "phone",
    "same_email": "email",
    "same_domain": "domain",
    "same_tax_number": "number",
    "same_id": "number",
}


def _word(folded: str, profile: Profile) -> str:
    """Folded words as they are written in the record's name, as far as they are found there."""
    record = profile.record
    written = {part: raw for raw in f"{record.name} {record.given} {record.family}".split() for part in words(raw)}
    return " ".join(dict.fromkeys(written.get(part, part) for part in folded.split()))


def facts_of(finding: Finding, a: Profile, b: Profile) -> dict[str, str | int]:
    """Facts for the sentence of *finding* about *a* and *b*."""
    code, _bits, one, two = finding
    if code in _SINGLE:
        return {_SINGLE[code]: one}
    if code in _SHOWN:
        name, shown = _SHOWN[code]
        return {name: shown(a).strip()}
    last = code.rpartition("_")[2]
    if last in _PAIRS:
        return {"a": _PAIRS[last](a), "b": _PAIRS[last](b)}
    if code == "missing_name":
        return {"name": _word(one, a if a.names else b)}
    if code == "same_part":
        return {"name": _word(one, a)}
    facts: dict[str, str | int] = {"a": one, "b": two}
    if code in _NAME_CODES:
        facts = {"a": _word(one, a) or "–", "b": _word(two, b) or "–"}
        if code == "close_names":
            facts["letters"] = _letters(one, two)
    return facts


_NAME_CODES = frozenset(
    ("short_form", "initial", "missing_part", "different_name", "different_given", "different_family", "close_names")
)


def _letters(a: str, b: str) -> int:
    return int(OSA.distance(a, b))
