"""What was imported: every import with its counts; undo at any time, the fate of each row, the report again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.base.changes import Changes
from desktop_crm.base.errors import Cancelled, CrmError
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.contact_views import ContactsView, Filter
from desktop_crm.services.import_runs import ImportRunRow, contact_names, import_runs
from desktop_crm.services.saved_views import SavedViewRow
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.importing import answers
from desktop_crm.ui.importing.answers import Report
from desktop_crm.ui.importing.fates import COUNT_KEYS, FATES, fate_text
from desktop_crm.ui.importing.kept import kept_names, kept_words
from desktop_crm.ui.importing.report_view import ReportView
from desktop_crm.ui.importing.result import choose_sheet
from desktop_crm.ui.importing.source import save_fates
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedView
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.table import Column, RowsModel
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

LETTERS = (30, 20, 16, 0)


def _when(row: ImportRunRow) -> str:
    return f"{moments.short_day(moments.day_of(row.at, all_day=False))}, {moments.time_of_day(row.at)}"


def _rows(row: ImportRunRow) -> str:
    """“6 new · 1 there already · 7 wait for you”."""
    if row.undone:
        return _("Undone")
    counts = ((fate, row.counts[COUNT_KEYS.get(fate, fate)]) for fate in FATES)
    return " · ".join(fate_text(fate, count) for fate, count in counts if count)


COLUMNS = (
    Column("file", N_("File"), lambda row: row.file_name, tip=lambda row: row.file_name),
    Column("at", N_("When"), _when, tip=lambda row: moments.full(row.at)),
    Column("who", N_("Who"), lambda row: row.operator),
    Column("rows", N_("Rows"), _rows, tip=_rows),
)


class _View(ListedView):
    def letters(self) -> list[int]:
        return list(LETTERS)


class ImportsPage(Page):
    """The list, a card about the chosen import, and the rows of one."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.primary = ("import", N_("Import…"))
        self.bar = Bar(self)
        self.card = ProgressCard(self)
        self.model = RowsModel(self.core, COLUMNS, import_runs, self)
        self.table = _View(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.table.setSelectionMode(ListedView.SelectionMode.SingleSelection)
        self.nothing = EmptyState("upload", self)
        self.begin = self.nothing.add_button("upload", lambda: window.show_page("import"), primary=True)
        self.report = ReportView(self.show_list, lambda contact: window.show_page("contacts", contact=contact), self)
        self.about = self._about()
        self.list = QWidget(self)
        inner = QVBoxLayout(self.list)
        inner.setContentsMargins(px(24), px(16), px(24), px(16))
        inner.setSpacing(px(12))
        inner.addWidget(self.table, 1)
        inner.addWidget(self.about)
        self.stack = QStackedWidget(self)
        for part in (self.list, self.nothing, self.report):
            self.stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        self.model.loaded.connect(self._loaded)
        self.model.refreshed.connect(self._loaded)
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._chosen_changed())
        self.table.doubleClicked.connect(lambda _index: self.show_rows())
        for keys, slot in ((Qt.Key.Key_Return, self.show_rows), (Qt.Key.Key_Escape, self.go_back)):
            shortcut = QShortcut(QKeySequence(keys), self.table if keys == Qt.Key.Key_Return else self)
            own = Qt.ShortcutContext.WidgetShortcut
            shortcut.setContext(own if keys == Qt.Key.Key_Return else Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _about(self) -> QWidget:
        card = QFrame(self)
        card.setProperty("kind", "card")
        self.about_title = QLabel()
        self.about_title.setProperty("type", "strong")
        self.about_title.setTextFormat(Qt.TextFormat.PlainText)
        self.about_title.setWordWrap(True)
        self.kept = caption()
        self.undo = Button("undo-2", "", self.undo_import)
        self.rows = Button("list", "", self.show_rows)
        self.contacts = Button("users", "", self.show_contacts)
        self.save = Button("file-text", "", self.choose_report)
        self.waiting = Button("clock", "", self.show_waiting)
        buttons = QWidget()
        flow = FlowLayout(buttons, 8)
        for button in (self.contacts, self.rows, self.waiting, self.save, self.undo):
            flow.addWidget(button)
        policy = buttons.sizePolicy()
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(px(16), px(12), px(16), px(12))
        layout.setSpacing(px(8))
        for part in (self.about_title, self.kept, buttons):
            layout.addWidget(part)
        return card

    # -- page -------------------------------------------------------------------------------------------------------

    def on_shown(self, **arguments: Any) -> None:
        """Ask for the imports."""
        self.bar.hide()
        self.model.ask(())
        self.show_list()

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched("import_run", "held_row", "contact"):
            self.model.refresh()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Earlier imports"))
        self.table.setAccessibleName(_("Earlier imports"))
        self.undo.setText(_("Undo this import"))
        self.rows.setText(_("Show its rows"))
        self.contacts.setText(_("Show in the list"))
        self.save.setText(_("Save the report…"))
        self.nothing.set_text(
            _("Nothing imported yet"), _("Every import is listed here and can be undone, also weeks later.")
        )
        self.begin.setText(_("Import…"))
        self.card.retranslate()
        self.report.retranslate()
        self.model.retranslate()
        self._show_about()

    def go_back(self) -> None:
        """From the rows to the list, from the list to the contacts."""
        if self.card.busy:
            self.card.cancel()
        elif self.stack.currentWidget() is self.report:
            self.show_list()
        else:
            self.window_.show_page("contacts")

    @property
    def chosen(self) -> ImportRunRow | None:
        """The import in question."""
        lines = self.table.selectionModel().selectedRows()
        row: ImportRunRow | None = self.model.row_at(lines[0].row()) if lines else None
        return row

    # -- one import -------------------------------------------------------------------------------------------------

    def show_list(self) -> None:
        """All imports."""
        self.stack.setCurrentWidget(self.list if self.model.rowCount() else self.nothing)
        self.table.setFocus()

    def show_rows(self) -> None:
        """The fate of every row of the chosen import."""
        row = self.chosen
        if row is not None and row.has_report:
            self._ask_report(row, partial(self._show_report, row))

    def show_contacts(self) -> None:
        """The contacts of the chosen import in the list; the condition can be taken away there."""
        row = self.chosen
        if row is not None:
            view = ContactsView(filters=(Filter("import", "is", str(row.id)),))
            self.window_.show_page("contacts", view=SavedViewRow(0, 0, row.file_name, False, view))

    def _show_report(self, row: ImportRunRow, report: Report) -> None:
        self.report.show_fates(row.file_name, report)
        self.stack.setCurrentWidget(self.report)
        self.report.table.setFocus()

    def choose_report(self) -> None:
        """Where the report is to be saved."""
        row = self.chosen
        if row is not None:
            proposed = _("{name} – report.xlsx").format(name=Path(row.file_name).stem)
            if (path := choose_sheet(self, _("Save the report"), proposed)) is not None:
                self.save_report(row, path)

    def save_report(self, row: ImportRunRow, path: Path) -> None:
        """What happened to every row of an import, again."""

        def saved(_answer: Any) -> None:
            self.bar.show_text(_("Saved as “{name}”.").format(name=path.name), tone="info")

        self._ask_report(
            row, lambda report: self.core.run(self, save_fates, path, report.fates, then=saved, failed=self._failed)
        )

    def _ask_report(self, row: ImportRunRow, then: Callable[[Report], object]) -> None:
        work = self.core.ask(
            self, answers.report, row.id, then=self.card.ended(then), failed=self.card.ended(self._failed), key="report"
        )
        self.card.watch(_("Reading the report…"), work)

    def show_waiting(self) -> None:
        """The rows of this import that wait."""
        row = self.chosen
        if row is not None:
            self.window_.show_page("waiting", run=row.run_id)

    def undo_import(self) -> None:
        """Take back the whole import; what was edited since stays."""
        row = self.chosen
        if row is None:
            return
        self.undo.setEnabled(False)
        work = self.core.undo(
            self,
            self.card.ended(partial(self._undone, row)),
            change_set=row.id,
            failed=self.card.ended(self._failed),
            progress=self.card.report,
        )
        self.card.watch(_("Undoing the import…"), work)

    def _undone(self, row: ImportRunRow, answer: Any) -> None:
        text = _("The import of “{name}” was undone.").format(name=row.file_name)
        self.bar.show_text(f"{text} {kept_words(answer.kept)}" if answer.kept else text, tone="info")
        self.model.refresh()

    def _failed(self, error: CrmError) -> None:
        self.bar.show_text(error.sentence, tone="info" if isinstance(error, Cancelled) else "bad")
        self._show_about()

    # -- showing ------------------------------------------------------------------------------------------------------

    def _loaded(self) -> None:
        if self.stack.currentWidget() is not self.report:
            self.stack.setCurrentWidget(self.list if self.model.rowCount() else self.nothing)
        self.table.fit()
        if self.chosen is None and self.model.rowCount():
            self.table.selectRow(0)
        self._chosen_changed()

    def _chosen_changed(self) -> None:
        self.kept.setText("")
        self._show_about()
        row = self.chosen
        if row is not None and not row.undone:
            self.core.changed_since(self, row.id, self._kept_found, failed=lambda _error: None)

    def _kept_found(self, kept: Sequence[tuple[str, int]]) -> None:
        ids = [number for table, number in kept if table == "contact"]
        self.core.ask(self, contact_names, ids, then=partial(self._say_kept, len(kept)), key="kept names")

    def _say_kept(self, count: int, names: dict[int, str]) -> None:
        if not count:
            self.kept.setText(_("Nothing of it was edited since: an undo takes back all of it."))
            return
        said = kept_words(count)
        self.kept.setText(f"{said} {kept_names(sorted(names.values()))}" if names else said)

    def _show_about(self) -> None:
        row = self.chosen
        self.about.setVisible(row is not None)
        if row is None:
            return
        self.about_title.setText(f"{row.file_name} · {_when(row)}")
        if row.undone:
            self.kept.setText(_("This import was undone: all that was not edited since is gone."))
        self.undo.setVisible(not row.undone)
        self.undo.setEnabled(not self.card.busy)
        self.rows.setVisible(row.has_report)
        self.contacts.setVisible(row.has_report and not row.undone)
        self.save.setVisible(row.has_report)
        self.waiting.setVisible(row.waiting > 0)
        words = ngettext("{count} row waits", "{count} rows wait", row.waiting)
        self.waiting.setText(words.format(count=moments.count_text(row.waiting)))
