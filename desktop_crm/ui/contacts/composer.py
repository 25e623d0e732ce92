"""A few words into the history: a note, a call, an e-mail, a meeting. What is half written is kept for each contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base import clock
from desktop_crm.base.attached import AttachedFile, size_text
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.interactions import InteractionDraft
from desktop_crm.ui import icons
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.contacts.drafts import Drafts
from desktop_crm.ui.contacts.entry_choices import EntryChoices
from desktop_crm.ui.contacts.entry_form import EntryForm
from desktop_crm.ui.contacts.entry_text import EntryText
from desktop_crm.ui.contacts.people_input import RemovableChips
from desktop_crm.ui.core import Core
from desktop_crm.ui.notices import announce
from desktop_crm.ui.theme import px

KINDS = (
    ("note", "sticky-note", N_("Note")),
    ("call", "phone", N_("Call")),
    ("email", "mail", N_("E-mail")),
    ("meeting", "users", N_("Meeting")),
    ("messenger", "message-circle", N_("Message")),
)
KEEP_AFTER_MS = 1000
JUST = timedelta(minutes=10)


@dataclass(frozen=True)
class Logged:
    """What was written last, and when."""

    entry: int
    draft: InteractionDraft
    at: datetime


class Composer(QFrame):
    """One text and what it was; “More” unfolds the rest of what can be said."""

    wanted = Signal(object)  # InteractionDraft
    files_wanted = Signal()

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._contact = 0
        self._drafts = Drafts("")
        self._keep_timer = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keep_timer.timeout.connect(self._keep)
        self.files: list[AttachedFile] = []
        self._logged: Logged | None = None
        self.text = EntryText()
        self.text.submitted.connect(self.submit)
        self.text.textChanged.connect(self._changed)
        self.file_chips = RemovableChips()
        self._core = core
        self._choices: tuple[EntryChoices, Sequence[str]] = (EntryChoices(), ())
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("type", "caption")
        self.problem.setProperty("tone", "bad")
        self.problem.hide()
        self._kinds = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(px(4))
        self.kinds: dict[str, Button] = {}
        for code, icon, _title in KINDS:
            kind = Button(icon, "quiet")
            kind.setCheckable(True)
            self._kinds.addButton(kind)
            self.kinds[code] = kind
            row.addWidget(kind)
        self.kinds["note"].setChecked(True)
        self._kinds.buttonToggled.connect(lambda _button, on: self._fit() if on else None)
        self.attach = tool_button("paperclip", self.files_wanted.emit)
        self.more = tool_button("chevron-down", self.unfold, checkable=True)
        self.save = Button("", "primary", self.submit)
        row.addStretch(1)
        for control in (self.attach, self.more, self.save):
            row.addWidget(control)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(12), px(12), px(12), px(12))
        layout.setSpacing(px(8))
        for widget in (self.text, self.file_chips, self.problem):
            layout.addWidget(widget)
        self._column = layout
        layout.addLayout(row)
        self._changed()

    @cached_property
    def form(self) -> EntryForm:
        """What else can be said; made when it is unfolded for the first time."""
        form = EntryForm(self._core, parent=self)
        form.hide()
        form.use(*self._choices)
        form.changed_by_hand.connect(self._changed)
        self._column.insertWidget(self._column.indexOf(self.problem), form)
        return form

    @property
    def _unfolded(self) -> EntryForm | None:
        """The form, where it has been made."""
        return self.form if "form" in self.__dict__ else None

    def offer(self, choices: EntryChoices, reach: Sequence[str]) -> None:
        """What can be chosen: outcomes of the list, colleagues, numbers and addresses of the contact."""
        self._choices = (choices, reach)
        if self._unfolded is not None:
            self._unfolded.use(choices, reach)

    @property
    def kind(self) -> str:
        """Which kind is chosen."""
        return next((code for code, button in self.kinds.items() if button.isChecked()), "note")

    # -- for whom -----------------------------------------------------------------------------------------------

    def show_contact(self, contact_id: int) -> None:
        """For whom it is; a half-written text waits until he comes back."""
        if contact_id == self._contact:
            return
        self._keep()
        self._empty()
        self._contact = contact_id
        draft = self._drafts.get(contact_id)
        self.text.setPlainText(draft.pop("text"))
        self.kinds.get(draft.pop("kind"), self.kinds["note"]).setChecked(True)
        if draft:
            self.form.type_in(draft)
            self.more.setChecked(True)
            self._show_form()

    def _keep(self) -> None:
        self._keep_timer.stop()
        if self._contact:
            said = self.form.typed() if self.more.isChecked() else {}
            self._drafts.put(self._contact, {"text": self.text.toPlainText(), "kind": self.kind, **said})

    def use(self, drafts: Drafts) -> None:
        """Half-written texts of the database that is open."""
        self._drafts = drafts

    def keep(self) -> None:
        """Keep what is half written now."""
        self._keep()

    # -- writing ------------------------------------------------------------------------------------------------

    def begin(self, kind: str = "note") -> None:
        """Take the keyboard."""
        self.kinds[kind].setChecked(True)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def unfold(self) -> None:
        """Show or hide what else can be said."""
        self._show_form()
        self._changed()
        if self.more.isChecked():
            self.form.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self) -> None:
        shown = self.more.isChecked()
        self.form.setVisible(shown)
        icons.dress(self.more, "chevron-up" if shown else "chevron-down", checked="link")
        self._name_more()
        self._check()

    def add_files(self, files: Sequence[AttachedFile]) -> None:
        """They go into the history together with the words."""
        self.files += files
        self._show_files()

    def _show_files(self) -> None:
        def remove(number: int) -> None:
            del self.files[number]
            self._show_files()

        self.file_chips.show_words([f"{file.name} · {size_text(file.size)}" for file in self.files], remove)
        self._check()

    def submit(self) -> None:
        """Into the history."""
        if not self.save.isEnabled() or not self._contact:
            return
        try:
            values = self.form.values() if self.more.isChecked() else {}
        except InvalidValue as error:
            self._say(error.sentence)
            return
        self._say("")
        self.save.setEnabled(False)
        text = self.text.toPlainText().strip()
        self.wanted.emit(InteractionDraft(self._contact, kind=self.kind, body=text, files=tuple(self.files), **values))

    def saved(self, draft: InteractionDraft, entry: int) -> None:
        """It is in the history: empty again."""
        self._logged = Logged(entry, draft, clock.now())
        self.text.clear()
        self._empty()
        self._keep()
        self.kinds["note"].setChecked(True)

    @property
    def just_logged(self) -> dict[str, Any]:
        """The call (visit, mail) with this contact that was logged a moment ago: a complaint was said in it."""
        logged = self._logged
        if logged is None or logged.draft.contact_id != self._contact or logged.draft.kind == "note":
            return {}
        if clock.now() - logged.at > JUST:
            return {}
        return {"entry": logged.entry, "kind": logged.draft.kind, "text": logged.draft.body}

    def _empty(self) -> None:
        self.files = []
        self._show_files()
        if self._unfolded is not None:
            self._unfolded.clear()
        self._say("")
        if self.more.isChecked():
            had_focus = self.form.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
            self.more.setChecked(False)
            self.unfold()
            if had_focus:
                self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(self) -> None:
        """It is not; what was typed stays."""
        self._check()

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem:
            announce(self, problem)

    def _changed(self) -> None:
        if self._contact:
            self._keep_timer.start()
        self._check()

    def _check(self) -> None:
        said = self.more.isChecked() and self.form.says_something
        self.save.setEnabled(bool(self.text.toPlainText().strip() or self.files or said))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from every field."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        else:
            super().keyPressEvent(event)

    # -- look ---------------------------------------------------------------------------------------------------

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
        others = sum(widget.sizeHint().width() + px(4) for widget in (self.attach, self.more, self.save))
        room = self.width() - 2 * px(12) - others
        for spared in (False, True):  # the words of the others first, then those of the chosen one too
            needed = sum(button.sizeHint().width() + px(4) for button in self.kinds.values())
            for button in self.kinds.values() if needed > room else ():
                if button.isChecked() == spared:
                    button.setText("")
        for code, _icon, title in KINDS:
            self.kinds[code].setAccessibleName(_(title))

    def _name_more(self) -> None:
        name(self.more, _("Less") if self.more.isChecked() else _("More: when, outcome, next step…"))

    def retranslate(self) -> None:
        """Words of now."""
        self.text.setPlaceholderText(_("Write a note, or log a call…"))
        self.text.setAccessibleName(_("Note or call for the history"))
        if self._unfolded is not None:
            self._unfolded.retranslate()
        for code, _icon, title in KINDS:
            self.kinds[code].setToolTip(_(title))
        self.save.setText(_("Save"))
        name(self.attach, _("Attach files…"))
        self._name_more()
        self._fit()
        self.save.setToolTip(QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText))
