"""``new DATABASE``."""

import argparse

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli.opening import create_database
from desktop_crm.services.complaints.preparing import prepare_book


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    parser.add_argument("database", metavar="DATABASE", help=_("file to make, or an empty server database"))


def run(options: argparse.Namespace) -> int:
    """Make it, with the shipped lists."""
    database = create_database(options.database)
    try:
        with database.write(Label(N_("New database")), undoable=False) as session:
            prepare_book(session)
        print(_("“{name}” was made and is empty.").format(name=database.address.name))
    finally:
        database.close()
    return 0
