"""What a list of contacts is asked for, and what it gives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desktop_crm.base.i18n import N_

SORTS = {"name": N_("Name"), "touch": N_("Last contact"), "created": N_("Created")}
CHIPS = {
    "blacklisted": N_("Blacklisted"),
    "at_risk": N_("At risk"),
    "follow_up": N_("Follow-up"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition of a view: a field of :data:`services.contact_filters.FIELDS` or ``custom:<field id>``.

    Operators: ``is``, ``is_not``, ``contains``, ``empty``, ``filled``, ``less``, ``more`` (numbers, and days ago for
    moments). ``value`` is text; ids as decimal text.
    """

    field: str
    operator: str = "is"
    value: str = ""


@dataclass(frozen=True, slots=True)
class ContactsView:
    """Which contacts, in which order. The default is everybody who is neither archived nor in the trash, by name."""

    search: str = ""
    kind: Literal["", "person", "organisation"] = ""
    mine: bool = False  # those whose responsible is the operator at this computer
    tag_ids: tuple[int, ...] = ()  # has all of them
    life_cycle: str = ""
    archived: bool = False  # the archive instead of the living
    trash: bool = False  # the trash instead; archived or not
    sort: Literal["name", "touch", "created"] = "name"
    descending: bool = False
    filters: tuple[Filter, ...] = ()  # all must hold


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag on a contact; ``color`` is a token of the theme (``neutral``, ``info``, ``violet`` …)."""

    id: int
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact as the 64 px row, the table and the command line show it."""

    id: int
    version: int
    kind: str  # "person" or "organisation"
    name: str
    initials: str  # for the avatar
    organisation_id: int | None  # of a person: the primary job's
    organisation: str
    position: str  # of a person: as written in the primary job
    industry: str  # of an organisation, in the user's language
    city: str  # of the first address
    phone: str  # first number, formatted for reading; as given where it is not valid
    phone_e164: str  # the same number to dial; "" where it is not valid
    phone_count: int
    email: str
    relation_to_us: str  # code of model.contact.RELATIONS_TO_US
    life_cycle: str  # code of model.contact.LIFE_CYCLES
    abc_class: str
    responsible: str
    tags: tuple[TagLine, ...]
    last_touch_at: datetime | None
    completeness: int
    chip: str  # "" or a code of CHIPS: attention is needed
    created_at: datetime
    updated_at: datetime
    archived: bool
    deleted_at: datetime | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some rows in order; ``next`` is to be handed back as ``after`` for those that follow, ``None`` at the end."""

    rows: tuple[ContactRow, ...]
    next: tuple[str | int | None, ...] | None
