"""Who may see a reminder: what follows from a private entry is for its author, and for whoever is to do it."""

from typing import Any

from sqlalchemy import ColumnElement, Exists, exists, or_, select

from desktop_crm.model import Interaction, Reminder
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attachments import ME

_FOLLOWS_PRIVATE: Exists = exists().where(Interaction.id == Reminder.interaction_id, Interaction.private.is_(True))
NOT_PRIVATE: ColumnElement[bool] = or_(Reminder.interaction_id.is_(None), ~_FOLLOWS_PRIVATE)


def seen_by(operator_id: Any) -> ColumnElement[bool]:
    """The condition; most reminders follow from no entry and cost nothing."""
    others = _FOLLOWS_PRIVATE.where(or_(Interaction.author_id.is_(None), Interaction.author_id != operator_id))
    return or_(Reminder.interaction_id.is_(None), Reminder.assignee_id == operator_id, ~others)


SEEN: ColumnElement[bool] = seen_by(ME)


def may_see(session: CrmSession, reminder: Reminder) -> bool:
    """Whether the operator of this session may."""
    if reminder.interaction_id is None or reminder.assignee_id == session.operator_id:
        return True
    entry = session.get(Interaction, reminder.interaction_id)
    return entry is None or not entry.private or entry.author_id == session.operator_id


def hidden_series(session: CrmSession) -> set[int]:
    """Series of which the operator may not see a reminder: their days ahead are not shown either."""
    query = select(Reminder.series_id).where(Reminder.series_id.is_not(None), ~seen_by(session.operator_id))
    return {number for number in session.scalars(query) if number is not None}


def private_entry(session: CrmSession, series_id: int) -> int | None:
    """The private entry that a series follows from: whoever may not see it does not see its further reminders."""
    query = select(Reminder.interaction_id).where(Reminder.series_id == series_id, ~NOT_PRIVATE)
    return session.scalar(query.limit(1))
