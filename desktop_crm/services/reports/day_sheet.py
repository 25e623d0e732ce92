"""The day sheet: what is to be done today, on one page to take along."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.document import Block, Document, Heading, Paragraph, TickItem, TickList, Tone
from desktop_crm.base.document_text import short_day_text, value_text
from desktop_crm.base.formats import day_text, weekday_text
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.model import Contact, Interaction, Job, Phone, Reminder
from desktop_crm.model.reminder import OPEN_STATUSES, REMINDER_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import AgendaFilter, CalendarLine, calendar_lines, reminder_count, reminder_rows
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.services.phones import format_phone
from desktop_crm.services.reports import paper
from desktop_crm.services.reports.facts import chunks, open_to_all

MOST = 54  # things that one page holds with their numbers, reasons and last words
_LOOKED_AT = 2000
_FIRST = {"urgent": 0, "high": 1, "normal": 2, "low": 3}


def day_sheet(session: CrmSession, day: date | None = None) -> Document:
    """Reminders of *day* (today) and all that is overdue, of the operator of this session, with whom to call."""
    day = day or clock.today()
    wanted = AgendaFilter("due", day, mine=True)
    lines = [line for line in reminder_rows(session, wanted, _LOOKED_AT) if line.is_open]
    planned = [
        line for line in calendar_lines(session, day, day, mine=True) if line.kind == "interaction" and not line.done
    ]
    count = reminder_count(session, wanted) + len(planned)
    late_count = reminder_count(session, AgendaFilter("due", day - timedelta(days=1), mine=True))
    lines, planned = _most_important(lines, planned, day)
    late = [line for line in lines if line.due_on is not None and line.due_on < day]
    own = [line for line in lines if line.due_on is None or line.due_on >= day]
    about = [line.contact_id for line in lines] + [line.contact_id for line in planned]
    contacts = {one for one in about if one is not None}
    more = _Known(session, contacts, [line.id for line in lines])
    blocks: list[Block] = []
    if late:
        blocks += [Heading(_("Overdue"), 3), TickList(tuple(_item(line, more, day) for line in late), density="fit")]
    rest = sorted([*map(_of_reminder, own), *map(_of_plan, planned)], key=lambda pair: pair[0])
    items = tuple(
        _item(line, more, day) if isinstance(line, ReminderLine) else _plan(line, more) for _when, line in rest
    )
    blocks += [
        Heading(_("Today") if day == clock.today() else day_text(day), 3),
        TickList(items, _("Nothing is to be done on this day."), "fit"),
    ]
    if more_there := count - len(lines) - len(planned):
        if not rest:
            del blocks[-2:]  # all that there was room for is overdue
        text = ngettext(
            "{count} more thing has no room here: it is in the program, Reminders, “Today”.",
            "{count} more things have no room here: they are in the program, Reminders, “Today”.",
            more_there,
        )
        blocks.append(Paragraph(text.format(count=more_there), "strong"))
    said = ngettext("{count} thing to do", "{count} things to do", count).format(count=count)
    if late_count:
        said += ", " + ngettext("{count} overdue", "{count} overdue", late_count).format(count=late_count)
    title = f"{weekday_text(day.weekday()).capitalize()}, {day_text(day)}"
    return paper.document(session, title, tuple(blocks), period=said, filter=paper.operator_name(session))


def _most_important(
    lines: list[ReminderLine], planned: list[CalendarLine], day: date
) -> tuple[list[ReminderLine], list[CalendarLine]]:
    """What one page holds: the urgent first, then what is overdue or has its hour, then the rest of the day."""

    def rank(line: ReminderLine | CalendarLine) -> tuple[int, int]:
        if isinstance(line, CalendarLine):
            return _FIRST["normal"], 0
        pressing = line.due_at is not None or (line.due_on is not None and line.due_on < day)
        return _FIRST[line.priority], 0 if pressing else 1

    everything: list[ReminderLine | CalendarLine] = [*planned, *lines]
    kept = {id(line) for line in sorted(everything, key=rank)[:MOST]}
    return [line for line in lines if id(line) in kept], [line for line in planned if id(line) in kept]


def _of_reminder(line: ReminderLine) -> tuple[str, ReminderLine | CalendarLine]:
    return (line.due_at.astimezone().strftime("%H:%M") if line.due_at else "~", line)


def _of_plan(line: CalendarLine) -> tuple[str, ReminderLine | CalendarLine]:
    return (line.clock.strftime("%H:%M") if line.clock else "~", line)


class _Known:
    """Numbers, notes and last words of everybody on the sheet, one query each."""

    def __init__(self, session: CrmSession, contacts: set[int], reminders: list[int]) -> None:
        self.phones: dict[int, str] = {}
        self.words: dict[int, str] = {}
        self.notes: dict[int, str] = {}
        self.firms: dict[int, str] = {}
        for some in chunks(contacts):
            self._ask_phones(session, some)
            self._ask_words(session, some)
            firms = (
                select(Job.person_id, Contact.name)
                .join(Contact, Contact.id == Job.organisation_id)
                .where(Job.person_id.in_(some), Job.deleted_at.is_(None), Job.to_on.is_(None))
                .order_by(Job.is_primary.desc(), Job.id)
            )
            for contact_id, name in session.execute(firms):
                self.firms.setdefault(contact_id, name)
        for some in chunks(reminders):
            query = select(Reminder.id, Reminder.note).where(Reminder.id.in_(some), Reminder.status.in_(OPEN_STATUSES))
            self.notes.update({row[0]: row[1] for row in session.execute(query)})

    def _ask_phones(self, session: CrmSession, contacts: list[int]) -> None:
        query = (
            select(Phone.contact_id, Phone.e164, Phone.raw, Phone.extension)
            .where(Phone.contact_id.in_(contacts), Phone.deleted_at.is_(None), Phone.do_not_call.is_(False))
            .order_by(Phone.contact_id, Phone.status == "bad", Phone.position, Phone.id)
        )
        for contact_id, e164, raw, extension in session.execute(query):
            self.phones.setdefault(contact_id, format_phone(e164, extension) if e164 else raw)

    def _ask_words(self, session: CrmSession, contacts: list[int]) -> None:
        for contact_id in contacts:  # the sheet has some dozens of people: the index gives each last entry at once
            query = (
                select(Interaction.started_at, Interaction.subject, Interaction.body)
                .where(Interaction.contact_id == contact_id, open_to_all(), Interaction.state != "planned")
                .order_by(Interaction.started_at.desc(), Interaction.id.desc())
                .limit(1)
            )
            for moment, subject, body in session.execute(query):
                words = " ".join(f"{subject}. {body}".split() if subject and body else (subject or body).split())
                self.words[contact_id] = f"{value_text(moment.astimezone().date())}: {words[:160]}"


def _item(line: ReminderLine, more: _Known, day: date) -> TickItem:
    late = line.due_on is not None and line.due_on < day
    clock_text = line.due_at.astimezone().strftime("%H:%M") if line.due_at is not None else ""
    when = (
        short_day_text(line.due_on)
        if late and line.due_on
        else clock_text or _(REMINDER_KINDS.get(line.kind, line.kind))
    )
    return _with_words(
        line.title, when, line.contact_id, line.who, more, more.notes.get(line.id, ""), "bad" if late else ""
    )


def _plan(line: CalendarLine, more: _Known) -> TickItem:
    when = line.clock.strftime("%H:%M") if line.clock else _("All day")
    return _with_words(line.title, when, line.contact_id, line.who, more, "", "info")


def _with_words(
    title: str, when: str, contact_id: int | None, who: str, more: _Known, note: str, tone: Tone
) -> TickItem:
    own = contact_id or 0
    firm = more.firms.get(own, "")
    said = more.words.get(own, "")
    notes = tuple(filter(None, (note, _("Last: {words}").format(words=said) if said else "")))
    name = f"{who}, {firm}" if firm else who
    return TickItem(title, when, name, more.phones.get(own, ""), notes, tone)
