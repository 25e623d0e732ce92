"""The phone clinic: every phone of the file before and after, without touching the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from desktop_crm.base.i18n import _
from desktop_crm.services.importing.phone_choices import NO_CHOICES, PhoneChoices, PhoneKey
from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.phone_display import format_phone, line_name
from desktop_crm.services.phone_results import RepairedPhone

STATUSES = ("fixed", "ok", "check", "bad")
_WORST = ("ok", "fixed", "check", "bad")
_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One phone cell of the file."""

    row: int
    raw: str
    becomes: str  # formatted for reading; several numbers parted by “ · ”
    kind: str  # "Mobile", "Fixed line" … in the user's language
    what: str  # what was done, one sentence
    status: str  # one of STATUSES


def status_of(phone: RepairedPhone) -> str:
    """``ok`` unchanged, ``fixed`` repaired without a doubt, ``check`` a guess, ``bad`` no phone."""
    if phone.status != "ok":
        return phone.status
    return "ok" if not phone.reasons or phone.reasons[0].code == "unchanged" else "fixed"


@dataclass
class PhoneClinic(Sequence[PhoneLine]):
    """Lines are made when looked at: 100,000 phones cost nothing until scrolled to."""

    phones: list[tuple[int, RepairedPhone]] = field(default_factory=list)  # as the file has them
    choices: PhoneChoices = NO_CHOICES
    country: str = ""
    area_code: str = ""

    @classmethod
    def of(
        cls, records: Sequence[ImportRecord], choices: PhoneChoices = NO_CHOICES, country: str = "", area_code: str = ""
    ) -> "PhoneClinic":
        """All phones of the records, in the order of the file."""
        clinic = cls(choices=choices, country=country, area_code=area_code)
        for record in records:
            clinic.phones += [(record.row, phone) for phone in (*record.phones, *record.words)]
            if record.company:
                clinic.phones += [(record.row, phone) for phone in record.company.phones]
        return clinic

    def __len__(self) -> int:
        return len(self.phones)

    @overload
    def __getitem__(self, index: int) -> PhoneLine: ...

    @overload
    def __getitem__(self, index: slice) -> list[PhoneLine]: ...

    def __getitem__(self, index: int | slice) -> PhoneLine | list[PhoneLine]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        row, phone = self.phones[index]
        found = self._decided(row, phone)
        if not found:
            return PhoneLine(row, phone.raw, _NOTHING, "", _("Moved to the note"), "bad")
        shown = [format_phone(one.e164, one.extension, one.region) if one.e164 else _NOTHING for one in found]
        kinds = list(dict.fromkeys(_capital(line_name(one.line)) for one in found if one.e164))
        said = list(dict.fromkeys(one.explanation for one in found))
        what = "; ".join(filter(None, said)) or _("Unchanged")
        return PhoneLine(
            row, phone.raw, " · ".join(shown), ", ".join(filter(None, kinds)), what, self._status(row, phone)
        )

    def _decided(self, row: int, phone: RepairedPhone) -> tuple[RepairedPhone, ...]:
        if not self.choices:
            return (phone,)
        return self.choices.decided(row, phone, self.country, self.area_code)

    def _status(self, row: int, phone: RepairedPhone) -> str:
        found = [status_of(one) for one in self._decided(row, phone)]
        return max(found, key=_WORST.index, default="bad")

    @property
    def counts(self) -> dict[str, int]:
        """How many of each status."""
        counts = dict.fromkeys(STATUSES, 0)
        for row, phone in self.phones:
            counts[self._status(row, phone)] += 1
        return counts

    def of_status(self, status: str) -> "PhoneClinic":
        """Only the lines of one status; "" for all."""
        kept = [pair for pair in self.phones if not status or self._status(*pair) == status]
        return replace(self, phones=kept)

    def by_status(self) -> dict[str, "PhoneClinic"]:
        """The lines of each status, in one pass."""
        found: dict[str, list[tuple[int, RepairedPhone]]] = {status: [] for status in STATUSES}
        for pair in self.phones:
            found[self._status(*pair)].append(pair)
        return {status: replace(self, phones=pairs) for status, pairs in found.items()}

    def with_choices(self, choices: PhoneChoices) -> "PhoneClinic":
        """The same phones, decided otherwise."""
        return replace(self, choices=choices)

    def guesses(self) -> frozenset[PhoneKey]:
        """All that was guessed and nobody looked at yet."""
        return frozenset((row, phone.raw) for row, phone in self.phones if self._status(row, phone) == "check")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
