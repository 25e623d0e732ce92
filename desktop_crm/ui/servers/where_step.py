"""Where to: the form of a server, or the name of a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base import paths
from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.servers.connection_form import ConnectionForm
from desktop_crm.ui.servers.door import shown_of
from desktop_crm.ui.theme import px

SUFFIX = ".crm"
WIDTH = 560


class WhereStep(QWidget):
    """One of the two is shown."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.to_server = True
        self.note = caption()
        self.form = ConnectionForm(self)
        self.file, self.label = QLineEdit(), QLabel()
        self.label.setBuddy(self.file)
        self.choose = Button("folder-open", "", self.choose_file)
        self.place = QWidget()
        row = QHBoxLayout(self.place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self.label)
        row.addWidget(self.file, 1)
        row.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        for widget in (self.note, self.form, self.place):
            widget.setMaximumWidth(px(WIDTH))
            column.addWidget(widget)
        column.addStretch(1)
        self.form.changed.connect(self.changed)
        self.file.textChanged.connect(lambda _text: self.changed.emit())
        self.retranslate()

    def ask_for(self, *, server: bool, proposed: str = "") -> None:
        """A server, or a file."""
        self.to_server = server
        self.form.setVisible(server)
        self.place.setVisible(not server)
        if not server:
            self.file.setText(str(paths.data_folder() / f"{proposed or _('clients')}{SUFFIX}"))
        self.retranslate()

    @property
    def ready(self) -> bool:
        """Whether a place is named."""
        return self.form.reach.is_complete if self.to_server else bool(self.file.text().strip())

    @property
    def shown(self) -> str:
        """The address of the place."""
        if self.to_server:
            return shown_of(self.form.reach)
        path = Path(self.file.text().strip()).expanduser()
        return str(path if path.suffix else path.with_suffix(SUFFIX))

    @property
    def password(self) -> str:
        """For the server."""
        return self.form.password.text() if self.to_server else ""

    @property
    def remember(self) -> bool | None:
        """Whether the password is to be kept; None where none was typed."""
        return self.form.remember.isChecked() if self.password else None

    def choose_file(self) -> None:
        """Where the file is to lie."""
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Move back into a file"), self.file.text(), _("Client bases (*.crm);;All files (*)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if name:
            self.file.setText(name)

    def begin(self) -> None:
        """The keyboard goes to what is missing."""
        if self.to_server:
            self.form.begin()
        else:
            self.file.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.form.retranslate()
        self.note.setText(
            _("An empty database on the server is needed. Your administrator, or the firm that hosts it, makes one.")
            if self.to_server
            else _("Everything comes into one new file on this computer, as it was before the server.")
        )
        self.label.setText(_("File"))
        self.file.setAccessibleName(_("File"))
        self.choose.setText(_("Choose…"))
