"""The phone clinic: every phone of the file before and after, without touching the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

from desktop_crm.base.i18n import _
from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.phone_display import format_phone, line_name
from desktop_crm.services.phone_results import RepairedPhone

STATUSES = ("fixed", "ok", "check", "bad")


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

    phones: list[tuple[int, RepairedPhone]] = field(default_factory=list)

    @classmethod
    def of(cls, records: Sequence[ImportRecord]) -> "PhoneClinic":
        """All phones of the records, in the order of the file."""
        clinic = cls()
        for record in records:
            clinic.phones += [(record.row, phone) for phone in record.phones]
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
        shown = format_phone(phone.e164, phone.extension, phone.region) if phone.e164 else "—"
        kind = _capital(line_name(phone.line)) if phone.e164 else ""
        return PhoneLine(row, phone.raw, shown, kind, phone.explanation or _("Unchanged"), status_of(phone))

    @property
    def counts(self) -> dict[str, int]:
        """How many of each status."""
        counts = dict.fromkeys(STATUSES, 0)
        for _row, phone in self.phones:
            counts[status_of(phone)] += 1
        return counts

    def of_status(self, status: str) -> "PhoneClinic":
        """Only the lines of one status; "" for all."""
        return PhoneClinic([pair for pair in self.phones if not status or status_of(pair[1]) == status])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
