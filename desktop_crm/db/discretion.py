"""What the history of changes does not say to everybody: titles of private entries and of what follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_
from desktop_crm.model.interaction import Interaction
from desktop_crm.model.journal import Change
from desktop_crm.model.reminder import Reminder, ReminderSeries
from desktop_crm.model.session import CrmSession

HIDDEN = Label(N_("A private entry, or one that is gone"))


def hidden_change_sets(session: CrmSession, numbers: Collection[int]) -> set[int]:
    """Those of *numbers* (of others) that touch what the operator of this session may not see.

    A row that is gone for good no longer says whether it was private: its title is not told either.
    """
    mine = session.operator_id
    open_entry = or_(Interaction.private.is_(False), Interaction.author_id == mine)
    open_reminder = or_(Reminder.interaction_id.is_(None), open_entry, Reminder.assignee_id == mine)
    followed = select(Reminder.id).outerjoin(Interaction, Interaction.id == Reminder.interaction_id)
    touched: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    changes = select(Change.table_name, Change.row_id, Change.change_set_id).where(
        Change.change_set_id.in_(numbers), Change.table_name.in_(("interaction", "reminder", "reminder_series"))
    )
    for table, row_id, number in session.execute(changes.where(Change.row_id.is_not(None))):
        touched[table][int(row_id or 0)].add(number)
    secret = followed.where(Reminder.series_id == ReminderSeries.id, ~open_reminder).correlate(ReminderSeries).exists()
    seen: dict[str, Any] = {
        "interaction": select(Interaction.id).where(open_entry),
        "reminder": followed.where(open_reminder),
        "reminder_series": select(ReminderSeries.id).where(~secret),
    }
    keys = {"interaction": Interaction.id, "reminder": Reminder.id, "reminder_series": ReminderSeries.id}
    hidden: set[int] = set()
    for table, rows in touched.items():
        there = set(session.scalars(seen[table].where(keys[table].in_(rows))))
        hidden.update(*(of_row for row_id, of_row in rows.items() if row_id not in there))
    return hidden
