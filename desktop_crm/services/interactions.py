"""History: one entry for each contact with a customer. Entries keep the contact's last touch true."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, NotFound, VersionConflict
from desktop_crm.base.i18n import _
from desktop_crm.model import Contact, Interaction
from desktop_crm.model.interaction import DIRECTIONS, INTERACTION_KINDS, INTERACTION_STATES
from desktop_crm.model.session import CrmSession

NO_TOUCH = ("note",)  # something written down is no contact with the customer


@dataclass(frozen=True, slots=True)
class InteractionDraft:
    """What happened. Without ``started_at`` it happened now."""

    contact_id: int
    kind: str = "note"
    direction: str = ""
    state: str = "done"
    subject: str = ""
    body: str = ""
    started_at: datetime | None = None
    all_day: bool = False  # only the date is known; midnight UTC
    duration_minutes: int | None = None


def add_interaction(session: CrmSession, draft: InteractionDraft) -> int:
    """Write it into the history; says its id."""
    _check(draft)
    if session.get(Contact, draft.contact_id) is None:
        raise NotFound(what=_("The contact"))
    entry = Interaction(contact_id=draft.contact_id, responsible_id=session.operator_id)
    _fill(entry, draft)
    session.add(entry)
    session.flush()
    _touched(session, entry)
    return entry.id


def change_interaction(session: CrmSession, interaction_id: int, version: int, draft: InteractionDraft) -> int:
    """Replace an entry's content; says its new version."""
    _check(draft)
    entry = session.get(Interaction, interaction_id, with_for_update=True)
    if entry is None or entry.deleted_at is not None:
        raise NotFound(what=_("The entry"))
    if entry.version != version:
        raise VersionConflict(what=entry.subject or _("The entry"))
    contact_id, moment = entry.contact_id, entry.started_at
    entry.contact_id = draft.contact_id
    _fill(entry, draft)
    session.flush()
    _untouched(session, contact_id, moment)
    _touched(session, entry)
    return entry.version


def remove_interaction(session: CrmSession, interaction_id: int) -> None:
    """Into the trash; undo brings it back."""
    entry = session.get(Interaction, interaction_id)
    if entry is None or entry.deleted_at is not None:
        raise NotFound(what=_("The entry"))
    entry.deleted_at = clock.now()
    session.flush()
    _untouched(session, entry.contact_id, entry.started_at)


def _touched(session: CrmSession, entry: Interaction) -> None:
    """An entry that reached somebody moves the contact's last touch forward, never back."""
    contact = session.get(Contact, entry.contact_id)
    if contact is None or entry.state != "done" or entry.kind in NO_TOUCH:
        return
    if contact.last_touch_at is None or contact.last_touch_at < entry.started_at:
        contact.last_touch_at = entry.started_at
        session.flush()


def _untouched(session: CrmSession, contact_id: int, moment: datetime) -> None:
    """Where the last touch came from an entry that is gone now, the one before counts again."""
    contact = session.get(Contact, contact_id)
    if contact is None or contact.last_touch_at != moment:
        return  # a date that was imported without an entry stays
    contact.last_touch_at = session.scalar(
        select(func.max(Interaction.started_at)).where(
            Interaction.contact_id == contact_id,
            Interaction.state == "done",
            Interaction.kind.not_in(NO_TOUCH),
            Interaction.deleted_at.is_(None),
        )
    )
    session.flush()


def _check(draft: InteractionDraft) -> None:
    if draft.kind not in INTERACTION_KINDS:
        raise InvalidValue(field=_("Kind"), value=draft.kind)
    if draft.state not in INTERACTION_STATES:
        raise InvalidValue(field=_("State"), value=draft.state)
    if draft.direction and draft.direction not in DIRECTIONS:
        raise InvalidValue(field=_("Direction"), value=draft.direction)


def _fill(entry: Interaction, draft: InteractionDraft) -> None:
    entry.kind, entry.direction, entry.state = draft.kind, draft.direction, draft.state
    entry.subject, entry.body = draft.subject.strip()[:400], draft.body.rstrip()
    entry.started_at = draft.started_at or clock.now()
    entry.all_day, entry.duration_minutes = draft.all_day, draft.duration_minutes
