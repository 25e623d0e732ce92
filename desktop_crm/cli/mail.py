"""``mail FILE.eml``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database, shown_progress
from desktop_crm.files.eml import read_mail
from desktop_crm.services.mails import add_mail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which message, whose."""
    parser.add_argument("file", type=file_argument, metavar="FILE.eml")
    parser.add_argument("--contact", type=int, metavar="ID", help=_("default: the one who has the mail's address"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Into the history, once."""
    mail = read_mail(options.file)
    database = open_database(options.database)
    try:
        taken = database.do(Label(N_("Take an e-mail")), add_mail, options.contact, mail, progress=shown_progress())
    finally:
        database.close()
    if options.json:
        print_json(asdict(taken))
    elif taken.new:
        print(taken.interaction_id)
    else:
        print(_("This e-mail is in the history already: {id}.").format(id=taken.interaction_id))
    return 0
