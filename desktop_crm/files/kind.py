"""What a file is, decided by its content; the ending of its name is not trusted."""

import re
from pathlib import Path
from typing import Literal

from desktop_crm.base.errors import FileProtected, FileUnreadable, WrongFormat
from desktop_crm.files.compound import CompoundFile
from desktop_crm.files.limits import FORMATS, readable_file
from desktop_crm.files.zip_package import ZipPackage

FileKind = Literal["xlsx", "xls", "ods", "html", "text", "vcf", "ics"]

_OTHER = (  # beginnings of common files that nobody means to import, each sure
    b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF", b"Rar!", b"7z\xbc\xaf",
    b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MZ", b"\x7fELF", b"SQLite format 3", b"{\\rtf", b"OggS", b"ID3",
    b"\x00\x00\x01\x00", b"!BDN", b"\xca\xfe\xba\xbe", b"wOFF", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_TEXT_STARTS = (b"BM", b"MZ", b"ID3", b"BZh", b"RIFF")  # also the beginning of words
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<table|<meta|<body|<head)", re.I | re.S
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b"))


def file_kind(path: Path) -> FileKind:
    """The kind of *path*; an error of :mod:`desktop_crm.base.errors` where it cannot be read here."""
    readable_file(path)
    try:
        with path.open("rb") as source:
            head = source.read(65536)
    except OSError:
        raise FileUnreadable(name=path.name) from None
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(path)
    if head.startswith(_COMPOUND):
        return _compound_kind(path)
    return _text_kind(path, head)


def _wrong(path: Path) -> WrongFormat:
    return WrongFormat(name=path.name, formats=FORMATS)


def _zip_kind(path: Path) -> FileKind:
    with ZipPackage(path) as package:
        names = set(package.parts)
        if any(name.endswith("workbook.xml") for name in names):
            return "xlsx"
        if "content.xml" in names:
            mimetype = package.read("mimetype", 1000) if "mimetype" in names else b""
            if b"spreadsheet" in mimetype or not mimetype:
                return "ods"
    raise _wrong(path)


def _compound_kind(path: Path) -> FileKind:
    names = {name.lower() for name in CompoundFile(path).streams}
    if names & {"encryptedpackage", "encryptioninfo"}:
        raise FileProtected(name=path.name)
    if names & {"workbook", "book"}:
        return "xls"
    raise _wrong(path)


def _text_kind(path: Path, head: bytes) -> FileKind:
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").decode("latin-1")
    if start[:11].upper() == "BEGIN:VCARD":
        return "vcf"
    if start[:15].upper().startswith(("BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VTODO")):
        return "ics"
    known = next((each for each in _OTHER if head.startswith(each)), None)
    binary = _is_binary(head)
    if binary or (known is not None and known not in _TEXT_STARTS):
        raise _wrong(path)
    if _HTML.match(start):
        return "html"
    if start.startswith("<?xml") or (start.startswith(("{", "[")) and '":' in start[:2000]):
        raise _wrong(path)
    return "text"


def looks_like_utf16(head: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` for text whose every second byte is mostly zero, else empty."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    even, odd = head[0 : pairs * 2 : 2], head[1 : pairs * 2 : 2]
    for high, low, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        rare = high.count(0) + high.count(1) + high.count(4)  # Latin, Romanian, Cyrillic
        if high.count(0) and rare >= 0.9 * pairs and low.count(0) <= 0.05 * pairs:
            return name
    return ""


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_like_utf16(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROL))
    return controls > max(8, len(head) // 50)
