"""``redo``."""

import argparse

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database, shown_progress
from desktop_crm.db.undo import redo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only which database."""
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Do again what was taken back last."""
    database = open_database(options.database)
    try:
        done = redo(database, progress=shown_progress())
    finally:
        database.close()
    if options.json:
        print_json({"change_set": done.change_set, "label": done.label.sentence})
    else:
        print(_("Done again: {label}").format(label=done.label.sentence))
    return 0
