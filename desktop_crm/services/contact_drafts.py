"""What a window or the command line hands in for a new contact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A new contact as typed. Only a name is needed: ``name``, or a part of it, or a nickname.

    ``name`` of a person is taken apart ("Popescu Ion", "Иванов Иван Петрович") unless name parts are given too.
    """

    kind: str = "person"  # or "organisation"
    name: str = ""
    prefix: str = ""
    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    suffix: str = ""
    nickname: str = ""
    organisation: str = ""  # a person's employer: found by its exact folded name, or made
    organisation_id: int | None = None  # … or one that is there already
    position: str = ""
    department: str = ""
    role_id: int | None = None
    phones: tuple[str, ...] = ()  # each may hold several numbers, labels, an extension
    emails: tuple[str, ...] = ()
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""  # ISO 3166 code; also the default country of the phones
    messengers: tuple[tuple[str, str], ...] = ()  # (system, address)
    birthday: date | None = None
    tags: tuple[str, ...] = ()  # by name; made when new
    custom: Mapping[int, str] = field(default_factory=dict)  # custom field id -> text as typed
    values: Mapping[str, object] = field(default_factory=dict)  # any other field of contacts.EDITABLE
