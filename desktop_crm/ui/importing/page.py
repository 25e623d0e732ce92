"""The page of the wizard: steps above, one step in the middle, Back and Continue below."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QWidget

from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import Cancelled, CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.waiting import waiting_counts
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.commands import open_calendar
from desktop_crm.ui.countries import default_country
from desktop_crm.ui.importing.columns_step import ColumnsStep
from desktop_crm.ui.importing.dropping import DropFilter
from desktop_crm.ui.importing.duplicates_step import DuplicatesStep
from desktop_crm.ui.importing.file_step import FileStep
from desktop_crm.ui.importing.flow import ImportFlow
from desktop_crm.ui.importing.import_step import ImportStep
from desktop_crm.ui.importing.kept import kept_words
from desktop_crm.ui.importing.phones_step import PhonesStep
from desktop_crm.ui.importing.result import ResultStep
from desktop_crm.ui.importing.step import Step
from desktop_crm.ui.labels import caption
from desktop_crm.ui.notices import Bar, announce
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.steps import StepLine, lay_out_steps

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

TITLES = (N_("File"), N_("Columns"), N_("Clean up"), N_("Duplicates"), N_("Import"))
FILE, COLUMNS, CLEAN_UP, DUPLICATES, IMPORT, RESULT = range(6)


class ImportPage(Page):
    """File → Columns → Clean up → Duplicates → Import."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.bar = Bar(self)
        self.card = ProgressCard(self)
        settings = window.settings
        country = settings.country or default_country()
        self.flow = ImportFlow(self.core, self.card, country, settings.area_code, self)
        self.line = StepLine(TITLES, self)

    def pieces(self) -> Iterator[None]:
        """Each step by itself."""
        self.file = FileStep(self.flow, self)
        yield
        middle: list[Step] = []
        for make in (ColumnsStep, PhonesStep, DuplicatesStep, ImportStep):
            middle.append(make(self.flow, self))
            yield
        self.result = ResultStep(self.flow, self)
        self.steps: tuple[Step, ...] = (self.file, *middle, self.result)
        self.stack = QStackedWidget(self)
        for step in self.steps:
            self.stack.addWidget(step)
            step.ready_changed.connect(self._update_buttons)
        self.promise = caption()
        self.back, self.onward = Button("", "", self.go_back), Button("", "primary", self.go_on)
        yield
        lay_out_steps(self, self.bar, self.line, self.stack, (self.promise, self.back, self.onward))
        self._connect()
        yield
        self.retranslate()
        self.go_to(FILE)

    def _connect(self) -> None:
        self.line.chosen.connect(self.go_to)
        self.flow.failed.connect(self.show_error)
        self.flow.calendar_given.connect(partial(open_calendar, self.window_))
        self.flow.source_changed.connect(self._source_changed)
        self.flow.looking.connect(self._update_buttons)
        self.flow.imported.connect(lambda: self.go_to(RESULT))
        self.result.undo_wanted.connect(self.undo_import)
        self.result.contacts_wanted.connect(lambda: self.window_.show_page("contacts"))
        self.result.another_wanted.connect(self.begin_anew)
        self.result.waiting_wanted.connect(lambda: self.window_.show_page("waiting"))
        self.result.earlier_wanted.connect(lambda: self.window_.show_page("imports"))
        self.result.saved.connect(self._saved)
        self.file.nothing_to_paste.connect(self._nothing_to_paste)
        self.file.zone.earlier.clicked.connect(lambda: self.window_.show_page("imports"))
        self.file.zone.waiting.clicked.connect(lambda: self.window_.show_page("waiting"))
        self.drops = DropFilter(self, self.open)
        keyed = (
            ("Ctrl+Return", self.go_on),
            ("Escape", self.go_back),
            ("Alt+Left", self.go_back),
        )
        for keys, slot in keyed:
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    @property
    def current(self) -> int:
        """The step in view."""
        return self.stack.currentIndex()

    def on_shown(self, *, path: str | Path = "", text: str = "", **arguments: Any) -> None:
        """Open the wizard, with a file or rows if there are some."""
        self._count_waiting()
        if path:
            self.open(Path(path))
        elif text:
            self.begin_anew()
            self.flow.paste(text)
        elif self.current == RESULT:
            self.begin_anew()
        else:
            self._focus()

    def on_changes(self, changes: Changes) -> None:
        """Rows that wait may be others now."""
        if changes.touched("held_row"):
            self._count_waiting()

    def on_action(self, name: str) -> bool:
        """F2 in a table, Ctrl+V outside of a text."""
        if name == "paste" and self.current == FILE and not isinstance(QApplication.focusWidget(), QLineEdit):
            self.paste()
            return True
        return name == "edit" and self.steps[self.current].edit()

    def _count_waiting(self) -> None:
        def counted(counts: dict[int, int]) -> None:
            self.file.zone.show_waiting(sum(counts.values()))

        self.core.ask(self, waiting_counts, then=counted, key="waiting")

    def paste(self) -> None:
        """Rows from the clipboard, while no file is being worked on."""
        if self.current == FILE:
            self.bar.hide()
            self.file.paste()

    def open(self, path: Path) -> None:
        """Begin with *path*."""
        self.bar.hide()
        self.go_to(FILE)
        self.flow.open(path)

    def begin_anew(self) -> None:
        """Another file."""
        self.bar.hide()
        self.flow.close_file()
        self.go_to(FILE)

    def go_to(self, step: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(step)
        self.line.set_current(step, finished=step == RESULT)
        self.promise.setVisible(step != RESULT)
        self.back.setVisible(FILE < step < RESULT)
        self.onward.setVisible(step != RESULT)
        self.steps[step].enter()
        self._update_buttons()
        self._focus()
        if step < RESULT:
            announce(self, self.line.buttons[step].accessibleName())

    def go_on(self) -> None:
        """Continue, or import."""
        step = self.current
        if not self.onward.isEnabled() or step == RESULT:
            return
        self.bar.hide()
        self.steps[step].settle()
        if step == IMPORT:
            self.onward.setEnabled(False)
            self.flow.take()
        else:
            self.go_to(step + 1)

    def go_back(self) -> None:
        """One step back; from the first one to where the user was."""
        if self.card.busy:
            self.card.cancel()
        elif self.current == FILE or self.current == RESULT:
            self.window_.show_page("contacts")
        else:
            self.go_to(self.current - 1)

    def undo_import(self) -> None:
        """Take back the whole import, whatever was done since."""
        result = self.flow.result
        if result is None:
            return
        self.result.undo.setEnabled(False)
        work = self.core.undo(
            self,
            self.card.ended(self._undone),
            change_set=result.change_set,
            failed=self.card.ended(self.show_error),
            progress=self.card.report,
        )
        self.card.watch(_("Undoing the import…"), work)

    def show_error(self, error: CrmError) -> None:
        """A calm sentence over the page; the choices stay."""
        self.result.undo.setEnabled(True)
        self.bar.show_text(error.sentence, tone="info" if isinstance(error, Cancelled) else "bad")
        self._update_buttons()
        self._focus()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.promise.setText(_("The file stays as it is. The whole import can be undone afterwards."))
        self.back.setText(_("Back"))
        self.line.retranslate()
        self.card.retranslate()
        for step in self.steps:
            step.retranslate()
        self._update_buttons()
        self._set_title()

    def _undone(self, answer: Any) -> None:
        self.result.undo.setEnabled(True)
        self.result.show_undone()
        if answer.kept:
            self.bar.show_text(kept_words(answer.kept), tone="info")
        self._focus()

    def _nothing_to_paste(self) -> None:
        self.bar.show_text(_("There is nothing to paste: copy some rows first."), tone="info")

    def _saved(self, path: Path) -> None:
        self.bar.show_text(_("Saved as “{name}”.").format(name=path.name), tone="info")

    def _source_changed(self) -> None:
        self._set_title()
        self._update_buttons()
        if self.flow.source is not None and self.current == FILE:
            self.bar.hide()
            self.onward.setFocus()

    def _set_title(self) -> None:
        name = self.flow.source.name if self.flow.source is not None else ""
        self.set_heading(_("Import · {name}").format(name=name) if name else _("Import"))

    def _update_buttons(self) -> None:
        step = self.steps[self.current]
        self.onward.setText(step.continue_text or _("Continue"))
        self.onward.setEnabled(step.ready and not self.card.busy)
        self.back.setEnabled(True)

    def _focus(self) -> None:
        target: QWidget | None = self.steps[self.current].first_focus()
        if target is not None and self.isVisible():
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.onward.isVisible():
            self.onward.setFocus(Qt.FocusReason.OtherFocusReason)
