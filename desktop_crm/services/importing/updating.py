"""Adding what a row knows to a contact that is there, or to an earlier row of the same file."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.model import Contact, CustomValue, Job
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import FIELDS
from desktop_crm.services.importing.additions import LISTS, policy_of
from desktop_crm.services.importing.applying import Writer
from desktop_crm.services.importing.contents import Content, chunks, load_contents, phone_key
from desktop_crm.services.importing.organisations import company_key
from desktop_crm.services.importing.part_rows import columns_of
from desktop_crm.services.importing.records import CompanyPart, ImportRecord

if TYPE_CHECKING:
    from desktop_crm.services.importing.planning import ImportPlan

NAME_PARTS = ("given_name", "middle_name", "family_name", "prefix", "suffix")
_COMPUTED = frozenset({"name", "name_key", "sort_name", "last_touch_at", "notes", "id", "kind", "completeness"})
_LISTS = {"phone": "phones", "email": "emails", "street": "addresses", "tags": "tags", "website": "messengers",
          "birthday": "dates", "external_id": "external_ids", "iban": "ibans", "consents": "consents",
          "notes": "notes"}  # fmt: skip
_ALL = [Contact.__table__.c[name] for name in columns_of(Contact)]


def join(record: ImportRecord, other: ImportRecord) -> None:
    """Everything that *other* knows more goes into *record*; nothing of *record* is lost."""
    record.values = {**other.values, **{name: value for name, value in record.values.items() if value}}
    known = {phone_key(phone.e164, phone.digits, phone.extension) for phone in record.phones}
    record.phones += tuple(
        phone for phone in other.phones if phone_key(phone.e164, phone.digits, phone.extension) not in known
    )
    lower = {address.lower() for address in record.emails}
    record.emails += tuple(address for address in other.emails if address.lower() not in lower)
    for name in ("addresses", "messengers", "dates", "tags", "external_ids", "ibans", "consents", "notes"):
        mine = getattr(record, name)
        setattr(record, name, mine + tuple(part for part in getattr(other, name) if part not in mine))
    companies = {company_key(job.company)[0] for job in record.jobs}
    record.jobs += tuple(job for job in other.jobs if company_key(job.company)[0] not in companies)
    record.choices = {**other.choices, **record.choices}
    record.custom = {**other.custom, **record.custom}
    record.responsible = record.responsible or other.responsible
    record.photo = record.photo or other.photo
    if other.last_contact and (record.last_contact is None or other.last_contact > record.last_contact):
        record.last_contact = other.last_contact
    if other.company:
        mine_of_firm = record.of_company()
        mine_of_firm.values = {**other.company.values, **mine_of_firm.values}
        for name in ("phones", "emails", "addresses", "ibans"):
            mine = getattr(mine_of_firm, name)
            setattr(mine_of_firm, name, mine + tuple(part for part in getattr(other.company, name) if part not in mine))


class Updater:
    """Collects changed columns of contacts and writes them, equal sets of columns together."""

    def __init__(self, session: CrmSession, writer: Writer, policies: Mapping[str, str]) -> None:
        self.session = session
        self.writer = writer
        self.policies = policies
        self._changed: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}

    def update(self, wanted: Mapping[int, Sequence[ImportRecord]]) -> list[int]:
        """Write what the records add to contacts of the base; returns the contacts' ids."""
        updated = []
        for some in chunks(wanted, 500):
            contents = load_contents(self.session, some)
            for row in self.session.execute(
                select(*_ALL).where(Contact.id.in_(some), Contact.deleted_at.is_(None))
            ).mappings():
                number = row["id"]
                before = dict(row)
                after = dict(before)
                for record in wanted[number]:
                    keep_lists(record, self.policies)
                    self._fill(after, self.writer.values_of(record))
                    for note in self.writer.notes_of(record):
                        self._add_note(after, note)
                    self._fill_posts(number, record, contents[number])
                    self._overwrite_custom(number, record, contents[number])
                    self.writer.add_parts(number, record, contents[number])
                self._note(before, after)
                updated.append(number)
            self.writer.write()
        self._write()
        return updated

    def firms(self, known: Mapping[int, Sequence[CompanyPart]]) -> list[int]:
        """The same for organisations of which people's rows speak; what is there stays."""
        records = {
            number: [
                ImportRecord(
                    0, 0, kind="organisation", values=part.values, phones=part.phones, emails=part.emails,
                    addresses=part.addresses, ibans=part.ibans,
                )
                for part in parts
            ]
            for number, parts in known.items()
        }  # fmt: skip
        return Updater(self.session, self.writer, {}).update(records)

    def _fill(self, after: dict[str, Any], values: Mapping[str, Any]) -> None:
        renamed = False
        for name, value in values.items():
            if name in _COMPUTED or not value or after[name] == value:
                continue
            policy = policy_of(name.removesuffix("_id"), self.policies)
            if (not after[name] and policy != "keep") or policy == "overwrite":
                after[name] = value
                renamed = renamed or name in NAME_PARTS
            elif policy == "add" and isinstance(value, str):
                self._add_note(after, f"{_(FIELDS[name][0]) if name in FIELDS else name}: {value}")
        if values.get("last_touch_at"):
            after["last_touch_at"] = max(after["last_touch_at"] or values["last_touch_at"], values["last_touch_at"])
        self._rename(after, values, renamed)

    def _add_note(self, after: dict[str, Any], note: str) -> None:
        """Notes are never replaced, only added to."""
        if note.strip() and fold(note) not in fold(after["notes"]):
            after["notes"] = f"{after['notes']}\n{note}" if after["notes"] else note

    def _rename(self, after: dict[str, Any], values: Mapping[str, Any], renamed: bool) -> None:
        name = values.get("name", "")
        if name and name != after["name"] and policy_of("name", self.policies) == "overwrite":
            after["name"], renamed = name, True
            if after["kind"] == "person":
                after |= {part: values.get(part, "") for part in NAME_PARTS}
        if renamed:
            shown = Contact(**{part: after[part] for part in ("kind", "name", "nickname", *NAME_PARTS)})
            shown.compose_name()
            after |= {part: getattr(shown, part) for part in ("name", "sort_name", "name_key")}

    def _fill_posts(self, number: int, record: ImportRecord, content: Content) -> None:
        """A position where the job has none yet."""
        for job in record.jobs:
            core = company_key(job.company)[0]
            if job.position and content.jobs.get(core) == "":
                query = select(Job).where(Job.person_id == number, Job.position == "", Job.deleted_at.is_(None))
                for row in self.session.scalars(query):
                    if row.organisation_id == self.writer.firms.find(job.company):
                        row.position, row.department = job.position, row.department or job.department
                content.jobs[core] = job.position

    def _overwrite_custom(self, number: int, record: ImportRecord, content: Content) -> None:
        for field, typed in record.custom.items():
            if (
                self.policies.get(f"custom:{field}") == "overwrite"
                and content.custom.get(field, typed.text) != typed.text
            ):
                query = select(CustomValue).where(CustomValue.contact_id == number, CustomValue.field_id == field)
                for row in self.session.scalars(query):
                    row.text, row.number, row.day = typed.text, typed.number, typed.day

    def _note(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        changed = tuple(name for name in after if after[name] != before[name])
        if changed:
            rows = self._changed.setdefault(("id", *changed), [])
            rows.append((before["id"], *(after[name] for name in changed)))

    def _write(self) -> None:
        for columns, rows in self._changed.items():
            self.session.bulk_update(Contact, columns, rows)
        self._changed.clear()


def update_contacts(session: CrmSession, planned: "ImportPlan", writer: Writer) -> list[int]:
    """Do the plan's updates."""
    records = {number: [planned.records[index] for index in found] for number, found in planned.updates.items()}
    return Updater(session, writer, planned.options.policies).update(records)


def keep_lists(record: ImportRecord, policies: Mapping[str, str]) -> None:
    """Lists that the user said to keep as they are get nothing added."""
    for code in LISTS:
        if policies.get(code) == "keep":
            setattr(record, _LISTS[code], ())
    if record.custom:
        record.custom = {
            field: typed for field, typed in record.custom.items() if policies.get(f"custom:{field}") != "keep"
        }
