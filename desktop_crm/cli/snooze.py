"""``snooze ID``: let a reminder fire later; what it is due stays."""

import argparse
from datetime import datetime, timedelta

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.model.reminder import MORNING, moment_on
from desktop_crm.services.alarms import snooze_alarms
from desktop_crm.services.reminder_series import local_zone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which one, until when."""
    parser.add_argument("id", type=int, nargs="+", metavar="ID", help=_("as given by “reminders”"))
    until = parser.add_mutually_exclusive_group()
    until.add_argument("--minutes", type=int, default=10, metavar="N")
    until.add_argument("--tomorrow", action="store_true", help=_("until tomorrow morning"))
    until.add_argument("--until", default="", metavar="MOMENT", help=_("as 2026-03-14T10:30"))
    add_database_option(parser)
    add_json_option(parser)


def _until(options: argparse.Namespace) -> datetime:
    if options.tomorrow:
        return moment_on(clock.today() + timedelta(days=1), MORNING, local_zone())
    if options.until:
        try:
            return datetime.fromisoformat(options.until).astimezone()
        except ValueError:
            raise InvalidValue(field=_("Time"), value=options.until) from None
    return clock.now() + timedelta(minutes=max(1, options.minutes))


def run(options: argparse.Namespace) -> int:
    """Move the alarm."""
    until = _until(options)
    database = open_database(options.database)
    try:
        count = database.do(Label(N_("Snooze reminders")), snooze_alarms, options.id, until)
    finally:
        database.close()
    if options.json:
        print_json({"snoozed": count, "until": until})
    else:
        print(f"{until.astimezone():%Y-%m-%d %H:%M}")
    return 0
