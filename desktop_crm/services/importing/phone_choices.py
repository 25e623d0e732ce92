"""What the user decided about single phones of the file: guesses accepted, numbers corrected by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop_crm.services.importing.records import ImportRecord
from desktop_crm.services.phone_results import ACCEPTED, BY_HAND, RepairedPhone
from desktop_crm.services.phones import repair_cell

PhoneKey = tuple[int, str]  # number of the row, the phone as it stands in the file
Repair = Callable[[str], tuple[RepairedPhone, ...]]


@dataclass(frozen=True)
class PhoneChoices:
    """The file stays as it is: a choice is kept beside it, by row and by what stands there."""

    accepted: frozenset[PhoneKey] = frozenset()
    corrected: Mapping[PhoneKey, str] = field(default_factory=dict)  # "" = no phone

    def __bool__(self) -> bool:
        return bool(self.accepted or self.corrected)

    def decided(self, row: int, phone: RepairedPhone, country: str, area_code: str) -> tuple[RepairedPhone, ...]:
        """The phone as decided: one, several where somebody typed several, none where it is no phone."""
        key = row, phone.raw
        text = self.corrected.get(key)
        if text is not None:
            found = repair_cell(text, country=country, area_code=area_code)
            return tuple([_corrected(phone, new) for new in found if new.digits])
        if phone.status == "check" and key in self.accepted:
            return (replace(phone, status="ok", reasons=(*phone.reasons, ACCEPTED)),)
        return (phone,)

    def apply(self, record: ImportRecord, country: str, area_code: str) -> None:
        """The record's phones as decided; what was found to be none goes to the notes."""
        record.phones = self._all(record, (*record.phones, *record.words), country, area_code)
        if record.company is not None and record.company.phones:
            record.company.phones = self._all(record, record.company.phones, country, area_code)

    def _all(
        self, record: ImportRecord, phones: tuple[RepairedPhone, ...], country: str, area_code: str
    ) -> tuple[RepairedPhone, ...]:
        found: list[RepairedPhone] = []
        for phone in phones:
            now = self.decided(record.row, phone, country, area_code)
            if not now and phone.digits:
                record.note(phone.raw)
            found += [one for one in now if one.digits]
        return tuple(found)

    def of_rows(self, rows: frozenset[int]) -> "PhoneChoices":
        """Only those about these rows."""
        return PhoneChoices(
            frozenset(key for key in self.accepted if key[0] in rows),
            {key: text for key, text in self.corrected.items() if key[0] in rows},
        )

    def to_json(self) -> dict[str, Any]:
        """For keeping with an import."""
        corrected = [[*key, text] for key, text in self.corrected.items()]
        return {"accepted": [list(key) for key in sorted(self.accepted)], "corrected": corrected}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "PhoneChoices":
        """The way back."""
        return cls(
            frozenset((row, raw) for row, raw in kept.get("accepted", ())),
            {(row, raw): text for row, raw, text in kept.get("corrected", ())},
        )


NO_CHOICES = PhoneChoices()


def _corrected(before: RepairedPhone, now: RepairedPhone) -> RepairedPhone:
    """*now* as the user typed it; the original stays known, and what the column said of its kind."""
    kind = now.kind if before.kind in ("other", "") else before.kind
    sure = bool(now.e164)
    return replace(now, raw=before.raw, kind=kind, status="ok" if sure else "bad", reasons=(BY_HAND, *now.reasons[1:]))
