"""Address books: .vcf files of versions 2.1, 3.0 and 4.0, also the broken ones that phones and mail programs write.

Written after RFC 6350 (4.0), RFC 2426 (3.0) and the versit specification (2.1). A missing VERSION is read as 2.1, a
missing END ends at the next BEGIN, a card inside a card (AGENT) becomes a card of its own, groups say so in ``kind``.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_crm.base.collector import collector_held
from desktop_crm.base.errors import FileDamaged, FileUnreadable, WrongFormat
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.base.vcard import (
    PartialDate,
    VCard,
    VCardAddress,
    VCardJob,
    VCardMessenger,
    VCardPhone,
    VCardProperty,
    VCardText,
)
from desktop_crm.files.encoding import encoding_name, marked_encoding
from desktop_crm.files.kind import file_kind, looks_like_utf16
from desktop_crm.files.limits import FORMATS, MAX_CARDS, MAX_PROPERTIES, MAX_TEXT, readable_file, too_many_contacts
from desktop_crm.files.note import Note
from desktop_crm.files.vcard_card import CardReader
from desktop_crm.files.vcard_folding import RawLine, unfolded
from desktop_crm.files.vcard_line import ContentLine, LineDecoder, content_line, unescaped
from desktop_crm.files.vcard_writer import write_vcards

__all__ = [
    "AddressBook",
    "PartialDate",
    "VCard",
    "VCardAddress",
    "VCardJob",
    "VCardMessenger",
    "VCardPhone",
    "VCardProperty",
    "VCardText",
    "read_vcards",
    "write_vcards",
]
_STEP = 2000
_MAX_DEPTH = 8
_MOST_INVALID = 10_000


@dataclass(frozen=True)
class AddressBook:
    """All cards of a file, in order; a card inside another follows it."""

    name: str
    encoding: str
    cards: list[VCard]
    notes: tuple[Note, ...]


def read_vcards(path: str | os.PathLike[str], *, encoding: str = "", progress: Progress | None = None) -> AddressBook:
    """The cards of *path*; *encoding* is used where neither a mark nor the line names another."""
    path = Path(path)
    progress = progress or Progress()
    readable_file(path, MAX_TEXT)
    if file_kind(path) not in ("vcf", "text"):
        raise WrongFormat(name=path.name, formats=FORMATS)
    progress.step(_("Reading the file"))
    try:
        content = path.read_bytes()
    except OSError:
        raise FileUnreadable(name=path.name) from None
    content, marked = _as_utf8(content)
    decoder = LineDecoder(content, encoding=encoding, marked=marked)
    book = _Book(decoder, path.name)
    total = len(content)
    with collector_held():
        for count, raw in enumerate(unfolded(content, path.name)):
            if not count % _STEP:
                progress.step(_("Reading contacts"), min(raw.line * 30, total), total)
            book.take(raw)
        book.close()
    if not book.begun:
        raise WrongFormat(name=path.name, formats=FORMATS)
    used = sorted(decoder.used - {"utf-8", "ascii"}) or ["utf-8"]
    return AddressBook(path.name, used[0], book.cards, tuple(book.all_notes()))


def _as_utf8(content: bytes) -> tuple[bytes, bool]:
    """The content without a byte order mark, UTF-16 turned into UTF-8; whether the character set is thereby certain."""
    marked = marked_encoding(content) or looks_like_utf16(content[:65536])
    if marked == "utf-8-sig":
        return content[3:], True
    if marked:
        return content.decode(marked, "replace").lstrip("\ufeff").encode("utf-8", "replace"), True
    return content, False


class _Book:
    """The cards read so far, and those still open."""

    def __init__(self, decoder: LineDecoder, name: str) -> None:
        self._decoder = decoder
        self._name = name
        self._properties = self._invalid = 0
        self._open: list[tuple[int, CardReader]] = []
        self._places: list[VCard | None] = []
        self._slots: list[int] = []  # places of the open cards
        self._notes: list[Note] = []
        self._photos = 0
        self.begun = False

    @property
    def cards(self) -> list[VCard]:
        """The finished cards in the order in which they begin."""
        return [card for card in self._places if card is not None]

    def take(self, raw: RawLine) -> None:
        """Take one line of the file."""
        self._properties += 1
        if self._properties > MAX_PROPERTIES or len(self._places) > MAX_CARDS:
            raise too_many_contacts(self._name)
        line = content_line(raw, self._decoder)
        if line is None:
            text = raw.content[:60].decode("utf-8", "replace")
            self._note("invalid_line", raw.line, text=text)
            self._invalid += 1
            if self._invalid > _MOST_INVALID:
                raise FileDamaged(name=self._name)
        elif line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            self._begin(raw.line)
        elif line.name == "END" and line.value.strip().upper() == "VCARD":
            if self._open:
                self._end()
        elif self._open:
            if line.name == "AGENT" and "BEGIN:VCARD" in line.value.upper():
                self._inner(line)
            else:
                self._open[-1][1].add(line)

    def _begin(self, number: int) -> None:
        self.begun = True
        last = self._open[-1][1].last if self._open else None
        nested = last is not None and last.name == "AGENT" and len(self._open) < _MAX_DEPTH
        if self._open and not nested:
            self._note("lost_card", self._open[-1][0])
            while self._open:  # its END is missing
                self._end()
        self._places.append(None)
        self._open.append((number, CardReader(number)))
        self._slots.append(len(self._places) - 1)

    def _end(self) -> None:
        _number, reader = self._open.pop()
        self._places[self._slots.pop()] = reader.card()
        self._photos += reader.photos_left_out

    def _inner(self, line: ContentLine) -> None:
        """A card inside a value, its line ends escaped (AGENT of version 3.0)."""
        depth = len(self._open)
        if depth >= _MAX_DEPTH:
            self._note("lost_card", line.line)
            return
        self._open[-1][1].add(ContentLine("AGENT", line.group, line.parameters, "", line.line))
        for raw in _inner_lines(line):
            self.take(raw)
        while len(self._open) > depth:
            self._end()

    def close(self) -> None:
        """The file is at its end."""
        if self._open:
            self._note("lost_card", self._open[0][0])
        while self._open:
            self._end()

    def _note(self, code: str, row: int, **facts: str) -> None:
        if len(self._notes) < 100:
            self._notes.append(Note.of(code, row=row, **facts))

    def all_notes(self) -> Iterator[Note]:
        """Everything unusual."""
        yield from self._notes
        used = sorted(self._decoder.used - {"utf-8", "ascii"})
        if used:
            yield Note.of("decoded_as", encoding=", ".join(map(encoding_name, used)))
        if self._decoder.replaced:
            yield Note.of("undecodable_bytes", count=self._decoder.replaced)
        if self._photos:
            yield Note.of("photo_too_large", count=self._photos)


def _inner_lines(line: ContentLine) -> Iterator[RawLine]:
    text = unescaped(line.value)
    for raw in unfolded(text.encode("utf-8", "replace"), ""):
        yield RawLine(line.line, raw.content, raw.head)
