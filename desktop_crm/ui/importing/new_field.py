"""A field of the firm's own, made while a column is being named."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.theme import px

TYPES = {
    "text": N_("Text"),
    "number": N_("Number"),
    "money": N_("Money"),
    "date": N_("Date"),
    "yes_no": N_("Yes or no"),
    "link": N_("Link"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
}
LONGEST = 100


class NewFieldDialog(QDialog):
    """Name and type; Save or Cancel."""

    def __init__(self, name: str, made: Callable[[str, str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New field"))
        self._made = made
        self.name = QLineEdit(" ".join(name.split())[:LONGEST], self)
        self.name.setMaxLength(LONGEST)
        self.name.setMinimumWidth(px(280))
        self.type = QComboBox(self)
        for code, title in TYPES.items():
            self.type.addItem(_(title), code)
        form = QFormLayout()
        for title, control in ((_("Name"), self.name), (_("Type"), self.type)):
            form.addRow(title, control)
            control.setAccessibleName(title)
        self.save = Button("", "primary", self.accept)
        self.save.setText(_("Make the field"))
        self.save.setDefault(True)
        cancel = Button("", "", self.reject)
        cancel.setText(_("Cancel"))
        cancel.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(24))
        layout.setSpacing(px(16))
        layout.addLayout(form)
        layout.addLayout(buttons)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.save.setEnabled(bool(self.name.text().strip()))
        self.name.selectAll()
        self.finished.connect(self.deleteLater)

    def accept(self) -> None:
        """Make it."""
        name = self.name.text().strip()
        if name:
            super().accept()
            self._made(name, self.type.currentData())
