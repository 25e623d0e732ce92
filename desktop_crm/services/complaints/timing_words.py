"""The clock in words: what is left, and why."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from desktop_crm.base.formats import day_text, locale
from desktop_crm.base.i18n import N_, P_, _, ngettext
from desktop_crm.base.working_time import Pause, WorkingCalendar
from desktop_crm.model.complaint_setting import TERMS
from desktop_crm.services.complaints.timing import ComplaintClock, Deadline

CLOCK_STATUSES = {
    "none": N_("No deadline"),
    "ok": N_("In time"),
    "soon": N_("At risk"),
    "overdue": N_("Overdue"),
    "paused": N_("Paused"),
    "met": N_("Answered in time"),
    "late": N_("Answered late"),
}
_UNITS = {
    "working_days": P_("{count} working day", "{count} working days"),
    "working_hours": P_("{count} working hour", "{count} working hours"),
    "calendar_days": P_("{count} calendar day", "{count} calendar days"),
}
_HOURS_A_DAY = 8


@dataclass(frozen=True, slots=True)
class ClockWords:
    """``headline`` is short; ``explanation`` says also why."""

    status: str  # of CLOCK_STATUSES
    headline: str
    explanation: str


def moment_text(moment: datetime, calendar: WorkingCalendar) -> str:
    """“27 Nov 2026, 18:00” in the calendar's zone."""
    local = moment.astimezone(calendar.zone)
    return f"{day_text(local.date())}, {format_datetime(local, 'HH:mm', locale=locale())}"


def clock_words(calendar: WorkingCalendar, clock: ComplaintClock, present: datetime) -> ClockWords:
    """The clock at *present* in the language in force."""
    if clock.stopped:
        return _stopped(calendar, clock)
    due = clock.due
    if clock.pause is not None and (due is None or due.by is None or due.by > clock.pause.begin):
        return _paused(calendar, clock, clock.pause)
    if due is None or due.by is None:
        text = _(CLOCK_STATUSES["none"])
        return ClockWords("none", text, text)
    status = status_of(due.by, present, calendar)
    left = left_text(calendar, due.by, present)
    reasons = ", ".join(_pause_text(calendar, pause) for pause in clock.pauses if pause.end is not None)
    head = f"{left}: {reasons}" if reasons else left
    return ClockWords(status, capital(left), f"{_sentence(head)} {_term(calendar, clock, due)}")


def status_of(by: datetime, present: datetime, calendar: WorkingCalendar) -> str:
    """``overdue``, ``soon`` (today or the next working day) or ``ok``."""
    if by < present:
        return "overdue"
    return "soon" if calendar.days_between(present, by) <= 1 else "ok"


def left_text(calendar: WorkingCalendar, by: datetime, present: datetime) -> str:
    """“2 working days left”, “3 working hours left”, “1 working day overdue”."""
    if by < present:
        days = calendar.days_between(by, present)
        if days:
            return ngettext("{count} working day overdue", "{count} working days overdue", days).format(count=days)
        hours = max(1, round(calendar.hours_between(by, present).total_seconds() / 3600))
        return ngettext("{count} working hour overdue", "{count} working hours overdue", hours).format(count=hours)
    days = calendar.days_between(present, by)
    if days:
        return ngettext("{count} working day left", "{count} working days left", days).format(count=days)
    hours = max(1, round(calendar.hours_between(present, by).total_seconds() / 3600))
    return ngettext("{count} working hour left", "{count} working hours left", hours).format(count=hours)


def longest_left() -> list[str]:
    """What :func:`left_text` may say, for a column that cuts none of it."""
    pairs = (
        ("{count} working day overdue", "{count} working days overdue"),
        ("{count} working hour overdue", "{count} working hours overdue"),
    )
    return [capital(ngettext(*pair, count).format(count=count)) for pair in pairs for count in (1, 3, 88)]


def _pause_text(calendar: WorkingCalendar, pause: Pause) -> str:
    """“paused 3 days, waiting for a photo”."""
    if pause.end is None:
        return ""
    days = calendar.days_between(pause.begin, pause.end)
    if days:
        text = ngettext("paused {count} day", "paused {count} days", days).format(count=days)
    else:
        hours = max(1, round(calendar.hours_between(pause.begin, pause.end).total_seconds() / 3600))
        text = ngettext("paused {count} hour", "paused {count} hours", hours).format(count=hours)
    return f"{text}, {pause.reason}" if pause.reason else text


def _term(calendar: WorkingCalendar, clock: ComplaintClock, due: Deadline) -> str:
    """The term in words: “Answer by 27 Nov 2026, 18:00: 5 working days from 20 Nov 2026”."""
    if due.by is None:
        return ""
    begin = calendar.day_of(clock.began_at)
    text = _("{term} {moment}: {length} from {day}").format(
        term=_(TERMS[due.kind]),
        moment=moment_text(due.by, calendar),
        length=ngettext(*_UNITS[due.unit], due.count).format(count=due.count),
        day=day_text(begin),
    )
    free = [
        name
        for day, name in sorted(calendar.holidays.items())
        if begin < day <= calendar.day_of(due.by) and calendar.hours.get(day.weekday())
    ]
    if free and due.unit != "calendar_days":
        text += ", " + _("free: {holidays}").format(holidays=", ".join(free))
    return _sentence(text)


def capital(text: str) -> str:
    """Its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    """With a capital and one full stop (Russian dates end with one)."""
    return capital(text).rstrip(".") + "."


def _paused(calendar: WorkingCalendar, clock: ComplaintClock, pause: Pause) -> ClockWords:
    headline = _("Paused: {reason}").format(reason=pause.reason) if pause.reason else _("Paused")
    since = _("since {day}").format(day=day_text(calendar.day_of(pause.begin)))
    ends = [by for one, by in zip(clock.deadlines, clock.without_pause, strict=True) if one.met_at is None and by]
    if not ends:
        return ClockWords("paused", headline, _sentence(f"{headline}, {since}"))
    left = left_text(calendar, min(ends), pause.begin)
    return ClockWords(
        "paused", headline, _sentence(f"{headline}, {since}") + " " + _("When it goes on: {left}.").format(left=left)
    )


def _stopped(calendar: WorkingCalendar, clock: ComplaintClock) -> ClockWords:
    resolve = next((one for one in clock.deadlines if one.kind == "resolve"), None)
    if clock.answered_at is None:
        text = _("No deadline")
        return ClockWords("none", text, text)
    late = resolve is not None and resolve.is_late(clock.answered_at)
    spent = spent_text(calendar, clock)
    headline = _("Answered in {time}").format(time=spent)
    words = ClockWords("late" if late else "met", headline, f"{headline}.")
    if resolve is None or resolve.by is None:
        return words
    verdict = _("too late, the term ended {moment}") if late else _("in time, the term ended {moment}")
    ended = verdict.format(moment=moment_text(resolve.by, calendar))
    return ClockWords(words.status, headline, _sentence(f"{headline}, {ended}"))


def spent_text(calendar: WorkingCalendar, clock: ComplaintClock) -> str:
    """“2 working days”, “6 working hours”."""
    if clock.answered_at is None:
        return ""
    days = calendar.days_between(clock.began_at, clock.answered_at, clock.pauses)
    if days > 0:
        return ngettext(*_UNITS["working_days"], days).format(count=days)
    spent = calendar.hours_between(clock.began_at, clock.answered_at, clock.pauses).total_seconds() / 3600
    hours = max(1, round(spent))
    return ngettext(*_UNITS["working_hours"], hours).format(count=hours)
