"""An entry of the history while it is changed, in its own place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.attached import AttachedFile, size_text
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.contacts.entry_choices import EntryChoices
from desktop_crm.ui.contacts.entry_form import EntryForm
from desktop_crm.ui.contacts.entry_text import EntryText
from desktop_crm.ui.contacts.people_input import RemovableChips
from desktop_crm.ui.core import Core
from desktop_crm.ui.notices import announce
from desktop_crm.ui.theme import px

_OVERRIDE = QEvent.Type.ShortcutOverride


class EntryEditor(QFrame):
    """Words and fields of one entry. Ctrl+Enter saves, Esc does not; a refusal keeps what was typed."""

    saved = Signal(object, object)  # InteractionLine, changed values
    left = Signal()
    files_wanted = Signal()

    def __init__(self, core: Core, choices: EntryChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.line: InteractionLine | None = None
        self.choices = choices
        self.kind = QComboBox()
        for code, title in INTERACTION_KINDS.items():
            self.kind.addItem(_(title), code)
        self.kind.setAccessibleName(_("Kind"))
        self.text = EntryText()
        self.text.setPlaceholderText(_("Text"))
        self.text.setAccessibleName(_("Text"))
        self.text.submitted.connect(self.save)
        self.files: list[AttachedFile] = []
        self.file_chips = RemovableChips()
        self.attach = tool_button("paperclip", self.files_wanted.emit)
        name(self.attach, _("Attach files…"))
        self.form = EntryForm(core, editing=True)
        self.form.use(choices)
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("type", "caption")
        self.problem.setProperty("tone", "bad")
        self.problem.hide()
        self.keep = Button("", "primary", self.save)
        self.keep.setText(_("Save"))
        self.cancel = Button("", "quiet", self.left.emit)
        self.cancel.setText(_("Cancel"))
        row = QHBoxLayout()
        row.addWidget(self.kind)
        row.addWidget(self.attach)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.setSpacing(px(8))
        for widget in (self.text, self.file_chips, self.form, self.problem):
            layout.addWidget(widget)
        layout.addLayout(row)

    def show_line(self, line: InteractionLine) -> None:
        """Change this one."""
        self.line = line
        self.text.setPlainText(line.body)
        self.kind.setCurrentIndex(max(0, self.kind.findData(line.kind)))
        self.form.load(line)

    def add_files(self, files: Sequence[AttachedFile]) -> None:
        """They are kept with the entry when it is saved."""
        self.files += files
        self._show_files()

    def _show_files(self) -> None:
        def remove(number: int) -> None:
            del self.files[number]
            self._show_files()

        self.file_chips.show_words([f"{file.name} · {size_text(file.size)}" for file in self.files], remove)

    def seen(self, line: InteractionLine) -> None:
        """What the others saved meanwhile was seen: the next save is meant for that. What is typed stays."""
        self.line = line

    def begin(self, field: str = "") -> None:
        """Take the keyboard."""
        target: QWidget = self.form.next_step if field == "next_step" else self.text
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Hand over what was changed."""
        if self.line is None:
            return
        try:
            values: dict[str, Any] = self.form.changed()
        except InvalidValue as error:
            self.say(error.sentence)
            return
        if self.text.toPlainText().strip() != self.line.body.strip():
            values["body"] = self.text.toPlainText()
        if self.kind.currentData() != self.line.kind:
            values["kind"] = self.kind.currentData()
        if self.files:
            values["files"] = tuple(self.files)
        if values:
            self.saved.emit(self.line, values)
        else:
            self.left.emit()

    def say(self, problem: str) -> None:
        """Why it was not saved."""
        self.problem.setText(problem)
        self.problem.show()
        announce(self, problem)

    def event(self, event: QEvent) -> bool:
        """Esc is meant for this editor."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and event.type() == _OVERRIDE:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Ctrl+Enter saves from every field."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)
