"""How much an agreement tells: the rarer the shared value among the contacts at hand, the more.

After Fellegi and Sunter: two records that are *not* one contact share a value as often as the value is frequent. So an
agreement weighs log2(1 / frequency) bits, and the prior (that any two of N records are one) weighs -log2(N). A phone
that only these two records have just cancels the prior, and the rest of the evidence decides.

In a small list frequencies say little, so each field starts with an ordinary frequency (``_USUAL``) that counts as
much as ``IMAGINED`` records do; with a hundred thousand records the data alone speaks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log2

from desktop_crm.services.match_profiles import Profile

IMAGINED = 1000
_USUAL = {
    "phone": 1 / 50_000,
    "email": 1 / 100_000,
    "mailbox": 1 / 10_000,
    "domain": 1 / 20,
    "tax": 1 / 1_000_000,
    "id": 1 / 1_000_000,
    "born": 1 / 20_000,
    "name": 1 / 250,
    "company": 1 / 3_000,
    "word": 1 / 300,
    "building": 1 / 3_000,
    "city": 1 / 20,
    "postcode": 1 / 300,
}

# Outcomes whose weight does not depend on the value: field, how often in pairs that are one contact, how often in
# others. The first number is only where learning starts: a list with careless dates makes different dates say less.
_OUTCOMES: dict[str, tuple[str, float, float]] = {
    "different_phones": ("phone", 0.25, 1.0),
    "close_emails": ("email", 0.04, 0.0005),
    "different_emails": ("email", 0.2, 1.0),
    "close_ids": ("id", 0.05, 0.0005),
    "different_ids": ("id", 0.2, 1.0),
    "close_born": ("born", 0.1, 0.003),
    "partly_born": ("born", 0.05, 0.12),
    "different_born": ("born", 0.04, 0.87),
    "different_addresses": ("address", 0.2, 1.0),
    "close_cities": ("city", 0.05, 0.01),
    "different_cities": ("city", 0.2, 0.95),
    "close_postcodes": ("postcode", 0.05, 0.01),
    "different_postcodes": ("postcode", 0.2, 1.0),
    "different_companies": ("company", 0.1, 1.0),
}
_AGREEMENTS = {
    "same_phone": "phone", "same_email": "email", "same_id": "id", "same_born": "born", "same_address": "address",
    "close_addresses": "address", "same_city": "city", "same_postcode": "postcode", "same_company": "company",
    "close_companies": "company",
}  # fmt: skip
FIELD_OF = {**_AGREEMENTS, **{code: outcome[0] for code, outcome in _OUTCOMES.items()}}
_EXPERIENCE = 30  # pairs that the starting numbers are worth
_USUAL_RATE = 0.25  # duplicate pairs per record: the prior is set for such a list
_RATE_EXPERIENCE = 200  # records that the usual rate is worth
_UNSEEN = 1.3  # duplicate pairs for one that is found by an exact key
_HELD_OFTEN = 2  # only above that is it worth to look by whom
_PART = 10_000
_FURTHEST = 4.0  # bits that learning may move a weight


class Weights:
    """Weights of agreements, from counts of each field's values among *population* records."""

    def __init__(self, population: int = 0, counts: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self.population = population + IMAGINED
        self.prior = -log2(self.population)
        self._counts = counts or {}
        self._known: dict[tuple[str, int], float] = {}
        self.likenesses: dict[tuple[str, str], tuple[str, float]] = {}
        self._outcomes = {code: log2(m / u) for code, (_field, m, u) in _OUTCOMES.items()}

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> "Weights":
        """Weights from the values of *profiles*."""
        rows = list(profiles)
        companies = counted([row.company_id for row in rows])
        company_words: Counter[str] = Counter()
        for company, count in companies.items():
            for word in company.split():
                company_words[word] += count
        emails = [(email, row) for row in rows for email in row.emails]
        parts = [email.partition("@") for email, _row in emails]
        return cls(
            len(rows),
            {
                "phone": _holders([(phone, row) for row in rows for phone in row.phones]),
                "email": _holders(emails),
                "mailbox": counted([part[0] for part in parts]),
                "domain": counted([part[2] for part in parts]),
                "tax": counted([row.tax for row in rows if row.tax]),
                "id": counted([text for row in rows for text in row.ids]),
                "born": counted([row.born for row in rows if row.born]),
                "name": counted([word for row in rows for word in row.names]),
                "company": companies,
                "word": company_words,
                "building": counted([row.building for row in rows if row.building]),
                "city": counted([row.city for row in rows]),
                "postcode": counted([row.postcode for row in rows if row.postcode]),
            },
        )

    def count(self, field: str, value: str) -> int:
        """How many records have *value* (0 where it was not counted)."""
        counts = self._counts.get(field)
        return counts.get(value, 0) if counts is not None else 0

    def agreement(self, field: str, value: str) -> float:
        """Bits that two records' sharing *value* is worth."""
        counts = self._counts.get(field)
        count = counts.get(value, 0) if counts is not None else 0
        known = self._known.get((field, count))
        if known is None:
            others = max(count - 1, 0.5)
            known = self._known[field, count] = log2(self.population / (others + IMAGINED * _USUAL[field]))
        return known

    def outcome(self, code: str) -> float:
        """Bits of an outcome that does not depend on the value (``different_phones`` …)."""
        return self._outcomes[code]

    def learn(self, seen: Mapping[str, int], duplicates: float) -> None:
        """Set the outcomes' weights from how often each was *seen* in pairs that are surely one contact."""
        totals: Counter[str] = Counter()
        for code, field in FIELD_OF.items():
            totals[field] += seen.get(code, 0)
        for code, (field, usual, others) in _OUTCOMES.items():
            share = (seen.get(code, 0) + _EXPERIENCE * usual) / (totals[field] + _EXPERIENCE)
            bits, start = log2(share / others), log2(usual / others)
            self._outcomes[code] = max(start - _FURTHEST, min(start + _FURTHEST, bits))
        records = self.population - IMAGINED
        self.likenesses.clear()
        rate = (_UNSEEN * duplicates + _USUAL_RATE * _RATE_EXPERIENCE) / (records + _RATE_EXPERIENCE)
        self.prior = -log2(self.population) + max(-_FURTHEST, min(_FURTHEST, log2(rate / _USUAL_RATE)))

    def both_usual(self, field: str, a: str, b: str) -> bool:
        """Whether both values occur so often that neither is a misspelling of the other."""
        fewer, more = sorted((self.count(field, a), self.count(field, b)))
        return fewer > max(2, more // 20)


def counted(values: Sequence[str]) -> Counter[str]:
    """How often each is there; counted part by part, so that other threads get their turn."""
    counts: Counter[str] = Counter()
    for start in range(0, len(values), _PART):
        counts.update(values[start : start + _PART])
    return counts


def _holders(values: list[tuple[str, Profile]]) -> Counter[str]:
    """By how many differently named each value is held: a client entered a hundred times makes no phone common."""
    counts = counted([value for value, _row in values])
    often = {value for value, count in counts.items() if count > _HELD_OFTEN}
    if often:
        named = {(value, row.name_id or row.company_id) for value, row in values if value in often}
        for value in often:
            counts[value] = 0
        counts.update([value for value, _who in named])
    return counts
