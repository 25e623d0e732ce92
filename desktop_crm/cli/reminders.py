"""``reminders``: what is to be done."""

import argparse

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import day_text, parse_day
from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.cli.reminder_fields import operator_named
from desktop_crm.services.agenda import AgendaFilter, is_overdue, reminder_rows
from desktop_crm.services.history_lines import ReminderLine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ones."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--due", action="store_const", dest="which", const="due", help=_("until today"))
    which.add_argument(
        "--overdue", action="store_const", dest="which", const="overdue", help=_("past their day or hour")
    )
    which.add_argument(
        "--done", action="store_const", dest="which", const="done", help=_("ticked off, the latest first")
    )
    which.add_argument("--all", action="store_const", dest="which", const="all")
    which.add_argument("--date", metavar="DAY", help=_("of one day, as 2026-03-14"))
    parser.add_argument("--mine", action="store_true", help=_("only those of the operator at this computer"))
    parser.add_argument("--assignee", metavar="NAME", help=_("those of a colleague, by name or id"))
    parser.add_argument("--contact", type=int, metavar="ID")
    parser.add_argument("--limit", type=int, default=1000, metavar="N")
    parser.set_defaults(which="open")
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """List them."""
    day = None
    if options.date:
        day = parse_day(options.date)
        if day is None:
            raise InvalidValue(field=_("Day"), value=options.date)
    database = open_database(options.database)
    try:
        with database.read() as session:
            who = operator_named(session, options.assignee) if options.assignee else None
            wanted = AgendaFilter("day" if day else options.which, day, options.mine, who, options.contact)
            lines = reminder_rows(session, wanted, options.limit)
    finally:
        database.close()
    if options.json:
        print_json([reminder_facts(line) for line in lines])
    else:
        for line in lines:
            print(as_line(line))
    return 0


def reminder_facts(line: ReminderLine) -> dict[str, object]:
    """The stable names of a reminder in JSON."""
    return {
        "id": line.id,
        "title": line.title,
        "kind": line.kind,
        "status": line.status,
        "priority": line.priority,
        "due_on": line.due_on,
        "due_at": line.due_at,
        "overdue": is_overdue(line),
        "contact_id": line.contact_id,
        "contact": line.who,
        "complaint_id": line.complaint_id,
        "assignee": line.assignee,
    }


def as_line(line: ReminderLine) -> str:
    """One line for people."""
    when = day_text(line.due_on) if line.due_on is not None else ""
    if line.due_at is not None:
        when += f" {line.due_at.astimezone():%H:%M}"
    late = f" ({_('Overdue')})" if is_overdue(line) else ""
    tick = " " if line.is_open else "x"
    return f"{line.id}  [{tick}] {when:<18}{late}  {line.title}" + (f"  · {line.who}" if line.who else "")
