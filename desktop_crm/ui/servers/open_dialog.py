"""Opening a database on a server: the form, a test, and going over to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout
from shiboken6 import isValid

from desktop_crm.base import passwords
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button, save_by_keys
from desktop_crm.ui.fitted_area import FittedArea
from desktop_crm.ui.labels import caption
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.servers.connection_form import ConnectionForm
from desktop_crm.ui.servers.door import probe_there, reach_of, shown_of
from desktop_crm.ui.servers.findings import INFO, Finding, Findings, facts_found, trouble_found
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH = 560


class OpenServerDialog(QDialog):
    """Test shows what is there; Open tests too, and offers to make a client base where the database is empty."""

    def __init__(self, window: MainWindow, shown: str = "") -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.window_, self.core = window, window.core
        self.form = ConnectionForm(self)
        self.findings = Findings(self)
        self.card = ProgressCard(self)
        self.note = caption()
        self.test = Button("shield-check", "", self.try_it)
        self.cancel = Button("", "", self.reject)
        self.open_ = Button("", "primary", self.go_on)
        self.open_.setDefault(True)
        self.makes_new = False  # the database was tested and is empty
        save_by_keys(self, self.open_)
        self._lay_out()
        self.form.changed.connect(self._changed)
        self.core.run(self, passwords.can_keep, then=self.form.allow_remembering)
        if shown:
            self.form.show_reach(reach_of(shown)[0])
        self.retranslate()
        self.form.begin()
        self.area.fit()

    def show_found(self, found: tuple[Finding, ...]) -> None:
        """What the test found, under the form."""
        self.findings.show_lines(found)
        self.area.fit()
        if found:
            self.area.ensureWidgetVisible(self.findings)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.test)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.open_)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(16))
        layout.setSpacing(px(16))
        content = QVBoxLayout()
        content.setSpacing(px(16))
        for widget in (self.note, self.form, self.findings):
            content.addWidget(widget)
        self.area = FittedArea(content, self, WIDTH)
        layout.addWidget(self.area)
        layout.addLayout(buttons)
        self.form.arranged.connect(self.area.fit)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.setWindowTitle(_("Open a database on a server"))
        self.note.setText(_("Your administrator, or the firm that hosts the server, tells you what to enter."))
        self.test.setText(_("Test the connection"))
        self.cancel.setText(_("Cancel"))
        self._update()

    def _update(self) -> None:
        ready = self.form.reach.is_complete and not self.card.busy
        self.test.setEnabled(ready)
        self.open_.setEnabled(ready)
        self.open_.setText(_("Make a new client base there") if self.makes_new else _("Open"))

    def _changed(self) -> None:
        self.makes_new = False
        if self.findings.found:
            self.show_found(())
        self._update()

    # -- the test ---------------------------------------------------------------------------------------------------

    def try_it(self) -> None:
        """Test, and say what was found."""
        self._probe(self._found)

    def _probe(self, then: Any) -> None:
        reach, password = self.form.reach, self.form.password.text()
        self.show_found(())
        work = self.core.run(
            self,
            lambda: probe_there(shown_of(reach), password),
            then=self.card.ended(then),
            failed=self.card.ended(self._refused),
            key="probe",
        )
        self.card.watch(_("Testing the connection…"), work)
        self._update()

    def _found(self, facts: Any) -> None:
        self.makes_new = not facts.holds
        self.show_found(facts_found(facts))
        self._update()

    def _refused(self, error: CrmError) -> None:
        self.show_found(trouble_found(error))
        self._update()

    # -- opening ----------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Open what is there; where nothing is yet, say so first."""
        if self.makes_new:
            self._open(create=True)
        elif self.open_.isEnabled():
            self._probe(self._tested)

    def _tested(self, facts: Any) -> None:
        if facts.holds:
            self._open(create=False)
            return
        self._found(facts)
        told = _("There is no client base in it yet. Make one, or move the one you have with “Move to a server…”.")
        self.show_found((*self.findings.found, (INFO, told)))

    def _open(self, *, create: bool) -> None:
        typed = self.form.password.text()
        work = self.core.open(
            self.window_,  # a database that was opened is gone over to, whatever became of the dialog
            shown_of(self.form.reach),
            create=create,
            then=self._opened,
            failed=self._not_opened,
            password=typed or None,
            remember=self.form.remember.isChecked() if typed else None,
        )
        self.card.watch(_("Opening “{name}”…").format(name=self.form.reach.name), work)
        self._update()

    def _not_opened(self, error: CrmError) -> None:
        if isValid(self):
            self.card.finish()
            self._refused(error)

    def _opened(self, _database: Any) -> None:
        if isValid(self):
            self.card.finish()
            self.accept()
        if self.window_.page_name == "first_start":
            self.window_.show_last_page()
