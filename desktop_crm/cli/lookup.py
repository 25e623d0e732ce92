"""``lookup PHONE``: who is calling."""

import argparse
from dataclasses import asdict

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, default_country, open_database
from desktop_crm.services.contacts import lookup_phone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which number."""
    parser.add_argument("phone", metavar="PHONE", help=_("as it is shown by the telephone"))
    parser.add_argument("--country", default="", metavar="MD", help=_("country of numbers without one"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """All who have it: a switchboard number may be shared."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            rows = lookup_phone(session, options.phone, options.country or default_country())
    finally:
        database.close()
    if options.json:
        print_json([asdict(row) for row in rows])
    else:
        for row in rows:
            print("  ".join(part for part in (str(row.id), row.name, row.organisation, row.phone) if part))
        if not rows:
            print(_("Nobody here has this number."))
    return 0
