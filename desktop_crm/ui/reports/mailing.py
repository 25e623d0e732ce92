"""A report in a new e-mail, with the file where the system can do that.

A mail link (RFC 6068) carries no file. ``xdg-email --attach`` does on Linux, Mail on macOS takes a file that is opened
with it; Windows has only the old MAPI, which mail programs of today do not answer. Where no file can be handed over,
the e-mail says which one to attach, and its folder opens with the file marked.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_crm.base.document import Document
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.ui.core import Core

ATTACHED, MARKED = "attached", "marked"
SECONDS = 20  # xdg-email ends as soon as the mail program has taken over


def send(core: Core, owner: QWidget, path: Path, document: Document) -> None:
    """Open the new e-mail."""
    subject = ", ".join(filter(None, (document.title, document.period)))

    def handed(how: str) -> None:
        if how == ATTACHED:
            return
        if how != MARKED:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        body = _("The report is in the file {name}; please attach it from the folder that has just opened.")
        words = f"mailto:?subject={quote(subject)}&body={quote(body.format(name=path.name))}"
        QDesktopServices.openUrl(QUrl(words))

    core.run(owner, hand_over, path, subject, then=handed, key="mail")


def hand_over(path: Path, subject: str, *, progress: Progress | None = None) -> str:
    """``attached``: the system's mail program took the file; ``marked``: its folder is open; "" neither."""
    attach, mark = _commands(path, subject)
    if attach and _ran(attach):
        return ATTACHED
    # Explorer answers 1 although it opened
    return MARKED if _ran(mark) or sys.platform == "win32" else ""


def _commands(path: Path, subject: str) -> tuple[list[str], list[str]]:
    """What opens an e-mail with the file, and what shows it in its folder."""
    if sys.platform == "darwin":
        return ["open", "-a", "Mail", str(path)], ["open", "-R", str(path)]
    if sys.platform == "win32":
        return [], ["explorer", "/select,", str(path)]
    manager = "org.freedesktop.FileManager1"
    shown = ["dbus-send", "--session", "--print-reply", f"--dest={manager}", "/org/freedesktop/FileManager1",
             f"{manager}.ShowItems", f"array:string:{path.as_uri()}", "string:"]  # fmt: skip
    return ["xdg-email", "--utf8", "--subject", subject, "--attach", str(path)], shown


def _ran(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
