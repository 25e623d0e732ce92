"""E-mails kept as files (.eml, RFC 5322): who, when, what about, the words, the files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

from desktop_crm.base.attached import AttachedFile, attached
from desktop_crm.base.errors import FileMissing, FileTooLarge, FileUnreadable, WrongFormat
from desktop_crm.base.mail import Mail

SUFFIX = ".eml"
LIMIT = 60 * 1024 * 1024  # base64 makes 25 MB a third larger, and there may be two
LONGEST_TEXT = 200_000
_HEADERS = ("from", "date", "message-id", "received")
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")
_BLOCKS = frozenset(
    ("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "hr", "pre")
)


def read_mail(path: Path) -> Mail:
    """The message in the file; raises ``WrongFormat`` where it is none."""
    try:
        if not path.exists():
            raise FileMissing(name=path.name)
        if path.stat().st_size > LIMIT:
            raise FileTooLarge(name=path.name, limit="60 MB")
        content = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(name=path.name) from error
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    if not any(_header(message, name) for name in _HEADERS) or b"\x00" in content[:1024]:
        raise WrongFormat(name=path.name, formats=SUFFIX)
    text = _text(message)
    sender = _addresses(message, "from")
    return Mail(
        key=_key(message, text),
        subject=" ".join(_header(message, "subject").split()),
        sent_at=_moment(message),
        sender=sender[0] if sender else "",
        recipients=tuple(dict.fromkeys(_addresses(message, "to") + _addresses(message, "cc"))),
        text=text,
        files=tuple(_files(message)),
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; what is broken beyond reading counts as missing."""
    try:
        return str(message.get(name, "") or "")
    except (ValueError, IndexError, AttributeError, TypeError, KeyError):  # the parser of the library meets bad headers
        return ""


def _addresses(message: EmailMessage, name: str) -> list[str]:
    found = getaddresses([_header(message, name)])
    return [address.strip().lower() for _name, address in found if "@" in address]


def _moment(message: EmailMessage) -> datetime | None:
    try:
        moment = parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _key(message: EmailMessage, text: str) -> str:
    """By its Message-ID; a message without one is known by what it says."""
    own = "".join(_header(message, "message-id").split())
    parts = [own] if own else [_header(message, name) for name in ("date", "from", "to", "subject")] + [text]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    words = _content(body)
    if body.get_content_subtype() == "html":
        words = plain_text(words)
    words = words.replace("\r\n", "\n").replace("\x00", "")
    return _BLANK_LINES.sub("\n\n", words).strip()[:LONGEST_TEXT]


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # a character set that nobody knows
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _files(message: EmailMessage) -> Iterator[AttachedFile]:
    for number, part in enumerate(message.iter_attachments(), 1):
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        name = part.get_filename() or ""
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            content = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
            name = name or f"mail-{number}{SUFFIX}"
        else:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
        if content and name:  # a part without a name is a signature or a picture of the layout
            yield attached(name, content, part.get_content_type())


class _Words(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Blocks begin a line; scripts and styles are no words."""
        if tag in ("script", "style", "head", "title"):
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of what is hidden, or of a block."""
        if tag in ("script", "style", "head", "title"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain_text(html: str) -> str:
    """*html* without its tags."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
