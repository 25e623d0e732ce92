"""Comparing two profiles: findings for and against, summed to the odds that both are one contact.

Three kinds of findings are kept apart, as they depend on each other:

* *who*: names of two people, or of two firms. A clear difference keeps a pair from ever being certain.
* *where*: phone, address, town, and for people the firm. Colleagues and families share all of these at once, so
  together they never say more than "one household or firm": they can cancel the prior, no more.
* *personal*: e-mail, date of birth, tax and other numbers.
"""

from math import exp2

from rapidfuzz.distance import OSA

from desktop_crm.services.match_evidence import Evidence, Level, Match
from desktop_crm.services.match_facts import facts_of
from desktop_crm.services.match_names import compare_companies, compare_names
from desktop_crm.services.match_profiles import MatchRecord, Profile, ProfileMaker
from desktop_crm.services.match_weights import Weights

LIKELY = -1.0  # bits: one in three
CERTAIN = 6.0  # bits: 98 in 100
_EMAIL_CAP = 5.0  # what an address shared by a family or an office may say beyond the household

Finding = tuple[str, float, str, str]  # code, bits, the two values
_ANCHORS = frozenset({"same_phone", "same_email", "same_tax_number", "same_id", "same_born", "same_address"})
_NUMBERS = frozenset({"same_tax_number", "same_id"})


def _phones(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    if not a.phones or not b.phones:
        return None
    for phone in a.phones:
        if phone in b.phones:
            return "same_phone", weights.agreement("phone", phone), phone, phone
    return "different_phones", -1.5, a.phones[0], b.phones[0]


def _street(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    one, two = a.street_id, b.street_id
    if not one or not two:
        return None
    if one == two:
        full = weights.agreement("street", one)
        return "same_address", full, one, two
    if a.house == b.house and OSA.normalized_similarity(one, two, score_cutoff=0.6) > 0:
        return "close_addresses", weights.agreement("street", one) - 2, one, two
    if OSA.normalized_similarity(one, two, score_cutoff=0.75) > 0:
        return "close_addresses", 3.0, one, two
    return "different_addresses", -1.0, one, two


def _city(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    one, two = a.city, b.city
    if not one or not two:
        return None
    if one == two:
        return "same_city", weights.agreement("city", one), one, two
    if OSA.normalized_similarity(one, two, score_cutoff=0.6) > 0 and not weights.both_usual("city", one, two):
        return "close_cities", max(weights.agreement("city", one) - 2, 1.0), one, two
    return "different_cities", -2.0, one, two


def _postcode(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    one, two = a.postcode, b.postcode
    if not one or not two:
        return None
    if one == two:
        return "same_postcode", weights.agreement("postcode", one), one, two
    if OSA.distance(one, two, score_cutoff=1) <= 1:
        return "close_postcodes", 2.0, one, two
    return "different_postcodes", -1.5, one, two


def _email(a: Profile, b: Profile, weights: Weights) -> Finding | None:
    if not a.emails or not b.emails:
        return None
    for email in a.emails:
        if email in b.emails:
            return "same_email", weights.agreement("email", email) + 2, email, email
    one, two = a.emails[0], b.emails[0]
    if OSA.normalized_similarity(one, two, score_cutoff=0.8) > 0:
        digits_differ = [c for c in one if c.isdigit()] != [c for c in two if c.isdigit()]
        return "close_emails", 1.0 if digits_differ else 6.0, one, two
    box, _at, domain = one.partition("@")
    other_box, _at, other_domain = two.partition("@")
    if box == other_box:
        return "same_mailbox", min(weights.agreement("mailbox", box), 8.0) - 2, one, two
    if domain == other_domain and weights.agreement("domain", domain) > 6.0:
        return "same_domain", 0.0, domain, domain
    return "different_emails", -1.5, one, two


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
        return "close_ids", 6.0, one, two
    return "different_ids", -2.0, one, two


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
        return "close_born", 6.0, one, two
    if parts == 2:
        return "close_born", 4.0, one, two
    return "different_born", -2.0 if parts else -4.0, one, two


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
        who.append(("missing_name", -1.0, a.name_id or b.name_id, ""))
    if a.company_id and b.company_id:
        people = bool(a.names or b.names)
        company = compare_companies(a.company_id, b.company_id, weights)
        if people:
            where.append((company[0], max(company[1], -3.0), company[2], company[3]))
        else:
            who.append(company)
            conflict = company[0] == "different_companies"
    return who, where, conflict


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
    if sure < LIKELY:  # even the same household would not be enough
        return None
    where += [found for compare in (_phones, _street, _city, _postcode) if (found := compare(a, b, weights))]
    shared = sum(finding[1] for finding in where if finding[1] > 0)
    against = sum(finding[1] for finding in where if finding[1] < 0)
    bits = weights.prior + sure + min(shared, cap) + against
    if bits < LIKELY:
        return None
    findings = who + personal + where
    codes = {finding[0] for finding in findings}
    certain = bits >= CERTAIN and not codes.isdisjoint(_ANCHORS) and (not conflict or not codes.isdisjoint(_NUMBERS))
    return bits, "certain" if certain else "likely", findings


def _in_conflict(who: list[Finding], personal: list[Finding]) -> float:
    """What remains where the names differ: a shared e-mail counts little then, an office's or a couple's."""
    bits = sum(finding[1] for finding in who if finding[1] < 0)
    return bits + sum(
        min(finding[1], _EMAIL_CAP) if finding[0].endswith(("email", "emails", "mailbox")) else finding[1]
        for finding in personal
    )


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
    make = ProfileMaker().make
    return match_of(make(a), make(b), weights or Weights())
