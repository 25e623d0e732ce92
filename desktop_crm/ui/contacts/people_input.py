"""Who took part: names as chips, more by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.history_lines import Named
from desktop_crm.services.record_choosing import Candidate, people_like
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.core import Core
from desktop_crm.ui.record_input import RecordInput
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
        self.chosen: list[Candidate] = []
        self.chips = RemovableChips()
        self.line = RecordInput(core, people_like, several=True)
        self.line.without = lambda one: (one.id, one.kind) in {(known.id, known.kind) for known in self.chosen}
        self.line.picked.connect(self._add)
        self.line.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.line)
        layout.addWidget(self.chips)
        self.setFocusProxy(self.line)

    @property
    def people(self) -> tuple[int, ...]:
        """Contacts."""
        return tuple(one.id for one in self.chosen if one.kind == "contact")

    @property
    def colleagues(self) -> tuple[int, ...]:
        """Colleagues."""
        return tuple(one.id for one in self.chosen if one.kind == "colleague")

    def set_chosen(self, people: Sequence[Named], colleagues: Sequence[Named]) -> None:
        """Show these."""
        self.chosen = [Candidate(one.id, one.name) for one in people]
        self.chosen += [Candidate(one.id, one.name, kind="colleague") for one in colleagues]
        self.line.clear()
        self._show()

    def _show(self) -> None:
        self.chips.show_words([one.name for one in self.chosen], self._remove)
        self.changed.emit()

    def _add(self, one: Candidate) -> None:
        self.chosen.append(one)
        self._show()

    def _remove(self, number: int) -> None:
        del self.chosen[number]
        self._show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in an empty line takes the last away."""
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and event.key() == Qt.Key.Key_Backspace and not self.line.text() and self.chosen:  # type: ignore[attr-defined]
            self._remove(len(self.chosen) - 1)
            return True
        return False

    def name(self, title: str) -> None:
        """Its name, for the screen reader too."""
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(_("Contacts or colleagues"))
