"""``duplicates [--merge-certain | --never A B]``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database, shown_progress
from desktop_crm.db.batches import Step, do_each
from desktop_crm.db.database import Database
from desktop_crm.services.duplicates import duplicate_rows, forget_decision, never_these_two
from desktop_crm.services.merging import certain_pairs, merge_certain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ones, and what to do with them."""
    parser.add_argument("--level", choices=["certain", "likely"], default="", help=_("default: both"))
    parser.add_argument("--limit", type=int, default=0, metavar="N", help=_("at most N (0: all)"))
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument(
        "--merge-certain", action="store_true", help=_("merge all certain pairs after a backup; “undo” takes all back")
    )
    deed.add_argument("--never", nargs=2, type=int, metavar=("A", "B"), help=_("A and B are two; do not propose them"))
    deed.add_argument("--again", nargs=2, type=int, metavar=("A", "B"), help=_("A and B may be one after all"))
    parser.add_argument("--dry-run", action="store_true", help=_("with --merge-certain: only say what would be merged"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Pairs with the reason, the surest first; or what was done with them."""
    database = open_database(options.database)
    try:
        if options.merge_certain:
            return _merge_certain(database, options)
        if options.never or options.again:
            return _decide(database, options)
        with database.read() as session:
            rows = duplicate_rows(session, options.level, limit=options.limit)
    finally:
        database.close()
    if options.json:
        print_json([{**asdict(row), "reason": row.sentence} for row in rows])
    else:
        for row in rows:
            print(f"{row.level}  {row.first_id} {row.first_name}  =  {row.second_id} {row.second_name}  {row.sentence}")
        if not rows:
            print(_("No two contacts look alike."))
    return 0


def _decide(database: Database, options: argparse.Namespace) -> int:
    if options.never:
        database.do(Label(N_("Never these two")), never_these_two, *options.never)
        said = _("These two are not proposed again")
    else:
        database.do(Label(N_("Propose again ({count})"), {"count": 1}), forget_decision, *options.again)
        said = _("These two are compared and proposed again")
    if options.json:
        print_json({"never" if options.never else "again": options.never or options.again})
    else:
        print(said)
    return 0


def _merge_certain(database: Database, options: argparse.Namespace) -> int:
    with database.read() as session:
        pairs = certain_pairs(session)
    if options.dry_run or not pairs:
        if options.json:
            print_json({"pairs": [asdict(pair) for pair in pairs], "merged": 0, "backup": None})
        else:
            for pair in pairs:
                print(f"{pair.winner_id} {pair.winner_name}  ←  {pair.loser_id} {pair.loser_name}  {pair.reason}")
            print(_said(0, len(pairs)))
        return 0
    backup = database.backup(progress=shown_progress()) if database.address.path is not None else None
    steps = [
        Step(pair.label(number, len(pairs)), merge_certain, (pair.winner_id, pair.loser_id))
        for number, pair in enumerate(pairs, 1)
    ]
    answers = do_each(database, steps, _("Merging contacts"), shown_progress())
    merged = sum(answer is not None for answer in answers)
    if options.json:
        print_json({"pairs": [asdict(pair) for pair in pairs], "merged": merged, "backup": backup})
    else:
        print(_said(merged, len(pairs)))
        if backup is not None:
            print(_("The backup is {name}").format(name=backup))
    return 0


def _said(merged: int, count: int) -> str:
    text = ngettext("{merged} of {count} pair merged", "{merged} of {count} pairs merged", count)
    return text.format(merged=merged, count=count)
