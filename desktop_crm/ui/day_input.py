"""A day to type (“14.03.2026”, “tomorrow”, “in a week”), with the usual ones a click away."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from desktop_crm.base import clock
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.quick_add import understand
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.theme import px

AHEAD = (
    (1, N_("Tomorrow")),
    (2, N_("In two days")),
    (7, N_("In a week")),
    (14, N_("In two weeks")),
    (30, N_("In a month")),
    (91, N_("In three months")),
)
BACK = ((0, N_("Today")), (-1, N_("Yesterday")), (-2, N_("Two days ago")), (1, N_("Tomorrow")), (7, N_("In a week")))


def day_of_words(text: str) -> date | None:
    """The day that was typed; ``None`` for an empty text. Raises ``InvalidValue`` for what is no day."""
    if not text.strip():
        return None
    day = parse_day(text) or understand(text, clock.now().astimezone()).due_on
    if day is None:
        raise InvalidValue(field=_("Day"), value=text)
    return day


class DayInput(QWidget):
    """The line, and a button with quick choices."""

    changed = Signal()

    def __init__(self, choices: tuple[tuple[int, str], ...] = AHEAD, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self.line = QLineEdit()
        self.line.setMinimumWidth(self.line.fontMetrics().horizontalAdvance("00.00.0000") + px(24))  # never cut
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self._settle)
        self.button = tool_button("calendar", self.offer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.setFocusProxy(self.line)

    def day(self) -> date | None:
        """The day; raises ``InvalidValue``."""
        return day_of_words(self.line.text())

    def set_day(self, day: date | None) -> None:
        """Show it."""
        self.line.setText("" if day is None else f"{day:%d.%m.%Y}")

    def _settle(self) -> None:
        """“tomorrow” becomes the day that was meant, to be seen before it is saved."""
        try:
            self.set_day(self.day())
        except InvalidValue:
            return

    def offer(self) -> None:
        """The quick choices."""
        menu = QMenu(self)
        today = clock.today()
        for days, words in self._choices:
            day = today + timedelta(days=days)
            text = _(words) if days == 0 or days == -1 else f"{_(words)}\t{moments.short_day(day)}"
            menu.addAction(text).triggered.connect(lambda _checked=False, day=day: self._choose(day))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _choose(self, day: date) -> None:
        self.set_day(day)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def name(self, title: str) -> None:
        """Its name, for the screen reader too."""
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(_("day"))
        name(self.button, _("{title}: choose").format(title=title))
