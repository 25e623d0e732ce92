"""How long the shared texts of an .xls are ([MS-XLS] 2.4.265, 2.5.293); their letters are left to the reader."""

import struct


class _Pieces:
    """The bytes of the SST record and its CONTINUE records; a text may go on in the next piece."""

    def __init__(self, records: list[bytes]) -> None:
        self._records = records
        self._piece = 0
        self._position = 8  # behind the two counts

    def _next(self) -> bool:
        self._piece += 1
        self._position = 0
        return self._piece < len(self._records)

    def take(self, count: int) -> bytes:
        """The next bytes of one piece (headers are never cut)."""
        if self._position >= len(self._records[self._piece]) and not self._next():
            raise struct.error
        found = self._records[self._piece][self._position : self._position + count]
        self._position += count
        return found

    def skip(self, count: int) -> None:
        """Pass over bytes, also into the next pieces."""
        while count > 0:
            left = len(self._records[self._piece]) - self._position
            if left >= count:
                self._position += count
                return
            count -= max(left, 0)
            if not self._next():
                raise struct.error

    def skip_letters(self, count: int, *, wide: bool) -> None:
        """Pass over the letters of a text; each further piece begins with a byte that says how wide they are."""
        while count > 0:
            width = 2 if wide else 1
            left = (len(self._records[self._piece]) - self._position) // width
            if left >= count:
                self._position += count * width
                return
            count -= max(left, 0)
            if not self._next():
                raise struct.error
            wide = bool(self.take(1)[0] & 1)


def shared_lengths(records: list[bytes], count: int) -> list[int]:
    """Bytes that each shared text takes at most as UTF-8; as many as can be followed."""
    pieces = _Pieces(records)
    lengths: list[int] = []
    try:
        for _text in range(count):
            letters, flags = struct.unpack("<HB", pieces.take(3))
            runs = struct.unpack("<H", pieces.take(2))[0] if flags & 8 else 0
            extra = struct.unpack("<i", pieces.take(4))[0] if flags & 4 else 0
            lengths.append(letters * 3 if flags & 1 else letters * 2)
            pieces.skip_letters(letters, wide=bool(flags & 1))
            pieces.skip(runs * 4 + max(extra, 0))
    except (struct.error, IndexError):
        pass  # the reader refuses such a table by itself
    return lengths
