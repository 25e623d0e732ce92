"""Which database a command works on, and opening it: the place where the rooms are joined."""

import argparse
import sys
from pathlib import Path
from typing import Any

from desktop_crm.base import i18n, settings
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import DatabaseMissing
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.cli import looks
from desktop_crm.cli.calendar_feed import follow
from desktop_crm.cli.password import with_password
from desktop_crm.db.address import Address, parse_address
from desktop_crm.db.database import Database
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.shipped import add_shipped


class NoDatabaseYet(DatabaseMissing):
    """No database was named and none was used before."""

    text = N_("No database was named and none was used before. Name one, or make one: desktop-crm new clients.crm")


def add_database_option(parser: argparse.ArgumentParser) -> None:
    """``--database``, for commands that name something else first."""
    parser.add_argument("--database", metavar="DATABASE", default="", help=_("file or server; default: the last used"))


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """``--json``, on every query."""
    parser.add_argument("--json", action="store_true", help=_("answer as JSON"))


def _remember(address: Address) -> None:
    shown = str(address.path.resolve()) if address.path is not None else address.shown
    settings.save(settings.load().with_database(shown))


def open_database(named: str = "", *, progress: Progress | None = None, looking: bool = False) -> Database:
    """Open the database *named*, or the last one used; *looking*, or with ``--look``, nothing is written to it."""
    text = named or settings.load().last_database
    if not text:
        raise NoDatabaseYet
    address = parse_address(text)
    who = settings.identity(settings.load())
    shown = progress or shown_progress()
    looking = looking or looks.only()
    how: dict[str, Any] = {**who, "derived": DERIVED, "progress": shown, "looking": looking}
    database = with_password(address, lambda there: Database.open(there, **how))
    if not looking:
        _remember(address)
        follow(database)
    return database


def create_database(named: str) -> Database:
    """Make the database *named*, with the lists that come with the program."""
    address = parse_address(named)
    who = settings.identity(settings.load())
    database = with_password(address, lambda there: Database.create(there, **who, derived=DERIVED))
    database.note(Label(N_("New database")), add_shipped)
    _remember(address)
    return database


def default_country() -> str:
    """Country for numbers without one: the setting, else the computer's region."""
    return settings.load().country or i18n.system_country()


def shown_progress() -> Progress:
    """Progress on standard error, only where a person watches."""
    if not sys.stderr.isatty():
        return Progress()

    def show(text: str, done: int, total: int) -> None:
        share = f" {done * 100 // total}%" if total else ""
        sys.stderr.write(f"\r\033[K{text}{share}")
        sys.stderr.flush()

    return Progress(show)


def file_argument(text: str) -> Path:
    """A path as typed, ``~`` understood."""
    return Path(text).expanduser()
