"""The container of old office files (.xls; also of encrypted .xlsx): names of its streams, and one stream's bytes.

Written after [MS-CFB]. Only what is needed to look before the reader leaps: chains are followed with a limit, so a
broken or hostile file ends in :class:`FileDamaged`, never in an endless loop.
"""

import struct
from pathlib import Path

from desktop_crm.base.errors import FileDamaged, FileUnreadable
from desktop_crm.files.limits import MAX_FILE, readable_file

_END = 0xFFFFFFFA  # this value and those above are marks, not sectors ([MS-CFB] 2.1)
_MINI_CUTOFF = 4096


class CompoundFile:
    """The directory of a compound file, and its streams."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        readable_file(path, MAX_FILE)
        try:
            self._bytes = path.read_bytes()
        except OSError:
            raise FileUnreadable(name=self.name) from None
        try:
            self._open()
        except (struct.error, IndexError, ValueError):
            raise FileDamaged(name=self.name) from None

    def _open(self) -> None:
        header = self._bytes[:512]
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise FileDamaged(name=self.name)
        self._size = 1 << shift
        fat_sectors, directory, _signature, _cutoff, mini_fat, _mini_count, difat, difat_count = struct.unpack_from(
            "<I I I I I I I I", header, 44
        )
        table = [sector for sector in struct.unpack_from("<109I", header, 76) if sector < _END]
        for _step in range(min(difat_count, len(self._bytes) // self._size)):
            if difat >= _END:
                break
            *more, difat = struct.unpack(f"<{self._size // 4}I", self._sector(difat))
            table += [sector for sector in more if sector < _END]
        self._fat: list[int] = []
        for sector in table[: min(fat_sectors, len(table))]:
            self._fat += struct.unpack(f"<{self._size // 4}I", self._sector(sector))
        content = self._chain(directory)
        self.streams: dict[str, tuple[int, int]] = {}
        root = (_END, 0)
        for start in range(0, len(content) - 127, 128):
            length, kind = struct.unpack_from("<HB", content, start + 64)
            name = content[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<IQ", content, start + 116)
            if kind == 5:
                root = (first, size)
            elif kind == 2:
                self.streams[name] = (first, size & 0xFFFFFFFF)
        self._root = root
        self._mini_fat_start = mini_fat

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._bytes[start : start + self._size]
        if not sector:
            raise FileDamaged(name=self.name)
        return sector.ljust(self._size, b"\x00")

    def _chain(self, first: int) -> bytes:
        pieces: list[bytes] = []
        most = len(self._bytes) // self._size + 1
        while first < _END:
            if len(pieces) > most:  # a chain that bites its own tail
                raise FileDamaged(name=self.name)
            pieces.append(self._sector(first))
            first = self._fat[first]
        return b"".join(pieces)

    def read(self, stream: str) -> bytes:
        """The bytes of one stream."""
        try:
            first, size = self.streams[stream]
            if size >= _MINI_CUTOFF:
                return self._chain(first)[:size]
            mini = self._chain(self._root[0])
            content = self._chain(self._mini_fat_start)
            fat = struct.unpack(f"<{len(content) // 4}I", content)
            pieces: list[bytes] = []
            while first < _END and len(pieces) * 64 <= _MINI_CUTOFF:
                pieces.append(mini[first * 64 : first * 64 + 64])
                first = fat[first]
            return b"".join(pieces)[:size]
        except (struct.error, IndexError):
            raise FileDamaged(name=self.name) from None


def compound_file(stream: str, content: bytes) -> bytes:
    """A new compound file (version 4) that holds nothing but one stream, for content of up to some 450 MB."""
    size = 4096
    content = content.ljust(_MINI_CUTOFF, b"\x00")
    sectors = -(-len(content) // size)
    tables = -(-(sectors + 2) // (size // 4 - 1))
    first = tables + 1  # the tables, the directory, the stream, an empty stream of small parts
    end = first + sectors
    fat = [0xFFFFFFFD] * tables + [0xFFFFFFFE, *range(first + 1, end), 0xFFFFFFFE, 0xFFFFFFFE]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * size, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH", 0x3E, 4, 0xFFFE, 12, 6) + b"\x00" * 6
    header += struct.pack("<9I", 1, tables, tables, 0, _MINI_CUTOFF, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    directory = _entry("Root Entry", 5, end, size, child=1) + _entry(stream, 2, first, len(content))
    return b"".join(
        (
            header.ljust(size, b"\x00"),
            table,
            directory.ljust(size, b"\x00"),
            content.ljust((sectors + 1) * size, b"\x00"),
        )
    )


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return head + b"\x00" * 36 + struct.pack("<IQ", start, size)
