"""``new DATABASE``."""

import argparse

from desktop_crm.base.i18n import _
from desktop_crm.cli.opening import create_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    parser.add_argument("database", metavar="DATABASE", help=_("file to make, or an empty server database"))


def run(options: argparse.Namespace) -> int:
    """Make it, with the shipped lists."""
    database = create_database(options.database)
    try:
        print(_("“{name}” was made and is empty.").format(name=database.address.name))
    finally:
        database.close()
    return 0
