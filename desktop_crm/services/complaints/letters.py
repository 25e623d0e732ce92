"""Letters about a complaint: written from editable templates in the complainant's language, kept as evidence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.document import AddressBlock, Document, Paragraph, Space
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.formats import day_text, money_text
from desktop_crm.base.i18n import LANGUAGES, N_, _, language, language_scope
from desktop_crm.model import Address, Complaint, Contact, Email, LetterTemplate, Operator
from desktop_crm.model.complaint import REMEDIES
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attachments import add_evidence
from desktop_crm.services.complaints.fields import Voided, amount, complaint_to_change, must_be_seen
from desktop_crm.services.complaints.letter_texts import SHIPPED_LETTERS
from desktop_crm.services.complaints.terms import calendar_of
from desktop_crm.services.complaints.trail import add_entry
from desktop_crm.services.firm import firm
from desktop_crm.services.record_changes import code, row_to_change
from desktop_crm.services.reports.paper import letterhead

LETTER_FIELDS = {
    "number": N_("Register number"),
    "complainant": N_("Name of the complainant"),
    "subject": N_("Subject"),
    "received_on": N_("Day of receipt"),
    "today": N_("Today"),
    "product": N_("Product or service"),
    "invoice": N_("Invoice"),
    "decision": N_("Decision"),
    "reason": N_("Reason"),
    "remedy": N_("Remedy given"),
    "amount": N_("Amount of the remedy"),
    "answer_by": N_("Answer by"),
    "responsible": N_("Responsible"),
    "firm": N_("Name of the firm"),
    "note": N_("Note"),
}
_FIELD = re.compile(r"\{(\w+)\}")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template; ``id`` is ``None`` of a shipped one that nobody has changed."""

    id: int | None
    version: int
    kind: str
    language: str
    name: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter about to be written: the text may be changed before."""

    kind: str
    language: str
    subject: str
    body: str
    receiver: tuple[str, ...]  # name and address
    email: str

    @property
    def mailto(self) -> str:
        """Address that opens the letter in the mail program."""
        subject, body = quote(self.subject), quote(self.body.replace("\n", "\r\n"))
        return f"mailto:{quote(self.email, safe='@')}?subject={subject}&body={body}"


def template_rows(session: CrmSession, kind: str = "", in_language: str = "") -> list[TemplateRow]:
    """Templates of a kind and language ("" all); the shipped ones where a firm has none of its own."""
    query = select(LetterTemplate).where(LetterTemplate.deleted_at.is_(None))
    query = query.order_by(LetterTemplate.kind, LetterTemplate.language, LetterTemplate.position, LetterTemplate.id)
    own = [
        TemplateRow(row.id, row.version, row.kind, row.language, row.name, row.subject, row.body)
        for row in session.scalars(query)
    ]
    covered = {(row.kind, row.language) for row in own}
    own += [TemplateRow(None, 0, *shipped) for shipped in SHIPPED_LETTERS if shipped[:2] not in covered]
    return [row for row in own if (not kind or row.kind == kind) and (not in_language or row.language == in_language)]


def save_template(
    session: CrmSession, template_id: int | None, kind: str, in_language: str, name: str, subject: str, body: str
) -> int:
    """Make a template, or change one; says its id. Raises ``InvalidValue`` on a field that does not exist."""
    code(LETTER_KINDS, kind, _("Kind"))
    code(LANGUAGES, in_language, _("Language"))
    for field in _FIELD.findall(subject + body):
        if field not in LETTER_FIELDS:
            raise InvalidValue(field=_("Field"), value="{" + field + "}")
    if not (name.strip() and body.strip()):
        raise InvalidValue(field=_("Name") if not name.strip() else _("Text"), value="")
    if template_id is None:
        template = LetterTemplate(kind=kind, language=in_language, name="", subject="", body="")
        session.add(template)
    else:
        template = row_to_change(session, LetterTemplate, template_id, _("The template"))
    template.kind, template.language = kind, in_language
    template.name, template.subject = " ".join(name.split())[:200], " ".join(subject.split())[:400]
    template.body = body.strip()
    session.flush()
    return template.id


def remove_template(session: CrmSession, template_id: int) -> None:
    """Not offered any more; the shipped one comes back where it was the last."""
    template = row_to_change(session, LetterTemplate, template_id, _("The template"))
    template.deleted_at = clock.now()
    session.flush()


def letter_draft(
    session: CrmSession,
    complaint_id: int,
    kind: str,
    *,
    in_language: str = "",
    template_id: int | None = None,
    note: str = "",
) -> LetterDraft:
    """The letter with its fields filled in, in the complainant's language where none is chosen."""
    code(LETTER_KINDS, kind, _("Kind"))
    complaint = session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound(what=_("The complaint"))
    must_be_seen(session, complaint)
    contact = session.get(Contact, complaint.contact_id) if complaint.contact_id else None
    spoken = in_language or complaint.language or (contact.language if contact is not None else "")
    spoken = spoken if spoken in LANGUAGES else language()
    templates = template_rows(session, kind, spoken) or template_rows(session, kind, "en")
    if template_id is not None:
        templates = [row for row in template_rows(session) if row.id == template_id]
    if not templates:
        raise NotFound(what=_("The template"))
    with language_scope(spoken if spoken in LANGUAGES else "en"):
        facts = _facts(session, complaint, note)
    return LetterDraft(
        kind,
        spoken,
        _filled(templates[0].subject, facts),
        _filled(templates[0].body, facts),
        _receiver(session, complaint, contact),
        _email(session, complaint),
    )


def _facts(session: CrmSession, complaint: Complaint, note: str) -> dict[str, str]:
    calendar = calendar_of(session)
    responsible = session.get(Operator, complaint.responsible_id) if complaint.responsible_id else None
    given = amount(complaint.remedy_amount)
    name = firm(session).firm_name
    return {
        "number": complaint.register_number,
        "complainant": complaint.complainant,
        "subject": complaint.subject,
        "received_on": day_text(calendar.day_of(complaint.received_at)),
        "today": day_text(clock.today()),
        "product": complaint.product,
        "invoice": complaint.invoice,
        "decision": complaint.decision,
        "reason": complaint.justified_reason,
        "remedy": _(REMEDIES[complaint.remedy]) if complaint.remedy else "",
        "amount": money_text(given, complaint.currency) if given is not None else "",
        "answer_by": day_text(calendar.day_of(complaint.resolve_by)) if complaint.resolve_by else "…",
        "responsible": responsible.name if responsible is not None else name,
        "firm": name,
        "note": note,
    }


def _filled(text: str, facts: Mapping[str, str]) -> str:
    """Fields in braces replaced; what is no field stays as it was typed. A line that only named an empty field goes."""
    lines = []
    for line in text.split("\n"):
        fields = _FIELD.findall(line)
        if fields and all(not facts.get(name, "?") for name in fields):
            continue
        lines.append(_FIELD.sub(lambda found: facts.get(found[1], found[0]), line).rstrip())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _receiver(session: CrmSession, complaint: Complaint, contact: Contact | None) -> tuple[str, ...]:
    name = contact.name if contact is not None else complaint.complainant
    lines = [name]
    if contact is not None:
        query = select(Address).where(Address.contact_id == contact.id, Address.deleted_at.is_(None))
        place = session.scalars(query.order_by(Address.position, Address.id).limit(1)).first()
        if place is not None:
            lines += [place.street, " ".join(part for part in (place.postcode, place.city) if part)]
    elif "@" not in complaint.reply_contact:
        lines.append(complaint.reply_contact)
    return tuple(line for line in lines if line)


def _email(session: CrmSession, complaint: Complaint) -> str:
    if "@" in complaint.reply_contact:
        return complaint.reply_contact
    if complaint.contact_id is None:
        return ""
    query = select(Email.address).where(Email.contact_id == complaint.contact_id, Email.deleted_at.is_(None))
    return session.scalar(query.order_by(Email.position, Email.id).limit(1)) or ""


def letter_document(session: CrmSession, draft: LetterDraft) -> Document:
    """The letter as it is printed."""
    head = letterhead(session)
    with language_scope(draft.language):
        day = day_text(clock.today())
    body = [Paragraph(part) for part in draft.body.split("\n\n")]
    return Document(
        title=draft.subject,
        blocks=(AddressBlock(draft.receiver, day), Paragraph(draft.subject, "strong"), Space(6), *body),
        language=draft.language,
        author=head.name,
        firm=head,
        look="letter",
        made_at=clock.now(),
        appendix=False,
    )


def keep_letter(session: CrmSession, complaint_id: int, draft: LetterDraft, file: AttachedFile) -> int:
    """Keep the letter with the complaint and note it in the trail; says the file's id."""
    complaint = complaint_to_change(session, complaint_id)
    if complaint.state == "voided":
        raise Voided(number=complaint.register_number)
    (made,) = add_evidence(session, complaint_id, [file])
    facts = {"letter": draft.kind, "language": draft.language, "what": draft.subject, "file": made}
    add_entry(session, complaint, "letter", facts)
    session.flush()
    return made


def letter_file_name(draft: LetterDraft, number: str) -> str:
    """A name for the PDF: “Acknowledgement 47-2026.pdf”."""
    with language_scope(draft.language):
        return f"{_(LETTER_KINDS[draft.kind])} {number.replace('/', '-')}.pdf"
