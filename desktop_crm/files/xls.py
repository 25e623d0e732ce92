"""An .xls (BIFF 5 and 8) looked at before it is read: protection, sizes of its sheets, cells shown with leading zeros.

Written after [MS-XLS]. The records are walked over once. The spreadsheet reader believes what such a file declares and
would reserve hundreds of gigabytes for it, so it is given a clean copy: the workbook stream alone in a new container,
without declared sizes and without formulas (their results stay).
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from desktop_crm.base.errors import FileDamaged, FileProtected
from desktop_crm.base.progress import Progress
from desktop_crm.files.compound import CompoundFile, compound_file
from desktop_crm.files.limits import MAX_AREA, MAX_CELLS, MAX_EXPANDED, too_many_bytes, too_many_cells
from desktop_crm.files.number_format import Mask, mask_of
from desktop_crm.files.xls_strings import shared_lengths
from desktop_crm.files.xlsx import SheetScan

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _CONTINUE, _SST = 0x0809, 0x000A, 0x002F, 0x0085, 0x003C, 0x00FC
_FORMAT, _XF, _ROW, _BOOLERR, _DIMENSIONS = 0x041E, 0x00E0, 0x0208, 0x0205, 0x0200
_NUMBER, _LABEL, _LABELSST, _RK, _MULRK, _FORMULA, _RSTRING = 0x0203, 0x0204, 0x00FD, 0x027E, 0x00BD, 0x0006, 0x00D6
_ONE_CELL = {_NUMBER, _LABEL, _LABELSST, _RK, _FORMULA, _BOOLERR, _RSTRING}
_BELIEVED = {_DIMENSIONS, 0x0018, 0x0017}  # declared sizes, defined names and the sheets that formulas name
_NOTHING = 0x00EF  # a record that no reader knows


class XlsScan:
    """The records of the workbook stream, and its clean copy."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._name = path.name
        container = CompoundFile(path)
        stream = next((name for name in container.streams if name.lower() in ("workbook", "book")), None)
        if stream is None:
            raise FileDamaged(name=path.name)
        content = bytearray(container.read(stream))
        self._area = self._cells = 0
        self._formats: dict[int, Mask | None] = {}
        self._styles: list[Mask | None] = []
        self._order: list[tuple[int, str]] = []  # where each sheet begins, and its name
        self._by_start: dict[int, SheetScan] = {}
        self._shared: list[bytes] = []  # the records of the shared texts
        self._references: dict[int, int] = {}  # how often each of them is used
        try:
            self._walk(content, progress)
        except (struct.error, IndexError, UnicodeDecodeError):
            raise FileDamaged(name=path.name) from None
        self._judge(len(content))
        self.clean = compound_file("Workbook", bytes(content))

    def scan(self, sheet: str, progress: Progress) -> SheetScan:
        """What was found out about *sheet*."""
        progress.step("")
        starts = [start for start, name in self._order if name == sheet]
        return self._by_start.get(starts[0], SheetScan()) if len(starts) == 1 else SheetScan()

    def _walk(self, content: bytearray, progress: Progress) -> None:
        scan = SheetScan()
        wide = True
        inside = False
        before = 0
        for count, (start, code, body) in enumerate(_records(content)):
            if not count % 50_000:
                progress.step("")
            if code == _BOF:
                if not inside:  # a chart inside a sheet belongs to the sheet
                    scan = self._by_start.setdefault(start, SheetScan())
                inside = True
                wide = body[:2] == b"\x00\x06"
            elif code == _EOF:
                inside = False
            elif code in _ONE_CELL or code == _MULRK:
                self._cell(code, body, scan)
                if code == _FORMULA:
                    struct.pack_into("<H", content, start + 4 + 20, 0)  # no formula, only its result
            elif code in _BELIEVED:
                struct.pack_into("<H", content, start, _NOTHING)
            elif code == _SST or (code == _CONTINUE and before == _SST):
                self._shared.append(body)
                code = _SST
            else:
                self._fact(code, body, scan, wide=wide)
            before = code

    def _fact(self, code: int, body: bytes, scan: SheetScan, *, wide: bool) -> None:
        if code == _FILEPASS:
            raise FileProtected(name=self._name)
        if code == _BOUNDSHEET:
            self._order.append((struct.unpack_from("<I", body)[0], _short_text(body[6:], wide=wide)))
        elif code == _FORMAT:
            self._format(body, wide=wide)
        elif code == _XF:
            self._styles.append(self._formats.get(struct.unpack_from("<H", body, 2)[0]))
        elif code == _ROW:
            scan.hidden_rows += bool(len(body) >= 14 and body[12] & 0x20)

    def _judge(self, size: int) -> None:
        """Refuse what would not fit: sheets read twice, more texts than bytes, long texts used again and again."""
        starts = [start for start, _name in self._order]
        if len(set(starts)) < len(starts) or not set(starts) <= set(self._by_start):
            raise FileDamaged(name=self._name)
        if not self._shared:
            return
        count = struct.unpack_from("<i", self._shared[0].ljust(8, b"\0"), 4)[0]
        if not 0 <= count <= size // 3:
            raise FileDamaged(name=self._name)
        lengths = shared_lengths(self._shared, count)
        total = sum(times * lengths[index] for index, times in self._references.items() if index < len(lengths))
        if total > MAX_EXPANDED:
            raise too_many_bytes(self._name, MAX_EXPANDED)

    def _format(self, body: bytes, *, wide: bool) -> None:
        number = struct.unpack_from("<H", body)[0]
        if wide:
            length, flags = struct.unpack_from("<HB", body, 2)
            text = body[5 : 5 + 2 * length].decode("utf-16-le") if flags & 1 else body[5 : 5 + length].decode("latin-1")
        else:
            text = body[3 : 3 + body[2]].decode("latin-1")
        self._formats[number] = mask_of(text)

    def _cell(self, code: int, body: bytes, scan: SheetScan) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if code == _MULRK else column
        if row >= scan.rows or last >= scan.columns:
            before = scan.rows * scan.columns
            scan.rows, scan.columns = max(scan.rows, row + 1), max(scan.columns, last + 1)
            self._area += scan.rows * scan.columns - before  # the reader holds all sheets at once
        self._cells += last - column + 1
        if self._area > MAX_AREA or self._cells > MAX_CELLS:
            raise too_many_cells(self._name, MAX_AREA)
        if code == _LABELSST:
            index = struct.unpack_from("<I", body, 6)[0]
            self._references[index] = self._references.get(index, 0) + 1
        elif code == _BOOLERR:
            scan.errors += body[7:8] == b"\x01"
        elif code in (_NUMBER, _RK):
            self._mask(scan, row, column, style)
        elif code == _MULRK:
            for index in range(min(last - column + 1, (len(body) - 6) // 6)):
                self._mask(scan, row, column + index, struct.unpack_from("<H", body, 4 + 6 * index)[0])

    def _mask(self, scan: SheetScan, row: int, column: int, style: int) -> None:
        mask = self._styles[style] if style < len(self._styles) else None
        if mask is not None:
            scan.masked[row, column] = mask


def _records(content: bytearray) -> Iterator[tuple[int, int, bytes]]:
    position, end = 0, len(content) - 4
    while position <= end:
        code, length = struct.unpack_from("<HH", content, position)
        yield position, code, bytes(content[position + 4 : position + 4 + length])
        position += 4 + length


def _short_text(body: bytes, *, wide: bool) -> str:
    """A sheet name: a length byte, in BIFF 8 a byte of flags, the characters."""
    length = body[0]
    if not wide:
        return body[1 : 1 + length].decode("latin-1")
    if body[1] & 1:
        return body[2 : 2 + 2 * length].decode("utf-16-le")
    return body[2 : 2 + length].decode("latin-1")
