"""What all steps of the wizard share."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.ui.importing.flow import ImportFlow


class Step(QWidget):
    """One step: shows the flow, asks it for changes, says whether one may go on."""

    ready_changed = Signal()

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = flow
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)

    @property
    def ready(self) -> bool:
        """Whether Continue works."""
        return True

    @property
    def continue_text(self) -> str:
        """Words on the main button; "" = Continue."""
        return ""

    def enter(self) -> None:
        """The step comes into view."""

    def first_focus(self) -> QWidget | None:
        """Where the keyboard begins."""
        return None

    def retranslate(self) -> None:
        """Say everything in the language in force."""


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
