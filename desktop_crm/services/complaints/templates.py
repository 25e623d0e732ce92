"""Templates of letters: what a firm writes instead of the shipped words, in each language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.document import Document
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import day_text, money_text
from desktop_crm.base.i18n import LANGUAGES, N_, _, language_scope
from desktop_crm.model import LetterTemplate
from desktop_crm.model.complaint import REMEDIES
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.letter_paper import letter_pages
from desktop_crm.services.complaints.letter_texts import SHIPPED_LETTERS
from desktop_crm.services.firm import firm
from desktop_crm.services.record_changes import apply_values, code, row_to_change

LETTER_FIELDS = {
    "greeting": N_("Greeting line"),
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
_WORDS = {"subject": N_("Subject"), "body": N_("Text")}
_FIELD = re.compile(r"\{(\w+)\}")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")  # a date that ends with a full stop at the end of a sentence
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


def template_of(session: CrmSession, kind: str, in_language: str) -> TemplateRow:
    """The template that letters of a kind are written from in a language."""
    code(LETTER_KINDS, kind, _("Kind"))
    code(LANGUAGES, in_language, _("Language"))
    return template_rows(session, kind, in_language)[0]


def change_template(session: CrmSession, row: TemplateRow, subject: str, body: str) -> int:
    """Other words for the letter that *row* showed; says the template's id.

    Raises ``InvalidValue`` on a field that does not exist or an empty text, ``VersionConflict`` where a colleague
    changed the same since.
    """
    for field in _FIELD.findall(subject + body):
        if field not in LETTER_FIELDS:
            raise InvalidValue(field=_("Field"), value="{" + field + "}")
    values = {"subject": " ".join(subject.split())[:400], "body": body.strip()}
    for field, text in values.items():
        if not text:
            raise InvalidValue(field=_(_WORDS[field]), value="")
    now = template_of(session, row.kind, row.language)
    if now.id is None:
        template = LetterTemplate(kind=row.kind, language=row.language, name=row.name, **values)
        session.add(template)
    else:
        template = row_to_change(session, LetterTemplate, now.id, _("The template"))
        apply_values(session, template, row.version, values, _WORDS)
    session.flush()
    return template.id


def reset_template(session: CrmSession, kind: str, in_language: str) -> None:
    """The shipped words again; undo brings the firm's own back."""
    for row in template_rows(session, kind, in_language):
        if row.id is not None:
            row_to_change(session, LetterTemplate, row.id, _("The template")).deleted_at = clock.now()
    session.flush()


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Fields in braces replaced; what is no field stays as it was typed. A line that only named an empty field goes."""
    lines = []
    for line in text.split("\n"):
        fields = _FIELD.findall(line)
        if fields and all(not facts.get(name, "?") for name in fields):
            continue
        put = _FIELD.sub(lambda found: facts.get(found[1], found[0]), line).rstrip()
        lines.append(put if ".." in line else _TWO_STOPS.sub(".", put))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def template_document(session: CrmSession, kind: str, in_language: str, subject: str, body: str) -> Document:
    """What the words look like on paper, with made-up facts; nothing has to be saved before."""
    code(LETTER_KINDS, kind, _("Kind"))
    code(LANGUAGES, in_language, _("Language"))
    with language_scope(in_language):
        facts = _example(firm(session).firm_name)
    receiver = (facts["complainant"], "str. Alexei Mateevici 60", "MD-2009 Chișinău")
    return letter_pages(session, in_language, receiver, filled(subject, facts), filled(body, facts), clock.now())


def _example(firm_name: str) -> dict[str, str]:
    today = clock.today()
    name = "Ana Rusu"
    return {
        "greeting": _("Dear {name}").format(name=name),
        "number": f"47/{today.year}",
        "complainant": name,
        "subject": _("Damaged shelf"),
        "received_on": day_text(today - timedelta(days=2)),
        "today": day_text(today),
        "product": _("Shelf"),
        "invoice": "1024",
        "decision": _("The shelf was damaged on the way; you get a new one."),
        "reason": _("The packaging was too thin."),
        "remedy": _(REMEDIES["replacement"]),
        "amount": money_text(Decimal("850.00"), "MDL"),
        "answer_by": day_text(today + timedelta(days=10)),
        "responsible": "Olga Ceban",
        "firm": firm_name or _("Your firm"),
        "note": _("We are waiting for the carrier's report."),
    }
