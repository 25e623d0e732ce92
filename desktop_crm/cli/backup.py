"""``backup``: a verified copy of the database."""

import argparse

from desktop_crm.base.i18n import _
from desktop_crm.cli.opening import add_database_option, file_argument, open_database, shown_progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--folder", type=file_argument, metavar="FOLDER", help=_("default: the backup folder"))
    add_database_option(parser)


def run(options: argparse.Namespace) -> int:
    """Make and verify it."""
    database = open_database(options.database)
    try:
        path = database.backup(options.folder, progress=shown_progress())
    finally:
        database.close()
    print(_("A verified copy was made: {path}").format(path=path))
    return 0
