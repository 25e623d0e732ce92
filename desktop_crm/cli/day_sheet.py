"""``day-sheet``: today's and overdue reminders on one page."""

import argparse

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue, WrongFormat
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import LANGUAGES, _, language, language_scope
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database, shown_progress
from desktop_crm.cli.stopping import stopped_by_keyboard
from desktop_crm.files.pdf import write_pdf
from desktop_crm.services.reports.day_sheet import day_sheet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which day, whereto."""
    parser.add_argument("--date", metavar="DAY", help=_("of one day, as 2026-03-14"))
    parser.add_argument("--output", type=file_argument, required=True, metavar="OUT.pdf")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), help=_("language of the sheet"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Write it whole or not at all."""
    day = parse_day(options.date) if options.date else clock.today()
    if day is None:
        raise InvalidValue(field=_("Day"), value=options.date)
    if options.output.suffix.lower() != ".pdf":
        raise WrongFormat(name=options.output.name, formats=".pdf")
    with stopped_by_keyboard(shown_progress()) as progress:
        database = open_database(options.database, progress=progress)
        try:
            with database.read(progress) as session, language_scope(options.lang or language()):
                document = day_sheet(session, day)
        finally:
            database.close()
        pages = write_pdf(options.output, document, progress)
    if options.json:
        print_json({"file": options.output.name, "pages": pages, "said": document.period})
    else:
        print(_("Written: {file}").format(file=options.output.name))
    return 0
