"""Today: tiles, what is to be done, whom to think of, the last backup."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base import clock
from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.alarms import snooze_alarms
from desktop_crm.services.contact_views import ContactsView, Filter
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.services.reminders import complete_reminder
from desktop_crm.services.saved_views import SavedViewRow
from desktop_crm.services.today import (
    BIRTHDAY_DAYS,
    MonthCount,
    TodayView,
    complaints_by_month,
    remind_of_quiet,
    today_view,
)
from desktop_crm.ui import moments
from desktop_crm.ui.page import Page
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.theme import px
from desktop_crm.ui.today.backup_card import BackupCard
from desktop_crm.ui.today.chart import ChartCard
from desktop_crm.ui.today.complaints_card import ComplaintsCard
from desktop_crm.ui.today.people_cards import BirthdaysCard, QuietCard
from desktop_crm.ui.today.reminders_card import MOST, RemindersCard
from desktop_crm.ui.today.tile import Tile

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

STACKED_BELOW = 900
GAP = 16


class TodayPage(Page):
    """The first page of the day."""

    shortcut_names = ("refresh",)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.view: TodayView | None = None
        go = partial(partial, window.show_page)
        self.due = Tile("bell", go("reminders", which="due"))
        self.ahead = Tile("calendar", go("calendar", face="agenda"))
        self.complaints = Tile("message-circle-warning", go("complaints"))
        self.reached = Tile("users", go("contacts"))
        self.tiles = (self.due, self.complaints, self.ahead, self.reached)
        self.reminders = RemindersCard()
        self.chart = ChartCard(lambda: window.show_page("reports", report="complaints", day=clock.today()))
        self.late = ComplaintsCard(lambda number: window.show_page("complaints", complaint=number), go("complaints"))
        self.quiet = QuietCard(self._open_contact, self.remind_of_quiet)
        self.birthdays = BirthdaysCard(self._open_contact, self._list_birthdays)
        self.backup = BackupCard(self)
        self.reminders.ticked.connect(self.tick)
        self.reminders.opened.connect(self.open)
        self.reminders.snoozed.connect(self.snooze)
        self.reminders.print_wanted.connect(lambda: window.act("day_sheet"))
        self.reminders.all_wanted.connect(go("reminders"))
        self.reminders.catch_up_wanted.connect(go("reminders", which="missed"))
        self._columns = 0
        self._lay_out()

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._rows = (QBoxLayout(QBoxLayout.Direction.LeftToRight), QBoxLayout(QBoxLayout.Direction.LeftToRight))
        body = QWidget()
        body.setProperty("plain", "true")
        column = QVBoxLayout(body)
        column.setContentsMargins(px(24), px(20), px(24), px(24))
        column.setSpacing(px(GAP))
        self._grid.setSpacing(px(GAP))
        self._beside = QWidget()
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(px(GAP))
        beside.addWidget(self.chart, 1)
        beside.addWidget(self.late)
        column.addLayout(self._grid)
        for row, cards in zip(
            self._rows,
            (((self.reminders, 3), (self._beside, 2)), ((self.quiet, 1), (self.birthdays, 1), (self.backup, 1))),
            strict=True,
        ):
            row.setSpacing(px(GAP))
            for card, share in cards:
                row.addWidget(card, share)
                card.setMinimumWidth(0)
            column.addLayout(row)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)

    def _arrange(self) -> None:
        """As many tiles in a row as their words have room; the cards under each other where it is narrow."""
        room = self.width() - 2 * px(24)
        widest = max(tile.sizeHint().width() for tile in self.tiles)
        columns = next((count for count in (4, 2) if count * widest + (count - 1) * px(GAP) <= room), 1)
        if columns != self._columns:
            self._columns = columns
            for number, tile in enumerate(self.tiles):
                self._grid.addWidget(tile, number // columns, number % columns)
            for number in range(4):
                self._grid.setColumnStretch(number, 1 if number < columns else 0)
        narrow = self.width() < px(STACKED_BELOW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for row in self._rows:
            row.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        self._arrange()
        super().resizeEvent(event)

    # -- what is shown ------------------------------------------------------------------------------------------

    def on_shown(self, **_arguments: Any) -> None:
        """The day may be another."""
        self.ask()
        self.backup.ask()
        if not self.chart.bars.months or self.chart.bars.months[-1].first != clock.today().replace(day=1):
            self._ask_months()
        self._greet()
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> None:
        """Ask for what is shown."""
        self.core.ask(self, today_view, MOST, then=self._loaded, key="today")

    def _ask_months(self) -> None:
        self.core.ask(self, complaints_by_month, then=self._counted, key="months")

    def _counted(self, months: list[MonthCount]) -> None:
        self.chart.show_months(months)

    def _loaded(self, view: TodayView) -> None:
        self.view = view
        self._show_tiles()
        for step in (self._show_reminders, self._show_people, self._show_late):  # each card in a turn of its own
            self.core.turns.later(self, step)

    def _show_reminders(self) -> None:
        if self.view is not None:
            figures = self.view.figures
            self.reminders.show_lines(self.view.lines, figures.due, figures.overdue)

    def _show_people(self) -> None:
        if self.view is not None:
            self.quiet.show_quiet(self.view.quiet)
            self.birthdays.show_dates(self.view.birthdays)

    def _show_late(self) -> None:
        if self.view is not None:
            self.late.show_rows(self.view.overdue_complaints, self.view.complaints["overdue"])

    def _show_tiles(self) -> None:
        for tile, text in zip(
            self.tiles,
            (_("To do today"), _("Open complaints"), _("Next seven days"), _("Contacts this week")),
            strict=True,
        ):
            tile.setText(text)
        if self.view is not None:
            figures = self.view.figures
            late = ngettext("{count} overdue", "{count} overdue", figures.overdue).format(count=figures.overdue)
            done = ngettext("{count} done today", "{count} done today", figures.done_today)
            done = done.format(count=figures.done_today) if figures.done_today else _("Nothing overdue")
            self.due.show_figure(figures.due, late if figures.overdue else done, late_tone(figures))
            self.ahead.show_figure(self.view.ahead, _("{count} tomorrow").format(count=self.view.tomorrow))
            self._show_complaints(self.view.complaints)
            more = figures.touched_this_week - figures.touched_last_week
            same = _("as many as last week")
            detail = _("{count} on last week").format(count=f"{more:+d}".replace("-", "−")) if more else same
            self.reached.show_figure(figures.touched_this_week, detail, "ok" if more > 0 else "text2")
        self._arrange()

    def _show_complaints(self, counts: Mapping[str, int]) -> None:
        past = counts["overdue"]
        detail = ngettext("{count} past its deadline", "{count} past their deadlines", past).format(count=past)
        self.complaints.show_figure(
            counts["open"], detail if past else _("None past its deadline"), "bad" if past else "text2"
        )

    def _greet(self) -> None:
        self.set_heading(greeting(clock.now().astimezone().hour, self.core.who["operator"]))

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched("reminder", "reminder_series", "complaint", "contact", "interaction", "important_date"):
            self.ask()
        if changes.touched("complaint"):
            self._ask_months()

    # -- verbs --------------------------------------------------------------------------------------------------

    def _open_contact(self, contact_id: int) -> None:
        self.window_.show_page("contacts", contact=contact_id)

    def _list_birthdays(self) -> None:
        """The same days as a list of contacts."""
        soon = Filter("birthday", "next", str(BIRTHDAY_DAYS))
        view = SavedViewRow(0, 0, "", shared=False, view=ContactsView(filters=(soon,)))
        self.window_.show_page("contacts", view=view)

    def open(self, line: ReminderLine) -> None:
        """To whom it is about; without one the form."""
        forms.go_to_subject(self.window_, line.id)

    def tick(self, line: ReminderLine) -> None:
        """Done."""
        label = Label(N_("Done: “{title}”"), {"title": line.title[:60]})
        said = label.sentence
        self.core.do(self, label, complete_reminder, line.id, then=lambda _version: self.window_.toast(said, undo=True))

    def snooze(self, line: ReminderLine, until: datetime) -> None:
        """Remind later; what it is due stays."""
        day = until.astimezone().date()
        days = (day - clock.today()).days
        named = {0: "", 1: _("Tomorrow") + " "}.get(days, f"{moments.short_day(day)} ")
        said = _("Reminds again: {moment}").format(moment=f"{named}{moments.time_of_day(until)}")
        self.core.do(
            self, Label(N_("Snooze reminders")), snooze_alarms, [line.id], until, undoable=False,
            then=lambda _count: self.window_.toast(said),
        )  # fmt: skip

    def remind_of_quiet(self) -> None:
        """A reminder to call for each of them."""

        def made(count: int) -> None:
            said = ngettext("{count} reminder added", "{count} reminders added", count).format(count=count)
            self.window_.toast(said if count else _("Each of them has a reminder already"), undo=bool(count))

        self.core.do(self, Label(N_("Reminders to call who is going quiet")), remind_of_quiet, then=made)

    def on_action(self, name: str) -> bool:
        """F5."""
        if name != "refresh":
            return False
        self.ask()
        self._ask_months()
        self.backup.ask()
        return True

    def retranslate(self) -> None:
        """Words of now."""
        for card in (self.reminders, self.late, self.chart, self.quiet, self.birthdays, self.backup):
            card.retranslate()
        self._show_tiles()
        self._greet()


def late_tone(figures: Any) -> str:
    """The colour of the sentence under what is to be done."""
    return "bad" if figures.overdue else "text2"


def greeting(hour: int, name: str) -> str:
    """“Good morning, Olga”, by the hour."""
    morning, evening = range(5, 12), (*range(18, 24), *range(5))
    if hour in morning:
        return _("Good morning, {name}").format(name=name) if name else _("Good morning")
    if hour in evening:
        return _("Good evening, {name}").format(name=name) if name else _("Good evening")
    return _("Good day, {name}").format(name=name) if name else _("Good day")
