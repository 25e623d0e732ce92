"""A letter as it is printed: by itself, and enclosed with the sheet of its complaint."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from desktop_crm.base.document import AddressBlock, Block, Document, Heading, PageBreak, Paragraph, Space
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import LANGUAGES, _, language, language_scope
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.card import ComplaintCard, TrailLine
from desktop_crm.services.reports.paper import letterhead


def letter_pages(
    session: CrmSession, in_language: str, receiver: Sequence[str], subject: str, body: str, at: datetime
) -> Document:
    """Letterhead, receiver (name and address), day, subject, words; paragraphs are parted by an empty line."""
    head = letterhead(session)
    with language_scope(in_language):
        day = day_text(at.astimezone().date())
    return Document(
        title=subject,
        blocks=tuple(_letter(receiver, day, subject, body)),
        language=in_language,
        author=head.name,
        firm=head,
        look="letter",
        made_at=at,
        appendix=False,
    )


def _letter(receiver: Sequence[str], day: str, subject: str, body: str) -> Iterator[Block]:
    yield AddressBlock(tuple(receiver), day)
    yield Paragraph(subject, "strong")
    yield Space(6)
    for part in body.split("\n\n"):
        yield Paragraph(part)


def enclosed_letters(card: ComplaintCard) -> Iterator[Block]:
    """The letters that were kept, the first one first, each on a page of its own, in the words that were kept."""
    for line in reversed(card.trail):
        if line.kind == "letter" and not line.taken_back:
            yield from _enclosed(card, line, line.facts)


def _enclosed(card: ComplaintCard, line: TrailLine, facts: dict[str, Any]) -> Iterator[Block]:
    kind = LETTER_KINDS.get(str(facts.get("letter")))
    day = line.at.astimezone().date()
    yield PageBreak()
    yield Heading(f"{_(kind) if kind else line.title} · {day_text(day)}", 2)
    name = next((file.name for file in card.files if file.id == facts.get("file")), "")
    if not facts.get("words"):  # kept before the words were
        yield Paragraph(_("The words of this letter are in the file “{name}” only.").format(name=name))
        return
    if name:
        kept = _("As it was kept with the complaint: “{name}”, entry {position} of the book.")
        yield Paragraph(kept.format(name=name, position=line.position), "caption")
    spoken = str(facts.get("language"))
    with language_scope(spoken if spoken in LANGUAGES else language()):
        written = day_text(day)
    receiver = [str(part) for part in facts.get("receiver") or ()]
    yield from _letter(receiver, written, str(facts.get("what", "")), str(facts["words"]))
