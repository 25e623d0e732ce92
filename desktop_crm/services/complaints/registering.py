"""Entering a complaint in the register, with its number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from desktop_crm.base import clock
from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.base.ids import new_id
from desktop_crm.model import Complaint, ComplaintCounter, Contact, Interaction
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attachments import add_evidence
from desktop_crm.services.complaints.fields import FIELDS, cleaned
from desktop_crm.services.complaints.refreshing import settle
from desktop_crm.services.complaints.terms import calendar_of, terms_for
from desktop_crm.services.complaints.trail import add_entry

_SUBJECT = 80  # letters of the first line that make a subject


@dataclass(frozen=True, slots=True)
class ComplaintDraft:
    """A complaint as typed. The subject or the description is enough; ``more``: other fields of ``fields.FIELDS``."""

    subject: str = ""
    description: str = ""
    kind: str = "complaint"
    contact_id: int | None = None
    complainant: str = ""  # where there is no contact
    anonymous: bool = False
    channel: str = "in_person"
    received_at: datetime | None = None  # ``None``: now
    severity: str = "medium"
    category_id: int | None = None
    subcategory_id: int | None = None
    product: str = ""
    remedy_sought: str = ""
    responsible_id: int | None = None  # ``None``: who registers it
    interaction_id: int | None = None  # the call it was said in
    more: Mapping[str, object] = field(default_factory=dict)
    files: tuple[AttachedFile, ...] = ()
    is_sample: bool = False


def register_complaint(session: CrmSession, draft: ComplaintDraft, at: datetime | None = None) -> int:
    """Enter it under the next number of the year; says its id. *at*: when it was registered, where not now."""
    moment = at or clock.now()
    values = _values(session, draft, moment)
    calendar = calendar_of(session)
    year = calendar.day_of(moment).year
    complaint = Complaint(
        id=new_id(),
        year=year,
        number=next_number(session, year),
        registered_at=moment,
        state="registered",
        is_sample=draft.is_sample,
        terms=terms_for(session, values["kind"], values["severity"]),
        last_entry_at=moment,
        **values,
    )
    if not complaint.priority_chosen:
        complaint.priority = complaint.computed_priority()
    session.add(complaint)
    add_entry(session, complaint, "register", {"channel": complaint.channel}, moment)
    settle(session, complaint)
    if draft.files:
        add_evidence(session, complaint.id, draft.files)
    return complaint.id


def _values(session: CrmSession, draft: ComplaintDraft, moment: datetime) -> dict[str, Any]:
    named = {
        name: getattr(draft, name)
        for name in (
            "kind", "contact_id", "complainant", "anonymous", "channel", "severity", "category_id", "subcategory_id",
            "product", "remedy_sought", "interaction_id", "description", "subject",
        )
    }  # fmt: skip
    values: dict[str, Any] = {
        "received_by_id": session.operator_id,
        "responsible_id": draft.responsible_id or session.operator_id,
        "priority_chosen": "priority" in draft.more,
        **named,
        **draft.more,
    }
    values = {name: value for name, value in values.items() if value is not None}
    values["received_at"] = draft.received_at or moment
    values["subject"] = str(values["subject"]).strip() or _first_line(draft.description)
    if not values["subject"]:
        raise InvalidValue(field=_(FIELDS["subject"]), value="")
    values = cleaned(session, values)
    if values["received_at"] > moment:
        raise InvalidValue(field=_(FIELDS["received_at"]), value=values["received_at"].astimezone().isoformat(" ")[:16])
    _complete(session, values)
    return values


def _complete(session: CrmSession, values: dict[str, Any]) -> None:
    """Who it is, from the card or the call it was said in."""
    if values.get("interaction_id") is not None and values.get("contact_id") is None:
        entry = session.get(Interaction, values["interaction_id"])
        values["contact_id"] = entry.contact_id if entry is not None else None
    contact_id = values.get("contact_id")
    if contact_id is None:
        return
    contact = session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(what=_("The contact"))
    values["complainant"] = values.get("complainant") or contact.name[:300]
    values["language"] = values.get("language") or contact.language[:5]


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(line) <= _SUBJECT:
        return line
    return line[:_SUBJECT].rsplit(" ", 1)[0] + "…"


def next_number(session: CrmSession, year: int) -> int:
    """The next number of *year*; nobody else gets one before this write is over, so a roll-back leaves no gap."""
    connection = session.connection()
    raised = update(ComplaintCounter).where(ComplaintCounter.year == year)
    raised = raised.values(last_number=ComplaintCounter.last_number + 1)
    if connection.execute(raised).rowcount != 1:
        last = select(func.coalesce(func.max(Complaint.number), 0)).where(Complaint.year == year)
        try:
            with connection.begin_nested():
                first = connection.execute(last).scalar_one()
                connection.execute(insert(ComplaintCounter).values(year=year, last_number=first))
        except IntegrityError:  # another computer was quicker
            pass
        connection.execute(raised)
    query = select(ComplaintCounter.last_number).where(ComplaintCounter.year == year)
    return int(connection.execute(query).scalar_one())
