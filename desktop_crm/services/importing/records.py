"""A row of a file, or a vCard, understood: the one form that planning and writing work on.

Lists are tuples and mappings are shared while empty: 100,000 records have to fit into memory beside the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from desktop_crm.services.custom_fields import TypedValue
from desktop_crm.services.importing.dates import PartialDate
from desktop_crm.services.phones import RepairedPhone

NOTHING: Mapping[Any, Any] = MappingProxyType({})


def _nothing() -> Mapping[Any, Any]:
    return NOTHING


class AddressPart(NamedTuple):
    """A postal address as the file gives it."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    kind: str = "work"

    def __bool__(self) -> bool:
        return bool(self.street or self.city or self.region or self.postcode or self.country)


class JobPart(NamedTuple):
    """A post in an organisation named by its text."""

    company: str
    position: str = ""
    department: str = ""
    role: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(slots=True)
class CompanyPart:
    """What the row says about the organisation rather than the person."""

    values: Mapping[str, Any] = field(default_factory=_nothing)
    phones: tuple[RepairedPhone, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[AddressPart, ...] = ()
    ibans: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return CompanyPart, (dict(self.values), self.phones, self.emails, self.addresses, self.ibans)


@dataclass(slots=True)
class ImportRecord:
    """One contact of the file with everything that hangs on it."""

    row: int
    index: int  # position in the source, for the original cells
    content: int = 0  # hash of the cells that are taken and of how they are read; the same at every start
    kind: str = ""  # "person", "organisation"
    name: str = ""
    values: Mapping[str, Any] = field(default_factory=_nothing)  # columns of model.Contact
    jobs: tuple[JobPart, ...] = ()
    company: CompanyPart | None = None
    phones: tuple[RepairedPhone, ...] = ()
    words: tuple[RepairedPhone, ...] = ()  # phone cells without a digit: kept in the notes, shown among the phones
    emails: tuple[str, ...] = ()
    email_kinds: Mapping[str, str] = field(default_factory=_nothing)  # address -> kind, where the file says one
    addresses: tuple[AddressPart, ...] = ()
    messengers: tuple[tuple[str, str], ...] = ()
    dates: tuple[tuple[str, PartialDate], ...] = ()
    tags: tuple[str, ...] = ()
    external_ids: tuple[tuple[str, str], ...] = ()
    ibans: tuple[str, ...] = ()
    consents: tuple[tuple[str, str], ...] = ()
    do_not_call: tuple[str, ...] = ()  # digits of numbers
    notes: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=_nothing)  # list name -> text ("source": "Expoziție")
    responsible: str = ""
    last_contact: date | None = None
    custom: Mapping[int, TypedValue] = field(default_factory=_nothing)
    photo: bytes | None = None
    photo_type: str = "image/jpeg"
    nameless: bool = False  # named by its e-mail address or phone, for want of a name
    own_id: int = 0  # the contact's number in this program, from a list exported by it
    problem: str = ""  # code of the reason why it cannot be taken

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process with what is there only: most of it is empty."""
        plain = (
            self.row, self.index, self.content, self.kind, self.name, dict(self.values) or None, self.jobs,
            self.company, self.phones,
        )  # fmt: skip
        rest = {name: value for name in _REST if (value := getattr(self, name))}
        for name in _MAPPINGS & rest.keys():
            rest[name] = dict(rest[name])
        return (_record, (plain, rest)) if rest else (_record, (plain,))

    @property
    def company_name(self) -> str:
        """Name of the first organisation, "" for none."""
        return self.jobs[0].company if self.jobs else ""

    def note(self, text: str, label: str = "") -> None:
        """Keep *text* in the notes, nothing is lost."""
        self.notes += (f"{label}: {text}" if label else text,)

    def name_by_address(self) -> None:
        """A row without a name that can be reached becomes a person, named by the address until somebody knows more."""
        phone = next((phone.e164 for phone in self.phones if phone.e164), "")
        if self.problem == "no_name" and (self.emails or phone):
            self.kind, self.name = "person", self.emails[0] if self.emails else phone
            self.problem, self.nameless = "", True

    def of_company(self) -> CompanyPart:
        """The part about the organisation, made when it is asked for."""
        if self.company is None:
            self.company = CompanyPart()
        return self.company


_FIRST = 9  # fields that nearly every record has
_REST = tuple(part.name for part in fields(ImportRecord))[_FIRST:]
_MAPPINGS = frozenset({"email_kinds", "choices", "custom"})


def _record(plain: tuple[Any, ...], rest: Mapping[str, Any] = NOTHING) -> ImportRecord:
    """The way back."""
    record = ImportRecord(*plain)
    if record.values is None:
        record.values = NOTHING
    for name, value in rest.items():
        setattr(record, name, value)
    return record
