"""What is to be done next with a contact: a tick does it, a click changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base import clock
from desktop_crm.base.errors import VersionConflict
from desktop_crm.base.i18n import _
from desktop_crm.services.history_lines import ReminderLine
from desktop_crm.ui import moments
from desktop_crm.ui.editor import Clash, Done, Line, Values
from desktop_crm.ui.form import FieldRow, joined
from desktop_crm.ui.inputs import Input
from desktop_crm.ui.theme import px
from desktop_crm.ui.three_way import Contest, in_words


class StepRow(QWidget):
    """One: a box to tick, what to do, by when."""

    ticked = Signal(object)  # ReminderLine

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step: ReminderLine | None = None
        self.box = QCheckBox()
        self.box.clicked.connect(self._tick)
        self.row = FieldRow()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(8), 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.row, 1)

    def show_step(self, step: ReminderLine, line: Line) -> None:
        """Show *step*, read as *line*."""
        self.step = step
        self.box.setChecked(False)
        self.box.setAccessibleName(_("Done: {what}").format(what=step.title))
        self.box.setToolTip(_("Mark as done"))
        self.row.show_line(line)

    def _tick(self) -> None:
        if self.step is not None:
            self.ticked.emit(self.step)


class NextSteps(QFrame):
    """All that are open; hidden where there is none."""

    ticked = Signal(object)  # ReminderLine
    changed = Signal(object, object, object)  # ReminderLine, values, done
    removed = Signal(object, object)  # ReminderLine, done
    editing_ended = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.rows: list[StepRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(px(8), px(8), px(8), px(8))
        self._layout.setSpacing(0)
        self.hide()

    @property
    def editing(self) -> bool:
        """Whether one is being changed."""
        return any(row.row.editor is not None for row in self.rows)

    def show_steps(self, steps: Sequence[ReminderLine], owner: int) -> None:
        """These, of the contact *owner*."""
        for number, step in enumerate(steps):
            if number == len(self.rows):
                row = StepRow(self)
                row.ticked.connect(self.ticked)
                row.row.editing_ended.connect(self.editing_ended)
                self._layout.addWidget(row)
                self.rows.append(row)
            self.rows[number].show_step(step, self._line(step, owner))
            if self.rows[number].isHidden():
                self.rows[number].show()
        for row in self.rows[len(steps) :]:
            row.step = None
            row.hide()
        self.setVisible(bool(steps))

    def _line(self, step: ReminderLine, owner: int) -> Line:
        def save(values: Values, done: Done) -> None:
            self.changed.emit(step, dict(values), done)

        late = step.due_on is not None and step.due_on < clock.today()
        due = moments.short_day(step.due_on) if step.due_on else _("Some day")
        if late:
            due = _("Overdue: {day}").format(day=due)
        own = step.contact_id == owner
        return Line(
            f"step:{step.id}",
            "bell",
            step.title,
            joined([due, "" if own else step.who, step.assignee]),
            (
                Input("title", _("What to do"), step.title),
                Input("due_on", _("By when"), _typed(step.due_on), is_content=False),
            ),
            save,
            lambda done: self.removed.emit(step, done),
            tone="bad" if late else "",
        )

    def leave(self) -> None:
        """Save what is being typed."""
        for row in self.rows:
            row.row.leave()


def step_clashes(error: VersionConflict) -> tuple[Clash, ...]:
    """What a colleague changed in the same step, as its inputs hold it."""
    return tuple(
        Clash(
            Contest(one.field, one.title, in_words(one.mine), in_words(one.theirs), in_words(one.before)),
            _typed(one.before),
        )
        for one in error.contested
    )


def _typed(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "")
