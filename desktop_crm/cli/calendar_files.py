"""Calendar files on the command line: ``import FILE.ics`` and ``export reminders OUT.ics``."""

import argparse
from dataclasses import asdict

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import WrongFormat
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import open_database, shown_progress
from desktop_crm.files.icalendar import FORMATS, read_calendar
from desktop_crm.files.icalendar_writer import write_calendar
from desktop_crm.services.calendar_exchange import (
    CalendarPlan,
    CalendarResult,
    calendar_entries,
    calendar_plan,
    take_calendar,
)


def import_calendar(options: argparse.Namespace) -> int:
    """Take its entries as reminders; with ``--dry-run`` only say what would become of them."""
    progress = shown_progress()
    calendar = read_calendar(options.file, progress)
    database = open_database(options.into, progress=progress)
    try:
        if options.dry_run:
            with database.read() as session:
                result = _as_planned(calendar_plan(session, calendar))
        else:
            label = Label(N_("Import of {name}"), {"name": calendar.name})
            result = database.do(label, take_calendar, calendar, progress)
    finally:
        database.close()
    if options.json:
        print_json(asdict(result))
        return 0
    planned = _("would be created {created}, already there {known}, left out {left_out}")
    text = planned if options.dry_run else _("created {created}, already there {known}, left out {left_out}")
    print(text.format(created=result.created, known=result.known, left_out=result.left_out))
    if result.simplified:
        once = ngettext(
            "{count} entry repeats by a rule that is not understood here and comes once.",
            "{count} entries repeat by a rule that is not understood here and come once.",
            result.simplified,
        )
        print(once.format(count=result.simplified))
    if result.skipped_lines:
        skipped_lines = ngettext(
            "{count} line could not be read; nothing else is missing.",
            "{count} lines could not be read; nothing else is missing.",
            result.skipped_lines,
        )
        print(skipped_lines.format(count=result.skipped_lines))
    return 0


def _as_planned(plan: CalendarPlan) -> CalendarResult:
    entries = plan.events + plan.todos
    return CalendarResult(entries, plan.new, plan.known, plan.left_out, plan.simplified, plan.skipped_lines)


def export_reminders(options: argparse.Namespace) -> int:
    """Write reminders with a day, and planned entries of the history."""
    if options.file.suffix.lower() != ".ics":
        raise WrongFormat(name=options.file.name, formats=FORMATS)
    database = open_database(options.database, progress=shown_progress())
    try:
        with database.read() as session:
            entries = calendar_entries(session, mine=options.mine)
    finally:
        database.close()
    count = write_calendar(options.file, entries, "desktop_crm")
    if options.json:
        print_json({"file": options.file.name, "count": count})
        return 0
    text = ngettext("{count} entry was written to {file}.", "{count} entries were written to {file}.", count)
    print(text.format(count=count, file=options.file.name))
    return 0
