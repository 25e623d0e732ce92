"""A letter about a complaint: proposed from its template, read and changed, kept as a PDF in the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
)

from desktop_crm.base.attached import AttachedFile, attached
from desktop_crm.base.changes import Label
from desktop_crm.base.document import Document
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import LANGUAGES, N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.services.complaints import ComplaintCard
from desktop_crm.services.complaints.letters import (
    LetterDraft,
    keep_letter,
    letter_document,
    letter_draft,
    letter_file_name,
)
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.complaints.paper import print_document
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.reports import making
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH = 640
BODY_HEIGHT = 280


class LetterDialog(QDialog):
    """Language, subject and words; nothing is kept before a button says so."""

    def __init__(self, window: MainWindow, card: ComplaintCard, kind: str) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window_, self.core, self.card, self.kind = window, window.core, card, kind
        self.draft: LetterDraft | None = None
        self.setWindowTitle(f"{_(LETTER_KINDS[kind])} – {card.number}")
        self.language = QComboBox()
        for code, own_name in LANGUAGES.items():
            self.language.addItem(own_name, code)
        self.subject, self.body = QLineEdit(), QPlainTextEdit()
        self.body.setTabChangesFocus(True)
        self.body.setMinimumHeight(px(BODY_HEIGHT))
        self.problem = Problem()
        self.keep = Button("check", "primary", partial(self._keep, lambda _draft, _document: None))
        self.print = Button("printer", "", partial(self._keep, self._print))
        self.send = Button("mail", "", partial(self._keep, self._send))
        self.cancel = Button("", "", self.reject)
        self._buttons = (self.keep, self.print, self.send)
        self.keep.setText(_("Keep"))
        self.print.setText(_("Print…"))
        self.send.setText(_("E-mail…"))
        for button in (self.print, self.send):
            button.setToolTip(_("The letter is kept with the complaint first"))
        self.cancel.setText(_("Cancel"))
        self.keep.setDefault(True)
        save_by_keys(self, self.keep)
        self._lay_out()
        self._allow(False)
        self.language.activated.connect(lambda _index: self.ask(str(self.language.currentData())))
        self.ask("")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        for text, control in ((_("Language"), self.language), (_("Subject"), self.subject), (_("Text"), self.body)):
            label = QLabel(text)
            label.setBuddy(control)
            control.setAccessibleName(text)
            form.addRow(label, control)
        frame(self, form, self.problem, self.cancel, self.send, self.print, self.keep)
        self.setMinimumWidth(px(WIDTH))

    def _allow(self, allowed: bool) -> None:
        for button in self._buttons:
            button.setEnabled(allowed)

    def ask(self, language: str) -> None:
        """The words of the template in *language*; "" is the complainant's."""
        question = partial(letter_draft, in_language=language)
        self.core.ask(self, question, self.card.id, self.kind, then=self._fill, failed=self._refused, key="letter")

    def _fill(self, draft: LetterDraft) -> None:
        self.draft = draft
        self.language.setCurrentIndex(self.language.findData(draft.language))
        self.subject.setText(draft.subject)
        self.body.setPlainText(draft.body)
        self.send.setVisible(bool(draft.email))
        self._allow(True)

    def _refused(self, error: CrmError) -> None:
        self.problem.tell(error.sentence)
        self._allow(self.draft is not None)

    # -- keeping ----------------------------------------------------------------------------------------------------

    def _keep(self, then: Callable[[LetterDraft, Document], object]) -> None:
        """Lay it out, put the PDF into the book, and go on."""
        if self.draft is None:
            return
        draft = replace(self.draft, subject=self.subject.text(), body=self.body.toPlainText())
        name = letter_file_name(draft, self.card.number)
        self._allow(False)

        def laid(document: Document) -> None:
            self.core.run(
                self, _as_file, name, document, then=partial(kept, document), failed=self._refused, key="letter"
            )

        def kept(document: Document, file: AttachedFile) -> None:
            label = Label(N_("Letter about complaint {number}"), {"number": self.card.number})
            self.core.do(
                self, label, keep_letter, self.card.id, draft, file, failed=self._refused,
                then=lambda _id: written(document),
            )  # fmt: skip

        def written(document: Document) -> None:
            self.window_.toast(_("Kept with the complaint: {name}").format(name=name), undo=True)
            self.accept()
            then(draft, document)

        self.core.ask(self, letter_document, draft, then=laid, failed=self._refused, key="letter")

    def _print(self, _draft: LetterDraft, document: Document) -> None:
        print_document(self.window_, document)

    def _send(self, draft: LetterDraft, _document: Document) -> None:
        QDesktopServices.openUrl(QUrl(draft.mailto))


def _as_file(name: str, document: Document, *, progress: Progress | None = None) -> AttachedFile:
    return attached(name, making.pdf_of(document, progress=progress), "application/pdf")
