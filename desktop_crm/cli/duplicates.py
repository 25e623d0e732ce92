"""``duplicates``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.services.duplicates import duplicate_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ones."""
    parser.add_argument("--level", choices=["certain", "likely"], default="", help=_("default: both"))
    parser.add_argument("--limit", type=int, default=0, metavar="N", help=_("at most N (0: all)"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Pairs with the reason, the surest first."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            rows = duplicate_rows(session, options.level, limit=options.limit)
    finally:
        database.close()
    if options.json:
        print_json([{**asdict(row), "reason": row.sentence} for row in rows])
    else:
        for row in rows:
            print(f"{row.level}  {row.first_id} {row.first_name}  =  {row.second_id} {row.second_name}  {row.sentence}")
        if not rows:
            print(_("No two contacts look alike."))
    return 0
