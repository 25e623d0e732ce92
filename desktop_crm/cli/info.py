"""``info [DATABASE]``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_json_option, open_database
from desktop_crm.db.moved import DatabaseMoved


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    parser.add_argument("database", metavar="DATABASE", nargs="?", default="", help=_("default: the last used"))
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Say what it is and holds."""
    try:
        database = open_database(options.database)
    except DatabaseMoved:  # looked at, and where it went stands among the facts
        database = open_database(options.database, looking=True)
    try:
        facts = asdict(database.info())
    finally:
        database.close()
    if options.json:
        print_json(facts)
    else:
        counts = facts.pop("counts", {})
        for name, value in [*facts.items(), *counts.items()]:
            print(f"{name}: {value}")
    return 0
