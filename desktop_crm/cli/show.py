"""``show ID``."""

import argparse
from dataclasses import asdict
from typing import Any

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.services.contact_cards import contact_card


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which contact."""
    parser.add_argument("id", type=int, metavar="ID", help=_("as given by “contacts” or “search”"))
    add_database_option(parser)
    add_json_option(parser)


def _print_filled(values: dict[str, Any], indent: str = "") -> None:
    for name, value in values.items():
        if isinstance(value, dict):
            _print_filled(value, indent)
        elif isinstance(value, list | tuple):
            for line in value:
                if isinstance(line, dict):
                    filled = [str(part) for key, part in line.items() if part and key not in ("id", "version")]
                    print(f"{indent}{name}: {' · '.join(filled)}")
                else:
                    print(f"{indent}{name}: {line}")
        elif value not in ("", None, False):
            print(f"{indent}{name}: {value}")


def run(options: argparse.Namespace) -> int:
    """The whole card."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            card = asdict(contact_card(session, options.id))
    finally:
        database.close()
    if options.json:
        print_json(card)
    else:
        _print_filled(card)
    return 0
