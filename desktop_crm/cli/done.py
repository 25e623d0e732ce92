"""``done ID``: tick a reminder off, or open it again."""

import argparse

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.cli.reminders import as_line, reminder_facts
from desktop_crm.services.reminders import complete_reminder, reminder_line, skip_reminder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which one."""
    parser.add_argument("id", type=int, metavar="ID", help=_("as given by “reminders”"))
    parser.add_argument("--result", default="", metavar="TEXT", help=_("what came of it"))
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--not", dest="reopen", action="store_true", help=_("it is not done after all"))
    other.add_argument("--skip", action="store_true", help=_("not this time; of a series the next one comes"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Tick it off."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            title = reminder_line(session, options.id).title[:60]
        if options.skip:
            database.do(Label(N_("Skip “{title}”"), {"title": title}), skip_reminder, options.id)
        else:
            label = Label(N_("Reopen “{title}”") if options.reopen else N_("Done: “{title}”"), {"title": title})
            database.do(label, complete_reminder, options.id, not options.reopen, options.result)
        with database.read() as session:
            line = reminder_line(session, options.id)
    finally:
        database.close()
    if options.json:
        print_json(reminder_facts(line))
    else:
        print(as_line(line))
    return 0
