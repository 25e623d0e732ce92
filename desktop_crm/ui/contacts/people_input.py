"""Who took part: names as chips, more by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.history_lines import Named
from desktop_crm.services.participants import Candidate, candidates_named
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.core import Core
from desktop_crm.ui.theme import px


class RemovableChips(QWidget):
    """Words on small buttons; a click takes one away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, px(4))
        self.buttons: list[Button] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_words(self, words: Sequence[str], removed: Callable[[int], object]) -> None:
        """A chip for each; *removed* is called with its number."""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for number, text in enumerate(words):
            button = Button("x", "quiet", partial(removed, number), self)
            button.setText(text.replace("&", "&&"))
            button.setAccessibleName(_("Remove “{name}”").format(name=text))
            button.setToolTip(button.accessibleName())
            self._flow.addWidget(button)
            button.show()
            self.buttons.append(button)
        self.setVisible(bool(words))
        self.updateGeometry()


class PeopleInput(QWidget):
    """Contacts and colleagues, found by the beginning of their names."""

    changed = Signal()

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self.chosen: list[Candidate] = []
        self._offered: dict[str, Candidate] = {}
        self.chips = RemovableChips()
        self.line = QLineEdit()
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self.line)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._activated)
        popup = self._completer.popup()
        if popup is not None:
            popup.setObjectName("completions")
        self.line.setCompleter(self._completer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.line)
        layout.addWidget(self.chips)
        self.setFocusProxy(self.line)

    @property
    def people(self) -> tuple[int, ...]:
        """Contacts."""
        return tuple(one.id for one in self.chosen if not one.is_colleague)

    @property
    def colleagues(self) -> tuple[int, ...]:
        """Colleagues."""
        return tuple(one.id for one in self.chosen if one.is_colleague)

    def set_chosen(self, people: Sequence[Named], colleagues: Sequence[Named]) -> None:
        """Show these."""
        self.chosen = [Candidate(one.id, one.name, "", False) for one in people]
        self.chosen += [Candidate(one.id, one.name, "", True) for one in colleagues]
        self.line.clear()
        self._show()

    def _show(self) -> None:
        self.chips.show_words([one.name for one in self.chosen], self._remove)
        self.changed.emit()

    def _remove(self, number: int) -> None:
        del self.chosen[number]
        self._show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        if len(text.strip()) > 1:
            self._core.ask(self, candidates_named, text, then=self._offer, key="people")

    def _offer(self, found: list[Candidate]) -> None:
        there = {(one.id, one.is_colleague) for one in self.chosen}
        self._offered = {
            one.name + (f" · {_('colleague')}" if one.is_colleague else f" · {one.detail}" if one.detail else ""): one
            for one in found
            if (one.id, one.is_colleague) not in there
        }
        self._model.setStringList(list(self._offered))
        if self._offered and self.line.hasFocus():
            self._completer.complete()

    def _activated(self, words: str) -> None:
        chosen = self._offered.get(words)
        if chosen is not None:
            self.chosen.append(chosen)
            self._show()
            QTimer.singleShot(0, self.line, self.line.clear)  # the completer writes its words after this

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the first that fits; Backspace in an empty line takes the last away."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line.text().strip() and self._offered:
            self._activated(next(iter(self._offered)))
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self.chosen:
            self._remove(len(self.chosen) - 1)
            return True
        return False

    def name(self, title: str) -> None:
        """Its name, for the screen reader too."""
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(_("Contacts or colleagues"))
        popup = self._completer.popup()
        if popup is not None:
            popup.setAccessibleName(title)
