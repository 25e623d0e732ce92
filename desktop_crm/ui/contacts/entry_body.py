"""The words of an entry as they are drawn: plain ones at once, Markdown through a document of its own."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QFontMetrics, QPainter, QPalette, QTextDocument

from desktop_crm.ui import painting
from desktop_crm.ui.contacts import markdown
from desktop_crm.ui.theme import BODY, color, font, px, theme

LINES = 3
FOLDED_SOURCE = 1500  # characters of Markdown that are read for a folded entry: marks and targets take no room
_ALL = 100_000


@lru_cache(2048)
def _high(text: str, width: int, _size: int, _family: str) -> int:
    """How high *text* is in the body font of now; the same texts are asked for again and again."""
    flags = int(Qt.TextFlag.TextWordWrap)
    return QFontMetrics(font(BODY)).boundingRect(0, 0, width, _ALL, flags, text).height()


class EntryBody:
    """Folded it has three lines."""

    def __init__(self) -> None:
        self.source = ""
        self.open = False
        self._formatted = False
        self._document: QTextDocument | None = None
        self._made_for: tuple[object, ...] = ()
        self._rect = QRect()

    def show(self, source: str) -> None:
        """Which words."""
        if source != self.source:
            self.source, self._formatted = source, markdown.is_formatted(source)

    def _drawn(self) -> QTextDocument | None:
        """The document of what is formatted; made anew in another look."""
        if not self._formatted:
            return None
        direction = painting.own_direction(self.source)
        key = (self.source, self.open, theme().tokens, px(BODY), theme().family, direction)
        if self._document is None or key != self._made_for:
            self._made_for = key
            self._document = markdown.document(self._read(), direction)
        return self._document

    def _read(self) -> str:
        """The source; of a folded one no more than a few lines need, and whole lines of it."""
        if self.open or len(self.source) <= FOLDED_SOURCE:
            return self.source
        end = self.source.find("\n", FOLDED_SOURCE)
        return self.source[: end if 0 < end < 2 * FOLDED_SOURCE else FOLDED_SOURCE]

    def _words(self, width: int) -> str:
        """Plain words; of a folded one no more than certainly fills its lines: letters are 2 px wide at least."""
        return self.source if self.open else self.source[: LINES * width // 2]

    @property
    def text(self) -> str:
        """The words without their marks."""
        drawn = self._drawn()
        return self.source if drawn is None else drawn.toPlainText().replace("\u2028", "\n")

    @property
    def links(self) -> list[str]:
        """What it links to."""
        drawn = self._drawn()
        return [] if drawn is None else markdown.links(drawn)

    def height(self, width: int) -> tuple[int, bool]:
        """Its height at *width*, and whether there is more than the folded lines."""
        if not self.source:
            return 0, False
        width = max(px(40), width)
        drawn = self._drawn()
        if drawn is None:
            full = _high(self._words(width), width, px(BODY), theme().family)
        else:
            drawn.setTextWidth(width)
            full = round(drawn.size().height())
        most = QFontMetrics(font(BODY)).lineSpacing() * LINES
        return (full, full > most) if self.open or full <= most else (most, True)

    def paint(self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection) -> None:
        """Draw as much as *rect* shows."""
        self._rect = rect
        drawn = self._drawn()
        painter.save()
        painter.setClipRect(rect)
        if drawn is None:
            painter.setFont(font(BODY))
            painter.setPen(color("text2"))
            painter.setLayoutDirection(painting.own_direction(self.source))
            align = painting.leading(direction) | Qt.AlignmentFlag.AlignTop
            whole = QRect(rect.x(), rect.y(), rect.width(), _ALL if self.height(rect.width())[1] else rect.height() + 4)
            painter.drawText(whole, int(Qt.TextFlag.TextWordWrap) | int(align), self._words(rect.width()))
        else:
            context = QAbstractTextDocumentLayout.PaintContext()
            context.palette.setColor(QPalette.ColorRole.Text, color("text2"))
            context.palette.setColor(QPalette.ColorRole.Dark, color("border_strong"))  # of a rule
            context.clip = QRectF(0, 0, rect.width(), rect.height())
            painter.translate(rect.topLeft())
            drawn.documentLayout().draw(painter, context)
        painter.restore()

    def link_at(self, point: QPoint) -> str:
        """The target under *point*, where a click may open it."""
        drawn = self._drawn()
        if drawn is None or not self._rect.contains(point):
            return ""
        return markdown.target(drawn.documentLayout().anchorAt(QPointF(point - self._rect.topLeft())))
