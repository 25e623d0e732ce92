"""The calendar: reminders, their days ahead and planned entries together, as a month, a week, a day or a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QMenu, QStackedWidget, QVBoxLayout

from desktop_crm.base import clock
from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.agenda import CalendarLine, calendar_lines
from desktop_crm.services.calendar_moves import move_line
from desktop_crm.services.reminder_series import occurrence
from desktop_crm.services.reminders import ReminderDraft, complete_reminder
from desktop_crm.ui import icons, moments
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.calendar import entries, faces
from desktop_crm.ui.calendar.agenda import AgendaList
from desktop_crm.ui.calendar.grid import CalendarGrid, Place
from desktop_crm.ui.calendar.hours import HoursGrid
from desktop_crm.ui.calendar.month import MonthGrid
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.form import joined
from desktop_crm.ui.page import Page
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.shortcuts import latin_key
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

LETTERS = {Qt.Key.Key_M: "month", Qt.Key.Key_W: "week", Qt.Key.Key_D: "day", Qt.Key.Key_A: "agenda"}
DAYS = ((1, N_("A day later")), (7, N_("A week later")))


class CalendarPage(Page):
    """What is on which day."""

    shortcut_names = ("refresh", "edit")

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.primary = ("new_reminder", N_("New reminder"))
        self.day = clock.today()
        kept = str(window.settings.window.get("calendar", "month"))
        self.face = kept if kept in dict(faces.FACES) else "month"
        self.chips = {code: FilterChip(self) for code, _text in faces.FACES}
        self.mine = FilterChip(self)
        self.before = tool_button("chevron-left", lambda: self.turn(-1))
        self.after = tool_button("chevron-right", lambda: self.turn(1))
        self.today = Button("", "", lambda: self.go_to(clock.today()))
        self.span = QLabel()
        self.span.setProperty("type", "strong")
        self.month, self.week, self.one_day, self.agenda = MonthGrid(), HoursGrid(), HoursGrid(), AgendaList()
        self.nothing = EmptyState("calendar", self)
        self.begin = self.nothing.add_button("bell-plus", lambda: window.act("new_reminder"))
        self.grids: dict[str, CalendarGrid] = {"month": self.month, "week": self.week, "day": self.one_day}
        self._stack = QStackedWidget()
        for widget in (*self.grids.values(), self.agenda, self.nothing):
            self._stack.addWidget(widget)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        chips = QHBoxLayout()
        chips.setSpacing(px(8))
        for code, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self.show_face, code))
            chips.addWidget(chip)
        self.chips[self.face].setChecked(True)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        for widget in (self.before, self.after, self.today):
            head.addWidget(widget)
        head.addSpacing(px(4))
        head.addWidget(self.span, 1)
        head.addLayout(chips)
        head.addSpacing(px(8))
        head.addWidget(self.mine)
        card = QFrame()
        card.setProperty("kind", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(4), px(4), px(4), px(4))
        inner.addWidget(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(16), px(24), px(16))
        layout.setSpacing(px(12))
        layout.addLayout(head)
        layout.addWidget(card, 1)

    def _connect(self) -> None:
        self.mine.toggled.connect(lambda _on: self.ask())
        for grid in self.grids.values():
            grid.opened.connect(self.open)
            grid.ticked.connect(self.tick)
            grid.new_wanted.connect(self.new)
            grid.moved.connect(self.move_to)
            grid.day_wanted.connect(partial(self.go_to, face="agenda" if grid is self.one_day else "day"))
            grid.day_changed.connect(self._walked)
            grid.menu_wanted.connect(self._menu)
        self.agenda.opened.connect(self.open)
        self.agenda.ticked.connect(self.tick)
        self.agenda.menu_wanted.connect(self._menu)

    # -- what is shown ------------------------------------------------------------------------------------------

    def on_shown(self, *, face: str = "", day: date | None = None, **_more: Any) -> None:
        """*face* and *day* to go to."""
        self.go_to(day or self.day, face=face)
        self._shown().setFocus(Qt.FocusReason.OtherFocusReason)

    def _shown(self) -> CalendarGrid | AgendaList:
        return self.grids.get(self.face, self.agenda)

    def show_face(self, face: str) -> None:
        """Month, week, day or agenda, around the same day."""
        self.go_to(self.day, face=face)

    def go_to(self, day: date, face: str = "") -> None:
        """Show *day*."""
        had_focus = self._shown().hasFocus()
        self.day, self.face = day, face or self.face
        self.chips[self.face].setChecked(True)
        self.window_.remember(calendar=self.face)
        self._stack.setCurrentWidget(self._shown())
        if had_focus:
            self._shown().setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_title()
        self.ask()

    def turn(self, by: int) -> None:
        """The page before or after."""
        self.go_to(faces.further(self.face, self.day, by))

    def _walked(self, day: date) -> None:
        """The keyboard went to *day*, perhaps out of what is shown."""
        shown = self.grids[self.face].days if self.face in self.grids else []
        other_month = self.face == "month" and day.month != self.day.month
        self.day = day
        self._say_title()
        if day not in shown or other_month:
            self.ask()

    def ask(self) -> None:
        """Ask for what is shown."""
        days = faces.days_of(self.face, self.day)

        def loaded(lines: list[CalendarLine]) -> None:
            self._loaded(days, lines)

        self.core.ask(
            self, partial(calendar_lines, mine=self.mine.isChecked()), days[0], days[-1], then=loaded, key="days"
        )

    def _loaded(self, days: list[date], lines: list[CalendarLine]) -> None:
        grid = self.grids.get(self.face)
        if grid is not None:
            grid.show_days(days, self.day, lines)
            self._stack.setCurrentWidget(grid)
            return
        had_focus = self.agenda.hasFocus()
        self.agenda.show_lines(lines)
        self._stack.setCurrentWidget(self.agenda if lines else self.nothing)
        if had_focus and lines:
            self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_title(self) -> None:
        self.span.setText(faces.title(self.face, self.day))

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched("reminder", "reminder_series", "interaction", "contact"):
            self.ask()

    # -- verbs --------------------------------------------------------------------------------------------------

    def open(self, line: CalendarLine) -> None:
        """The form of a reminder, the card of a planned entry; of a series the one of that day."""
        if line.kind == "interaction":
            self.window_.show_page("contacts", contact=line.contact_id, entry=line.record_id)
        elif line.kind == "reminder":
            forms.edit(self.window_, line.record_id)
        else:
            label = Label(N_("Reminder “{title}”"), {"title": line.title[:60]})
            then = partial(forms.edit, self.window_)
            self.core.do(self, label, occurrence, line.record_id, line.day, then=then)

    def tick(self, line: CalendarLine) -> None:
        """Done, or not after all."""
        if not entries.can_tick(line):
            return
        text = N_("Reopen “{title}”") if line.done else N_("Done: “{title}”")
        label = Label(text, {"title": line.title[:60]})
        said = label.sentence
        self.core.do(
            self, label, complete_reminder, line.record_id, not line.done,
            then=lambda _version: self.window_.toast(said, undo=True),
        )  # fmt: skip

    def new(self, place: Place) -> None:
        """A new reminder on that day, at that hour."""
        due_at = datetime.combine(place.day, place.at).astimezone() if place.at is not None else None
        forms.new(self.window_, ReminderDraft("", due_on=place.day, due_at=due_at))

    def move_to(self, line: CalendarLine, day: date, at: time | None) -> None:
        """To another day or hour; the toast takes it back."""
        label = Label(N_("Move “{title}”"), {"title": line.title[:60]})
        hour = moments.time_of_day(datetime.combine(day, at).astimezone()) if at is not None else ""
        where = joined([moments.day_heading(day), hour], " ")
        said = _("“{title}” moved: {moment}").format(title=line.title[:60], moment=where)

        def moved(_none: object) -> None:
            self.window_.toast(said, undo=True)

        def refused(error: Any) -> None:
            self.window_.bar.show_text(error.sentence)
            self.ask()

        if line.day == self.day and self.face in self.grids:
            self.day = day  # the keyboard goes with it
        self.core.do(self, label, move_line, line, day, at, then=moved, failed=refused)

    def _menu(self, line: CalendarLine, point: QPoint) -> None:
        menu = QMenu(self)
        self._entry(menu, "pencil", _("Open"), lambda: self.open(line))
        if line.contact_id is not None:
            contact = partial(self.window_.show_page, "contacts", contact=line.contact_id)
            self._entry(menu, "user", _("Open the contact"), contact)
        if entries.can_tick(line):
            text = _("Reopen") if line.done else _("Mark as done")
            self._entry(menu, "check", text, lambda: self.tick(line))
        if entries.can_move(line):
            menu.addSeparator()
            for count, text in DAYS:
                menu.addAction(_(text), partial(self.move_to, line, line.day + timedelta(days=count), line.clock))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    @staticmethod
    def _entry(menu: QMenu, icon: str, text: str, action: Callable[[], object]) -> None:
        icons.dress(menu.addAction(text, lambda: action()), icon)

    # -- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """M, W, D, A choose the face, N is new; PageUp and PageDown turn, Home is today."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key()) if event.key() < 0xFF or event.key() >= 0x0100_0000 else None
        key = key or latin_key(event.nativeScanCode())  # the same keys under a Cyrillic layout
        actions: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_N: lambda: self.new(Place(self.day)),
            Qt.Key.Key_PageUp: lambda: self.turn(-1),
            Qt.Key.Key_PageDown: lambda: self.turn(1),
            Qt.Key.Key_Home: lambda: self.go_to(clock.today()),
            **{letter: partial(self.show_face, face) for letter, face in LETTERS.items()},
        }
        if key in actions:
            actions[key]()
        else:
            super().keyPressEvent(event)

    def on_action(self, name: str) -> bool:
        """Keys and menu entries."""
        line = self._shown().current
        actions: dict[str, Callable[[], object]] = {
            "new_reminder": lambda: self.new(Place(self.day)),
            "refresh": self.ask,
            "edit": lambda: self.open(line) if line is not None else None,
        }
        if name not in actions:
            return False
        actions[name]()
        return True

    def retranslate(self) -> None:
        """Words of now."""
        for code, text in faces.FACES:
            self.chips[code].setText(_(text))
        self.mine.setText(_("Mine"))
        self.today.setText(_("Today"))
        name(self.before, _("Back"))
        name(self.after, _("Further"))
        for grid in self.grids.values():
            grid.setAccessibleName(_("Calendar"))
            grid.refresh()
        self.agenda.setAccessibleName(_("Agenda"))
        self.nothing.set_text(
            _("Nothing is planned"), _("Reminders and planned meetings of the next two months come here.")
        )
        self.begin.setText(_("New reminder"))
        self.set_heading(_("Calendar"))
        self._say_title()
