"""Rows of .csv, .tsv and other delimited text: strict where quotes are right, forgiving where they are not.

The ``csv`` module alone would let one stray quotation mark swallow the rest of the file. Here every record that spans
lines is proved with the strict rules; if it fails, or runs on without an end, its first line is read alone and the
reading goes on with the next line.
"""

import csv
import io
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop_crm.base.collector import collector_held
from desktop_crm.base.errors import FileEmpty, FileUnreadable, WrongFormat
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.files.cell import Row
from desktop_crm.files.csv_writer import unguarded
from desktop_crm.files.encoding import encoding_name, guess_encoding, known_encoding, marked_encoding
from desktop_crm.files.limits import (
    FORMATS,
    MAX_AREA,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINE,
    MAX_TEXT,
    readable_file,
    too_many_bytes,
    too_many_cells,
    too_many_columns,
)
from desktop_crm.files.note import Note

DELIMITERS = (",", ";", "\t", "|")
_MOST_LINES = 400  # a quoted cell may span this many lines
_MOST_STRAYS = 200  # then every line is read alone
_STEP = 5000
_SAMPLE = 500_000  # characters that the delimiter is found out from
_SEP_LINE = re.compile(r"^\"?sep=(.)\"?\s*$", re.IGNORECASE)

csv.field_size_limit(MAX_LINE)


@dataclass
class TextRows:
    """The filled rows of a text file and the numbers of the lines on which they begin."""

    encoding: str
    delimiter: str
    rows: list[Row] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_text(path: Path, encoding: str, delimiter: str, progress: Progress) -> TextRows:
    """The rows of *path*; empty *encoding* and *delimiter* are found out."""
    size = readable_file(path, MAX_TEXT)
    progress.step(_("Reading the file"))
    try:
        content = path.read_bytes()
    except OSError:
        raise FileUnreadable(name=path.name) from None
    chosen = known_encoding(encoding) if encoding else guess_encoding(content)
    if not chosen:
        raise WrongFormat(name=path.name, formats=FORMATS)
    if chosen == "utf-8" and marked_encoding(content) == "utf-8-sig":
        chosen = "utf-8-sig"
    progress.step(_("Reading the file"))
    lines = _Lines(_decoded_lines(content, chosen), path.name)
    del content
    first = lines.peek(200)
    named = _SEP_LINE.match(first[0]) if first else None
    if named is not None:
        lines.next()
        delimiter = delimiter or named[1]
    delimiter = delimiter or guess_delimiter(first[1 if named else 0 :])
    result = TextRows(chosen, delimiter)
    blanks = any(f'{delimiter} "' in line for line in first)
    reader = _RecordReader(lines, delimiter, skip_blanks=blanks)
    with collector_held():
        _collect(reader, result, size, progress, path.name)
    if not result.rows:
        raise FileEmpty(name=path.name)
    if chosen not in ("utf-8", "utf-8-sig"):
        result.notes.append(Note.of("decoded_as", encoding=encoding_name(chosen)))
    if lines.replaced:
        result.notes.append(Note.of("undecodable_bytes", count=lines.replaced))
    if lines.zeros:
        result.notes.append(Note.of("zero_bytes"))
    if len(reader.strays) > 10:
        result.notes.append(Note.of("many_broken_quotes", count=len(reader.strays)))
    else:
        result.notes += [Note.of("broken_quotes", row=number) for number in reader.strays]
    return result


def _collect(reader: "_RecordReader", result: TextRows, size: int, progress: Progress, name: str) -> None:
    cells = widest = 0
    done = 0
    guarded = False
    for number, record in reader:
        done += 1
        if not done % _STEP:
            progress.step(_("Reading rows"), min(reader.characters, size), size)
        row = tuple([cell or None for cell in record])
        if len(row) > MAX_COLUMNS:
            raise too_many_columns(name)
        whole = "".join(record)
        if not whole or whole.isspace():
            continue
        if "'" in whole and any(cell[:1] == "'" for cell in record):
            clean = tuple([unguarded(cell) or None for cell in record])
            guarded = guarded or clean != row
            row = clean
        cells += len(row)
        widest = max(widest, len(row))
        result.rows.append(row)
        result.row_numbers.append(number)
        if cells > MAX_CELLS or widest * len(result.rows) > MAX_AREA:
            raise too_many_cells(name, MAX_AREA)
    if guarded:
        result.notes.append(Note.of("formula_marks"))


def guess_delimiter(lines: list[str]) -> str:
    """The delimiter that cuts *lines* most evenly."""
    best, best_score = ",", 0.0
    for delimiter in ("\t", ";", ",", "|"):
        try:
            widths = [len(record) for record in csv.reader(lines, delimiter=delimiter) if any(map(str.strip, record))]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (width > 1) * widths.count(width) * width**0.5)
        score = widths.count(usual) / len(widths) * usual**0.5 if usual > 1 else 0.0
        if score > best_score * 1.02:
            best, best_score = delimiter, score
    return best


def _decoded_lines(content: bytes, encoding: str) -> Iterator[str]:
    """Lines with their ends (LF, CR LF or CR alone), decoded piece by piece; what does not fit becomes U+FFFD."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")


class _Lines:
    """Lines that can be looked at before they are taken, and put back."""

    def __init__(self, source: Iterable[str], name: str) -> None:
        self._source = iter(source)
        self._waiting: deque[str] = deque()
        self._name = name
        self.number = 0  # of the line taken last
        self.replaced = 0
        self.zeros = False

    def _fetch(self) -> str | None:
        line = next(self._source, None)
        if line is None:
            return None
        if len(line) > MAX_LINE:
            raise too_many_bytes(self._name, MAX_LINE)
        if "\ufffd" in line:
            self.replaced += line.count("\ufffd")
        if "\x00" in line:
            self.zeros = True
            line = line.replace("\x00", "")
        return line

    def peek(self, count: int) -> list[str]:
        """The next lines, left where they are."""
        room = _SAMPLE - sum(map(len, self._waiting)) if count > 1 else 1
        while len(self._waiting) < count and room > 0 and (line := self._fetch()) is not None:
            self._waiting.append(line)
            room -= len(line)
        return list(itertools.islice(self._waiting, count))

    def next(self) -> str | None:
        """Take the next line."""
        line = self._waiting.popleft() if self._waiting else self._fetch()
        self.number += line is not None
        return line

    def put_back(self, lines: list[str]) -> None:
        """Give *lines* back, to be taken again."""
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)


class _RecordReader:
    """Records with the number of their first line."""

    def __init__(self, lines: _Lines, delimiter: str, *, skip_blanks: bool) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._blanks = skip_blanks
        self.strays: list[int] = []
        self.characters = 0
        self._taken: list[str] = []

    def _feed(self) -> Iterator[str]:
        """Lines for the csv reader; ends early where a record takes too many."""
        length = 0
        while len(self._taken) < _MOST_LINES and length < MAX_LINE and (line := self._lines.next()) is not None:
            self._taken.append(line)
            length = length + len(line) if len(self._taken) > 1 else 0
            self.characters += len(line)
            yield line

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while self._lines.peek(1):
            yield from self._run()

    def _run(self) -> Iterator[tuple[int, list[str]]]:
        """Records until a stray quote asks for a fresh start."""
        reader = csv.reader(self._feed(), delimiter=self._delimiter, skipinitialspace=self._blanks)
        while True:
            self._taken.clear()
            try:
                record = next(reader, None)
            except csv.Error:
                record = None
            if record is None and not self._taken:
                return
            number = self._lines.number - len(self._taken) + 1
            if record is not None and (len(self._taken) == 1 or self._is_sound()):
                yield number, record
                continue
            yield number, self._first_line_alone(number)
            return

    def _is_sound(self) -> bool:
        if len(self.strays) > _MOST_STRAYS:
            return False
        try:
            records = list(
                csv.reader(self._taken, delimiter=self._delimiter, skipinitialspace=self._blanks, strict=True)
            )
        except csv.Error:
            return False
        return len(records) == 1

    def _first_line_alone(self, number: int) -> list[str]:
        self._lines.put_back(self._taken[1:])
        self.strays.append(number)
        return split_line(self._taken[0].rstrip("\r\n"), self._delimiter)


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line; a quotation mark counts only where its partner stands before a delimiter or the end."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'\s*"((?:[^"]|"")*)"\s*(?={mark}|$)|([^{mark}]*)')
    cells = []
    position = 0
    while True:
        match = cell.match(line, position)
        if match is None:
            break
        cells.append(match[1].replace('""', '"') if match[1] is not None else match[2])
        position = match.end() + len(delimiter)
        if position > len(line):
            break
    return cells
