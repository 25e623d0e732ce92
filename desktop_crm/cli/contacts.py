"""``contacts``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.cli.views import add_view_options, view_of
from desktop_crm.services.contact_lists import ContactRow, contact_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which contacts."""
    add_view_options(parser)
    parser.add_argument("--limit", type=int, default=0, metavar="N", help=_("at most N (0: all)"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Rows of the list."""
    view = view_of(options)
    database = open_database(options.database)
    rows: list[ContactRow] = []
    try:
        with database.read() as session:
            after = None
            while True:
                wanted = min(500, options.limit - len(rows)) if options.limit else 500
                page = contact_rows(session, view, after=after, limit=wanted)
                rows += page.rows
                after = page.next
                if after is None or (options.limit and len(rows) >= options.limit):
                    break
    finally:
        database.close()
    if options.json:
        print_json([asdict(row) for row in rows])
    else:
        for row in rows:
            print("  ".join(part for part in (str(row.id), row.name, row.organisation, row.city, row.phone) if part))
    return 0
