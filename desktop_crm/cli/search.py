"""``search TEXT``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.services.search import search


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to look for."""
    parser.add_argument("text", metavar="TEXT", help=_("words in any alphabet, or any part of a phone number"))
    parser.add_argument("--limit", type=int, default=20, metavar="N", help=_("at most N a group (20)"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Hits, best first."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            found = search(session, options.text, limit=options.limit)
    finally:
        database.close()
    hits = [hit for group in found.groups for hit in group.hits]
    if options.json:
        print_json([{"id": hit.record_id, **asdict(hit)} for hit in hits])
    else:
        for hit in hits:
            print(f"{hit.record_id}  {hit.title}  {hit.detail}".rstrip())
        if not hits:
            print(_("Nothing found."))
    return 0
