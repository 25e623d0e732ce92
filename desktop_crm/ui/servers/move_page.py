"""Moving everything to a server, or back into a file: where to, a rehearsal, the move, the proof."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from desktop_crm.base import passwords
from desktop_crm.base.errors import Cancelled, CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.notices import Bar, announce
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.servers.door import Rehearsal, file_name, move_there, plan_there
from desktop_crm.ui.servers.rehearsal_step import RehearsalStep
from desktop_crm.ui.servers.result_step import ResultStep
from desktop_crm.ui.servers.where_step import WhereStep
from desktop_crm.ui.steps import StepLine, lay_out_steps

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

TITLES = (N_("Where to"), N_("Rehearsal"), N_("Move"), N_("Result"))
WHERE, REHEARSAL, MOVE, RESULT = range(4)


class MovePage(Page):
    """Nothing is changed before the last button; nobody ever sees half."""

    stays = True  # over the opening of the new place, which its own last step is about

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.bar, self.card = Bar(self), ProgressCard(self)
        self.line = StepLine(TITLES, self)
        self.where, self.rehearsal, self.result = WhereStep(self), RehearsalStep(self), ResultStep(self)
        self.moving = caption()
        self.moving.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget(self)
        for step in (self.where, self.rehearsal, self.moving, self.result):
            self.stack.addWidget(step)
        self.promise = caption()
        self.back, self.onward = Button("", "", self.go_back), Button("", "primary", self.go_on)
        lay_out_steps(self, self.bar, self.line, self.stack, (self.promise, self.back, self.onward))
        self.where.changed.connect(self._update)
        self.line.chosen.connect(self.go_to)
        self.result.contacts.clicked.connect(lambda: window.show_page("contacts"))
        for keys, slot in (("Ctrl+Return", self.go_on), ("Escape", self.go_back), ("Alt+Left", self.go_back)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.core.run(self, passwords.can_keep, then=self.where.form.allow_remembering)
        self.retranslate()
        self.go_to(WHERE)

    # -- coming and going -------------------------------------------------------------------------------------------

    @property
    def current(self) -> int:
        """The step in view."""
        return self.stack.currentIndex()

    def on_shown(self, *, to: str = "", **arguments: Any) -> None:
        """Begin anew; *to*: ``server`` or ``file``."""
        if self.card.busy:
            return
        if to or self.current == RESULT:
            self.begin(server=to != "file")
        self._focus()

    def begin(self, *, server: bool) -> None:
        """Ask for the place."""
        database = self.core.database
        proposed = database.address.name if database is not None and database.address.is_server else ""
        self.bar.hide()
        self.where.ask_for(server=server, proposed=proposed)
        self.go_to(WHERE)
        self.retranslate()

    def go_to(self, step: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(step)
        self.line.set_current(step, finished=step == RESULT)
        self.promise.setVisible(step < MOVE)
        self.back.setVisible(step < MOVE)
        self.onward.setVisible(step < MOVE)
        self._update()
        self._focus()
        announce(self, self.line.buttons[step].accessibleName())

    def go_on(self) -> None:
        """Rehearse, or move."""
        if not self.onward.isEnabled() or self.onward.isHidden() or self.core.database is None:
            return
        self.bar.hide()
        if self.current == WHERE:
            self._rehearse()
        else:
            self._move()

    def go_back(self) -> None:
        """One step back; from the first one to where the user was."""
        if self.card.busy:
            self.card.cancel()
        elif self.current == REHEARSAL:
            self.go_to(WHERE)
        elif self.current == WHERE:
            self.window_.show_page("settings", line="server")

    # -- the work ---------------------------------------------------------------------------------------------------

    def _rehearse(self) -> None:
        assert self.core.database is not None
        work = self.core.run(
            self,
            partial(plan_there, self.core.database.address, self.where.shown, self.where.password),
            then=self.card.ended(self._rehearsed),
            failed=self.card.ended(self._refused),
            progress=self.card.report,
        )
        self.card.watch(_("Testing and measuring…"), work)
        self._update()

    def _rehearsed(self, rehearsal: Rehearsal) -> None:
        database = self.core.database
        self.rehearsal.show_rehearsal(rehearsal, shared=database is not None and database.usage != "alone")
        self.go_to(REHEARSAL)

    def _move(self) -> None:
        assert self.core.database is not None
        where = self.where
        self._hold_window(held=True)
        work = self.core.run(
            self,
            partial(move_there, self.core.database.address, where.shown, where.password, remember=where.remember),
            then=self.card.ended(self._moved),
            failed=self.card.ended(self._not_moved),
            progress=self.card.report,
        )
        self.card.watch(_("Moving everything to {place}…").format(place=file_name(where.shown)), work)
        self.go_to(MOVE)

    def _not_moved(self, error: CrmError) -> None:
        self._hold_window(held=False)
        self.go_to(REHEARSAL)
        self._refused(error)

    def _moved(self, result: Any) -> None:
        self._hold_window(held=False)
        self.result.show_result(result)
        self.go_to(RESULT)
        kept = self.window_.settings.with_database(result.target)
        self.window_.change_settings(last_database=kept.last_database, recent_databases=kept.recent_databases)
        self.core.open(self, result.target, failed=self._refused, password=self.where.password or None)
        self.where.form.password.clear()

    def _hold_window(self, *, held: bool) -> None:
        """While rows are on their way nothing is written: the rest of the window waits."""
        for part in (self.window_.navigation, self.window_.top_bar, self.window_.menuBar()):
            part.setEnabled(not held)

    def _refused(self, error: CrmError) -> None:
        self.bar.show_text(error.sentence, tone="info" if isinstance(error, Cancelled) else "bad")
        self._update()
        self._focus()

    # -- how it looks -----------------------------------------------------------------------------------------------

    def _update(self) -> None:
        self.onward.setText(_("Move now") if self.current == REHEARSAL else _("Continue"))
        ready = self.where.ready if self.current == WHERE else True
        self.onward.setEnabled(ready and not self.card.busy and self.core.database is not None)

    def _focus(self) -> None:
        if not self.isVisible():
            return
        if self.current == WHERE:
            self.where.begin()
        elif self.current == REHEARSAL:
            self.onward.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.current == RESULT:
            self.result.contacts.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        server = self.where.to_server
        self.set_heading(_("Move to a server") if server else _("Move back into a file"))
        self.promise.setText(_("Nothing is changed before “Move now”. What you have stays as it is."))
        self.moving.setText(
            _("Everything is on its way. Nobody sees half of it: it is there as a whole, or not at all.")
        )
        self.back.setText(_("Back"))
        self.line.retranslate()
        self.card.retranslate()
        for part in (self.where, self.rehearsal, self.result):
            part.retranslate()
        self._update()
