"""``merge WINNER LOSER [--take FIELD=loser …]``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.services.merging import MergePlan, merge_contacts, merge_plan
from desktop_crm.services.merging.certain import MERGE_LABEL


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which two, and which values."""
    parser.add_argument("winner", type=int, metavar="WINNER", help=_("id of the contact that stays"))
    parser.add_argument("loser", type=int, metavar="LOSER", help=_("id of the contact that goes into it"))
    parser.add_argument(
        "--take", action="append", default=[], metavar="FIELD=loser",
        help=_("whose value of a field stays, winner or loser; --dry-run names the fields"),
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Make one of two."""
    choices = {}
    for text in options.take:
        field, equals, side = text.partition("=")
        if not equals:
            raise InvalidValue(field="--take", value=text)
        choices[field.strip()] = side.strip()
    database = open_database(options.database)
    try:
        with database.read() as session:
            plan = merge_plan(session, options.winner, options.loser)
        merge_id = None
        if not options.dry_run:
            label = Label(MERGE_LABEL, {"winner": plan.winner.name, "loser": plan.loser.name})
            merge_id = database.do(label, merge_contacts, plan.winner.id, plan.loser.id, choices, plan.versions)
    finally:
        database.close()
    if options.json:
        print_json({"merge": merge_id, **asdict(plan)})
        return 0
    if merge_id is None:
        _print_plan(plan)
    else:
        print(_("“{loser}” merged into “{winner}”").format(loser=plan.loser.name, winner=plan.winner.name))
        print(_("Take them apart with: desktop-crm unmerge {number}").format(number=plan.loser.id))
    return 0


def _print_plan(plan: MergePlan) -> None:
    for field in plan.fields:
        if field.differs:
            marks = ("*", "") if field.choice == "winner" else ("", "*")
            print(f"{field.code}: {field.caption}: {field.winner or '–'}{marks[0]} | {field.loser or '–'}{marks[1]}")
    for united in plan.lists:
        print(f"{united.caption}: {', '.join(line.text for line in united.lines)}")
