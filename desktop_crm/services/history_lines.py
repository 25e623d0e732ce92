"""What the history of a contact holds, as plain values: entries, next steps, files."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop_crm.model.reminder import OPEN_STATUSES


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something with a name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file kept with a contact or an entry of its history; the content is read by ``attachments.attachment_file``."""

    id: int
    version: int
    contact_id: int | None
    interaction_id: int | None
    name: str
    media_type: str
    size: int  # bytes
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """Something to do; ``who`` is the contact it is about."""

    id: int
    version: int
    contact_id: int | None
    who: str
    interaction_id: int | None  # the entry it follows from
    title: str
    kind: str  # code of model.reminder.REMINDER_KINDS
    status: str  # code of model.reminder.REMINDER_STATUSES
    priority: str
    due_on: date | None
    due_at: datetime | None
    assignee_id: int | None
    assignee: str
    complaint_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in OPEN_STATUSES


@dataclass(frozen=True, slots=True)
class InteractionLine:
    """One entry of the history; ``who`` is its contact where a card shows entries of others too."""

    id: int
    version: int
    contact_id: int
    who: str
    kind: str  # code of model.interaction.INTERACTION_KINDS
    direction: str  # in, out, internal or ""
    state: str  # planned, done, not_reached, cancelled
    subject: str
    body: str
    started_at: datetime
    all_day: bool  # only the date is known: midnight UTC, never to be shifted to a zone
    duration_minutes: int | None
    responsible_id: int | None
    responsible: str
    outcome_id: int | None
    outcome: str
    place: str
    reached_at: str  # number or address that was used
    pinned: bool
    private: bool
    people: tuple[Named, ...] = ()  # other contacts who took part
    colleagues: tuple[Named, ...] = ()
    files: tuple[FileLine, ...] = ()
    steps: tuple[ReminderLine, ...] = ()  # what follows from it, done or not
    complaints: tuple[Named, ...] = ()  # it belongs to, by their numbers
