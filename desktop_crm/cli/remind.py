"""``remind "call Ana tomorrow at 10"``: a reminder in one sentence."""

import argparse
from datetime import datetime

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.recurrence import rule_sentence
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.cli.reminders import as_line, reminder_facts
from desktop_crm.model.reminder import PRIORITIES, REMINDER_KINDS, moment_on
from desktop_crm.model.session import CrmSession
from desktop_crm.services.named_contacts import contacts_named
from desktop_crm.services.quick_add import Understood, understand
from desktop_crm.services.reminder_series import local_zone
from desktop_crm.services.reminders import ReminderDraft, add_reminder, reminder_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sentence, and what it does not say."""
    parser.add_argument("text", nargs="+", metavar="TEXT", help=_("as one says it: “call Ana tomorrow at 10”"))
    parser.add_argument("--due", default="", metavar="DAY", help=_("by when, as 2026-03-14 or 2026-03-14T10:30"))
    parser.add_argument("--contact", type=int, metavar="ID", help=_("about whom; else looked for in the sentence"))
    parser.add_argument("--kind", choices=sorted(REMINDER_KINDS))
    parser.add_argument("--priority", choices=sorted(PRIORITIES))
    parser.add_argument(
        "--repeat", default="", metavar="RRULE", help=_("recurs, as FREQ=MONTHLY;BYMONTHDAY=5 (RFC 5545)")
    )
    parser.add_argument("--before", type=int, metavar="MINUTES", help=_("reminds so long before"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what was understood"))
    add_database_option(parser)
    add_json_option(parser)


def draft_of(session: CrmSession, found: Understood, options: argparse.Namespace) -> ReminderDraft:
    """What the sentence and the options say together; the options win."""
    people = contacts_named(session, found.who, 2) if found.who and options.contact is None else []
    contact = options.contact if options.contact is not None else (people[0].id if len(people) == 1 else None)
    day, at = found.due_on, None
    if found.due_on is not None and found.due_time is not None:
        at = moment_on(found.due_on, found.due_time, local_zone())
    if options.due:
        day, at = parse_day(options.due), None
        if day is None:
            try:
                at = datetime.fromisoformat(options.due).astimezone()
                day = at.date()
            except ValueError:
                raise InvalidValue(field=_("Day"), value=options.due) from None
    return ReminderDraft(
        title=found.title,
        contact_id=contact,
        due_on=day,
        due_at=at,
        kind=options.kind or found.kind,
        priority=options.priority or found.priority,
        lead_minutes=options.before,
        rule=options.repeat or found.rule,
    )


def run(options: argparse.Namespace) -> int:
    """Write it down, or with ``--dry-run`` only say what was understood."""
    found = understand(" ".join(options.text), clock.now().astimezone())
    database = open_database(options.database)
    try:
        with database.read() as session:
            draft = draft_of(session, found, options)
        if options.dry_run:
            _say_draft(options, draft)
            return 0
        number = database.do(Label(N_("Reminder “{title}”"), {"title": draft.title[:60]}), add_reminder, draft)
        with database.read() as session:
            line = reminder_line(session, number)
    finally:
        database.close()
    if options.json:
        print_json(reminder_facts(line) | {"rule": draft.rule})
    else:
        print(as_line(line))
        if draft.rule:
            print(rule_sentence(draft.rule))
    return 0


def _say_draft(options: argparse.Namespace, draft: ReminderDraft) -> None:
    facts = {
        "title": draft.title,
        "kind": draft.kind,
        "priority": draft.priority,
        "due_on": draft.due_on,
        "due_at": draft.due_at,
        "contact_id": draft.contact_id,
        "rule": draft.rule,
    }
    if options.json:
        print_json(facts)
    else:
        print("  ".join(str(value) for value in facts.values() if value))
