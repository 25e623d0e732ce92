"""A proposed pair of duplicates, with what speaks for it and against it in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.phones import format_phone

Level = Literal["certain", "likely"]

_SENTENCES: dict[str, str] = {
    "same_phone": N_("Same phone {phone}"),
    "shared_phone": N_("Same phone {phone}, but {count} contacts share it"),
    "different_phones": N_("Different phones: {a} / {b}"),
    "same_email": N_("Same e-mail {email}"),
    "close_emails": N_("E-mails nearly the same: {a} / {b}"),
    "same_mailbox": N_("Same e-mail name at another provider: {a} / {b}"),
    "same_domain": N_("E-mails of the same firm: {domain}"),
    "different_emails": N_("Different e-mails: {a} / {b}"),
    "same_tax_number": N_("Same tax number {number}"),
    "close_tax_numbers": N_("Tax numbers nearly the same: {a} / {b}"),
    "different_tax_numbers": N_("Different tax numbers: {a} / {b}"),
    "same_id": N_("Same identification number {number}"),
    "close_ids": N_("Identification numbers nearly the same: {a} / {b}"),
    "different_ids": N_("Different identification numbers: {a} / {b}"),
    "same_born": N_("Born on the same day"),
    "close_born": N_("Dates of birth nearly the same: {a} / {b}"),
    "partly_born": N_("Dates of birth agree in part: {a} / {b}"),
    "different_born": N_("Different dates of birth: {a} / {b}"),
    "same_name": N_("Same name {name}"),
    "same_part": N_("Same word in the names: {name}"),
    "short_form": N_("Two forms of one given name: {a} / {b}"),
    "initial": N_("An initial that fits: {a} / {b}"),
    "missing_name": N_("Only one has a name: {name}"),
    "person_and_company": N_("One is a person, the other a company: {a} / {b}"),
    "missing_part": N_("Part of the name is missing: {a} / {b}"),
    "different_name": N_("Different names: {a} / {b}"),
    "different_given": N_("Same surname, different given name: {a} / {b}"),
    "different_family": N_("Same given name, different surname: {a} / {b}"),
    "same_company": N_("Same company {company}"),
    "close_companies": N_("Company names nearly the same: {a} / {b}"),
    "part_of_company": N_("One company name is part of the other: {a} / {b}"),
    "different_companies": N_("Different companies: {a} / {b}"),
    "same_address": N_("Same address {address}"),
    "close_addresses": N_("Addresses nearly the same: {a} / {b}"),
    "same_building": N_("Same building: {a} / {b}"),
    "different_addresses": N_("Different addresses: {a} / {b}"),
    "same_city": N_("Same town {city}"),
    "close_cities": N_("Towns nearly the same: {a} / {b}"),
    "different_cities": N_("Different towns: {a} / {b}"),
    "same_postcode": N_("Same postcode {postcode}"),
    "close_postcodes": N_("Postcodes nearly the same: {a} / {b}"),
    "different_postcodes": N_("Different postcodes: {a} / {b}"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: a stable code, the facts of its sentence, and its weight in bits (negative: against)."""

    code: str
    facts: Mapping[str, str | int]
    weight: float

    @property
    def sentence(self) -> str:
        """The reason in the language in force now."""
        if self.code == "close_names":
            letters = int(self.facts["letters"])
            return ngettext(
                "Names differ by one letter: {a} / {b}", "Names differ by {letters} letters: {a} / {b}", letters
            ).format(**self.facts)
        return _(_SENTENCES[self.code]).format(**self._shown_facts)

    @property
    def _shown_facts(self) -> Mapping[str, str | int]:
        """Phones as they are read."""
        if not self.code.endswith(("_phone", "_phones")):
            return self.facts
        return {
            name: format_phone(value) if isinstance(value, str) and value.startswith("+") else value
            for name, value in self.facts.items()
        }


@dataclass(frozen=True, slots=True)
class Match:
    """Two records (their keys) that are probably one contact."""

    a: int
    b: int
    score: float  # probability, 0…1
    level: Level
    evidence: tuple[Evidence, ...]


def explain(match: Match) -> str:
    """One sentence: how sure, what speaks for it, what against."""
    strongest = sorted(match.evidence, key=lambda evidence: -abs(evidence.weight))
    facts = {
        "percent": min(99, round(match.score * 100)),
        "reasons": "; ".join(evidence.sentence for evidence in strongest if evidence.weight >= 0),
        "doubts": "; ".join(evidence.sentence for evidence in strongest if evidence.weight < 0),
    }
    if match.level == "certain":
        text = _("Certainly the same ({percent} %): {reasons}. Against: {doubts}.")
        short = _("Certainly the same ({percent} %): {reasons}.")
    else:
        text = _("Probably the same ({percent} %): {reasons}. Against: {doubts}.")
        short = _("Probably the same ({percent} %): {reasons}.")
    return (text if facts["doubts"] else short).format(**facts)
