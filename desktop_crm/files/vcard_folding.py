"""Whole lines of a vCard file: folded, quoted-printable and base64 lines joined (RFC 6350 3.2, vCard 2.1 2.1.3).

All of it on bytes: foreign folders cut UTF-8 letters in two. A line without a colon belongs to the value before it;
some writers forget to fold.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from desktop_crm.files.limits import MAX_BINARY_LINE, MAX_LINES, too_many_bytes, too_many_lines

NAME = re.compile(rb"^(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)(?=[;:])")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_BEGINNING = re.compile(rb"^[A-Za-z0-9_.-]+(?:;|$)")
_BASE64 = re.compile(rb"^[A-Za-z0-9+/=]+\s*$")
_BASE64_MARK = re.compile(rb"[;=]\s*(?:BASE64|B)\s*(?:[;:]|$)", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(rb"[;=]\s*QUOTED-PRINTABLE", re.IGNORECASE)
_STRUCTURED = (b"ADR", b"N", b"ORG")
_MOST_HEAD_LINES = 50
_LONGEST_HEAD = 32_000
_LONGEST_ORPHANED = 100_000
_BLANKS = (b" ", b"\t")
_CHUNK = 1 << 20


class RawLine(NamedTuple):
    """An unfolded line, still bytes; ``head`` is where its colon stands, -1 if it is no property."""

    line: int
    content: bytes
    head: int


class _PhysicalLines:
    """The lines of the file, split piece by piece; the next one can be looked at."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = content
        self._name = name
        self._position = 0
        self._lines: list[bytes] = []
        self._index = 0
        self.number = 0  # of the line taken last

    def peek(self) -> bytes | None:
        """The next line, left where it is."""
        if self._index == len(self._lines) and not self._split_more():
            return None
        return self._lines[self._index]

    def take(self) -> bytes | None:
        """The next line."""
        line = self.peek()
        if line is not None:
            self._index += 1
            self.number += 1
            if self.number > MAX_LINES:
                raise too_many_lines(self._name)
        return line

    def _split_more(self) -> bool:
        if self._position >= len(self._content):
            return False
        end = _LINE_END.search(self._content, self._position + _CHUNK)
        chunk = self._content[self._position : end.end() if end is not None else len(self._content)]
        self._position += len(chunk)
        self._lines = _LINE_END.split(chunk)
        self._index = 0
        if end is not None:
            self._lines.pop()  # what stands behind the last line end is nothing
        return True


def unfolded(content: bytes, name: str) -> Iterator[RawLine]:
    """Whole lines of *content*; *name* of the file is for the error."""
    lines = _PhysicalLines(content, name)
    old = False  # vCard 2.1 keeps the blank of a folded line, later versions take it away
    waiting: RawLine | None = None
    while (line := lines.take()) is not None:
        if not line or line.isspace():
            continue
        number = lines.number
        head = head_length(line)
        if head < 0:
            line, head = _with_whole_head(lines, line)
        if head < 0:
            if waiting is not None and len(waiting.content) + len(line) < _LONGEST_ORPHANED:
                waiting = _with_orphan(waiting, line)
            else:
                yield RawLine(number, line, -1)
            continue
        if waiting is not None:
            yield waiting
        if line[:8].upper() == b"VERSION:":
            old = line[8:].strip().startswith(b"2")
        waiting = RawLine(number, _joined(lines, line, head, name, old=old), head)
    if waiting is not None:
        yield waiting


def head_length(line: bytes) -> int:
    """Where the colon stands that ends name and parameters; -1 if this is no property."""
    if NAME.match(line) is None:
        return -1
    colon = line.find(b":", 0, _LONGEST_HEAD)
    quote = line.find(b'"', 0, _LONGEST_HEAD)
    if quote == -1 or quote > colon:
        return colon
    inside = False
    for index, byte in enumerate(line[:_LONGEST_HEAD]):
        if byte == 34:
            inside = not inside
        elif byte == 58 and not inside:
            return index
    return -1  # the quotation ends on the next line, if at all


def _with_whole_head(lines: _PhysicalLines, line: bytes) -> tuple[bytes, int]:
    """*line* joined as far as its colon, which may stand on a folded line behind long parameters."""
    head = -1
    for _line in range(_MOST_HEAD_LINES):
        following = lines.peek()
        if head >= 0 or following is None or following[:1] not in _BLANKS or _BEGINNING.match(line) is None:
            break
        line += following[1:]
        lines.take()
        head = head_length(line)
    if head < 0 and NAME.match(line) is not None:  # a quotation mark without its partner
        head = line.find(b":", 0, _LONGEST_HEAD)
    return line, head


def _joined(lines: _PhysicalLines, line: bytes, head: int, name: str, *, old: bool) -> bytes:
    """*line* with the lines that continue it."""
    is_base64 = is_quoted = False
    if line.find(b";", 0, head) > 0:
        is_base64 = _BASE64_MARK.search(line, 0, head + 1) is not None
        is_quoted = _QUOTED_PRINTABLE.search(line, 0, head + 1) is not None
    following = lines.peek()
    if following is None or not (is_base64 or is_quoted or following[:1] in _BLANKS):
        return line
    whole = bytearray(line.strip() if is_base64 else line)
    while following is not None:
        if is_base64:
            if not _is_base64(following):
                break
            whole += following.strip()
        elif is_quoted and whole.endswith((b"=", b"= ", b"=\t")) and not _is_border(following):
            del whole[whole.rindex(b"=") :]
            whole += following
        elif following[:1] in _BLANKS:
            whole += b" " + following.lstrip() if old and not is_quoted else following[1:]
        else:
            break
        if len(whole) > MAX_BINARY_LINE:
            raise too_many_bytes(name, MAX_BINARY_LINE)
        lines.take()
        following = lines.peek()
    return bytes(whole)


def _is_base64(line: bytes) -> bool:
    return (line[:1] in _BLANKS and not line.isspace()) or _BASE64.match(line) is not None


def _is_border(line: bytes) -> bool:
    return line[:10].upper() in (b"END:VCARD", b"BEGIN:VCAR")


def _with_orphan(before: RawLine, line: bytes) -> RawLine:
    """A line without a colon belongs to the value before it (AOSP's own sample has such an address)."""
    name = NAME.match(before.content)
    glue = b" " if name is not None and name[2].upper() in _STRUCTURED else b"\n"
    return RawLine(before.line, before.content + glue + line, before.head)
