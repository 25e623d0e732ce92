"""``export contacts OUT``: .xlsx, .csv or .vcf (4.0) by the name's ending; ``export reminders OUT.ics``."""

import argparse

from desktop_crm.base.errors import WrongFormat
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.cli import print_json
from desktop_crm.cli.calendar_files import export_reminders
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database, shown_progress
from desktop_crm.cli.views import add_view_options, view_of
from desktop_crm.files.sheet_writer import write_csv, write_xlsx
from desktop_crm.files.vcard_writer import write_vcards
from desktop_crm.services.exporting import contact_cards_for_export, contact_sheet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, whereto, which."""
    parser.add_argument("what", choices=["contacts", "reminders"], help=_("what to write"))
    parser.add_argument(
        "file", type=file_argument, metavar="OUT", help=_("file ending in .xlsx, .csv or .vcf; of reminders in .ics")
    )
    parser.add_argument("--mine", action="store_true", help=_("of reminders: only those of the operator here"))
    add_view_options(parser)
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Write it whole or not at all."""
    if options.what == "reminders":
        return export_reminders(options)
    ending = options.file.suffix.lower()
    if ending not in (".xlsx", ".csv", ".vcf"):
        raise WrongFormat(name=options.file.name, formats=".xlsx, .csv, .vcf")
    progress = shown_progress()
    database = open_database(options.database, progress=progress)
    try:
        with database.read() as session:
            view = view_of(options, session)
            if ending == ".vcf":
                count = write_vcards(options.file, contact_cards_for_export(session, view), progress)
            else:
                columns, rows = contact_sheet(session, view)
                write = write_xlsx if ending == ".xlsx" else write_csv
                count = write(options.file, columns, rows, progress=progress)
    finally:
        database.close()
    if options.json:
        print_json({"file": options.file.name, "count": count})
        return 0
    print(
        ngettext("{count} contact was written to {file}.", "{count} contacts were written to {file}.", count).format(
            count=count, file=options.file.name
        )
    )
    return 0
