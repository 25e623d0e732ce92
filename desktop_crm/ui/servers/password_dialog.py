"""Asking for the password of a server that does not let us in without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QVBoxLayout
from shiboken6 import isValid

from desktop_crm.base import passwords
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.dialog_frame import Problem, frame
from desktop_crm.ui.fitted_area import FittedArea
from desktop_crm.ui.labels import caption
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.servers.connection_form import keyring_words
from desktop_crm.ui.servers.door import reach_of, wants_password
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH = 440


class PasswordDialog(QDialog):
    """Opens the database with what is typed; a wrong password is told here and can be typed again."""

    def __init__(
        self, window: MainWindow, shown: str, *, opened: Callable[[], object], given_up: Callable[[], object]
    ) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window_, self.core, self.shown = window, window.core, shown
        self._opened_then = opened
        self.reach, _none = reach_of(shown)
        self.card = ProgressCard(self)
        self.question = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.remember = QCheckBox()
        self.keyring = caption(kind="caption")
        self.problem = Problem()
        self.cancel, self.open_ = Button("", "", self.reject), Button("", "primary", self.try_it)
        self.open_.setDefault(True)
        save_by_keys(self, self.open_)
        content = QVBoxLayout()
        content.setSpacing(px(8))
        for widget in (self.question, self.password, self.remember, self.keyring, self.problem):
            content.addWidget(widget)
        self.area = FittedArea(content, self, WIDTH)
        body = QVBoxLayout()
        body.addWidget(self.area)
        frame(self, body, Problem(), self.cancel, self.open_)
        self.rejected.connect(given_up)
        self.core.run(self, passwords.can_keep, then=self._allow_remembering)
        self.retranslate()
        self.area.fit()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.setWindowTitle(_("Password"))
        asked = _("Password of “{user}” for the database “{name}” on the server “{host}”:")
        self.question.setText(asked.format(user=self.reach.user, name=self.reach.name, host=self.reach.host))
        self.password.setAccessibleName(_("Password"))
        self.remember.setText(_("Keep the password"))
        self.keyring.setText(keyring_words(self.remember.isEnabled()))
        self.cancel.setText(_("Cancel"))
        self.open_.setText(_("Open"))

    def _allow_remembering(self, can: bool) -> None:
        self.remember.setEnabled(can)
        self.keyring.setText(keyring_words(can))

    def try_it(self) -> None:
        """Open with what is typed."""
        self.problem.hide()
        self.open_.setEnabled(False)
        work = self.core.open(
            self.window_,  # a database that was opened is gone over to, whatever became of the dialog
            self.shown,
            then=self._opened,
            failed=self._refused,
            password=self.password.text(),
            remember=self.remember.isChecked(),
        )
        self.card.watch(_("Opening “{name}”…").format(name=self.reach.name), work)

    def _opened(self, _database: Any) -> None:
        if isValid(self):
            self.card.finish()
            self.accept()
        self._opened_then()

    def _refused(self, error: CrmError) -> None:
        if not isValid(self):
            return
        self.card.finish()
        self.open_.setEnabled(True)
        self.problem.tell(error.sentence)
        self.area.fit()
        if wants_password(error):
            self.password.selectAll()
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
