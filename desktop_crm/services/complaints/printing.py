"""The book of complaints on paper: the register, one complaint after the other, and the sheet of one complaint."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Link,
    PageBreak,
    Paragraph,
    Quote,
    SignatureLine,
    Table,
)
from desktop_crm.base.formats import day_text, money_text
from desktop_crm.base.i18n import _, language, language_scope
from desktop_crm.base.progress import Progress
from desktop_crm.model import Complaint, ComplaintChain
from desktop_crm.model.complaint import ACCEPTED, COMPLAINT_CHANNELS, COMPLAINT_KINDS, FAULT_AT, JUSTIFIED, REMEDIES
from desktop_crm.model.complaint import SEVERITIES as SEVERITY_NAMES
from desktop_crm.model.complaint_states import STATES
from desktop_crm.model.corrective_action import ACTION_STATES, ACTION_TYPES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.card import ComplaintCard, complaint_card
from desktop_crm.services.complaints.fields import FIELDS
from desktop_crm.services.complaints.filtering import ComplaintFilter, conditions
from desktop_crm.services.complaints.letter_paper import enclosed_letters
from desktop_crm.services.complaints.rows import complaint_rows_of
from desktop_crm.services.reports.paper import letterhead

_CODES = {
    "kind": COMPLAINT_KINDS, "channel": COMPLAINT_CHANNELS, "severity": SEVERITY_NAMES, "remedy_sought": REMEDIES,
    "remedy": REMEDIES, "justified": JUSTIFIED, "fault_at": FAULT_AT, "accepted": ACCEPTED,
    "reply_channel": COMPLAINT_CHANNELS,
}  # fmt: skip
_HEAD = ("kind", "channel", "severity", "on_behalf_of", "reply_contact", "incident_on", "incident_place", "product",
         "invoice", "deal", "serial_number", "batch", "remedy_sought", "amount_claimed")  # fmt: skip
_OUTCOME = ("justified", "justified_reason", "fault_at", "decision", "remedy", "remedy_amount", "reply_channel",
            "replied_on", "accepted", "escalated_to", "lessons")  # fmt: skip


def register_document(
    session: CrmSession,
    wanted: ComplaintFilter | None = None,
    *,
    year: int | None = None,
    in_language: str = "",
    progress: Progress | None = None,
) -> Document:
    """The book of a year (or of what *wanted* asks): a list, then each complaint under its number, voided ones too."""
    progress = progress or Progress()
    wanted = wanted or ComplaintFilter("all", year=year)
    with language_scope(in_language or language()):
        query = select(Complaint.id).where(*conditions(session, wanted)).order_by(Complaint.year, Complaint.number)
        ids = list(session.scalars(query))
        title = _("Register of complaints {year}").format(year=year) if year else _("Register of complaints")
        return Document(
            title=title,
            blocks=tuple(_book(session, ids, progress)),
            language=language(),
            firm=letterhead(session),
            made_at=clock.now(),
            appendix=False,
        )


def _book(session: CrmSession, ids: list[int], progress: Progress) -> Iterator[Block]:
    rows = complaint_rows_of(session, ids)
    yield Table(
        (
            Column(_("No."), width=0.9),
            Column(_("Received"), "date", width=1.5),
            Column(_("Complainant"), width=2.4),
            Column(_("Subject"), width=3, strong=True),
            Column(_("State"), width=1.5),
            Column(_("Closed on"), "date", width=1.5),
        ),
        [
            (row.number, _day(row.received_at), row.who, row.subject, _(STATES[row.state]), _day(row.closed_at))
            for row in rows
        ],
        empty=_("No complaints in this period."),
        links=[Link("complaint", row.id) for row in rows],
        wrap=0,  # no name is cut in the book
    )
    for done, row in enumerate(rows):
        progress.step(_("Writing the book …"), done, len(rows))
        yield PageBreak()
        if row.hidden:
            yield Heading(f"{row.number} · {_('Confidential')}", 1)
            continue
        card = complaint_card(session, row.id)
        yield from _complaint(card, f"{card.number} · {card.fields['subject']}")
    yield from _seal(session)


def complaint_document(session: CrmSession, complaint_id: int, in_language: str = "") -> Document:
    """The sheet of one complaint, with its letters."""
    with language_scope(in_language or language()):
        card = complaint_card(session, complaint_id)
        return Document(
            title=_("Complaint {number}").format(number=card.number),
            blocks=(*_complaint(card, str(card.fields["subject"])), *enclosed_letters(card)),
            language=language(),
            firm=letterhead(session),
            made_at=clock.now(),
            appendix=False,
        )


def _complaint(card: ComplaintCard, heading: str) -> Iterator[Block]:
    yield Heading(heading, 1)
    if card.void_reason:
        yield Paragraph(_("Voided: {reason}").format(reason=card.void_reason), "strong")
    yield KeyValues(
        (
            (_("Received"), _moment(card.fields["received_at"])),
            (_("Registered"), _moment(card.registered_at)),
            (_("State"), card.state_name),
            (_("Complainant"), card.who),
            (_("Received by"), card.names["received_by_id"]),
            (_("Responsible"), card.names["responsible_id"]),
            (_("Category"), " › ".join(filter(None, (card.names["category_id"], card.names["subcategory_id"])))),
            *_pairs(card, _HEAD),
        ),
        columns=2,
    )
    if card.fields["description"]:
        yield Heading(_("In their own words"), 3)
        yield Quote(str(card.fields["description"]), card.who)
    yield from _findings(card)
    outcome = tuple(_pairs(card, _OUTCOME))
    if any(value for _name, value in outcome):
        yield Heading(_("Outcome"), 3)
        yield KeyValues(outcome)
    yield from _actions(card)
    yield Heading(_("Deadlines"), 3)
    yield Paragraph(card.clock.explanation)
    yield _trail(card)
    yield SignatureLine((_("Responsible"), _("Complainant")))


def _findings(card: ComplaintCard) -> Iterator[Block]:
    fields = card.fields
    texts = [(name, fields[name]) for name in ("immediate_action", "investigation") if fields[name]]
    whys = fields["whys"] if isinstance(fields["whys"], tuple) else ()
    if not (texts or whys or card.causes):
        return
    yield Heading(_("Investigation"), 3)
    for name, text in texts:
        yield Paragraph(f"{_(FIELDS[name])}: {text}")
    for place, why in enumerate(whys, 1):
        yield Paragraph(_("Why {number}: {answer}").format(number=place, answer=why))
    if card.causes:
        yield Paragraph(_("Root causes: {causes}").format(causes="; ".join(name for _id, name in card.causes)))


def _actions(card: ComplaintCard) -> Iterator[Block]:
    if not card.actions:
        return
    yield Table(
        (
            Column(_("What is done"), width=2.6, strong=True),
            Column(_("Type"), width=1.4),
            Column(_("State"), width=1.3),
            Column(_("Responsible"), width=1.5),
            Column(_("Until"), "date", width=1.3),
            Column(_("Verified by"), width=1.2),
        ),
        [
            (
                line.what,
                _(ACTION_TYPES[line.type]),
                _(ACTION_STATES[line.state]),
                line.responsible,
                line.due_on,
                line.verified_by,
            )
            for line in card.actions
        ],
        title=_("Actions"),
        wrap=0,
    )


def _trail(card: ComplaintCard) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for line in reversed(card.trail):
        text = " ".join(line.text.split())
        note = f"{text} ({_('Taken back')})".strip() if line.taken_back else text
        rows.append((line.position, line.at, line.title, note, line.operator, line.hash[:12]))
    return Table(
        (
            Column(_("Entry"), "number", width=0.8),
            Column(_("When"), "moment", width=2),
            Column(_("What"), width=2, strong=True),
            Column(_("Note"), width=3),
            Column(_("Who"), width=1),
            Column(_("Hash"), width=1.4),
        ),
        rows,
        title=_("Trail"),
        wrap=0,
    )


def _seal(session: CrmSession) -> Iterator[Block]:
    """What a printed book is compared with later."""
    head = session.get(ComplaintChain, 1)
    yield PageBreak()
    yield Heading(_("End of the book"), 1)
    if head is not None:
        yield Paragraph(_("Entries in the book: {count}. Hash of the last one:").format(count=head.count))
        yield Paragraph(head.last_hash, "small")
    yield SignatureLine((_("Kept by"), _("Checked by"), _("Date")))


def _pairs(card: ComplaintCard, names: tuple[str, ...]) -> Iterator[tuple[str, Cell]]:
    currency = str(card.fields["currency"] or "")
    for name in names:
        value = card.fields[name]
        if value == "undecided":
            continue
        if name in _CODES:
            yield _(FIELDS[name]), _(_CODES[name][str(value)]) if value else ""
        elif isinstance(value, Decimal):
            yield _(FIELDS[name]), money_text(value, currency)
        elif isinstance(value, date):
            yield _(FIELDS[name]), day_text(value)
        else:
            yield _(FIELDS[name]), str(value or "")


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone().date()


def _moment(value: object) -> str:
    if not isinstance(value, datetime):
        return ""
    local = value.astimezone()
    return f"{day_text(local.date())}, {local:%H:%M}"
