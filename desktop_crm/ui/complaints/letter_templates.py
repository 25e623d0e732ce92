"""The editor of letter templates: three kinds of letters in each language, with fields, as they come out on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.document import Document
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import LANGUAGES, N_, _, language
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.services.complaints.templates import (
    LETTER_FIELDS,
    TemplateRow,
    change_template,
    reset_template,
    template_document,
    template_of,
)
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.labels import caption
from desktop_crm.ui.plain_list import PlainList
from desktop_crm.ui.reports import making
from desktop_crm.ui.reports.pages import PagesDialog
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH, HEIGHT = 900, 560
FIELDS_WIDTH = 280
AROUND_FIELD = 44  # its margins, and the scroll bar


class TemplatesDialog(QDialog):
    """What is typed is saved when another letter is chosen or the editor is closed; each can be undone."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window_, self.core = window, window.core
        self.row: TemplateRow | None = None
        self.setWindowTitle(_("Letters about complaints"))
        self.kind, self.language = QComboBox(), QComboBox()
        for code, text in LETTER_KINDS.items():
            self.kind.addItem(_(text), code)
        for code, own_name in LANGUAGES.items():
            self.language.addItem(own_name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(language())))
        self.state = caption(kind="caption")
        self.subject, self.body = QLineEdit(), QPlainTextEdit()
        self.body.setTabChangesFocus(True)
        self.fields = PlainList()
        self.problem = Problem()
        self._typing: QLineEdit | QPlainTextEdit = self.body
        self._build()
        for box in (self.kind, self.language):
            box.activated.connect(lambda _place: self.leave(self.ask))
        for control in (self.subject, self.body):
            control.installEventFilter(self)
        self.fields.activated.connect(lambda index: self.insert(list(LETTER_FIELDS)[index.row()]))
        self.core.changed.connect(self._changed)
        self.resize(min(px(WIDTH), window.width() - 60), min(px(HEIGHT), window.height() - 60))
        self.ask()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        for box, text in ((self.kind, _("Kind")), (self.language, _("Language"))):
            box.setAccessibleName(text)
            top.addWidget(box)
        top.addWidget(self.state, 1)
        grid.addLayout(top, 0, 0, 1, 3)
        for row, (text, control) in enumerate(((_("Subject"), self.subject), (_("Text"), self.body)), 1):
            label = QLabel(text)
            label.setBuddy(control)
            control.setAccessibleName(text)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(control, row, 1)
        names = [f"{_(text)}  {{{field}}}" for field, text in LETTER_FIELDS.items()]
        for words in names:
            self.fields.add(words)
        self.fields.setAccessibleName(_("Fields"))
        widest = max(map(self.fields.fontMetrics().horizontalAdvance, names))
        self.fields.setFixedWidth(max(px(FIELDS_WIDTH), widest + px(AROUND_FIELD)))
        self.fields.setCurrentIndex(self.fields.model().index(0, 0))
        self.put = self._button("plus", _("Insert the field"), self.insert_chosen)
        grid.addWidget(self.put, 1, 2)
        grid.addWidget(self.fields, 2, 2)
        hint = caption(_("A line that names only empty fields is left out. Enter in the list inserts the field."))
        grid.addWidget(hint, 3, 1, 1, 2)
        grid.setRowStretch(2, 1)
        self.reset = self._button("rotate-ccw", _("Back to the shipped text"), self.take_back)
        self.preview = self._button("eye", _("Preview"), self.show_preview)
        self.close_button = Button("", "primary", lambda: self.leave(self.accept))
        self.close_button.setText(_("Close"))
        frame(self, grid, self.problem, self.reset, self.preview, self.close_button)

    @staticmethod
    def _button(icon: str, words: str, clicked: Callable[[], object]) -> Button:
        made = Button(icon, "", clicked)
        made.setText(words)
        made.setAutoDefault(False)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field goes where was typed last."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit | QPlainTextEdit):
            self._typing = watched
        return super().eventFilter(watched, event)

    # -- showing ----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """The chosen letter."""
        kind, spoken = str(self.kind.currentData()), str(self.language.currentData())
        self.core.ask(self, template_of, kind, spoken, then=self._show, key="template")

    def _show(self, row: TemplateRow) -> None:
        self.row = row
        self.problem.hide()
        self.subject.setText(row.subject)
        self.body.setPlainText(row.body)
        self.state.setText(_("The text that comes with the program") if row.id is None else _("Changed here"))
        self.reset.setEnabled(row.id is not None)

    def _changed(self, changes: Changes) -> None:
        if changes.touched("letter_template") and not self.is_changed:
            self.ask()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        row = self.row
        return row is not None and (row.subject, row.body) != (self.subject.text(), self.body.toPlainText())

    # -- changing ---------------------------------------------------------------------------------------------------

    def insert_chosen(self) -> None:
        """The field that is marked in the list."""
        place = self.fields.currentIndex().row()
        if place >= 0:
            self.insert(list(LETTER_FIELDS)[place])

    def insert(self, field: str) -> None:
        """Where the cursor stands."""
        if isinstance(self._typing, QPlainTextEdit):
            self._typing.insertPlainText(f"{{{field}}}")
        else:
            self._typing.insert(f"{{{field}}}")
        self._typing.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, then: Callable[[], object]) -> None:
        """Save what was typed, then go on; what cannot be saved stays, and says why."""
        row = self.row
        if row is None or not self.is_changed:
            then()
            return

        def refused(error: CrmError) -> None:
            self.kind.setCurrentIndex(self.kind.findData(row.kind))
            self.language.setCurrentIndex(self.language.findData(row.language))
            self.problem.tell(error.sentence)

        def saved(_id: object) -> None:
            self.row = None
            self.window_.toast(_("Letter saved: {name}").format(name=row.name), undo=True)
            then()

        label = Label(N_("Change the letter “{name}”"), {"name": row.name})
        subject, body = self.subject.text(), self.body.toPlainText()
        self.core.do(self, label, change_template, row, subject, body, then=saved, failed=refused)

    def take_back(self) -> None:
        """The words that come with the program, again."""
        row = self.row
        if row is None:
            return
        label = Label(N_("The shipped text of the letter “{name}”"), {"name": row.name})
        self.row = None

        def done(_none: object) -> None:
            self.window_.toast(_("The shipped text is back: {name}").format(name=row.name), undo=True)

        def failed(error: CrmError) -> None:
            self.problem.tell(error.sentence)

        self.core.do(self, label, reset_template, row.kind, row.language, then=done, failed=failed)

    def show_preview(self) -> None:
        """On paper, with made-up facts."""
        row = self.row
        if row is None:
            return

        def written(document: Document) -> None:
            self.core.run(self, making.pdf_of, document, then=partial(shown, document.title), key="pages")

        def shown(title: str, content: bytes) -> None:
            PagesDialog(title, content, self).open()

        def refused(error: CrmError) -> None:
            self.problem.tell(error.sentence)

        args = (row.kind, row.language, self.subject.text(), self.body.toPlainText())
        self.core.ask(self, template_document, *args, then=written, failed=refused, key="pages")

    def reject(self) -> None:
        """Esc saves too: nothing typed is lost."""
        self.leave(super().reject)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross saves too."""
        if self.is_changed:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves and closes."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave(self.accept)
        else:
            super().keyPressEvent(event)
