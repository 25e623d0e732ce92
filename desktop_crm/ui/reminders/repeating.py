"""How a reminder repeats: how often, on which days of the week, until when, from the schedule or from completion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from babel.dates import get_day_names
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop_crm.base import recurrence
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.recurrence import Pattern
from desktop_crm.ui import moments
from desktop_crm.ui.day_input import DayInput
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.inputs import indent_text
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import px

REPEATS: tuple[tuple[str, str], ...] = (
    ("", N_("Never")), ("daily", N_("Every day")), ("weekly", N_("Every week")), ("weekdays", N_("On working days")),
    ("monthly", N_("Every month")), ("nth", N_("Every month on this weekday")), ("yearly", N_("Every year")),
)  # fmt: skip
ENDS = (("", N_("Never")), ("until", N_("On a day")), ("count", N_("After so many times")))
OWN = "own"  # a rule that is none of the usual choices
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


def pattern_for(choice: str, day: date) -> Pattern:
    """The pattern behind a choice, from *day* on."""
    if choice == "weekdays":
        return Pattern("weekly", weekdays=MONDAY_TO_FRIDAY)
    if choice == "nth":
        nth = (day.day - 1) // 7 + 1
        return Pattern("monthly", weekdays=(day.weekday(),), nth=nth if nth < 5 else recurrence.LAST)
    return recurrence.pattern_on(choice, day)  # type: ignore[arg-type]  # one of FREQUENCIES


def choice_of(pattern: Pattern | None, day: date | None) -> str:
    """The usual choice behind a pattern, whatever its interval, its days of the week and its end; else ``OWN``."""
    if pattern is None:
        return OWN
    core = replace(pattern, interval=1, until=None, count=None)
    if core.frequency == "weekly":
        return "weekdays" if core.weekdays == MONDAY_TO_FRIDAY else "weekly"
    codes = [code for code, _text in REPEATS if code not in ("", "weekly", "weekdays")]
    return next((code for code in codes if day is not None and pattern_for(code, day) == core), OWN)


class Repeating(QWidget):
    """The choice, and below it what belongs to it, with the whole rule in words."""

    changed = Signal()

    def __init__(self, rule: str, from_completion: bool, day: date | None) -> None:
        super().__init__()
        self._rule, self._day = rule, day
        self._own = recurrence.pattern_of(rule) if rule else None
        self.choice, self.ends = QComboBox(), QComboBox()
        self.every, self.count = QSpinBox(), QSpinBox()
        self.days = [FilterChip(self) for _day in recurrence.WEEKDAYS]
        self.until = DayInput()
        self.from_done = QCheckBox()
        self.from_done.setChecked(from_completion)
        self.words = caption()
        self._every_label, self._ends_label = QLabel(), QLabel()
        for box, most in ((self.every, 99), (self.count, 999)):
            box.setRange(1, most)
            indent_text(box)
        self._lay_out()
        self._fill()
        self._begin(choice_of(self._own, day) if rule else "")
        for signal in (self.choice.currentIndexChanged, self.ends.currentIndexChanged, self.every.valueChanged,
                       self.count.valueChanged):  # fmt: skip
            signal.connect(lambda _value: self._arrange())
        for chip in self.days:
            chip.clicked.connect(self._days_chosen)
        self.until.changed.connect(self._arrange)

    def _lay_out(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._more = (QWidget(), QWidget())
        for row, widgets in (
            (first, (self.choice, self._every_label, self.every)),
            (second, tuple(self.days)),
            (third, (self._ends_label, self.ends, self.until, self.count)),
        ):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(4) if row is second else px(8))
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
        for part, row in zip(self._more, (second, third), strict=True):
            part.setLayout(row)
        self.until.setFixedWidth(px(170))
        self.ends.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(first)
        for part in self._more:
            layout.addWidget(part)
        layout.addWidget(self.from_done)
        layout.addWidget(self.words)
        self.setFocusProxy(self.choice)

    def _fill(self) -> None:
        for box, choices in ((self.choice, REPEATS), (self.ends, ENDS)):
            for code, text in choices:
                box.addItem(_(text), code)

    def _begin(self, choice: str) -> None:
        if choice == OWN:
            core = replace(self._own, interval=1, until=None, count=None).rule() if self._own else self._rule
            self.choice.addItem(recurrence.rule_sentence(core), OWN)
        self.choice.setCurrentIndex(self.choice.findData(choice))
        own = self._own or Pattern()
        self._follows = not own.weekdays or choice != "weekly"  # the chips follow the day until one is clicked
        for number, chip in enumerate(self.days):
            chip.setChecked(number in own.weekdays)
        self.every.setValue(own.interval)
        self.count.setValue(own.count or 10)
        self.until.set_day(own.until)
        self.ends.setCurrentIndex(self.ends.findData("until" if own.until else "count" if own.count else ""))

    def show_day(self, day: date | None) -> None:
        """The day that it repeats from."""
        self._day = day
        self._arrange()

    def _days_chosen(self) -> None:
        self._follows = False
        self._arrange()

    def _arrange(self) -> None:
        choice = str(self.choice.currentData() or "")
        if self._follows:
            for number, chip in enumerate(self.days):
                chip.setChecked(self._day is not None and number == self._day.weekday())
        shaped = bool(choice) and (choice != OWN or self._own is not None)
        for widget in (self._every_label, self.every, self._ends_label, self.ends):
            widget.setVisible(shaped)
        self._more[0].setVisible(choice == "weekly")
        self._more[1].setVisible(shaped)
        self.from_done.setVisible(bool(choice))
        end = self.ends.currentData() if shaped else ""
        self.until.setVisible(end == "until")
        self.count.setVisible(end == "count")
        try:
            rule = self.rule(self._day)
        except InvalidValue:
            rule = ""
        self.words.setText(recurrence.rule_sentence(rule) if rule else "")
        self.words.setVisible(bool(rule))
        self.changed.emit()

    @property
    def repeats(self) -> bool:
        """Whether it does at all."""
        return bool(self.choice.currentData())

    def rule(self, day: date | None) -> str:
        """What was chosen, from *day* on; "" where it does not repeat. Raises ``InvalidValue``."""
        choice = str(self.choice.currentData() or "")
        if not choice or day is None or (choice == OWN and self._own is None):
            return self._rule if choice == OWN else ""
        pattern = self._own if choice == OWN and self._own is not None else pattern_for(choice, day)
        weekdays = tuple(number for number, chip in enumerate(self.days) if chip.isChecked())
        if choice == "weekly" and weekdays:
            pattern = replace(pattern, weekdays=weekdays)
        until = self.until.day() if self.ends.currentData() == "until" else None
        if until is not None and until < day:
            raise InvalidValue(field=_("Ends"), value=self.until.line.text())
        count = self.count.value() if self.ends.currentData() == "count" else None
        return replace(pattern, interval=self.every.value(), until=until, count=count).rule()

    def retranslate(self) -> None:
        """Words of now."""
        names = get_day_names("abbreviated", "stand-alone", locale=moments.locale())
        whole = get_day_names("wide", "stand-alone", locale=moments.locale())
        for number, chip in enumerate(self.days):
            chip.setText(str(names[number]).rstrip("."))
            chip.setAccessibleName(str(whole[number]))
        self._every_label.setText(_("Interval"))
        self._ends_label.setText(_("Ends"))
        for widget, text in ((self.every, _("Interval")), (self.ends, _("Ends")), (self.count, _("How many times"))):
            widget.setAccessibleName(text)
        self.until.name(_("Last day"))
        self.from_done.setText(_("Counted from the day it is done"))
        self._arrange()
