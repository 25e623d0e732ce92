"""What the user chooses for an import, and what the plan and the import answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_crm.base.i18n import N_, _
from desktop_crm.services.columns import FIELDS
from desktop_crm.services.importing.phone_choices import NO_CHOICES, PhoneChoices
from desktop_crm.services.match_evidence import Evidence, Match

DUPLICATE_POLICIES = ("hold", "update", "skip", "create")
UPDATE_POLICIES = ("fill", "overwrite", "add", "keep")
FATES = ("created", "updated", "duplicate", "held", "skipped")
COUNTS = ("rows", "created", "updated", "duplicates", "held", "skipped")

_SENTENCES = {
    "new_person": N_("New person"),
    "new_organisation": N_("New organisation"),
    "new_nameless": N_("New person without a name, called by the address"),
    "joined": N_("Joined with row {row}: {why}"),
    "adds": N_("Adds to “{name}”: {fields}"),
    "same_as_row": N_("The same as row {row}"),
    "same_as_contact": N_("Nothing new: “{name}” is there already"),
    "taken_already": N_("Taken already by an earlier import: “{name}”"),
    "looks_like_row": N_("Looks like row {row}: {why}"),
    "looks_like_contact": N_("Looks like “{name}”: {why}"),
    "waits_already": N_("Waits for a decision since an earlier import"),
    "no_name": N_("There is no name in this row"),
    "asked_to_delete": N_("The file says “delete”; an import deletes nothing"),
}


_WHY = {
    "same_organisation_name": N_("Same organisation name"),
    "own_number": N_("The same number in this program"),
    "foreign_id": N_("The same number in another program: {number}"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row met its fate: a stable code with facts, told in the user's language when shown.

    Facts can be kept as JSON: ``why`` is a code with facts of its own, ``fields`` a list of field codes.
    """

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sentence in the language in force now."""
        facts = dict(self.facts)
        if "why" in facts:
            facts["why"] = _why(*facts["why"])
        if "fields" in facts:
            facts["fields"] = ", ".join(_(FIELDS[code][0]) if code in FIELDS else code for code in facts["fields"])
        return _(_SENTENCES[self.code]).format(**facts)


def _why(code: str, facts: Mapping[str, Any]) -> str:
    if code in _WHY:
        return _(_WHY[code]).format(**facts)
    return Evidence(code, facts, 0.0).sentence


def why_of(match: Match) -> tuple[str, Mapping[str, Any]]:
    """The strongest reason for a match, as code and facts."""
    strongest = max(match.evidence, key=lambda evidence: evidence.weight)
    return strongest.code, strongest.facts


@dataclass(frozen=True, slots=True)
class RowFate:
    """What becomes of one row of the file."""

    row: int  # as the file's own program numbers it
    fate: str  # one of FATES
    reason: Reason
    name: str = ""
    contact_id: int | None = None  # made, changed, or looked alike


@dataclass(frozen=True)
class ImportOptions:
    """How to read the columns and what to do with what is there already.

    ``day_first``: 03/04 is 3 April; ``None`` lets the whole column decide. ``policies``: per field on update, one of
    UPDATE_POLICIES; lists (phones, e-mails, tags) default to ``add``, everything else to ``fill`` (only what is empty).
    ``inside``: what to do with rows that look like an earlier row of the file, "" as ``duplicates`` says.
    ``decisions``: what to do with one row, by its number. ``date_orders``: ``day_first`` of one column, by its header.
    """

    columns: Mapping[str, str]
    country: str = ""
    area_code: str = ""
    duplicates: str = "hold"
    day_first: bool | None = None
    policies: Mapping[str, str] = field(default_factory=dict)
    inside: str = ""
    decisions: Mapping[int, str] = field(default_factory=dict)
    date_orders: Mapping[str, bool] = field(default_factory=dict)
    phones: PhoneChoices = NO_CHOICES


@dataclass(frozen=True)
class ImportResult:
    """What an import did."""

    change_set: int | None
    counts: Mapping[str, int]
    created_ids: Sequence[int]
    updated_ids: Sequence[int]


def counts_of(fates: Sequence[RowFate]) -> dict[str, int]:
    """Counts by fate; they add up to ``rows``."""
    counts = dict.fromkeys(COUNTS, 0)
    counts["rows"] = len(fates)
    for fate in fates:
        counts["duplicates" if fate.fate == "duplicate" else fate.fate] += 1
    return counts
