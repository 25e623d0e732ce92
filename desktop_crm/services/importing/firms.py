"""Organisations that rows speak of: found, or to be made, before the people who work there."""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.services.columns import FIELDS
from desktop_crm.services.importing.contents import Content
from desktop_crm.services.importing.organisations import Organisations
from desktop_crm.services.importing.part_rows import PartRows, new_contact_id
from desktop_crm.services.importing.records import CompanyPart, ImportRecord
from desktop_crm.services.importing.row_fields import set_value


class Firms:
    """The organisations of one import: those that are there, and records of those to be made."""

    def __init__(self, base: Organisations, parts: PartRows) -> None:
        self.organisations = Organisations(base)
        self.new: dict[int, ImportRecord] = {}
        self.known: dict[int, list[CompanyPart]] = {}  # those that are there -> what rows say of them
        self.staffed: set[int] = set()  # somebody works there
        self._parts = parts
        self._told: dict[int, dict[str, Any]] = {}  # what earlier rows said of organisations that are there

    def add(self, record: ImportRecord) -> int:
        """An organisation that has a row of its own."""
        number = new_contact_id(self._parts)
        self.new[number] = record
        self.organisations.add(record.name, number)
        return number

    def employ(self, record: ImportRecord) -> None:
        """Find or make the organisations where the person of *record* works; take what the row says of the first."""
        for place, job in enumerate(record.jobs):
            number = self.organisations.find(job.company)
            if number is None:
                number = self.add(ImportRecord(record.row, record.index, kind="organisation", name=job.company))
            if job.until is None:
                self.staffed.add(number)
            if place == 0 and record.company is not None:
                self._say(number, record, record.company)

    def find(self, company: str) -> int:
        """Id of an organisation that was employed before."""
        found = self.organisations.find(company)
        if found is None:
            raise KeyError(company)
        return found

    def _say(self, number: int, record: ImportRecord, company: CompanyPart) -> None:
        firm = self.new.get(number)
        if firm is None:
            self.known.setdefault(number, []).append(company)
            told = self._told.setdefault(number, {})
            for name, value in company.values.items():
                note_difference(record, name, value, told.setdefault(name, value))
            return
        firm.phones += tuple([phone for phone in company.phones if phone not in firm.phones])
        firm.emails += tuple([address for address in company.emails if address not in firm.emails])
        firm.addresses += tuple([part for part in company.addresses if part not in firm.addresses])
        firm.ibans += tuple([iban for iban in company.ibans if iban not in firm.ibans])
        for name, value in company.values.items():
            if not firm.values.get(name):
                set_value(firm, name, value)
            else:
                note_difference(record, name, value, firm.values[name])


def note_difference(record: ImportRecord, name: str, value: Any, present: Any) -> None:
    """Of two different facts about one firm the first stays; the other is kept in the notes of the row's person."""
    if fold(str(value)) != fold(str(present)):
        record.note(str(value), _(FIELDS[name][0]) if name in FIELDS else name)


def known_differences(records: Iterable[ImportRecord], firms: Firms, contents: Mapping[int, Content]) -> None:
    """The same for organisations that were there before."""
    for record in records:
        if record.company and record.company.values and record.jobs:
            content = contents.get(firms.find(record.jobs[0].company))
            for name, value in record.company.values.items() if content else ():
                present = content.values.get(name) if content else None
                if present:
                    note_difference(record, name, value, present)
