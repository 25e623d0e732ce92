"""How reminders are told on this computer: notifications, quiet hours, the icon beside the clock, and a test."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSystemTrayIcon, QVBoxLayout, QWidget

from desktop_crm.base import autostart
from desktop_crm.base.i18n import N_, P_, _, ngettext
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.notices import announce
from desktop_crm.ui.notifications.desktop import desktop_notifications
from desktop_crm.ui.notifications.freedesktop import Toast
from desktop_crm.ui.reminders.duty import follow_settings
from desktop_crm.ui.settings.section import Section
from desktop_crm.ui.settings.working_time import Span
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

REPEATS = (5, 10, 15, 30, 60)
EVERY = P_("Every {count} minute", "Every {count} minutes")
EVENING, MORNING = time(20), time(8)
TEST, SEEN = "test", "seen"
PATIENCE_MS = 6_000
MISSING = {
    "bus": N_(
        "Not shown: this desktop has no message bus (D-Bus), so nothing outside the window can be shown. Reminders "
        "fire in the window all the same."
    ),
    "daemon": N_(
        "Not shown: no program here shows notifications. Install one, for instance dunst or notification-daemon. "
        "Reminders fire in the window all the same."
    ),
    "tray": N_(
        "Not shown: this system shows no messages of programs. Reminders fire in the window all the same."
    ),
    "silence": N_(
        "No answer from the desktop within six seconds. Reminders fire in the window all the same; try again, or "
        "look whether “Do not disturb” is on."
    ),
}  # fmt: skip


class QuietHours(QWidget):
    """From–to, also over midnight, or none."""

    changed = Signal(str, str)  # "22:00", "07:00"; "" = none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.has, self.span = QCheckBox(self), Span(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.has)
        layout.addWidget(self.span)
        layout.addStretch(1)
        self.has.clicked.connect(self._switched)
        self.span.changed.connect(lambda _begins, _ends: self._switched())

    def _switched(self) -> None:
        on = self.has.isChecked()
        self.span.setVisible(on)
        begins, ends = self.span.times
        self.changed.emit(f"{begins:%H:%M}" if on else "", f"{ends:%H:%M}" if on else "")

    def show_times(self, begins: str, ends: str) -> None:
        """Show what is kept."""
        on = bool(begins and ends)
        self.has.setChecked(on)
        self.span.setVisible(on)
        self.span.show_times(*((_time(begins), _time(ends)) if on else (EVENING, MORNING)))

    def retranslate(self) -> None:
        """Words of now."""
        self.has.setText(_("Do not disturb"))
        self.span.name(_("Quiet from"), _("Quiet until"))


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return EVENING


class NotificationsSection(Section):
    """Takes effect at once; the test says within seconds what the desktop does."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("Reminders on this computer"))
        self.window_ = window
        self.on, self.repeat, self.quiet = QCheckBox(), QComboBox(), QuietHours()
        self.test, self.answer = Button("bell", "", self.try_it), caption()
        self.tray, self.autostart = QCheckBox(), QCheckBox()
        self.repeat.setMinimumWidth(px(220))
        tested = QWidget()
        column = QVBoxLayout(tested)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.answer)
        self.answer.hide()
        self.add_line("notifications", self.on, N_("In the window a bar over the page tells them in any case."))
        self.add_line("repeat", self.repeat)
        self.add_line("quiet_hours", self.quiet, N_("What falls due meanwhile is told when they are over."))
        self.add_line("notification_test", tested, wide=True, tall=True)
        self.add_line("tray", self.tray, N_("Shows how many are due; closing the window leaves the program there."))
        self.add_line("autostart", self.autostart, N_("With the icon beside the clock it starts without its window."))
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(partial(self._failed, TEST, "silence"))
        self._connect()

    def _connect(self) -> None:
        self.on.clicked.connect(lambda on: self._keep(notifications=on))
        self.repeat.activated.connect(lambda _row: self._keep(repeat_minutes=self.repeat.currentData()))
        self.quiet.changed.connect(lambda begins, ends: self._keep(quiet_from=begins, quiet_until=ends))
        self.tray.clicked.connect(lambda on: self._keep(tray=on))
        self.autostart.clicked.connect(self._switch_autostart)
        self._desktop = desktop_notifications(self.window_)
        self._desktop.shown.connect(self._shown)
        self._desktop.failed.connect(self._failed)
        self._desktop.chosen.connect(self._chosen)

    def _keep(self, **values: bool | int | str) -> None:
        self.window_.change_settings(**values)
        follow_settings(self.window_)
        self.say_saved()

    def _switch_autostart(self, on: bool) -> None:
        def refused(error: Exception) -> None:
            self.window_.bar.show_text(str(error))
            self._ask_autostart()

        core = self.window_.core
        core.run(self, autostart.switch, on, then=lambda _none: self.say_saved(), failed=refused)

    def _ask_autostart(self) -> None:
        self.window_.core.run(self, autostart.is_on, then=self.autostart.setChecked, key="autostart")

    def show_settings(self) -> None:
        """As it is now."""
        kept = self.window_.settings
        self.on.setChecked(kept.notifications)
        self.quiet.show_times(kept.quiet_from, kept.quiet_until)
        self.tray.setChecked(kept.tray)
        self.tray.setEnabled(kept.tray or QSystemTrayIcon.isSystemTrayAvailable())
        with QSignalBlocker(self.repeat):
            self.repeat.setCurrentIndex(max(0, self.repeat.findData(kept.repeat_minutes)))
        self._ask_autostart()

    # -- the test -----------------------------------------------------------------------------------------------

    def try_it(self) -> None:
        """Send a real notification."""
        self.test.setEnabled(False)
        self._say(_("Sent; waiting for the desktop…"), "")
        self._patience.start()
        text = _("Reminders will look like this. Press the button to try the way back.")
        self._desktop.show(Toast(TEST, _("It works"), text, {SEEN: _("I see it")}))

    def _shown(self, key: str, program: str) -> None:
        if key == TEST:
            by_whom = _("The desktop took it and shows it ({program}).").format(program=program)
            said = by_whom if program else _("The desktop took it and shows it.")
            hint = _("If you see nothing, “Do not disturb” is on there.")
            self._ended(f"{said} {hint}", "ok")

    def _failed(self, key: str, missing: str) -> None:
        if key == TEST:
            self._ended(_(MISSING[missing]), "bad")

    def _chosen(self, key: str, _action: str) -> None:
        if key == TEST:
            self._desktop.withdraw(TEST)
            self._ended(_("The desktop showed it, and your answer came back. Everything works."), "ok")

    def _ended(self, text: str, tone: str) -> None:
        self._patience.stop()
        self.test.setEnabled(True)
        self._say(text, tone)

    def _say(self, text: str, tone: str) -> None:
        self.answer.setProperty("tone", tone)
        self.answer.style().unpolish(self.answer)
        self.answer.style().polish(self.answer)
        self.answer.setText(text)
        self.answer.show()
        announce(self.answer, text)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.on.setText(_("When the window is not in front"))
        self.quiet.retranslate()
        self.test.setText(_("Send a test notification"))
        there = self.tray.isEnabled()
        self.tray.setText(_("Keep the program there") if there else _("This desktop has no place for such icons"))
        self.autostart.setText(_("Open when I log in"))
        with QSignalBlocker(self.repeat):
            self.repeat.clear()
            self.repeat.addItem(_("Only once"), 0)
            for minutes in REPEATS:
                self.repeat.addItem(ngettext(*EVERY, minutes).format(count=minutes), minutes)
        self.show_settings()
