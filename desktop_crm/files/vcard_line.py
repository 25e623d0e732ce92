"""Lines of a vCard file: unfolded, cut into name, parameters and value, and decoded.

Rules: RFC 6350 3.2-3.4 and RFC 2426 2.6 (folding, parameters, escapes), vCard 2.1 2.1.3 (folding, quoted-printable),
RFC 6868 (``^n``, ``^'`` in parameters). All of it happens on bytes first: foreign folders cut UTF-8 letters in two.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_crm.files.encoding import guess_legacy, known_encoding

_NAME = re.compile(rb"^(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)(?=[;:])")
_BEGINNING = re.compile(rb"^[A-Za-z0-9_.-]+(?:;|$)")
_PARAMETER = re.compile(r';\s*([^=;:"]*)(?:=((?:"[^"]*"|[^;:",]*)(?:,(?:"[^"]*"|[^;:",]*))*))?')
_LINE_END = re.compile(rb"\r\n|\n|\r")
_BASE64 = re.compile(rb"^[A-Za-z0-9+/=]+\s*$")
_QUOTED_PRINTABLE = re.compile(rb"[;=]\s*QUOTED-PRINTABLE", re.IGNORECASE)
_BASE64_MARK = re.compile(rb"[;=]\s*(?:BASE64|B)\s*(?:[;:]|$)", re.IGNORECASE)
_MOST_HEAD_LINES = 50
_LONGEST_ORPHANED = 100_000
_STRUCTURED = (b"ADR", b"N", b"ORG")
_CHARSET = re.compile(rb"CHARSET=\"?([A-Za-z0-9_-]+)", re.IGNORECASE)
_WRAPPED = {"^n": "\n", "^N": "\n", "^^": "^", "^'": '"'}


@dataclass(frozen=True)
class ContentLine:
    """One property of the file."""

    name: str
    group: str
    parameters: tuple[tuple[str, str], ...]
    value: str
    line: int
    binary: bytes | None = None

    def values(self, parameter: str) -> list[str]:
        """All values of one parameter."""
        return [value for name, value in self.parameters if name == parameter]

    def first(self, parameter: str) -> str:
        """The first value of one parameter, or empty text."""
        return next((value for name, value in self.parameters if name == parameter), "")


@dataclass(frozen=True)
class RawLine:
    """An unfolded line, still bytes."""

    line: int
    content: bytes
    head: int  # length of everything before the colon


def head_length(line: bytes) -> int:
    """Where the colon stands that ends name and parameters; -1 if this is no property."""
    if _NAME.match(line) is None:
        return -1
    colon = line.find(b":")
    quote = line.find(b'"')
    if quote == -1 or quote > colon:
        return colon
    inside = False
    for index, byte in enumerate(line):
        if byte == 34:
            inside = not inside
        elif byte == 58 and not inside:
            return index
    return colon


def unfolded(content: bytes) -> Iterator[RawLine]:
    """Whole lines of the file: folded, quoted-printable and base64 lines joined, orphans given to the line before."""
    lines = _LINE_END.split(content)
    old = False  # vCard 2.1 keeps the blank of a folded line, later versions take it away
    waiting: RawLine | None = None
    index, count = 0, len(lines)
    while index < count:
        line = lines[index]
        index += 1
        if not line.strip():
            continue
        number = index
        index, line, head = _with_whole_head(lines, index, line)
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
        index, line = _joined(lines, index, line, head, old=old)
        waiting = RawLine(number, line, head if ord(":") == line[head] else head_length(line))
    if waiting is not None:
        yield waiting


def _with_whole_head(lines: list[bytes], index: int, line: bytes) -> tuple[int, bytes, int]:
    """*line* joined as far as its colon, which may stand on a folded line behind long parameters."""
    head = head_length(line)
    for _line in range(_MOST_HEAD_LINES):
        if head >= 0 or index >= len(lines) or lines[index][:1] not in (b" ", b"\t") or _BEGINNING.match(line) is None:
            break
        line += lines[index][1:]
        index += 1
        head = head_length(line)
    return index, line, head


def _joined(lines: list[bytes], index: int, line: bytes, head: int, *, old: bool) -> tuple[int, bytes]:
    """*line* with the lines that continue it, and the index of the next line."""
    if _BASE64_MARK.search(line, 0, head + 1):
        pieces = [line.strip()]
        while index < len(lines) and _is_base64(lines[index]):
            pieces.append(lines[index].strip())
            index += 1
        return index, b"".join(pieces)
    quoted = _QUOTED_PRINTABLE.search(line, 0, head + 1) is not None
    pieces = [line]
    while index < len(lines):
        following = lines[index]
        if quoted and pieces[-1].rstrip().endswith(b"=") and not _is_border(following):
            pieces[-1] = pieces[-1].rstrip()[:-1]
            pieces.append(following)
        elif following[:1] in (b" ", b"\t"):
            pieces.append(b" " + following.lstrip() if old and not quoted else following[1:])
        else:
            break
        index += 1
    return index, b"".join(pieces)


def _is_base64(line: bytes) -> bool:
    return (line[:1] in (b" ", b"\t") and bool(line.strip())) or _BASE64.match(line) is not None


def _is_border(line: bytes) -> bool:
    return line[:10].upper() in (b"END:VCARD", b"BEGIN:VCAR")


def _with_orphan(before: RawLine, line: bytes) -> RawLine:
    """A line without a colon belongs to the value before it: some writers forget to fold (AOSP's own sample does)."""
    name = _NAME.match(before.content)
    glue = b" " if name is not None and name[2].upper() in _STRUCTURED else b"\n"
    return RawLine(before.line, before.content.rstrip(b"\r\n") + glue + line, before.head)


class LineDecoder:
    """Bytes to text: byte order mark, then the charset on the line, then UTF-8, then what the file suggests."""

    def __init__(self, content: bytes, *, encoding: str, marked: bool) -> None:
        self._forced = known_encoding(encoding) if encoding else ""
        self._marked = marked
        named = [known_encoding(match.decode("ascii")) for match in _CHARSET.findall(content)]
        self._elsewhere = [name for name in dict.fromkeys(named) if name and name not in ("utf-8", "ascii")]
        self._content = content
        self._guess = ""
        self.used: set[str] = set()
        self.replaced = 0

    def text(self, content: bytes, charset: str = "") -> str:
        """*content* in the most trustworthy character set in which it makes sense."""
        if not charset and not self._forced:  # by far the commonest case
            try:
                text = content.decode()
            except UnicodeDecodeError:
                pass
            else:
                return text
        own = known_encoding(charset) if charset else ""
        if self._forced and not own:
            order = [self._forced, "utf-8"]
        else:
            order = ["utf-8", own] if self._marked else [own, "utf-8"]
        order = [name for name in order if name]
        for name in (*order, *self._elsewhere, ""):
            decoded = _decoded(content, name or self._guessed)
            if decoded is not None:
                if not content.isascii():
                    self.used.add(name or self._guessed)
                return decoded
        self.replaced += 1
        return content.decode(own or self._guessed or "cp1252", "replace")

    @property
    def _guessed(self) -> str:
        if not self._guess:
            self._guess = guess_legacy(self._content)
        return self._guess


def _decoded(content: bytes, encoding: str) -> str | None:
    if not encoding:
        return None
    try:
        return content.decode("cp932" if encoding == "shift_jis" else encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def content_line(raw: RawLine, decoder: LineDecoder) -> ContentLine | None:
    """The property on *raw*; ``None`` where the line is none."""
    if raw.head < 0:
        return None
    match = _NAME.match(raw.content)
    if match is None:
        return None
    group = (match[1] or b"").decode("ascii")
    name = match[2].decode("ascii").upper()
    value = raw.content[raw.head + 1 :]
    if match.end() == raw.head:
        return ContentLine(name, group, (), decoder.text(value), raw.line)
    head = raw.content[match.end() : raw.head]
    parameters = tuple(_parameters(head.decode("ascii") if head.isascii() else decoder.text(head)))
    encoding = next((text.upper() for key, text in parameters if key == "ENCODING"), "")
    charset = next((text for key, text in parameters if key == "CHARSET"), "")
    if encoding in ("B", "BASE64"):
        return ContentLine(name, group, parameters, "", raw.line, _base64(value))
    if encoding == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    return ContentLine(name, group, parameters, decoder.text(value, charset), raw.line)


_ENCODINGS = ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B", "Q")
_VALUES = ("URL", "URI", "CID", "CONTENT-ID", "INLINE")


def _parameters(head: str) -> Iterator[tuple[str, str]]:
    """Name and value of each parameter; in 2.1 the name may be missing (``TEL;HOME;VOICE:``)."""
    for match in _PARAMETER.finditer(head):
        name, text = match[1].strip().upper(), match[2]
        if text is None:
            if not name:
                continue
            if name in _ENCODINGS:
                yield "ENCODING", name
            elif name in _VALUES:
                yield "VALUE", name.lower()
            else:
                yield "TYPE", match[1].strip()
        elif name == "TYPE" or "," in text:
            for each in re.findall(r'"[^"]*"|[^,]+', text):
                yield name, unwrapped(each)
        else:
            yield name, unwrapped(text)


def unwrapped(text: str) -> str:
    """A parameter value without its quotation marks and escapes (RFC 6868)."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return re.sub(r"\^[nN^']", lambda match: _WRAPPED[match[0]], text) if "^" in text else text


def _base64(value: bytes) -> bytes | None:
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", value.partition(b"base64,")[2] or value)
    if len(clean) % 4 == 1:  # cut off: the last letter says nothing
        clean = clean[:-1]
    try:
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
    except binascii.Error:
        return None


_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_OLD_ESCAPE = re.compile(r"\\([\\;:,])")


def unescaped(value: str, *, old: bool = False) -> str:
    r"""Text without its backslashes: RFC 6350 3.4; vCard 2.1 knows them only before ``\\ ; : ,``."""
    if "\\" not in value:
        return value
    if old:
        return _OLD_ESCAPE.sub(r"\1", value)
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def split_value(value: str, mark: str) -> list[str]:
    """Parts between unescaped *mark*; the parts are still escaped."""
    if "\\" not in value:
        return value.split(mark)
    parts = [""]
    escape = False
    for char in value:
        if char == mark and not escape:
            parts.append("")
            continue
        parts[-1] += char
        escape = char == "\\" and not escape
    return parts
