"""``audit ID``: who changed what on a card, and when."""

import argparse
from dataclasses import asdict
from typing import Any

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.services.audit import MOST, AuditEntry, audit_trail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose changes."""
    parser.add_argument("id", type=int, metavar="ID", help=_("as given by “contacts” or “search”"))
    parser.add_argument("--limit", type=int, default=MOST, metavar="N", help=_("at most N changes"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Latest first."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            entries = audit_trail(session, options.id, options.limit)
    finally:
        database.close()
    if options.json:
        print_json([_plain(entry) for entry in entries])
        return 0
    for entry in entries:
        when = entry.at.astimezone().strftime("%Y-%m-%d %H:%M")
        print("  ".join(part for part in (str(entry.change_set), when, entry.operator, entry.label.sentence) if part))
        for change in entry.changes:
            print(f"    {change.title}: {change.before or '–'} → {change.after or '–'}")
    return 0


def _plain(entry: AuditEntry) -> dict[str, Any]:
    return asdict(entry) | {"label": entry.label.sentence}
