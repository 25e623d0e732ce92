"""What is to be done today: a box to tick, the hour, what and whom, later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.agenda import is_overdue
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.reminders.snoozing import fill_later
from desktop_crm.ui.theme import px
from desktop_crm.ui.today.card import Card, LineButton, ruler

MOST = 8
ROW = 44


class ReminderRow(QFrame):
    """One of them."""

    ticked = Signal(object)  # ReminderLine
    opened = Signal(object)
    snoozed = Signal(object, object)  # ReminderLine, datetime

    def __init__(self) -> None:
        super().__init__()
        self.line: ReminderLine | None = None
        self.box = QCheckBox()
        self.box.clicked.connect(self._tick)
        self.when = QLabel()
        self.when.setProperty("type", "secondary")
        self.words = LineButton(lambda: self.opened.emit(self.line))
        self.later = tool_button("clock-plus")
        self.later.setPopupMode(self.later.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.later)
        self.later.setMenu(self.menu)
        inner = QHBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(8))
        for widget in (self.box, self.when, self.words, self.later):
            inner.addWidget(widget, 1 if widget is self.words else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(inner, 1)
        layout.addWidget(ruler())
        self.retranslate()

    def sizeHint(self) -> QSize:
        """44 px."""
        return QSize(super().sizeHint().width(), max(px(ROW), super().sizeHint().height()))

    def _tick(self) -> None:
        self.box.setChecked(False)  # it goes when it is written
        self.ticked.emit(self.line)

    def show_line(self, line: ReminderLine, wide: int) -> None:
        """Show this one; *wide*: of the column of hours."""
        self.line = line
        self.when.setText(when(line))
        self.when.setFixedWidth(wide)
        tone = "bad" if is_overdue(line) else ""
        if self.when.property("tone") != tone:
            self.when.setProperty("tone", tone)
            self.when.style().polish(self.when)
        self.words.show_words(line.title, line.who)
        self.retranslate()

    def retranslate(self) -> None:
        """Words of now."""
        title = self.line.title if self.line is not None else ""
        self.box.setAccessibleName(_("Mark as done: {title}").format(title=title))
        self.box.setToolTip(_("Mark as done"))
        name(self.later, _("Remind later: {title}").format(title=title), tip=_("Remind later"))
        self.menu.clear()
        fill_later(self.menu, self, self._later)

    def _later(self, until: datetime) -> None:
        self.snoozed.emit(self.line, until)


def when(line: ReminderLine) -> str:
    """“Overdue”, “11:30”, or nothing for the whole day."""
    if is_overdue(line):
        return _("Overdue")
    return moments.time_of_day(line.due_at) if line.due_at is not None else ""


class RemindersCard(Card):
    """At most eight; the link leads to all."""

    ticked = Signal(object)
    opened = Signal(object)
    snoozed = Signal(object, object)
    all_wanted = Signal()
    catch_up_wanted = Signal()
    print_wanted = Signal()  # the day sheet

    def __init__(self) -> None:
        super().__init__(lambda: self.all_wanted.emit())
        self.rows: list[ReminderRow] = []
        self.lines: tuple[ReminderLine, ...] = ()
        self.due = 0
        self.print = tool_button("printer", lambda: self.print_wanted.emit())
        self.head.insertWidget(1, self.print)
        self.more = Button("", "link", lambda: self.all_wanted.emit())
        self.late = 0
        self.catch_up = Button("history", "link", lambda: self.catch_up_wanted.emit())
        self.rows_ = QVBoxLayout()
        self.rows_.setSpacing(0)
        self.body.addLayout(self.rows_)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.catch_up, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: Sequence[ReminderLine], due: int, late: int) -> None:
        """The first of *due*; *late* of them are overdue: they are re-planned in one go elsewhere."""
        self.lines, self.due, self.late = tuple(lines[:MOST]), due, late
        while len(self.rows) < len(self.lines):
            row = ReminderRow()
            row.ticked.connect(self.ticked)
            row.opened.connect(self.opened)
            row.snoozed.connect(self.snoozed)
            self.rows.append(row)
            self.rows_.addWidget(row)
        metrics = self.fontMetrics()
        wide = max((metrics.horizontalAdvance(when(line)) for line in self.lines), default=0) + px(8)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(self.lines))
            if number < len(self.lines):
                row.show_line(self.lines[number], max(wide, px(64)))
        rest = self.due - len(self.lines)
        self.more.setText(ngettext("{count} more", "{count} more", rest).format(count=rest))
        self.more.setVisible(rest > 0)
        late_text = ngettext("Catch up on {count} overdue", "Catch up on {count} overdue", late)
        self.catch_up.setText(late_text.format(count=late))
        self.catch_up.setVisible(late > 0)
        self.say_nothing("" if self.lines else _("Nothing to do today. What you plan for today comes here."))

    def retranslate(self) -> None:
        """Words of now."""
        self.title.setText(_("Today"))
        self.link.setText(_("All reminders"))
        name(self.print, _("Print the day sheet"))
        self.show_lines(self.lines, self.due, self.late)
