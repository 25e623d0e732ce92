"""The pages of a document: paper, margins, header and footer, and a pen that knows how far down it has come."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.pagesizes import A4, A5, LETTER
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop_crm.base.document import Document
from desktop_crm.base.document_text import value_text
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.files.pdf import style
from desktop_crm.files.pdf.fonts import base_font, drawable, runs, width
from desktop_crm.files.pdf.style import MM, Type
from desktop_crm.files.pdf.wrapping import cut

_PAPERS: dict[str, tuple[float, float]] = {
    "A4": A4,
    "A5": A5,
    "Letter": LETTER,
    "DL": (220 * MM, 110 * MM),  # envelopes lie on their long side (ISO 269)
    "C6": (162 * MM, 114 * MM),
    "C5": (229 * MM, 162 * MM),
}
_TOTAL = "total-pages"  # a form that every footer shows and that is known only at the end


class Pages:
    """The paper and the pen. ``y`` is the lower edge of what is written, counted from the bottom as in PDF."""

    def __init__(self, target: Any, document: Document, progress: Progress) -> None:
        paper = _PAPERS[document.paper]
        self.wide: float = paper[1] if document.landscape else paper[0]
        self.high: float = paper[0] if document.landscape else paper[1]
        self.document, self.progress = document, progress
        self.canvas = Canvas(
            target,
            pagesize=(self.wide, self.high),
            pageCompression=1,
            invariant=1,
            lang=document.language,
            initialFontName=base_font(),
        )
        self.canvas.setTitle(drawable(document.title))
        self.canvas.setAuthor(drawable(document.author or document.firm.name))
        self.canvas.setSubject(drawable(" · ".join(filter(None, (document.period, document.filter)))))
        self.canvas.setCreator("desktop_crm")
        self.canvas.setProducer("desktop_crm")
        small = document.paper == "A5"
        self.left: float = (14 if small else 18) * MM
        self.right: float = self.wide - self.left
        self.bottom = (16 if small else 19) * MM
        self.number = 0
        self.y = 0.0
        self._bookmarks = 0
        self._level = -1
        self._open = False
        self._logo = ImageReader(io.BytesIO(document.firm.logo)) if document.firm.logo else None

    @property
    def room(self) -> float:
        """How wide a line may be."""
        return self.right - self.left

    @property
    def left_over(self) -> float:
        """How much height is free on this page."""
        return self.y - self.bottom

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was written on this page."""
        return self._open and self.y >= self._first_y

    def begin_page(self, *, header: bool = True) -> None:
        """Begin a page, ending the one before."""
        self.end_page()
        self.number += 1
        self.progress.step(_("Writing pages"), self.number)
        self._open = True
        self.y = self.high - 17 * MM
        if self.document.look == "report" and header:
            self._header()
            self._footer()
        elif self.document.look == "letter":
            self._letterhead() if self.number == 1 else self._header()
            self._footer()
        self._first_y = self.y

    def end_page(self) -> None:
        """End the page that is open."""
        if self._open:
            self.canvas.showPage()
            self._open = False

    def need(self, height: float) -> None:
        """Go to a new page where *height* is not free on this one."""
        if not self._open or (self.left_over < height and not self.is_fresh):
            self.begin_page()

    def finish(self) -> None:
        """Write the number of pages and close the file."""
        if not self.number:
            self.begin_page()
        self.end_page()
        if self.canvas.hasForm(_TOTAL) or self.document.look != "bare":
            self.canvas.beginForm(_TOTAL, 0, 0, 60, 12)
            self.text(0, 2, str(self.number), style.CAPTION, style.TEXT3)
            self.canvas.endForm()
        self.canvas.save()

    def bookmark(self, text: str, level: int) -> None:
        """An entry of the table of contents at the place of the pen."""
        key = f"b{self._bookmarks}"
        self._bookmarks += 1
        self._level = min(level, self._level + 1)  # no level may be left out
        self.canvas.bookmarkHorizontal(key, 0, min(self.high, self.y + 30))
        self.canvas.addOutlineEntry(drawable(text)[:300] or "–", key, self._level, closed=self._level > 0)

    # -- the pen --

    def text(self, x: float, y: float, text: str, kind: Type, color: Any = style.TEXT, align: str = "left") -> None:
        """One line of drawable *text* with its base line at *y*."""
        if not text:
            return
        if align != "left":
            wide = width(text, kind.face, kind.size)
            x -= wide if align == "right" else wide / 2
        pen = self.canvas.beginText(x, y)
        pen.setFillColor(color)
        for font, part in runs(text, kind.face):
            pen.setFont(font, kind.size)
            pen.textOut(part)
        self.canvas.drawText(pen)

    def lines(
        self, lines: list[str], kind: Type, color: Any = style.TEXT, *, x: float | None = None, split: bool = True
    ) -> None:
        """Lines below each other from the pen on; they go on on the next page where *split*."""
        x = self.left if x is None else x
        if not split:
            self.need(len(lines) * kind.leading)
        for line in lines:
            if split:
                self.need(kind.leading)
            self.y -= kind.leading
            self.text(x, self.y + (kind.leading - kind.size) / 2 + kind.size * 0.13, line, kind, color)

    def rule(self, y: float, color: Any = style.BORDER, left: float | None = None, right: float | None = None) -> None:
        """A hairline."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(style.HAIRLINE)
        self.canvas.line(self.left if left is None else left, y, self.right if right is None else right, y)

    def box(self, x: float, y: float, wide: float, high: float, *, fill: Any = None, frame: Any = None) -> None:
        """A rounded box with its lower left corner at *x*, *y*."""
        self.canvas.setLineWidth(style.HAIRLINE)
        if fill is not None:
            self.canvas.setFillColor(fill)
        if frame is not None:
            self.canvas.setStrokeColor(frame)
        radius = min(style.RADIUS, high / 2, wide / 2)
        self.canvas.roundRect(x, y, wide, high, radius, stroke=frame is not None, fill=fill is not None)

    def logo(self, x: float, top: float, wide: float, high: float) -> float:
        """The firm's logo with its upper left corner at *x*, *top*, at most so large; says how wide it became."""
        if self._logo is None:
            return 0
        own_wide, own_high = self._logo.getSize()
        scale: float = min(wide / max(1, own_wide), high / max(1, own_high))
        drawn_wide, drawn_high = float(own_wide * scale), float(own_high * scale)
        self.canvas.drawImage(self._logo, x, top - drawn_high, drawn_wide, drawn_high, mask="auto")
        return drawn_wide

    # -- what stands on every page --

    def _header(self) -> None:
        document = self.document
        base = self.high - 13.5 * MM
        x = self.left
        wide = self.logo(x, base + 9, 30 * MM, 11)
        x += wide + style.S8 if wide else 0
        name = cut(document.firm.name, style.CAPTION_STRONG, self.room * 0.4)
        self.text(x, base, name, style.CAPTION_STRONG, style.TEXT2)
        free = self.right - x - width(name, "medium", style.CAPTION.size) - style.S24
        said = " · ".join(filter(None, (document.title, document.period, document.filter)))
        self.text(self.right, base, cut(said, style.CAPTION, free), style.CAPTION, style.TEXT3, "right")
        self.rule(base - 6)
        self.y = base - 6 - style.S24

    def _letterhead(self) -> None:
        firm = self.document.firm
        top = self.high - 14 * MM
        wide = self.logo(self.left, top, 45 * MM, 16 * MM)
        x = self.left + (wide + style.S16 if wide else 0)
        self.text(x, top - 14, cut(firm.name, style.SECTION, self.room * 0.5), style.SECTION)
        y = top - 3
        for line in firm.lines[:5]:
            y -= style.CAPTION.leading
            self.text(self.right, y, cut(line, style.CAPTION, self.room * 0.4), style.CAPTION, style.TEXT3, "right")
        self.y = min(y, top - 16 * MM) - style.S12
        self.rule(self.y)
        self.y -= style.S16

    def _footer(self) -> None:
        base = 11 * MM
        self.rule(base + 11)
        page = drawable(_("Page {number} of").format(number=self.number) + " ")
        self.text(self.left, base, page, style.CAPTION, style.TEXT3)
        self.canvas.saveState()
        self.canvas.translate(self.left + width(page, "regular", style.CAPTION.size), base - 2)
        self.canvas.doForm(_TOTAL)
        self.canvas.restoreState()
        made = self.document.made_at
        if made is not None:
            said = drawable(_("Made {moment}").format(moment=value_text(made)))
            self.text(self.right, base, said, style.CAPTION, style.TEXT3, "right")
