"""A card of the left column: a heading, lines that are edited in place, a way to add more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.editor import Line
from desktop_crm.ui.form import FieldRow
from desktop_crm.ui.theme import px


class Panel(QFrame):
    """A card with a heading, lines that are edited in place, and a way to add more."""

    link_opened = Signal(str)
    editing_ended = Signal(bool)  # saved

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.heading = QLabel()
        self.heading.setProperty("type", "section")
        self.action = Button("", "link")
        self.action.hide()
        self.rows: list[FieldRow] = []
        head = QHBoxLayout()
        head.setContentsMargins(px(8), 0, 0, 0)
        head.addWidget(self.heading)
        head.addStretch()
        head.addWidget(self.action)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(px(8), px(8), px(8), px(8))
        self.content.setSpacing(px(4))
        self.content.addLayout(head)
        self.content.addLayout(self._lines)

    @property
    def editing(self) -> bool:
        """Whether somebody is typing here."""
        return any(row.editor is not None for row in self.rows)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Read as *lines*; a row being edited is never overwritten (the card waits until it is left)."""
        for number, line in enumerate(lines):
            if number == len(self.rows):
                self._add_row()
            row = self.rows[number]
            row.show_line(line)
            if row.isHidden():  # showing costs a layout each time
                row.show()
        for row in self.rows[len(lines) :]:
            if not row.isHidden():
                row.hide()

    def prepare(self, count: int) -> None:
        """Make rows ahead, while nobody waits for them."""
        while len(self.rows) < count:
            self._add_row().hide()

    def _add_row(self) -> FieldRow:
        row = FieldRow(self)
        row.link_opened.connect(self.link_opened)
        row.editing_ended.connect(self.editing_ended)
        self.rows.append(row)
        self._lines.addWidget(row)
        return row

    def edit_line(self, line: Line) -> FieldRow:
        """Show *line* (again, or as a new last one) and edit it."""
        row = self.row_of(line.key)
        if row is None:
            row = next((row for row in self.rows if row.isHidden()), None) or self._add_row()
            row.show_line(line)
            row.show()
        row.edit()
        return row

    def row_of(self, key: str) -> FieldRow | None:
        """The shown row of a line."""
        return next((row for row in self.rows if row.line.key == key and not row.isHidden()), None)

    def leave(self) -> None:
        """Save what is being typed."""
        for row in self.rows:
            row.leave()

    def offer(self, button: Button, lines: Sequence[Line], chosen: Callable[[Line], object]) -> None:
        """The menu of what can be added."""
        menu = QMenu(self)
        for line in lines:
            action = menu.addAction(line.caption)
            icons.dress(action, line.icon)
            action.triggered.connect(_caller(chosen, line))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def _caller(chosen: Callable[[Line], object], line: Line) -> Callable[[], None]:
    def call() -> None:
        chosen(line)

    return call
