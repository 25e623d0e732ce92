"""An .xls (BIFF 5 and 8) looked at before it is read: protection, sizes of its sheets, cells shown with leading zeros.

Written after [MS-XLS]. The records are walked over once; only cell positions, formats and the password mark are read.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from desktop_crm.base.errors import FileDamaged, FileProtected
from desktop_crm.base.progress import Progress
from desktop_crm.files.compound import CompoundFile
from desktop_crm.files.limits import MAX_AREA, too_many_cells
from desktop_crm.files.number_format import Mask, mask_of
from desktop_crm.files.xlsx import SheetScan

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMAT, _XF, _ROW, _BOOLERR = 0x041E, 0x00E0, 0x0208, 0x0205
_NUMBER, _LABEL, _LABELSST, _RK, _MULRK, _FORMULA, _RSTRING = 0x0203, 0x0204, 0x00FD, 0x027E, 0x00BD, 0x0006, 0x00D6
_ONE_CELL = {_NUMBER, _LABEL, _LABELSST, _RK, _FORMULA, _BOOLERR, _RSTRING}


class XlsScan:
    """The records of the workbook stream."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._name = path.name
        container = CompoundFile(path)
        stream = next((name for name in container.streams if name.lower() in ("workbook", "book")), None)
        if stream is None:
            raise FileDamaged(name=path.name)
        content = container.read(stream)
        self._area = 0
        self._formats: dict[int, Mask | None] = {}
        self._styles: list[Mask | None] = []
        self._order: list[tuple[int, str]] = []  # where each sheet begins, and its name
        self._by_start: dict[int, SheetScan] = {}
        try:
            self._walk(content, progress)
        except (struct.error, IndexError, UnicodeDecodeError):
            raise FileDamaged(name=path.name) from None

    def scan(self, sheet: str, progress: Progress) -> SheetScan:
        """What was found out about *sheet*."""
        progress.step("")
        starts = [start for start, name in self._order if name == sheet]
        return self._by_start.get(starts[0], SheetScan()) if len(starts) == 1 else SheetScan()

    def _walk(self, content: bytes, progress: Progress) -> None:
        scan = SheetScan()
        wide = True
        for count, (start, code, body) in enumerate(_records(content)):
            if not count % 50_000:
                progress.step("")
            if code == _BOF:
                scan = self._by_start.setdefault(start, SheetScan())
                wide = body[:2] == b"\x00\x06"
            elif code == _FILEPASS:
                raise FileProtected(name=self._name)
            elif code == _BOUNDSHEET:
                self._order.append((struct.unpack_from("<I", body)[0], _short_text(body[6:], wide=wide)))
            elif code == _FORMAT:
                self._format(body, wide=wide)
            elif code == _XF:
                self._styles.append(self._formats.get(struct.unpack_from("<H", body, 2)[0]))
            elif code == _ROW:
                scan.hidden_rows += bool(len(body) >= 14 and body[12] & 0x20)
            elif code in _ONE_CELL or code == _MULRK:
                self._cells(code, body, scan)

    def _format(self, body: bytes, *, wide: bool) -> None:
        number = struct.unpack_from("<H", body)[0]
        if wide:
            length, flags = struct.unpack_from("<HB", body, 2)
            text = body[5 : 5 + 2 * length].decode("utf-16-le") if flags & 1 else body[5 : 5 + length].decode("latin-1")
        else:
            text = body[3 : 3 + body[2]].decode("latin-1")
        self._formats[number] = mask_of(text)

    def _cells(self, code: int, body: bytes, scan: SheetScan) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if code == _MULRK else column
        if row >= scan.rows or last >= scan.columns:
            before = scan.rows * scan.columns
            scan.rows, scan.columns = max(scan.rows, row + 1), max(scan.columns, last + 1)
            self._area += scan.rows * scan.columns - before  # the reader holds all sheets at once
            if self._area > MAX_AREA:
                raise too_many_cells(self._name, MAX_AREA)
        if code == _BOOLERR:
            scan.errors += body[7:8] == b"\x01"
        if code in (_NUMBER, _RK):
            self._mask(scan, row, column, style)
        elif code == _MULRK:
            for index in range(min(last - column + 1, (len(body) - 6) // 6)):
                self._mask(scan, row, column + index, struct.unpack_from("<H", body, 4 + 6 * index)[0])

    def _mask(self, scan: SheetScan, row: int, column: int, style: int) -> None:
        mask = self._styles[style] if style < len(self._styles) else None
        if mask is not None:
            scan.masked[row, column] = mask


def _records(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    position, end = 0, len(content) - 4
    while position <= end:
        code, length = struct.unpack_from("<HH", content, position)
        yield position, code, content[position + 4 : position + 4 + length]
        position += 4 + length


def _short_text(body: bytes, *, wide: bool) -> str:
    """A sheet name: a length byte, in BIFF 8 a byte of flags, the characters."""
    length = body[0]
    if not wide:
        return body[1 : 1 + length].decode("latin-1")
    if body[1] & 1:
        return body[2 : 2 + 2 * length].decode("utf-16-le")
    return body[2 : 2 + length].decode("latin-1")
