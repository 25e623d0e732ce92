"""``attach FILE … --contact ID|--interaction ID``."""

import argparse

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database, shown_progress
from desktop_crm.files.attached import read_all
from desktop_crm.services.attachments import add_attachments
from desktop_crm.services.interactions import attach_to_interaction


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, with whom."""
    parser.add_argument("files", nargs="+", type=file_argument, metavar="FILE")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--contact", type=int, metavar="ID", help=_("whom they belong to"))
    where.add_argument(
        "--interaction", type=int, metavar="ID", help=_("the entry they belong to, as given by “interactions”")
    )
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Keep them inside the database; says their ids."""
    progress = shown_progress()
    files = read_all(options.files, progress)
    database = open_database(options.database)
    try:
        action, place = (
            (attach_to_interaction, options.interaction)
            if options.contact is None
            else (add_attachments, options.contact)
        )
        ids = database.do(Label(N_("Attach files")), action, place, files, progress=progress)
    finally:
        database.close()
    if options.json:
        print_json({"ids": ids})
    else:
        print(*ids, sep="\n")
    return 0
