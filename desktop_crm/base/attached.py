"""A file on its way into or out of the database: its name, kind and content in pieces."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath

from desktop_crm.base.errors import CrmError
from desktop_crm.base.formats import number_text
from desktop_crm.base.i18n import N_, _

LIMIT = 25 * 1024 * 1024  # bytes of one file
PIECE = 256 * 1024  # small enough for every server's packet limit
LONGEST_NAME = 200
# what the desktop would run instead of show
_PROGRAMS = frozenset(
    """
    app appimage bat bin cmd com command cpl deb desktop dll exe gadget hta jar js jse lnk msc msi msp pif pl ps1 py pyw
    rb reg rpm run scf scr sh url vb vbe vbs wsf wsh
    """.split()  # noqa: SIM905
)


class AttachmentTooLarge(CrmError):
    """More than the limit. Facts: name, size, limit."""

    text = N_(
        "“{name}” has {size}, and a file kept with a contact may have {limit}. Nothing was changed. "
        "Keep it in a folder and write into a note where it lies."
    )


@dataclass(frozen=True)
class AttachedFile:
    """One file, whole."""

    name: str
    media_type: str
    pieces: tuple[bytes, ...]

    @cached_property
    def size(self) -> int:
        """Bytes."""
        return sum(map(len, self.pieces))

    @cached_property
    def sha256(self) -> str:
        """Checksum of the content."""
        digest = hashlib.sha256()
        for piece in self.pieces:
            digest.update(piece)
        return digest.hexdigest()


def attached(name: str, content: bytes, media_type: str = "") -> AttachedFile:
    """A file whose content is at hand; raises ``AttachmentTooLarge``."""
    refuse_too_large(name, len(content))
    return AttachedFile(file_name(name), media_type or media_type_of(name), tuple(cut(content)))


def refuse_too_large(name: str, size: int) -> None:
    """Raise ``AttachmentTooLarge`` where it is."""
    if size > LIMIT:
        raise AttachmentTooLarge(name=name, size=size_text(size), limit=size_text(LIMIT))


def cut(content: bytes) -> Iterable[bytes]:
    """*content* in pieces."""
    return (content[start : start + PIECE] for start in range(0, len(content), PIECE))


def media_type_of(name: str) -> str:
    """IANA media type by the name, "" where it says nothing."""
    return mimetypes.guess_type(name)[0] or ""


def is_program(name: str) -> bool:
    """Whether the desktop would run it: such a file is never opened without a word."""
    return PurePosixPath(name.casefold().rstrip(". ")).suffix[1:] in _PROGRAMS


def file_name(name: str) -> str:
    """*name* as a name alone that every system takes: no folders, no control characters, not too long."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join("_" if char in '<>:"|?*' or not char.isprintable() else char for char in bare).strip(". ")
    if len(clean) > LONGEST_NAME:
        suffix = PurePosixPath(clean).suffix[:20]
        clean = clean[: LONGEST_NAME - len(suffix)] + suffix
    return clean or "file"


def size_text(size: int) -> str:
    """“320 kB”, “1.4 MB”."""
    if size < 1000:
        return _("{count} B").format(count=size)
    if size < 1_000_000:
        return _("{count} kB").format(count=number_text(Decimal(round(size / 1000))))
    return _("{count} MB").format(count=number_text(Decimal(round(size / 100_000)) / 10))
