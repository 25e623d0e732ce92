"""What is typed into: one line, many lines, a choice, a text with suggestions; each named for the screen reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_crm.ui.theme import px

Options = tuple[tuple[str, str], ...]  # (code, words)
Suggest = Callable[[str, Callable[[list[str]], None]], object]  # (typed, answer with suggestions)
LONG_LINES = 5


@dataclass(frozen=True)
class Input:
    """One thing to type or choose."""

    name: str
    title: str  # in the user's language: accessible name and placeholder
    value: str = ""
    kind: str = "text"  # text, long, choice, suggest
    options: Options = field(default=(), compare=False)
    suggest: Suggest | None = field(default=None, compare=False)
    is_content: bool = True  # without any content the row is removed (a kind or a note alone is none)


class InputWidget(QWidget):
    """The control of one input."""

    def __init__(self, item: Input, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = item
        self.is_content = item.is_content
        self.many_lines = item.kind == "long"
        self.control: QWidget = {"long": self._long, "choice": self._choice}.get(item.kind, self._line)()
        self.control.setAccessibleName(item.title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.control)

    def _line(self) -> QLineEdit:
        made = QLineEdit(self.input.value)
        made.setPlaceholderText(self.input.title)
        if self.input.suggest is not None:
            attach_suggestions(made, self.input.suggest)
        return made

    def _long(self) -> QPlainTextEdit:
        made = QPlainTextEdit(self.input.value)
        made.setPlaceholderText(self.input.title)
        made.setTabChangesFocus(True)
        made.setFixedHeight(made.fontMetrics().lineSpacing() * LONG_LINES + px(16))
        return made

    def _choice(self) -> QComboBox:
        made = QComboBox()
        made.setMinimumContentsLength(6)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for code, words in self.input.options:
            made.addItem(words, code)
        made.setCurrentIndex(max(0, made.findData(self.input.value)))
        return made

    def begin(self) -> None:
        """Take the keyboard, text selected."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.control, QLineEdit):
            self.control.selectAll()

    def text(self) -> str:
        """What is typed or chosen now."""
        if isinstance(self.control, QComboBox):
            return str(self.control.currentData() or "")
        if isinstance(self.control, QPlainTextEdit):
            return self.control.toPlainText().strip()
        return self.control.text().strip() if isinstance(self.control, QLineEdit) else ""

    def mark_wrong(self) -> None:
        """A red frame."""
        self.control.setProperty("wrong", "true")
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)


def attach_suggestions(line: QLineEdit, suggest: Suggest) -> None:
    """Offer what fits while typing; nothing is forced."""
    model = QStringListModel(line)
    completer = QCompleter(model, line)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    popup = completer.popup()
    if popup is not None:
        popup.setObjectName("completions")
        popup.setAccessibleName(line.placeholderText() or line.accessibleName())
    line.setCompleter(completer)

    def answered(found: list[str]) -> None:
        model.setStringList(found)
        if found and line.hasFocus():
            completer.complete()

    line.textEdited.connect(lambda typed: suggest(typed, answered) if len(typed.strip()) > 1 else answered([]))
