"""A new contact: a name is enough; who looks like somebody already here is shown while typing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.text import digits
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_views import ContactRow, ContactsView
from desktop_crm.services.contacts import ContactDraft, add_contact, contact_rows, lookup_phone
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.contacts.known import suggested_names
from desktop_crm.ui.core import Core
from desktop_crm.ui.delegates import second_line
from desktop_crm.ui.dialog_frame import Problem
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.inputs import attach_suggestions
from desktop_crm.ui.theme import px

LOOK_AFTER_MS = 250
FIELDS = (
    ("name", N_("Name")),
    ("organisation", N_("Organisation")),
    ("position", N_("Position")),
    ("phone", N_("Phone")),
    ("email", N_("E-mail")),
    ("city", N_("City")),
)


def alike(session: CrmSession, name: str, phone: str, email: str) -> list[ContactRow]:
    """Contacts with this number, this address or this name."""
    found: dict[int, ContactRow] = {}
    if len(digits(phone)) >= 7:
        found |= {row.id: row for row in lookup_phone(session, phone)}
    for text in (email, name):
        if len(text.strip()) >= 4:
            page = contact_rows(session, ContactsView(search=text), limit=3)
            found |= {row.id: row for row in page.rows}
    return list(found.values())[:3]


class NewContactDialog(QDialog):
    """Name, organisation, phone, e-mail; Save or Cancel."""

    saved = Signal(object)  # id
    chosen = Signal(object)  # id of the one that is there already

    def __init__(self, core: Core, parent: QWidget, name: str = "", kind: str = "person", *, phone: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.core = core
        self.kinds: dict[str, FilterChip] = {"person": FilterChip(), "organisation": FilterChip()}
        self.inputs = {code: QLineEdit() for code, _title in FIELDS}
        self._labels = {code: QLabel() for code, _title in FIELDS}
        self.hint = QLabel(wordWrap=True)
        self.hint.setTextFormat(Qt.TextFormat.RichText)
        self.hint.setProperty("type", "secondary")
        self.hint.linkActivated.connect(self._open_found)
        self._begun = ContactDraft()
        self.more = QLabel(wordWrap=True)
        self.more.setProperty("type", "secondary")
        self.more.setTextFormat(Qt.TextFormat.PlainText)
        self.more.hide()
        self.problem = Problem()
        self.save = Button("", "primary", self.submit)
        self.save.setDefault(True)
        save_by_keys(self, self.save)
        self.cancel = Button("", "", self.reject)
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._timer.timeout.connect(self._look)
        self._build()
        self.kinds[kind].setChecked(True)
        self.inputs["name"].setText(name)
        self.inputs["phone"].setText(phone)
        self._kind_changed()
        self.retranslate()
        self._changed()
        self.inputs["name"].setFocus()

    def _build(self) -> None:
        group = QButtonGroup(self)
        kinds = QHBoxLayout()
        kinds.setSpacing(px(8))
        for chip in self.kinds.values():
            group.addButton(chip)
            chip.clicked.connect(self._kind_changed)
            kinds.addWidget(chip)
        kinds.addStretch()
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        for code, line in self.inputs.items():
            self._labels[code].setBuddy(line)
            line.setMinimumWidth(px(300))
            line.textChanged.connect(self._changed)
            form.addRow(self._labels[code], line)
        attach_suggestions(
            self.inputs["organisation"],
            lambda typed, answer: self.core.ask(
                self, suggested_names, typed, "organisation", then=answer, key="organisations"
            ),
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch()
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(16))
        layout.setSpacing(px(16))
        layout.addLayout(kinds)
        layout.addLayout(form)
        layout.addWidget(self.more)
        layout.addWidget(self.hint)
        layout.addWidget(self.problem)
        layout.addStretch()
        layout.addLayout(buttons)
        self._form = form

    def fill(self, draft: ContactDraft) -> None:
        """Begin with what was pasted; what has no line of its own here is saved with it."""
        self._begun = draft
        self.kinds[draft.kind].setChecked(True)
        values = {
            "name": draft.name,
            "organisation": draft.organisation,
            "position": draft.position,
            "phone": "; ".join(draft.phones),
            "email": "; ".join(draft.emails),
            "city": draft.city,
        }
        for code, text in values.items():
            self.inputs[code].setText(text)
        address = ", ".join(part for part in (draft.street, draft.postcode) if part)
        more = [address, *(site for _system, site in draft.messengers), str(draft.values.get("notes", ""))]
        self.more.setText("\n".join(part for part in more if part))
        self.more.setVisible(any(more))
        self._kind_changed()

    @property
    def kind(self) -> str:
        """Person or organisation."""
        return next(code for code, chip in self.kinds.items() if chip.isChecked())

    def _kind_changed(self) -> None:
        for code in ("organisation", "position"):
            self._form.setRowVisible(self.inputs[code], self.kind == "person")

    def _changed(self) -> None:
        self.save.setEnabled(bool(self._text("name")))
        self._timer.start()

    def _text(self, code: str) -> str:
        return self.inputs[code].text().strip()

    def _look(self) -> None:
        self.core.ask(
            self, alike, self._text("name"), self._text("phone"), self._text("email"), then=self._found, key="alike"
        )

    def _found(self, rows: list[ContactRow]) -> None:
        links = [
            f'<a href="contact:{row.id}">{_plain(row.name)}</a> <span>{_plain(second_line(row))}</span>' for row in rows
        ]
        self.hint.setText("<br>".join([_("Looks like somebody who is here already:"), *links]) if links else "")
        self.hint.setVisible(bool(links))

    def _open_found(self, link: str) -> None:
        self.chosen.emit(int(link.removeprefix("contact:")))
        self.reject()

    def submit(self) -> None:
        """Save; what was typed stays where that fails."""
        if not self._text("name"):
            return
        person = self.kind == "person"
        draft = replace(
            self._begun,
            kind=self.kind,
            name=self._text("name"),
            organisation=self._text("organisation") if person else "",
            position=self._text("position") if person else "",
            phones=_several(self._text("phone")),
            emails=_several(self._text("email")),
            city=self._text("city"),
        )
        self.save.setEnabled(False)
        label = Label(N_("Add contact “{name}”"), {"name": draft.name})
        self.core.do(self, label, add_contact, draft, then=self._done, failed=self._failed)

    def _done(self, contact_id: int) -> None:
        self.saved.emit(contact_id)
        self.accept()

    def _failed(self, error: CrmError) -> None:
        self.problem.tell(error.sentence)
        self.save.setEnabled(True)

    def retranslate(self) -> None:
        """Words of now."""
        self.setWindowTitle(_("New contact"))
        self.kinds["person"].setText(_("Person"))
        self.kinds["organisation"].setText(_("Organisation"))
        for code, title in FIELDS:
            self._labels[code].setText(_(title))
            self.inputs[code].setAccessibleName(_(title))
        self.save.setText(_("Save"))
        self.cancel.setText(_("Cancel"))


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
