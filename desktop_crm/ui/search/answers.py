"""What the palette shows: who is calling, what was found, what one can do, and always “New contact”."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import digits, words
from desktop_crm.services.contact_lists import ContactRow
from desktop_crm.services.contacts import lookup_phone
from desktop_crm.services.search import Hit, SearchResult, parts, search
from desktop_crm.ui.actions import ACTIONS, Spec, without_mnemonic
from desktop_crm.ui.search.rows import ListRow, heading, plain

if TYPE_CHECKING:
    from desktop_crm.model.session import CrmSession
    from desktop_crm.ui.main_window import MainWindow

LIMIT = 7  # hits of a group
COMMANDS_SHOWN = 5
PHONE_DIGITS = 5  # fewer digits are no number of a caller
GROUPS = {
    "contact": (N_("Contacts"), "user"),
    "interaction": (N_("History"), "messages-square"),
    "complaint": (N_("Complaints"), "message-circle"),
    "reminder": (N_("Reminders"), "clock"),
}
ICONS = {  # where the kind alone says too little
    "organisation": "building-2",
    "call": "phone",
    "meeting": "users",
    "visit": "map-pin",
    "email": "mail",
    "note": "sticky-note",
    "letter": "send",
    "sms": "message-circle",
    "messenger": "message-circle",
}
# in an empty palette: what one needs most
FIRST_COMMANDS = ("new_contact", "import", "history", "backup", "settings", "shortcuts")
_PHONE = re.compile(r"[+\d\s()./\-–—]+")
_NOT_COMMANDS = frozenset({"search", "copy", "select_all", "edit", "delete", "find", "back", "refresh"})


@dataclass(frozen=True)
class Answer:
    """Everything found for one text."""

    text: str
    found: SearchResult | None = None
    callers: tuple[ContactRow, ...] = ()


def is_phone(text: str) -> bool:
    """Whether *text* looks like the number of a caller."""
    return bool(_PHONE.fullmatch(text)) and len(digits(text)) >= PHONE_DIGITS


def palette_answer(session: CrmSession, text: str, country: str) -> Answer:
    """Search, and look up the caller where the text is a number."""
    callers = tuple(lookup_phone(session, text, country)[:LIMIT]) if is_phone(text) else ()
    return Answer(text, search(session, text, limit=LIMIT), callers)


class PaletteRows:
    """Makes the lines of an answer; the value of a line is what happens when it is taken."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def make(self, answer: Answer) -> list[ListRow]:
        """All lines, best first."""
        rows = self._callers(answer)
        known = {row.id for row in answer.callers}
        for group in answer.found.groups if answer.found is not None else ():
            hits = [hit for hit in group.hits if not (hit.kind == "contact" and hit.record_id in known)]
            if hits:
                title, _icon = GROUPS.get(group.kind, (N_("Found"), "search"))
                rows.append(heading(_(title)))
                rows += [self._hit(hit, answer.text) for hit in hits]
        rows += self._commands(answer.text)
        first = next((number for number, row in enumerate(rows) if not row.heading), None)
        if first is not None:
            best = rows[first]
            rows[first] = ListRow(best.title, best.detail, best.icon, best.hint or _("Enter"), best.value)
        return rows

    def _callers(self, answer: Answer) -> list[ListRow]:
        rows = [
            ListRow(
                plain(row.name),
                plain(" · ".join(part for part in (row.organisation, row.phone) if part)),
                "phone",
                value=self._shower(row.id),
            )
            for row in answer.callers
        ]
        return [heading(_("This number belongs to")), *rows] if rows else []

    def _hit(self, hit: Hit, text: str) -> ListRow:
        icon = ICONS.get(hit.subkind) or GROUPS.get(hit.kind, ("", "search"))[1]
        return ListRow(parts(hit.title, text), parts(hit.detail, text), icon, value=self._shower(hit.contact_id))

    def _shower(self, contact_id: int) -> Callable[[], None]:
        return partial(self._window.show_page, "contacts", contact=contact_id)

    def _commands(self, text: str) -> list[ListRow]:
        wanted = words(text)
        specs = [spec for spec in ACTIONS if _is_wanted(spec.name, _(spec.text), wanted)]
        if not wanted:
            specs.sort(key=lambda spec: FIRST_COMMANDS.index(spec.name))
        rows = [self._command(spec, text) for spec in specs]
        if wanted:
            rows = (rows + self._pages(wanted, text))[:COMMANDS_SHOWN]
        if text:
            title = ((_("New contact “{text}”").format(text=text), False),)
            keys = self._window.actions_["new_contact"].shortcut().toString()
            rows.append(ListRow(title, icon="user-plus", hint=keys, value=partial(self._new_contact, text)))
        return [heading(_("Commands")), *rows] if rows else []

    def _pages(self, wanted: list[str], text: str) -> list[ListRow]:
        known = {spec.name for spec in ACTIONS}
        return [
            ListRow(parts(_(entry.title), text), icon=entry.icon, value=partial(self._window.show_page, entry.name))
            for entry in self._window.entries.values()
            if entry.place and entry.name not in known and _is_wanted(entry.name, _(entry.title), wanted)
        ]

    def _new_contact(self, name: str) -> None:
        self._window.show_page("contacts")
        if self._window.page is not None:
            self._window.page.on_shown(new=True, name=name)

    def _command(self, spec: Spec, text: str) -> ListRow:
        name = without_mnemonic(_(spec.text))
        keys = self._window.actions_[spec.name].shortcut().toString()
        title = parts(name, text) if text else plain(name)
        return ListRow(title, icon=spec.icon or "circle-check", hint=keys, value=partial(self._window.act, spec.name))


def _is_wanted(name: str, title: str, wanted: list[str]) -> bool:
    if name in _NOT_COMMANDS:
        return False
    if not wanted:
        return name in FIRST_COMMANDS
    own = words(without_mnemonic(title))
    return all(any(word.startswith(part) for word in own) for part in wanted)
