"""Moving what the calendar shows to another day or hour."""

from datetime import UTC, date, datetime, time

from desktop_crm.model.reminder import moment_on
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import CalendarLine
from desktop_crm.services.interactions import change_interaction
from desktop_crm.services.reminder_series import occurrence
from desktop_crm.services.reminders import change_reminder, reminder_line


def move_line(session: CrmSession, line: CalendarLine, day: date, at: time | None) -> None:
    """Put it on *day* at the hour *at* (where the user is; ``None``: the whole day).

    Of a series only this one moves. Raises ``VersionConflict`` where somebody moved it since it was seen.
    """
    if line.kind == "interaction":
        moment = moment_on(day, at, "") if at is not None else datetime.combine(day, time.min, UTC)
        values = {"started_at": moment, "all_day": at is None, "state": "planned"}
        change_interaction(session, line.record_id, line.version, values)
        return
    number, version = line.record_id, line.version
    if line.kind == "ahead":
        number = occurrence(session, line.record_id, line.day)
        version = reminder_line(session, number).version
    if at is None:
        change_reminder(session, number, version, {"due_on": day, "due_at": None})
    else:
        change_reminder(session, number, version, {"due_at": moment_on(day, at, "")})
