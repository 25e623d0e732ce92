"""``demo DATABASE``: a believable firm's sample data."""

import argparse

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_json_option, create_database, shown_progress
from desktop_crm.files.pdf import pdf_bytes
from desktop_crm.services.sample_data import add_sample_data


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The database, how much, and the seed."""
    parser.add_argument("database", metavar="DATABASE", help=_("file to make, or an empty server database"))
    parser.add_argument("--contacts", type=int, default=120, metavar="N", help=_("how many contacts (120)"))
    parser.add_argument("--seed", type=int, default=1, metavar="S", help=_("the same seed makes the same data (1)"))
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Make it and fill it."""
    database = create_database(options.database)
    try:
        with database.write(Label(N_("Sample data"))) as session:
            add_sample_data(session, options.contacts, options.seed, shown_progress(), pdf_bytes)
        facts = database.info()
        if options.json:
            print_json({"database": database.address.shown, "counts": facts.counts})
        else:
            print(
                _("“{name}” was made with sample data: {contacts} contacts.").format(
                    name=database.address.name, contacts=facts.counts.get("contact", 0)
                )
            )
    finally:
        database.close()
    return 0
