"""A letter as it is printed."""

from collections.abc import Sequence

from desktop_crm.base import clock
from desktop_crm.base.document import AddressBlock, Document, Paragraph, Space
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import language_scope
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports.paper import letterhead


def letter_pages(session: CrmSession, in_language: str, receiver: Sequence[str], subject: str, body: str) -> Document:
    """Letterhead, receiver (name and address), day, subject, words; paragraphs are parted by an empty line."""
    head = letterhead(session)
    with language_scope(in_language):
        day = day_text(clock.today())
    paragraphs = [Paragraph(part) for part in body.split("\n\n")]
    return Document(
        title=subject,
        blocks=(AddressBlock(tuple(receiver), day), Paragraph(subject, "strong"), Space(6), *paragraphs),
        language=in_language,
        author=head.name,
        firm=head,
        look="letter",
        made_at=clock.now(),
        appendix=False,
    )
