"""``check [DATABASE]``: integrity and counts."""

import argparse
import sys
from dataclasses import asdict

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_json_option, open_database, shown_progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    parser.add_argument("database", metavar="DATABASE", nargs="?", default="", help=_("default: the last used"))
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """0 when everything is whole, else 1."""
    database = open_database(options.database)
    try:
        result = database.check(shown_progress())
    finally:
        database.close()
    if options.json:
        print_json(asdict(result))
    else:
        for table, count in result.counts.items():
            print(f"{table}: {count}")
        for problem in result.problems:
            print(problem, file=sys.stderr)
        if result.ok:
            print(_("Everything is in order."))
    return 0 if result.ok else 1
