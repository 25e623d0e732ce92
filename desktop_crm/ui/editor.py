"""Typing in place of a line: saves when it is left, and never loses what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_crm.base.i18n import _
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import name
from desktop_crm.ui.inputs import Input, InputWidget
from desktop_crm.ui.notices import announce
from desktop_crm.ui.theme import px
from desktop_crm.ui.three_way import Contest, Sides, ThreeWayDialog

Values = Mapping[str, str]


@dataclass(frozen=True)
class Clash:
    """An input that somebody else changed too: the words of the three, and the value that both saw before."""

    contest: Contest
    before: str


class Done(Protocol):
    """Called with "" when saved, else with the sentence that says why not, and what others changed at once."""

    def __call__(self, problem: str, clashes: Sequence[Clash] = ()) -> None:
        """Answer."""


@dataclass(frozen=True)
class Deed:
    """Something else that can be done with a line: make it the main one, move it, end it."""

    icon: str
    words: str
    do: Callable[[Done], None]


@dataclass(frozen=True)
class Line:
    """One field as the card shows it, and how it is changed."""

    key: str  # stays the same for the same field or row
    icon: str
    value: str
    caption: str
    inputs: tuple[Input, ...] = ()
    save: Callable[[Values, Done], None] | None = field(default=None, compare=False)  # only what was changed
    remove: Callable[[Done], None] | None = field(default=None, compare=False)
    link: str = ""  # tel:, mailto:, https:, contact:<id>
    tone: str = ""  # of the caption: warn, bad
    tip: str = ""
    tabular: bool = False
    deeds: tuple[Deed, ...] = field(default=(), compare=False)


class Editor(QWidget):
    """The inputs of one line. Enter or leaving saves, Esc does not; a refusal keeps what was typed."""

    ended = Signal(bool, bool)  # saved, focus goes back to the line

    def __init__(self, line: Line, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self._saving = False
        self._over = False
        self._deciding = False
        self.widgets = [InputWidget(item, self) for item in line.inputs]
        self.remove = QToolButton(self)
        icons.dress(self.remove, "trash-2", "bad")
        name(self.remove, _("Remove"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.setVisible(line.remove is not None)
        self.remove.clicked.connect(self._remove)
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("type", "caption")
        self.problem.setProperty("tone", "bad")
        self.problem.hide()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(4))
        grid.setColumnStretch(0, 1)
        for number, widget in enumerate(self.widgets):
            grid.addWidget(widget, number, 0)
        if line.remove is not None:
            grid.addWidget(self.remove, 0, 1, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, px(4))
        layout.setSpacing(px(4))
        layout.addLayout(grid)
        layout.addWidget(self.problem)

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return self.widgets[0].control

    def begin(self) -> None:
        """Take the keyboard; watch where it goes."""
        self.show()
        self.widgets[0].begin()
        for widget in self.widgets:
            widget.control.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_went)

    def _focus_went(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._over or self._saving or self._deciding or now is None or not self.isVisible():
            return
        if now is self or self.isAncestorOf(now) or now.window() is not self.window():
            return  # still here, or in a popup of ours
        self.save(back=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter saves, Esc leaves, Ctrl+Enter saves also in long texts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._end(saved=False, back=True)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control or not any(widget.control is watched and widget.many_lines for widget in self.widgets):
                self.save(back=True)
                return True
        return False

    def values(self) -> dict[str, str]:
        """What was changed."""
        return {widget.input.name: widget.text() for widget in self.widgets if widget.text() != widget.input.value}

    def save(self, *, back: bool) -> None:
        """Hand the changes over; the editor closes when they are kept."""
        if self._saving or self._over or self._deciding:
            return
        changed = self.values()
        if not changed:
            self._end(saved=False, back=back)
            return
        self._hand_over(changed, back=back)

    def _hand_over(self, changed: Values, *, back: bool) -> None:
        self._saving = True
        content = [widget.text() for widget in self.widgets if widget.is_content]
        if self.line.remove is not None and content and not any(content):
            self.line.remove(self._answer(back=back))
        elif self.line.save is not None:
            self.line.save(changed, self._answer(back=back))

    def _remove(self) -> None:
        if not self._saving and self.line.remove is not None:
            self._saving = True
            self.line.remove(self._answer(back=True))

    def _answer(self, *, back: bool) -> Done:
        def answered(problem: str, clashes: Sequence[Clash] = ()) -> None:
            if not isValid(self):  # the card shows another contact by now
                return
            self._saving = False
            if problem:
                self._refused(problem, clashes)
            else:
                self._end(saved=True, back=back)

        return answered

    def _refused(self, problem: str, clashes: Sequence[Clash]) -> None:
        for widget in self.widgets:
            widget.mark_wrong()
        self.problem.setText(problem)
        self.problem.show()
        announce(self, problem)
        self.widgets[0].control.setFocus(Qt.FocusReason.OtherFocusReason)
        if clashes:
            self._deciding = True
            contests = [clash.contest for clash in clashes]
            ThreeWayDialog(self, contests, lambda sides: self._decided(clashes, sides), self._back).open()

    def _back(self) -> None:
        self._deciding = False
        self.widgets[0].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decided(self, clashes: Sequence[Clash], sides: Sides) -> None:
        """Theirs is there already; mine and what was before are written over it."""
        self._deciding = False
        values = self.values()
        for clash in clashes:
            name, side = clash.contest.name, sides[clash.contest.name]
            if side == "theirs":
                values.pop(name, None)
            elif side == "before":
                values[name] = clash.before
        if values:
            self._hand_over(values, back=True)
        else:
            self._end(saved=True, back=True)

    def _end(self, *, saved: bool, back: bool) -> None:
        if not self._over:
            self._over = True
            application = QApplication.instance()
            if isinstance(application, QApplication):
                application.focusChanged.disconnect(self._focus_went)
            self.ended.emit(saved, back)
