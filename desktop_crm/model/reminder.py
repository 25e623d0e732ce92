"""Reminders: what is to be done, by when, by whom, about whom; and the series they come from.

A series keeps one open reminder; the next one is made when it is done or skipped, so nobody is buried under thirty
overdue copies. Days that the calendar shows further ahead are computed from the rule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_crm.base.i18n import N_
from desktop_crm.model.base import COMPUTED, TABLE_OPTIONS, Base, JsonText, LongText, Row, UtcMoment, key_string
from desktop_crm.model.complaint import Complaint
from desktop_crm.model.contact import Contact
from desktop_crm.model.interaction import Interaction
from desktop_crm.model.operator import Operator

REMINDER_KINDS = {
    "todo": N_("To-do"),
    "call": N_("Call"),
    "meet": N_("Meet"),
    "send": N_("Send"),
    "visit": N_("Visit"),
    "pay": N_("Pay or collect"),
    "prepare": N_("Prepare"),
    "check": N_("Check effect"),
    "other": N_("Other"),
}
REMINDER_STATUSES = {
    "new": N_("New"),
    "in_progress": N_("In progress"),
    "waiting": N_("Waiting"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
}
OPEN_STATUSES = ("new", "in_progress", "waiting")
PRIORITIES = {"low": N_("Low"), "normal": N_("Normal"), "high": N_("High"), "urgent": N_("Urgent")}


SOURCES = ("", "rhythm", "date", "complaint", "import")  # made by hand, or by what
MORNING = time(9)  # when a reminder that has only a day fires


def moment_on(day: date, clock: time, zone: str) -> datetime:
    """*clock* on *day* in the zone (IANA name; "" or unknown: this computer's), as a moment.

    An hour that the change of the clocks leaves out is said an hour later, one that comes twice is the first.
    """
    local = datetime.combine(day, clock)
    try:
        return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if zone else local.astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError):
        return local.astimezone(UTC)


class ReminderSeries(Row, Base):
    """What every reminder of the series starts as."""

    __tablename__ = "reminder_series"

    title: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(key_string(12), default="todo")
    priority: Mapped[str] = mapped_column(key_string(10), default="normal")
    note: Mapped[str] = mapped_column(LongText, default="")
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    rule: Mapped[str] = mapped_column(String(300))  # RFC 5545, of days (see base.recurrence)
    from_completion: Mapped[bool] = mapped_column(default=False)  # counted from the day it was done
    start_on: Mapped[date] = mapped_column()
    due_time: Mapped[str] = mapped_column(key_string(5), default="")  # "09:30" in the zone; "" whole days
    zone: Mapped[str] = mapped_column(key_string(60), default="")  # IANA
    lead_minutes: Mapped[int | None] = mapped_column()
    checklist: Mapped[Any] = mapped_column(JsonText, default=list)
    exceptions: Mapped[Any] = mapped_column(JsonText, default=list)  # days left out, ISO 8601
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    contact: Mapped[Contact | None] = relationship()
    complaint: Mapped[Complaint | None] = relationship()
    assignee: Mapped[Operator | None] = relationship()

    @property
    def clock(self) -> time | None:
        """Time of day, where there is one."""
        return time.fromisoformat(self.due_time) if self.due_time else None


class Reminder(Row, Base):
    """One thing to do. ``due_on`` is the day; ``due_at`` the moment where there is one (then of that day)."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_due", "deleted_at", "status", "due_on", "id"),
        Index("ix_reminder_contact", "contact_id", "status", "due_on"),
        Index("ix_reminder_alarm", "remind_at"),
        Index("ix_reminder_source", "source_key"),
        TABLE_OPTIONS,
    )

    title: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(key_string(12), default="todo")
    status: Mapped[str] = mapped_column(key_string(12), default="new")
    priority: Mapped[str] = mapped_column(key_string(10), default="normal")
    note: Mapped[str] = mapped_column(LongText, default="")
    due_on: Mapped[date | None] = mapped_column()
    due_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id"), index=True)  # it follows from
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("operator.id"))
    result: Mapped[str] = mapped_column(LongText, default="")
    zone: Mapped[str] = mapped_column(key_string(60), default="")  # IANA name of the zone ``due_at`` was said in
    start_on: Mapped[date | None] = mapped_column()  # not to be thought of before
    checklist: Mapped[Any] = mapped_column(JsonText, default=list)  # [[text, done], …]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("reminder_series.id"), index=True)
    occurrence_on: Mapped[date | None] = mapped_column()  # the day that the rule gave; moving it does not change this
    source: Mapped[str] = mapped_column(key_string(12), default="")  # of SOURCES
    source_key: Mapped[str | None] = mapped_column(key_string(100))  # what made it, so that it is made once
    lead_minutes: Mapped[int | None] = mapped_column()  # reminds so long before it is due
    # the alarm: the next moment at which it fires, and what became of it
    remind_at: Mapped[datetime | None] = mapped_column(UtcMoment, info=COMPUTED)
    alarm: Mapped[str] = mapped_column(key_string(8), default="", info=COMPUTED)  # armed fired snoozed seen missed
    fired_at: Mapped[datetime | None] = mapped_column(UtcMoment, info=COMPUTED)
    fired_by: Mapped[int | None] = mapped_column(BigInteger, info=COMPUTED)  # workstation that shows it

    contact: Mapped[Contact | None] = relationship()
    complaint: Mapped[Complaint | None] = relationship()
    interaction: Mapped[Interaction | None] = relationship()
    assignee: Mapped[Operator | None] = relationship(foreign_keys=[assignee_id])
    author: Mapped[Operator | None] = relationship(foreign_keys=[author_id])
    done_by: Mapped[Operator | None] = relationship(foreign_keys=[done_by_id])
    series: Mapped[ReminderSeries | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in OPEN_STATUSES

    def alarm_moment(self) -> datetime | None:
        """When it should fire by its due and lead: a mere day in the morning; never before the day it may begin.

        One that has no day of its own fires when it may begin; ``None`` where it has neither.
        """
        begins = moment_on(self.start_on, MORNING, self.zone) if self.start_on is not None else None
        if self.due_at is not None:
            due = self.due_at
        elif self.due_on is not None:
            due = moment_on(self.due_on, MORNING, self.zone)
        else:
            return begins
        fires = due - timedelta(minutes=self.lead_minutes or 0)
        return fires if begins is None else max(fires, min(begins, due))

    def arm(self) -> None:
        """Keep the alarm true to the due; one that is done or has no day is silent."""
        self.remind_at = self.alarm_moment() if self.is_open else None
        self.alarm = "armed" if self.remind_at is not None else ""
        self.fired_at = self.fired_by = None
