"""What all steps of the wizard share."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.theme import px


class Step(QWidget):
    """One step: shows the flow, asks it for changes, says whether one may go on."""

    ready_changed = Signal()

    def __init__(self, flow: ImportFlow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = flow
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(px(12))

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

    def settle(self) -> None:
        """What was typed counts now: the next step begins."""

    def edit(self) -> bool:
        """F2: change what the keyboard stands on; whether there was anything."""
        return False

    def first_focus(self) -> QWidget | None:
        """Where the keyboard begins."""
        return None

    def retranslate(self) -> None:
        """Say everything in the language in force."""
