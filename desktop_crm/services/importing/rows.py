"""Rows of a table become records, by the column map."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from desktop_crm.base.i18n import _
from desktop_crm.services.columns import CUSTOM, FIELDS, PHONE_FIELDS
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.importing.cells import as_written, emails_of, one_line, parts_of, text_of
from desktop_crm.services.importing.codes import code_for, phone_kind_of
from desktop_crm.services.importing.dates import parse_date
from desktop_crm.services.importing.reading import Part, Reading
from desktop_crm.services.importing.records import NOTHING, AddressPart, ImportRecord, JobPart
from desktop_crm.services.importing.row_fields import DATE_FIELDS, FILLERS, CustomFields, Keep, dated, set_value
from desktop_crm.services.importing.seen import digest, reading_of
from desktop_crm.services.importing.table_columns import (
    ADDRESS_PARTS,
    JOB_PARTS,
    Column,
    ColumnGroup,
    columns_of,
    custom_id,
    groups_of,
    lone_labels,
    plain_group,
)
from desktop_crm.services.person_names import parse_person_name
from desktop_crm.services.phones import RepairedPhone, country_of, repair_cell

MESSENGER_FIELDS = ("website", "telegram", "viber", "whatsapp", "facebook", "instagram", "linkedin", "skype")
NAME_PARTS = {"prefix": 60, "given_name": 200, "middle_name": 200, "family_name": 200, "suffix": 60, "nickname": 200,
              "former_name": 200}  # fmt: skip
COMPANY_VALUES = {"legal_name": 400, "legal_form": 60, "size": 60, "tax_number": 60, "registration_number": 60}
_FIVE_PARTS = list(NAME_PARTS.items())[:5]
_NAME_LENGTH = 400
_DELETE_WORDS = frozenset({"delete", "remove", "șterge", "sterge", "удалить"})
_BARE_HOUSE = re.compile(r"^(\d+[a-zA-Z]?), (?=\D)")
_SEVERAL_LINKS = re.compile(r"[\s;|]+|,\s+")


Texts = Sequence[str]
Fill = Callable[[ImportRecord, Sequence[Any], Texts], None]


def reader_of(reading: Reading) -> Callable[[Part], list[ImportRecord]]:
    """What makes records of a part of the rows."""
    return RowReader(reading).records


class RowReader:
    """Turns rows of one table into records."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.options = options = reading.options
        self.columns = columns_of(reading.headers, options.columns)
        self.columns += lone_labels(reading.headers, options.columns, self.columns)
        self._by_field: dict[str, list[Column]] = {}
        for column in self.columns:
            self._by_field.setdefault(column.field, []).append(column)
        self._has_kind = "kind" in self._by_field
        self._addresses = groups_of(self.columns, ADDRESS_PARTS)
        self._jobs = groups_of(self.columns, JOB_PARTS)
        self._plain_job = plain_group(self._jobs, JOB_PARTS[:3])
        self._plain_address = plain_group(self._addresses, ADDRESS_PARTS)
        self._names: dict[str, Mapping[str, str]] = {}  # shared by the records of one name; never changed
        self._name_parts = {part: length for part, length in NAME_PARTS.items() if part in self._by_field}
        self._company_values = [field for field in COMPANY_VALUES if field in self._by_field]
        self._phone_columns = [column for field in PHONE_FIELDS for column in self._by_field.get(field, ())]
        self._phone_columns.sort(key=lambda column: column.index)
        self._messengers = [column for field in MESSENGER_FIELDS for column in self._by_field.get(field, ())]
        more = {"legal_address": "legal", "company_address": "work"}
        self._more_addresses = [(field, kind) for field, kind in more.items() if field in self._by_field]
        self._has_country = "country" in self._by_field
        self._emails = self._by_field.get("email", [])
        self._rest = list(self._rest_fillers(CustomFields(reading.custom, options.country)))
        self._key = reading_of(reading.headers, options)
        self._fillers = list(self._needed())

    def _needed(self) -> Iterator[Fill]:
        """What there are columns for, in the order of the facts."""
        known = self._by_field.keys()
        yield self._fill_names
        if self._phone_columns or not known.isdisjoint(("email", "company_email")) or self._messengers:
            yield self._fill_reach
        if self._addresses or not known.isdisjoint(("legal_address", "company_address")):
            yield self._fill_addresses
        if not known.isdisjoint((*COMPANY_VALUES, "iban", "company_phone", "company_email")):
            yield self._fill_company
        if self._rest:
            yield self._fill_rest
        if not known.isdisjoint(("notes", "note_extra")):
            yield self._fill_notes

    def records(self, part: Part) -> list[ImportRecord]:
        """One record a row."""
        start, numbers, rows = part
        used = [column.index for column in self.columns] + [column.label_index for column in self.columns]
        cells = list(zip(*rows, strict=True))
        columns: list[Sequence[str]] = [("",) * len(rows)] * len(self.reading.headers)
        same: dict[str, str] = {}  # one object for a town that comes again: it costs its memory and its way only once
        for index in {index for index in used if index >= 0}:
            found_texts = list(map(text_of, cells[index]))
            columns[index] = list(map(same.setdefault, found_texts, found_texts))
        found = []
        for offset, (row, texts) in enumerate(zip(rows, zip(*columns, strict=True), strict=True)):
            record = ImportRecord(numbers[offset], start + offset, digest(self._key, texts))
            for fill in self._fillers:
                fill(record, row, texts)
            if record.problem:
                record.name_by_address()
            found.append(record)
        return found

    def _text(self, texts: Texts, field: str) -> str:
        """The first filled cell of that field."""
        for column in self._by_field.get(field, ()):
            if text := texts[column.index]:
                return text
        return ""

    # -- who

    def _fill_names(self, record: ImportRecord, row: Sequence[Any], texts: Texts) -> None:
        values: dict[str, Any] = {}
        for part, length in self._name_parts.items():
            if text := one_line(self._text(texts, part)):
                values[part] = text[:length]
        jobs = self._jobs_of(texts)
        kind = code_for("kind", self._text(texts, "kind")) if self._has_kind else ""
        person, company = one_line(self._text(texts, "person")), jobs[0].company if jobs else ""
        name = self._name(row, texts, kind)
        parts = " ".join([values[part] for part in ("given_name", "middle_name", "family_name") if part in values])
        record.values = values or NOTHING
        if self._is_organisation(kind, texts, name, person, parts):
            self._be_organisation(record, name or company or person, person, company)
        elif shown := person or name or parts or ("" if company else values.get("nickname", "")):
            record.kind, record.name, record.jobs = "person", shown[:_NAME_LENGTH], jobs
            if not parts:
                known = self._parts_of(shown)
                record.values = {**values, **known} if values else known
        else:
            self._be_organisation(record, company, "", company)
        if "action" in self._by_field and self._text(texts, "action").lower() in _DELETE_WORDS:
            record.problem = "asked_to_delete"
        if not record.jobs:
            self._note_post(record, texts)

    @staticmethod
    def _be_organisation(record: ImportRecord, name: str, person: str, company: str) -> None:
        record.kind, record.name = "organisation", name[:_NAME_LENGTH]
        if not name:
            record.kind, record.problem = "", "no_name"
        for field, text in (("person", person), ("company", company)):
            if text and text != name:
                record.note(text, _(FIELDS[field][0]))

    def _name(self, row: Sequence[Any], texts: Texts, kind: str) -> str:
        """The cell with the name; in a list that says the kind of each row even “null” is one."""
        name = one_line(self._text(texts, "name"))
        if not name and kind and "name" in self._by_field:
            value = row[self._by_field["name"][0].index]
            return one_line(value.strip()) if isinstance(value, str) else ""
        return name

    def _jobs_of(self, texts: Texts) -> tuple[JobPart, ...]:
        if self._plain_job is not None:  # the everyday list: three columns at most
            company, position, department = [texts[index] if index >= 0 else "" for index in self._plain_job]
            if not company:
                return ()
            return (JobPart(one_line(company)[:_NAME_LENGTH], one_line(position)[:200], one_line(department)[:200]),)
        return tuple([job for group in self._jobs if (job := self._job(group, texts)).company])

    @staticmethod
    def _job(group: ColumnGroup, texts: Texts) -> JobPart:
        def joined(part: str) -> str:
            indices = group.parts.get(part, ())
            if len(indices) == 1:
                return one_line(texts[indices[0]])
            return one_line(" · ".join(dict.fromkeys(texts[index] for index in indices if texts[index])))

        def day(part: str) -> Any:
            found = parse_date(joined(part)) if part in group.parts else None
            return found.as_date() if found else None

        company = next((text for index in group.parts.get("company", ()) if (text := texts[index])), "")
        if not company:
            return JobPart("")
        return JobPart(
            one_line(company)[:_NAME_LENGTH],
            joined("position")[:200],
            joined("department")[:200],
            joined("job_role")[:200] if "job_role" in group.parts else "",
            day("job_since"),
            day("job_until"),
        )

    def _note_post(self, record: ImportRecord, texts: Texts) -> None:
        """A position without an organisation has no place of its own."""
        for field in ("position", "department", "job_role"):
            found = [texts[column.index] for column in self._by_field.get(field, ())]
            if text := one_line(" · ".join(dict.fromkeys(filter(None, found)))):
                record.note(text, _(FIELDS[field][0]))

    def _is_organisation(self, kind: str, texts: Texts, name: str, person: str, parts: str) -> bool:
        if kind or not name or person or parts:
            return kind == "organisation"
        return looks_like_organisation(name) or bool(self._text(texts, "legal_name"))

    def _parts_of(self, person: str) -> Mapping[str, str]:
        known = self._names.get(person)
        if known is None:
            found = parse_person_name(person)
            parts = {part: text[:size] for part, size in _FIVE_PARTS if (text := getattr(found, part))}
            known = self._names[person] = MappingProxyType(parts)
        return known

    # -- how to reach

    def _fill_reach(self, record: ImportRecord, row: Sequence[Any], texts: Texts) -> None:
        for column in self._phone_columns:
            if texts[column.index]:
                country = country_of(self._text(texts, "country")) if self._has_country else ""
                record.phones += self._phones(record, row, texts, column, country, self._text(texts, "city"))
        for column in self._emails:
            if text := texts[column.index]:
                found, rest = emails_of(text)
                mine = record.emails
                record.emails = mine + tuple([text for text in found if text not in mine]) if mine else found
                if rest:
                    record.note(rest, column.header)
                if column.label_index >= 0 and (kind := code_for("email_kind", texts[column.label_index])):
                    record.email_kinds = {**record.email_kinds, **dict.fromkeys(found, kind)}
        for column in self._messengers:
            if text := texts[column.index]:
                system = "web" if column.field == "website" else column.field
                links = _SEVERAL_LINKS.split(text) if system == "web" and '"' not in text else parts_of(text)
                record.messengers += tuple([(system, part[:500]) for part in links if part])

    def _phones(
        self, record: ImportRecord, row: Sequence[Any], texts: Texts, column: Column, country: str, city: str
    ) -> tuple[RepairedPhone, ...]:
        kind = column.phone_kind
        if column.label_index >= 0:
            kind = phone_kind_of(texts[column.label_index]) or kind
        found = repair_cell(
            row[column.index],
            country=self.options.country,
            area_code=self.options.area_code,
            row_country=country,
            city=city,
        )
        if not all(phone.digits for phone in found):
            for phone in found:
                if not phone.digits and phone.raw.strip():
                    record.note(phone.raw.strip())  # words only: they belong to the note
                    record.words += (phone,)
            found = tuple([phone for phone in found if phone.digits])
        return tuple([replace(phone, kind=kind) for phone in found]) if kind else found

    # -- where

    def _fill_addresses(self, record: ImportRecord, row: Sequence[Any], texts: Texts) -> None:
        of_company = record.kind == "person" and bool(record.jobs) and not self._has_kind
        found = tuple([address for group in self._addresses if (address := self._address(record, group, texts))])
        if self._more_addresses:
            found += tuple(self._addresses_of_firm(record, texts))
        if not found:
            return
        mine = tuple([part for part in found if part.kind == "home"]) if of_company else found
        record.addresses += mine
        if of_company and len(mine) < len(found):
            record.of_company().addresses += tuple([part for part in found if part.kind != "home"])

    def _addresses_of_firm(self, record: ImportRecord, texts: Texts) -> Iterator[AddressPart]:
        """The registered office and the like go to the firm, where the row has one."""
        for field, kind in self._more_addresses:
            if text := one_line(self._text(texts, field)):
                part = AddressPart(street=text, kind=kind)
                if record.jobs:
                    record.of_company().addresses += (part,)
                else:
                    yield part

    def _address(self, record: ImportRecord, group: ColumnGroup, texts: Texts) -> AddressPart:
        if self._plain_address is not None:
            found = [one_line(texts[index]) if index >= 0 else "" for index in self._plain_address]
            street, city, region, postcode, country = found
            country = (country_of(country) or country[:100]) if country else ""
            return AddressPart(street, city[:200], region[:200], postcode[:20], country, group.place or "work")
        parts = group.parts
        streets = parts.get("street", ())
        if len(streets) == 1:
            street = one_line(texts[streets[0]])
        else:
            street = ", ".join([one_line(texts[index]) for index in streets if texts[index]])
            street = _BARE_HOUSE.sub(r"\1 ", street)  # “6, Main street” came from two columns
        if group.label_index >= 0:
            kind = code_for("address_kind", texts[group.label_index]) or "work"
        else:
            kind = group.place or "work"

        def one(part: str, length: int) -> str:
            filled = [texts[index] for index in parts.get(part, ()) if texts[index]]
            for more in filled[1:]:
                if more != filled[0]:
                    record.note(more, _(FIELDS[part][0]))
            return one_line(filled[0])[:length] if filled else ""

        country = one("country", 100) if "country" in parts else ""
        city, region, postcode = one("city", 200), one("region", 200), one("postcode", 20)
        return AddressPart(street, city, region, postcode, (country_of(country) or country) if country else "", kind)

    # -- what about the firm

    def _fill_company(self, record: ImportRecord, row: Sequence[Any], texts: Texts) -> None:
        of_company = record.kind == "person" and bool(record.jobs) and not self._has_kind
        for field in self._company_values:
            if text := one_line(self._text(texts, field))[: COMPANY_VALUES[field]]:
                set_value(record.of_company() if of_company else record, field, text)
        target = record.of_company() if record.kind == "person" and record.jobs else record
        for column in self._by_field.get("iban", ()):
            target.ibans += tuple(part[:60] for part in parts_of(texts[column.index]))
        for column in self._by_field.get("company_phone", ()):
            if texts[column.index]:
                target.phones += self._phones(record, row, texts, column, "", self._text(texts, "city"))
        for column in self._by_field.get("company_email", ()):
            if text := texts[column.index]:
                emails, rest = emails_of(text)
                target.emails += tuple(address for address in emails if address not in target.emails)
                if rest:
                    record.note(rest, column.header)

    # -- the rest

    def _fill_rest(self, record: ImportRecord, row: Sequence[Any], texts: Texts) -> None:
        for column, keep in self._rest:
            if text := texts[column.index]:
                keep(record, column.header, row[column.index], text)

    def _rest_fillers(self, custom: CustomFields) -> Iterator[tuple[Column, Keep]]:
        for column in self.columns:
            if column.field in DATE_FIELDS:
                yield column, dated(column.field, self.reading.day_first[column.index])
            elif column.field in FILLERS:
                yield column, FILLERS[column.field]
            elif column.field.startswith(CUSTOM):
                yield column, custom.keep(custom_id(column.field))

    def _fill_notes(self, record: ImportRecord, row: Sequence[Any], texts: Texts) -> None:
        for column in self._by_field.get("notes", ()):
            if (texts[column.index] or self._has_kind) and (text := as_written(row[column.index])):  # even “null”
                record.note(text)
        for column in self._by_field.get("note_extra", ()):
            if text := texts[column.index]:
                record.note(text, column.header)


def looks_like_organisation(name: str) -> bool:
    """Whether a name of unknown kind is a firm's: it has a legal form, quotes, or digits no person bears."""
    return bool(split_legal_form(name).legal_form) or any(char in '«»„“”"&' or char.isdigit() for char in name)
