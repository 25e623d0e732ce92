"""The clock of the reminders: looks every 30 seconds for what is due, claims it, and tells the user where he is.

No exact timers: after sleep, or when the computer's clock jumps, the next look finds what is due.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop_crm.base import clock
from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.agenda import AgendaFilter, reminder_count
from desktop_crm.services.alarms import Alarm, alarms_due, claim_alarms, see_alarms, snooze_alarms
from desktop_crm.services.daily_reminders import prepare_day
from desktop_crm.services.reminders import complete_reminder
from desktop_crm.ui import moments
from desktop_crm.ui.notifications.desktop import desktop_notifications
from desktop_crm.ui.notifications.freedesktop import CLICK, Toast
from desktop_crm.ui.reminders import forms
from desktop_crm.ui.tray import bring_to_front, stays_in_tray

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

TICK_MS = 30_000
FIRST_LOOK_MS = 3_000  # the window is filled before
SNOOZE = timedelta(minutes=10)
OPEN, LATER = "open", "later"


class AlarmClock(QObject):
    """Ticks as long as the window lives."""

    fired = Signal(object)  # list of Alarm: to be shown in the window
    missed = Signal(object)  # list of Alarm: should have fired while the program was off
    counted = Signal(int, int)  # due until today, of these overdue
    settled = Signal(object)  # set of ids: answered, here or elsewhere

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        self.core = window.core
        self._prepared: date | None = None
        self.desktop = desktop_notifications(window)
        self.desktop.chosen.connect(self._answered)
        self._held: dict[int, Alarm] = {}  # for the desktop, when the quiet hours are over
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.core.opened.connect(self._opened)
        self.core.changed.connect(self._changed)
        window.installEventFilter(self)

    # -- looking ------------------------------------------------------------------------------------------------

    def _opened(self) -> None:
        self._prepared = None
        self._held.clear()
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)

    def look(self) -> None:
        """Whatever is due now."""
        database = self.core.database
        if database is None or database.read_only:
            return
        if self._prepared != clock.today():
            self._prepared = clock.today()
            self.core.do(self, Label(N_("Reminders of the day")), prepare_day, undoable=False)
        self.core.ask(self, alarms_due, then=self._due, key="alarms")
        if self._held and not self._is_quiet():
            held, self._held = list(self._held.values()), {}
            self._tell_desktop(held)
        self._count()

    def _changed(self, changes: Changes) -> None:
        if changes.touched("reminder"):
            self._count()

    def _count(self) -> None:
        if self.core.database is not None:
            self.core.ask(self, due_counts, then=self._counted, key="count")

    def _counted(self, counts: tuple[int, int]) -> None:
        due, overdue = counts
        self.counted.emit(due, overdue)
        badge = moments.count_text(due) if due else ""
        self.window_.navigation.set_badge("reminders", badge, "bad" if overdue else "neutral")

    def _due(self, alarms: list[Alarm]) -> None:
        if alarms:
            label = Label(N_("Reminders have fired"))
            minutes = self.window_.settings.repeat_minutes
            repeat = timedelta(minutes=minutes) if minutes else None
            self.core.do(self, label, claim_alarms, alarms, None, repeat, then=self._claimed, undoable=False)

    def _claimed(self, alarms: list[Alarm]) -> None:
        late = [alarm for alarm in alarms if alarm.alarm == "missed"]
        due = [alarm for alarm in alarms if alarm.alarm == "fired"]
        if late:
            self.missed.emit(late)
        if due:
            self.fired.emit(due)
            if not in_front(self.window_):
                self._tell_desktop(due)

    # -- the desktop --------------------------------------------------------------------------------------------

    def _tell_desktop(self, alarms: list[Alarm]) -> None:
        if not self.window_.settings.notifications:
            return
        if self._is_quiet():
            self._held.update({alarm.id: alarm for alarm in alarms})
            return
        QApplication.alert(self.window_)
        for alarm in alarms:
            self.desktop.show(toast_of(alarm))

    def _is_quiet(self) -> bool:
        return self.window_.settings.is_quiet(clock.now().astimezone().time())

    def _answered(self, key: str, action: str) -> None:
        number = int(key) if key.isdecimal() else 0
        if not number:
            return  # the test of the settings
        if action == LATER:
            self.snooze([number], clock.now() + SNOOZE)
        elif action in (CLICK, OPEN):
            bring_to_front(self.window_)
            self.open(number)

    # -- answers ------------------------------------------------------------------------------------------------

    def open(self, number: int) -> None:
        """Go to whom it is about, or to the reminder itself."""
        self.core.do(self, Label(N_("Reminders seen")), see_alarms, [number], undoable=False)
        self._settle({number})
        forms.go_to_subject(
            self.window_, number, otherwise=lambda: self.window_.show_page("reminders", reminder=number)
        )

    def snooze(self, numbers: list[int], until: datetime) -> None:
        """Let them fire again at *until*."""
        self.core.do(self, Label(N_("Snooze reminders")), snooze_alarms, numbers, until, undoable=False)
        self._settle(set(numbers))

    def complete(self, number: int, title: str) -> None:
        """Tick it off; a toast takes it back."""
        self.core.do(
            self,
            Label(N_("Done: “{title}”"), {"title": title[:60]}),
            complete_reminder,
            number,
            then=lambda _version: self.window_.toast(_("Done: “{title}”").format(title=title), undo=True),
        )
        self._settle({number})

    def see(self, numbers: list[int]) -> None:
        """They were seen: silence."""
        self.core.do(self, Label(N_("Reminders seen")), see_alarms, numbers, undoable=False)
        self._settle(set(numbers))

    def _settle(self, numbers: set[int]) -> None:
        for number in numbers:
            self._held.pop(number, None)
            self.desktop.withdraw(str(number))
        self.settled.emit(numbers)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is closed."""
        if event.type() == QEvent.Type.Close and not stays_in_tray(self.window_):
            self._timer.stop()
        return super().eventFilter(watched, event)


def due_counts(session: CrmSession) -> tuple[int, int]:
    """(due until today, of these overdue) of the operator."""
    return reminder_count(session, AgendaFilter("due", mine=True)), reminder_count(
        session, AgendaFilter("overdue", mine=True)
    )


def in_front(window: MainWindow) -> bool:
    """Whether the user is looking at the program."""
    return QApplication.activeWindow() is not None and not window.isMinimized()


def toast_of(alarm: Alarm) -> Toast:
    """The reminder as the desktop shows it."""
    return Toast(str(alarm.id), alarm.title, subtitle(alarm), {OPEN: _("Open"), LATER: _("In 10 minutes")})


def subtitle(alarm: Alarm) -> str:
    """“Ana Rusu · 10:00”."""
    at = moments.time_of_day(alarm.due_at) if alarm.due_at is not None else ""
    return " · ".join(part for part in (alarm.who, at) if part)
