"""A printable document as pure data: what it says, not how it looks (``files.pdf`` and ``files.report_xlsx`` do that).

Values stay what they are (numbers, amounts, days, moments) and are written out by whoever lays the document out, in the
document's own language. Every text may come from a user: none is markup. A figure carries its definition and the list
behind it; the layout puts both into the appendix, a window opens the list at a click.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Cell = str | int | float | Decimal | date | datetime | None
CellKind = Literal["text", "number", "money", "percent", "date", "moment"]
Paper = Literal["A4", "A5", "Letter", "DL", "C6", "C5"]
Density = Literal["fit", "roomy", "dense", "tight", "columns", "cells"]  # room that each thing of a list gets
DENSITIES: tuple[Density, ...] = ("roomy", "dense", "tight", "columns", "cells")  # ``fit``: the first that is one page
Tone = Literal["", "ok", "warn", "bad", "info", "violet"]  # never the only bearer of a meaning
RIGHT = ("number", "money", "percent")


@dataclass(frozen=True, slots=True)
class Link:
    """The record that a row is about: a window opens it."""

    kind: str  # contact, interaction, reminder, complaint
    record_id: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``width``: its share of the page beside the others, 0 by the content."""

    title: str
    kind: CellKind = "text"
    width: float = 0
    currency: str = ""  # ISO 4217, of money
    strong: bool = False  # names what the row is about

    @property
    def right(self) -> bool:
        """Whether its values stand at the right edge."""
        return self.kind in RIGHT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that comes back on every page."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    total: tuple[Cell, ...] = ()  # a last row, set apart
    empty: str = ""  # the sentence where there are no rows
    links: Sequence[Link | None] = ()  # one for each row, or none at all
    bars: int | None = None  # index of a number column that is also drawn as bars
    wrap: int = 2  # lines that a cell may have before it is cut with “…”; 0: as many as it needs


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a chart, ``None`` where there is none."""

    name: str
    values: tuple[float | int | Decimal | None, ...]
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A small chart with the sentence that says the same."""

    form: Literal["bars", "lines", "stacked", "ranked"]  # ranked: horizontal bars, the names at the left
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    sentence: str
    title: str = ""
    kind: CellKind = "number"
    currency: str = ""
    highlight: int | None = None  # the category that the document is about


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its definition and the list behind it. ``key`` never changes: copies are compared by it."""

    key: str
    title: str
    value: Cell
    definition: str
    kind: CellKind = "number"
    currency: str = ""
    note: str = ""  # the comparison: “+6 on September”
    tone: Tone = ""  # of the note
    rows: Table | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures side by side, up to four in a row."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 begins a chapter, 2 a section, 3 a part of it. All stand in the bookmarks."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; line ends are kept."""

    text: str
    style: Literal["lead", "body", "strong", "small", "caption"] = "body"


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, set apart."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short sentences one under the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Names and values, in one or two columns; a pair without a value is left out."""

    pairs: tuple[tuple[str, Cell], ...]
    columns: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class TickItem:
    """A line with a box to tick."""

    text: str
    when: str = ""
    who: str = ""
    phone: str = ""
    notes: tuple[str, ...] = ()
    tone: Tone = ""  # of ``when``
    done: bool = False


@dataclass(frozen=True, slots=True)
class TickList:
    """Lines with boxes to tick."""

    items: tuple[TickItem, ...]
    empty: str = ""
    density: Density = "roomy"


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Lines to sign on, side by side, each with its caption."""

    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddressBlock:
    """The receiver of a letter, where the window of the envelope is (DIN lang, left)."""

    lines: tuple[str, ...]
    place_and_day: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Space:
    """Empty room, in points."""

    points: float = 12


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: logo, firm, title, period."""

    title: str
    subtitle: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayNote:
    """What stands on one day of a calendar."""

    day: int
    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month with what stands on its days."""

    year: int
    month: int
    notes: tuple[DayNote, ...]


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A sheet of sticky labels, millimetres from the upper left corner of the paper."""

    code: str  # as the trade calls it: “L7160”
    paper: Literal["A4", "Letter"]
    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    step_x: float
    step_y: float


@dataclass(frozen=True, slots=True)
class Labels:
    """Addresses on a sheet of labels; ``skip`` labels of the first sheet are used up."""

    sheet: LabelSheet
    addresses: tuple[tuple[str, ...], ...]
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Envelopes:
    """One envelope a page, the sender small above."""

    addresses: tuple[tuple[str, ...], ...]


Block = (
    Heading | Paragraph | Quote | Bullets | Figures | Table | Chart | KeyValues | TickList | SignatureLine
    | AddressBlock | PageBreak | Space | Cover | MonthGrid | Labels | Envelopes
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The firm as it stands on paper."""

    name: str = ""
    lines: tuple[str, ...] = ()  # address, numbers, tax number
    logo: bytes = b""  # PNG or JPEG


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``look``: a report has a header and page numbers, a letter a letterhead, bare nothing."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en"
    author: str = ""
    period: str = ""
    filter: str = ""
    firm: Letterhead = Letterhead()
    look: Literal["report", "letter", "bare"] = "report"
    paper: Paper = "A4"
    landscape: bool = False
    made_at: datetime | None = None
    appendix: bool = True  # definitions and lists of the figures at the end


def figures_of(document: Document) -> Iterator[Figure]:
    """All figures in order, each key once."""
    seen = set()
    for block in document.blocks:
        for figure in block.items if isinstance(block, Figures) else ():
            if figure.key not in seen:
                seen.add(figure.key)
                yield figure


def tables_of(document: Document) -> Iterator[Table]:
    """All tables in order, those behind figures after the document's own."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield block
    for figure in figures_of(document):
        if figure.rows is not None:
            yield figure.rows
