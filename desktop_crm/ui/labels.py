"""Words beside controls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QWidget


class Labelled(QWidget):
    """A control with its name before it, in one line; the screen reader hears the name too."""

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.label = QLabel(self)
        self.label.setProperty("type", "secondary")
        self.label.setBuddy(control)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.label)
        layout.addWidget(control)

    def name(self, text: str) -> None:
        """Name it."""
        self.label.setText(text)
        self.control.setAccessibleName(text)


def caption(text: str = "", *, kind: str = "secondary", wrap: bool = True) -> QLabel:
    """A quiet line of words."""
    label = QLabel(text)
    label.setProperty("type", kind)
    label.setWordWrap(wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def see_through(area: QScrollArea) -> None:
    """Let a scrolled part lie on the ground of its card."""
    for part in (area.viewport(), area.widget()):
        if part is not None:
            part.setAutoFillBackground(False)
