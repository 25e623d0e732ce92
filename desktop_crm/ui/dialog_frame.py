"""What every small form has around its fields: the sentence of a refusal, and the buttons at the end."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout

from desktop_crm.ui.notices import announce
from desktop_crm.ui.theme import px


class Problem(QLabel):
    """Why it was not saved, under what was typed; read aloud too."""

    def __init__(self) -> None:
        super().__init__(wordWrap=True)
        self.setProperty("tone", "bad")
        self.hide()

    def tell(self, sentence: str) -> None:
        """Show it."""
        self.setText(sentence)
        self.show()
        announce(self, sentence)


def frame(dialog: QDialog, content: QLayout, problem: Problem, *buttons: QPushButton) -> None:
    """Lay *dialog* out; the last button is the one that saves."""
    row = QHBoxLayout()
    row.setSpacing(px(8))
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(px(24), px(24), px(24), px(16))
    layout.setSpacing(px(16))
    layout.addLayout(content, 1)
    layout.addWidget(problem)
    layout.addLayout(row)
