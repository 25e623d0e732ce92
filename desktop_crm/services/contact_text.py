"""A block of text (a signature, a business card) read as a new contact. Nothing is written."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_crm.base.text import digits, fold
from desktop_crm.services.company_names import split_legal_form
from desktop_crm.services.contact_drafts import ContactDraft
from desktop_crm.services.given_names import is_known
from desktop_crm.services.phones import country_of, repair_cell

LONGEST = 4_000  # characters looked at: a card, not a book
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", re.UNICODE)
_WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,;|<>]+", re.IGNORECASE)
_BARE_WEBSITE = re.compile(
    r"(?<![\w@.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:md|ro|ru|com|net|org|eu|example)\b(?!\s*@)", re.IGNORECASE
)
_LABEL = re.compile(
    r"^\s*(tel|telefon|phone|mobile|mobil|mob|cell|gsm|fax|e-?mail|mail|web|website|site|www|adresa|address|skype|"
    r"viber|whatsapp|telegram|тел|телефон|моб|мобильный|факс|почта|эл\. почта|сайт|адрес)\.?\s*(?:/[^:]*)?[:.]\s*",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(?<!\w)(str|strada|bd|bld|bul|bulevardul|blvd|sos|șos|soseaua|calea|aleea|of|street|st|road|rd|avenue|ave|"
    r"straße|strasse|ул|улица|пр|проспект|бул|бульвар|пер|офис|оф|nr)(?:\.|\s)",
    re.IGNORECASE,
)
_POSITIONS = frozenset(
    map(
        fold,
        (
            "director", "directoare", "manager", "contabil", "contabil-șef", "administrator", "inginer", "consultant",
            "specialist", "șef", "președinte", "fondator", "avocat", "medic", "arhitect", "designer", "asistent",
            "secretar", "reprezentant", "coordonator", "sales", "ceo", "cto", "cfo", "founder", "owner", "engineer",
            "assistant", "accountant", "head", "lead", "officer", "developer", "purchasing", "директор", "менеджер",
            "бухгалтер", "инженер", "начальник", "специалист", "руководитель", "юрист", "врач", "архитектор",
            "дизайнер", "секретарь", "представитель", "координатор", "заместитель", "консультант", "администратор",
        ),
    )
)  # fmt: skip
_GREETINGS = tuple(
    map(fold, ("cu respect", "cu stimă", "best regards", "kind regards", "regards", "с уважением", "salutări", "--"))
)


@dataclass
class _Reading:
    """What has been understood, and the lines that are left."""

    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    address: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def draft_of_text(text: str, country: str = "") -> ContactDraft:
    """The contact that *text* describes: name, firm, position, phones, e-mails, website, address."""
    reading = _Reading()
    for line in _lines(text[:LONGEST]):
        _read_line(line, reading, country)
    organisation = _take(reading.rest, _is_organisation)
    position = _take(reading.rest, _is_position)
    name = _take(reading.rest, _is_name)
    if not organisation and reading.rest and name and not _is_address(reading.rest[0]):
        organisation = reading.rest.pop(0)
    person = bool(name) or not organisation
    street, city, postcode = _address(reading.address, reading.rest)
    notes = "\n".join(reading.rest)
    return ContactDraft(
        kind="person" if person else "organisation",
        name=name if person else organisation,
        organisation=organisation if person else "",
        position=position,
        phones=tuple(dict.fromkeys(reading.phones)),
        emails=tuple(dict.fromkeys(reading.emails)),
        messengers=tuple(("web", site) for site in dict.fromkeys(reading.websites)),
        street=street,
        city=city,
        postcode=postcode,
        country=country if street or city else "",
        values={"notes": notes} if notes else {},
    )


def _lines(text: str) -> list[str]:
    """Pieces of the text: lines, and what bars and bullets keep apart."""
    pieces = re.split(r"[\n\r\t|•·]+", text.replace("\u00a0", " "))
    cleaned = [" ".join(piece.split()).strip(" ,;–—") for piece in pieces]
    return [piece for piece in cleaned if piece and not fold(piece).startswith(_GREETINGS)]


def _read_line(line: str, reading: _Reading, country: str) -> None:
    for pattern, found in ((_EMAIL, reading.emails), (_WEBSITE, reading.websites), (_BARE_WEBSITE, reading.websites)):
        matches = pattern.findall(line)
        found += [match.rstrip(".,;/") for match in matches]
        line = pattern.sub(" ", line)
    line = line if _is_address(line) else _without_phones(line, reading, country)
    line = _LABEL.sub("", " ".join(line.split())).strip(" ,;:.–—/()[]<>")
    if not line or _LABEL.match(f"{line}:"):
        return
    (reading.address if _is_address(line) else reading.rest).append(line)


def _without_phones(line: str, reading: _Reading, country: str) -> str:
    if len(digits(line)) < 6:
        return line
    found = [phone for phone in repair_cell(line, country=country) if phone.e164 or phone.status == "check"]
    if not found:
        return line
    reading.phones.append(line)
    return ""


def _take(lines: list[str], fits: Callable[[str], bool]) -> str:
    """The first line that fits, taken out."""
    number = next((number for number, line in enumerate(lines) if fits(line)), -1)
    return lines.pop(number) if number >= 0 else ""


def _is_organisation(line: str) -> bool:
    return bool(split_legal_form(line).legal_form) or bool(re.match(r"[«„“\"].+[»”\"]$", line))


def _is_position(line: str) -> bool:
    words = re.split(r"[\s,/-]+", fold(line))
    return len(words) <= 8 and (fold(line) in _POSITIONS or any(word in _POSITIONS for word in words))


def _is_name(line: str) -> bool:
    words = [word for word in re.split(r"[\s,]+", line) if word]
    if not 2 <= len(words) <= 4 or any(char.isdigit() for char in line):
        return False
    capital = all(word[0].isupper() for word in words if word[0].isalpha())
    return capital and (any(is_known(fold(word)) for word in words) or len(words) <= 3)


def _is_address(line: str) -> bool:
    return bool(_STREET.search(line)) and any(char.isdigit() for char in line)


def _address(lines: list[str], rest: list[str]) -> tuple[str, str, str]:
    """(street, city, postcode) of “str. Uzinelor 12, Chișinău, MD-2023”."""
    if not lines:
        return "", "", ""
    text = ", ".join(lines)
    postcode = next(iter(re.findall(r"\bMD-?\s?\d{4}\b|\b\d{6}\b", text)), "")
    text = text.replace(postcode, " ") if postcode else text
    parts = [" ".join(part.split()) for part in text.split(",")]
    parts = [part for part in parts if part]
    city = ""
    for part in reversed(parts):
        bare = re.sub(r"^(?:mun|or|oraș|г|гор|город|c|s)\.?\s+", "", part, flags=re.IGNORECASE)
        if not any(char.isdigit() for char in part) and not _STREET.search(f"{part} ") and not country_of(part):
            city = bare
            parts.remove(part)
            break
    return ", ".join(part for part in parts if not country_of(part)), city, postcode.replace(" ", "")
