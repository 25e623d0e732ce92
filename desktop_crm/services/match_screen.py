"""A cheap look at a candidate pair before the thorough one: most candidates share one key and nothing else."""

from array import array
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from desktop_crm.services.given_names import canonical
from desktop_crm.services.match_names import names_conflict
from desktop_crm.services.match_profiles import Profile
from desktop_crm.services.match_weights import Weights

_EMAIL = 6.0
_TOWN = 5.0
_EMAIL_ALIKE = 0.8
_SLACK = 2.0  # bits by which the cheap look may be too strict


class Screen:
    """Sums what agrees and differs at first sight; for pairs without a phone, e-mail or number in common."""

    def __init__(self, profiles: Sequence[Profile], weights: Weights, floor: float) -> None:
        outcome = weights.outcome
        self._profiles = profiles
        self._weights = weights
        self._name, self._starts = _names(profiles, weights)
        self._cap = -weights.prior
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
        bits = self._around(a, b) + self._at_first_sight(a, b, one, two)
        if not a.emails or not b.emails:
            if bits < self._floor:
                return False
            alike = False
        else:
            if bits + _EMAIL < self._floor:
                return False
            alike = OSA.normalized_similarity(a.emails[0], b.emails[0], score_cutoff=_EMAIL_ALIKE) > 0
            bits += _EMAIL if alike else self._emails
            if bits < self._floor:
                return False
        return alike or a.name_id == b.name_id or not a.names or not b.names or not names_conflict(a, b, self._weights)

    def _at_first_sight(self, a: Profile, b: Profile, one: int, two: int) -> float:
        """Bits of the names by their first letters only, which is cheaper than to look at the words."""
        if a.name_id == b.name_id:
            return self._name[one]
        if not a.names or not b.names:
            return -6.0 if (a if b.names else b).company_id and not (a if a.names else b).company_id else 0.0
        one_start, two_start = self._starts[one], self._starts[two]
        common = one_start & two_start
        if common != one_start and common != two_start:
            near = a.building and a.building == b.building
            if not near or not OSA.normalized_similarity(a.name_id, b.name_id, score_cutoff=0.6):
                return -6.0
        return min(self._name[one], self._name[two])

    def _around(self, a: Profile, b: Profile) -> float:
        bits = 0.0
        if a.company_id and b.company_id:
            one_name, two_name = a.company_id, b.company_id
            alike = one_name[:3] == two_name[:3] or one_name[-3:] == two_name[-3:]
            bits += self._weights.agreement("company", one_name) if alike else self._companies
        if a.building and b.building:
            bits += 12.0 if a.building == b.building else self._addresses if a.numbers[0] != b.numbers[0] else 3.0
        elif a.postcode and a.postcode == b.postcode:
            bits += 8.0
        if a.city and b.city:
            bits += _TOWN if a.city == b.city else self._cities if a.city[0] != b.city[0] else 0.0
        if a.phones and b.phones:
            bits += self._phones
        return min(bits, self._cap)


def _names(profiles: Sequence[Profile], weights: Weights) -> tuple["array[float]", "array[int]"]:
    """For each profile the bits of its name, and a bit for each letter that a word (in full form) starts with."""
    known: dict[str, tuple[float, int]] = {}
    bits, starts = array("d"), array("q")
    for row in profiles:
        both = known.get(row.name_id)
        if both is None:
            letters = 0
            for word in row.names:
                letters |= 1 << (ord(canonical(word)[0]) % 61)
            both = known[row.name_id] = sum(weights.agreement("name", word) for word in row.names), letters
        bits.append(both[0])
        starts.append(both[1])
    return bits, starts
