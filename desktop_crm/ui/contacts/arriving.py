"""Coming to a card from elsewhere: at one entry of its history, or about to log a call."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from desktop_crm.ui.contacts.card import CardView
from desktop_crm.ui.contacts.composer import Composer
from desktop_crm.ui.contacts.timeline import Timeline

AGAIN_MS = 60
MOST_TRIES = 100  # pages of the history that are turned over for an old entry
SETTLING_STEPS = 12
ABOVE = 80  # pixels of sight around it


class Arrival(QObject):
    """Waits until the card is filled, does what was wanted, and is gone."""

    def __init__(self, card: CardView, contact_id: int, *, entry: int | None = None, log: str = "") -> None:
        super().__init__(card)
        self._card, self._contact, self._entry, self._log = card, contact_id, entry, log
        self._tries = 0
        if card.card is not None and card.card.id == contact_id == card.contact_id:
            QTimer.singleShot(0, self, self._arrive)
        else:
            card.shown.connect(self._shown)

    def _shown(self, shown: Any) -> None:
        if shown.id == self._contact:
            self._card.shown.disconnect(self._shown)
            QTimer.singleShot(0, self, self._arrive)  # when everything has its place
        elif self._card.contact_id != self._contact:  # somebody went elsewhere meanwhile
            self.deleteLater()

    def _arrive(self) -> None:
        if self._log:
            composer = self._card.findChild(Composer)
            if composer is not None:
                self._card.columns.bring(composer)
                composer.begin(self._log)
                self._bring(composer)
        if self._entry is not None:
            self._look_for_entry()
        else:
            self.deleteLater()

    def _look_for_entry(self) -> None:
        timeline = self._card.findChild(Timeline)
        if timeline is None or self._card.contact_id != self._contact:
            self.deleteLater()
            return
        found = timeline.entry_of(self._entry or 0)
        if found is not None:
            self._card.columns.bring(found)
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            self._keep_in_sight(found, SETTLING_STEPS)
            return
        if not timeline.more.isHidden() and self._tries < MOST_TRIES:
            self._tries += 1
            timeline.more_wanted.emit()
            QTimer.singleShot(AGAIN_MS, self, self._look_for_entry)
            return
        self.deleteLater()

    def _keep_in_sight(self, found: QWidget, steps: int) -> None:
        """The history is placed in steps: bring the entry back while its neighbours get their heights."""
        if not isValid(found) or not found.hasFocus() or not steps:  # the user went on, or all is in its place
            self.deleteLater()
            return
        self._bring(found)
        QTimer.singleShot(AGAIN_MS, self, lambda: self._keep_in_sight(found, steps - 1))

    def _bring(self, widget: QWidget) -> None:
        area: QScrollArea = self._card.area
        area.ensureWidgetVisible(widget, 0, ABOVE)
