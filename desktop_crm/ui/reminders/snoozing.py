"""“Remind later”: the same choices wherever a reminder can wait, and a moment of one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTime, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QMenu, QTimeEdit, QWidget

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.reminder import MORNING, moment_on
from desktop_crm.services.reminder_series import local_zone
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.day_input import DayInput
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.inputs import indent_text
from desktop_crm.ui.theme import px

MINUTES = ((10, N_("In 10 minutes")), (60, N_("In an hour")))


def tomorrow_morning() -> datetime:
    """Nine o'clock of the next day, here."""
    return moment_on(clock.today() + timedelta(days=1), MORNING, local_zone())


def fill_later(menu: QMenu, parent: QWidget, chosen: Callable[[datetime], object]) -> None:
    """Put the choices into *menu*; *chosen* gets the moment."""

    def wait(minutes: int) -> None:
        chosen(clock.now() + timedelta(minutes=minutes))

    for minutes, text in MINUTES:
        menu.addAction(_(text), partial(wait, minutes))
    menu.addAction(_("Tomorrow morning"), lambda: chosen(tomorrow_morning()))
    menu.addAction(_("Another moment…"), lambda: ask_moment(parent, chosen))


def ask_moment(parent: QWidget, chosen: Callable[[datetime], object]) -> MomentDialog:
    """Ask for a day and a time."""
    dialog = MomentDialog(parent.window())
    dialog.chosen.connect(chosen)
    dialog.open()
    return dialog


class MomentDialog(QDialog):
    """A day and a time that are still to come; proposes the next full hour but one."""

    chosen = Signal(object)  # datetime

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Remind later"))
        proposed = (clock.now() + timedelta(hours=2)).astimezone().replace(minute=0)
        self.day = DayInput()
        self.day.set_day(proposed.date())
        self.time = QTimeEdit(QTime(proposed.hour, 0))
        self.time.setDisplayFormat("HH:mm")
        self.time.setMinimumWidth(px(100))
        indent_text(self.time)
        self.problem = Problem()
        self.save = Button("clock", "primary", self.submit)
        self.save.setText(_("Remind then"))
        save_by_keys(self, self.save)
        self.save.setDefault(True)
        self.cancel = Button("", "", self.reject)
        self.cancel.setText(_("Cancel"))
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        for text, control in ((_("Day"), self.day), (_("Time"), self.time)):
            label = QLabel(text)
            label.setBuddy(control)
            control.setAccessibleName(text)
            form.addRow(label, control)
        frame(self, form, self.problem, self.cancel, self.save)
        self.time.setFocus()

    def submit(self) -> None:
        """Hand the moment over, unless it has passed."""
        at = self.time.time()
        try:
            day = self.day.day() or clock.today()
        except InvalidValue as error:
            self._refuse(error.sentence)
            return
        moment = moment_on(day, time(at.hour(), at.minute()), local_zone())
        if moment <= clock.now():
            self._refuse(_("That moment has passed. Choose one that is still to come."))
            return
        self.chosen.emit(moment)
        self.accept()

    def _refuse(self, sentence: str) -> None:
        self.problem.tell(sentence)
