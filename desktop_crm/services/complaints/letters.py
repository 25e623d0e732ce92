"""Letters about a complaint: written from editable templates in the complainant's language, kept as evidence."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.document import Document
from desktop_crm.base.errors import NotFound
from desktop_crm.base.formats import day_text, money_text
from desktop_crm.base.i18n import LANGUAGES, _, language, language_scope, pgettext
from desktop_crm.model import Address, Complaint, Contact, Email, Operator
from desktop_crm.model.complaint import REMEDIES
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attachments import add_evidence
from desktop_crm.services.complaints.fields import Voided, amount, complaint_to_change, must_be_seen
from desktop_crm.services.complaints.letter_paper import letter_pages
from desktop_crm.services.complaints.templates import filled, template_rows
from desktop_crm.services.complaints.terms import calendar_of
from desktop_crm.services.complaints.trail import add_entry
from desktop_crm.services.firm import firm
from desktop_crm.services.record_changes import code


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
        facts = {"greeting": _greeting(complaint, contact), **_facts(session, complaint, note)}
    return LetterDraft(
        kind,
        spoken,
        filled(templates[0].subject, facts),
        filled(templates[0].body, facts),
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


def _greeting(complaint: Complaint, contact: Contact | None) -> str:
    """As the card says, else by who it is."""
    name = contact.name if contact is not None else complaint.complainant
    if complaint.anonymous or not name:
        return _("Dear Sir or Madam")
    if contact is None:
        return _("Dear {name}").format(name=name)
    if contact.greeting.strip():
        return contact.greeting.strip().rstrip(",!")
    if contact.kind == "organisation":
        return _("Dear Sir or Madam")
    by_sex = {"male": pgettext("to a man", "Dear {name}"), "female": pgettext("to a woman", "Dear {name}")}
    return by_sex.get(contact.sex, _("Dear {name}")).format(name=name)


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


def letter_document(session: CrmSession, draft: LetterDraft, at: datetime | None = None) -> Document:
    """The letter as it is printed."""
    return letter_pages(session, draft.language, draft.receiver, draft.subject, draft.body, at or clock.now())


def keep_letter(
    session: CrmSession, complaint_id: int, draft: LetterDraft, file: AttachedFile, at: datetime | None = None
) -> int:
    """Keep the letter with the complaint and note it with its words in the trail; says the file's id."""
    complaint = complaint_to_change(session, complaint_id)
    if complaint.state == "voided":
        raise Voided(number=complaint.register_number)
    (made,) = add_evidence(session, complaint_id, [file])
    facts = {
        "letter": draft.kind, "language": draft.language, "what": draft.subject, "file": made, "words": draft.body,
        "receiver": list(draft.receiver),
    }  # fmt: skip
    add_entry(session, complaint, "letter", facts, at)
    session.flush()
    return made


def letter_file_name(draft: LetterDraft, number: str) -> str:
    """A name for the PDF: “Acknowledgement 47-2026.pdf”."""
    with language_scope(draft.language):
        return f"{_(LETTER_KINDS[draft.kind])} {number.replace('/', '-')}.pdf"
