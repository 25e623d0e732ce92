"""``reminder show|change|tick|delete ID``: everything there is to say of one reminder."""

import argparse
from dataclasses import replace

from desktop_crm.base.changes import Label
from desktop_crm.base.formats import day_text
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.recurrence import rule_sentence
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.cli.reminder_fields import add_fields, named_fields
from desktop_crm.cli.reminders import as_line
from desktop_crm.cli.reminders import reminder_facts as line_facts
from desktop_crm.model.reminder import REMINDER_STATUSES
from desktop_crm.model.session import CrmSession
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.services.reminder_editing import ReminderFacts, edit_reminder, reminder_facts
from desktop_crm.services.reminders import reminder_line, remove_reminder, tick_item

_LABELS = {
    "change": N_("Change “{title}”"),
    "tick": N_("Change “{title}”"),
    "delete": N_("Move reminders to trash"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="show|change|tick|delete")
    show = verbs.add_parser("show", help=_("everything about it"))
    change = verbs.add_parser("change", help=_("change what is named"))
    change.add_argument("--title", metavar="TEXT")
    add_fields(change)
    change.add_argument("--scope", choices=("this", "following", "all"), default="this",
                        help=_("of a series: this one, this and all that follow, or all"))  # fmt: skip
    tick = verbs.add_parser("tick", help=_("tick a line of its checklist"))
    tick.add_argument("line", type=int, metavar="N", help=_("counted from 1"))
    tick.add_argument("--not", dest="reopen", action="store_true", help=_("it is not done after all"))
    delete = verbs.add_parser("delete", help=_("into the trash"))
    for verb in (show, change, tick, delete):
        verb.add_argument("id", type=int, metavar="ID", help=_("as given by “reminders”"))
        add_database_option(verb)
        add_json_option(verb)


def _do(session: CrmSession, options: argparse.Namespace) -> None:
    if options.verb == "tick":
        tick_item(session, options.id, options.line - 1, not options.reopen)
    elif options.verb == "delete":
        remove_reminder(session, options.id)
    else:
        seen = reminder_facts(session, options.id)
        named = named_fields(session, options)
        if options.title is not None:
            named["title"] = options.title
        edit_reminder(session, seen, replace(seen.draft, **named), options.scope)


def run(options: argparse.Namespace) -> int:
    """Show it, or change it and show it."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            line = reminder_line(session, options.id)
        if options.verb != "show":
            with database.write(Label(_LABELS[options.verb], {"title": line.title[:60]})) as session:
                _do(session, options)
        if options.verb != "delete":
            with database.read() as session:
                line, facts = reminder_line(session, options.id), reminder_facts(session, options.id)
    finally:
        database.close()
    if options.verb == "delete":
        print_json({"deleted": options.id}) if options.json else print(options.id)
    elif options.json:
        print_json(whole_facts(line, facts))
    else:
        print("\n".join([as_line(line), *_more_lines(facts)]))
    return 0


def whole_facts(line: ReminderLine, facts: ReminderFacts) -> dict[str, object]:
    """The stable names of everything about a reminder in JSON."""
    draft = facts.draft
    return line_facts(line) | {
        "note": draft.note,
        "result": draft.result,
        "start_on": draft.start_on,
        "lead_minutes": draft.lead_minutes,
        "zone": draft.zone,
        "rule": draft.rule,
        "from_completion": draft.from_completion,
        "checklist": [{"text": text, "done": done} for text, done in facts.checklist],
        "complaint": facts.complaint,
        "follows": facts.follows,
        "author": facts.author,
        "written_at": facts.written_at,
        "done_by": facts.done_by,
        "done_at": facts.done_at,
        "alarm": facts.alarm,
        "remind_at": facts.remind_at,
    }


def _more_lines(facts: ReminderFacts) -> list[str]:
    draft = facts.draft
    begins = f"{_('Not before')}: {day_text(draft.start_on)}" if draft.start_on is not None else ""
    state = f"{_('Status')}: {_(REMINDER_STATUSES[draft.status])}"
    steps = [f"[{'x' if done else ' '}] {text}" for text, done in facts.checklist]
    said = (state, begins, rule_sentence(draft.rule) if draft.rule else "", facts.complaint, draft.note, draft.result)
    return [text for text in (*said, *steps) if text]
