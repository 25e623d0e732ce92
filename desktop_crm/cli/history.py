"""``history``."""

import argparse

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.db.undo import history


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many."""
    parser.add_argument("--limit", type=int, default=50, metavar="N", help=_("at most N (50)"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """The newest first."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            rows = history(session, limit=options.limit)
    finally:
        database.close()
    if options.json:
        print_json(
            [
                {
                    "change_set": row.id,
                    "at": row.at.isoformat(),
                    "operator": row.operator,
                    "workstation": row.workstation,
                    "label": row.label.sentence,
                    "state": row.state,
                    "rows": row.rows,
                    "import": row.imported,
                }
                for row in rows
            ]
        )
    else:
        for row in rows:
            print(
                f"{row.id}  {row.at.astimezone():%Y-%m-%d %H:%M}  {row.operator}  {row.label.sentence}  [{row.state}]"
            )
    return 0
