"""The calendar file that others subscribe to follows changes of the command line too: the window may be closed."""

import sys
from pathlib import Path

from desktop_crm.base import settings
from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import CrmError
from desktop_crm.db.database import Database
from desktop_crm.services.calendar_exchange import TABLES, calendar_entries


def follow(database: Database) -> None:
    """Write the file after each change, if the settings want one; the change stands also where it cannot be written."""
    kept = settings.load()
    if not kept.calendar_folder:
        return
    path = Path(kept.calendar_folder) / database.address.calendar_name

    def write(changes: Changes) -> None:
        if not changes.touched(*TABLES):
            return
        from desktop_crm.files.icalendar_writer import keep_calendar  # noqa: PLC0415  (its library loads slowly)

        try:
            entries = database.ask(calendar_entries, mine=kept.calendar_whose != "all")
            keep_calendar(path, entries, database.address.title)
        except CrmError as error:
            print(error.sentence, file=sys.stderr)

    database.on_changes.append(write)
