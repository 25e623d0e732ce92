"""Comparing two profiles: findings for and against, summed to the odds that both are one contact.

Three kinds of findings are kept apart, as they depend on each other:

* *who*: names of two people, or of two firms. A clear difference keeps a pair from ever being certain.
* *where*: phone, address, town, and for people the firm. Colleagues and families share all of these at once, so
  together they never say more than "one household or firm": they can cancel the prior, no more.
* *personal*: e-mail, date of birth, tax and other numbers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp2

from rapidfuzz.distance import OSA

from desktop_crm.services.match_evidence import Evidence, Level, Match
from desktop_crm.services.match_facts import facts_of
from desktop_crm.services.match_names import compare_companies, compare_names
from desktop_crm.services.match_profiles import MatchRecord, Profile, ProfileMaker
from desktop_crm.services.match_weights import FIELD_OF, Weights

KEYED = 3.0  # bits: two records that share a key to begin with are oftener one contact than any two
LIKELY = 0.0  # bits: one in two
CERTAIN = 9.0  # bits: 998 in 1000
_NO_DIGITS = str.maketrans("", "", "0123456789")
_EMAIL_CAP = 5.0  # what an address shared by a family or an office may say beyond the household

Finding = tuple[str, float, str, str]  # code, bits, the two values
_ANCHORS = frozenset({"same_phone", "same_email", "same_tax_number", "same_id", "same_born"})
_NAMESAKE = frozenset({"same_name", "same_address", "same_city"})
_NUMBERS = frozenset({"same_tax_number", "same_id"})
_PERSONAL_PROOF = frozenset({"same_born", "close_born", "same_id", "same_tax_number"})
_WHERE = frozenset({"phone", "address", "city", "postcode", "company"})


@dataclass(frozen=True, slots=True)
class Sample:
    """Pairs to learn from: by which field they were found, and how many pairs each of them stands for."""

    field: str
    pairs: Sequence[tuple[Profile, Profile]]
    share: float


def _phones(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    if not a.phones or not b.phones:
        return None
    for phone in a.phones:
        if phone in b.phones:
            return "same_phone", weights.agreement("phone", phone), phone, phone
    return "different_phones", weights.outcome("different_phones"), a.phones[0], b.phones[0]


def _street(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    one, two = a.street_id, b.street_id
    if not one or not two:
        return None
    if one == two:
        return "same_address", weights.agreement("building", a.building) if a.building else 6.0, one, two
    if a.building and a.building == b.building:
        bits = weights.agreement("building", a.building)
        if len(a.numbers) > 1 and len(b.numbers) > 1 and a.numbers != b.numbers:
            return "same_building", min(bits / 2, 4.0), one, two
        return "close_addresses", bits - 1, one, two
    if a.numbers[:1] == b.numbers[:1] and OSA.normalized_similarity(one, two, score_cutoff=0.7) > 0:
        return "close_addresses", 6.0 if a.numbers == b.numbers else 3.0, one, two
    return "different_addresses", weights.outcome("different_addresses"), one, two


def _city(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    one, two = a.city, b.city
    if not one or not two:
        return None
    if one == two:
        return "same_city", weights.agreement("city", one), one, two
    if OSA.normalized_similarity(one, two, score_cutoff=0.6) > 0 and not weights.both_usual("city", one, two):
        return "close_cities", weights.outcome("close_cities"), one, two
    return "different_cities", weights.outcome("different_cities"), one, two


def _postcode(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    one, two = a.postcode, b.postcode
    if not one or not two:
        return None
    if one == two:
        return "same_postcode", weights.agreement("postcode", one), one, two
    if OSA.distance(one, two, score_cutoff=1) <= 1:
        return "close_postcodes", weights.outcome("close_postcodes"), one, two
    return "different_postcodes", weights.outcome("different_postcodes"), one, two


def _email(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    if not a.emails or not b.emails:
        return None
    for email in a.emails:
        if email in b.emails:
            return "same_email", weights.agreement("email", email) + 2, email, email
    one, two = a.emails[0], b.emails[0]
    if OSA.normalized_similarity(one, two, score_cutoff=0.8) > 0:
        series = one.translate(_NO_DIGITS) == two.translate(_NO_DIGITS)  # ion12@… and ion15@… are two people
        return "close_emails", 1.0 if series else weights.outcome("close_emails"), one, two
    box, _at, domain = one.partition("@")
    other_box, _at, other_domain = two.partition("@")
    if box == other_box:
        return "same_mailbox", min(weights.agreement("mailbox", box), 8.0) - 2, one, two
    if domain == other_domain and weights.agreement("domain", domain) > 6.0:
        return "same_domain", 0.0, domain, domain
    return "different_emails", weights.outcome("different_emails"), one, two


def _tax(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    if not a.tax or not b.tax:
        return None
    if a.tax == b.tax:
        return "same_tax_number", weights.agreement("tax", a.tax) + 3, a.tax, b.tax
    if OSA.distance(a.tax, b.tax, score_cutoff=1) <= 1:
        return "close_tax_numbers", 0.0, a.tax, b.tax
    return "different_tax_numbers", -10.0, a.tax, b.tax


def _ids(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    if not a.ids or not b.ids:
        return None
    for text in a.ids:
        if text in b.ids:
            return "same_id", weights.agreement("id", text) + 2, text, text
    one, two = a.ids[0], b.ids[0]
    if len(one) >= 6 and OSA.distance(one, two, score_cutoff=1) <= 1:
        return "close_ids", weights.outcome("close_ids"), one, two
    return "different_ids", weights.outcome("different_ids"), one, two


def _born(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    one, two = a.born, b.born
    if not one or not two:
        return None
    if one == two:
        return "same_born", weights.agreement("born", one), one, two
    if len(one) != 8 or len(two) != 8:
        return None
    parts = (one[:4] == two[:4]) + (one[4:6] == two[4:6]) + (one[6:] == two[6:])
    if OSA.distance(one, two, score_cutoff=1) <= 1 or (one[:4] == two[:4] and one[4:] == two[6:] + two[4:6]):
        parts = 2
    code = ("different_born", "partly_born", "close_born")[parts]
    return code, weights.outcome(code), one, two


def _who(a: Profile, b: Profile, weights: Weights) -> tuple[list[Finding], list[Finding], bool]:
    """Findings on identity, findings on surroundings, and whether the names are clearly different."""
    who: list[Finding] = []
    where: list[Finding] = []
    conflict = False
    if a.names and b.names:
        found, conflict = compare_names(a, b, weights)
        for finding in found:
            # in one family or firm a shared surname says no more than the shared address
            (where if conflict and finding[1] > 0 else who).append(finding)
    elif a.names or b.names:
        who.append(_one_name(a, b))
    if a.company_id and b.company_id:
        people = bool(a.names or b.names)
        company = compare_companies(a.company_id, b.company_id, weights)
        if people:
            where.append(_company_of_people(company, weights))
        else:
            who.append(company)
            conflict = company[0] == "different_companies"
    return who, where, conflict


def _one_name(a: Profile, b: Profile) -> Finding:
    """The finding where only one has a person's name: the other is a firm, or its name is not known."""
    named, other = (a, b) if a.names else (b, a)
    if other.record.kind == "person" or not other.company_id:
        return "missing_name", 0.0, named.name_id, ""
    if named.company_id:
        return "missing_name", -1.0, named.name_id, ""
    return "person_and_company", -6.0, named.name_id, other.company_id


def _company_of_people(company: Finding, weights: Weights) -> Finding:
    """People change their jobs, so two employers say less against than two firms' own names."""
    code, _bits, one, two = company
    return (code, weights.outcome("different_companies"), one, two) if code == "different_companies" else company


def assess(a: Profile, b: Profile, weights: Weights) -> tuple[float, Level, list[Finding]] | None:
    """Bits, level and findings of the pair; ``None`` where it is not worth proposing."""
    if a.record.kind and b.record.kind and a.record.kind != b.record.kind:
        return None
    who, where, conflict = _who(a, b, weights)
    cap = -weights.prior
    personal = [found for compare in (_email, _tax, _ids, _born) if (found := compare(a, b, weights))]
    sure = sum(finding[1] for finding in who) + sum(finding[1] for finding in personal)
    if conflict:
        sure = _in_conflict(who, personal)
    if KEYED + sure < LIKELY:  # even the same household would not be enough
        return None
    where += [found for compare in (_phones, _street, _city, _postcode) if (found := compare(a, b, weights))]
    shared = sum(finding[1] for finding in where if finding[1] > 0)
    against = sum(finding[1] for finding in where if finding[1] < 0)
    bits = weights.prior + KEYED + sure + min(shared, cap) + against
    findings = who + personal + where
    if bits < LIKELY:
        return None
    codes = {finding[0] for finding in findings}
    anchored = not codes.isdisjoint(_ANCHORS) or codes >= _NAMESAKE
    certain = bits >= CERTAIN and anchored and (not conflict or not codes.isdisjoint(_NUMBERS))
    return bits, "certain" if certain else "likely", findings


def _in_conflict(who: list[Finding], personal: list[Finding]) -> float:
    """What remains where the names differ: a shared e-mail counts little then, an office's or a couple's."""
    bits = sum(finding[1] for finding in who if finding[1] < 0)
    if any(code in _PERSONAL_PROOF for code, _bits, _a, _b in personal):
        return bits + sum(finding[1] for finding in personal)
    return bits + sum(
        min(finding[1], _EMAIL_CAP) if finding[0].endswith(("email", "emails", "mailbox")) else finding[1]
        for finding in personal
    )


def learn(samples: Iterable[Sample], weights: Weights) -> None:
    """Let *weights* learn how reliable each field is in this list, and how many duplicates to expect.

    A field's outcome counts only in pairs that are certain without that field and were not found by it: nothing is its
    own witness.
    """
    seen: Counter[str] = Counter()
    duplicates = 0.0
    for sample in samples:
        certain = 0
        for a, b in sample.pairs:
            assessed = assess(a, b, weights)
            if assessed is None or assessed[1] != "certain":
                continue
            certain += 1
            seen.update(_witnessed(assessed[0], assessed[2], sample.field, weights))
        duplicates = max(duplicates, certain * sample.share)
    weights.learn(seen, duplicates)


def _witnessed(bits: float, findings: list[Finding], field: str, weights: Weights) -> Iterator[str]:
    """Codes of the outcomes without which the pair would be certain, too."""
    where = sum(found[1] for found in findings if found[1] > 0 and FIELD_OF.get(found[0]) in _WHERE)
    spare = max(0.0, where + weights.prior)  # what the cap on surroundings leaves unused
    for code, weight, _one, _two in findings:
        own = FIELD_OF.get(code)
        if own is None or own == field:
            continue
        used = weight - spare if own in _WHERE else weight
        if weight <= 0 or bits - max(0.0, used) >= CERTAIN:
            yield code


def match_of(a: Profile, b: Profile, weights: Weights) -> Match | None:
    """The pair as a proposal, its reasons with facts."""
    assessed = assess(a, b, weights)
    if assessed is None:
        return None
    bits, level, findings = assessed
    evidence = tuple(Evidence(f[0], facts_of(f, a, b), round(f[1], 1)) for f in findings)
    return Match(a.record.key, b.record.key, 1 / (1 + exp2(-bits)), level, evidence)


def score(a: MatchRecord, b: MatchRecord, weights: Weights | None = None) -> Match | None:
    """The proposal for two records, or ``None``; without *weights* the usual frequencies are taken."""
    return next(scores(a, (b,), weights), None)


def scores(record: MatchRecord, others: Iterable[MatchRecord], weights: Weights | None = None) -> Iterator[Match]:
    """The proposals for *record* with each of *others* that is like it."""
    make, usual = ProfileMaker().make, weights or Weights()
    mine = make(record)
    for other in others:
        if match := match_of(mine, make(other), usual):
            yield match
