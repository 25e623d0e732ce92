"""``move SOURCE TARGET``: everything to a server, back to a file, or from one server to another."""

import argparse
import getpass
from dataclasses import asdict
from decimal import Decimal

from desktop_crm.base import settings
from desktop_crm.base.errors import DatabaseExists
from desktop_crm.base.formats import number_text
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_json_option, shown_progress
from desktop_crm.cli.password import with_password
from desktop_crm.db.address import Address, parse_address
from desktop_crm.db.transfer import MovePlan, MoveResult, move, plan_move, reach
from desktop_crm.services.complaints import verify_book
from desktop_crm.services.move_words import book_sentence, table_title
from desktop_crm.services.search import rebuild_search


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, and to where."""
    parser.add_argument("source", metavar="SOURCE", help=_("file or server"))
    parser.add_argument("target", metavar="TARGET", help=_("a file that is not there yet, or an empty database"))
    parser.add_argument("--dry-run", action="store_true", help=_("only look, try and measure"))
    parser.add_argument("--ask-password", action="store_true", help=_("ask for the passwords, whatever is kept"))
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Rehearse it; then, unless ``--dry-run``, do it."""
    source = _reached(parse_address(options.source), options.ask_password)
    target = _reached(parse_address(options.target), options.ask_password)
    progress = shown_progress()
    estimated = None
    try:
        plan = plan_move(source, target, progress)
        if options.dry_run:
            _say_plan(plan, options.json)
            return 0
        estimated = plan.estimated_seconds
        if not options.json:
            print(_about(estimated))
    except DatabaseExists:  # everything may be there already, of a move that was broken off before its last step
        if options.dry_run:
            raise
    result = move(source, target, search=rebuild_search, book=verify_book, progress=progress)
    shown = str(target.path.resolve()) if target.path is not None else target.shown
    settings.save(settings.load().with_database(shown))
    _say_result(result, estimated, options.json)
    return 0


def _reached(address: Address, ask: bool) -> Address:
    if ask and address.is_server:
        prompt = _("Password of {user} for “{name}”: ").format(user=address.url.username, name=address.name)
        address = address.with_password(getpass.getpass(prompt))
        return reach(address)
    return with_password(address, reach)


def _about(seconds: float) -> str:
    if seconds < 60:
        return _("It will take less than a minute.")
    minutes = round(seconds / 60 + 0.4)
    return ngettext("It will take about {count} minute.", "It will take about {count} minutes.", minutes).format(
        count=minutes
    )


def _say_plan(plan: MovePlan, as_json: bool) -> None:
    if as_json:
        tables = [
            {"name": table.name, "rows": table.rows, "sum_source": None, "sum_target": None, "equal": None}
            for table in plan.tables
        ]
        print_json({**asdict(plan), "dry_run": True, "tables": tables, "seconds": None, "backup": None})
        return
    for table in plan.tables:
        if table.rows:
            print(f"{table_title(table.name)}: {table.rows}")
    print(
        ngettext(
            "{count} row would go from {source} to {target} ({server}).",
            "{count} rows would go from {source} to {target} ({server}).",
            plan.rows,
        ).format(count=plan.rows, source=plan.source, target=plan.target, server=plan.target_server)
    )
    print(_about(plan.estimated_seconds))
    if plan.encrypted is False:
        print(_("The connection to the server is not encrypted."))
    if plan.unfinished:
        print(_("Half of an earlier move that was broken off lies there; it would be cleared."))
    print(_("This was a dry run: nothing was changed."))


def _say_result(result: MoveResult, estimated: float | None, as_json: bool) -> None:
    if as_json:
        tables = [{**asdict(table), "equal": table.equal} for table in result.tables]
        print_json({**asdict(result), "dry_run": False, "tables": tables, "estimated_seconds": estimated})
        return
    for table in result.tables:
        if table.rows:
            print(f"{table_title(table.name)}: {table.rows}  {table.sum_source} = {table.sum_target}")
    count = sum(table.rows for table in result.tables)
    print(
        ngettext(
            "{count} row went to {target} in {seconds} s; what arrived is the same, table by table.",
            "{count} rows went to {target} in {seconds} s; what arrived is the same, table by table.",
            count,
        ).format(count=count, target=result.target, seconds=number_text(Decimal(f"{result.seconds:.1f}")))
    )
    if result.book is not None:
        print(book_sentence(result.book.entries, len(result.book.problems)))
    if result.backup is not None:
        print(_("A verified copy was made before: {path}").format(path=result.backup))
    print(_("{source} stays as it was and says where everything is now.").format(source=result.source))
