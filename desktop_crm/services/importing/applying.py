"""Doing what was planned: rows are made and written some thousand contacts at a time, in the session's change set."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import select

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.base.text import fold
from desktop_crm.model import Contact, Operator
from desktop_crm.model.contact import name_key, sort_name
from desktop_crm.model.session import CrmSession
from desktop_crm.services.completeness import completeness
from desktop_crm.services.importing.contents import Content
from desktop_crm.services.importing.firms import Firms
from desktop_crm.services.importing.organisations import Organisations
from desktop_crm.services.importing.part_rows import PartRows, columns_of, midnight, new_contact_id
from desktop_crm.services.importing.records import ImportRecord

CHUNK = 2000  # contacts written at once


def _default(name: str) -> Any:
    column = Contact.__table__.columns[name]
    return column.default.arg if column.default is not None and column.default.is_scalar else None


_PARTS_OF_COLUMNS = (
    ("relation_to_us", "relation"), ("source_id", "source"), ("language", "language"), ("tax_number", "tax_number"),
    ("industry_id", "industry"),
)  # fmt: skip
_percent = cache(completeness)  # few kinds of contacts are there in one list
_DEFAULTS = {name: _default(name) for name in columns_of(Contact)}


class Writer:
    """Makes rows of records and writes them, contacts before what hangs on them."""

    def __init__(self, session: CrmSession, organisations: Organisations, progress: Progress, total: int) -> None:
        self.session = session
        self.progress = progress
        self.parts = PartRows(session)
        self.firms = Firms(organisations, self.parts)
        self.created: list[int] = []
        self._contacts: list[dict[str, Any]] = []
        self._total = total
        self._operators = {
            fold(name): one
            for one, name in session.execute(select(Operator.id, Operator.name).where(Operator.deleted_at.is_(None)))
        }

    def add(self, record: ImportRecord, contact_id: int = 0) -> int:
        """A new contact with everything of *record*; returns its id."""
        contact_id = contact_id or new_contact_id(self.parts)
        values = self.values_of(record)
        values["id"], values["kind"] = contact_id, record.kind
        values["completeness"] = _percent(record.kind, frozenset(self._present(record, values)))
        self._contacts.append(values)
        self.created.append(contact_id)
        self.add_parts(contact_id, record, Content())
        if len(self._contacts) >= CHUNK:
            self.write()
        return contact_id

    def values_of(self, record: ImportRecord) -> dict[str, Any]:
        """Columns of the contact that the record fills."""
        values = dict(record.values)
        for name, text in record.choices.items():
            values[f"{name}_id"] = self.parts.choice(name, text)
        if record.responsible and (operator := self._operators.get(fold(record.responsible))):
            values["responsible_id"] = operator
        if record.last_contact:
            values["last_touch_at"] = midnight(record.last_contact)
        if record.kind == "person":
            parts = (values.get("family_name", ""), values.get("given_name", ""), values.get("middle_name", ""))
            values["sort_name"] = sort_name(*parts) if any(parts) else fold(record.name)[:400]
        else:
            values["sort_name"] = fold(record.name).strip("«»“”„\"' ")[:400]
            values.setdefault("legal_form", self.firms.organisations.legal_form(record.name)[:60])
        values["name"], values["name_key"] = record.name, name_key(record.name)
        if notes := self.notes_of(record):
            values["notes"] = "\n".join(notes)
        return values

    def notes_of(self, record: ImportRecord) -> tuple[str, ...]:
        """The notes of the record; a responsible who is no operator here is noted, too."""
        if record.responsible and fold(record.responsible) not in self._operators:
            return (*record.notes, _("Responsible: {name}").format(name=record.responsible))
        return record.notes

    def _present(self, record: ImportRecord, values: dict[str, Any]) -> set[str]:
        """Which parts of a complete card are there (see :mod:`services.completeness`)."""
        found = {part for name, part in _PARTS_OF_COLUMNS if values.get(name)}
        if record.phones and any(phone.e164 for phone in record.phones):
            found.add("phone")
        if record.emails:
            found.add("email")
        if record.addresses:
            found.add("address")
        if record.dates and any(label == "birthday" for label, _day in record.dates):
            found.add("birthday")
        if record.messengers and any(system == "web" for system, _address in record.messengers):
            found.add("website")
        if values["id"] in self.firms.staffed:
            found.add("person")
        if "given_name" in values and values["given_name"] and values.get("family_name"):
            found.add("name")
        return found

    def add_parts(self, contact_id: int, record: ImportRecord, known: Content) -> None:
        """Rows that hang on the contact, as far as it does not have them."""
        parts = self.parts
        if record.phones:
            parts.phones(contact_id, record.phones, known.phones, record.do_not_call)
        if record.emails:
            parts.emails(contact_id, record, known.emails)
        if record.addresses:
            parts.addresses(contact_id, record.addresses, known.addresses)
        parts.rest(contact_id, record, known)
        for job in record.jobs:
            core = self.firms.organisations.key(job.company)[0]
            if core not in known.jobs:
                parts.job(contact_id, self.firms.find(job.company), job, primary=not known.jobs)
                known.jobs[core] = job.position

    def write(self) -> None:
        """What was collected, contacts first."""
        self.progress.step(_("Writing"), len(self.created), self._total)
        self.session.flush()  # tags and choices that the rows refer to
        if self._contacts:
            rows, self._contacts = self._contacts, []
            self.session.bulk_insert(Contact, *_as_table(rows))
        for model, part_rows in self.parts.take():
            self.progress.step(_("Writing"), len(self.created), self._total)
            columns = columns_of(model)
            for start in range(0, len(part_rows), CHUNK):
                self.session.bulk_insert(model, columns, part_rows[start : start + CHUNK])


def _as_table(rows: Iterable[dict[str, Any]]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Dictionaries as columns and rows; only columns that some row fills, the id first."""
    rows = list(rows)
    used = set().union(*rows) - {"id"}
    columns = ["id", *(name for name in _DEFAULTS if name in used)]
    defaults = [_DEFAULTS[name] for name in columns]
    return columns, [tuple(map(row.get, columns, defaults)) for row in rows]
