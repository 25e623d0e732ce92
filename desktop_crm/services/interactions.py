"""History: one entry for each contact with a customer. Entries keep the last touch of all who took part true."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.errors import CrmError, InvalidValue, NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.ids import new_id
from desktop_crm.base.progress import Progress
from desktop_crm.model import Choice, Contact, Interaction, Operator, Participant
from desktop_crm.model.interaction import DIRECTIONS, INTERACTION_KINDS, INTERACTION_STATES, usual_state
from desktop_crm.model.session import CrmSession
from desktop_crm.services.attachments import add_attachments
from desktop_crm.services.record_changes import apply_values, code, must_exist, row_to_change
from desktop_crm.services.reminders import ReminderDraft, add_reminder
from desktop_crm.services.touches import touched, untouched

CHANGEABLE = {
    "kind": N_("Kind"),
    "direction": N_("Direction"),
    "state": N_("State"),
    "subject": N_("Subject"),
    "body": N_("Text"),
    "started_at": N_("When"),
    "all_day": N_("Whole day"),
    "duration_minutes": N_("Duration"),
    "outcome_id": N_("Outcome"),
    "place": N_("Place"),
    "reached_at": N_("Number or address used"),
    "pinned": N_("Pinned"),
    "private": N_("Private"),
    "responsible_id": N_("Responsible"),
}
_BESIDE = ("people", "colleagues", "next_step", "next_step_on", "files")  # rows of their own
LONGEST_MINUTES = 60 * 24 * 31
_CODES: dict[str, Mapping[str, str]] = {
    "kind": INTERACTION_KINDS, "direction": {"": "", **DIRECTIONS}, "state": INTERACTION_STATES
}  # fmt: skip
_OF_STATE = {"kind", "outcome_id", "started_at", "all_day"}  # the usual state follows from these


class NotTheAuthor(CrmError):
    """Only the author decides who may read."""

    text = N_("Only who wrote the entry can make it private. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class InteractionDraft:
    """What happened, or will. Without ``started_at`` it happened now; without a state it has the usual one."""

    contact_id: int
    kind: str = "note"
    direction: str = ""
    state: str = ""
    subject: str = ""
    body: str = ""
    started_at: datetime | None = None
    all_day: bool = False  # only the date is known; midnight UTC
    duration_minutes: int | None = None
    outcome_id: int | None = None
    place: str = ""
    reached_at: str = ""  # number or address that was used
    pinned: bool = False
    private: bool = False
    responsible_id: int | None = None  # who writes it down, where nobody else is named
    people: tuple[int, ...] = ()  # other contacts who took part
    colleagues: tuple[int, ...] = ()
    next_step: str = ""  # makes a reminder
    next_step_on: date | None = None
    files: tuple[AttachedFile, ...] = ()
    message_key: str | None = None


def add_interaction(session: CrmSession, draft: InteractionDraft, progress: Progress | None = None) -> int:
    """Write it into the history, with its files and the reminder of its next step; says its id."""
    for field, codes in _CODES.items():
        value = getattr(draft, field)
        if value or field == "kind":
            code(codes, value, _(CHANGEABLE[field]))
    contact = must_exist(session, draft.contact_id)
    started = draft.started_at or clock.now()
    usual = usual_state(draft.kind, started, all_day=draft.all_day, outcome=_outcome_code(session, draft.outcome_id))
    entry = Interaction(
        id=new_id(),
        contact_id=draft.contact_id,
        contact=contact,
        kind=draft.kind,
        direction=draft.direction,
        state=draft.state or usual,
        subject=" ".join(draft.subject.split())[:400],
        body=draft.body.rstrip(),
        started_at=started,
        all_day=draft.all_day,
        duration_minutes=_minutes(draft.duration_minutes),
        outcome_id=draft.outcome_id,
        place=draft.place.strip()[:300],
        reached_at=draft.reached_at.strip()[:320],
        message_key=draft.message_key,
        pinned=draft.pinned,
        private=draft.private,
        author_id=session.operator_id,
        responsible_id=draft.responsible_id or session.operator_id,
    )
    session.add(entry)
    _set_participants(session, entry, (), draft.people, draft.colleagues)
    if draft.files:
        add_attachments(session, draft.contact_id, draft.files, entry.id, progress)
    if draft.next_step.strip() or draft.next_step_on is not None:
        _follow_up(session, entry, draft.next_step, draft.next_step_on)
    if entry.is_touch:
        touched(session, {draft.contact_id, *draft.people}, started)
    session.flush()  # one for all: each goes through every relation
    return entry.id


def change_interaction(session: CrmSession, interaction_id: int, version: int, values: Mapping[str, object]) -> int:
    """Change fields of :data:`CHANGEABLE`, and who took part (``people``, ``colleagues``); says the new version.

    ``next_step`` and ``next_step_on`` make one more reminder; ``files`` are added to those it has.

    Raises ``VersionConflict`` where somebody else changed the same field since *version*.
    """
    entry = _to_change(session, interaction_id)
    fields = {name: value for name, value in values.items() if name not in _BESIDE}
    for field in _CODES.keys() & fields.keys():
        code(_CODES[field], fields[field], _(CHANGEABLE[field]))
    if "duration_minutes" in fields:
        fields["duration_minutes"] = _minutes(fields["duration_minutes"])
    if fields.get("private") and entry.author_id not in (None, session.operator_id):
        raise NotTheAuthor
    before = _contacts(session, entry) if entry.is_touch else set()
    moment, usual = entry.started_at, _usual(session, entry)
    changed = apply_values(session, entry, version, fields, CHANGEABLE)
    if "private" in changed and entry.private:
        entry.author_id = session.operator_id
    if changed & _OF_STATE and "state" not in fields and ("outcome_id" in changed or entry.state == usual):
        entry.state = _usual(session, entry)
    session.flush()
    _change_beside(session, entry, values)
    if before:
        untouched(session, before, moment)
    if entry.is_touch:
        touched(session, _contacts(session, entry), entry.started_at)
    return entry.version


def _change_beside(session: CrmSession, entry: Interaction, values: Mapping[str, object]) -> None:
    """What has rows of its own: next step, files, who took part."""
    if values.get("next_step") or values.get("next_step_on"):
        _follow_up(session, entry, str(values.get("next_step") or ""), values.get("next_step_on"))
    files = values.get("files")
    if isinstance(files, tuple):
        add_attachments(session, entry.contact_id, files, entry.id)
    if "people" in values or "colleagues" in values:
        there = _participants(session, entry)
        _set_participants(session, entry, there, _ids(values.get("people")), _ids(values.get("colleagues")))


def attach_to_interaction(
    session: CrmSession, interaction_id: int, files: Sequence[AttachedFile], progress: Progress | None = None
) -> list[int]:
    """Keep more files with an entry; says their ids."""
    entry = _to_change(session, interaction_id)
    return add_attachments(session, entry.contact_id, files, entry.id, progress)


def _follow_up(session: CrmSession, entry: Interaction, title: str, due_on: object) -> None:
    """The reminder of a next step; without words it names what the entry was about."""
    about = entry.subject or " ".join(entry.body.split())[:60] or _(INTERACTION_KINDS[entry.kind])
    draft = ReminderDraft(
        title.strip() or _("Follow up: {what}").format(what=about),
        entry.contact_id,
        due_on if isinstance(due_on, date) else None,
        interaction_id=entry.id,
    )
    add_reminder(session, draft)


def remove_interaction(session: CrmSession, interaction_id: int) -> None:
    """Into the trash; undo brings it back. What was to be done next stays on the list."""
    entry = _to_change(session, interaction_id)
    before = _contacts(session, entry) if entry.is_touch else set()
    entry.deleted_at = clock.now()
    session.flush()
    untouched(session, before, entry.started_at)


def _to_change(session: CrmSession, interaction_id: int) -> Interaction:
    entry = row_to_change(session, Interaction, interaction_id, _("The entry"))
    if entry.deleted_at is not None or (entry.private and entry.author_id != session.operator_id):
        raise NotFound(what=_("The entry"))
    return entry


def _usual(session: CrmSession, entry: Interaction) -> str:
    outcome = _outcome_code(session, entry.outcome_id)
    return usual_state(entry.kind, entry.started_at, all_day=entry.all_day, outcome=outcome)


def _outcome_code(session: CrmSession, outcome_id: int | None) -> str:
    if outcome_id is None:
        return ""
    outcome = session.get(Choice, outcome_id)
    if outcome is None or outcome.list_name != "outcome":
        raise InvalidValue(field=_("Outcome"), value=outcome_id)
    return outcome.code


def _minutes(value: object) -> int | None:
    if value is None or value == "":
        return None
    text = str(value).strip()
    if not text.isascii() or not text.isdigit() or int(text) > LONGEST_MINUTES:
        raise InvalidValue(field=_("Duration"), value=value)
    return int(text) or None


# ---- who took part ---------------------------------------------------------------------------------------------------


def _ids(value: object) -> list[int] | None:
    return None if value is None else [int(str(row_id)) for row_id in value] if isinstance(value, Iterable) else []


def _participants(session: CrmSession, entry: Interaction) -> Sequence[Participant]:
    return session.scalars(select(Participant).where(Participant.interaction_id == entry.id)).all()


def _set_participants(
    session: CrmSession,
    entry: Interaction,
    there: Sequence[Participant],
    people: Iterable[int] | None,
    colleagues: Iterable[int] | None,
) -> None:
    """Who took part, besides the contact itself and those *there*; ``None`` leaves them as they are."""
    for column, table, wanted in (("contact_id", Contact, people), ("operator_id", Operator, colleagues)):
        if wanted is None:
            continue
        ids = set(wanted) - ({entry.contact_id} if table is Contact else set())
        known = {getattr(row, column): row for row in there if getattr(row, column) is not None}
        for row_id in known.keys() - ids:
            session.delete(known[row_id])
        for row_id in sorted(ids - known.keys()):
            if session.get(table, row_id) is None:
                raise NotFound(what=_("The contact") if table is Contact else _("The colleague"))
            session.add(Participant(interaction_id=entry.id, **{column: row_id}))


def _contacts(session: CrmSession, entry: Interaction) -> set[int]:
    """The contact, and the contacts who took part."""
    took_part = select(Participant.contact_id).where(
        Participant.interaction_id == entry.id, Participant.contact_id.is_not(None), Participant.deleted_at.is_(None)
    )
    return {entry.contact_id, *(row for row in session.scalars(took_part) if row is not None)}


def add_participant(session: CrmSession, interaction_id: int, contact_id: int) -> None:
    """One more contact who took part: the entry stands on his card too."""
    entry = _to_change(session, interaction_id)
    must_exist(session, contact_id)
    people = _contacts(session, entry) | {contact_id}
    _set_participants(session, entry, _participants(session, entry), people, None)
    if entry.is_touch:
        touched(session, [contact_id], entry.started_at)
