"""What works as long as the window lives, whatever page is in front: alarms, the calendar file, the tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_crm.ui.complaints.badge import ComplaintsBadge
from desktop_crm.ui.reminders.alarm_bar import AlarmBar
from desktop_crm.ui.reminders.alarm_clock import AlarmClock
from desktop_crm.ui.reminders.calendar_feed import CalendarFeed
from desktop_crm.ui.tray import tray_of

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


def begin_duty(window: MainWindow) -> None:
    """Once for all databases of the window."""
    if window.findChild(AlarmClock) is not None:
        return
    tray, ticking = tray_of(window), AlarmClock(window)
    ticking.counted.connect(tray.show_count)
    window.show_over_page(AlarmBar(ticking))
    ticking.look()
    CalendarFeed(window).write()
    ComplaintsBadge(window)
    if window.isHidden() and not tray.wanted:
        window.showMinimized()  # it was started in the background, and there is no tray to open it from


def follow_settings(window: MainWindow) -> None:
    """The user wants it otherwise."""
    tray_of(window).follow_settings()
    feed = window.findChild(CalendarFeed)
    if feed is not None:
        feed.follow_settings()
