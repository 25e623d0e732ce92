"""``interactions``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.services.interaction_rows import contact_history, latest_history


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, of which kinds, how many."""
    parser.add_argument("--contact", type=int, metavar="ID", help=_("of one contact, of a firm with its people"))
    parser.add_argument("--kind", action="append", choices=sorted(INTERACTION_KINDS), default=[])
    parser.add_argument("--limit", type=int, default=50, metavar="N", help=_("at most N (50)"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Entries of the history, the newest first."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            if options.contact is None:
                rows = latest_history(session, limit=options.limit, kinds=options.kind)
            else:
                rows = contact_history(session, options.contact, limit=options.limit, kinds=options.kind)
    finally:
        database.close()
    if options.json:
        print_json([asdict(row) for row in rows])
    else:
        for row in rows:
            print(_line(row))
    return 0


def _line(row: InteractionLine) -> str:
    moment = f"{row.started_at:%Y-%m-%d}" if row.all_day else f"{row.started_at.astimezone():%Y-%m-%d %H:%M}"
    words = " ".join((row.subject or row.body).split())[:80]
    parts = (str(row.id), moment, row.kind, row.who, words, row.outcome, *(f"[{file.name}]" for file in row.files))
    return "  ".join(part for part in parts if part)
