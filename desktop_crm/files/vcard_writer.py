"""Address books written as vCard 4.0 (RFC 6350), such that reading them back gives the same cards."""

import base64
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.base.vcard import (
    PartialDate,
    VCard,
    VCardAddress,
    VCardMessenger,
    VCardPhone,
)
from desktop_crm.files.atomic import replaced_file

_TOKEN = re.compile(r"^[A-Za-z0-9-]+$")
_URI_NUMBER = re.compile(r"^\+?[0-9().-]+$")
_EXTENSION = re.compile(r"^[0-9]+$")
_FOLD = 75  # octets of a line without its end (RFC 6350 3.2)
_STEP = 1000
_SIGNATURES = (
    (b"\xff\xd8", "image/jpeg"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"BM", "image/bmp"),
)


def write_vcards(path: str | os.PathLike[str], cards: Iterable[VCard], progress: Progress | None = None) -> int:
    """Write *cards* to *path*, replacing it when all is well; says how many there were."""
    path = Path(path)
    progress = progress or Progress()
    count = 0
    with replaced_file(path) as beside, beside.open("wb") as target:
        for count, card in enumerate(cards, 1):
            if count % _STEP == 1:
                progress.step(_("Writing contacts"), count)
            target.write(b"".join(map(folded, card_lines(card))))
    return count


def folded(line: str) -> bytes:
    """*line* with its end, cut into pieces of 75 octets without cutting a letter."""
    content = line.encode("utf-8", "replace")
    if len(content) <= _FOLD:
        return content + b"\r\n"
    pieces = []
    start, room = 0, _FOLD
    while len(content) - start > room:
        end = start + room
        while content[end] & 0xC0 == 0x80:  # inside a letter
            end -= 1
        pieces.append(content[start:end])
        start, room = end, _FOLD - 1
    pieces.append(content[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def escaped(text: str) -> str:
    """*text* as a value (RFC 6350 3.4)."""
    text = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def parameter(name: str, value: str) -> str:
    """One parameter, quoted and wrapped as needed (RFC 6868)."""
    if _TOKEN.match(value):
        return f";{name}={value}"
    value = value.replace("^", "^^").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "^n").replace('"', "^'")
    return f';{name}="{value}"'


def _types(types: tuple[str, ...]) -> str:
    plain = "".join(parameter("TYPE", each) for each in types if each != "pref")
    return plain + (";PREF=1" if "pref" in types else "")


def card_lines(card: VCard) -> Iterator[str]:
    """The lines of one card, not yet folded."""
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    for name, text in (("KIND", card.kind), ("UID", card.uid)):
        if text:
            yield f"{name}:{escaped(text)}"
    yield f"FN:{escaped(card.full_name)}"  # must be there (RFC 6350 6.2.1), even if empty
    names = (card.family, card.given, card.middle, card.prefix, card.suffix)
    if any(names):
        yield "N:" + ";".join(map(escaped, names))
    yield from _texts(card)
    yield from _jobs(card)
    yield from _ways(card)
    if card.photo:
        kind = next((kind for start, kind in _SIGNATURES if card.photo.startswith(start)), "image/jpeg")
        yield f"PHOTO:data:{kind};base64,{base64.b64encode(card.photo).decode('ascii')}"
    yield from _others(card)
    yield "END:VCARD"


def _texts(card: VCard) -> Iterator[str]:
    for name, text in (("NICKNAME", card.nickname), ("GENDER", card.gender), ("NOTE", card.note)):
        if text:
            yield f"{name}:{escaped(text)}"
    if card.categories:
        yield "CATEGORIES:" + ",".join(map(escaped, card.categories))
    for language in card.languages:
        yield f"LANG:{escaped(language)}"
    for name, found in (("BDAY", card.birthday), ("ANNIVERSARY", card.anniversary)):
        text = _date(found) if found is not None else ""
        if text:
            yield f"{name}:{text}"
    for member in card.members:
        yield f"MEMBER:{escaped(member)}"


def _date(date: PartialDate) -> str:
    year = f"{date.year:04}" if date.year is not None else ""
    month = f"{date.month:02}" if date.month is not None else ""
    day = f"{date.day:02}" if date.day is not None else ""
    if year and month:
        return f"{year}{month}{day}" if day else f"{year}-{month}"
    if year or not (month or day):
        return year
    return f"--{month}{day}" if month else f"---{day}"


def _jobs(card: VCard) -> Iterator[str]:
    """ORG, TITLE and ROLE of one job share a group, so that they find each other again."""
    for number, job in enumerate(card.jobs, 1):
        if job.organisation:
            yield f"job{number}.ORG:" + ";".join(map(escaped, job.organisation))
        if job.title:
            yield f"job{number}.TITLE:{escaped(job.title)}"
        if job.role:
            yield f"job{number}.ROLE:{escaped(job.role)}"


def _ways(card: VCard) -> Iterator[str]:
    """Ways to reach: a label of the user's own is tied to its line by a group."""
    lines = [(phone.label, _phone(phone)) for phone in card.phones]
    lines += [(address.label, _address(address)) for address in card.addresses]
    for name, texts in (("EMAIL", card.emails), ("URL", card.urls), ("RELATED;VALUE=text", card.related)):
        lines += [(text.label, f"{name}{_types(text.types)}:{escaped(text.text)}") for text in texts]
    number = 0
    for label, line in lines:
        if label:
            number += 1
            yield f"item{number}.{line}"
            yield f"item{number}.X-ABLabel:{escaped(label)}"
        else:
            yield line
    for messenger in card.messengers:
        yield _messenger(messenger)


def _address(address: VCardAddress) -> str:
    parts = (
        address.po_box,
        address.extended,
        address.street,
        address.city,
        address.region,
        address.postcode,
        address.country,
    )
    return f"ADR{_types(address.types)}:" + ";".join(map(escaped, parts))


def _phone(phone: VCardPhone) -> str:
    types = _types(phone.types)
    if not phone.extension:
        return f"TEL{types}:{escaped(phone.text)}"
    if _URI_NUMBER.match(phone.text) and _EXTENSION.match(phone.extension):
        return f"TEL;VALUE=uri{types}:tel:{phone.text};ext={phone.extension}"
    return f"TEL{types}{parameter('X-EXTENSION', phone.extension)}:{escaped(phone.text)}"


def _messenger(messenger: VCardMessenger) -> str:
    types = _types(messenger.types)
    address = escaped(messenger.address.replace("%", "%25"))  # a URI: the reader takes percent signs away
    return f"IMPP{parameter('X-SERVICE-TYPE', messenger.system)}{types}:x-im:{address}"


def _others(card: VCard) -> Iterator[str]:
    for each in card.others:
        group = next((value for name, value in each.parameters if name == "GROUP"), "")
        line = (f"{group}." if group else "") + each.name
        line += "".join(parameter(name, value) for name, value in each.parameters if name != "GROUP")
        yield f"{line}:{each.value}".replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
