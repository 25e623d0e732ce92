"""Doing what was planned: one bulk write a table, all in the change set of the session."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import select

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.base.text import fold
from desktop_crm.model import Contact, Interaction, Job, Operator
from desktop_crm.model.contact import name_key, sort_name
from desktop_crm.model.session import CrmSession
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.importing.base import Content, Organisations
from desktop_crm.services.importing.part_rows import TABLES, PartRows, columns_of
from desktop_crm.services.importing.records import CompanyPart, ImportRecord

LAST_CONTACT = N_("Last contact, as noted in the imported list")


def _default(name: str) -> Any:
    column = Contact.__table__.columns[name]
    return column.default.arg if column.default is not None and column.default.is_scalar else None


_CONTACT_DEFAULTS = {name: _default(name) for name in columns_of(Contact)}


def midnight(day: Any) -> datetime:
    """A date of which no hour is known, as it is kept: midnight UTC."""
    return datetime.combine(day, time(0), UTC)


class Writer:
    """Collects contacts and their parts, then writes them, parents first."""

    def __init__(self, session: CrmSession, organisations: Organisations, progress: Progress) -> None:
        self.session = session
        self.organisations = organisations
        self.progress = progress
        self.parts = PartRows(session)
        self.rows = self.parts.rows
        self.created: list[int] = []
        self.known: dict[int, Content] = {}  # what organisations have that rows speak of
        self._unfilled: dict[int, int] = {}  # organisation made for a person's job -> its place in rows[Contact]
        self._operators = {fold(name): one for one, name in session.execute(select(Operator.id, Operator.name))}

    def add(self, record: ImportRecord) -> int:
        """A new contact with everything of *record*; returns its id."""
        known = self.organisations.find(record.name) if record.kind == "organisation" else None
        place = self._unfilled.pop(known, None) if known is not None else None
        contact_id = known if known is not None and place is not None else self.parts.new_id(Contact)
        values = self.values_of(record) | {"id": contact_id, "kind": record.kind}
        row = tuple([values.get(name, default) for name, default in _CONTACT_DEFAULTS.items()])
        if place is not None:
            self.rows[Contact][place] = row
        else:
            self.rows[Contact].append(row)
            if record.kind == "organisation":
                self.organisations.add(record.name, contact_id)
        self.created.append(contact_id)
        self.add_parts(contact_id, record, self.known.setdefault(contact_id, Content()))
        return contact_id

    def values_of(self, record: ImportRecord) -> dict[str, Any]:
        """Columns of the contact that the record fills."""
        values, notes = dict(record.values), list(record.notes)
        for name, text in record.choices.items():
            values[f"{name}_id"] = self.parts.choice(name, text)
        if record.responsible:
            values["responsible_id"] = self._operators.get(fold(record.responsible))
            if values["responsible_id"] is None:
                notes.append(_("Responsible: {name}").format(name=record.responsible))
        if record.last_contact:
            values["last_touch_at"] = midnight(record.last_contact)
        if record.kind == "person":
            parts = (values.get("family_name", ""), values.get("given_name", ""), values.get("middle_name", ""))
            values["sort_name"] = sort_name(*parts) or fold(record.name)[:400]
        else:
            values["sort_name"] = _organisation_sort_name(record.name)
            values.setdefault("legal_form", split_legal_form(record.name).legal_form[:60])
        return values | {"name": record.name, "name_key": name_key(record.name), "notes": "\n".join(notes)}

    def add_parts(self, contact_id: int, record: ImportRecord, known: Content) -> None:
        """Rows that hang on the contact, as far as it does not have them."""
        parts = self.parts
        parts.phones(contact_id, record.phones, known)
        parts.emails(contact_id, record.emails, known)
        parts.addresses(contact_id, record.addresses, known)
        parts.rest(contact_id, record, known)
        for number, job in enumerate(record.jobs):
            organisation = self._organisation(job.company, record.company if number == 0 else None)
            core = self.organisations.key(job.company)[0]
            if core not in known.companies:
                post = (job.position, job.department, None, None, None, not known.companies)
                self.rows[Job].append((self.parts.new_id(Job), contact_id, organisation, *post))
                known.companies.add(core)
        if record.last_contact and record.last_contact.isoformat() not in known.touches:
            entry = ("other", "", "done", _(LAST_CONTACT), "", midnight(record.last_contact), True, None, None)
            self.rows[Interaction].append((self.parts.new_id(Interaction), contact_id, *entry))
            known.touches.add(record.last_contact.isoformat())

    def _organisation(self, name: str, part: CompanyPart | None) -> int:
        """The organisation of that name: one that is there, or a new one; *part* is what the row says of it."""
        found = self.organisations.find(name)
        if found is None:
            found = self.parts.new_id(Contact)
            values = {**_CONTACT_DEFAULTS, "id": found, "kind": "organisation", "name": name}
            values |= {"sort_name": _organisation_sort_name(name), "name_key": name_key(name)}
            values["legal_form"] = split_legal_form(name).legal_form[:60]
            if part is not None:
                values |= part.values
            self._unfilled[found] = len(self.rows[Contact])
            self.rows[Contact].append(tuple(values.values()))
            self.organisations.add(name, found)
        if part is not None:
            known = self.known.setdefault(found, Content())
            self.parts.phones(found, part.phones, known)
            self.parts.emails(found, part.emails, known)
            self.parts.addresses(found, part.addresses, known)
            self.parts.bank_accounts(found, part.ibans, known)
        return found

    def write(self) -> None:
        """All collected rows, parents first."""
        self.session.flush()  # tags and choices that the rows refer to
        total = sum(map(len, self.rows.values()))
        done = 0
        text = _("Writing")
        for model in TABLES:
            columns = columns_of(model)
            for part in _slices(self.rows[model]):
                self.progress.step(text, done, total)
                self.session.bulk_insert(model, columns, part)
                done += len(part)
            self.rows[model].clear()


def _organisation_sort_name(name: str) -> str:
    return fold(name).strip("«»“”„\"' ")[:400]


def _slices(rows: Sequence[tuple[Any, ...]], size: int = 10_000) -> Iterable[Sequence[tuple[Any, ...]]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
