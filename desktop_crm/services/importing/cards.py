"""vCards become records; for looking at them and for held rows they are also shown as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.base.text import fold
from desktop_crm.base.vcard import PartialDate as CardDate
from desktop_crm.base.vcard import VCard, VCardAddress, VCardPhone
from desktop_crm.services.importing.cells import one_line, unique
from desktop_crm.services.importing.dates import PartialDate
from desktop_crm.services.importing.options import ImportOptions
from desktop_crm.services.importing.records import AddressPart, ImportRecord, JobPart
from desktop_crm.services.importing.rows import looks_like_organisation
from desktop_crm.services.person_names import parse_person_name
from desktop_crm.services.phone_results import RepairedPhone
from desktop_crm.services.phones import country_of, repair_cell

HEADERS = (
    N_("Name"),
    N_("Organisation"),
    N_("Position"),
    N_("Phones"),
    N_("E-mails"),
    N_("Addresses"),
    N_("Birthday"),
    N_("Notes"),
)
_PHONE_TYPES = (("cell", "mobile"), ("fax", "fax"), ("home", "home"), ("work", "work"), ("main", "main"))
_SYSTEMS = ("telegram", "viber", "whatsapp", "facebook", "instagram", "linkedin", "skype")
_SEXES = {"M": "male", "F": "female"}
_KEPT_OTHERS = 300  # characters of an unknown property that go to the notes
_TECHNICAL = frozenset(
    """VERSION PRODID REV UID SOURCE X-ABLABEL X-ABSHOWAS X-ABUID CLASS MAILER PROFILE SORT-STRING KEY LABEL X-ABADR
    CLIENTPIDMAP XML FBURL CALURI CALADRURI AGENT SOUND LOGO PHOTO BEGIN END X-MS-OL-DESIGN
    X-MS-OL-DEFAULT-POSTAL-ADDRESS""".split()  # noqa: SIM905  (a word list reads better as words)
)


@dataclass(frozen=True)
class CardSource:
    """The cards of a file, and the same as a table of texts."""

    name: str
    cards: Sequence[VCard]
    notes: tuple[Any, ...] = ()
    encoding: str = ""
    kind: str = "vcf"
    sheet: str = ""
    sheets: tuple[Any, ...] = ()
    delimiter: str = ""
    header_row: int | None = None
    rows: list[tuple[str, ...]] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, cards: Sequence[VCard], notes: tuple[Any, ...] = (), encoding: str = "") -> "CardSource":
        """Cards with their texts; a card is numbered by its place in the file, from 1."""
        rows = [_texts(card) for card in cards]
        return cls(name, cards, notes, encoding, rows=rows, row_numbers=list(range(1, len(cards) + 1)))

    @property
    def headers(self) -> tuple[str, ...]:
        """Titles in the language in force."""
        return tuple(_(header) for header in HEADERS)


def _texts(card: VCard) -> tuple[str, ...]:
    job = card.jobs[0] if card.jobs else None
    born = card.birthday
    return (
        card.display_name,
        ", ".join(card.organisation),
        (job.title or job.role) if job else "",
        "; ".join(phone.text for phone in card.phones),
        "; ".join(email.text for email in card.emails),
        "; ".join(_address_text(address) for address in card.addresses),
        "-".join(str(part) for part in (born.year, born.month, born.day) if part) if born else "",
        card.note,
    )


def _address_text(address: VCardAddress) -> str:
    parts = (address.street, address.extended, address.city, address.region, address.postcode, address.country)
    return ", ".join(one_line(part) for part in parts if part)


def card_records(source: CardSource, options: ImportOptions, progress: Progress) -> Iterator[ImportRecord]:
    """One record a card."""
    text = _("Reading the cards")
    for index, card in enumerate(source.cards):
        if index % 500 == 0:
            progress.step(text, index, len(source.cards))
        record = ImportRecord(row=index + 1, index=index, content=hash(card))
        _fill_name(record, card)
        _fill_reach(record, card, options)
        _fill_rest(record, card)
        yield record


def _fill_name(record: ImportRecord, card: VCard) -> None:
    name, company = one_line(card.display_name)[:400], one_line(", ".join(card.organisation[:1]))[:400]
    parts = {
        "prefix": card.prefix,
        "given_name": card.given,
        "middle_name": card.middle,
        "family_name": card.family,
        "suffix": card.suffix,
        "nickname": card.nickname,
    }
    filled = {part: one_line(text)[:200] for part, text in parts.items() if one_line(text)}
    if not name:
        record.problem = "no_name"
    elif _is_organisation(card, name, company):
        record.kind, record.name = "organisation", name
        if card.kind == "group":
            record.tags.append(_("Group"))
        return
    record.kind, record.name = "person", name
    record.values |= filled or {
        part: text for part in list(parts)[:5] if (text := getattr(parse_person_name(name), part))
    }
    for job in card.jobs:
        employer = one_line(", ".join(job.organisation[:1]))[:400]
        title = one_line(job.title or job.role)[:200]
        department = one_line(", ".join(job.organisation[1:]))[:200]
        if employer:
            record.jobs.append(JobPart(employer, title, department))
        elif title and not any(other.position == title for other in record.jobs):
            record.notes.append(title)


def _is_organisation(card: VCard, name: str, company: str) -> bool:
    if card.kind in ("org", "group", "location"):
        return True
    if card.kind == "individual" or card.given:
        return bool(company) and fold(company) == fold(name)
    return bool(company and fold(company) == fold(name)) or (not card.family and looks_like_organisation(name))


def _fill_reach(record: ImportRecord, card: VCard, options: ImportOptions) -> None:
    home = next((country_of(address.country) for address in card.addresses if address.country), "")
    city = next((address.city for address in card.addresses if address.city), "")
    for phone in card.phones:
        found = _phones(phone, options, home, city)
        if not any(part.digits for part in found):
            record.notes.append(f"{_('Phone')}: {phone.text}")
        record.phones += [part for part in found if part.digits]
    record.emails = unique(email.text.strip() for email in card.emails)
    for address in card.addresses:
        kind = "home" if "home" in address.types else "work" if "work" in address.types else "other"
        street = ", ".join(one_line(part) for part in (address.po_box, address.extended, address.street) if part)
        country = one_line(address.country)
        part = AddressPart(
            street,
            one_line(address.city)[:200],
            one_line(address.region)[:200],
            one_line(address.postcode)[:20],
            (country_of(country) or country)[:100],
            kind,
        )
        if part:
            record.addresses.append(part)
    record.messengers = [("web", url.text.strip()[:500]) for url in card.urls if url.text.strip()]
    for messenger in card.messengers:
        system = messenger.system.lower()
        known = system if system in _SYSTEMS else "other"
        address_text = messenger.address if known == system else f"{messenger.system}: {messenger.address}"
        record.messengers.append((known, address_text[:500]))


def _phones(phone: VCardPhone, options: ImportOptions, country: str, city: str) -> list[RepairedPhone]:
    types = [text.lower() for text in phone.types]
    kind = next((code for word, code in _PHONE_TYPES if word in types), "")
    text = f"{phone.text} ext. {phone.extension}" if phone.extension else phone.text
    found = repair_cell(text, country=options.country, area_code=options.area_code, row_country=country, city=city)
    return [_with_kind(part, kind) for part in found]


def _with_kind(phone: RepairedPhone, kind: str) -> RepairedPhone:
    return replace(phone, kind=kind) if kind else phone


def _fill_rest(record: ImportRecord, card: VCard) -> None:
    for label, day in (("birthday", card.birthday), ("anniversary", card.anniversary)):
        if day and (known := _partial(day)):
            record.dates.append((label, known))
        elif day:
            record.notes.append(f"{label}: {day.year or ''}-{day.month or ''}-{day.day or ''}")
    record.tags += unique(one_line(text)[:100] for text in card.categories)
    if card.languages:
        record.values["language"] = ", ".join(card.languages)[:100]
    if card.gender[:1].upper() in _SEXES:
        record.values["sex"] = _SEXES[card.gender[:1].upper()]
    if card.uid:
        record.external_ids.append(("vCard UID", card.uid[:200]))
    record.photo = card.photo
    record.notes += _notes(card)


def _notes(card: VCard) -> Iterator[str]:
    """What has no field of its own is kept where it can be read."""
    if card.note.strip():
        yield card.note.strip()
    for related in card.related:
        yield f"{', '.join(related.types) or _('Related')}: {related.text}"
    for member in card.members:
        yield f"{_('Member')}: {member}"
    for other in card.others:
        if other.name not in _TECHNICAL and other.value.strip():
            yield f"{other.name}: {other.value.strip()[:_KEPT_OTHERS]}"


def _partial(day: CardDate) -> PartialDate | None:
    return PartialDate(day.day, day.month, day.year) if day.day and day.month else None
