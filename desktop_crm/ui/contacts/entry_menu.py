"""What can be done with an entry of the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.history_lines import InteractionLine, Named
from desktop_crm.ui import icons
from desktop_crm.ui.contacts.entry import Entry
from desktop_crm.ui.theme import px

MOST_LINKS = 5


def _choices(entry: Entry, line: InteractionLine, complaints: Sequence[Named]) -> list[tuple[str, str, str]]:
    """(what the entry commands, icon, words)."""
    found = [
        ("edit", "pencil", _("Edit") + "\tF2"),
        ("unpin", "pin-off", _("Unpin")) if line.pinned else ("pin", "pin", _("Pin to the top")),
        ("next_step", "bell-plus", _("Add a next step…")),
        ("complain", "message-circle-warning", _("Register a complaint…")),
        *(
            (f"belongs:{one.id}", "message-circle-warning", _("Belongs to complaint {number}").format(number=one.name))
            for one in complaints
            if one not in line.complaints
        ),
        ("attach", "paperclip", _("Attach files…")),
        ("public", "lock-open", _("Show to all")) if line.private else ("private", "lock", _("Make private")),
        ("copy", "copy", _("Copy")),
    ]
    for step in line.steps:
        done = _("Open again: {what}") if step.status == "done" else _("Done: {what}")
        found.append((f"step:{step.id}", "circle-check", done.format(what=step.title)))
    for file in line.files:
        found.append((f"file:{file.id}", "paperclip", _("Open “{name}”").format(name=file.name)))
    for link in entry.body.links[:MOST_LINKS]:
        found.append((f"link:{link}", "globe", _("Open “{name}”").format(name=link.removeprefix("mailto:"))))
    found.append(("delete", "trash-2", _("Move to trash")))
    return found


def show_menu(
    host: QWidget, entry: Entry, line: InteractionLine, complaints: Sequence[Named], run: Callable[[str], object]
) -> None:
    """Under the corner of the entry; *run* is told what was chosen. *complaints*: those it may belong to."""
    menu = QMenu(host)
    for code, icon, text in _choices(entry, line, complaints):
        action = menu.addAction(text.replace("&", "&&"))
        icons.dress(action, icon)
        action.triggered.connect(partial(lambda code, _checked=False: run(code), code))
    menu.aboutToHide.connect(menu.deleteLater)
    side = entry.width() - px(24) if not entry.isRightToLeft() else px(24)
    menu.popup(entry.mapToGlobal(QPoint(side, px(22))))
