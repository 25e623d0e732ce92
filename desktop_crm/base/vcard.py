"""What an address book file says about one person, group or organisation; nothing is judged or repaired here."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PartialDate:
    """A date of which parts may be unknown: ``--0203`` is 3 February of an unknown year (RFC 6350, 4.3.1)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class VCardText:
    """An e-mail address, a web address or a related person, with its types (``work``, ``pref``) and own label."""

    text: str
    types: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class VCardPhone:
    """A phone as written; the extension where the file gives it apart (``tel:…;ext=14``)."""

    text: str
    types: tuple[str, ...] = ()
    extension: str = ""
    label: str = ""


@dataclass(frozen=True)
class VCardAddress:
    """A postal address in its seven parts (RFC 6350, 6.3.1)."""

    po_box: str = ""
    extended: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    types: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class VCardMessenger:
    """An account of a messenger or a social network: ``skype``, ``xmpp``, ``telegram`` … and the name there."""

    system: str
    address: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class VCardJob:
    """A job: title, role, and the organisation with its units, largest first."""

    title: str = ""
    role: str = ""
    organisation: tuple[str, ...] = ()


@dataclass(frozen=True)
class VCardProperty:
    """A property that no field stands for, its value as in the file (still escaped), so that nothing is lost."""

    name: str
    parameters: tuple[tuple[str, str], ...] = ()
    value: str = ""


@dataclass(frozen=True)
class VCard:
    """One card. ``kind`` is ``individual``, ``org``, ``group``, ``location`` or empty; ``line`` is where it begins."""

    version: str = ""
    kind: str = ""
    uid: str = ""
    full_name: str = ""
    family: str = ""
    given: str = ""
    middle: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    jobs: tuple[VCardJob, ...] = ()
    phones: tuple[VCardPhone, ...] = ()
    emails: tuple[VCardText, ...] = ()
    addresses: tuple[VCardAddress, ...] = ()
    urls: tuple[VCardText, ...] = ()
    messengers: tuple[VCardMessenger, ...] = ()
    birthday: PartialDate | None = None
    anniversary: PartialDate | None = None
    note: str = ""
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    gender: str = ""
    photo: bytes | None = field(default=None, repr=False)
    related: tuple[VCardText, ...] = ()
    members: tuple[str, ...] = ()
    others: tuple[VCardProperty, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def organisation(self) -> tuple[str, ...]:
        """The organisation of the first job that names one, with its units."""
        return next((job.organisation for job in self.jobs if job.organisation), ())

    @property
    def display_name(self) -> str:
        """The full name, or one put together from what there is; empty for a card without any name."""
        parts = (self.prefix, self.given, self.middle, self.family, self.suffix)
        composed = " ".join(part for part in parts if part)
        return self.full_name or composed or self.nickname or ", ".join(self.organisation[:1])
