"""An .ods looked at before it is read: how large its tables really are, which cells are shown with leading zeros.

One cell may say that it is repeated a billion times, so the sizes are counted out first. Values are shown values:
where a number format asks for more than one digit before the point, the text that the file holds for the cell.
"""

from collections.abc import Callable
from xml.parsers import expat

from desktop_crm.base.errors import FileDamaged, FileProtected
from desktop_crm.base.progress import Progress
from desktop_crm.files.limits import MAX_AREA, MAX_CELLS, MAX_EXPANDED, too_many_bytes, too_many_cells
from desktop_crm.files.number_format import Mask
from desktop_crm.files.xlsx import SheetScan
from desktop_crm.files.zip_package import ZipPackage

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_NUMBER = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_MAX_REPEAT = 1 << 20
_MAX_BLANKS = 20_000_000
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


class OdsScan:
    """The sizes of all tables of the document, and the cells shown with more than their number."""

    def __init__(self, package: ZipPackage, progress: Progress) -> None:
        self._package = package
        self.tables: dict[str, SheetScan] = {}
        manifest = package.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise FileProtected(name=package.name)
        package.check("styles.xml")
        reader = _Reader(self.tables, package.name)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = _refuse(package.name)
        try:
            for chunk in package.chunks("content.xml"):
                progress.step("")
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError):
            raise FileDamaged(name=package.name) from None

    def scan(self, sheet: str, progress: Progress) -> SheetScan:
        """What was found out about *sheet*."""
        progress.step("")
        return self.tables.get(sheet, SheetScan())


def _refuse(name: str) -> Callable[..., None]:
    def doctype(*_facts: object) -> None:
        raise FileDamaged(name=name)

    return doctype


class _Shown(Mask):
    """The text of the cell as the file itself holds it."""

    def __init__(self, text: str) -> None:
        super().__init__([])
        self._text = text

    def show(self, number: int) -> str:
        return self._text


class _Reader:
    """Counts rows and cells while the XML goes by."""

    def __init__(self, tables: dict[str, SheetScan], name: str) -> None:
        self._tables = tables
        self._name = name
        self._scan = SheetScan()
        self._row = self._column = self._repeat = self._row_repeat = 0
        self._cell_text = self._row_text = self._all_text = 0  # characters, each repetition counted
        self._area_before = self._blanks = 0  # the reader holds all tables at once
        self._row_filled = self._filled = False
        self._number_style = ""
        self._padded: set[str] = set()  # number styles, then the cell styles that use them
        self._cell_style = ""
        self._shown: list[str] | None = None
        self._in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag in _CELLS:
            self._start_cell(attributes)
        elif tag == f"{_TEXT}p":
            self._in_text = True
        elif tag == f"{_TEXT}s":
            self._blanks += _repeat(attributes.get(f"{_TEXT}c"), self._name)
            if self._blanks > _MAX_BLANKS:
                raise too_many_cells(self._name, MAX_AREA)
        elif tag == f"{_TABLE}table-row":
            self._row_repeat = _repeat(attributes.get(f"{_TABLE}number-rows-repeated"), self._name)
            self._column = 0
            self._row_filled = False
        elif tag == f"{_TABLE}table":
            self._area_before += self._scan.rows * self._scan.columns
            self._scan = SheetScan()
            self._tables[attributes.get(f"{_TABLE}name", "")] = self._scan
            self._row = 0
        else:
            self._start_style(tag, attributes)

    def _start_style(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_NUMBER}number-style":
            self._number_style = attributes.get(f"{_STYLE}name", "")
        elif tag == f"{_NUMBER}number" and self._number_style:
            digits = attributes.get(f"{_NUMBER}min-integer-digits", "1")
            if digits.isdigit() and int(digits) > 1 and attributes.get(f"{_NUMBER}decimal-places", "0") == "0":
                self._padded.add(self._number_style)
        elif tag == f"{_STYLE}style" and attributes.get(f"{_STYLE}data-style-name") in self._padded:
            self._padded.add(attributes.get(f"{_STYLE}name", ""))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._repeat = _repeat(attributes.get(f"{_TABLE}number-columns-repeated"), self._name)
        kind = attributes.get(f"{_OFFICE}value-type")
        self._filled = kind is not None
        self._cell_text = len(attributes.get(f"{_OFFICE}string-value", ""))
        self._shown = [] if kind == "float" and attributes.get(f"{_TABLE}style-name") in self._padded else None

    def text(self, text: str) -> None:
        """Characters of a cell."""
        self._cell_text += len(text)
        if self._shown is not None and self._in_text:
            self._shown.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _CELLS:
            self._end_cell()
        elif tag == f"{_TABLE}table-row":
            self._row += self._row_repeat
            self._all_text += self._row_text * self._row_repeat
            self._row_text = 0
            if self._all_text > MAX_EXPANDED:
                raise too_many_bytes(self._name, MAX_EXPANDED)
            if self._row_filled:
                self._scan.rows = self._row
                self._scan.cells += self._row_repeat
            if self._row > _MAX_REPEAT * 2 or self._area_before + self._scan.rows * self._scan.columns > MAX_AREA:
                raise too_many_cells(self._name, MAX_AREA)
            if self._scan.cells > MAX_CELLS:
                raise too_many_cells(self._name, MAX_CELLS)
        elif tag == f"{_TEXT}p":
            self._in_text = False
        elif tag == f"{_NUMBER}number-style":
            self._number_style = ""

    def _end_cell(self) -> None:
        self._row_text += self._cell_text * self._repeat
        self._cell_text = 0
        if self._filled:
            if self._shown is not None and self._row_repeat == 1:
                mask = _Shown("".join(self._shown))
                for column in range(self._column, self._column + min(self._repeat, 100)):
                    self._scan.masked[self._row, column] = mask
            self._row_filled = True
            self._scan.columns = max(self._scan.columns, self._column + self._repeat)
        self._column += self._repeat
        self._filled = False
        self._shown = None


def _repeat(text: str | None, name: str) -> int:
    if text is None:
        return 1
    if not text.strip().isdigit() or len(text.strip()) > 9 or int(text) > _MAX_REPEAT:
        raise too_many_cells(name, MAX_AREA)
    return max(1, int(text))
