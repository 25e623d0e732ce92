"""Opens the window; on a computer without a screen says so and offers the command line."""

import argparse
import os
import sys

from desktop_crm.base.collector import collector_held
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _


class NoScreen(CrmError):
    """Linux without X11 or Wayland."""

    text = N_(
        "There is no screen here, so the window cannot open. The command line does the same work, for instance: "
        "desktop-crm contacts, desktop-crm search TEXT, desktop-crm import FILE. “desktop-crm --help” lists all."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    parser.add_argument("database", metavar="DATABASE", nargs="?", default="", help=_("default: the last used"))
    parser.add_argument("--background", action="store_true", help=_("only the icon beside the clock, if it is on"))


def has_screen() -> bool:
    """Whether a window can open here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run(options: argparse.Namespace) -> int:
    """Open it and wait until it is closed."""
    if not has_screen():
        raise NoScreen
    if "://" in options.database:
        from desktop_crm.cli.password import advise_about  # noqa: PLC0415  (a file is opened without the servers' room)

        advise_about(options.database)
    with collector_held():
        from desktop_crm import app  # noqa: PLC0415  (Qt is loaded only for the window)

    return app.run(options.database, background=options.background)
