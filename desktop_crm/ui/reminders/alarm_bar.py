"""The bar over the page when a reminder fires: what, who, and the answers."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.alarms import Alarm
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import Elided
from desktop_crm.ui.notices import announce
from desktop_crm.ui.reminders.alarm_clock import AlarmClock, subtitle
from desktop_crm.ui.reminders.snoozing import fill_later
from desktop_crm.ui.theme import px


class AlarmBar(QFrame):
    """One at a time; the others wait their turn."""

    def __init__(self, clock_: AlarmClock) -> None:
        super().__init__(clock_.window_.right)
        self.setProperty("kind", "bar")
        self.setProperty("tone", "info")
        self.clock_ = clock_
        self.alarms: list[Alarm] = []
        self.missed: list[Alarm] = []
        self.icon = QLabel()
        self.title, self.who = Elided("strong"), Elided("secondary")
        for label in (self.title, self.who):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.open = Button("", "primary", self._open)
        self.done = Button("check", "", self._done)
        self.later = Button("clock", "", None)
        self.close_button = QToolButton()
        icons.dress(self.close_button, "x")
        self.close_button.clicked.connect(self._close)
        self.menu = QMenu(self)
        self.later.setMenu(self.menu)
        self._lay_out()
        clock_.fired.connect(self.add)
        clock_.missed.connect(self.tell_missed)
        clock_.settled.connect(self.settle)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.who)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(24), px(8), px(16), px(8))
        layout.setSpacing(px(8))
        layout.addWidget(self.icon)
        layout.addLayout(words, 1)
        for button in (self.open, self.done, self.later, self.close_button):
            layout.addWidget(button)

    # -- what is shown ------------------------------------------------------------------------------------------

    def add(self, alarms: list[Alarm]) -> None:
        """These fire now."""
        known = {alarm.id for alarm in self.alarms}
        self.alarms += [alarm for alarm in alarms if alarm.id not in known]
        self._show()

    def tell_missed(self, alarms: list[Alarm]) -> None:
        """These were missed: one bar for all."""
        self.missed += alarms
        self._show()

    def settle(self, numbers: set[int]) -> None:
        """Answered."""
        self.alarms = [alarm for alarm in self.alarms if alarm.id not in numbers]
        self.missed = [alarm for alarm in self.missed if alarm.id not in numbers]
        self._show()

    def _show(self) -> None:
        self._say()
        if not self.alarms and not self.missed:
            self.hide()
            return
        self.icon.setPixmap(icons.icon("bell", "info", 18).pixmap(QSize(px(18), px(18))))
        single = bool(self.alarms)
        self.done.setVisible(single)
        self.later.setVisible(single)
        if single:
            alarm, more = self.alarms[0], len(self.alarms) - 1
            rest = ngettext("{count} more", "{count} more", more).format(count=more) if more else ""
            self.title.setText(alarm.title)
            self.who.setText(" · ".join(part for part in (subtitle(alarm), rest) if part))
        else:
            count = len(self.missed)
            text = ngettext(
                "{count} reminder was missed while the program was off",
                "{count} reminders were missed while the program was off",
                count,
            )
            self.title.setText(text.format(count=count))
            self.who.setText(", ".join(alarm.title for alarm in self.missed[:3]))
        self.who.setVisible(bool(self.who.text()))
        self.open.setText(_("Open") if single else _("Show"))
        self.setAccessibleName(f"{self.title.text()}. {self.who.text()}")
        if not self.isVisible():
            announce(self, self.accessibleName())
        self.show()

    # -- answers ------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self.alarms:
            self.clock_.open(self.alarms[0].id)
        else:
            self.clock_.see([alarm.id for alarm in self.missed])
            self.clock_.window_.show_page("reminders", which="missed")

    def _done(self) -> None:
        self.clock_.complete(self.alarms[0].id, self.alarms[0].title)

    def _later(self, until: datetime) -> None:
        if self.alarms:
            self.clock_.snooze([self.alarms[0].id], until)

    def _close(self) -> None:
        if self.alarms:
            self.clock_.see([self.alarms[0].id])
        else:
            self.clock_.see([alarm.id for alarm in self.missed])

    def retranslate(self) -> None:
        """Words of now."""
        self._show()

    def _say(self) -> None:
        self.done.setText(_("Done"))
        self.later.setText(_("Later"))
        self.close_button.setAccessibleName(_("Close"))
        self.close_button.setToolTip(_("Close"))
        self.menu.clear()
        fill_later(self.menu, self, self._later)
