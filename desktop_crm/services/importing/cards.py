"""vCards become records; for looking at them and for held rows they are also shown as a table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.base.text import fold
from desktop_crm.base.vcard import PartialDate as CardDate
from desktop_crm.base.vcard import VCard, VCardAddress, VCardPhone
from desktop_crm.services.columns import FIELDS
from desktop_crm.services.custom_fields import FieldRow
from desktop_crm.services.importing.cells import one_line, parts_of, unique
from desktop_crm.services.importing.codes import code_for, title_of
from desktop_crm.services.importing.dates import PartialDate, parse_date
from desktop_crm.services.importing.options import ImportOptions
from desktop_crm.services.importing.records import AddressPart, ImportRecord, JobPart
from desktop_crm.services.importing.row_fields import FILLERS, CustomFields, set_value
from desktop_crm.services.importing.rows import COMPANY_VALUES, looks_like_organisation
from desktop_crm.services.importing.seen import digest, reading_of
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
_PHONE_TYPES = (
    ("cell", "mobile"), ("fax", "fax"), ("home", "home"), ("main", "main"), ("other", "other"), ("work", "work"),
)  # fmt: skip
_SYSTEMS = ("telegram", "viber", "whatsapp", "facebook", "instagram", "linkedin", "skype")
_SEXES = {"M": "male", "F": "female"}
OWN_UID = "urn:x-desktop-crm:"
OWN_PROPERTY = "X-DESKTOP-CRM"
CUSTOM_FIELD = "custom"
JOB_FIELDS = ("role", "since", "until")
VALUE_LENGTHS = {**COMPANY_VALUES, "former_name": 200}
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


def card_records(
    source: CardSource, options: ImportOptions, fields: Mapping[int, FieldRow], progress: Progress
) -> Iterator[ImportRecord]:
    """One record a card."""
    text = _("Reading the cards")
    reading = reading_of((), options)
    custom = CustomFields(fields, options.country)
    for index, card in enumerate(source.cards):
        if index % 500 == 0:
            progress.step(text, index, len(source.cards))
        record = ImportRecord(row=index + 1, index=index, content=_digest(reading, card))
        _fill_name(record, card)
        _fill_reach(record, card, options)
        _fill_rest(record, card)
        _fill_own(record, card, custom)
        record.name_by_address()
        yield record


def _digest(reading: bytes, card: VCard) -> int:
    """Hash of everything that the card says; the same at every start."""
    return digest(reading, (repr(replace(card, line=0)), str(crc32(card.photo or b""))))


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
            record.tags += (_("Group"),)
        return
    record.kind, record.name = "person", name
    if not filled.keys() & {"given_name", "family_name"}:
        guessed = parse_person_name(name)
        filled |= {part: text for part in list(parts)[:5] if (text := getattr(guessed, part))}
    record.values = filled
    for job in card.jobs:
        employer = one_line(", ".join(job.organisation[:1]))[:400]
        title = one_line(job.title or job.role)[:200]
        department = one_line(", ".join(job.organisation[1:]))[:200]
        if employer:
            record.jobs += (JobPart(employer, title, department),)
        elif title and not any(other.position == title for other in record.jobs):
            record.note(title, _(FIELDS["position"][0]))


def _is_organisation(card: VCard, name: str, company: str) -> bool:
    if card.kind in ("org", "group", "location"):
        return True
    if card.kind == "individual":
        return False
    if card.given:
        return bool(company) and fold(company) == fold(name)
    return bool(company and fold(company) == fold(name)) or (not card.family and looks_like_organisation(name))


def _fill_reach(record: ImportRecord, card: VCard, options: ImportOptions) -> None:
    home = next((country_of(address.country) for address in card.addresses if address.country), "")
    city = next((address.city for address in card.addresses if address.city), "")
    for phone in card.phones:
        found = _phones(phone, options, home, city)
        if not any(part.digits for part in found):
            record.note(phone.text, _(FIELDS["phone"][0]))
            record.words += tuple(found)
        record.phones += tuple(part for part in found if part.digits)
    record.emails = tuple(unique(email.text.strip() for email in card.emails))
    record.email_kinds = {
        email.text.strip(): kind for email in card.emails for kind in ("home", "work") if kind in email.types
    }
    for address in card.addresses:
        kind = next((kind for kind in ("home", "work", "legal", "delivery") if kind in address.types), "other")
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
            record.addresses += (part,)
    record.messengers = tuple(("web", url.text.strip()[:500]) for url in card.urls if url.text.strip())
    for messenger in card.messengers:
        system = messenger.system.lower()
        known = system if system in _SYSTEMS else "other"
        address_text = messenger.address if known == system else f"{messenger.system}: {messenger.address}"
        record.messengers += ((known, address_text[:500]),)


def _phones(phone: VCardPhone, options: ImportOptions, country: str, city: str) -> list[RepairedPhone]:
    types = [text.lower() for text in phone.types]
    kind = next((code for word, code in _PHONE_TYPES if word in types), "")
    text = f"{phone.text} ext. {phone.extension}" if phone.extension else phone.text
    found = repair_cell(text, country=options.country, area_code=options.area_code, row_country=country, city=city)
    label = one_line(phone.label)
    kind = kind or code_for("phone_kind", label)
    note = "" if code_for("phone_kind", label) else label
    return [_told(part, kind, note) for part in found]


def _told(phone: RepairedPhone, kind: str, note: str) -> RepairedPhone:
    if not kind and not note:
        return phone
    return replace(phone, kind=kind or phone.kind, note=", ".join(filter(None, (phone.note, note))))


def _fill_rest(record: ImportRecord, card: VCard) -> None:
    for label, day in (("birthday", card.birthday), ("anniversary", card.anniversary)):
        if day and (known := _partial(day)):
            record.dates += ((label, known),)
        elif day:
            record.note(f"{day.year or ''}-{day.month or ''}-{day.day or ''}", title_of("date_label", label))
    record.tags += tuple(unique(one_line(text)[:100] for text in card.categories))
    if card.languages:
        set_value(record, "language", ", ".join(card.languages)[:100])
    if card.gender[:1].upper() in _SEXES:
        set_value(record, "sex", _SEXES[card.gender[:1].upper()])
    if card.uid.startswith(OWN_UID) and card.uid.removeprefix(OWN_UID).isdecimal():
        record.own_id = int(card.uid.removeprefix(OWN_UID))
    elif card.uid:
        record.external_ids += (("vCard UID", card.uid[:200]),)
    record.photo = card.photo
    record.notes += tuple(_notes(card))


def _fill_own(record: ImportRecord, card: VCard, custom: CustomFields) -> None:
    """What this program itself wrote into properties of its own (``X-DESKTOP-CRM;FIELD=life_cycle``)."""
    for other in card.others:
        if other.name != OWN_PROPERTY:
            continue
        parameters = dict(other.parameters)
        code, text = parameters.get("FIELD", ""), unescaped(other.value)
        keep = custom.named(parameters.get("NAME", "")) if code == CUSTOM_FIELD else FILLERS.get(code)
        header = parameters.get("NAME", "") or (_(FIELDS[code][0]) if code in FIELDS else code)
        if code in JOB_FIELDS:
            _fill_job(record, code, int(parameters.get("JOB", "1") or 1), text)
        elif code in VALUE_LENGTHS:
            set_value(record, code, text[: VALUE_LENGTHS[code]])
        elif code == "iban":
            record.ibans += tuple(parts_of(text))
        elif keep is not None:
            keep(record, header, text, text)
        else:
            record.note(text, header)


def _fill_job(record: ImportRecord, code: str, number: int, text: str) -> None:
    if 0 < number <= len(record.jobs):
        found = parse_date(text)
        day = found.as_date() if found else None
        jobs = list(record.jobs)
        job = jobs[number - 1]
        if code == "role":
            job = job._replace(role=text[:200])
        else:
            job = job._replace(since=day) if code == "since" else job._replace(until=day)
        jobs[number - 1] = job
        record.jobs = tuple(jobs)


def unescaped(value: str) -> str:
    """A kept property's value as text (RFC 6350 3.4)."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _notes(card: VCard) -> Iterator[str]:
    """What has no field of its own is kept where it can be read."""
    if card.note.strip():
        yield card.note.strip("\r\n ")
    for related in card.related:
        yield f"{', '.join(related.types) or _('Related')}: {related.text}"
    for member in card.members:
        yield f"{_('Member')}: {member}"
    for other in card.others:
        if other.name not in _TECHNICAL and other.name != OWN_PROPERTY and other.value.strip():
            yield f"{other.name}: {other.value.strip()[:_KEPT_OTHERS]}"


def _partial(day: CardDate) -> PartialDate | None:
    return PartialDate(day.day, day.month, day.year) if day.day and day.month else None
