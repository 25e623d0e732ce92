"""A cheap look at a candidate pair before the thorough one: most candidates share one key and nothing else."""

from array import array
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from desktop_crm.services.given_names import start
from desktop_crm.services.match_names import names_conflict
from desktop_crm.services.match_profiles import Profile
from desktop_crm.services.match_weights import Weights

_EMAIL = 6.0
_EMAIL_ALIKE = 0.8
_SLACK = 2.0  # bits by which the cheap look may be too strict


class Screen:
    """Sums what agrees and differs at first sight; for pairs without a phone, e-mail or number in common."""

    def __init__(self, profiles: Sequence[Profile], weights: Weights, floor: float) -> None:
        agreement, outcome = weights.agreement, weights.outcome
        self._profiles = profiles
        self._name = array("d", (sum([agreement("name", word) for word in row.names]) for row in profiles))
        self._company = array("d", (agreement("company", row.company_id) if row.company_id else 0 for row in profiles))
        self._town = array("d", (agreement("city", row.city) if row.city else 0 for row in profiles))
        self._starts = _starts(profiles)
        self._cap = -weights.prior
        self._weights = weights
        self._floor = floor - weights.prior - _SLACK
        self._phones = outcome("different_phones")
        self._emails = outcome("different_emails")
        self._addresses = outcome("different_addresses")
        self._companies = outcome("different_companies")
        self._cities = outcome("different_cities")

    def passes(self, one: int, two: int) -> bool:
        """Whether what agrees at first sight might be enough."""
        a, b = self._profiles[one], self._profiles[two]
        if (a.born and b.born) or (a.ids and b.ids) or (a.tax and b.tax):
            return True
        bits = self._around(a, b, one)
        if bits + _EMAIL + min(self._name[one], self._name[two]) < self._floor:
            return False
        if a.emails and b.emails:
            alike = OSA.normalized_similarity(a.emails[0], b.emails[0], score_cutoff=_EMAIL_ALIKE) > 0
            bits += _EMAIL if alike else self._emails
        else:
            alike = False
        return bits + self._who(a, b, one, two, alike) >= self._floor

    def _who(self, a: Profile, b: Profile, one: int, two: int, emails_alike: bool) -> float:
        """Bits of the names; far below zero where they differ."""
        if a.name_id == b.name_id:
            return self._name[one]
        if not a.names or not b.names:
            return -6.0 if (a if b.names else b).company_id and not (a if a.names else b).company_id else 0.0
        one_start, two_start = self._starts[one], self._starts[two]
        common = one_start & two_start
        if common != one_start and common != two_start:  # cheaper than to look at the words
            near = a.building and a.building == b.building
            if not near or not OSA.normalized_similarity(a.name_id, b.name_id, score_cutoff=0.6):
                return -6.0
        if not emails_alike and names_conflict(a, b, self._weights):
            return -9.0
        return min(self._name[one], self._name[two])

    def _around(self, a: Profile, b: Profile, one: int) -> float:
        bits = 0.0
        if a.company_id and b.company_id:
            bits += self._company[one] if a.company_id[:3] == b.company_id[:3] else self._companies
        if a.building and b.building:
            bits += 12.0 if a.building == b.building else self._addresses if a.numbers[0] != b.numbers[0] else 3.0
        elif a.postcode and a.postcode == b.postcode:
            bits += 8.0
        if a.city and b.city:
            bits += self._town[one] if a.city == b.city else self._cities if a.city[0] != b.city[0] else 0.0
        if a.phones and b.phones:
            bits += self._phones
        return min(bits, self._cap)


def _starts(profiles: Sequence[Profile]) -> "array[int]":
    """For each profile a bit for each letter that a word of its name starts with (in the full form of the name)."""
    known: dict[str, int] = {}
    result = array("q")
    for row in profiles:
        bits = known.get(row.name_id)
        if bits is None:
            bits = 0
            for word in row.names:
                bits |= 1 << (ord(start(word)) % 61)
            known[row.name_id] = bits
        result.append(bits)
    return result
