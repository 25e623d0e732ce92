"""A few words into the history: a note, a call, an e-mail, a meeting. What is half written is kept for each contact."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.services.interactions import InteractionDraft
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.contacts.drafts import Drafts
from desktop_crm.ui.theme import px

KINDS = (
    ("note", "sticky-note", N_("Note")),
    ("call", "phone", N_("Call")),
    ("email", "mail", N_("E-mail")),
    ("meeting", "users", N_("Meeting")),
)
MOST_LINES = 8
KEEP_AFTER_MS = 1000


class Composer(QFrame):
    """One text and what it was."""

    wanted = Signal(object)  # InteractionDraft

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._contact = 0
        self._drafts = Drafts("")
        self._keep_timer = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep_timer.timeout.connect(self._keep)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.installEventFilter(self)
        self.text.textChanged.connect(self._changed)
        self._kinds = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(px(4))
        self.kinds: dict[str, Button] = {}
        for code, icon, _title in KINDS:
            button = Button(icon, "quiet")
            button.setCheckable(True)
            self._kinds.addButton(button)
            self.kinds[code] = button
            row.addWidget(button)
        self.kinds["note"].setChecked(True)
        self.save = Button("", "primary", self.submit)
        row.addStretch(1)
        row.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.setSpacing(px(8))
        layout.addWidget(self.text)
        layout.addLayout(row)
        self._changed()

    @property
    def kind(self) -> str:
        """Which kind is chosen."""
        return next((code for code, button in self.kinds.items() if button.isChecked()), "note")

    def show_contact(self, contact_id: int) -> None:
        """For whom it is; a half-written text waits until he comes back."""
        if contact_id == self._contact:
            return
        self._keep()
        self._contact = contact_id
        text, kind = self._drafts.get(contact_id)
        self.text.setPlainText(text)
        self.kinds.get(kind, self.kinds["note"]).setChecked(True)

    def _keep(self) -> None:
        self._keep_timer.stop()
        if self._contact:
            self._drafts.put(self._contact, self.text.toPlainText(), self.kind)

    def begin(self, kind: str = "note") -> None:
        """Take the keyboard."""
        self.kinds[kind].setChecked(True)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Into the history."""
        text = self.text.toPlainText().strip()
        if text and self._contact:
            self.save.setEnabled(False)
            self.wanted.emit(InteractionDraft(self._contact, kind=self.kind, body=text))

    def saved(self) -> None:
        """It is in the history: empty again."""
        self.text.clear()
        self._keep()
        self.kinds["note"].setChecked(True)

    def refused(self) -> None:
        """It is not; what was typed stays."""
        self._changed()

    def use(self, drafts: Drafts) -> None:
        """Half-written texts of the database that is open."""
        self._drafts = drafts

    def keep(self) -> None:
        """Keep what is half written now."""
        self._keep()

    def _changed(self) -> None:
        if self._contact:
            self._keep_timer.start()
        self.save.setEnabled(bool(self.text.toPlainText().strip()))
        lines = max(1, min(MOST_LINES, int(self.text.document().size().height())))
        policy = Qt.ScrollBarPolicy
        full = lines == MOST_LINES
        self.text.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if full else policy.ScrollBarAlwaysOff)
        self.text.setFixedHeight(max(px(34), lines * self.text.fontMetrics().lineSpacing() + px(18)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words beside the icons as long as there is room for all of them."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Icons alone are enough: the words must not hold the card wide."""
        return QSize(px(240), super().minimumSizeHint().height())

    def _fit(self) -> None:
        for code, _icon, title in KINDS:
            self.kinds[code].setText(_(title))
        room = self.width() - 2 * px(12) - self.save.sizeHint().width()
        needed = sum(button.sizeHint().width() + px(4) for button in self.kinds.values())
        if needed > room:
            for button in self.kinds.values():
                button.setText("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter saves."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submit()
                return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Words of now."""
        self.text.setPlaceholderText(_("Write a note, or log a call…"))
        self.text.setAccessibleName(_("Note or call for the history"))
        for code, _icon, title in KINDS:
            self.kinds[code].setAccessibleName(_(title))
            self.kinds[code].setToolTip(_(title))
        self.save.setText(_("Save"))
        self._fit()
        self.save.setToolTip(QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText))
