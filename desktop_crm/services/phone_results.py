"""What the repair of a phone gives: the number, how sure it is, and why, as sentences in the language in force."""

from dataclasses import dataclass
from typing import Any

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.phone_places import country_name

_SENTENCES = {
    "unchanged": N_("Unchanged"),
    "country_added": N_("Country added"),
    "country_assumed": N_("Country assumed: {country}"),
    "plus_added": N_("“+” added"),
    "plus_removed": N_("“+” before a local number removed"),
    "prefix_replaced": N_("{prefix} replaced by +"),
    "eight_replaced": N_("8 replaced by +7"),
    "zero_lost": N_("A leading zero was lost"),
    "area_assumed": N_("Area code {area} assumed"),
    "area_repeated": N_("Area code {area} taken from the number before"),
    "extension_split": N_("Extension split"),
    "extension_assumed": N_("Extension assumed"),
    "last_digits": N_("Last digits replaced in the number before"),
    "letters_dialled": N_("Letters read as phone keys"),
    "excel_restored": N_("Excel turned it into a number; digits restored"),
    "excel_lost": N_("Excel turned it into a number; digits lost"),
    "found_in_text": N_("Number found among other digits"),
    "short_number": N_("Short number"),
    "noted": N_("Moved to the note"),
    "words_noted": N_("Words moved to the note"),
    "date": N_("Looks like a date"),
    "too_short": N_("Not a valid number: digits are missing"),
    "too_long": N_("Not a valid number: too many digits"),
    "not_valid": N_("Not a valid number"),
    "no_country": N_("The country is not known"),
    "accepted": N_("Accepted by you"),
    "by_hand": N_("Corrected by you"),
}


@dataclass(frozen=True, slots=True)
class PhoneReason:
    """Why a phone came out as it did: a stable code with its facts; the sentence follows the language."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return PhoneReason, (self.code, self.facts)

    @property
    def sentence(self) -> str:
        """The reason in the language in force, without a full stop."""
        facts = dict(self.facts)
        if self.code == "several":
            count = int(facts["count"])
            if count == 2:
                return _("Two numbers in one cell")
            return ngettext("{count} number in one cell", "{count} numbers in one cell", count).format(count=count)
        if "country" in facts:
            facts["country"] = country_name(facts["country"])
        return _(_SENTENCES[self.code]).format(**facts)


@dataclass(frozen=True, slots=True)
class RepairedPhone:
    """One phone as it was and as it becomes; nothing of the original is lost."""

    raw: str
    """The piece of the cell as it was."""
    e164: str = ""
    """The number in E.164 form; empty unless it is valid."""
    candidate: str = ""
    """What it would be if it were valid."""
    extension: str = ""
    region: str = ""
    kind: str = "other"
    """mobile, work, home, main, fax, other: as the label says, else from the line."""
    line: str = ""
    """fixed, mobile, fixed_or_mobile, toll_free, voip …; empty where not known."""
    status: str = "bad"
    """ok, check (a guess), bad (kept as text)."""
    digits: str = ""
    national: str = ""
    note: str = ""
    """Words that are no number."""
    reasons: tuple[PhoneReason, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process in the quickest way."""
        return RepairedPhone, (
            self.raw, self.e164, self.candidate, self.extension, self.region, self.kind, self.line, self.status,
            self.digits, self.national, self.note, self.reasons,
        )  # fmt: skip

    @property
    def last7(self) -> str:
        """The last seven digits, by which a caller is found whatever stands before them."""
        return self.digits[-7:]

    @property
    def explanation(self) -> str:
        """All reasons in one line: “Country added, extension split”."""
        return joined_sentences(self.reasons)


def joined_sentences(reasons: tuple[PhoneReason, ...]) -> str:
    """The sentences of *reasons* in one line, lower case after the first comma."""
    sentences = [reason.sentence for reason in reasons]
    rest = [text if text[:2].isupper() else text[:1].lower() + text[1:] for text in sentences[1:]]
    return ", ".join(sentences[:1] + rest)


UNCHANGED = PhoneReason("unchanged")
COUNTRY_ADDED = PhoneReason("country_added")
PLUS_ADDED = PhoneReason("plus_added")
PLUS_REMOVED = PhoneReason("plus_removed")
EIGHT_REPLACED = PhoneReason("eight_replaced")
ZERO_LOST = PhoneReason("zero_lost")
EXTENSION_SPLIT = PhoneReason("extension_split")
EXTENSION_ASSUMED = PhoneReason("extension_assumed")
LAST_DIGITS = PhoneReason("last_digits")
LETTERS_DIALLED = PhoneReason("letters_dialled")
EXCEL_RESTORED = PhoneReason("excel_restored")
EXCEL_LOST = PhoneReason("excel_lost")
FOUND_IN_TEXT = PhoneReason("found_in_text")
SHORT_NUMBER = PhoneReason("short_number")
NOTED = PhoneReason("noted")
WORDS_NOTED = PhoneReason("words_noted")
DATE = PhoneReason("date")
ACCEPTED = PhoneReason("accepted")
BY_HAND = PhoneReason("by_hand")
