"""The living contacts of the database, as planning needs them: read once, with Core."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Address, ChangeSet, Contact, Email, ExternalId, ImportantDate, Job, Phone
from desktop_crm.model.session import CrmSession
from desktop_crm.services.columns import is_personal_number
from desktop_crm.services.duplicates import is_address
from desktop_crm.services.importing.organisations import Organisations
from desktop_crm.services.importing.seen import held_hashes, taken_rows
from desktop_crm.services.matching import MatchRecord

_NO_ADDRESS = (0, "", "", "")


@dataclass
class Base:
    """The living contacts of the database."""

    records: list[MatchRecord]
    names: dict[int, str]
    by_name_key: dict[tuple[str, str], list[int]]
    organisations: Organisations
    by_foreign_id: dict[tuple[str, str], int]
    held: frozenset[str]
    taken: dict[int, int]  # hash of a row that an earlier import took -> its contact
    as_of: int
    kinds: dict[int, str] = field(default_factory=dict)


def last_change(session: CrmSession) -> int:
    """The newest change set: whether the base moved between plan and import."""
    return int(session.scalar(select(func.max(ChangeSet.id))) or 0)


def _all(session: CrmSession, *columns: Any, where: Any = None) -> Iterable[Any]:
    query: Select[Any] = select(*columns)
    return session.connection().execute(query if where is None else query.where(where)).all()


def _lists(rows: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for owner, text in rows:
        if text:
            before = found.get(owner)
            found[owner] = (text,) if before is None else (*before, text)
    return found


def load_base(session: CrmSession, progress: Progress) -> Base:
    """Read names, phones, e-mails, first addresses, employers and ids of all living contacts."""
    text = _("Reading the contacts that are there")
    progress.step(text)
    phones = _lists(_all(session, Phone.contact_id, Phone.e164, where=Phone.deleted_at.is_(None)))
    progress.step(text)
    emails = _lists(_all(session, Email.contact_id, Email.key, where=Email.deleted_at.is_(None)))
    progress.step(text)
    place = (Address.contact_id, Address.street, Address.city, Address.postcode)
    addresses: dict[int, Any] = {}
    for row in _all(session, *place, Address.position, where=Address.deleted_at.is_(None)):
        known = addresses.get(row[0])
        if known is None or row[4] < known[4]:
            addresses[row[0]] = row
    progress.step(text)
    employers: dict[int, int] = {}
    for person, organisation, primary in _all(
        session, Job.person_id, Job.organisation_id, Job.is_primary, where=Job.deleted_at.is_(None)
    ):
        if primary or person not in employers:
            employers[person] = organisation
    births = {
        owner: f"{year:04}{month:02}{day:02}"
        for owner, label, year, month, day in _all(
            session,
            ImportantDate.contact_id,
            ImportantDate.label,
            ImportantDate.year,
            ImportantDate.month,
            ImportantDate.day,
            where=ImportantDate.year.is_not(None),
        )
        if label == "birthday"
    }
    ids = list(_all(session, ExternalId.contact_id, ExternalId.system, ExternalId.value))
    personal = _lists((owner, value) for owner, system, value in ids if is_personal_number(system))
    progress.step(text)
    columns = (Contact.id, Contact.kind, Contact.name, Contact.name_key, Contact.given_name, Contact.family_name)
    contacts = list(_all(session, *columns, Contact.tax_number, where=Contact.deleted_at.is_(None)))
    names = {contact[0]: contact[2] for contact in contacts}
    base = Base(
        records=[],
        names=names,
        by_name_key={},
        organisations=Organisations(),
        by_foreign_id={(system, value): owner for owner, system, value in ids if owner in names},
        held=held_hashes(session),
        taken=taken_rows(session, names),
        as_of=last_change(session),
        kinds={contact[0]: contact[1] for contact in contacts},
    )
    for number, (key, kind, name, name_key, given, family, tax_number) in enumerate(contacts):
        if number % 5000 == 0:
            progress.step(text, number, len(contacts))
        base.by_name_key.setdefault((kind, name_key), []).append(key)
        if kind == "organisation":
            base.organisations.add(name, key)
        employer = employers.get(key, 0)
        address = addresses.get(key) or addresses.get(employer) or _NO_ADDRESS
        base.records.append(
            MatchRecord(
                key, kind, "" if is_address(name) else name, given, family, names.get(employer, ""),
                phones.get(key, ()), emails.get(key, ()),
                tax_number, address[2], address[1], address[3], births.get(key, ""), personal.get(key, ()),
            )
        )  # fmt: skip
    return base
