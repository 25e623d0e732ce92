"""What all who work in the database share: numbers, working time, the firm's name; and one's own name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from desktop_crm.base.i18n import N_, _
from desktop_crm.services.firm import AREA_CODE, COUNTRY, NAME, Firm, firm, firm_text
from desktop_crm.ui.countries import CountryBox
from desktop_crm.ui.settings.section import Section
from desktop_crm.ui.settings.working_time import DayChips, LunchSpan, Span
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow


class FirmSection(Section):
    """Lines kept in the database; a subclass puts its own."""

    def __init__(self, title: str, window: MainWindow) -> None:
        super().__init__(title)
        self.window_ = window

    def ask(self) -> None:
        """Show what the database holds now."""
        if self.window_.core.database is not None:
            self.window_.core.ask(self, firm, then=self.show_firm, key="firm")

    def show_firm(self, facts: Firm) -> None:
        """Fill the controls."""

    def keep(self, **values: Any) -> None:
        """Into the database, for everybody."""
        database = self.window_.core.database
        if database is None:
            return
        for key, text in firm_text(values).items():
            self.window_.core.run(self, partial(database.set_meta, key, text), then=lambda _none: self.say_saved())


class NumbersSection(FirmSection):
    """How local phone numbers are read."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("Phone numbers"), window)
        self.country, self.area = CountryBox(window.settings.country), QLineEdit(window.settings.area_code)
        self.country.setMinimumWidth(px(220))
        self.area.setFixedWidth(px(90))
        self.area.setMaxLength(6)
        self.area.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self.area))
        self.add_line(
            "country", self.country, N_("Numbers without a country code are read as numbers of this country.")
        )
        self.add_line("area_code", self.area, N_("For local numbers without an area code; you see each guess."))
        self.country.chosen.connect(self._keep_country)
        self.area.editingFinished.connect(self._keep_area)

    def show_firm(self, facts: Firm) -> None:
        """The firm's country comes before one's own."""
        self.country.set_code(facts.country or self.window_.settings.country)
        if not self.area.hasFocus():
            self.area.setText(facts.area_code or self.window_.settings.area_code)

    def _keep_country(self, code: str) -> None:
        self.window_.change_settings(country=code)
        self.keep(**{COUNTRY: code})

    def _keep_area(self) -> None:
        if self.area.isModified():
            self.area.setModified(False)
            self.window_.change_settings(area_code=self.area.text())
            self.keep(**{AREA_CODE: self.area.text()})

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.country.retranslate()
        super().retranslate()


class WorkingTimeSection(FirmSection):
    """When the firm works: deadlines and reminders count by it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("Working time"), window)
        self.days, self.hours, self.lunch = DayChips(), Span(), LunchSpan()
        self.add_line("working_days", self.days, wide=True)
        self.add_line("working_hours", self.hours)
        self.add_line("lunch", self.lunch, N_("Kept in the database: the same for everybody who works in it."))
        self.days.changed.connect(lambda days: self.keep(working_days=days))
        self.hours.changed.connect(self._keep_hours)
        self.lunch.changed.connect(lambda begins, ends: self.keep(lunch_begins=begins, lunch_ends=ends))

    def _keep_hours(self, begins: Any, ends: Any) -> None:
        if begins < ends:
            self.keep(work_begins=begins, work_ends=ends)
        else:
            self.window_.bar.show_text(_("Work has to end after it begins. Nothing was changed."), tone="warn")
            self.ask()

    def show_firm(self, facts: Firm) -> None:
        """Fill the controls."""
        self.days.show_days(facts.working_days)
        self.hours.show_times(facts.work_begins, facts.work_ends)
        self.lunch.show_times(facts.lunch_begins, facts.lunch_ends)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        super().retranslate()
        self.days.retranslate()
        self.hours.name(_("Work begins"), _("Work ends"))
        self.lunch.retranslate()


class NamesSection(FirmSection):
    """Who one is, and for whom one works."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(N_("Names"), window)
        self.operator, self.firm = QLineEdit(window.settings.operator), QLineEdit()
        for box in (self.operator, self.firm):
            box.setMaxLength(100)
            box.setMinimumWidth(px(240))
        note = N_("Stands in the history beside what you changed; counts from the next start.")
        self.add_line("operator", self.operator, note)
        self.add_line("firm_name", self.firm, N_("Stands on printed pages; kept in the database."))
        self.operator.editingFinished.connect(self._keep_operator)
        self.firm.editingFinished.connect(self._keep_firm)

    def show_firm(self, facts: Firm) -> None:
        """Fill the controls."""
        if not self.firm.hasFocus():
            self.firm.setText(facts.firm_name)

    def _keep_operator(self) -> None:
        if self.operator.isModified():
            self.operator.setModified(False)
            self.window_.change_settings(operator=self.operator.text().strip())
            self.say_saved()

    def _keep_firm(self) -> None:
        if self.firm.isModified():
            self.firm.setModified(False)
            self.keep(**{NAME: self.firm.text()})
