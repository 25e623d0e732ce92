"""Controls of the working time: seven days, and from–to with a break that may be none."""

from __future__ import annotations

from datetime import time

from babel.dates import get_day_names
from PySide6.QtCore import QSignalBlocker, QTime, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QTimeEdit, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.inputs import indent_text
from desktop_crm.ui.moments import locale
from desktop_crm.ui.theme import px


class DayChips(QWidget):
    """Monday to Sunday; those that are on are worked."""

    changed = Signal(object)  # (1, 2, 3 …), Monday is 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = [FilterChip(self) for _day in range(7)]
        layout = FlowLayout(self, 4)
        for chip in self.chips:
            layout.addWidget(chip)
            chip.clicked.connect(lambda: self.changed.emit(self.days))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def days(self) -> tuple[int, ...]:
        """Those that are on."""
        return tuple(day for day, chip in enumerate(self.chips, 1) if chip.isChecked())

    def show_days(self, days: tuple[int, ...]) -> None:
        """Show what is kept."""
        for day, chip in enumerate(self.chips, 1):
            chip.setChecked(day in days)

    def retranslate(self) -> None:
        """Short names on the chips, whole ones for the screen reader."""
        short, whole = (get_day_names(width, locale=locale()) for width in ("abbreviated", "wide"))
        for day, chip in enumerate(self.chips):
            chip.setText(str(short[day]).capitalize())
            chip.setAccessibleName(str(whole[day]).capitalize())
            chip.setToolTip(str(whole[day]).capitalize())


class Span(QWidget):
    """From one time of day to another."""

    changed = Signal(object, object)  # time, time

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.begins, self.ends, self._dash = QTimeEdit(self), QTimeEdit(self), QLabel("–", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        for widget in (self.begins, self._dash, self.ends):
            layout.addWidget(widget)
        for box in (self.begins, self.ends):
            box.setDisplayFormat("HH:mm")
            box.setMinimumWidth(px(100))
            indent_text(box)
            box.editingFinished.connect(self._edited)

    def show_times(self, begins: time, ends: time) -> None:
        """Show what is kept."""
        for box, value in ((self.begins, begins), (self.ends, ends)):
            if not box.hasFocus():
                with QSignalBlocker(box):
                    box.setTime(QTime(value.hour, value.minute))

    @property
    def times(self) -> tuple[time, time]:
        """As shown."""
        return _time(self.begins), _time(self.ends)

    def _edited(self) -> None:
        self.changed.emit(*self.times)

    def name(self, begins: str, ends: str) -> None:
        """Names for the screen reader."""
        for box, words in ((self.begins, begins), (self.ends, ends)):
            box.setAccessibleName(words)


class LunchSpan(QWidget):
    """A break, or none."""

    changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.has, self.span = FilterChip(self), Span(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.has)
        layout.addWidget(self.span)
        layout.addStretch(1)
        self.has.clicked.connect(self._switched)
        self.span.changed.connect(self.changed)

    def _switched(self) -> None:
        on = self.has.isChecked()
        self.span.setVisible(on)
        begins = self.span.times[0]
        ends = begins.replace(hour=min(23, begins.hour + 1)) if on else begins
        if self.span.times[1] <= begins or not on:
            self.span.show_times(begins, ends)
        self.changed.emit(begins, ends if not on else self.span.times[1])

    def show_times(self, begins: time, ends: time) -> None:
        """Show what is kept."""
        self.has.setChecked(begins < ends)
        self.span.setVisible(begins < ends)
        self.span.show_times(begins, ends)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.has.setText(_("Lunch break"))
        self.span.name(_("Lunch begins"), _("Lunch ends"))


def _time(box: QTimeEdit) -> time:
    shown = box.time()
    return time(shown.hour(), shown.minute())
