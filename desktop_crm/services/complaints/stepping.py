"""Taking a step with a complaint: the one way in which its state changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop_crm.base import clock
from desktop_crm.base.errors import CrmError, InvalidValue, NotFound, VersionConflict
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Complaint
from desktop_crm.model.complaint import COMPLAINT_CHANNELS
from desktop_crm.model.complaint_states import (
    CLOSED,
    PAUSED,
    SIMPLE_KINDS,
    STATES,
    STEPS,
    Step,
    is_allowed,
    target_of,
)
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.fields import FACTS, FIELDS, cleaned, complaint_to_change
from desktop_crm.services.complaints.refreshing import settle
from desktop_crm.services.complaints.trail import add_entry
from desktop_crm.services.record_changes import changed_since, code

_LONGEST_FACT = 10_000


class StepNotAllowed(CrmError):
    """Not from this state. Facts: step, number, state."""

    text = N_("“{step}” is not possible: complaint {number} is “{state}”. Nothing was changed.")


class StepNeeds(CrmError):
    """Something is missing. Facts: step, what; ``field`` is its code."""

    text = N_("“{step}” needs “{what}”. Nothing was changed. Fill it in and try again.")


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A step that may be taken now, what it needs (codes) and what it may bring besides."""

    code: str
    title: str
    state: str  # where it leads
    needs: tuple[str, ...]
    takes: tuple[str, ...]


def step_choices(complaint: Complaint) -> tuple[StepChoice, ...]:
    """All that may be done; what it has already is no longer needed, only offered."""
    if complaint.state == "voided":
        return ()
    return tuple(
        StepChoice(
            step.code,
            _(step.title),
            target_of(step, complaint.state, complaint.resumes_to),
            needs := tuple(name for name in needs_of(step, complaint.kind) if not _has(complaint, name)),
            tuple(name for name in (*step.needs, *step.takes) if name not in needs),
        )
        for step in STEPS.values()
        if is_allowed(step, complaint.state, complaint.kind)
    )


def needs_of(step: Step, kind: str) -> tuple[str, ...]:
    """What a step needs for a complaint of *kind*: nobody decides whether a question is justified."""
    return tuple(name for name in step.needs if name != "justified" or kind not in SIMPLE_KINDS)


def take_step(
    session: CrmSession,
    complaint_id: int,
    step_code: str,
    version: int | None = None,
    facts: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> int:
    """Take the step; says the new version.

    *version*: the one seen; where somebody else has changed the state since, it is a ``VersionConflict``. *facts*: what
    the step needs and takes, codes of ``fields.FIELDS`` and ``fields.FACTS``. *at*: when it happened, where not now.
    """
    if step_code not in STEPS:
        raise InvalidValue(field=_("Step"), value=step_code)
    step, complaint = STEPS[step_code], complaint_to_change(session, complaint_id)
    if version is not None and complaint.version != version:
        theirs = changed_since(session, complaint, version)
        if theirs is None or "state" in theirs:
            raise VersionConflict(what=_("State"), field="state")
    if not is_allowed(step, complaint.state, complaint.kind):
        raise StepNotAllowed(step=_(step.title), number=complaint.register_number, state=_(STATES[complaint.state]))
    moment = _moment(complaint, at)
    told = _facts(session, step, complaint, facts or {}, moment)
    before = complaint.state
    for name, value in told.items():
        if name in FIELDS:
            setattr(complaint, name, value)
    if "priority" in told:
        complaint.priority_chosen = True
    elif not complaint.priority_chosen:
        complaint.priority = complaint.computed_priority()
    _enter(session, complaint, step, before, moment, str(told.get("reason", "")))
    add_entry(session, complaint, step.code, told, moment)
    settle(session, complaint)
    return complaint.version


def _moment(complaint: Complaint, at: datetime | None) -> datetime:
    """Steps are told in the order in which they happened, and none ahead."""
    present = clock.now()
    moment = at or max(present, complaint.last_entry_at or present)
    if at is not None and (at > present or (complaint.last_entry_at is not None and at < complaint.last_entry_at)):
        raise InvalidValue(field=_("When"), value=at.astimezone().isoformat(" ")[:16])
    return moment


def _facts(
    session: CrmSession, step: Step, complaint: Complaint, facts: Mapping[str, object], moment: datetime
) -> dict[str, object]:
    for name in facts:
        if name not in (*step.needs, *step.takes):
            raise InvalidValue(field=step.code, value=name)
    given = {name: value for name, value in facts.items() if value is not None and value != ""}
    told: dict[str, object] = {name: _fact(name, value) for name, value in given.items() if name in FACTS}
    told |= cleaned(session, {name: value for name, value in given.items() if name in FIELDS})
    needed = needs_of(step, complaint.kind)
    if "responsible_id" in needed and complaint.responsible_id is None and "responsible_id" not in told:
        if session.operator_id is None:  # nobody said who works here
            needed = tuple(name for name in needed if name != "responsible_id")
        else:
            told["responsible_id"] = session.operator_id
    if step.code in ("answer", "answer_unjustified", "settle") and (
        told.get("reply_channel") or "reply_channel" in needed
    ):
        told.setdefault("replied_on", moment.astimezone().date())
    if step.code == "answer_unjustified":
        told["justified"] = "unjustified"
    for name in needed:
        if not (told.get(name) or _has(complaint, name)) or told.get(name) == "undecided":
            raise StepNeeds(step=_(step.title), what=_(FIELDS.get(name) or FACTS[name]), field=name)
    if step.code == "mark_duplicate":
        _must_be_another(session, complaint, told["duplicate_of_id"])
    return told


def _has(complaint: Complaint, name: str) -> bool:
    """Whether the complaint holds already what a step needs; what is said with the step itself is asked each time."""
    if name in FACTS or name in ("duplicate_of_id", "escalated_to", "accepted", "reply_channel"):
        return False
    return getattr(complaint, name) not in (None, "", "undecided")


def _fact(name: str, value: object) -> str:
    if name == "channel":
        return code(COMPLAINT_CHANNELS, value, _(FACTS[name]))
    text = str(value).strip()
    if len(text) > _LONGEST_FACT or "\x00" in text:
        raise InvalidValue(field=_(FACTS[name]), value=text[:60])
    return text


def _must_be_another(session: CrmSession, complaint: Complaint, other_id: object) -> None:
    other = session.get(Complaint, other_id)
    if other is None:
        raise NotFound(what=_("The complaint"))
    if other.id == complaint.id or other.duplicate_of_id == complaint.id or other.state == "voided":
        raise InvalidValue(field=_(FIELDS["duplicate_of_id"]), value=other.register_number)


def _enter(session: CrmSession, complaint: Complaint, step: Step, before: str, moment: datetime, reason: str) -> None:
    """What the new state brings with it."""
    complaint.state = target_of(step, before, complaint.resumes_to)
    if complaint.state == before:
        return
    if complaint.state in PAUSED:
        complaint.resumes_to = before
    elif before in PAUSED:
        complaint.resumes_to = ""
    if complaint.state in CLOSED and before not in CLOSED:
        complaint.closed_at, complaint.closed_by_id = moment, session.operator_id
    elif complaint.state not in CLOSED and before in CLOSED:
        complaint.closed_at = complaint.closed_by_id = None
    if step.code == "reopen":
        complaint.reopened_count += 1
        complaint.accepted = ""
    if step.code == "void":
        complaint.voided_at, complaint.void_reason = moment, reason[:400]


def void_complaint(
    session: CrmSession, complaint_id: int, reason: str, version: int | None = None, at: datetime | None = None
) -> int:
    """Strike it through; it stays in the book under its number. Says the new version."""
    return take_step(session, complaint_id, "void", version, {"reason": reason}, at)
