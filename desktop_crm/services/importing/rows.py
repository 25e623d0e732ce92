"""Rows of a table become records, by the column map."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.services.columns import CUSTOM, FIELDS, PHONE_FIELDS
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.custom_fields import FieldRow, typed_value
from desktop_crm.services.importing.cells import emails_of, one_line, parts_of, text_of
from desktop_crm.services.importing.codes import CODED, code_for
from desktop_crm.services.importing.dates import decide_day_first, parse_date
from desktop_crm.services.importing.options import ImportOptions
from desktop_crm.services.importing.records import AddressPart, CompanyPart, ImportRecord, JobPart
from desktop_crm.services.person_names import PersonName, parse_person_name
from desktop_crm.services.phones import RepairedPhone, country_of, repair_cell

ADDRESS_FIELDS = ("street", "city", "region", "postcode", "country")
MESSENGER_FIELDS = ("website", "telegram", "viber", "whatsapp", "facebook", "instagram", "linkedin", "skype")
DATE_FIELDS = ("birthday", "last_contact", "first_contact")
NAME_PARTS = ("prefix", "given_name", "middle_name", "family_name", "suffix", "nickname", "former_name")
COMPANY_VALUES = ("legal_name", "legal_form", "size", "tax_number", "registration_number")
CHOICE_FIELDS = ("source", "industry")
_PHONE_KINDS = {"mobile": "mobile", "work_phone": "work", "home_phone": "home", "fax": "fax"}
_LABELLED = re.compile(r"(?P<base>.*?\d*)\s*[-–]\s*(type|label)", re.IGNORECASE)
_KIND_WORDS = {"mobile": "mobile", "cell": "mobile", "home": "home", "work": "work", "main": "main", "fax": "fax"}
_NAME_LENGTH = 400
_DELETE_WORDS = frozenset({"delete", "remove", "șterge", "sterge", "удалить"})


class TableLike(Protocol):
    """What planning needs of a table that was read."""

    @property
    def name(self) -> str:
        """File name."""

    @property
    def headers(self) -> Sequence[str]:
        """One name a column."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """Cells."""

    @property
    def row_numbers(self) -> Sequence[int]:
        """Number of each row as its own program shows it."""

    @property
    def notes(self) -> Sequence[Any]:
        """What was unusual; each has a ``sentence``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column with its meaning."""

    index: int
    header: str
    field: str
    phone_kind: str = ""  # from the field, or from “Phone 1 - Type” beside it: index of that column below
    label_index: int = -1


def columns_of(headers: Sequence[str], mapping: Mapping[str, str]) -> list[Column]:
    """The columns that are taken, in order."""
    labels = {
        found["base"].strip().lower(): index
        for index, header in enumerate(headers)
        if (found := _LABELLED.fullmatch(header))
    }
    columns = []
    for index, header in enumerate(headers):
        field = mapping.get(header, "note_extra")
        if field != "skip":
            base = re.sub(r"\s*[-–]\s*value$", "", header, flags=re.IGNORECASE).strip().lower()
            columns.append(Column(index, header, field, _PHONE_KINDS.get(field, ""), labels.get(base, -1)))
    return columns


Keep = Callable[[ImportRecord, Column, Any], None]


class RowReader:
    """Turns the rows of one table into records; decides date order on whole columns first."""

    def __init__(self, table: TableLike, options: ImportOptions, custom: Mapping[int, FieldRow]) -> None:
        self.table = table
        self.options = options
        self._custom_fields = custom
        self.columns = columns_of(table.headers, options.columns)
        self._by_field: dict[str, list[Column]] = {}
        for column in self.columns:
            self._by_field.setdefault(column.field, []).append(column)
        self._day_first = {
            column.index: options.day_first
            if options.day_first is not None
            else decide_day_first(row[column.index] for row in table.rows)
            for column in self.columns
            if column.field in DATE_FIELDS
        }
        self._has_kind = "kind" in self._by_field
        self._names: dict[str, PersonName] = {}
        self._rest = list(self._rest_fillers())
        self._name_parts = [part for part in NAME_PARTS if part in self._by_field]
        self._company_values = [field for field in COMPANY_VALUES if field in self._by_field]
        self._phone_columns = [column for field in PHONE_FIELDS for column in self._by_field.get(field, ())]
        self._messengers = [field for field in MESSENGER_FIELDS if field in self._by_field]
        self._has_address = not self._by_field.keys().isdisjoint((*ADDRESS_FIELDS, "legal_address", "company_address"))
        self._fillers: list[Callable[[ImportRecord, Sequence[Any]], None]] = [
            self._fill_names,
            self._fill_reach,
            self._fill_addresses,
            self._fill_company,
            self._fill_rest,
            self._fill_notes,
        ]

    def records(self, progress: Progress) -> Iterator[ImportRecord]:
        """One record a row."""
        total = len(self.table.rows)
        text = _("Reading the rows")
        for index, (row, number) in enumerate(zip(self.table.rows, self.table.row_numbers, strict=True)):
            if index % 500 == 0:
                progress.step(text, index, total)
            record = ImportRecord(row=number, index=index, content=hash(row))
            for fill in self._fillers:
                fill(record, row)
            yield record

    def _text(self, row: Sequence[Any], field: str) -> str:
        """The first filled cell of that field."""
        for column in self._by_field.get(field, ()):
            if text := text_of(row[column.index]):
                return text
        return ""

    # -- who

    def _fill_names(self, record: ImportRecord, row: Sequence[Any]) -> None:
        values = record.values
        for part in self._name_parts:
            if text := one_line(self._text(row, part)):
                values[part] = text[:200]
        person, company = one_line(self._text(row, "person")), one_line(self._text(row, "company"))
        name = one_line(self._text(row, "name"))
        parts = " ".join(values[part] for part in ("given_name", "middle_name", "family_name") if part in values)
        if self._is_organisation(row, name, person, parts):
            person, company = "", name or company or person
        elif not person:
            person = name
        shown = person or parts or values.get("nickname", "")
        if shown and (person or parts or not company):
            self._be_person(record, row, shown, company)
            if person and not parts:
                values |= self._parts_of(person)
        elif company:
            record.kind, record.name = "organisation", company[:_NAME_LENGTH]
        else:
            record.problem = "no_name"
        if self._text(row, "action").lower() in _DELETE_WORDS:
            record.problem = "asked_to_delete"
        if not record.jobs and (position := one_line(self._text_all(row, "position"))):
            record.notes.append(f"{_(FIELDS['position'][0])}: {position}")

    def _is_organisation(self, row: Sequence[Any], name: str, person: str, parts: str) -> bool:
        kind = code_for("kind", self._text(row, "kind")) if self._has_kind else ""
        if kind or not name or person or parts:
            return kind == "organisation"
        return looks_like_organisation(name) or bool(self._text(row, "legal_name"))

    def _be_person(self, record: ImportRecord, row: Sequence[Any], name: str, company: str) -> None:
        record.kind, record.name = "person", name[:_NAME_LENGTH]
        if company:
            position, department = self._text_all(row, "position"), self._text(row, "department")
            record.jobs.append(JobPart(company[:_NAME_LENGTH], one_line(position)[:200], one_line(department)[:200]))

    def _text_all(self, row: Sequence[Any], field: str) -> str:
        columns = self._by_field.get(field)
        if not columns:
            return ""
        texts = [text_of(row[column.index]) for column in columns]
        return " · ".join(dict.fromkeys(text for text in texts if text))

    def _parts_of(self, person: str) -> dict[str, str]:
        known = self._names.get(person)
        if known is None:
            known = self._names[person] = parse_person_name(person)
        return {part: text for part in NAME_PARTS[:5] if (text := getattr(known, part))}

    # -- how to reach

    def _fill_reach(self, record: ImportRecord, row: Sequence[Any]) -> None:
        country = country_of(self._text(row, "country")) if "country" in self._by_field else ""
        city = self._text(row, "city")
        for column in self._phone_columns:
            record.phones += self._phones(record, row, column, country, city)
        for column in self._by_field.get("email", ()):
            text = text_of(row[column.index])
            if text:
                found, rest = emails_of(text)
                record.emails += [address for address in found if address not in record.emails]
                if rest:
                    record.notes.append(f"{column.header}: {rest}")
        for field in self._messengers:
            for column in self._by_field[field]:
                for text in parts_of(text_of(row[column.index])):
                    record.messengers.append(("web" if field == "website" else field, text[:500]))

    def _phones(
        self, record: ImportRecord, row: Sequence[Any], column: Column, country: str, city: str
    ) -> list[RepairedPhone]:
        value = row[column.index]
        if value is None or value == "":
            return []
        kind = column.phone_kind
        if column.label_index >= 0:
            label = text_of(row[column.label_index]).lower()
            kind = next((code for word, code in _KIND_WORDS.items() if word in label), kind)
        phones = []
        options = self.options
        for phone in repair_cell(
            value, country=options.country, area_code=options.area_code, row_country=country, city=city
        ):
            if not phone.digits:
                record.notes.append(phone.raw.strip())  # words only: they belong to the note
            else:
                phones.append(replace(phone, kind=kind) if kind else phone)
        return phones

    # -- where

    def _fill_addresses(self, record: ImportRecord, row: Sequence[Any]) -> None:
        if not self._has_address:
            return
        street = ", ".join(
            text for column in self._by_field.get("street", ()) if (text := one_line(text_of(row[column.index])))
        )
        street = re.sub(r"^(\d+[a-zA-Z]?), (?=\D)", r"\1 ", street)  # “6, Main street” came from two columns
        country = self._text(row, "country")
        address = AddressPart(
            street,
            self._text(row, "city")[:200],
            self._text(row, "region")[:200],
            self._text(row, "postcode")[:20],
            (country_of(country) or country)[:100],
        )
        of_company = record.kind == "person" and bool(record.jobs) and not self._has_kind
        if address:
            (self._company_of(record).addresses if of_company else record.addresses).append(address)
        if text := one_line(self._text(row, "legal_address")):
            target = self._company_of(record).addresses if record.jobs else record.addresses
            target.append(AddressPart(street=text, kind="legal"))
        if text := one_line(self._text(row, "company_address")):
            target = self._company_of(record).addresses if record.jobs else record.addresses
            target.append(AddressPart(street=text))

    @staticmethod
    def _company_of(record: ImportRecord) -> CompanyPart:
        if record.company is None:
            record.company = CompanyPart()
        return record.company

    # -- what about the firm

    def _fill_company(self, record: ImportRecord, row: Sequence[Any]) -> None:
        person_with_company = record.kind == "person" and bool(record.jobs)
        for field in self._company_values:
            if text := one_line(self._text(row, field)):
                if person_with_company and not self._has_kind:
                    self._company_of(record).values[field] = text
                else:
                    record.values[field] = text
        if text := self._text_all(row, "iban"):
            ibans = self._company_of(record).ibans if person_with_company else record.ibans
            ibans += [part[:60] for part in parts_of(text.replace(" · ", ";"))]
        for column in self._by_field.get("company_phone", ()):
            phones = self._phones(record, row, column, "", self._text(row, "city"))
            (self._company_of(record).phones if person_with_company else record.phones).extend(phones)
        if text := self._text(row, "company_email"):
            emails, rest = emails_of(text)
            (self._company_of(record).emails if person_with_company else record.emails).extend(emails)
            if rest:
                record.notes.append(rest)

    # -- the rest

    def _fill_rest(self, record: ImportRecord, row: Sequence[Any]) -> None:
        for column, keep in self._rest:
            value = row[column.index]
            if value is not None and value != "":
                keep(record, column, value)

    def _rest_fillers(self) -> Iterator[tuple[Column, Keep]]:
        by_field: dict[str, Keep] = {
            **dict.fromkeys(CODED - {"kind"}, self._coded),
            **dict.fromkeys(DATE_FIELDS, self._dated),
            **dict.fromkeys(CHOICE_FIELDS, self._chosen),
            "tags": self._tagged,
            "external_id": self._identified,
            "language": self._spoken,
            "responsible": self._kept_by,
        }
        for column in self.columns:
            if column.field in by_field:
                yield column, by_field[column.field]
            elif column.field.startswith(CUSTOM):
                yield column, self._custom

    @staticmethod
    def _chosen(record: ImportRecord, column: Column, value: Any) -> None:
        if text := one_line(text_of(value)):
            record.choices[column.field] = text[:200]

    @staticmethod
    def _tagged(record: ImportRecord, column: Column, value: Any) -> None:
        record.tags += [text[:100] for text in parts_of(text_of(value))]

    @staticmethod
    def _identified(record: ImportRecord, column: Column, value: Any) -> None:
        if text := text_of(value):
            record.external_ids.append((column.header[:60], text[:200]))

    @staticmethod
    def _spoken(record: ImportRecord, column: Column, value: Any) -> None:
        if text := one_line(text_of(value)):
            record.values["language"] = text[:100]

    @staticmethod
    def _kept_by(record: ImportRecord, column: Column, value: Any) -> None:
        record.responsible = one_line(text_of(value))

    def _custom(self, record: ImportRecord, column: Column, value: Any) -> None:
        text = text_of(value)
        field_id = int(column.field.removeprefix(CUSTOM))
        if not text:
            return
        try:
            record.custom[field_id] = typed_value(self._custom_fields[field_id], text, self.options.country)
        except (InvalidValue, KeyError):  # does not fit, or the field was removed: kept where it can be read
            record.notes.append(f"{column.header}: {text}")

    @staticmethod
    def _coded(record: ImportRecord, column: Column, value: Any) -> None:
        text = text_of(value)
        if code := code_for(column.field, text):
            record.values[column.field] = code
        elif text:
            record.notes.append(f"{column.header}: {text}")

    def _dated(self, record: ImportRecord, column: Column, value: Any) -> None:
        if not text_of(value):
            return
        found = parse_date(value, day_first=self._day_first[column.index])
        full = found.as_date() if found else None
        if found and column.field == "birthday":
            record.dates.append(("birthday", found))
        elif full and column.field == "last_contact":
            record.last_contact = full
        elif full and column.field == "first_contact":
            record.values["first_contact_on"] = full
        else:
            record.notes.append(f"{column.header}: {text_of(value)}")

    def _fill_notes(self, record: ImportRecord, row: Sequence[Any]) -> None:
        for column in self._by_field.get("notes", ()):
            if text := text_of(row[column.index]):
                record.notes.append(text)
        for column in self._by_field.get("note_extra", ()):
            if text := text_of(row[column.index]):
                record.notes.append(f"{column.header}: {text}")


def looks_like_organisation(name: str) -> bool:
    """Whether a name of unknown kind is a firm's: it has a legal form, quotes, or digits no person bears."""
    return bool(split_legal_form(name).legal_form) or any(char in '«»„“”"&' or char.isdigit() for char in name)
