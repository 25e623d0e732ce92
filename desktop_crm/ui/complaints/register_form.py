"""The form of registration: who, what, how bad; everything else may come later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.errors import CrmError, InvalidValue
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.services.complaints import ComplaintChoices, ComplaintDraft
from desktop_crm.services.complaints.fields import FIELDS
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.complaints.facts import moment_of_words, options_of
from desktop_crm.ui.contacts.attaching import Attaching
from desktop_crm.ui.core import Core
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.form import joined
from desktop_crm.ui.inputs import Options
from desktop_crm.ui.record_input import RecordInput
from desktop_crm.ui.theme import px

WIDTH = 640
TITLES = {
    "contact": N_("Complainant"), "description": N_("In their own words"), "subject": N_("Subject"),
    "kind": N_("Kind"), "severity": N_("Severity"), "channel": N_("Channel"), "received_at": N_("Received"),
    "category_id": N_("Category"), "subcategory_id": N_("Subcategory"), "product": N_("Product or service"),
    "remedy_sought": N_("Remedy sought"), "responsible_id": N_("Responsible"),
}  # fmt: skip


class RegisterForm(QDialog):
    """Save or Cancel; what is wrong stands in the dialog and nothing typed is lost."""

    wanted = Signal(object)  # ComplaintDraft

    def __init__(
        self,
        core: Core,
        parent: QWidget,
        choices: ComplaintChoices,
        draft: ComplaintDraft,
        contact: str = "",
        entry: InteractionLine | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.draft, self._choices = draft, choices
        self.contact = RecordInput(core)
        self.contact.set_record(draft.contact_id, contact or draft.complainant)
        self.anonymous, self.said_in = QCheckBox(), QCheckBox()
        self._entry = entry
        self.said_in.setChecked(entry is not None)
        if entry is None:
            self.said_in.hide()
        self.description = QPlainTextEdit(draft.description)
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(self.description.fontMetrics().lineSpacing() * 5 + px(16))
        self.subject, self.product = QLineEdit(draft.subject), QLineEdit(draft.product)
        self.received_at = QLineEdit()
        self.boxes: dict[str, QComboBox] = {}
        for code in ("kind", "severity", "channel", "category_id", "subcategory_id", "remedy_sought", "responsible_id"):
            box = self.boxes[code] = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
            self._fill(code, options_of(code, choices), getattr(draft, code))
        self.files: tuple[AttachedFile, ...] = draft.files
        self.attaching = Attaching(self, core)
        self.attach = Button("paperclip", "quiet", lambda: self.attaching.choose(self.add_files))
        self.attach.setAutoDefault(False)
        self.problem = Problem()
        self.save = Button("", "primary", self.submit)
        self.save.setDefault(True)
        self.cancel = Button("", "", self.reject)
        self.cancel.setAutoDefault(False)
        self._labels = {name: QLabel() for name in TITLES}
        self._build()
        self.boxes["category_id"].currentIndexChanged.connect(lambda _row: self._arrange())
        self.anonymous.toggled.connect(lambda _on: self._arrange())
        self.contact.chosen.connect(self._who_is_known)
        self.retranslate()
        self._arrange()
        (self.description if self.contact.text() else self.contact).setFocus()

    def _who_is_known(self) -> None:
        if self.contact.record_id is not None and self.contact.hasFocus():
            self.description.setFocus()

    def _fill(self, code: str, options: Options, chosen: Any) -> None:
        box = self.boxes[code]
        box.clear()
        for value, words in options:
            box.addItem(words, value)
        box.setCurrentIndex(max(0, box.findData("" if chosen is None else str(chosen))))

    @property
    def controls(self) -> dict[str, QWidget]:
        """What is typed into, by name."""
        return {
            "contact": self.contact, "description": self.description, "subject": self.subject,
            "received_at": self.received_at, "product": self.product, **self.boxes,
        }  # fmt: skip

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        who = QHBoxLayout()
        who.setSpacing(px(12))
        who.addWidget(self.contact, 1)
        who.addWidget(self.anonymous)
        controls = self.controls
        rows: tuple[tuple[str, ...], ...] = (
            ("contact",), ("description",), ("kind", "severity"), ("category_id", "subcategory_id"),
            ("channel", "received_at"), ("product", "remedy_sought"), ("subject",), ("responsible_id",),
        )  # fmt: skip
        for number, names in enumerate(rows):
            for place, name in enumerate(names):
                span = 2 if len(names) == 1 and name != "responsible_id" else 1
                grid.addWidget(self._labels[name], number * 3, place, 1, span)
                if name == "contact":
                    grid.addLayout(who, number * 3 + 1, place, 1, span)
                else:
                    grid.addWidget(controls[name], number * 3 + 1, place, 1, span)
            grid.setRowMinimumHeight(number * 3 + 2, px(4))
        grid.addWidget(self.said_in, 5, 0, 1, 2)  # under the words
        grid.addWidget(self.attach, len(rows) * 3 - 2, 1, Qt.AlignmentFlag.AlignLeft)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        frame(self, grid, self.problem, self.cancel, self.save)
        self.setTabOrder(self.anonymous, self.contact)  # from the name straight to the words
        self.setTabOrder(self.contact, self.description)
        self.setTabOrder(self.description, self.said_in)
        self.setTabOrder(self.said_in, self.boxes["kind"])
        self.setMinimumWidth(px(WIDTH))

    def _arrange(self) -> None:
        """Subcategories of the category; nobody where it is anonymous."""
        category = self.boxes["category_id"].currentData()
        chosen = self.boxes["subcategory_id"].currentData()
        options = options_of("subcategory_id", self._choices, int(category)) if category else (("", "–"),)
        self._fill("subcategory_id", options, chosen)
        self.boxes["subcategory_id"].setEnabled(len(options) > 1)
        self.contact.setEnabled(not self.anonymous.isChecked())

    def add_files(self, files: list[AttachedFile]) -> None:
        """Evidence that comes with it."""
        self.files = (*self.files, *files)
        self._name_files()

    def add_paths(self, paths: list[Path]) -> None:
        """Files of the disk."""
        self.attaching.read(paths, self.add_files)

    def _name_files(self) -> None:
        count = len(self.files)
        text = ngettext("{count} file attached", "{count} files attached", count).format(count=count)
        self.attach.setText(text if count else _("Attach files…"))

    # -- saving -----------------------------------------------------------------------------------------------------

    def values(self) -> ComplaintDraft:
        """What is typed; raises ``InvalidValue``."""
        subject, description = self.subject.text().strip(), self.description.toPlainText().strip()
        if not subject and not description:
            raise InvalidValue(field=_(FIELDS["description"]), value="")
        received = self.received_at.text().strip()
        chosen: dict[str, Any] = {code: box.currentData() or "" for code, box in self.boxes.items()}
        chosen |= {code: int(value) if value else None for code, value in chosen.items() if code.endswith("_id")}
        nobody = self.anonymous.isChecked()
        return replace(
            self.draft,
            subject=subject,
            description=description,
            contact_id=None if nobody else self.contact.record_id,
            complainant="" if nobody or self.contact.record_id is not None else self.contact.text().strip(),
            anonymous=nobody,
            interaction_id=self.draft.interaction_id if self.said_in.isChecked() else None,
            received_at=moment_of_words(received) if received else None,
            product=self.product.text().strip(),
            files=self.files,
            **chosen,
        )

    def submit(self) -> None:
        """Save, or say what is wrong."""
        if not self.save.isEnabled():
            return
        try:
            draft = self.values()
        except CrmError as error:
            self.refuse(error)
            return
        self.save.setEnabled(False)
        self.wanted.emit(draft)

    def refuse(self, error: CrmError) -> None:
        """It was not saved; why."""
        self.problem.tell(error.sentence)
        self.save.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from anywhere, also from the long text."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Words of now."""
        self.setWindowTitle(_("New complaint"))
        controls = self.controls
        for name, text in TITLES.items():
            self._labels[name].setText(_(text))
            self._labels[name].setBuddy(controls[name])
            self._labels[name].setProperty("type", "secondary")
            controls[name].setAccessibleName(_(text))
        self.anonymous.setText(_("Anonymous"))
        if self._entry is not None:
            kind = _(INTERACTION_KINDS[self._entry.kind])
            day = moments.short_day(moments.day_of(self._entry.started_at, all_day=self._entry.all_day))
            time = "" if self._entry.all_day else moments.time_of_day(self._entry.started_at)
            words = _("Said in: {entry}").format(entry=joined([kind, day, time], ", "))
            self.said_in.setText(words)
        self.contact.setPlaceholderText(_("Name or phone; also somebody who is no contact"))
        self.description.setPlaceholderText(_("What happened, as they say it"))
        self.subject.setPlaceholderText(_("The first line of the description"))
        self.received_at.setPlaceholderText(_("Now"))
        self._name_files()
        self.save.setText(_("Register"))
        self.cancel.setText(_("Cancel"))
