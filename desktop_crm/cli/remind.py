"""``remind "call Ana tomorrow at 10"``: a reminder in one sentence."""

import argparse
from dataclasses import replace

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.recurrence import rule_sentence
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.cli.reminder_fields import add_fields, named_fields
from desktop_crm.cli.reminders import as_line, reminder_facts
from desktop_crm.model.reminder import moment_on
from desktop_crm.model.session import CrmSession
from desktop_crm.services.named_contacts import contacts_named
from desktop_crm.services.quick_add import Understood, understand
from desktop_crm.services.reminder_series import local_zone
from desktop_crm.services.reminders import ReminderDraft, add_reminder, reminder_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sentence, and what it does not say."""
    parser.add_argument("text", nargs="+", metavar="TEXT", help=_("as one says it: “call Ana tomorrow at 10”"))
    add_fields(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("only say what was understood"))
    add_database_option(parser)
    add_json_option(parser)


def draft_of(session: CrmSession, found: Understood, options: argparse.Namespace) -> ReminderDraft:
    """What the sentence and the options say together; the options win."""
    named = named_fields(session, options)
    people = contacts_named(session, found.who, 2) if found.who and options.contact is None else []
    day, at = found.due_on, None
    if found.due_on is not None and found.due_time is not None:
        at = moment_on(found.due_on, found.due_time, local_zone())
    draft = ReminderDraft(
        title=found.title,
        contact_id=people[0].id if len(people) == 1 else None,
        due_on=day,
        due_at=at,
        kind=found.kind,
        priority=found.priority,
        rule=found.rule,
    )
    return replace(draft, **named)


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
        "complaint_id": draft.complaint_id,
        "rule": draft.rule,
    }
    if options.json:
        print_json(facts)
    else:
        print("  ".join(str(value) for value in facts.values() if value))
