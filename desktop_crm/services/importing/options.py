"""What the user chooses for an import, and what the plan and the import answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_crm.base.i18n import N_, _

DUPLICATE_POLICIES = ("hold", "update", "skip", "create")
UPDATE_POLICIES = ("fill", "overwrite", "add", "keep")
FATES = ("created", "updated", "duplicate", "held", "skipped")
COUNTS = ("rows", "created", "updated", "duplicates", "held", "skipped")

_SENTENCES = {
    "new_person": N_("New person"),
    "new_organisation": N_("New organisation"),
    "joined": N_("Joined with row {row}: {why}"),
    "adds": N_("Adds to “{name}”: {fields}"),
    "same_as_row": N_("The same as row {row}"),
    "same_as_contact": N_("Nothing new: “{name}” is there already"),
    "looks_like_row": N_("Looks like row {row}: {why}"),
    "looks_like_contact": N_("Looks like “{name}”: {why}"),
    "waits_already": N_("Waits for a decision since an earlier import"),
    "no_name": N_("There is no name in this row"),
    "asked_to_delete": N_("The file says “delete”; an import deletes nothing"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row met its fate: a stable code with facts, told in the user's language when shown."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sentence in the language in force now."""
        return _(_SENTENCES[self.code]).format(**self.facts)


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
    """

    columns: Mapping[str, str]
    country: str = ""
    area_code: str = ""
    duplicates: str = "hold"
    day_first: bool | None = None
    policies: Mapping[str, str] = field(default_factory=dict)


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
