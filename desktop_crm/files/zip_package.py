"""A zip file looked at with suspicion: real sizes, not declared ones, and no document type in its XML."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from xml.etree import ElementTree

from desktop_crm.base.errors import FileDamaged
from desktop_crm.files.limits import MAX_EXPANDED, too_many_bytes

_CHUNK = 1 << 20
_MAX_PARTS = 20_000
# prolog of an XML document: byte order mark, declaration, comments, blanks; then a document type
_DOCTYPE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL | re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class ZipPackage:
    """An office file that is a zip; every part is inflated by us first, up to a limit."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN:
            raise FileDamaged(name=self.name) from None
        self._parts = {info.filename: info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > _MAX_PARTS:
            self._zip.close()
            raise FileDamaged(name=self.name)

    def __enter__(self) -> "ZipPackage":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @property
    def parts(self) -> list[str]:
        """Names of all parts."""
        return list(self._parts)

    def chunks(self, part: str, limit: int = MAX_EXPANDED) -> Iterator[bytes]:
        """The real content of *part* in pieces; refuses more than *limit* bytes and a document type."""
        info = self._parts[part]
        declared = info.file_size
        if declared > limit:
            raise too_many_bytes(self.name, limit)
        info.file_size = limit + _CHUNK  # zipfile stops at the declared size; the real end is what counts
        total = 0
        try:
            with self._zip.open(info) as source:
                while chunk := source.read(_CHUNK):
                    if not total and _DOCTYPE.match(chunk[:65536]):
                        raise FileDamaged(name=self.name)
                    total += len(chunk)
                    if total > limit:
                        raise too_many_bytes(self.name, limit)
                    yield chunk
        except _BROKEN:
            raise FileDamaged(name=self.name) from None
        finally:
            info.file_size = declared
        if total != declared:
            raise FileDamaged(name=self.name)

    def read(self, part: str, limit: int = 20_000_000) -> bytes:
        """The whole content of a small *part*; empty if there is none."""
        return b"".join(self.chunks(part, limit)) if part in self._parts else b""

    def check(self, part: str) -> None:
        """Inflate *part* once, only to see that it is sound and within the limits."""
        for _chunk in self.chunks(part) if part in self._parts else ():
            pass

    def xml(self, part: str) -> ElementTree.Element | None:
        """The parsed XML of a small *part*; ``None`` if there is no such part."""
        content = self.read(part)
        if not content:
            return None
        try:
            return ElementTree.fromstring(content)
        except (ElementTree.ParseError, LookupError, ValueError):
            raise FileDamaged(name=self.name) from None


def part_info(part: str) -> zipfile.ZipInfo:
    """A part with the time that all parts get, so that the same rows make the same file."""
    info = zipfile.ZipInfo(part, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def write_part(target: zipfile.ZipFile, part: str, content: str) -> None:
    """Write one small part."""
    target.writestr(part_info(part), content.encode())
