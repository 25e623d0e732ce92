"""``imports``: what was imported, with the way to undo it; ``--report`` saves the fate of each row again."""

import argparse

from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database, shown_progress
from desktop_crm.db.database import Database
from desktop_crm.db.undo import changed_since
from desktop_crm.files.sheet_writer import write_xlsx
from desktop_crm.services.import_runs import ImportRunRow, import_report, import_runs
from desktop_crm.services.importing import report_sheet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ones."""
    parser.add_argument("--limit", type=int, default=50, metavar="N", help=_("at most N (50)"))
    parser.add_argument("--change-set", type=int, metavar="ID", help=_("only this import, with what was edited since"))
    parser.add_argument("--report", type=file_argument, metavar="OUT.xlsx", help=_("save what happened to each row"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """The newest first."""
    database = open_database(options.database)
    try:
        rows, kept = _asked(database, options)
    finally:
        database.close()
    if options.json:
        print_json([_as_json(row, kept) for row in rows])
        return 0
    for row in rows:
        counts = _("created {created}, updated {updated}, duplicates {duplicates}, held {held}, skipped {skipped}")
        state = f"  [{_('Undone')}]" if row.undone else ""
        print(f"{row.id}  {row.at.astimezone():%Y-%m-%d %H:%M}  {row.operator}  {row.file_name}  "
              f"{counts.format(**row.counts)}{state}")  # fmt: skip
    if not rows:
        print(_("Nothing imported yet"))
    return 0


def _asked(database: Database, options: argparse.Namespace) -> tuple[list[ImportRunRow], list[tuple[str, int]] | None]:
    kept = None
    with database.read() as session:
        if options.change_set is None:
            rows = list(import_runs(session, limit=options.limit).rows)
        else:
            rows = [row for row in import_runs(session, limit=1_000_000).rows if row.id == options.change_set]
            if rows and not rows[0].undone:
                kept = changed_since(session, options.change_set)
        if options.report:
            number = options.change_set or (rows[0].id if rows else 0)
            columns, cells = report_sheet(import_report(session, number))
            write_xlsx(options.report, columns, cells, shown_progress())
    return rows, kept


def _as_json(row: ImportRunRow, kept: list[tuple[str, int]] | None) -> dict[str, object]:
    found: dict[str, object] = {
        "change_set": row.id, "file": row.file_name, "at": row.at.isoformat(), "operator": row.operator, **row.counts,
        "waiting": row.waiting, "undone": row.undone,
    }  # fmt: skip
    if kept is not None:
        found["changed_since"] = [{"table": table, "id": number} for table, number in kept]
    return found
