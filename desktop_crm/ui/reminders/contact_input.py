"""A contact to choose by typing part of the name, the organisation or the phone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import contact_rows_of
from desktop_crm.services.contact_views import ContactRow
from desktop_crm.services.search import search_contact_ids
from desktop_crm.ui.core import Core
from desktop_crm.ui.delegates import second_line
from desktop_crm.ui.form import joined

LOOK_AFTER_MS = 120
MOST = 8


def contacts_like(session: CrmSession, text: str) -> list[ContactRow]:
    """The best few."""
    return contact_rows_of(session, search_contact_ids(session, text, MOST)) if text.strip() else []


class ContactInput(QLineEdit):
    """The line; :attr:`contact_id` is whoever was chosen, ``None`` for free text or nothing."""

    chosen = Signal()

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.core = core
        self.contact_id: int | None = None
        self._rows: Sequence[ContactRow] = ()
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = completer.popup()
        if popup is not None:
            popup.setObjectName("completions")
        self.setCompleter(completer)
        completer.activated.connect(self._choose)
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look)
        self.textEdited.connect(self._typed)
        self.setClearButtonEnabled(True)

    def set_contact(self, contact_id: int | None, name: str = "") -> None:
        """Show somebody."""
        self.contact_id = contact_id
        self.setText(name)

    def setAccessibleName(self, name: str) -> None:
        """The list of suggestions is named too."""
        super().setAccessibleName(name)
        popup = self.completer().popup()
        if popup is not None:
            popup.setAccessibleName(name)

    def _typed(self, text: str) -> None:
        self.contact_id = None
        self._timer.start()
        if not text.strip():
            self.chosen.emit()

    def _look(self) -> None:
        self.core.ask(self, contacts_like, self.text(), then=self._found, key="like")

    def _found(self, rows: list[ContactRow]) -> None:
        self._rows = rows
        self._model.setStringList([joined([row.name, second_line(row)]) for row in rows])
        if rows and self.hasFocus():
            self.completer().complete()

    def _choose(self, shown: str) -> None:
        shown_rows = self._model.stringList()
        row = self._rows[shown_rows.index(shown)] if shown in shown_rows else None
        if row is not None:
            QTimer.singleShot(0, self, lambda: self._chosen(row))  # Qt puts the whole line in after this

    def _chosen(self, row: ContactRow) -> None:
        self.set_contact(row.id, row.name)
        self.setCursorPosition(0)
        self.chosen.emit()

    def keyPressEvent(self, event: object) -> None:
        """Enter without a choice takes the first that fits."""
        key = getattr(event, "key", lambda: None)()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.contact_id is None and self._rows and self.text():
            self._chosen(self._rows[0])
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]
