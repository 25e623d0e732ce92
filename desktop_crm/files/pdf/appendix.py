"""What stands behind the figures: each definition and each list, under the number that its tile shows."""

from __future__ import annotations

from desktop_crm.base.document import Document, Heading, figures_of
from desktop_crm.base.document_text import value_text
from desktop_crm.base.i18n import _
from desktop_crm.files.pdf import style
from desktop_crm.files.pdf.blocks import draw_heading
from desktop_crm.files.pdf.pages import Pages
from desktop_crm.files.pdf.tables import draw_table, table_start
from desktop_crm.files.pdf.wrapping import wrapped


def draw_appendix(pages: Pages, document: Document, numbers: dict[str, int]) -> None:
    """Definitions and lists of all figures of *document*."""
    if not pages.is_fresh:
        pages.end_page()
    draw_heading(pages, Heading(_("Definitions and lists"), 1))
    for figure in figures_of(document):
        value = value_text(figure.value, figure.kind, figure.currency) or "–"
        head = f"{numbers[figure.key]}  {figure.title}: {value}"
        titles = wrapped(head, style.PART, pages.room, 3)
        words = wrapped(figure.definition, style.SMALL, min(pages.room, 520))
        high = len(titles) * style.PART.leading + len(words) * style.SMALL.leading + style.S8
        pages.need(min(high + table_start(figure.rows), pages.high / 3))
        pages.bookmark(head, 2)
        pages.lines(titles, style.PART, split=False)
        pages.lines(words, style.SMALL, style.TEXT2)
        pages.y -= style.S8
        if figure.rows is not None:
            draw_table(pages, figure.rows)
        pages.y -= style.S4
