"""Lines of a vCard file cut into name, parameters and value, and decoded.

Rules: RFC 6350 3.3-3.4 and RFC 2426 2.4 (parameters, escapes), vCard 2.1 2.1 (types without a name, quoted-printable),
RFC 6868 (``^n``, ``^'`` in parameters).
"""

import binascii
import itertools
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from desktop_crm.files.encoding import guess_legacy, known_encoding
from desktop_crm.files.vcard_folding import NAME, RawLine

_PARAMETER = re.compile(r';\s*([^=;:"]*)(?:=((?:"[^"]*"|[^;:",]*)(?:,(?:"[^"]*"|[^;:",]*))*))?')
_CHARSET = re.compile(rb"CHARSET=\"?([A-Za-z0-9_-]+)", re.IGNORECASE)
_WRAPPED = {"^n": "\n", "^N": "\n", "^^": "^", "^'": '"'}


@dataclass(slots=True)
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


class LineDecoder:
    """Bytes to text: byte order mark, then the charset on the line, then UTF-8, then what the file suggests."""

    def __init__(self, content: bytes, *, encoding: str, marked: bool) -> None:
        self._forced = known_encoding(encoding) if encoding else ""
        self._marked = marked
        found = {match[1].decode("ascii"): None for match in itertools.islice(_CHARSET.finditer(content), 10_000)}
        named = dict.fromkeys(map(known_encoding, found))
        self._elsewhere = [name for name in named if name and name not in ("utf-8", "ascii")]
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


class _Head(NamedTuple):
    """What stands before the colon."""

    group: str
    name: str
    parameters: tuple[tuple[str, str], ...]
    encoding: str
    charset: str


@lru_cache(maxsize=2048)
def _head(content: bytes) -> _Head | None:
    """The head taken apart; the same few heads come again and again in a file."""
    match = NAME.match(content)
    if match is None:
        return None
    group = (match[1] or b"").decode("ascii")
    name = match[2].decode("ascii").upper()
    parameters = tuple(_parameters(content[match.end() :].decode("utf-8", "replace")))
    encoding = next((text.upper() for key, text in parameters if key == "ENCODING"), "")
    charset = next((text for key, text in parameters if key == "CHARSET"), "")
    return _Head(group, name, parameters, encoding, charset)


def content_line(raw: RawLine, decoder: LineDecoder) -> ContentLine | None:
    """The property on *raw*; ``None`` where the line is none."""
    if raw.head < 0:
        return None
    head = _head(raw.content[: raw.head + 1])
    if head is None:
        return None
    group, name, parameters, encoding, charset = head
    value = raw.content[raw.head + 1 :]
    if encoding in ("B", "BASE64"):
        return ContentLine(name, group, parameters, "", raw.line, _base64(value))
    if encoding == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    return ContentLine(name, group, parameters, decoder.text(value, charset), raw.line)


_ENCODINGS = ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT", "B", "Q")
_VALUES = ("URL", "URI", "CID", "CONTENT-ID", "INLINE")


def _parameters(head: str) -> Iterator[tuple[str, str]]:
    """Name and value of each parameter; in 2.1 the name may be missing (``TEL;HOME;VOICE:``)."""
    for match in _PARAMETER.finditer(head.removesuffix(":")):
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


_MARKS = {mark: re.compile(rf"\\.|{mark}", re.DOTALL) for mark in ";,"}
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
    parts = []
    start = 0
    for match in _MARKS[mark].finditer(value):
        if match[0] == mark:
            parts.append(value[start : match.start()])
            start = match.end()
    return [*parts, value[start:]]
