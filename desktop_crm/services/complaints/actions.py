"""Corrective and preventive actions (CAPA): planned, done, verified by somebody else, looked at for their effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Choice, Complaint, ComplaintCause, CorrectiveAction, Operator
from desktop_crm.model.complaint_states import STEPS, is_allowed
from desktop_crm.model.corrective_action import ACTION_TYPES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import shown
from desktop_crm.services.complaints.action_reminders import keep_action_reminder
from desktop_crm.services.complaints.fields import Voided, complaint_to_change
from desktop_crm.services.complaints.filtering import day_begins
from desktop_crm.services.complaints.stepping import take_step
from desktop_crm.services.complaints.trail import add_entry
from desktop_crm.services.record_changes import apply_values, clean_value, code, row_to_change

ACTION_FIELDS = {
    "type": N_("Type"),
    "what": N_("What is done"),
    "why": N_("Why"),
    "cause_id": N_("Cause"),
    "responsible_id": N_("Responsible"),
    "due_on": N_("Until"),
    "evidence": N_("What shows that it was done"),
    "check_on": N_("Check the effect on"),
}
CHECK_AFTER_DAYS = 90  # where nobody chose a day
MONTH_DAYS = 30.44


@dataclass(frozen=True, slots=True)
class Effect:
    """Complaints of the same cause per month, before the action was done and since."""

    cause: str
    before: int
    after: int
    months_before: float
    months_after: float

    @property
    def per_month(self) -> tuple[float, float]:
        """Before and after."""
        return self.before / self.months_before, self.after / self.months_after

    @property
    def is_effective(self) -> bool:
        """Whether it happens less often."""
        before, after = self.per_month
        return after < before or (self.before == self.after == 0)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action on the card or in the list of all."""

    id: int
    version: int
    complaint_id: int
    type: str
    state: str
    what: str
    why: str
    cause_id: int | None
    cause: str
    responsible_id: int | None
    responsible: str
    due_on: date | None
    done_at: datetime | None
    done_by_id: int | None
    done_by: str
    evidence: str
    verified_at: datetime | None
    verified_by: str
    check_on: date | None
    checked_at: datetime | None
    check_note: str

    @property
    def is_overdue(self) -> bool:
        """Not done in time."""
        return self.state in ("planned", "ineffective") and self.due_on is not None and self.due_on < clock.today()


_done_by, _verified_by = aliased(Operator), aliased(Operator)
_responsible = aliased(Operator)
_LINES: Any = (
    select(
        CorrectiveAction,
        Choice.code,
        Choice.renamed,
        Choice.name,
        _responsible.name.label("responsible"),
        _done_by.name.label("done_by"),
        _verified_by.name.label("verified_by"),
    )
    .outerjoin(Choice, Choice.id == CorrectiveAction.cause_id)
    .outerjoin(_responsible, _responsible.id == CorrectiveAction.responsible_id)
    .outerjoin(_done_by, _done_by.id == CorrectiveAction.done_by_id)
    .outerjoin(_verified_by, _verified_by.id == CorrectiveAction.verified_by_id)
    .where(CorrectiveAction.deleted_at.is_(None))
)


def actions_of(session: CrmSession, complaint_id: int) -> list[ActionLine]:
    """The actions of a complaint, in their order."""
    return _lines(session, _LINES.where(CorrectiveAction.complaint_id == complaint_id).order_by(CorrectiveAction.id))


def open_actions(session: CrmSession, limit: int = 200) -> list[ActionLine]:
    """All that somebody still has to do or to look at, the next first."""
    waiting = _LINES.where(CorrectiveAction.state.in_(("planned", "done", "verified", "ineffective")))
    due = func.coalesce(CorrectiveAction.due_on, CorrectiveAction.check_on)
    return _lines(session, waiting.order_by(due.is_(None), due, CorrectiveAction.id).limit(limit))


def _lines(session: CrmSession, query: Any) -> list[ActionLine]:
    return [
        ActionLine(
            id=row.id,
            version=row.version,
            complaint_id=row.complaint_id,
            type=row.type,
            state=row.state,
            what=row.what,
            why=row.why,
            cause_id=row.cause_id,
            cause=shown(code_ or "", bool(renamed), name or ""),
            responsible_id=row.responsible_id,
            responsible=responsible or "",
            due_on=row.due_on,
            done_at=row.done_at,
            done_by_id=row.done_by_id,
            done_by=done_by or "",
            evidence=row.evidence,
            verified_at=row.verified_at,
            verified_by=verified_by or "",
            check_on=row.check_on,
            checked_at=row.checked_at,
            check_note=row.check_note,
        )
        for row, code_, renamed, name, responsible, done_by, verified_by in session.execute(query)
    ]


def plan_action(
    session: CrmSession,
    complaint_id: int,
    what: str,
    fields: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> int:
    """Plan an action, with other fields of :data:`ACTION_FIELDS`; says its id. It becomes a reminder too."""
    complaint = _complaint(session, complaint_id)
    if not what.strip():
        raise InvalidValue(field=_(ACTION_FIELDS["what"]), value="")
    action = CorrectiveAction(complaint_id=complaint_id, what=what.strip())
    for name, value in _checked(fields or {}).items():
        setattr(action, name, clean_value(session, CorrectiveAction, name, value, ACTION_FIELDS))
    action.responsible_id = action.responsible_id or session.operator_id
    session.add(action)
    session.flush()
    add_entry(session, complaint, "action_planned", {"action": action.id, "what": action.what}, at)
    keep_action_reminder(session, complaint, action)
    session.flush()
    return action.id


def change_action(session: CrmSession, action_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change fields of :data:`ACTION_FIELDS`; says the new version."""
    action = _action(session, action_id)
    complaint = _complaint(session, action.complaint_id)
    if "what" in values and not str(values["what"]).strip():
        raise InvalidValue(field=_(ACTION_FIELDS["what"]), value="")
    if apply_values(session, action, version, _checked(values), ACTION_FIELDS):
        keep_action_reminder(session, complaint, action)
        add_entry(session, complaint, "change", {"action": action.id, "fields": sorted(values)})
        session.flush()
    return action.version


def finish_action(session: CrmSession, action_id: int, evidence: str, at: datetime | None = None) -> int:
    """It is done; says the new version. *evidence*: what shows it."""
    action = _action(session, action_id)
    complaint = _complaint(session, action.complaint_id)
    moment = at or clock.now()
    action.finish(moment, session.operator_id, evidence.strip())
    if action.check_on is None:
        action.check_on = moment.astimezone().date() + timedelta(days=CHECK_AFTER_DAYS)
    add_entry(session, complaint, "action_done", {"action": action.id, "what": action.what, "note": evidence}, at)
    keep_action_reminder(session, complaint, action)
    session.flush()
    return action.version


def verify_action(session: CrmSession, action_id: int, at: datetime | None = None) -> int:
    """Seen by somebody else than the doer; says the new version. Raises ``OwnWorkVerified``."""
    action = _action(session, action_id)
    complaint = _complaint(session, action.complaint_id)
    action.verify(at or clock.now(), session.operator_id)
    add_entry(session, complaint, "action_verified", {"action": action.id, "what": action.what}, at)
    session.flush()
    return action.version


def action_effect(session: CrmSession, action_id: int, today: date | None = None) -> Effect:
    """Complaints of the same cause (without one: the same category) before it was done and since.

    As many days are looked at before as have passed since, at least a month.
    """
    action = session.get(CorrectiveAction, action_id)  # asked for by readers too: nothing is locked
    if action is None or action.deleted_at is not None:
        raise NotFound(what=_("The action"))
    if action.done_at is None:
        raise InvalidValue(field=_("State"), value=action.state)
    complaint = session.get_one(Complaint, action.complaint_id)
    causes = [action.cause_id] if action.cause_id else _causes(session, complaint.id)
    done = action.done_at.astimezone().date()
    days = max(1, ((today or clock.today()) - done).days)
    before_days = max(days, round(MONTH_DAYS))
    query = select(func.count(func.distinct(Complaint.id))).where(
        Complaint.state.not_in(("voided", "duplicate")), Complaint.deleted_at.is_(None)
    )
    if causes:
        query = query.join(ComplaintCause, ComplaintCause.complaint_id == Complaint.id)
        query = query.where(ComplaintCause.cause_id.in_(causes))
    else:
        query = query.where(Complaint.category_id == complaint.category_id)
    begin = day_begins(done - timedelta(days=before_days))
    before = session.scalar(query.where(Complaint.received_at >= begin, Complaint.received_at < day_begins(done))) or 0
    after = session.scalar(query.where(Complaint.received_at >= day_begins(done + timedelta(days=1)))) or 0
    row = session.get(Choice, causes[0] if causes else complaint.category_id or 0)
    return Effect(
        row.shown_name() if row is not None else "", before, after, before_days / MONTH_DAYS, days / MONTH_DAYS
    )


def _causes(session: CrmSession, complaint_id: int) -> list[int]:
    return list(session.scalars(select(ComplaintCause.cause_id).where(ComplaintCause.complaint_id == complaint_id)))


def judge_action(
    session: CrmSession,
    action_id: int,
    effective: bool | None = None,
    note: str = "",
    today: date | None = None,
    at: datetime | None = None,
) -> bool:
    """Whether it had effect: as counted where *effective* is not said. Without effect the complaint is opened again."""
    action = _action(session, action_id)
    complaint = _complaint(session, action.complaint_id)
    effect = action_effect(session, action_id, today)
    verdict = effect.is_effective if effective is None else effective
    action.judge(at or clock.now(), verdict, note.strip())
    keep_action_reminder(session, complaint, action)
    before, after = effect.per_month
    facts = {"action": action.id, "what": action.what, "note": note,
             "before": round(before, 2), "after": round(after, 2)}  # fmt: skip
    add_entry(session, complaint, "action_effective" if verdict else "action_ineffective", facts, at)
    session.flush()
    if not verdict and is_allowed(STEPS["reopen"], complaint.state, complaint.kind):
        reason = _("An action had no effect: {what}").format(what=action.what[:200])
        take_step(session, complaint.id, "reopen", None, {"reason": reason}, at)
    return verdict


def cancel_action(session: CrmSession, action_id: int) -> int:
    """It will not be done; says the new version."""
    action = _action(session, action_id)
    complaint = _complaint(session, action.complaint_id)
    action.state = "cancelled"
    keep_action_reminder(session, complaint, action)
    add_entry(session, complaint, "change", {"action": action.id, "fields": ["state"]})
    session.flush()
    return action.version


def _checked(values: Mapping[str, object]) -> dict[str, object]:
    if "type" in values:
        code(ACTION_TYPES, values["type"], _(ACTION_FIELDS["type"]))
    return dict(values)


def _action(session: CrmSession, action_id: int) -> CorrectiveAction:
    action = row_to_change(session, CorrectiveAction, action_id, _("The action"))
    if action.deleted_at is not None:
        raise NotFound(what=_("The action"))
    return action


def _complaint(session: CrmSession, complaint_id: int) -> Complaint:
    complaint = complaint_to_change(session, complaint_id)
    if complaint.state == "voided":
        raise Voided(number=complaint.register_number)
    return complaint
