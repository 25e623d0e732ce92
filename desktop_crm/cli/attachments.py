"""``attachments``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.attached import size_text
from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.services.attachments import attachments_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose."""
    parser.add_argument("--contact", type=int, required=True, metavar="ID", help=_("whose files"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Files of a contact and of its history, the latest first."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            lines = attachments_of(session, options.contact)
    finally:
        database.close()
    if options.json:
        print_json([asdict(line) for line in lines])
    else:
        for line in lines:
            print(f"{line.id}  {line.name}  {size_text(line.size)}")
    return 0
