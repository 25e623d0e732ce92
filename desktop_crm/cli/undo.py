"""``undo [--change-set ID]``."""

import argparse

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database, shown_progress
from desktop_crm.db.undo import undo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which change."""
    parser.add_argument("--change-set", type=int, metavar="ID", help=_("as listed by “history”; default: your last"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Take it back."""
    database = open_database(options.database)
    try:
        done = undo(database, options.change_set, progress=shown_progress())
    finally:
        database.close()
    if options.json:
        print_json({"change_set": done.change_set, "label": done.label.sentence, "kept": done.kept})
        return 0
    print(_("Undone: {label}").format(label=done.label.sentence))
    if done.kept:
        kept = ngettext(
            "{count} record was changed since and was kept.",
            "{count} records were changed since and were kept.",
            done.kept,
        )
        print(kept.format(count=done.kept))
    return 0
