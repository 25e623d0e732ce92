"""Editing a reminder as a whole: what differs is changed, for this one, those that follow, or all of its series."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from desktop_crm.base.errors import NotFound
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import _
from desktop_crm.model import Complaint, Interaction, Operator, Reminder, ReminderSeries
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reminder_privacy import may_see
from desktop_crm.services.reminder_series import Scope, begin_series, change_series, end_series
from desktop_crm.services.reminders import ReminderDraft, change_checklist, change_reminder

_FIELDS = (
    "title",
    "kind",
    "priority",
    "note",
    "contact_id",
    "assignee_id",
    "due_on",
    "due_at",
    "lead_minutes",
    "complaint_id",
    "start_on",
    "status",
    "result",
)
_OF_THIS_ALONE = ("start_on", "status", "result")  # a series does not have them


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """A reminder with everything that its form shows."""

    id: int
    version: int
    draft: ReminderDraft
    contact: str
    complaint: str  # “47/2026 · subject”
    series_id: int | None
    checklist: tuple[tuple[str, bool], ...]
    operators: tuple[tuple[int, str], ...]  # who may be responsible
    follows: str  # the entry of the history it follows from
    author: str
    written_at: datetime
    done_by: str
    done_at: datetime | None
    alarm: str  # armed, fired, snoozed, seen, missed; "" silent
    remind_at: datetime | None


def reminder_facts(session: CrmSession, reminder_id: int) -> ReminderFacts:
    """Everything about one; raises ``NotFound``."""
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.deleted_at is not None or not may_see(session, reminder):
        raise NotFound(what=_("The reminder"))
    series = session.get(ReminderSeries, reminder.series_id) if reminder.series_id is not None else None
    going = series if series is not None and series.ended_at is None else None
    checklist = tuple((str(text), bool(done)) for text, done in reminder.checklist)
    return ReminderFacts(
        id=reminder.id,
        version=reminder.version,
        draft=ReminderDraft(
            **{field: getattr(reminder, field) for field in _FIELDS},
            zone=reminder.zone,
            checklist=tuple(text for text, _done in checklist),
            rule=going.rule if going is not None else "",
            from_completion=going.from_completion if going is not None else False,
        ),
        contact=reminder.contact.name if reminder.contact is not None else "",
        complaint=complaint_name(reminder.complaint) if reminder.complaint is not None else "",
        series_id=going.id if going is not None else None,
        checklist=checklist,
        operators=operator_choices(session),
        follows=_entry_words(reminder.interaction),
        author=reminder.author.name if reminder.author is not None else "",
        written_at=reminder.created_at,
        done_by=reminder.done_by.name if reminder.done_by is not None else "",
        done_at=reminder.done_at,
        alarm=reminder.alarm,
        remind_at=reminder.remind_at,
    )


def complaint_name(complaint: Complaint) -> str:
    """“47/2026 · Scratched table”; of a confidential one its number alone."""
    return " · ".join(filter(None, (complaint.register_number, complaint.shown_subject)))


def _entry_words(entry: Interaction | None) -> str:
    """What tells an entry of the history: its kind, its day, its first words."""
    if entry is None or entry.private:
        return ""
    first = next(iter((entry.subject or entry.body).strip().splitlines()), "")[:80]
    day = day_text(entry.started_at.astimezone(UTC if entry.all_day else None).date())
    return " · ".join(filter(None, (_(INTERACTION_KINDS[entry.kind]), day, first)))


def operator_choices(session: CrmSession) -> tuple[tuple[int, str], ...]:
    """Everybody who works here, by name."""
    query = select(Operator.id, Operator.name).where(Operator.deleted_at.is_(None)).order_by(Operator.name)
    return tuple((row.id, row.name) for row in session.execute(query))


def edit_reminder(session: CrmSession, facts: ReminderFacts, draft: ReminderDraft, scope: Scope = "this") -> None:
    """Change what differs between what was seen and *draft*; raises ``VersionConflict`` on the same field."""
    values = {field: getattr(draft, field) for field in _FIELDS if getattr(draft, field) != getattr(facts.draft, field)}
    if draft.due_at is not None:
        values.pop("due_on", None)  # follows from the moment
    if facts.series_id is not None and scope != "this":
        own = {field: value for field, value in values.items() if field in _OF_THIS_ALONE}
        if own:
            change_reminder(session, facts.id, facts.version, own)
        change_series(session, facts.id, _of_series(draft, values, facts), scope)
    elif values:
        change_reminder(session, facts.id, facts.version, values)
    if draft.checklist != facts.draft.checklist:
        ticked = {text for text, done in facts.checklist if done}
        change_checklist(session, facts.id, [(text, text in ticked) for text in draft.checklist])
    if draft.rule and facts.series_id is None:
        reminder = session.get_one(Reminder, facts.id)
        begin_series(session, reminder, draft.rule, from_completion=draft.from_completion)
    elif not draft.rule and facts.series_id is not None:
        end_series(session, facts.series_id)
    session.flush()


def merged_draft(
    seen: ReminderDraft, mine: ReminderDraft, theirs: ReminderDraft, decided: Mapping[str, Any]
) -> ReminderDraft:
    """What was typed, with what a colleague changed in fields that were not touched here, and the *decided* fields."""
    kept: dict[str, Any] = {one.name: getattr(theirs, one.name) for one in fields(mine)
            if getattr(mine, one.name) == getattr(seen, one.name)}  # fmt: skip
    return replace(mine, **kept, **decided)


def _of_series(draft: ReminderDraft, values: Mapping[str, Any], facts: ReminderFacts) -> dict[str, Any]:
    """The same change as the series takes it: days move it, a moment is a time of day."""
    found = {field: value for field, value in values.items() if field not in ("due_at", *_OF_THIS_ALONE)}
    if draft.due_on != facts.draft.due_on:
        found["due_on"] = draft.due_on
    if draft.due_at != facts.draft.due_at:
        found["due_time"] = f"{draft.due_at.astimezone():%H:%M}" if draft.due_at is not None else ""
    if draft.rule and draft.rule != facts.draft.rule:
        found["rule"] = draft.rule
    if draft.from_completion != facts.draft.from_completion:
        found["from_completion"] = draft.from_completion
    if draft.checklist != facts.draft.checklist:
        found["checklist"] = draft.checklist
    return found


def series_differs(facts: ReminderFacts, draft: ReminderDraft) -> bool:
    """Whether it is to be asked for which of the series the change is meant."""
    own = {field: getattr(facts.draft, field) for field in _OF_THIS_ALONE}
    return facts.series_id is not None and bool(draft.rule) and replace(draft, **own) != facts.draft
