"""The page of reminders: one line to add, chips to filter, the list under its days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout

from desktop_crm.base import clock
from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_, P_, _, ngettext
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import AgendaFilter, Which, reminder_count, reminder_rows
from desktop_crm.services.alarms import snooze_alarms
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.services.reminder_editing import operator_choices
from desktop_crm.services.reminders import complete_reminder, remove_reminders, replan_reminders, skip_reminder
from desktop_crm.ui import icons
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.page import Page
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.reminders.catch_up import DAYS, CatchUpBar
from desktop_crm.ui.reminders.quick_line import QuickLine
from desktop_crm.ui.reminders.reminder_list import ReminderList, under_days, under_people
from desktop_crm.ui.reminders.snoozing import fill_later
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

CHIPS: tuple[tuple[Which, str], ...] = (
    ("open", N_("All open")),
    ("overdue", N_("Overdue")),
    ("missed", N_("Catch up")),
    ("due", N_("Today")),
    ("undated", N_("Some day")),
    ("done", N_("Done")),
)
LATE = ("overdue", "missed")
MOVED = P_("{count} reminder moved", "{count} reminders moved")


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """The lines, the counts of the chips, and whose reminders could be asked for."""

    lines: list[ReminderLine]
    counts: dict[str, int]
    colleagues: tuple[tuple[int, str], ...]


def reminder_page(session: CrmSession, wanted: AgendaFilter) -> ReminderPage:
    """What the page shows."""
    counts: dict[str, int] = {
        which: reminder_count(session, replace(wanted, which=which)) for which, _text in CHIPS[:-1]
    }
    return ReminderPage(reminder_rows(session, wanted), counts, operator_choices(session))


class RemindersPage(Page):
    """What is to be done."""

    shortcut_names = ("edit", "delete", "find", "refresh")

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.primary = ("new_reminder", N_("New reminder"))
        self.wanted = AgendaFilter()
        self.quick = QuickLine(self.core)
        self.chips: dict[str, FilterChip] = {which: FilterChip(self) for which, _text in CHIPS}
        self.mine, self.by_colleague = FilterChip(self), FilterChip(self)
        self.colleague = QComboBox(self)
        self.colleague.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.catch_up = CatchUpBar(self.replan_all)
        self.list = ReminderList()
        self.list.setProperty("framed", "true")
        self.nothing = EmptyState("bell", self)
        self.begin = self.nothing.add_button("bell-plus", lambda: window.act("new_reminder"))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        self._select: int | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        filters, chips = QHBoxLayout(), FlowLayout(None, px(8))  # onto a second line where they have no room
        filters.setSpacing(px(8))
        for which, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self.show_which, which))
            chips.addWidget(chip)
        chips.addWidget(self.mine)
        chips.addWidget(self.by_colleague)
        self.colleague.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        filters.addLayout(chips, 1)
        filters.addWidget(self.colleague, 0, Qt.AlignmentFlag.AlignTop)
        self.chips["open"].setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(16), px(24), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self.quick)
        layout.addLayout(filters)
        layout.addWidget(self.catch_up)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        for chip in (self.mine, self.by_colleague):
            chip.toggled.connect(lambda _on: self.ask())
        self.colleague.activated.connect(lambda _row: self.ask())
        self.quick.wanted.connect(partial(forms.write, self.window_, then=self.quick.saved))
        self.quick.form_wanted.connect(self._form)
        self.list.ticked.connect(self.tick)
        self.list.opened.connect(self.open)
        self.list.edited.connect(self.edit)
        self.list.menu_wanted.connect(self._menu)

    # -- what is shown ------------------------------------------------------------------------------------------

    def on_shown(self, *, which: str = "", reminder: int | None = None, new: bool = False, **_more: Any) -> None:
        """*which*: that chip; *reminder*: that one selected; *new*: the line to write in."""
        if which in self.chips:
            self.chips[which].setChecked(True)
            self.wanted = AgendaFilter(which)  # type: ignore[arg-type]
        self._select = reminder
        self.ask()
        if new:
            self.quick.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_which(self, which: str) -> None:
        """Another chip."""
        self.wanted = AgendaFilter(which)  # type: ignore[arg-type]
        self.ask()

    def ask(self) -> None:
        """Ask for what is shown."""
        who = self.colleague.currentData()
        self.wanted = AgendaFilter(self.wanted.which, mine=self.mine.isChecked(), assignee_id=who)
        self.core.ask(self, reminder_page, self.wanted, then=self._loaded, key="lines")

    def _offer(self, colleagues: tuple[tuple[int, str], ...]) -> None:
        """Whose reminders are shown; whoever works alone is asked nothing."""
        several, chosen = len(colleagues) > 1, self.colleague.currentData()
        self.colleague.clear()
        self.colleague.addItem(_("All colleagues"), None)
        for number, name in colleagues:
            self.colleague.addItem(name, number)
        self.colleague.setCurrentIndex(max(0, self.colleague.findData(chosen) if chosen is not None else 0))
        for widget in (self.colleague, self.by_colleague):
            widget.setVisible(several)

    def _loaded(self, found: ReminderPage) -> None:
        lines, counts = found.lines, found.counts
        self._offer(found.colleagues)
        by_colleague = self.by_colleague.isChecked() and not self.by_colleague.isHidden()
        under = under_people if by_colleague else under_days if self.wanted.which != "done" else list
        self.list.show_lines(lines, under)
        if self._select is not None:
            self.list.select_id(self._select)
            self._select = None
        self._stack.setCurrentWidget(self.list if lines else self.nothing)
        self.catch_up.show_count(len(lines) if self.wanted.which in LATE else 0)
        self.chips["missed"].setVisible(bool(counts["missed"]) or self.wanted.which == "missed")
        self.set_heading(_("Reminders"), counts["open"])
        for which, text in CHIPS:
            count = counts.get(which, 0)
            self.chips[which].setText(f"{_(text)} {count}" if count else _(text))
        self._say_nothing()

    def _say_nothing(self) -> None:
        texts = {
            "overdue": (_("Nothing is overdue"), _("Everything that was due is done.")),
            "missed": (_("Nothing is overdue"), _("Everything that was due is done.")),
            "done": (_("Nothing is done yet"), _("What you tick off is kept here.")),
        }
        usual = (
            _("Nothing to do"),
            _("Write above what is to be done, when and with whom: “call Ana tomorrow at 10”. It fires at its time."),
        )
        self.nothing.set_text(*texts.get(self.wanted.which, usual))
        self.begin.setText(_("New reminder"))
        self.begin.setVisible(self.wanted.which not in texts)

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched("reminder", "reminder_series", "contact"):
            self.ask()

    # -- verbs --------------------------------------------------------------------------------------------------

    def tick(self, line: ReminderLine) -> None:
        """Done, or not after all."""
        text = N_("Done: “{title}”") if line.is_open else N_("Reopen “{title}”")
        label = Label(text, {"title": line.title[:60]})
        said = label.sentence
        self.core.do(
            self, label, complete_reminder, line.id, line.is_open, then=lambda _v: self.window_.toast(said, undo=True)
        )

    def _tick_all(self, lines: list[ReminderLine]) -> None:
        for line in lines:
            self.tick(line)

    def open(self, line: ReminderLine) -> None:
        """To whom it is about; without one the form."""
        forms.go_to_subject(self.window_, line.id)

    def edit(self, line: ReminderLine) -> None:
        """All there is to say of it."""
        forms.edit(self.window_, line.id)

    def _form(self, draft: Any) -> None:
        forms.new(self.window_, draft, then=self.quick.saved)

    def on_action(self, name: str) -> bool:
        """Keys and menu entries."""
        chosen = self.list.selected()
        actions: dict[str, Callable[[], object]] = {
            "new_reminder": lambda: forms.new(self.window_),
            "find": lambda: self.quick.line.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "refresh": self.ask,
            "edit": lambda: self.edit(chosen[0]) if chosen else None,
            "delete": lambda: self.remove(chosen),
        }
        if name not in actions:
            return False
        actions[name]()
        return True

    def remove(self, lines: list[ReminderLine]) -> None:
        """Into the trash."""
        if not lines:
            return
        ids = [line.id for line in lines]
        text = ngettext("{count} reminder moved to trash", "{count} reminders moved to trash", len(ids))
        said = text.format(count=len(ids))
        label = Label(N_("Move reminders to trash"))
        self.core.do(self, label, remove_reminders, ids, then=lambda _n: self.window_.toast(said, undo=True))

    def move_to(self, lines: list[ReminderLine], day: date) -> None:
        """To another day, each at its time."""
        ids = [line.id for line in lines]
        said = ngettext(*MOVED, len(ids)).format(count=len(ids))
        label = Label(N_("Move reminders to another day"))
        self.core.do(self, label, replan_reminders, ids, day, then=lambda _n: self.window_.toast(said, undo=True))

    def replan_all(self, days: int) -> None:
        """All that is shown, in one go; one undo brings them back."""
        lines = [entry for entry in self.list.model_.entries if isinstance(entry, ReminderLine)]
        self.move_to(lines, clock.today() + timedelta(days=days))

    def snooze(self, lines: list[ReminderLine], until: datetime) -> None:
        """Fire later."""
        label = Label(N_("Snooze reminders"))
        self.core.do(self, label, snooze_alarms, [line.id for line in lines], until, undoable=False)

    def skip(self, line: ReminderLine) -> None:
        """Not this time."""
        label = Label(N_("Skip “{title}”"), {"title": line.title[:60]})
        said = label.sentence
        self.core.do(self, label, skip_reminder, line.id, then=lambda _v: self.window_.toast(said, undo=True))

    def _menu(self, point: QPoint) -> None:
        lines = self.list.selected()
        if not lines:
            return
        menu = QMenu(self)
        self._entry(menu, "check", _("Mark as done"), partial(self._tick_all, lines))
        if len(lines) == 1:
            if lines[0].contact_id is not None:
                contact = partial(self.window_.show_page, "contacts", contact=lines[0].contact_id)
                self._entry(menu, "user", _("Open the contact"), contact)
            self._entry(menu, "pencil", _("Edit…"), lambda: self.edit(lines[0]))
            self._entry(menu, "x", _("Skip this time"), lambda: self.skip(lines[0]))
        move, later = menu.addMenu(_("Move to")), menu.addMenu(_("Remind later"))
        for days, text in DAYS:
            day = clock.today() + timedelta(days=days)
            move.addAction(_(text), partial(self.move_to, lines, day))
        fill_later(later, self, partial(self.snooze, lines))
        menu.addSeparator()
        self._entry(menu, "trash-2", _("Move to trash"), lambda: self.remove(lines))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    @staticmethod
    def _entry(menu: QMenu, icon: str, text: str, action: Callable[[], object]) -> None:
        made = menu.addAction(text, lambda: action())
        icons.dress(made, icon)

    def retranslate(self) -> None:
        """Words of now."""
        self.quick.retranslate()
        self.mine.setText(_("Mine"))
        self.by_colleague.setText(_("By colleague"))
        self.colleague.setAccessibleName(_("Whose reminders"))
        self.catch_up.retranslate()
        self.list.setAccessibleName(_("Reminders"))
        for which, text in CHIPS:
            self.chips[which].setText(_(text))
        self._say_nothing()
        self.set_heading(_("Reminders"), self.count)
        self.ask()
