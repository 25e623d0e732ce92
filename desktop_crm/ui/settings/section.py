"""A card of the settings page: a title, and lines of name, control and what it means."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.ui.theme import px

NAME_WIDTH = 200


class Section(QFrame):
    """Lines are added once; words come with :meth:`say`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._title = QLabel(self)
        self._title.setProperty("type", "section")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, px(NAME_WIDTH))
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addLayout(self._grid)
        self._lines: list[tuple[QLabel, QWidget, QLabel]] = []

    def add_line(self, control: QWidget, *, wide: bool = False) -> None:
        """One line; *wide*: the control takes all the room."""
        row = len(self._lines) * 2
        name, note = QLabel(self), QLabel(self)
        name.setBuddy(control)
        name.setWordWrap(True)
        note.setProperty("type", "caption")
        note.setWordWrap(True)
        if wide:
            self._grid.addWidget(control, row, 1)
        else:
            self._grid.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(note, row + 1, 1)
        self._lines.append((name, control, note))

    def say(self, title: str, *lines: tuple[str, str]) -> None:
        """(name, note) of each line in the language in force."""
        self._title.setText(title)
        for (name, control, note), (name_text, note_text) in zip(self._lines, lines, strict=True):
            name.setText(name_text)
            note.setText(note_text)
            note.setVisible(bool(note_text))
            if name_text:
                control.setAccessibleName(name_text)
                control.setAccessibleDescription(note_text)
