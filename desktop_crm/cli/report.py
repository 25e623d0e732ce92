"""``report NAME``: what an owner prints, as PDF, workbook or JSON."""

import argparse
from dataclasses import asdict, replace

from desktop_crm.base import document_json
from desktop_crm.base.changes import Label
from desktop_crm.base.document import Document
from desktop_crm.base.document_text import value_text
from desktop_crm.base.errors import InvalidValue, NotFound, WrongFormat
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import LANGUAGES, N_, _, language, language_scope
from desktop_crm.base.progress import Progress
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database, shown_progress
from desktop_crm.cli.stopping import stopped_by_keyboard
from desktop_crm.cli.views import add_view_options, view_of
from desktop_crm.db.database import Database
from desktop_crm.files.pdf import write_pdf
from desktop_crm.files.report_xlsx import write_report_xlsx
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_fields import operator_options
from desktop_crm.services.reports.contact_list import ENVELOPES, SHEETS
from desktop_crm.services.reports.copies import changed_since, copy_of, keep_copy, keepable, kept_document
from desktop_crm.services.reports.periods import Period, last_month, parse_month
from desktop_crm.services.reports.registry import REPORTS, make_report
from desktop_crm.services.reports.request import ReportRequest
from desktop_crm.services.saved_views import find_view

_ALL = 100_000  # rows of lists in a workbook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, about what, whereto."""
    parser.add_argument("name", nargs="?", metavar="NAME", help=_("one of {names}").format(names=", ".join(REPORTS)))
    parser.add_argument("--list", action="store_true", help=_("list the reports"))
    parser.add_argument("--month", metavar="YYYY-MM", help=_("the month; default: the last one that is over"))
    parser.add_argument("--from", dest="first", metavar="DAY", help=_("first day, with --to"))
    parser.add_argument("--to", dest="last", metavar="DAY", help=_("last day, with --from"))
    parser.add_argument("--output", type=file_argument, metavar="OUT", help=_("file ending in .pdf or .xlsx"))
    parser.add_argument("--lang", choices=sorted(LANGUAGES), help=_("language of the report"))
    parser.add_argument("--colleague", metavar="NAME", help=_("only what this colleague did"))
    parser.add_argument("--contact", type=int, metavar="ID")
    parser.add_argument(
        "--columns", default="", metavar="NAMES", help=_("of the list of contacts, with commas between")
    )
    parser.add_argument("--labels", choices=sorted(SHEETS), default="L7160", help=_("sheet of labels"))
    parser.add_argument(
        "--skip", type=int, default=0, metavar="N", help=_("labels of the first sheet that are used up")
    )
    parser.add_argument("--envelope", choices=ENVELOPES, default="DL")
    parser.add_argument("--keep", action="store_true", help=_("freeze a copy in the database"))
    parser.add_argument("--anew", action="store_true", help=_("make it from today's data although a copy is kept"))
    parser.add_argument("--changes", action="store_true", help=_("what changed since the kept copy"))
    add_view_options(parser)
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Make it and write it whole or not at all."""
    if options.list or not options.name:
        return _list(options.json)
    if options.name not in REPORTS:
        raise InvalidValue(field=_("Report"), value=options.name)
    ending = options.output.suffix.lower() if options.output else ""
    if options.output and ending not in (".pdf", ".xlsx"):
        raise WrongFormat(name=options.output.name, formats=".pdf, .xlsx")
    if not options.output and not options.json and not options.changes:
        raise InvalidValue(field="--output", value="")
    with stopped_by_keyboard(shown_progress()) as progress:
        database = open_database(options.database, progress=progress)
        try:
            with language_scope(options.lang or language()):
                if options.changes:
                    with database.read(progress) as session:
                        return _changes(session, options, progress)
                document = _document(database, options, ending, progress)
        finally:
            database.close()
        return _answer(document, options, ending, progress)


def _document(database: Database, options: argparse.Namespace, ending: str, progress: Progress) -> Document:
    """The kept copy where there is one, else the report made now (and kept, where that is wanted)."""
    with database.read(progress) as session:
        request = replace(_request(session, options, ending), progress=progress)
        alone = keepable(options.name, request)
        if options.keep and not alone:
            raise InvalidValue(field="--keep", value=options.name)
        kept = copy_of(session, options.name, request.period) if alone and not options.anew | options.keep else None
        if kept is not None:
            return kept_document(session, kept.id)
        document = make_report(session, options.name, request)
    if options.keep:
        label = Label(N_("Keep the report “{title}”"), {"title": document.title})
        database.do(label, keep_copy, options.name, request.period, document)
    return document


def _changes(session: CrmSession, options: argparse.Namespace, progress: Progress) -> int:
    period = _period(options)
    kept = copy_of(session, options.name, period)
    if kept is None:
        raise NotFound(what=_("A copy of “{name}” of {period}").format(name=options.name, period=period.text))
    changes = changed_since(session, kept.id, progress)
    if options.json:
        print_json([asdict(change) for change in changes])
        return 0
    if not changes:
        print(_("Nothing changed since the copy was made."))
    for change in changes:
        then, now = value_text(change.then, change.kind), value_text(change.now, change.kind)
        print(f"{change.title}: {then} → {now}")
        for sign, names in (("+", change.came), ("−", change.went)):
            for name in names:
                print(f"    {sign} {name}")
    return 0


def _answer(document: Document, options: argparse.Namespace, ending: str, progress: Progress) -> int:
    if options.output:
        write = write_report_xlsx if ending == ".xlsx" else write_pdf
        count = write(options.output, document, progress)
        if not options.json:
            said = _("Written: {file} ({count} sheets)") if ending == ".xlsx" else _("Written: {file} ({count} pages)")
            print(said.format(file=options.output.name, count=count))
            if document.look == "bare" and document.filter:
                print(document.filter)
    if options.json:
        print_json(document_json.document_facts(document))
    return 0


def _list(as_json: bool) -> int:
    if as_json:
        print_json(
            [
                {"name": kind.name, "title": _(kind.title), "about": _(kind.about), "parameters": kind.parameters}
                for kind in REPORTS.values()
            ]
        )
        return 0
    for kind in REPORTS.values():
        print(f"{kind.name:<10}  {_(kind.title)}: {_(kind.about)}")
    return 0


def _request(session: CrmSession, options: argparse.Namespace, ending: str) -> ReportRequest:
    columns = tuple(name.strip() for name in options.columns.split(",") if name.strip())
    if options.view and not columns:
        columns = find_view(session, options.view).columns
    request = ReportRequest(
        _period(options),
        view=view_of(options, session),
        columns=columns,
        contact_id=options.contact,
        labels=options.labels,
        skip=options.skip,
        envelope=options.envelope,
        operator_id=_colleague(session, options.colleague),
    )
    return replace(request, list_most=_ALL) if ending == ".xlsx" or options.json else request


def _period(options: argparse.Namespace) -> Period:
    if not options.first and not options.last:
        return parse_month(options.month) if options.month else last_month()
    first, last = parse_day(options.first or ""), parse_day(options.last or "")
    if first is None or last is None or last < first:
        raise InvalidValue(field=_("Period"), value=f"{options.first or ''} – {options.last or ''}")
    return Period(first, last)


def _colleague(session: CrmSession, name: str | None) -> int | None:
    if not name:
        return None
    for operator_id, shown in operator_options(session):
        if shown.casefold() == name.casefold():
            return int(operator_id)
    raise InvalidValue(field=_("Colleague"), value=name)
