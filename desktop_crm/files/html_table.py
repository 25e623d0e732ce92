"""A web page saved under a spreadsheet's name, as many shops and banks export: the largest of its tables."""

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from desktop_crm.base.errors import FileDamaged, FileUnreadable, WrongFormat
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.files.cell import Cell, Row
from desktop_crm.files.encoding import encoding_name, guess_encoding, known_encoding
from desktop_crm.files.limits import FORMATS, MAX_AREA, MAX_CELLS, MAX_COLUMNS, readable_file, too_many_cells
from desktop_crm.files.note import Note

_MAX_HTML = 40_000_000
_PIECE = 1 << 14
_MOST_OPEN = 1 << 18


@dataclass
class HtmlRows:
    """The rows of the page's largest table, numbered from its first row."""

    encoding: str
    rows: list[Row]
    row_numbers: list[int]
    notes: list[Note]


def read_html(path: Path, encoding: str, progress: Progress) -> HtmlRows:
    """The largest table of the page."""
    readable_file(path, _MAX_HTML)
    try:
        content = path.read_bytes()
    except OSError:
        raise FileUnreadable(name=path.name) from None
    chosen = known_encoding(encoding) or guess_encoding(content)
    text = content.decode(chosen, "replace")
    reader = _TableReader(path.name)
    for start in range(0, len(text), _PIECE):
        progress.step(_("Reading the file"), start, len(text))
        reader.feed(text[start : start + _PIECE])
        if len(reader.rawdata) > _MOST_OPEN:  # a tag or comment without an end: looked through again with each piece
            raise FileDamaged(name=path.name)
    reader.close()
    largest = max(reader.tables, key=lambda table: sum(map(len, table)), default=[])
    filled = [(number, row) for number, row in enumerate(largest, 1) if any(row)]
    if not filled:
        raise WrongFormat(name=path.name, formats=FORMATS)
    notes = [Note.of("html_table")]
    if chosen != "utf-8":
        notes.append(Note.of("decoded_as", encoding=encoding_name(chosen)))
    return HtmlRows(chosen, [tuple(row) for _number, row in filled], [number for number, _row in filled], notes)


class _TableReader(HTMLParser):
    """Collects the cells of every table; nested tables are tables of their own."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[Cell]]] = []
        self._open: list[list[list[Cell]]] = []
        self._text: list[str] | None = None
        self._span = 1
        self._name = name
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, a row or a cell begins."""
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            self._text = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), MAX_COLUMNS) if span.isdigit() and len(span) < 7 else 1
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A table, a row or a cell ends."""
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text inside a cell."""
        if self._text is not None:
            self._text.append(" ".join(data.split()) if data.strip() else " ")

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            return
        text = "".join(self._text).replace("\xa0", " ").strip()
        self._text = None
        self._cells += self._span
        if self._cells > min(MAX_CELLS, MAX_AREA):
            raise too_many_cells(self._name, MAX_CELLS)
        if not self._open[-1]:
            self._open[-1].append([])
        self._open[-1][-1] += [text or None] + [None] * (self._span - 1)
