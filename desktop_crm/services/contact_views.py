"""What a list of contacts is asked for, and what it gives."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from desktop_crm.base.i18n import N_

# orders that an index gives; others are put together for the view
INDEXED = ("name", "touch", "next", "created", "updated")
SORTS = {
    "name": N_("Name"),
    "touch": N_("Last contact"),
    "next": N_("Next step"),
    "created": N_("Created"),
    "updated": N_("Changed"),
    "organisation": N_("Organisation"),
    "position": N_("Position"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "city": N_("City"),
    "kind": N_("Kind"),
    "industry": N_("Industry"),
    "relation": N_("Relation to us"),
    "life_cycle": N_("Life cycle"),
    "abc": N_("ABC class"),
    "responsible": N_("Responsible"),
    "tags": N_("Tags"),
    "attention": N_("Attention"),
    "completeness": N_("Completeness"),
}
LATEST_FIRST = ("touch", "created", "updated")  # go down when first asked for
GROUPS = {
    "letter": N_("First letter"),
    "organisation": N_("Organisation"),
    "city": N_("City"),
    "life_cycle": N_("Life cycle"),
    "abc": N_("ABC class"),
    "relation": N_("Relation to us"),
    "responsible": N_("Responsible"),
    "tags": N_("Tag"),
    "touch_age": N_("Age of the last contact"),
    "kind": N_("Kind"),
    "industry": N_("Industry"),
}
CHIPS = {
    "blacklisted": N_("Blacklisted"),
    "at_risk": N_("At risk"),
    "follow_up": N_("Follow-up"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition of a view: a field of :data:`services.contact_filters.FIELDS` or ``custom:<field id>``.

    The operators of each type of field are in :data:`services.contact_filter_fields.OPERATORS`; ``less`` and ``more``
    are of numbers, and of days ago for moments. Values are text (ids as decimal text); any of several may hold.
    """

    field: str
    operator: str = "is"
    value: str = ""
    more: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """All values."""
        return (self.value, *self.more)


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
    sort: str = "name"  # of SORTS, or custom:<field id>; what has no value comes last
    descending: bool = False
    filters: tuple[Filter, ...] = ()  # all must hold
    group: str = ""  # of GROUPS, or custom:<field id>
    only: tuple[int, ...] | None = None  # no others than these contacts
    own_fields: tuple[int, ...] = ()  # custom fields whose values the rows bring


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
    next_step_on: date | None = None
    next_step: str = ""
    own: tuple[tuple[int, str], ...] = ()  # (custom field, value as shown) of those that the view wants

    def own_value(self, field_id: int) -> str:
        """Value of a custom field, as shown."""
        return next((value for own_id, value in self.own if own_id == field_id), "")


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """Stands before the rows of a group."""

    id: int  # below zero: no contact has it
    heading: str
    count: int


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some rows in order; ``next`` is to be handed back as ``after`` for those that follow, ``None`` at the end."""

    rows: tuple[Any, ...]  # of ContactRow; GroupHeading before each group
    next: tuple[str | int | None, ...] | None
