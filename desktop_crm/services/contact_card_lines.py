"""What a card holds: one contact with everything known about it, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from desktop_crm.services.contact_views import TagLine
from desktop_crm.services.history_lines import FileLine, InteractionLine, ReminderLine


@dataclass(frozen=True, slots=True)
class ContactLink:
    """Another contact that can be opened."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A phone number; the first line is the primary one."""

    id: int
    version: int
    raw: str  # as it was given
    e164: str  # "" where it is not valid
    shown: str  # formatted for reading, without the extension; as given where it is not valid
    extension: str
    region: str
    kind: str  # code of model.reach.PHONE_KINDS
    status: str  # ok, check, bad
    do_not_call: bool
    note: str
    shared_with: tuple[ContactLink, ...]  # others that have the same number (at most ten)


@dataclass(frozen=True, slots=True)
class EmailLine:
    """An e-mail address; the first line is the primary one."""

    id: int
    version: int
    address: str
    kind: str  # code of model.reach.REACH_KINDS
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class AddressLine:
    """A postal address; ``shown`` is one line of text."""

    id: int
    version: int
    kind: str  # code of model.reach.ADDRESS_KINDS
    street: str
    city: str
    region: str
    postcode: str
    country: str  # ISO 3166 code where it is known
    note: str
    shown: str


@dataclass(frozen=True, slots=True)
class MessengerLine:
    """A website, messenger or network; ``link`` opens it, "" where nothing can."""

    id: int
    version: int
    system: str  # code of model.reach.MESSENGER_SYSTEMS
    address: str
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class DateLine:
    """Birthday and the like; ``shown`` in the user's language ("14 March")."""

    id: int
    version: int
    label: str  # "birthday", "name_day", "anniversary", "founded" or the user's own word
    shown_label: str
    day: int
    month: int
    year: int | None
    remind_days_before: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job seen from one side: ``other`` is the organisation of a person, or the person of an organisation."""

    id: int
    version: int
    other: ContactLink
    position: str
    department: str
    role_id: int | None
    role: str
    from_on: date | None
    to_on: date | None
    is_primary: bool
    current: bool  # not ended yet
    phone: str  # first number of the other side, formatted


@dataclass(frozen=True, slots=True)
class RelationLine:
    """A tie to another contact; ``kind`` says what the *other* is to this one ("Wife", "Assistant")."""

    id: int
    version: int
    other: ContactLink
    kind_id: int | None
    kind: str
    note: str
    reverse: bool  # the tie was noted from the other side: its kind reads backwards here


@dataclass(frozen=True, slots=True)
class CustomLine:
    """A field defined by the user, filled in or not."""

    field_id: int
    name: str
    type: str  # code of model.custom_field.FIELD_TYPES
    options: tuple[str, ...]
    text: str  # as stored: what set_custom_value takes back unchanged; "" where empty
    shown: str  # in the user's language
    number: Decimal | None
    day: date | None


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """Consent or refusal for one channel."""

    id: int
    version: int
    channel: str  # code of model.contact.CHANNELS
    state: str  # code of model.contact.CONSENT_STATES
    noted_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class BankAccountLine:
    """A bank account; ``status`` is ok, wrong (check digits do not fit) or unknown (not an IBAN)."""

    id: int
    version: int
    iban: str  # as kept: upper case, no blanks, where it is an IBAN
    shown: str  # in groups of four
    status: str
    bank: str
    currency: str


@dataclass(frozen=True, slots=True)
class ExternalIdLine:
    """Id in another program."""

    id: int
    version: int
    system: str
    value: str


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Everything known about one contact. Fields of the other kind are empty."""

    id: int
    version: int
    kind: str
    name: str
    initials: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    archived_at: datetime | None
    is_sample: bool
    photo_id: int | None  # of the picture, see contact_photos
    # both kinds
    relation_to_us: str
    life_cycle: str
    abc_class: str
    language: str
    source_id: int | None
    source: str
    campaign_id: int | None
    campaign: str
    referred_by_id: int | None
    referred_by: str
    responsible_id: int | None
    responsible: str
    notes: str
    first_contact_on: date | None
    last_touch_at: datetime | None
    rhythm_days: int | None
    completeness: int
    missing: tuple[str, ...]  # codes of services.completeness.PARTS, weightiest first
    chip: str  # code of contact_lists.CHIPS or ""
    # organisation
    legal_name: str
    legal_form: str
    other_names: str
    organisation_type: str
    industry_id: int | None
    industry: str
    size: str
    registration_number: str
    tax_number: str
    tax_number_status: str  # ok, wrong, unknown; "" where there is no number
    parent_id: int | None
    parent: str
    branches: tuple[ContactLink, ...]  # organisations whose parent this one is (at most fifty)
    # person
    prefix: str
    given_name: str
    middle_name: str
    family_name: str
    suffix: str
    nickname: str
    former_name: str
    sex: str
    greeting: str
    preferences: str
    best_time: str
    how_met: str
    deceased: bool
    organisation_id: int | None  # of the primary job
    organisation: str
    position: str
    # rows
    phones: tuple[PhoneLine, ...]
    emails: tuple[EmailLine, ...]
    addresses: tuple[AddressLine, ...]
    messengers: tuple[MessengerLine, ...]
    dates: tuple[DateLine, ...]
    tags: tuple[TagLine, ...]
    jobs: tuple[JobLine, ...]  # person: organisations; organisation: people; current ones first
    people_count: int  # of an organisation: all its people, also those beyond the first hundred in jobs
    relations: tuple[RelationLine, ...]
    custom: tuple[CustomLine, ...]
    consents: tuple[ConsentLine, ...]
    bank_accounts: tuple[BankAccountLine, ...]
    external_ids: tuple[ExternalIdLine, ...]
    history: tuple[InteractionLine, ...]  # latest first
    history_more: bool  # there is more: contact_history(session, id, before=…)
    pinned: tuple[InteractionLine, ...]  # to the top of the history
    reminders: tuple[ReminderLine, ...]  # open, the next first; of an organisation also its people's
    files: tuple[FileLine, ...]  # latest first
