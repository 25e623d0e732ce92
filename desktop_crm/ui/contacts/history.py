"""The history side of a card: composer, next steps, filter, timeline, and what can be done with each entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError, InvalidValue, VersionConflict
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.complaints import link_entry
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.services.history_lines import InteractionLine, Named, ReminderLine
from desktop_crm.services.interaction_rows import HISTORY, contact_history, interaction_line
from desktop_crm.services.interactions import (
    InteractionDraft,
    add_interaction,
    change_interaction,
    remove_interaction,
)
from desktop_crm.services.reminders import change_reminder, complete_reminder, remove_reminder
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.contacts.attaching import Attaching
from desktop_crm.ui.contacts.composer import Composer
from desktop_crm.ui.contacts.drafts import Drafts
from desktop_crm.ui.contacts.entry import Entry
from desktop_crm.ui.contacts.entry_choices import EntryChoices, entry_choices, entry_words
from desktop_crm.ui.contacts.entry_editor import EntryEditor
from desktop_crm.ui.contacts.entry_menu import show_menu
from desktop_crm.ui.contacts.next_steps import NextSteps, step_clashes
from desktop_crm.ui.contacts.timeline import Timeline
from desktop_crm.ui.core import Core
from desktop_crm.ui.day_input import day_of_words
from desktop_crm.ui.editor import Done
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.theme import px
from desktop_crm.ui.three_way import decide

NEAR_THE_END = 400  # px above the end of the page: earlier entries are asked for
KIND_GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": (N_("All"), ()),
    "note": (N_("Notes"), ("note",)),
    "call": (N_("Calls"), ("call",)),
    "email": (N_("Mail"), ("email", "letter", "web_form")),
    "meeting": (N_("Meetings"), ("meeting", "visit")),
    "message": (N_("Messages"), ("sms", "messenger")),
}


class History(QWidget):
    """One contact's; the card shows it and tells it what came."""

    complaint_wanted = Signal(object)  # InteractionLine it was said in
    complaint_opened = Signal(object)  # id
    told = Signal(str)  # what was done, with the way back
    editing_ended = Signal(bool)

    def __init__(self, core: Core, attaching: Attaching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.core, self.attaching = core, attaching
        self.card: ContactCard | None = None
        self._choices: EntryChoices | None = None
        self.complaints: Sequence[Named] = ()  # open ones, to which an entry may belong
        self._asking = False
        self._steps_seen: dict[int, int] = {}  # versions of steps seen since, after a conflict
        self.composer = Composer(core, self)
        if core.database is not None:
            self.composer.use(Drafts(core.database.address.shown))
        self.steps = NextSteps(self)
        self.filters: dict[str, FilterChip] = {}
        self._bar = QWidget(self)
        flow = FlowLayout(self._bar, px(4))
        for code in KIND_GROUPS:
            chip = FilterChip()
            chip.setAutoExclusive(True)
            chip.clicked.connect(self._filter)
            self.filters[code] = chip
            flow.addWidget(chip)
        self.filters[""].setChecked(True)
        self.timeline = Timeline(self)
        policy = self._bar.sizePolicy()
        policy.setHeightForWidth(True)
        self._bar.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(16))
        for widget in (self.composer, self.steps, self._bar, self.timeline):
            layout.addWidget(widget)
        self.composer.wanted.connect(self._add)
        self.composer.files_wanted.connect(lambda: attaching.choose(self.composer.add_files))
        self.steps.ticked.connect(self._tick)
        self.steps.changed.connect(self._change_step)
        self.steps.removed.connect(self._remove_step)
        self.steps.editing_ended.connect(self.editing_ended)
        self.timeline.more_wanted.connect(self._more)
        self.timeline.command.connect(self._command)

    # -- showing ------------------------------------------------------------------------------------------------

    @property
    def editing(self) -> bool:
        """Whether a next step is being changed: its line must not be overwritten."""
        return self.steps.editing

    @property
    def _kinds(self) -> tuple[str, ...]:
        return next((KIND_GROUPS[code][1] for code, chip in self.filters.items() if chip.isChecked()), ())

    def show_card(self, card: ContactCard) -> None:
        """The contact, new or changed."""
        if self.card is None or self.card.id != card.id:
            self.timeline.close_editor()
            self.filters[""].setChecked(True)
        before, self.card = self.card, card
        if self._choices is None:
            self._ask_choices()
        self.composer.show_contact(card.id)
        self.composer.offer(self._choices or EntryChoices(), self._reach())
        self.steps.show_steps(card.reminders, card.id)
        self._bar.setVisible(len(card.history) > 3 or bool(self._kinds))
        if self._kinds:
            self._ask_filtered()
            return
        lines = card.history
        kept = self.timeline.lines if before is not None and before.id == card.id else ()
        if len(kept) > HISTORY and card.history_more:  # earlier entries were asked for: they stay
            last = (lines[-1].started_at, lines[-1].id)
            lines = (*lines, *(line for line in kept if (line.started_at, line.id) < last))
        self._show(lines, more=card.history_more)

    def _reach(self) -> list[str]:
        card = self.card
        if card is None:
            return []
        return [phone.shown for phone in card.phones] + [email.address for email in card.emails]

    def _know(self, choices: EntryChoices) -> None:
        self._choices = choices
        self.composer.offer(choices, self._reach())

    def forget_choices(self) -> None:
        """The lists were changed; an answer that is still on its way is overtaken."""
        self._choices = None
        if self.card is not None:
            self._ask_choices()

    def _ask_choices(self) -> None:
        self.core.ask(self, entry_choices, then=self._know, key="choices")

    def _show(self, lines: tuple[InteractionLine, ...], *, more: bool) -> None:
        if self.card is not None:
            kinds = self._kinds
            pinned = () if kinds else self.card.pinned
            self.timeline.show_lines(lines, self.card.id, more=more, pinned=pinned, filtered=bool(kinds))

    def _filter(self) -> None:
        if self._kinds:
            self._ask_filtered()
        elif self.card is not None:
            self._show(self.card.history, more=self.card.history_more)

    def _ask_filtered(self) -> None:
        if self.card is not None:
            args = (self.card.id, None, HISTORY, self._kinds)
            self.core.ask(self, contact_history, *args, then=self._filtered, key="history")

    def _filtered(self, lines: list[InteractionLine]) -> None:
        self._show(tuple(lines), more=len(lines) == HISTORY)

    def follow(self, area: QScrollArea) -> None:
        """Ask for earlier entries when the end of the page comes near."""
        bar = area.verticalScrollBar()

        def moved(value: int) -> None:
            if value and value > bar.maximum() - px(NEAR_THE_END):
                self.timeline.place_all()
                if not self.timeline.more.isHidden():
                    self._more()

        bar.valueChanged.connect(moved)

    def _more(self) -> None:
        lines, card = self.timeline.lines, self.card
        if card is None or not lines or self._asking:
            return
        self._asking = True

        def came(rows: list[InteractionLine]) -> None:
            self._asking = False
            if self.card is not None and self.card.id == card.id and self.timeline.lines == lines:
                self._show((*lines, *rows), more=len(rows) == HISTORY)

        def failed(error: CrmError) -> None:
            self._asking = False
            self.core.refused.emit(error)

        before = (lines[-1].started_at, lines[-1].id)
        self.core.ask(self, contact_history, card.id, before, HISTORY, self._kinds, then=came, failed=failed)

    def leave(self) -> None:
        """Save what is being typed; keep what is half written."""
        self.steps.leave()
        self.composer.keep()

    # -- writing ------------------------------------------------------------------------------------------------

    def _do(
        self, text: str, then: Callable[[Any], object], action: Callable[..., Any], *args: Any, **more: Any
    ) -> None:
        name = self.card.name if self.card is not None else ""
        self.core.do(self, Label(text, {"name": name}), action, *args, then=then, **more)

    def _add(self, draft: InteractionDraft) -> None:
        def failed(error: CrmError) -> None:
            self.composer.refused()
            self.core.refused.emit(error)

        text = N_("Add to the history of “{name}”")
        self._do(text, partial(self.composer.saved, draft), add_interaction, draft, failed=failed)

    def _command(self, entry: Entry, what: str) -> None:
        line = entry.entry
        if line is None:
            return
        acts: dict[str, Callable[[], object]] = {
            "edit": lambda: self._edit(entry),
            "next_step": lambda: self._edit(entry, "next_step"),
            "delete": lambda: self._delete(line),
            "copy": lambda: self._copy(line),
            "complain": lambda: self.complaint_wanted.emit(line),
            "menu": lambda: show_menu(self, entry, line, self.complaints, lambda code: self._command(entry, code)),
            "attach": lambda: self.attaching.choose_paths(lambda paths: self.take(line, paths)),
            "pin": lambda: self._set(line, N_("Pin an entry of “{name}”"), pinned=True),
            "unpin": lambda: self._set(line, N_("Unpin an entry of “{name}”"), pinned=False),
            "private": lambda: self._set(line, N_("Make an entry of “{name}” private"), private=True),
            "public": lambda: self._set(line, N_("Show an entry of “{name}” to all"), private=False),
        }
        if what in acts:
            acts[what]()
        elif what.startswith("file:"):
            file = next((one for one in line.files if what == f"file:{one.id}"), None)
            if file is not None:
                self.attaching.open(file)
        elif what.startswith("complaint:"):
            self.complaint_opened.emit(int(what.removeprefix("complaint:")))
        elif what.startswith("belongs:"):
            text = N_("An entry of “{name}” belongs to a complaint")
            self._do(text, lambda _none: None, link_entry, int(what.removeprefix("belongs:")), line.id)
        elif what.startswith("link:"):
            QDesktopServices.openUrl(QUrl(what.removeprefix("link:")))
        elif what.startswith("step:"):
            step = next((one for one in line.steps if what == f"step:{one.id}"), None)
            if step is not None:
                self._tick(step)

    def _edit(self, entry: Entry, field: str = "") -> None:
        self.timeline.close_editor()
        editor = EntryEditor(self.core, self._choices or EntryChoices(), self.timeline)
        editor.files_wanted.connect(lambda: self.attaching.choose(editor.add_files))
        editor.saved.connect(self._save)
        editor.left.connect(self.timeline.close_editor)
        self.timeline.edit(entry, editor, field)

    def take(self, line: InteractionLine, paths: list[Path]) -> None:
        """Files of the disk to an entry; e-mails among them go to the card."""
        if self.card is not None:
            self.attaching.take(self.card.id, self.card.name, paths, line.id)

    def _under(self, place: QPoint) -> Entry | EntryEditor | None:
        found = self.timeline.childAt(self.timeline.mapFromGlobal(place))
        while found is not None and not isinstance(found, Entry | EntryEditor):
            found = found.parentWidget() if found is not self.timeline else None
        return found

    def point_out(self, place: QPoint | None) -> None:
        """Show which entry would get what is dropped at *place* of the screen."""
        under = self._under(place) if place is not None else None
        for entry in self.timeline.entries:
            entry.point_out(entry is under)

    def drop(self, paths: list[Path], place: QPoint) -> bool:
        """Take files for the entry there; ``False``: there is none."""
        under = self._under(place)
        if isinstance(under, EntryEditor):
            self.attaching.read(paths, under.add_files)
        elif under is not None and under.entry is not None:
            self.take(under.entry, paths)
        return under is not None

    def _save(self, line: InteractionLine, values: dict[str, Any]) -> None:
        def failed(error: CrmError) -> None:
            editor = self.timeline.editor
            if editor is None:
                self.core.refused.emit(error)
            elif isinstance(error, VersionConflict):
                editor.say(error.sentence)
                if error.contested:
                    decide(self, error, entry_words(editor.choices), partial(decided, error.version), editor.begin)
                else:
                    self.core.ask(self, interaction_line, line.id, then=editor.seen, failed=failed)
            else:
                editor.say(error.sentence)

        def decided(version: int, chosen: dict[str, object], theirs: frozenset[str]) -> None:
            kept = {name: value for name, value in {**values, **chosen}.items() if name not in theirs}
            self._save(replace(line, version=version), kept)

        text = N_("Change an entry of “{name}”")
        args = (line.id, line.version, values)
        self._do(text, lambda _version: self.timeline.close_editor(), change_interaction, *args, failed=failed)

    def _set(self, line: InteractionLine, text: str, **values: bool) -> None:
        self._do(text, lambda _version: None, change_interaction, line.id, line.version, values)

    def _delete(self, line: InteractionLine) -> None:
        self._do(
            N_("Move an entry of “{name}” to the trash"),
            lambda _none: self.told.emit(_("Entry moved to trash")),
            remove_interaction,
            line.id,
        )

    def _copy(self, line: InteractionLine) -> None:
        QGuiApplication.clipboard().setText("\n".join(part for part in (line.subject, line.body) if part))

    # -- next steps ---------------------------------------------------------------------------------------------

    def _tick(self, step: ReminderLine) -> None:
        done = step.status != "done"
        text = N_("Mark “{what}” as done") if done else N_("Open “{what}” again")
        label = Label(text, {"what": step.title})
        said = _("Done: {what}") if done else _("Open again: {what}")
        self.core.do(
            self, label, complete_reminder, step.id, done, then=lambda _v: self.told.emit(said.format(what=step.title))
        )

    def _change_step(self, step: ReminderLine, values: dict[str, Any], done: Done) -> None:
        try:
            if "due_on" in values:
                values["due_on"] = day_of_words(values["due_on"])
        except InvalidValue as error:
            done(error.sentence)
            return

        def failed(error: CrmError) -> None:
            if isinstance(error, VersionConflict):
                self._steps_seen[step.id] = error.version
                done(error.sentence, step_clashes(error))
            else:
                done(error.sentence)

        label = Label(N_("Change “{name}”"), {"name": step.title})
        args = (step.id, max(step.version, self._steps_seen.get(step.id, 0)), values)
        self.core.do(self, label, change_reminder, *args, then=lambda _v: done(""), failed=failed)

    def _remove_step(self, step: ReminderLine, done: Callable[[str], object]) -> None:
        def removed(_none: object) -> None:
            done("")
            self.told.emit(_("“{name}” removed").format(name=step.title))

        label = Label(N_("Remove “{name}”"), {"name": step.title})
        self.core.do(self, label, remove_reminder, step.id, then=removed, failed=lambda error: done(error.sentence))

    # -- look ---------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words of now."""
        self._choices = None
        self.composer.retranslate()
        for code, chip in self.filters.items():
            chip.setText(_(KIND_GROUPS[code][0]))
        self.timeline.retranslate()
        if self.card is not None:
            self.show_card(self.card)
