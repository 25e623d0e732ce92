"""An .xlsx looked at before it is read: how large its sheets really are, which cells are shown with leading zeros.

The spreadsheet reader holds the whole rectangle up to the last filled cell, so a file of one kilobyte with one value
in XFD1048576 would take all memory. Here the cell references are scanned first, quickly where they are ordinary
(``<c r="B17"`` in up to 26 columns and 99,999 rows) and exactly where they are not.
"""

import re
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from desktop_crm.base.progress import Progress
from desktop_crm.files.limits import MAX_AREA, MAX_CELLS, MAX_LINE, too_many_bytes, too_many_cells
from desktop_crm.files.number_format import Mask, mask_of
from desktop_crm.files.xlsx_strings import SharedTexts
from desktop_crm.files.zip_package import ZipPackage

_UNUSUAL = re.compile(rb'<c(?! r="[A-Z]\d{1,5}")')
_PREFIXED = re.compile(rb":c[\s/>]")
_TAG = re.compile(rb'<(?:\w+:)?(row|c)(?=[\s/>])((?:[^>"\']|"[^"]*"|\'[^\']*\')*)>(</)?')
_REFERENCE = re.compile(rb'\sr\s*=\s*["\']\s*([A-Za-z]*)(\d*)')
_STYLE = re.compile(rb'\ss\s*=\s*["\'](\d+)["\']')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?hidden="(?:1|true)"')


@dataclass
class SheetScan:
    """What the XML of one sheet says about itself."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    errors: int = 0
    hidden_rows: int = 0
    masked: dict[tuple[int, int], Mask] = field(default_factory=dict)


class XlsxScan:
    """The parts of a workbook, found by its relations."""

    def __init__(self, package: ZipPackage) -> None:
        self._package = package
        root = next((name for name in package.parts if name.endswith("workbook.xml")), "xl/workbook.xml")
        folder = dirname(root)
        targets: dict[str, str] = {}
        relations = package.xml(join(folder, "_rels", root.rsplit("/", 1)[-1] + ".rels"))
        styles = ""
        for relation in relations if relations is not None else []:
            target = relation.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            targets[relation.get("Id", "")] = part
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            if kind == "styles":
                styles = part
        self._texts = SharedTexts(package)
        self._visible: list[str] = []
        self._scans: dict[str, SheetScan] = {}
        self._sheets = self._sheet_parts(root, targets)
        self._masks = self._style_masks(styles) if styles else {}

    def _sheet_parts(self, root: str, targets: dict[str, str]) -> dict[str, str]:
        workbook = self._package.xml(root)
        parts: dict[str, str] = {}
        for element in workbook.iter() if workbook is not None else []:
            if element.tag.rsplit("}", 1)[-1] != "sheet":
                continue
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            name = element.get("name", "")
            if element.get("state", "visible") == "visible":
                self._visible.append(name)
            parts[name] = "" if name in parts else targets.get(key, "")
        return parts

    def _style_masks(self, part: str) -> dict[int, Mask]:
        """Cell styles (the numbers in ``s="…"``) whose number format shows more than the number."""
        root = self._package.xml(part)
        if root is None:
            return {}
        space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
        codes = {fmt.get("numFmtId"): mask_of(fmt.get("formatCode", "")) for fmt in root.iter(f"{space}numFmt")}
        styles = root.find(f"{space}cellXfs")
        masks = {}
        for index, style in enumerate(styles if styles is not None else []):
            mask = codes.get(style.get("numFmtId"))
            if mask is not None:
                masks[index] = mask
        return masks

    def scan(self, sheet: str, progress: Progress) -> SheetScan:
        """Look through *sheet*; refuse one whose cells would not fit."""
        if sheet not in self._scans:
            self._scans[sheet] = self._scan(sheet, progress)
        return self._scans[sheet]

    def look_ahead(self, sheet: str | None, progress: Progress) -> None:
        """Look through the sheet that will probably be read, while the reader takes in the shared texts."""
        name = sheet if sheet is not None else next(iter(self._visible), "")
        if name in self._sheets:
            self.scan(name, progress)

    def _scan(self, sheet: str, progress: Progress) -> SheetScan:
        part = self._sheets.get(sheet, "")
        if part in self._package.parts:
            return self._scan_part(part, progress)
        # the reader may find it by other ways: all of them must be harmless
        parts = [name for name in self._package.parts if "sheet" in name.lower() and name.lower().endswith(".xml")]
        scans = [self._scan_part(part, progress) for part in parts]
        return scans[0] if len(scans) == 1 else SheetScan()

    def _scan_part(self, part: str, progress: Progress) -> SheetScan:
        scan = SheetScan(rows=99_999, columns=26)
        ordinary = not self._masks and self._pass(part, _QuickLook(scan), scan, progress)
        if not ordinary or scan.rows * scan.columns > MAX_AREA:
            scan = SheetScan()
            self._pass(part, _ExactLook(scan, self._masks), scan, progress)
        if scan.rows * scan.columns > MAX_AREA:
            raise too_many_cells(self._package.name, MAX_AREA)
        if self._texts.may_grow(scan.cells):
            counter = self._texts.counter(scan.cells)
            carry = b""
            for piece in self._package.chunks(part):
                progress.step("")
                chunk = carry + piece
                cut = max(chunk.rfind(b"<v"), 0)
                carry = chunk[cut:]
                counter.see(chunk[:cut])
            counter.see(carry)
        return scan

    def _pass(self, part: str, look: "_QuickLook | _ExactLook", scan: SheetScan, progress: Progress) -> bool:
        """Show all tags of *part* to *look*; ``False`` where it could not make sense of them."""
        carry = b""
        for piece in self._package.chunks(part):
            progress.step("")
            chunk = carry + piece
            cut = max(chunk.rfind(b"<"), 0)
            carry = chunk[cut:]
            if not look.see(chunk[:cut]):
                return False
            if len(carry) > MAX_LINE:
                raise too_many_bytes(self._package.name, MAX_LINE)
            if scan.cells > MAX_CELLS:
                raise too_many_cells(self._package.name, MAX_CELLS)
        return look.see(carry)


def _side_facts(scan: SheetScan, chunk: bytes) -> None:
    """Errors and hidden rows, for the notes."""
    if b"#" in chunk:
        scan.errors += chunk.count(b' t="e"')
    if b' hidden="' in chunk:
        scan.hidden_rows += len(_HIDDEN_ROW.findall(chunk))


class _QuickLook:
    """Takes the bounds of ordinary cells for granted and reads only the references of others."""

    def __init__(self, scan: SheetScan) -> None:
        self._scan = scan

    def see(self, chunk: bytes) -> bool:
        """Take account of the whole tags in *chunk*; ``False`` if positions must be counted."""
        scan = self._scan
        scan.cells += chunk.count(b"<c")
        _side_facts(scan, chunk)
        for unusual in _UNUSUAL.finditer(chunk):
            cell = _TAG.match(chunk, unusual.start())
            if cell is None:  # <cols>, <conditionalFormatting> …
                continue
            reference = _REFERENCE.search(cell[2])
            if reference is None or not (reference[1] and reference[2]):
                return False
            if not cell[2].endswith(b"/") and not cell[3]:
                scan.rows = max(scan.rows, int(reference[2]))
                scan.columns = max(scan.columns, _column_number(reference[1]))
        return _PREFIXED.search(chunk) is None


class _ExactLook:
    """Follows every row and cell; where a reference is missing, counts on from the one before."""

    def __init__(self, scan: SheetScan, masks: dict[int, Mask]) -> None:
        self._scan = scan
        self._masks = masks
        self._row = 0
        self._column = 0

    def see(self, chunk: bytes) -> bool:
        """Take account of the whole tags in *chunk*."""
        _side_facts(self._scan, chunk)
        for match in _TAG.finditer(chunk):
            reference = _REFERENCE.search(match[2])
            if match[1] == b"row":
                self._row = int(reference[2] or 0) if reference is not None else self._row + 1
                self._column = 0
                continue
            self._scan.cells += 1
            if reference is not None and reference[1] and reference[2]:
                self._column, self._row = _column_number(reference[1]), int(reference[2])
            else:
                self._column += 1
            if not match[2].endswith(b"/") and not match[3]:  # styled but empty: the reader skips it
                self._filled(match[2])
        return True

    def _filled(self, attributes: bytes) -> None:
        scan = self._scan
        scan.rows = max(scan.rows, self._row)
        scan.columns = max(scan.columns, self._column)
        style = _STYLE.search(attributes) if self._masks else None
        mask = self._masks.get(int(style[1])) if style is not None else None
        if mask is not None and b't="s"' not in attributes:
            scan.masked[self._row - 1, self._column - 1] = mask


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:7]:
        number = number * 26 + letter - 64
    return number
