"""``unmerge ID``."""

import argparse

from desktop_crm.base.errors import NotFound
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database, shown_progress
from desktop_crm.db.undo import undo
from desktop_crm.services.merging import merge_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which one."""
    parser.add_argument("id", type=int, metavar="ID", help=_("id of the contact that was merged, or of the merge"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Take the two apart; what was changed since stays."""
    database = open_database(options.database)
    try:
        with database.read() as session:
            found = merge_rows(session, losers=[options.id]) or merge_rows(session, ids=[options.id])
        if not found:
            raise NotFound(what=_("The merge"))
        merge = found[0]
        done = undo(database, merge.change_set, force=True, progress=shown_progress())
    finally:
        database.close()
    if options.json:
        print_json(
            {"change_set": done.change_set, "winner": merge.winner_id, "loser": merge.loser_id, "kept": done.kept}
        )
        return 0
    print(_("“{name}” is a card of its own again").format(name=merge.loser_name))
    if done.kept:
        kept = ngettext(
            "{count} record was changed since and was kept.",
            "{count} records were changed since and were kept.",
            done.kept,
        )
        print(kept.format(count=done.kept))
    return 0
