"""The form that reaches a database on a server; a pasted address fills it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.servers.door import Reach, is_server, reach_of
from desktop_crm.ui.theme import px

KINDS = (("postgresql", "PostgreSQL", 5432), ("mariadb", "MariaDB", 3306))
ENCRYPTION = (
    ("prefer", N_("Where the server offers it")),
    ("require", N_("Always")),
    ("verify-full", N_("Always, and the certificate is checked")),
)
PORT_WIDTH = 96


class ConnectionForm(QWidget):
    """Kind, server, database, user, password, encryption."""

    changed = Signal()
    arranged = Signal()  # lines came or went

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.encryption = QComboBox(), QComboBox()
        self.host, self.port, self.name, self.user = (QLineEdit() for _each in range(4))
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.authority = QLineEdit()
        self.choose = Button("folder-open", "", self.choose_authority)
        self.certificate = _in_a_row(self.authority, self.choose)
        self.remember = QCheckBox()
        self.keyring = caption(kind="caption")
        self.port.setValidator(QIntValidator(1, 65535, self))
        self.port.setFixedWidth(px(PORT_WIDTH))
        for code, words, _port in KINDS:
            self.kind.addItem(words, code)
        for code, _words in ENCRYPTION:
            self.encryption.addItem("", code)
        self.labels: dict[str, QLabel] = {}
        self._lay_out()
        self._connect()
        self.retranslate()
        self._arrange()

    def _lay_out(self) -> None:
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(px(16))
        self.grid.setVerticalSpacing(px(8))
        self.grid.setColumnStretch(1, 1)
        lines = (
            ("kind", self.kind), ("host", _in_a_row(self.host, self._label("port", self.port), self.port)),
            ("name", self.name), ("user", self.user), ("password", self.password), ("encryption", self.encryption),
            ("authority", self.certificate),
        )  # fmt: skip
        for row, (code, widget) in enumerate(lines):
            own = getattr(self, code)
            self.grid.addWidget(self._label(code, own), row, 0)
            self.grid.addWidget(widget, row, 1)
        self.grid.addWidget(self.remember, len(lines), 1)
        self.grid.addWidget(self.keyring, len(lines) + 1, 1)

    def _label(self, code: str, own: QWidget) -> QLabel:
        label = QLabel()
        label.setBuddy(own)
        self.labels[code] = label
        return label

    def _connect(self) -> None:
        for line in (self.host, self.port, self.name, self.user, self.password, self.authority):
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.host.textChanged.connect(self._take_address)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.encryption.currentIndexChanged.connect(self._encryption_changed)

    # -- what is asked for ------------------------------------------------------------------------------------------

    @property
    def reach(self) -> Reach:
        """All but the password."""
        return Reach(
            str(self.kind.currentData()),
            self.host.text().strip(),
            int(self.port.text() or 0),
            self.name.text().strip(),
            self.user.text().strip(),
            str(self.encryption.currentData()),
            self.authority.text().strip(),
        )

    def show_reach(self, reach: Reach, password: str = "") -> None:
        """Fill the form."""
        self.kind.setCurrentIndex(max(0, self.kind.findData(reach.kind)))
        usual = next(port for code, _words, port in KINDS if code == self.kind.currentData())
        self.port.setText(str(reach.port) if reach.port not in (0, usual) else "")
        self.name.setText(reach.name)
        self.user.setText(reach.user)
        self.encryption.setCurrentIndex(max(0, self.encryption.findData(reach.sslmode)))
        self.authority.setText(reach.authority)
        if password:
            self.password.setText(password)
        self.host.setText(reach.host)

    def _take_address(self, text: str) -> None:
        """Hosting firms give addresses: pasted where the server stands, one fills the form."""
        if not is_server(text.strip()):
            return
        try:
            reach, password = reach_of(text)
        except CrmError:  # not whole yet
            return
        self.show_reach(replace(reach, sslmode=reach.sslmode), password)

    def allow_remembering(self, can: bool) -> None:
        """Whether this computer has a keyring that encrypts."""
        self.remember.setEnabled(can)
        self.remember.setChecked(can)
        self.keyring.setText(keyring_words(can))
        self.arranged.emit()

    def choose_authority(self) -> None:
        """A file of certificates."""
        kinds = ";;".join((_("Certificates (*.pem *.crt *.cer)"), _("All files (*)")))
        name, _kind = QFileDialog.getOpenFileName(self, _("Certificate of the authority"), "", kinds)
        if name:
            self.authority.setText(name)

    # -- how it looks ------------------------------------------------------------------------------------------------

    def _kind_changed(self, _row: int) -> None:
        self._arrange()
        self.changed.emit()

    def _encryption_changed(self, _row: int) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        checked = self.encryption.currentData() == "verify-full"
        self.labels["authority"].setVisible(checked)
        self.certificate.setVisible(checked)
        usual = next(port for code, _words, port in KINDS if code == self.kind.currentData())
        self.port.setPlaceholderText(str(usual))
        self.arranged.emit()

    def begin(self) -> None:
        """The keyboard goes to what is still missing."""
        order = (self.host, self.name, self.user, self.password)
        first = next((line for line in order if not line.text()), self.host)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        words = {
            "kind": _("Kind of server"), "host": _("Server"), "port": _("Port"), "name": _("Database"),
            "user": _("User"), "password": _("Password"), "encryption": _("Encryption (TLS)"),
            "authority": _("Certificate"),
        }  # fmt: skip
        for code, text in words.items():
            self.labels[code].setText(text)
            getattr(self, code).setAccessibleName(text)
        for row, (_code, text) in enumerate(ENCRYPTION):
            self.encryption.setItemText(row, _(text))
        self.host.setPlaceholderText(_("Name or number, or a whole address"))
        self.authority.setPlaceholderText(_("As this computer trusts"))
        self.choose.setText(_("Choose…"))
        self.remember.setText(_("Keep the password"))
        self.keyring.setText(keyring_words(self.remember.isEnabled()))


def keyring_words(can: bool) -> str:
    """Where a password is kept."""
    if can:
        return _("It is kept in the keyring of this computer, and nowhere else.")
    return _("This computer has no keyring that encrypts: the password is asked for every time.")


def _in_a_row(*widgets: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(8))
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit) and not widget.maximumWidth() < px(200) else 0)
    return made
