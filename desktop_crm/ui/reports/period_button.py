"""The period of a report: its words, and a menu with the usual ones and any two days."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop_crm.base import clock
from desktop_crm.base.errors import CrmError, InvalidValue
from desktop_crm.base.i18n import _
from desktop_crm.services.reports.periods import Period, usual_periods
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.day_input import day_of_words
from desktop_crm.ui.fields.entry_dialog import EntryDialog
from desktop_crm.ui.inputs import Input

if TYPE_CHECKING:
    from desktop_crm.ui.reports.choices import Choices


class PeriodButton(Button):
    """Opens the menu."""

    def __init__(self, choices: Choices) -> None:
        super().__init__("calendar")
        self._choices = choices
        menu = QMenu(self)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.setMenu(menu)

    def show_period(self, period: Period) -> None:
        """Its words."""
        self.setText(period.text)
        self.setAccessibleName(_("Period: {period}").format(period=period.text))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for words, period in usual_periods(clock.today()):
            menu.addAction(words, partial(self._choices.choose_period, period))
        menu.addSeparator()
        menu.addAction(_("From – to…"), self.ask_days)

    def ask_days(self) -> None:
        """Any first and last day."""

        def submit(values: Mapping[str, str]) -> None:
            try:
                first, last = day_of_words(values["first"]), day_of_words(values["last"])
                if first is None or last is None or last < first:
                    raise InvalidValue(field=_("Period"), value=f"{values['first']} – {values['last']}")
            except CrmError as error:
                form.refused(error)
                return
            self._choices.choose_period(Period(first, last))
            form.accept()

        now = self._choices.period
        inputs = (
            Input("first", _("From"), f"{now.first:%d.%m.%Y}", "date"),
            Input("last", _("To"), f"{now.last:%d.%m.%Y}", "date"),
        )
        form = EntryDialog(_("Period"), inputs, submit, self)
        form.open()
