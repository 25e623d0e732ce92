"""The lines of the palette: callers, hits, commands, settings, and always “New contact”; a line's value does it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import words
from desktop_crm.services.contact_lists import ContactRow
from desktop_crm.services.search import Hit, parts
from desktop_crm.ui import moments
from desktop_crm.ui.actions import ACTIONS, Spec, without_mnemonic
from desktop_crm.ui.contacts.saved_views import PREFIX
from desktop_crm.ui.search.answers import Answer
from desktop_crm.ui.search.rows import ListRow, heading, plain
from desktop_crm.ui.settings.lines import LINES

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

COMMANDS_SHOWN = 8  # of those whose words were typed; without words all are shown
SETTINGS_SHOWN = 4
RECENT_SHOWN = 5
RECENT_KEPT = 12
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
VIEWS_SHOWN = 5
_NOT_HERE = frozenset({"search", "copy", "paste", "select_all"})  # the palette itself, and what acts on a field's text


class PaletteLines:
    """Makes the lines of an answer."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def make(self, answer: Answer) -> list[ListRow]:
        """All lines, best first."""
        rows = [*self._callers(answer), *self._found(answer)] if answer.text else self._recent(answer)
        rows += self._views(answer.text)
        rows += self._commands(answer.text)
        rows += self._settings(answer.text)
        if answer.text:
            rows.append(self._new_contact(answer))
        first = next((number for number, row in enumerate(rows) if not row.heading), None)
        if first is not None:
            best = rows[first]
            hint = best.hint or _("Enter")
            rows[first] = ListRow(best.title, best.detail, best.icon, hint, best.value, recent=best.recent)
        return rows

    # -- records --------------------------------------------------------------------------------------------------

    def _callers(self, answer: Answer) -> Iterator[ListRow]:
        if not answer.number:
            return
        number = _("{number} ({line})").format(number=answer.number, line=answer.line) if answer.line else answer.number
        if not answer.callers:
            yield heading(_("Nobody has the number {number}").format(number=number))
            return
        yield heading(_("{number} belongs to").format(number=number))
        for row in answer.callers:
            yield self._contact(row, _last_talk(row))
        caller = answer.callers[0]
        title = plain(_("Log a call with {name}").format(name=caller.name))
        yield ListRow(title, icon="phone", value=partial(self._show, caller.id, log="call"))

    def _contact(self, row: ContactRow, more: str = "") -> ListRow:
        detail = " · ".join(part for part in (row.organisation, row.phone, more) if part)
        icon = "building-2" if row.kind == "organisation" else "user"
        return ListRow(
            plain(row.name), plain(detail), icon, value=partial(self._show, row.id), recent=f"contact:{row.id}"
        )

    def _found(self, answer: Answer) -> Iterator[ListRow]:
        known = {row.id for row in answer.callers}
        for group in answer.found.groups if answer.found is not None else ():
            hits = [hit for hit in group.hits if not (hit.kind == "contact" and hit.record_id in known)]
            if hits:
                yield heading(_(GROUPS.get(group.kind, (N_("Found"), ""))[0]))
                yield from (self._hit(hit, answer.text) for hit in hits)

    def _hit(self, hit: Hit, text: str) -> ListRow:
        icon = ICONS.get(hit.subkind) or GROUPS.get(hit.kind, ("", "search"))[1]
        entry = hit.record_id if hit.kind == "interaction" else None
        value = partial(self._show, hit.contact_id, entry=entry) if entry else partial(self._show, hit.contact_id)
        recent = f"contact:{hit.contact_id}"
        if hit.kind == "complaint":
            value, recent = partial(self._window.show_page, "complaints", complaint=hit.record_id), ""
        return ListRow(parts(hit.title, text), parts(hit.detail, text), icon, value=value, recent=recent)

    def _show(self, contact_id: int, **more: object) -> None:
        self._window.show_page("contacts", contact=contact_id, **more)

    def _new_contact(self, answer: Answer) -> ListRow:
        if answer.number:
            title, values = _("New contact with this number"), {"phone": answer.number}
        else:
            title, values = _("New contact “{text}”").format(text=answer.text), {"name": answer.text}
        go = partial(self._window.show_page, "contacts", new=True, **values)
        return ListRow(((title, False),), icon="user-plus", hint=_keys(self._window, "new_contact"), value=go)

    # -- what one can do ------------------------------------------------------------------------------------------

    def _recent(self, answer: Answer) -> list[ListRow]:
        contacts = {row.id: row for row in answer.recent}
        rows = []
        for kept in recent_of(self._window):
            kind, _colon, name = kept.partition(":")
            if kind == "contact" and name.isdigit() and int(name) in contacts:
                rows.append(self._contact(contacts[int(name)]))
            elif kind == "command":
                rows += [row for row in self._all_commands("") if row.recent == kept]
        return [heading(_("Recent")), *rows[:RECENT_SHOWN]] if rows else []

    def _commands(self, text: str) -> list[ListRow]:
        wanted = words(text)
        if text and not wanted:
            return []
        rows = [row for row in self._all_commands(text) if _is_wanted(row, wanted)]
        return [heading(_("Commands")), *(rows[:COMMANDS_SHOWN] if wanted else rows)] if rows else []

    def _all_commands(self, text: str) -> Iterator[ListRow]:
        named = {spec.name for spec in ACTIONS}
        for spec in ACTIONS:
            if spec.name not in _NOT_HERE and self._window.actions_[spec.name].isEnabled():
                yield self._command(spec, text)
        numbers = {name: number for number, name in enumerate(self._window.navigation.names()[:9], 1)}
        for entry in self._window.entries.values():
            if entry.place and entry.name not in named:
                keys = f"Ctrl+{numbers[entry.name]}" if entry.name in numbers else ""
                go = partial(self._window.show_page, entry.name)
                yield ListRow(_title(_(entry.title), text), (), entry.icon, keys, go, recent=f"command:{entry.name}")

    def _command(self, spec: Spec, text: str) -> ListRow:
        action = self._window.actions_[spec.name]
        return ListRow(
            _title(without_mnemonic(action.text()), text),
            icon=spec.icon or ("check" if action.isChecked() else "circle-check"),
            hint=_keys(self._window, spec.name),
            value=partial(self._window.act, spec.name),
            recent=f"command:{spec.name}",
        )

    def _views(self, text: str) -> list[ListRow]:
        """The views of contacts that were kept."""
        views = self._window.views
        rows = [
            ListRow(_title(row.name, text), icon="list-filter", value=partial(views.go, f"{PREFIX}{row.id}"))
            for row in views.rows
        ]
        rows = [row for row in rows if _is_wanted(row, words(text))]
        return [heading(_("Saved views")), *rows[:VIEWS_SHOWN]] if rows else []

    def _settings(self, text: str) -> list[ListRow]:
        wanted = words(text)
        rows = [
            ListRow(_title(_(title), text), plain(_("Settings")), "settings", value=partial(self._open_setting, name))
            for name, title in LINES.items()
        ]
        rows = [row for row in rows if wanted and _is_wanted(row, wanted)]
        return [heading(_("Settings")), *rows[:SETTINGS_SHOWN]] if rows else []

    def _open_setting(self, name: str) -> None:
        self._window.show_page("settings", line=name)


def recent_of(window: MainWindow) -> list[str]:
    """What was chosen in the palette lately, the latest first: ``contact:<id>``, ``command:<name>``."""
    kept = window.settings.window.get("recent")
    return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []


def remember_recent(window: MainWindow, chosen: str) -> None:
    """Put *chosen* in front of them."""
    if chosen:
        others = [one for one in recent_of(window) if one != chosen]
        window.remember(recent=[chosen, *others][:RECENT_KEPT])


def _last_talk(row: ContactRow) -> str:
    when = moments.last_touch(row.last_touch_at)
    return _("Last contact: {when}").format(when=when) if when else ""


def _title(name: str, text: str) -> tuple[tuple[str, bool], ...]:
    return parts(name, text) if text else plain(name)


def _keys(window: MainWindow, name: str) -> str:
    keys: str = window.actions_[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return keys


def _is_wanted(row: ListRow, wanted: list[str]) -> bool:
    own = words("".join(piece for piece, _matched in row.title))
    return all(any(word.startswith(part) for word in own) for part in wanted)
