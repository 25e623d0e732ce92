"""Everything about one complaint, as its card shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _
from desktop_crm.model import Choice, Complaint, ComplaintCause, ComplaintEvent, Contact, Operator
from desktop_crm.model.complaint_setting import TERMS
from desktop_crm.model.complaint_states import ENTRIES, STATES, STEPS, group_of
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attachments import evidence_of
from desktop_crm.services.choices import choice_names
from desktop_crm.services.complaints.actions import ActionLine, actions_of
from desktop_crm.services.complaints.conversations import complaint_history
from desktop_crm.services.complaints.fields import AMOUNTS, FIELDS, amount, must_be_seen
from desktop_crm.services.complaints.related import Related, related_complaints
from desktop_crm.services.complaints.stepping import StepChoice, step_choices
from desktop_crm.services.complaints.terms import calendar_of
from desktop_crm.services.complaints.timing import clock_of, in_force
from desktop_crm.services.complaints.timing_words import clock_words
from desktop_crm.services.complaints.trail import entries_of
from desktop_crm.services.history_lines import FileLine, InteractionLine

FieldValue = str | int | bool | date | datetime | Decimal | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One of the deadlines."""

    kind: str  # of model.complaint_setting.TERMS
    title: str
    by: datetime | None  # ``None`` while a pause lasts
    met_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ClockCard:
    """The clock with its explanation."""

    status: str  # of timing_words.CLOCK_STATUSES
    headline: str
    explanation: str
    due_at: datetime | None
    due_kind: str
    deadlines: tuple[DeadlineLine, ...]
    pauses: tuple[tuple[datetime, datetime | None, str], ...]
    preset: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """An entry of the timeline."""

    position: int  # in the book
    sequence: int  # in the complaint
    kind: str  # of STEPS or ENTRIES
    title: str
    text: str  # note, reason, what was changed
    state: str  # after it
    at: datetime
    recorded_at: datetime
    operator: str
    facts: dict[str, Any]
    taken_back: bool  # struck through
    change_set_id: int
    hash: str


@dataclass(frozen=True, slots=True)
class ComplaintCard:
    """One complaint. ``fields``: every field of ``fields.FIELDS``, amounts as Decimal."""

    id: int
    version: int
    number: str
    year: int
    state: str
    state_name: str
    phase: str
    group: str
    fields: dict[str, FieldValue]
    contact_id: int | None
    who: str
    names: dict[str, str]  # of what the fields ending in _id point to
    causes: tuple[tuple[int, str], ...]
    clock: ClockCard
    steps: tuple[StepChoice, ...]
    trail: tuple[TrailLine, ...]  # the latest first
    actions: tuple[ActionLine, ...]
    related: tuple[Related, ...]
    files: tuple[FileLine, ...]
    history: tuple[InteractionLine, ...]  # calls, visits, letters about it, the latest first
    registered_at: datetime
    closed_at: datetime | None
    reopened_count: int
    voided_at: datetime | None
    void_reason: str
    fingerprint: str  # hash of the last entry

    @property
    def is_repeat(self) -> bool:
        """Whether this customer complained about the like before."""
        return any(one.is_repeat for one in self.related)


def complaint_card(session: CrmSession, complaint_id: int) -> ComplaintCard:
    """The card; raises ``NotFound`` and ``fields.Confidential``."""
    complaint = session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound(what=_("The complaint"))
    must_be_seen(session, complaint)
    choices = {row_id: name for row_id, (name, _reverse) in choice_names(session).items()}
    trail = _trail(session, complaint_id)
    contact = session.get(Contact, complaint.contact_id) if complaint.contact_id else None
    who = _("Anonymous") if complaint.anonymous else contact.name if contact is not None else complaint.complainant
    return ComplaintCard(
        id=complaint.id,
        version=complaint.version,
        number=complaint.register_number,
        year=complaint.year,
        state=complaint.state,
        state_name=_(STATES[complaint.state]),
        phase=complaint.phase,
        group=group_of(complaint.state),
        fields={name: _value(complaint, name) for name in FIELDS},
        contact_id=complaint.contact_id,
        who=who,
        names=_names(session, complaint, choices),
        causes=_causes(session, complaint_id, choices),
        clock=_clock(session, complaint),
        steps=step_choices(complaint),
        trail=trail,
        actions=tuple(actions_of(session, complaint_id)),
        related=related_complaints(session, complaint_id),
        files=evidence_of(session, complaint_id),
        history=complaint_history(session, complaint_id),
        registered_at=complaint.registered_at,
        closed_at=complaint.closed_at,
        reopened_count=complaint.reopened_count,
        voided_at=complaint.voided_at,
        void_reason=_(complaint.void_reason) if complaint.void_reason else "",
        fingerprint=trail[0].hash if trail else "",
    )


def _value(complaint: Complaint, name: str) -> FieldValue:
    value = getattr(complaint, name)
    if name in AMOUNTS:
        return amount(value)
    return tuple(value or ()) if name == "whys" else value


def _names(session: CrmSession, complaint: Complaint, choices: dict[int, str]) -> dict[str, str]:
    names = {}
    for name in ("category_id", "subcategory_id"):
        names[name] = choices.get(getattr(complaint, name) or 0, "")
    people = ("received_by_id", "responsible_id", "approver_id", "closed_by_id")
    for name in people:
        row = session.get(Operator, getattr(complaint, name)) if getattr(complaint, name) else None
        names[name] = row.name if row is not None else ""
    other = session.get(Complaint, complaint.duplicate_of_id) if complaint.duplicate_of_id else None
    names["duplicate_of_id"] = other.register_number if other is not None else ""
    return names


def _causes(session: CrmSession, complaint_id: int, choices: dict[int, str]) -> tuple[tuple[int, str], ...]:
    query = select(ComplaintCause.cause_id, Choice.parent_id).join(Choice, Choice.id == ComplaintCause.cause_id)
    found = session.execute(query.where(ComplaintCause.complaint_id == complaint_id).order_by(ComplaintCause.id))
    return tuple(
        (row.cause_id, " › ".join(filter(None, (choices.get(row.parent_id or 0, ""), choices.get(row.cause_id, "")))))
        for row in found
    )


def _clock(session: CrmSession, complaint: Complaint) -> ClockCard:
    calendar, present = calendar_of(session), clock.now()
    entries = entries_of(session, [complaint.id]).get(complaint.id, [])
    state = clock_of(calendar, complaint.received_at, complaint.terms or {}, entries, complaint.state)
    words = clock_words(calendar, state, present)
    due = state.due
    return ClockCard(
        status=words.status,
        headline=words.headline,
        explanation=words.explanation,
        due_at=due.by if due is not None else None,
        due_kind=due.kind if due is not None else "",
        deadlines=tuple(
            DeadlineLine(one.kind, _(TERMS[one.kind]), one.by, one.met_at, one.is_late(present))
            for one in state.deadlines
        ),
        pauses=tuple((pause.begin, pause.end, pause.reason) for pause in state.pauses),
        preset=state.preset,
    )


def _trail(session: CrmSession, complaint_id: int) -> tuple[TrailLine, ...]:
    query = select(ComplaintEvent).where(ComplaintEvent.complaint_id == complaint_id)
    rows = session.scalars(query.order_by(ComplaintEvent.sequence)).all()
    alive = {entry.change_set_id for entry in in_force(entries_of(session, [complaint_id]).get(complaint_id, []))}
    lines = []
    for row in rows:
        facts = dict(row.facts or {})
        lines.append(
            TrailLine(
                position=row.position,
                sequence=row.sequence,
                kind=row.kind,
                title=entry_title(row.kind),
                text=entry_text(row.kind, facts),
                state=row.state,
                at=row.at,
                recorded_at=row.recorded_at,
                operator=row.operator,
                facts=facts,
                taken_back=row.undoes_id is None and row.change_set_id not in alive,
                change_set_id=row.change_set_id,
                hash=row.hash,
            )
        )
    return tuple(reversed(lines))


def entry_title(kind: str) -> str:
    """What an entry of the trail is called."""
    if kind in STEPS and STEPS[kind].target:
        return _(STATES[STEPS[kind].target])
    return _(ENTRIES[kind]) if kind in ENTRIES else kind


def entry_text(kind: str, facts: dict[str, Any]) -> str:
    """What an entry of the trail says besides: the note, the reason, the fields that were changed."""
    if kind in ("undone", "redone") or (kind == "change" and "label" in facts):
        return _(str(facts.get("label", ""))).format(**facts.get("facts", {})) if facts.get("label") else ""
    if kind == "change":
        return ", ".join(_(FIELDS[name]) for name in facts.get("fields", ()) if name in FIELDS)
    if kind in ("linked", "unlinked"):
        what = _(INTERACTION_KINDS[facts["kind"]]) if facts.get("kind") in INTERACTION_KINDS else ""
        return ": ".join(filter(None, (what, facts.get("note"))))
    if kind == "evidence":
        return ", ".join(map(str, facts.get("files", ())))
    parts = (facts.get("reason"), facts.get("what"), facts.get("decision"), facts.get("note"))
    return "\n".join(str(part) for part in parts if part)
