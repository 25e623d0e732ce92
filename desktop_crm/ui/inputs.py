"""What is typed into: text, choices, a day, another contact; each named for the screen reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QDate, QPoint, QStringListModel, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from desktop_crm.base.formats import parse_day
from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.plain_list import PlainList
from desktop_crm.ui.theme import px

Options = tuple[tuple[str, str], ...]  # (code, words)
Suggestion = tuple[str, str]  # (words to show, what choosing them means; "" where it is the words themselves)
Suggest = Callable[[str, Callable[[Sequence[str | Suggestion]], None]], object]  # (typed, answer with suggestions)
LONG_LINES = 5
CHECK_ROW = 28
MOST_CHECKS = 6  # lines of a list of checks before it scrolls


@dataclass(frozen=True)
class Input:
    """One thing to type or choose."""

    name: str
    title: str  # in the user's language: accessible name and placeholder
    value: str = ""
    kind: str = "text"  # text, long, choice, choices, date, contact
    options: Options = field(default=(), compare=False)
    suggest: Suggest | None = field(default=None, compare=False)
    is_content: bool = True  # without any content the row is removed (a kind or a note alone is none)

    def shown(self, value: str) -> str:
        """A value in words."""
        return next((words for code, words in self.options if code == value), value)


def indent_text(box: QAbstractSpinBox) -> None:
    """Room before the words of a box with arrows: the style sheet does not reach the line inside."""
    line = box.findChild(QLineEdit)
    if line is not None:
        line.setTextMargins(px(8), 0, px(8), 0)


class InputWidget(QWidget):
    """The control of one input."""

    def __init__(self, item: Input, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = item
        self.is_content = item.is_content
        self.many_lines = item.kind == "long"
        makers = {"long": self._long, "choice": self._choice, "choices": self._choices}
        self.control: QWidget = makers.get(item.kind, self._line)()
        self.control.setAccessibleName(item.title)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.control)
        if item.kind == "date":
            layout.addWidget(self._calendar_button())

    def _line(self) -> QLineEdit:
        made = SuggestingLine(self.input.value)
        made.setPlaceholderText(self.input.title)
        made.setToolTip(self.input.title)
        if self.input.suggest is not None:
            made.suggest(self.input.suggest)
        return made

    def _calendar_button(self) -> QToolButton:
        made = tool_button("calendar", lambda: show_calendar(self.control))
        name(made, _("Calendar"))
        made.setAccessibleDescription(self.input.title)
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
        made.setToolTip(self.input.title)
        for code, words in self.input.options:
            made.addItem(words, code)
        made.setCurrentIndex(max(0, made.findData(self.input.value)))
        return made

    def _choices(self) -> PlainList:
        made = PlainList(row_height=CHECK_ROW)
        chosen = self.input.value.split("\n")
        for code, words in self.input.options:
            item = made.add(words, code)
            item.setCheckState(Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked)
        made.setCurrentRow(0)
        made.setFixedHeight(made.row_height * min(MOST_CHECKS, max(1, made.count())) + px(10))
        return made

    def begin(self) -> None:
        """Take the keyboard, text selected."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.control, QLineEdit):
            self.control.selectAll()

    def text(self) -> str:
        """What is typed or chosen now."""
        control = self.control
        if isinstance(control, QComboBox):
            return str(control.currentData() or "")
        if isinstance(control, QPlainTextEdit):
            return control.toPlainText().strip()
        if isinstance(control, QListWidget):
            items = [control.item(row) for row in range(control.count())]
            return "\n".join(
                str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
            )
        return control.meant() if isinstance(control, SuggestingLine) else ""

    def set_text(self, value: str) -> None:
        """Type or choose *value*."""
        control = self.control
        if isinstance(control, QComboBox):
            control.setCurrentIndex(max(0, control.findData(value)))
        elif isinstance(control, QPlainTextEdit):
            control.setPlainText(value)
        elif isinstance(control, QListWidget):
            chosen = value.split("\n")
            for row in range(control.count()):
                item = control.item(row)
                on = item.data(Qt.ItemDataRole.UserRole) in chosen
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        elif isinstance(control, QLineEdit):
            control.setText(value)

    def mark_wrong(self) -> None:
        """A red frame."""
        self.control.setProperty("wrong", "true")
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)


class SuggestingLine(QLineEdit):
    """One line that may offer what fits while typing; what was chosen may mean more than its words."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._meanings: dict[str, str] = {}

    def suggest(self, suggest: Suggest) -> None:
        """Ask *suggest* for what fits."""
        attach_suggestions(self, suggest, self._meanings)

    def meant(self) -> str:
        """What the text means: the chosen suggestion, else the text itself."""
        text = self.text().strip()
        return self._meanings.get(text, text)


def attach_suggestions(line: QLineEdit, suggest: Suggest, meanings: dict[str, str] | None = None) -> None:
    """Offer what fits while typing; what the suggestions mean is noted in *meanings*."""
    model = QStringListModel(line)
    completer = QCompleter(model, line)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    popup = completer.popup()
    if popup is not None:
        popup.setObjectName("completions")
        popup.setAccessibleName(line.placeholderText() or line.accessibleName())
    line.setCompleter(completer)

    def answered(found: Sequence[str | Suggestion]) -> None:
        pairs = [(entry, "") if isinstance(entry, str) else entry for entry in found]
        if meanings is not None:
            meanings.update({words: meaning for words, meaning in pairs if meaning})
        model.setStringList([words for words, _meaning in pairs])
        if found and line.hasFocus():
            completer.complete()

    line.textEdited.connect(lambda typed: suggest(typed, answered) if len(typed.strip()) > 1 else answered([]))


def show_calendar(line: QWidget) -> None:
    """A calendar under the line edit *line* to choose the day from."""
    if not isinstance(line, QLineEdit):
        return
    menu = QMenu(line)
    calendar = QCalendarWidget(menu)
    calendar.setAccessibleName(line.accessibleName())
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    there = parse_day(line.text())
    if there is not None:
        calendar.setSelectedDate(QDate(there.year, there.month, there.day))

    def chosen(day: QDate) -> None:
        line.setText(f"{day.day():02}.{day.month():02}.{day.year()}")
        menu.close()

    calendar.activated.connect(chosen)
    calendar.clicked.connect(chosen)
    holder = QWidgetAction(menu)
    holder.setDefaultWidget(calendar)
    menu.addAction(holder)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(line.mapToGlobal(QPoint(0, line.height())))
    calendar.setFocus(Qt.FocusReason.PopupFocusReason)
