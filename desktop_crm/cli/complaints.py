"""``complaints [verify|register|report]``: the book of complaints."""

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path

from desktop_crm.base import clock
from desktop_crm.base.document import Document
from desktop_crm.base.errors import InvalidValue, WrongFormat
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.base.progress import Progress
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import (
    add_database_option,
    add_json_option,
    file_argument,
    open_database,
    shown_progress,
)
from desktop_crm.cli.stopping import stopped_by_keyboard
from desktop_crm.db.database import Database
from desktop_crm.files.pdf import write_pdf
from desktop_crm.files.report_xlsx import write_report_xlsx
from desktop_crm.model.complaint_states import STATES
from desktop_crm.services.complaint_reports import complaint_report
from desktop_crm.services.complaints import ComplaintFilter, ComplaintRow, complaint_rows, verify_book
from desktop_crm.services.complaints.filtering import WHICH
from desktop_crm.services.complaints.printing import register_document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which complaints."""
    parser.add_argument("verb", nargs="?", choices=("list", "verify", "register", "report"), default="list")
    which = parser.add_mutually_exclusive_group()
    for name in WHICH:
        which.add_argument(f"--{name}", action="store_const", dest="which", const=name)
    parser.add_argument("--mine", action="store_true", help=_("only those of the operator at this computer"))
    parser.add_argument("--contact", type=int, metavar="ID")
    parser.add_argument("--text", default="", metavar="TEXT", help=_("words to be found"))
    parser.add_argument("--limit", type=int, default=1000, metavar="N")
    parser.add_argument("--year", type=int, metavar="Y", help=_("of the register; default: this year"))
    parser.add_argument("--from", dest="first", default="", metavar="DAY", help=_("of a report, as 2026-03-14"))
    parser.add_argument("--to", dest="last", default="", metavar="DAY")
    parser.add_argument("--output", type=file_argument, metavar="OUT", help=_(".pdf; a report also .xlsx"))
    parser.set_defaults(which="open")
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Do it."""
    if options.verb in ("register", "report") and options.output is None:
        raise InvalidValue(field="--output", value="")
    with stopped_by_keyboard(shown_progress()) as progress:
        database = open_database(options.database, progress=progress)
        try:
            return _VERBS[options.verb](database, options, progress)
        finally:
            database.close()


def _list(database: Database, options: argparse.Namespace, progress: Progress) -> int:
    wanted = ComplaintFilter(
        options.which, contact_id=options.contact, mine=options.mine, text=options.text, year=options.year
    )
    with database.read(progress) as session:
        rows = complaint_rows(session, wanted, limit=options.limit).rows
    if options.json:
        print_json([complaint_facts(row) for row in rows])
    else:
        for row in rows:
            print(as_line(row))
    return 0


def complaint_facts(row: ComplaintRow) -> dict[str, object]:
    """The stable names of a complaint in JSON."""
    facts = asdict(row)
    return {**facts, "overdue": row.clock_status == "overdue", "complainant": facts.pop("who")}


def as_line(row: ComplaintRow) -> str:
    """One line for people."""
    parts = [row.subject, row.who, row.clock_text, row.responsible]
    return f"{row.number:<9} {row.id}  {_(STATES[row.state]):<22}  " + "  · ".join(part for part in parts if part)


def _verify(database: Database, options: argparse.Namespace, progress: Progress) -> int:
    with database.read(progress) as session:
        report = verify_book(session, progress)
    if options.json:
        print_json(asdict(report))
    else:
        for problem in report.problems:
            print(problem.sentence)
        if report.ok:
            whole = ngettext(
                "The book is whole: {count} complaint, {entries} entries, hash {hash}.",
                "The book is whole: {count} complaints, {entries} entries, hash {hash}.",
                report.complaints,
            )
            print(whole.format(count=report.complaints, entries=report.entries, hash=report.last_hash))
    return 0 if report.ok else 1


def _register(database: Database, options: argparse.Namespace, progress: Progress) -> int:
    with database.read(progress) as session:
        document = register_document(session, year=options.year or clock.today().year, progress=progress)
    return _write(document, options.output, options, progress)


def _report(database: Database, options: argparse.Namespace, progress: Progress) -> int:
    last = _day(options.last) or clock.today()
    first = _day(options.first) or date(options.year or last.year, 1, 1)
    if options.year and not options.last:
        last = min(last, date(options.year, 12, 31))
    with database.read(progress) as session:
        document = complaint_report(session, first, last, progress=progress)
    return _write(document, options.output, options, progress)


def _write(document: Document, path: Path, options: argparse.Namespace, progress: Progress) -> int:
    suffix = path.suffix.casefold()
    pages = 0
    if suffix == ".pdf":
        pages = write_pdf(path, document, progress)
    elif suffix == ".xlsx":
        write_report_xlsx(path, document, progress)
    else:
        raise WrongFormat(name=path.name, formats=".pdf, .xlsx")
    if options.json:
        print_json({"file": str(path), "pages": pages})
    else:
        print(_("“{name}” was written.").format(name=path.name))
    return 0


def _day(text: str) -> date | None:
    day = parse_day(text) if text else None
    if text and day is None:
        raise InvalidValue(field=_("Day"), value=text)
    return day


_VERBS = {"list": _list, "verify": _verify, "register": _register, "report": _report}
