"""Opens the window; on a computer without a screen says so and offers the command line."""

import argparse
import ctypes
import os
import sys
from collections.abc import Mapping

from desktop_crm.base.collector import collector_held
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _


class NoScreen(CrmError):
    """Linux without X11 or Wayland."""

    text = N_(
        "There is no screen here, so the window cannot open. The command line does the same work, for instance: "
        "desktop-crm contacts, desktop-crm search TEXT, desktop-crm import FILE. “desktop-crm --help” lists all."
    )


class LibrariesMissing(CrmError):
    """Qt's X11 plugin needs more than PySide6 brings (doc.qt.io, Qt for X11 requirements). Facts: names, packages."""

    text = N_(
        "The window cannot open: libraries are missing on this computer ({names}). Nothing was changed. Install them "
        "(on Debian and Ubuntu: sudo apt install {packages}) and start again; the command line works without them."
    )


X11 = {  # library: its package in Debian and Ubuntu
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The database."""
    parser.add_argument("database", metavar="DATABASE", nargs="?", default="", help=_("default: the last used"))
    parser.add_argument("--background", action="store_true", help=_("only the icon beside the clock, if it is on"))


def has_screen() -> bool:
    """Whether a window can open here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def needs_x11() -> bool:
    """Whether Qt will take its X11 plugin."""
    others = any(os.environ.get(name) for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return sys.platform not in ("win32", "darwin") and not others


def check_libraries(packages: Mapping[str, str]) -> None:
    """Raise ``LibrariesMissing`` before Qt would end the program with a message of its own."""
    missing = [name for name in packages if not _loads(name)]
    if missing:
        raise LibrariesMissing(names=", ".join(missing), packages=" ".join(packages[name] for name in missing))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def run(options: argparse.Namespace) -> int:
    """Open it and wait until it is closed."""
    if not has_screen():
        raise NoScreen
    if needs_x11():
        check_libraries(X11)
    if "://" in options.database:
        from desktop_crm.cli.password import advise_about  # noqa: PLC0415  (a file is opened without the servers' room)

        advise_about(options.database)
    with collector_held():
        from desktop_crm import app  # noqa: PLC0415  (Qt is loaded only for the window)

    return app.run(options.database, background=options.background)
