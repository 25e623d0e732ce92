"""The box for the words of an entry: Ctrl+Enter saves, it grows with its text."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_crm.ui.theme import px

MOST_LINES = 8


class EntryText(QPlainTextEdit):
    """Plain text; files dropped on it go to the card."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """As high as its words, up to eight lines."""
        lines = max(1, min(MOST_LINES, int(self.document().size().height())))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if lines == MOST_LINES else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(max(px(34), lines * self.fontMetrics().lineSpacing() + px(18)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)
