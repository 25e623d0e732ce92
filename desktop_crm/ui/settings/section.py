"""A card of the settings page: a title, and lines of name, control and what it means."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import words
from desktop_crm.ui.settings.lines import LINES
from desktop_crm.ui.theme import px

NAME_WIDTH = 200
SAVED_MS = 2500
SAVED = N_("Saved")


@dataclass(frozen=True)
class Line:
    """One setting: its name before it, what it means below."""

    name: QLabel
    control: QWidget
    note: QLabel
    text: str
    note_text: str

    def show(self, on: bool) -> None:
        """Whether it is wanted now."""
        self.name.setVisible(on)
        self.control.setVisible(on)
        self.note.setVisible(on and bool(self.note_text))


class Section(QFrame):
    """Lines are added once; words are said by :meth:`retranslate`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._title_text = title
        self._title, self.saved_label = QLabel(self), QLabel(self)
        self._title.setProperty("type", "section")
        self.saved_label.setProperty("type", "caption")
        self.saved_label.setProperty("tone", "ok")
        self._timer = QTimer(self, singleShot=True, interval=SAVED_MS)
        self._timer.timeout.connect(self.saved_label.clear)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)  # between them, so that the title stands where reading begins also right to left
        head.addWidget(self.saved_label)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnMinimumWidth(0, px(NAME_WIDTH))
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(16), px(16), px(16))
        layout.setSpacing(px(12))
        layout.addLayout(head)
        layout.addLayout(self._grid)
        self.lines: dict[str, Line] = {}

    def add_line(self, code: str, control: QWidget, note: str = "", *, wide: bool = False, tall: bool = False) -> None:
        """The setting *code* of :data:`LINES`; *wide*: the control takes all the room; *tall*: in several lines."""
        row = len(self.lines) * 2
        line = Line(QLabel(self), control, QLabel(self), LINES[code], note)
        line.name.setBuddy(control)
        line.name.setWordWrap(True)
        line.note.setProperty("type", "caption")
        line.note.setWordWrap(True)
        left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(control, row, 1, middle if wide or tall else left | middle)
        self._grid.addWidget(line.name, row, 0, Qt.AlignmentFlag.AlignTop if tall else middle)
        self._grid.addWidget(line.note, row + 1, 1)
        self.lines[code] = line

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self._title.setText(_(self._title_text))
        for line in self.lines.values():
            line.name.setText(_(line.text))
            note = _(line.note_text) if line.note_text else ""
            line.note.setText(note)
            line.note.setVisible(bool(note) and not line.control.isHidden())
            line.control.setAccessibleName(_(line.text))
            line.control.setAccessibleDescription(note)

    def say_saved(self) -> None:
        """Nothing has to be pressed: say that it is kept."""
        self.saved_label.setText(_(SAVED))
        self._timer.start()

    def keep_only(self, text: str) -> None:
        """Show the lines that have the words of *text*, all of them for none."""
        wanted = words(text)
        all_of_them = _has(_(self._title_text), wanted)
        shown = False
        for line in self.lines.values():
            on = all_of_them or _has(f"{_(line.text)} {_(line.note_text) if line.note_text else ''}", wanted)
            line.show(on)
            shown = shown or on
        self.setVisible(shown)


def _has(text: str, wanted: list[str]) -> bool:
    own = words(text)
    return all(any(word.startswith(part) for word in own) for part in wanted)
