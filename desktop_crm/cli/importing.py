"""``import FILE --into DATABASE``: plan, apply, say every row's fate."""

import argparse
import sys
from collections.abc import Mapping, Sequence

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.base.progress import Progress
from desktop_crm.base.text import digits, fold
from desktop_crm.cli import print_json
from desktop_crm.cli.calendar_files import import_calendar
from desktop_crm.cli.opening import (
    add_json_option,
    default_country,
    file_argument,
    open_database,
    shown_progress,
)
from desktop_crm.db.database import Database
from desktop_crm.files.kind import file_kind
from desktop_crm.files.sheet_writer import write_xlsx
from desktop_crm.files.source import read_source
from desktop_crm.services import importing
from desktop_crm.services.columns import CUSTOM, field_code
from desktop_crm.services.custom_fields import field_rows
from desktop_crm.services.phones import country_of

BACKUP_ROWS = 1000  # larger imports are preceded by a verified backup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """File, database, and how to read it."""
    parser.add_argument("file", type=file_argument, metavar="FILE", help=_("xlsx, xls, ods, csv, tsv or vcf"))
    parser.add_argument("--into", default="", metavar="DATABASE", help=_("default: the last used"))
    parser.add_argument("--country", default="", metavar="MD", help=_("country of numbers without one"))
    parser.add_argument("--area", default="", metavar="22", help=_("area code of local numbers"))
    parser.add_argument(
        "--map", action="append", default=[], type=_mapping, metavar="COLUMN=FIELD", help=_("what a column means")
    )
    parser.add_argument("--duplicates", choices=importing.DUPLICATE_POLICIES, default="hold", help=_("default: hold"))
    parser.add_argument("--sheet", metavar="NAME", help=_("which sheet"))
    parser.add_argument("--encoding", default="", metavar="cp1251", help=_("of a text file"))
    parser.add_argument("--delimiter", default="", metavar=";", help=_("of a text file"))
    parser.add_argument("--header-row", type=int, metavar="N", help=_("row with the column names (0: none)"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    parser.add_argument("--held", type=file_argument, metavar="OUT.xlsx", help=_("save the rows that were held"))
    parser.add_argument("--report", type=file_argument, metavar="OUT.xlsx", help=_("save what happened to each row"))
    add_json_option(parser)


def _mapping(text: str) -> tuple[str, str]:
    column, separator, field = text.rpartition("=")
    if not separator or not column:
        raise argparse.ArgumentTypeError(_("write COLUMN=FIELD"))
    try:
        return column, field_code(field)
    except ValueError:
        raise argparse.ArgumentTypeError(_("there is no field “{field}”").format(field=field)) from None


def _read(options: argparse.Namespace, progress: Progress) -> importing.Source:
    header_row = None if options.header_row is None else options.header_row - 1
    read = read_source(
        options.file,
        sheet=options.sheet,
        encoding=options.encoding,
        delimiter=options.delimiter,
        header_row=header_row,
        progress=progress,
    )
    return importing.source_of(read)


def _plan(
    database: Database, source: importing.Source, options: argparse.Namespace, progress: Progress
) -> importing.ImportPlan:
    country = country_of(options.country) if options.country else default_country()
    if options.country and not country:
        raise InvalidValue(field=_("Country"), value=options.country)
    with database.read() as session:
        own = {fold(field.name): f"{CUSTOM}{field.id}" for field in field_rows(session)}
        guess = importing.guess_columns(session, source)
        wanted = importing.ImportOptions(
            columns=guess.with_changes(_own_fields(options.map, own)).columns,
            country=country.upper(),
            area_code=digits(options.area),
            duplicates=options.duplicates,
        )
        unknown = [name for name, _field in options.map if not guess.has(name)]
        if unknown:
            raise InvalidValue(field=_("Column"), value=unknown[0])
        return importing.plan(session, source, wanted, progress)


def _own_fields(mapping: Sequence[tuple[str, str]], own: Mapping[str, str]) -> dict[str, str]:
    """The map with the firm's own fields named by their ids; they may be given by name (``custom:Colour``)."""
    found = {}
    for column, field in mapping:
        code = field
        if field.startswith(CUSTOM):
            name = field.removeprefix(CUSTOM)
            code = field if field in own.values() else own.get(fold(name), "")
            if not code:
                raise InvalidValue(field=_("Field"), value=name)
        found[column] = code
    return found


def run(options: argparse.Namespace) -> int:
    """Plan it, and unless ``--dry-run``, do it in one change set."""
    if file_kind(options.file) == "ics":
        return import_calendar(options)
    progress = shown_progress()
    database = open_database(options.into, progress=progress)
    change_set = None
    try:
        source = _read(options, progress)
        plan = _plan(database, source, options, progress)
        if options.held:  # before anything is changed: a place that cannot be written to stops it all
            columns, rows = importing.held_sheet(plan)
            write_xlsx(options.held, columns, rows, progress)
        if not options.dry_run:
            if options.map:
                with database.write(Label(N_("Column map")), undoable=False) as session:
                    importing.remember_mapping(session, source, plan.options.columns)
            if plan.counts["rows"] > BACKUP_ROWS and database.address.path is not None:
                database.backup(progress=progress)
            with database.write(Label(N_("Import of {name}"), {"name": source.name})) as session:
                change_set = importing.apply(session, plan, progress).change_set
                importing.forget_rows(plan)
        if options.report:
            columns, rows = importing.report_sheet(plan.fates)
            write_xlsx(options.report, columns, rows, progress)
    finally:
        database.close()
    _answer(options, source, plan, change_set)
    return 0


def _answer(
    options: argparse.Namespace, source: importing.Source, plan: importing.ImportPlan, change_set: int | None
) -> None:
    if options.json:
        fates = [{"row": fate.row, "fate": fate.fate, "reason": fate.reason.sentence} for fate in plan.fates]
        notes = [note.sentence for note in source.notes]
        print_json({**plan.counts, "change_set": change_set, "fates": fates, "notes": notes})
        return
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    for note in source.notes:
        print(note.sentence)
    counts = plan.counts
    print(ngettext("{count} row was read.", "{count} rows were read.", counts["rows"]).format(count=counts["rows"]))
    print(
        _("created {created}, updated {updated}, duplicates {duplicates}, held {held}, skipped {skipped}").format(
            **counts
        )
    )
    if options.dry_run:
        print(_("This was a dry run: nothing was changed."))
    elif change_set is not None:
        print(_("Take it back with: desktop-crm undo --change-set {id}").format(id=change_set))
