"""Words of the history as they read: Markdown without HTML, without pictures, with links that open on a click only.

Texts without a mark of Markdown never come here (:func:`is_formatted`): they are drawn as they are, which is quicker.
What people type is no book: a line break stays a line break, an indented line is no code, and a row of dashes under a
line makes no heading of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QTextTable,
)

from desktop_crm.ui import painting
from desktop_crm.ui.theme import BODY, SEMIBOLD, color, font, px

SCHEMES = ("http", "https", "mailto", "tel", "sip", "callto")
_MARKS = re.compile(
    r"[*_`\[\]~<>|]|https?://|www\.|\w@\w|&\w+;|\\[!-/]|^ {0,3}#{1,6} |^\s*[-+] |^\s*\d{1,9}[.)] |^\s*-{3,}\s*$",
    re.MULTILINE,
)
_BLOCK = re.compile(r"\s*(#{1,6} |[-+*] |\d{1,9}[.)] |```|~~~|[-*_=]{3,}\s*$)")
_FENCE = re.compile(r"\s*(```|~~~)")
_QUOTE = re.compile(r"\s{0,3}>(?: ?>)*\s?")
_RULE = re.compile(r"\s{0,3}(-{2,}|={2,})\s*$")
_PICTURE = re.compile(r"(?<!\\)!\[(?=[^\]]*\][(\[])")
_LINE_BREAK = " \u2028 "  # the spaces make the marks and addresses at either side be seen
_NO_INDENTED_CODE = 0x0010  # of md4c; Qt hands all of its flags through
_FEATURES = QTextDocument.MarkdownFeature
_DIALECT = _FEATURES.MarkdownDialectGitHub | _FEATURES.MarkdownNoHTML | _FEATURES(_NO_INDENTED_CODE)


def is_formatted(text: str) -> bool:
    """Whether anything in *text* may mean something in Markdown."""
    return _MARKS.search(text) is not None


def target(link: str) -> str:
    """What a click on *link* may open: pages, mails and phones; nothing where it names a file or a program."""
    return link.rstrip(".,;:!?") if QUrl(link).scheme().lower() in SCHEMES else ""


def prepared(text: str) -> str:
    """*text* with its line breaks kept; a picture is a link to it: nothing is fetched for being looked at."""
    out: list[str] = []
    fenced = False
    kept = ""  # how the last line begins where the next plain one belongs to it: "" does not, " " does, ">" quoted
    for line in _PICTURE.sub("[", text.replace("\\\\", "\\\\\\\\")).splitlines():
        if _FENCE.match(line) or fenced:
            fenced ^= bool(_FENCE.match(line))
            out.append(line)
            kept = ""
            continue
        quote, words = _quoted(line)
        rule = bool(_RULE.match(words)) and "|" not in words
        if rule and words.strip().startswith("---"):
            out += ["", quote + words.strip(), ""]
            kept = ""
            continue
        words = ("\\" if rule else "") + words
        block = not words.strip() or "|" in words or bool(_BLOCK.match(words))
        if not block and kept == (quote or " "):
            out[-1] += _LINE_BREAK + words.strip()
        else:
            out += ["", quote + words] if kept and kept != (quote or " ") and not block else [quote + words]
        kept = "" if not words.strip() or "|" in words or words.lstrip().startswith("#") else quote or " "
    return "\n".join(out)


def _quoted(line: str) -> tuple[str, str]:
    """The marks of a quote, and the words behind them."""
    found = _QUOTE.match(line)
    return (found[0].strip() + " ", line[found.end() :]) if found else ("", line)


class _Document(QTextDocument):
    """Loads nothing: neither from the network nor from the disk."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Whatever it is, it is not there."""
        return None


def document(text: str, direction: Qt.LayoutDirection) -> QTextDocument:
    """*text* ready to be drawn in the body font; *direction* of the window."""
    made = _Document()
    made.setUndoRedoEnabled(False)
    made.setDocumentMargin(0)
    made.setIndentWidth(px(20))
    made.setDefaultFont(font(BODY))
    option = QTextOption(painting.leading(direction))
    option.setTextDirection(painting.own_direction(text))
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setDefaultTextOption(option)
    made.setMarkdown(prepared(text), _DIALECT)
    _space(made)
    _frame_tables(made)
    return made


def _blocks(made: QTextDocument) -> Iterator[QTextBlock]:
    block = made.begin()
    while block.isValid():
        yield block
        block = block.next()


def _space(made: QTextDocument) -> None:
    """A little air between paragraphs, none inside lists; headings are bold, not large: an entry is a small thing."""
    cursor = QTextCursor(made)
    cursor.beginEditBlock()
    listed = True
    for block in _blocks(made):
        _close_up(cursor, block)
        in_list = block.textList() is not None
        cursor.setPosition(block.position())
        table = cursor.currentTable()
        tight = (in_list and listed) or block == made.begin() or table is not None
        _shape(cursor, block, tight=tight, head=table is not None and table.cellAt(cursor).row() == 0)
        listed = in_list
    cursor.endEditBlock()


def _close_up(cursor: QTextCursor, block: QTextBlock) -> None:
    """The spaces around line breaks have served."""
    text = block.text()
    place = text.rfind(_LINE_BREAK)
    while place >= 0:
        for gone in (place + 2, place):
            cursor.setPosition(block.position() + gone)
            cursor.deleteChar()
        place = text.rfind(_LINE_BREAK, 0, place)


def _shape(cursor: QTextCursor, block: QTextBlock, *, tight: bool, head: bool) -> None:
    air, letters, quote = QTextBlockFormat(), QTextCharFormat(), block.blockFormat().leftMargin() > 0
    air.setTopMargin(0 if tight else px(6))
    air.setBottomMargin(0)
    if quote:
        air.setLeftMargin(px(16))
        air.setRightMargin(0)
        letters.setForeground(color("text3"))
    cursor.mergeBlockFormat(air)
    if block.blockFormat().headingLevel() or head:
        letters.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 0)
        letters.setFontWeight(SEMIBOLD)
    if letters.propertyCount():
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(letters)


def _frame_tables(made: QTextDocument) -> None:
    for frame in made.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setBorderBrush(color("border_strong"))
            shape.setCellSpacing(0)
            shape.setTopMargin(px(6))
            frame.setFormat(shape)


def links(made: QTextDocument) -> list[str]:
    """Where a click may lead, in the order of the text."""
    found: dict[str, None] = {}
    for block in _blocks(made):
        pieces = block.begin()
        while not pieces.atEnd():
            leads_to = target(pieces.fragment().charFormat().anchorHref())
            if leads_to:
                found[leads_to] = None
            pieces += 1
    return list(found)
