"""What the history of changes does not say to everybody: private entries, confidential complaints, what follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import or_, select

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_
from desktop_crm.model.attachment import Attachment
from desktop_crm.model.complaint import SEEN_BY_COLUMNS, Complaint, may_see
from desktop_crm.model.corrective_action import ComplaintCause, ComplaintInteraction, CorrectiveAction
from desktop_crm.model.interaction import Interaction
from desktop_crm.model.journal import Change
from desktop_crm.model.reminder import Reminder, ReminderSeries
from desktop_crm.model.session import CrmSession


class ConfidentialChange(CrmError):
    """Somebody else's change of what this operator may not see."""

    text = N_(
        "This change is about a confidential complaint. Only who received it and who is responsible can take it back. "
        "Nothing was changed."
    )


HIDDEN = Label(N_("A private entry, or one that is gone"))
HIDDEN_COMPLAINT = Label(N_("A confidential complaint"))
_OF_COMPLAINTS: tuple[Any, ...] = (CorrectiveAction, ComplaintCause, ComplaintInteraction, Attachment)
_TABLES = ("interaction", "reminder", "reminder_series", "complaint", *(one.__tablename__ for one in _OF_COMPLAINTS))

Touched = Mapping[str, Mapping[int, set[int]]]  # table -> row -> change sets that touched it


def hidden_labels(session: CrmSession, numbers: Collection[int]) -> dict[int, Label]:
    """What is said instead of the labels of those of *numbers* (of others) that touch what this operator may not see.

    A row that is gone for good no longer says whether it was private: its title is not told either.
    """
    touched: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    changes = select(Change.table_name, Change.row_id, Change.change_set_id).where(
        Change.change_set_id.in_(numbers), Change.table_name.in_(_TABLES), Change.row_id.is_not(None)
    )
    for table, row_id, number in session.execute(changes):
        touched[table][int(row_id or 0)].add(number)
    private = dict.fromkeys(_private(session, touched), HIDDEN)
    return private | dict.fromkeys(_confidential(session, touched), HIDDEN_COMPLAINT)


def _private(session: CrmSession, touched: Touched) -> set[int]:
    mine = session.operator_id
    open_entry = or_(Interaction.private.is_(False), Interaction.author_id == mine)
    open_reminder = or_(Reminder.interaction_id.is_(None), open_entry, Reminder.assignee_id == mine)
    followed = select(Reminder.id).outerjoin(Interaction, Interaction.id == Reminder.interaction_id)
    secret = followed.where(Reminder.series_id == ReminderSeries.id, ~open_reminder).correlate(ReminderSeries).exists()
    seen: dict[str, Any] = {
        "interaction": select(Interaction.id).where(open_entry),
        "reminder": followed.where(open_reminder),
        "reminder_series": select(ReminderSeries.id).where(~secret),
    }
    keys = {"interaction": Interaction.id, "reminder": Reminder.id, "reminder_series": ReminderSeries.id}
    hidden: set[int] = set()
    for table in seen.keys() & touched.keys():
        rows = touched[table]
        there = set(session.scalars(seen[table].where(keys[table].in_(rows))))
        hidden.update(*(of_row for row_id, of_row in rows.items() if row_id not in there))
    return hidden


def _confidential(session: CrmSession, touched: Touched) -> set[int]:
    """Those that touch a complaint that others keep confidential, a row of it, or a reminder of one of its actions."""
    owners: dict[int, set[int]] = defaultdict(set)  # complaint -> change sets
    for row_id, of_row in touched.get("complaint", {}).items():
        owners[row_id] |= of_row
    for table in _OF_COMPLAINTS:
        rows = touched.get(table.__tablename__, {})
        query = select(table.id, table.complaint_id).where(table.id.in_(rows), table.complaint_id.is_not(None))
        for row_id, complaint_id in session.execute(query) if rows else ():
            owners[complaint_id] |= rows[row_id]
    rows = touched.get("reminder", {})
    keys = select(Reminder.id, Reminder.source_key).where(Reminder.id.in_(rows), Reminder.source == "complaint")
    for row_id, key in session.execute(keys) if rows else ():
        owners[int(str(key).split(":")[1])] |= rows[row_id]
    complaints = select(Complaint.id, *SEEN_BY_COLUMNS).where(Complaint.id.in_(owners))
    hidden: set[int] = set()
    for row in session.execute(complaints) if owners else ():
        if not may_see(session.operator_id, row.confidential, row.received_by_id, row.responsible_id):
            hidden |= owners[row.id]
    return hidden
