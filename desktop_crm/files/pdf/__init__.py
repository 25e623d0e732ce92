"""A document as PDF: drawn page by page with reportlab's canvas, the same bytes for the same document."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from desktop_crm.base.document import (
    DENSITIES,
    AddressBlock,
    Block,
    Bullets,
    Chart,
    Cover,
    Document,
    Envelopes,
    Figures,
    Heading,
    KeyValues,
    Labels,
    MonthGrid,
    PageBreak,
    Paragraph,
    Quote,
    SignatureLine,
    Space,
    Table,
    TickList,
    figures_of,
)
from desktop_crm.base.i18n import language_scope
from desktop_crm.base.progress import Progress
from desktop_crm.files.atomic import replaced_file
from desktop_crm.files.pdf import appendix, blocks, charts, sheets, tables
from desktop_crm.files.pdf.pages import Pages

_drawing = threading.Lock()  # reportlab's fonts note which letters a document uses


def write_pdf(path: Path, document: Document, progress: Progress | None = None) -> int:
    """Write *document* to *path* whole or not at all; says how many pages it has."""
    with replaced_file(path) as beside, beside.open("wb") as target:
        return _draw(target, _fitted(document), progress or Progress())


def pdf_bytes(document: Document, progress: Progress | None = None) -> bytes:
    """The PDF in memory, for a preview or a mail."""
    target = io.BytesIO()
    _draw(target, _fitted(document), progress or Progress())
    return target.getvalue()


def _fitted(document: Document) -> Document:
    """A sheet that is to be one page: its lists with as much room as leaves it one."""
    if not any(isinstance(block, TickList) and block.density == "fit" for block in document.blocks):
        return document
    made = document
    for density in DENSITIES:
        lists = (replace(block, density=density) if isinstance(block, TickList) else block for block in document.blocks)
        made = replace(document, blocks=tuple(lists))
        if _draw(io.BytesIO(), made, Progress()) == 1:
            break
    return made


def _draw(target: Any, document: Document, progress: Progress) -> int:
    with _drawing, language_scope(document.language):
        pages = Pages(target, document, progress)
        numbers = {figure.key: number for number, figure in enumerate(figures_of(document), 1)}
        if document.look == "report" and not isinstance(document.blocks[0] if document.blocks else None, Cover):
            blocks.draw_title(pages, document)
        elif document.look == "letter":
            pages.begin_page()
        for block, following in zip_longest(document.blocks, document.blocks[1:]):
            if isinstance(block, Table) and isinstance(following, SignatureLine):
                tables.draw_table(pages, block, after=blocks.SIGNATURES)
            elif isinstance(block, Heading):
                below = tables.table_start(following) if isinstance(following, Table) else 70.0
                blocks.draw_heading(pages, block, below)
            else:
                _draw_block(pages, block, numbers if document.appendix else {})
        if document.appendix and numbers:
            appendix.draw_appendix(pages, document, numbers)
        pages.finish()
        return pages.number


def _draw_block(pages: Pages, block: Block, numbers: dict[str, int]) -> None:
    if isinstance(block, Figures):
        blocks.draw_figures(pages, block, numbers)
    elif isinstance(block, PageBreak):
        if not pages.is_fresh:
            pages.end_page()
    elif isinstance(block, Space):
        pages.y -= block.points
    else:
        _DRAWN[type(block)](pages, block)


_DRAWN: dict[type, Any] = {
    Paragraph: blocks.draw_paragraph,
    Quote: blocks.draw_quote,
    Bullets: blocks.draw_bullets,
    Table: tables.draw_table,
    Chart: charts.draw_chart,
    KeyValues: blocks.draw_key_values,
    TickList: blocks.draw_ticks,
    SignatureLine: blocks.draw_signatures,
    AddressBlock: blocks.draw_address,
    Cover: blocks.draw_cover,
    MonthGrid: sheets.draw_month,
    Labels: sheets.draw_labels,
    Envelopes: sheets.draw_envelopes,
}
