"""What contacts of the database have, folded for comparing with rows; read only for those that matter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from desktop_crm.base.text import fold
from desktop_crm.model import (
    Address,
    BankAccount,
    Consent,
    Contact,
    ContactTag,
    CustomValue,
    Email,
    ExternalId,
    ImportantDate,
    Interaction,
    Job,
    Messenger,
    Operator,
    Phone,
    Photo,
    Tag,
)
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import choice_names
from desktop_crm.services.importing.organisations import company_key

CHUNK = 2000
CHOICES = ("source", "industry", "campaign")
_NOT_WORD = re.compile(r"[\W_]+")
_LEFT_OUT = frozenset(
    ("id", "version", "created_at", "updated_at", "deleted_at", "sort_name", "name_key", "notes", "completeness")
)
_SCALARS = [column for column in Contact.__table__.columns if column.key not in _LEFT_OUT]
_FIRM_VALUES = ("legal_name", "size", "tax_number", "registration_number")


def chunks(ids: Iterable[int], size: int = CHUNK) -> Iterator[list[int]]:
    """*ids* in ascending lists of *size*."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


@dataclass(slots=True)
class Content:
    """Everything one contact has, folded for comparing."""

    values: dict[str, Any] = field(default_factory=dict)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    messengers: set[str] = field(default_factory=set)
    dates: set[tuple[str, int, int]] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    external_ids: set[str] = field(default_factory=set)
    consents: set[str] = field(default_factory=set)
    jobs: dict[str, str] = field(default_factory=dict)  # core of the organisation's name -> position
    touches: set[str] = field(default_factory=set)
    custom: dict[int, str] = field(default_factory=dict)
    ibans: set[str] = field(default_factory=set)
    firm: set[str] = field(default_factory=set)  # facts of the organisations where the person works
    notes: str = ""
    has_photo: bool = False

    def extend(self, more: "Content") -> None:
        """What was added is known from now on."""
        self.values = {**more.values, **{name: value for name, value in self.values.items() if value}}
        for name in ("phones", "emails", "addresses", "messengers", "dates", "tags", "external_ids", "consents",
                     "touches", "ibans", "firm"):  # fmt: skip
            getattr(self, name).update(getattr(more, name))
        self.jobs = {**more.jobs, **{core: post for core, post in self.jobs.items() if post}}
        self.custom = {**more.custom, **self.custom}
        self.notes = f"{self.notes}\n{more.notes}"
        self.has_photo = self.has_photo or more.has_photo


def address_key(street: str, city: str, postcode: str = "") -> str:
    """Folded letters and digits of an address."""
    return _NOT_WORD.sub("", fold(f"{street} {city} {postcode}"))


def phone_key(e164: str, digits: str, extension: str = "") -> str:
    """What makes two phones the same: the E.164 form, else the digits; and the extension."""
    return f"{e164 or digits};{extension}" if extension else e164 or digits


def load_contents(session: CrmSession, ids: Iterable[int]) -> dict[int, Content]:
    """Contents of the contacts *ids*."""
    wanted = set(ids)
    contents: dict[int, Content] = {}
    if not wanted:
        return contents
    choices = {number: fold(names[0]) for number, names in choice_names(session).items()}
    operators = {number: fold(name) for number, name in session.execute(select(Operator.id, Operator.name))}
    for some in chunks(wanted):
        _read_scalars(session, some, contents, choices, operators)
        _read_reach(session, some, contents)
        _read_rest(session, some, contents)
        _read_jobs(session, some, contents)
    return contents


def _read_scalars(
    session: CrmSession,
    ids: Sequence[int],
    contents: dict[int, Content],
    choices: dict[int, str],
    operators: dict[int, str],
) -> None:
    names = [column.key for column in _SCALARS]
    query = select(Contact.id, Contact.notes, *_SCALARS).where(Contact.id.in_(ids))
    for number, notes, *cells in session.execute(query):
        values = {name: cell for name, cell in zip(names, cells, strict=True) if cell not in (None, "", False, 0)}
        for name in CHOICES:
            if f"{name}_id" in values:
                values[name] = choices.get(values.pop(f"{name}_id"), "")
        if "responsible_id" in values:
            values["responsible"] = operators.get(values.pop("responsible_id"), "")
        contents[number] = Content(values=values, notes=fold(notes))


def _rows(session: CrmSession, ids: Sequence[int], owner: Any, *columns: Any) -> Iterable[Any]:
    table = owner.class_
    query: Any = select(owner, *columns).where(owner.in_(ids), table.deleted_at.is_(None))
    return session.execute(query)


def _read_reach(session: CrmSession, ids: Sequence[int], contents: dict[int, Content]) -> None:
    for owner, e164, number, extension in _rows(
        session, ids, Phone.contact_id, Phone.e164, Phone.digits, Phone.extension
    ):
        contents[owner].phones.add(phone_key(e164, number, extension))
    for owner, key in _rows(session, ids, Email.contact_id, Email.key):
        contents[owner].emails.add(key)
    place = (Address.street, Address.city, Address.postcode)
    for owner, street, city, code in _rows(session, ids, Address.contact_id, *place):
        contents[owner].addresses.add(address_key(street, city, code))
    for owner, address in _rows(session, ids, Messenger.contact_id, Messenger.address):
        contents[owner].messengers.add(fold(address))


def _read_rest(session: CrmSession, ids: Sequence[int], contents: dict[int, Content]) -> None:
    dated = (ImportantDate.contact_id, ImportantDate.label, ImportantDate.day, ImportantDate.month)
    for owner, label, day, month in _rows(session, ids, *dated):
        contents[owner].dates.add((label, day, month))
    for owner, value in _rows(session, ids, ExternalId.contact_id, ExternalId.value):
        contents[owner].external_ids.add(value)
    for owner, channel in _rows(session, ids, Consent.contact_id, Consent.channel):
        contents[owner].consents.add(channel)
    for owner, number, text in _rows(session, ids, CustomValue.contact_id, CustomValue.field_id, CustomValue.text):
        contents[owner].custom[number] = text
    for owner, iban in _rows(session, ids, BankAccount.contact_id, BankAccount.iban):
        contents[owner].ibans.add(fold(iban))
    for (owner,) in _rows(session, ids, Photo.contact_id):
        contents[owner].has_photo = True
    for owner, moment in _rows(session, ids, Interaction.contact_id, Interaction.started_at):
        contents[owner].touches.add(_day_of(moment))
    tags = select(ContactTag.contact_id, Tag.name).join(Tag, Tag.id == ContactTag.tag_id)
    for owner, name in session.execute(tags.where(ContactTag.contact_id.in_(ids), ContactTag.deleted_at.is_(None))):
        contents[owner].tags.add(fold(name))


def _day_of(moment: datetime) -> str:
    return moment.date().isoformat()


def _read_jobs(session: CrmSession, ids: Sequence[int], contents: dict[int, Content]) -> None:
    jobs = select(Job.person_id, Contact.name, Job.position, Job.organisation_id)
    jobs = jobs.join(Contact, Contact.id == Job.organisation_id)
    employers: dict[int, set[int]] = {}
    for owner, name, position, organisation in session.execute(
        jobs.where(Job.person_id.in_(ids), Job.deleted_at.is_(None))
    ):
        contents[owner].jobs[company_key(name)[0]] = position
        employers.setdefault(organisation, set()).add(owner)
    for some in chunks(employers):
        _add_firms(session, some, employers, contents)


def _add_firms(
    session: CrmSession, firms: Sequence[int], employers: dict[int, set[int]], contents: dict[int, Content]
) -> None:
    """A person's row may speak of his firm: what the firm has counts as known."""

    def known(firm: int, text: str) -> None:
        for owner in employers[firm]:
            contents[owner].firm.add(text)

    place = (Address.street, Address.city, Address.postcode)
    for firm, street, city, code in _rows(session, firms, Address.contact_id, *place):
        for owner in employers[firm]:
            contents[owner].addresses.add(address_key(street, city, code))
    for firm, e164, number, extension in _rows(
        session, firms, Phone.contact_id, Phone.e164, Phone.digits, Phone.extension
    ):
        known(firm, phone_key(e164, number, extension))
    for firm, key in _rows(session, firms, Email.contact_id, Email.key):
        known(firm, key)
    for firm, iban in _rows(session, firms, BankAccount.contact_id, BankAccount.iban):
        known(firm, fold(iban))
    columns = [Contact.__table__.c[name] for name in _FIRM_VALUES]
    for firm, *cells in session.execute(select(Contact.id, *columns).where(Contact.id.in_(firms))):
        for cell in filter(None, cells):
            known(firm, fold(cell))
