"""The states of a complaint and the steps between them, as one table.

A step is a verb on the card. ``needs`` are facts without which it is refused, ``takes`` facts that it may bring. What
is stored are the steps taken (``model.complaint_event``); the state follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_crm.base.i18n import N_

if TYPE_CHECKING:
    from desktop_crm.model.complaint import Complaint

STATES = {
    "registered": N_("Registered"),
    "acknowledged": N_("Acknowledged"),
    "assessed": N_("Assessed"),
    "investigating": N_("Investigating"),
    "decided": N_("Decided"),
    "remedy": N_("Remedy in progress"),
    "answered": N_("Answered"),
    "closed": N_("Closed"),
    "waiting_complainant": N_("Waiting for the complainant"),
    "waiting_third_party": N_("Waiting for a third party"),
    "unjustified": N_("Answered as unjustified"),
    "withdrawn": N_("Withdrawn"),
    "duplicate": N_("Duplicate"),
    "escalated": N_("Escalated outside"),
    "reopened": N_("Reopened"),
    "voided": N_("Voided"),
}
PHASES = {"open": N_("Open"), "paused": N_("Paused"), "closed": N_("Closed")}
WORKING = ("registered", "acknowledged", "assessed", "investigating", "decided", "remedy", "escalated", "reopened")
OPEN = (*WORKING, "answered")
PAUSED = ("waiting_complainant", "waiting_third_party")
CLOSED = ("closed", "unjustified", "withdrawn", "duplicate", "voided")
UNFINISHED = (*OPEN, *PAUSED)
# columns of the board
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "new": (N_("Not started"), ("registered", "reopened")),
    "in_progress": (
        N_("In progress"),
        ("acknowledged", "assessed", "investigating", "decided", "remedy", "escalated"),
    ),
    "waiting": (N_("Waiting"), PAUSED),
    "resolved": (N_("Resolved"), ("answered", "closed", "unjustified", "withdrawn", "duplicate")),
}
_GROUP_OF = {state: code for code, (_title, states) in GROUPS.items() for state in states}
SIMPLE_KINDS = ("suggestion", "praise", "question")  # nothing has to be decided about these


@dataclass(frozen=True, slots=True)
class Step:
    """One verb: from which states it may be taken, where it leads ("" leaves the state), what it needs and takes."""

    code: str
    title: str
    sources: tuple[str, ...]
    target: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # of complaints it is for; () all


STEPS: dict[str, Step] = {
    step.code: step
    for step in (
        Step("acknowledge", N_("Acknowledge"), ("registered", "reopened"), "acknowledged", (), ("channel", "note")),
        Step(
            "assess",
            N_("Assess"),
            ("registered", "acknowledged", "reopened"),
            "assessed",
            ("severity",),
            ("category_id", "subcategory_id", "responsible_id", "priority", "note"),
        ),
        Step(
            "investigate",
            N_("Investigate"),
            ("registered", "acknowledged", "assessed", "escalated", "reopened"),
            "investigating",
            ("responsible_id",),
            ("note",),
        ),
        Step(
            "decide",
            N_("Decide"),
            ("registered", "acknowledged", "assessed", "investigating", "escalated", "reopened"),
            "decided",
            ("decision", "justified"),
            ("justified_reason", "fault_at", "approver_id", "remedy", "remedy_amount"),
        ),
        Step(
            "give_remedy",
            N_("Give the remedy"),
            ("decided",),
            "remedy",
            ("remedy",),
            ("remedy_amount", "note"),
        ),
        Step(
            "answer",
            N_("Answer"),
            ("acknowledged", "assessed", "investigating", "decided", "remedy", "escalated", "reopened"),
            "answered",
            ("reply_channel", "justified"),
            ("replied_on", "remedy", "remedy_amount", "decision", "note"),
        ),
        Step(
            "answer_unjustified",
            N_("Answer as unjustified"),
            ("acknowledged", "assessed", "investigating", "decided", "escalated", "reopened"),
            "unjustified",
            ("reply_channel", "justified_reason"),
            ("replied_on", "decision", "note"),
        ),
        Step(
            "settle",
            N_("Note and close"),
            ("registered", "acknowledged", "assessed", "reopened"),
            "closed",
            (),
            ("reply_channel", "replied_on", "note"),
            SIMPLE_KINDS,
        ),
        Step(
            "close",
            N_("Close"),
            ("answered", "escalated"),
            "closed",
            ("accepted",),
            ("satisfaction_outcome", "satisfaction_speed", "satisfaction_courtesy", "lessons"),
        ),
        Step("wait_complainant", N_("Wait for the complainant"), WORKING, "waiting_complainant", ("reason",)),
        Step("wait_third_party", N_("Wait for a third party"), WORKING, "waiting_third_party", ("reason",)),
        Step("resume", N_("Go on"), PAUSED, "", (), ("note",)),
        Step("withdraw", N_("Withdraw"), UNFINISHED, "withdrawn", ("reason",)),
        Step("mark_duplicate", N_("Mark as duplicate"), UNFINISHED, "duplicate", ("duplicate_of_id",), ("note",)),
        Step(
            "escalate",
            N_("Escalate outside"),
            tuple(state for state in (*UNFINISHED, "closed", "unjustified") if state != "escalated"),
            "escalated",
            ("escalated_to",),
            ("note",),
        ),
        Step(
            "reopen",
            N_("Reopen"),
            ("answered", "closed", "unjustified", "withdrawn", "duplicate"),
            "reopened",
            ("reason",),
        ),
        Step(
            "void",
            N_("Void"),
            (*UNFINISHED, "closed", "unjustified", "withdrawn", "duplicate"),
            "voided",
            ("reason",),
        ),
        Step("note", N_("Add to the log"), (*UNFINISHED, "closed", "unjustified"), "", ("note",)),
        Step("interim_reply", N_("Interim reply"), (*WORKING, *PAUSED), "", ("channel",), ("note",)),
        Step(
            "feedback",
            N_("Note the feedback"),
            ("answered", "closed", "unjustified"),
            "",
            (),
            ("accepted", "satisfaction_outcome", "satisfaction_speed", "satisfaction_courtesy", "note"),
        ),
    )
}
# entries of the trail that do not lead to a state of their own
ENTRIES = {
    "resume": N_("Resumed"),
    "note": N_("Note"),
    "interim_reply": N_("Interim reply"),
    "feedback": N_("Feedback"),
    "register": N_("Registered"),
    "change": N_("Fields changed"),
    "undone": N_("Taken back"),
    "redone": N_("Done again"),
    "action_planned": N_("Action planned"),
    "action_done": N_("Action done"),
    "action_verified": N_("Action verified"),
    "action_effective": N_("Action had effect"),
    "action_ineffective": N_("Action had no effect"),
    "letter": N_("Letter written"),
    "evidence": N_("File added"),
    "causes": N_("Causes stated"),
    "linked": N_("Entry of the history added"),
    "unlinked": N_("Entry of the history taken away"),
    "recount": N_("Deadlines counted anew"),
}


def phase_of(state: str) -> str:
    """``open``, ``paused`` or ``closed``."""
    return "paused" if state in PAUSED else "closed" if state in CLOSED else "open"


def group_of(state: str) -> str:
    """Column of the board; "" for what is voided."""
    return _GROUP_OF.get(state, "")


def allowed_steps(complaint: Complaint) -> tuple[Step, ...]:
    """What may be done with it now, in the usual order."""
    return tuple(step for step in STEPS.values() if is_allowed(step, complaint.state, complaint.kind))


def is_allowed(step: Step, state: str, kind: str) -> bool:
    """Whether *step* leads on from *state* for a complaint of *kind*."""
    return state in step.sources and (not step.kinds or kind in step.kinds)


def target_of(step: Step, state: str, resumes_to: str) -> str:
    """The state after *step*."""
    if step.code == "resume":
        return resumes_to or "registered"
    return step.target or state
