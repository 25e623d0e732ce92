"""A record to choose by typing part of its name: one contact, one complaint, or several people one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.record_choosing import Candidate, contacts_like
from desktop_crm.ui.core import Core
from desktop_crm.ui.form import joined

LOOK_AFTER_MS = 120
Query = Callable[[CrmSession, str], list[Candidate]]


class RecordInput(QLineEdit):
    """The line; :attr:`record_id` is what was chosen, ``None`` for free text or nothing.

    With *several* a choice is only told and the line is empty again; *without* says what was chosen already.
    """

    chosen = Signal()
    picked = Signal(object)  # Candidate

    def __init__(
        self, core: Core, query: Query = contacts_like, *, several: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.core = core
        self.record_id: int | None = None
        self.without: Callable[[Candidate], bool] = lambda _one: False
        self._query, self._several = query, several
        self._offered: dict[str, Candidate] = {}
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = completer.popup()
        if popup is not None:
            popup.setObjectName("completions")
        self.setCompleter(completer)
        completer.activated.connect(self._activated)
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look)
        self.textEdited.connect(self._typed)
        self.setClearButtonEnabled(not several)

    def set_record(self, record_id: int | None, name: str = "") -> None:
        """Show one."""
        self.record_id = record_id
        self.setText(name)
        self.setCursorPosition(0)

    def setAccessibleName(self, name: str) -> None:
        """The list of suggestions is named too."""
        super().setAccessibleName(name)
        popup = self.completer().popup()
        if popup is not None:
            popup.setAccessibleName(name)

    def _typed(self, text: str) -> None:
        self.record_id = None
        self._offered = {}  # they were for other words
        self._timer.start()
        if not text.strip():
            self.chosen.emit()

    def _look(self) -> None:
        self.core.ask(self, self._query, self.text(), then=self._offer, key="like")

    def _offer(self, found: Sequence[Candidate]) -> None:
        shown = [one for one in found if not self.without(one)]
        self._offered = {
            joined([one.name, one.detail or (_("colleague") if one.kind == "colleague" else "")]): one for one in shown
        }
        self._model.setStringList(list(self._offered))
        if self._offered and self.hasFocus():
            self.completer().complete()

    def _activated(self, words: str) -> None:
        one = self._offered.get(words)
        if one is not None:
            QTimer.singleShot(0, self, lambda: self._choose(one))  # Qt puts the whole words in after this

    def _choose(self, one: Candidate) -> None:
        self._offered = {}
        if self._several:
            self.clear()
        else:
            self.set_record(one.id, one.name)
        self.picked.emit(one)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter without a choice takes the first that fits; with Ctrl it saves the form as everywhere."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        popup = self.completer().popup()
        led = popup is not None and popup.isVisible() and popup.currentIndex().isValid()  # the arrows chose another
        if plain and enter and not led and self.record_id is None and self._offered and self.text().strip():
            self._choose(next(iter(self._offered.values())))
        else:
            super().keyPressEvent(event)
