"""A row of a file, or a vCard, understood: the one form that planning and writing work on."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop_crm.services.custom_fields import TypedValue
from desktop_crm.services.importing.dates import PartialDate
from desktop_crm.services.phones import RepairedPhone


@dataclass(frozen=True, slots=True)
class AddressPart:
    """A postal address as the file gives it."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    kind: str = "work"

    def __bool__(self) -> bool:
        return bool(self.street or self.city or self.region or self.postcode or self.country)


@dataclass(frozen=True, slots=True)
class JobPart:
    """A post in an organisation named by its text."""

    company: str
    position: str = ""
    department: str = ""


@dataclass(slots=True)
class CompanyPart:
    """What the row says about the organisation rather than the person."""

    values: dict[str, Any] = field(default_factory=dict)
    phones: list[RepairedPhone] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[AddressPart] = field(default_factory=list)
    ibans: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ImportRecord:
    """One contact of the file with everything that hangs on it."""

    row: int
    index: int  # position in the source, for the original cells
    kind: str = ""  # "person", "organisation"
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)  # columns of model.Contact
    jobs: list[JobPart] = field(default_factory=list)
    company: CompanyPart | None = None
    phones: list[RepairedPhone] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[AddressPart] = field(default_factory=list)
    messengers: list[tuple[str, str]] = field(default_factory=list)
    dates: list[tuple[str, PartialDate]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    external_ids: list[tuple[str, str]] = field(default_factory=list)
    ibans: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)  # list name -> text ("source": "Expoziție")
    responsible: str = ""
    last_contact: date | None = None
    custom: dict[int, TypedValue] = field(default_factory=dict)
    photo: bytes | None = None
    photo_type: str = "image/jpeg"
    content: int = 0  # hash of the original cells: equal rows of one file
    problem: str = ""  # code of the reason why it cannot be taken

    @property
    def company_name(self) -> str:
        """Name of the first organisation, "" for none."""
        return self.jobs[0].company if self.jobs else ""
