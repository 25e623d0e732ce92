"""``held [list|take|drop|save]``: rows of imports that wait for a decision."""

import argparse

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database, shown_progress
from desktop_crm.db.database import Database
from desktop_crm.files.sheet_writer import write_xlsx
from desktop_crm.services import importing

WAYS = {"new": "create", "merge": "update", "check": "hold"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which rows."""
    parser.add_argument("what", nargs="?", choices=["list", "take", "drop", "save"], default="list",
                        help=_("default: list"))  # fmt: skip
    parser.add_argument("rows", nargs="*", metavar="ID", help=_("rows by their ids, or “all”; for save: OUT.xlsx"))
    parser.add_argument(
        "--as", dest="way", choices=list(WAYS), default="check",
        help=_("take as new, merge into what it looks like, or only what looks like nobody (check, the default)"),
    )  # fmt: skip
    parser.add_argument(
        "--set", action="append", default=[], type=_cell, metavar="COLUMN=TEXT", help=_("a corrected cell of one row")
    )
    add_database_option(parser)
    add_json_option(parser)


def _cell(text: str) -> tuple[str, str]:
    column, separator, value = text.partition("=")
    if not separator or not column:
        raise argparse.ArgumentTypeError(_("write COLUMN=TEXT"))
    return column, value


def run(options: argparse.Namespace) -> int:
    """List, take, drop or save."""
    database = open_database(options.database, progress=shown_progress())
    try:
        action = {"list": _list, "take": _take, "drop": _drop, "save": _save}[options.what]
        action(database, options)
    finally:
        database.close()
    return 0


def _waiting(database: Database) -> list[importing.WaitingRow]:
    with database.read() as session:
        return importing.held_rows(session)


def _list(database: Database, options: argparse.Namespace) -> None:
    rows = _waiting(database)
    if options.json:
        print_json(
            [
                {
                    "id": row.id, "file": row.file_name, "imported_at": row.imported_at.isoformat(), "row": row.row,
                    "cells": dict(row.cells), "reason": row.reason.sentence, "match": row.match_contact_id,
                }
                for row in rows
            ]
        )  # fmt: skip
        return
    for row in rows:
        print(f"{row.id}  {row.file_name}:{row.row}  {row.summary}  [{row.reason.sentence}]")
    if not rows:
        print(_("No row waits"))


def _chosen(database: Database, options: argparse.Namespace) -> list[int]:
    waiting = [row.id for row in _waiting(database)]
    if options.rows == ["all"]:
        return waiting
    if not options.rows:
        raise InvalidValue(field=_("Row"), value="")
    for text in options.rows:
        if not text.isdecimal():
            raise InvalidValue(field=_("Row"), value=text)
        if int(text) not in waiting:
            raise NotFound(what=_("Row {row}").format(row=text))
    return [int(text) for text in options.rows]


def _take(database: Database, options: argparse.Namespace) -> None:
    chosen, way = _chosen(database, options), WAYS[options.way]
    label = Label(N_("Waiting rows taken ({count})"), {"count": len(chosen)})
    if options.set and len(chosen) != 1:
        raise InvalidValue(field="--set", value=options.set[0][0])
    with database.write(label) as session:
        if options.set:
            results = [importing.take_held_row(session, chosen[0], dict(options.set), duplicates=way)]
        else:
            results = importing.take_held_rows(session, chosen, way)
    counts = {key: sum(result.counts[key] for result in results) for key in importing.COUNTS}
    if options.json:
        print_json(counts)
        return
    taken = counts["created"] + counts["updated"]
    print(ngettext("{count} row taken", "{count} rows taken", taken).format(count=taken))
    if counts["duplicates"]:
        print(_("Nothing new: it is there already"))
    if counts["held"]:
        print(ngettext("{count} row waits", "{count} rows wait", counts["held"]).format(count=counts["held"]))


def _drop(database: Database, options: argparse.Namespace) -> None:
    chosen = _chosen(database, options)
    with database.write(Label(N_("Waiting rows left out ({count})"), {"count": len(chosen)})) as session:
        count = importing.drop_held_rows(session, chosen)
    if options.json:
        print_json({"dropped": count})
    else:
        print(ngettext("{count} row left out", "{count} rows left out", count).format(count=count))


def _save(database: Database, options: argparse.Namespace) -> None:
    if len(options.rows) != 1:
        raise InvalidValue(field="OUT.xlsx", value=" ".join(options.rows))
    path = file_argument(options.rows[0])
    columns, rows = importing.waiting_sheet(_waiting(database))
    write_xlsx(path, columns, rows, shown_progress())
    if options.json:
        print_json({"rows": len(rows), "file": str(path)})
    else:
        print(_("Saved as “{name}”.").format(name=path.name))
