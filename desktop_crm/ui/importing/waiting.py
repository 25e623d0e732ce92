"""Rows of imports that wait: corrected in place and taken, merged into what they look like, or left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import Cancelled, CrmError
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services import importing
from desktop_crm.services.waiting import waiting_counts
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.importing.result import choose_sheet
from desktop_crm.ui.importing.source import save_waiting
from desktop_crm.ui.importing.waiting_card import WaitingCard
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedView
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.table import Column, RowsModel
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

LETTERS = (9, 0, 26, 20)
FILE_FROM = 680  # px of the table from which there is room for the file's name
COLUMNS = (
    Column("row", N_("Row"), lambda row: str(row.row), tabular=True),
    Column("cells", N_("In the file"), lambda row: row.summary, tip=lambda row: row.summary),
    Column("why", N_("Why it waits"), lambda row: row.reason.sentence, tip=lambda row: row.reason.sentence),
    Column("file", N_("File"), lambda row: row.file_name, tip=lambda row: row.file_name),
)


class _View(ListedView):
    def letters(self) -> list[int]:
        """Where room is short the file is named on the card only."""
        return list(LETTERS[:-1] if self.isColumnHidden(len(LETTERS) - 1) else LETTERS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        self.setColumnHidden(len(LETTERS) - 1, self.width() < px(FILE_FROM))
        super().resizeEvent(event)


def _waiting(session: Any, run: int | None, after: Any = None, limit: int = 200) -> Any:
    return importing.waiting_page(session, run or None, after, limit)


class WaitingPage(Page):
    """The queue on the left, the chosen row on the right."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.primary = ("import", N_("Import…"))
        self.run = 0  # of which import; 0 = of all
        self.bar = Bar(self)
        self.card = ProgressCard(self)
        self.explained = caption()
        self.every = Button("", "link", self.show_all)
        self.save = Button("file-spreadsheet", "", self.choose_target)
        self.model = RowsModel(self.core, COLUMNS, _waiting, self)
        self.table = _View(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.row = WaitingCard(self.take, self.drop, self)
        self.nothing = EmptyState("circle-check", self)
        self.imports = self.nothing.add_button("history", lambda: window.show_page("imports"))
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self._queue())
        self.stack.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        self.model.loaded.connect(self._loaded)
        self.model.refreshed.connect(self._loaded)
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._show_row())
        enter = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        enter.activated.connect(self.row.focus_first)
        back = QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.go_back)

    def _queue(self) -> QWidget:
        queue = QWidget(self)
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self.explained, 1)
        top.addWidget(self.every)
        top.addWidget(self.save)
        middle = QHBoxLayout()
        middle.setSpacing(px(16))
        middle.addWidget(self.table, 3)
        middle.addWidget(self.row, 2)
        layout = QVBoxLayout(queue)
        layout.setContentsMargins(px(24), px(16), px(24), px(16))
        layout.setSpacing(px(12))
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        return queue

    # -- page -------------------------------------------------------------------------------------------------------

    def on_shown(self, *, run: int | None = None, **arguments: Any) -> None:
        """Ask for the rows, of one import or of all."""
        self.bar.hide()
        self.run = run or 0
        self._ask()
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched("held_row", "contact"):
            self.model.refresh()
            self._count()

    def on_action(self, name: str) -> bool:
        """Delete leaves out, F2 corrects."""
        if name == "delete" and self.table.hasFocus():
            self.drop()
        elif name == "edit":
            self.row.focus_first()
        else:
            return False
        return True

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Waiting rows"), self.count)
        self.explained.setText(
            _("Nothing is lost: these rows wait until you take them or leave them out. Everything can be undone.")
        )
        self.every.setText(_("Rows of all imports"))
        self.save.setText(_("Save as Excel…"))
        self.table.setAccessibleName(_("Rows that wait"))
        self.nothing.set_text(_("No row waits"), _("Rows of an import that need your decision are kept here."))
        self.imports.setText(_("Earlier imports"))
        self.card.retranslate()
        self.row.retranslate()
        self.model.retranslate()

    def go_back(self) -> None:
        """To the table, then to where one came from."""
        if self.card.busy:
            self.card.cancel()
        elif self.row.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus()
        else:
            self.window_.show_page("contacts")

    def show_all(self) -> None:
        """Rows of all imports."""
        self.run = 0
        self._ask()

    @property
    def chosen(self) -> list[importing.WaitingRow]:
        """The selected rows."""
        return [row for row in map(self.model.row_at, self.table.chosen_lines()) if row is not None]

    # -- deeds ------------------------------------------------------------------------------------------------------

    def take(self, way: str, cells: Mapping[str, str] | None) -> None:
        """Take the chosen rows: *way* “create”, “update” (merge) or “hold” (as new, if they look like nobody)."""
        rows = self.chosen
        if not rows:
            return
        if len(rows) == 1:
            label = Label(N_("Row {row} of “{name}” taken"), {"row": rows[0].row, "name": rows[0].file_name})
            self._do(label, _take_one, rows[0].id, dict(cells or {}), way)
        else:
            label = Label(N_("Waiting rows taken ({count})"), {"count": len(rows)})
            self._do(label, importing.take_held_rows, [row.id for row in rows], way)

    def drop(self) -> None:
        """The chosen rows are not wanted."""
        rows = self.chosen
        if rows:
            label = Label(N_("Waiting rows left out ({count})"), {"count": len(rows)})
            self._do(label, importing.drop_held_rows, [row.id for row in rows])

    def _do(self, label: Label, action: Any, *arguments: Any) -> None:
        self.bar.hide()
        work = self.core.do(
            self,
            label,
            action,
            *arguments,
            then=self.card.ended(self._done),
            failed=self.card.ended(self._failed),
            progress=self.card.report if action is importing.take_held_rows else None,
        )
        self.card.watch(_("Taking rows…"), work)

    def _done(self, answer: Any) -> None:
        if isinstance(answer, int):
            text = ngettext("{count} row left out", "{count} rows left out", answer)
            self.window_.toast(text.format(count=count_text(answer)), undo=True)
            return
        counts = [result.counts for result in answer]
        taken = sum(count["created"] + count["updated"] for count in counts)
        waiting, there = sum(count["held"] for count in counts), sum(count["duplicates"] for count in counts)
        if taken or there:
            text = ngettext("{count} row taken", "{count} rows taken", taken)
            self.window_.toast(
                text.format(count=count_text(taken)) if taken else _("Nothing new: it is there already"), undo=True
            )
        if waiting:
            text = ngettext("{count} row still waits; the reason is beside it.",
                            "{count} rows still wait; the reason is beside each.", waiting)  # fmt: skip
            self.bar.show_text(text.format(count=count_text(waiting)), tone="warn")

    def _failed(self, error: CrmError) -> None:
        self.bar.show_text(error.sentence, tone="info" if isinstance(error, Cancelled) else "bad")

    def choose_target(self) -> None:
        """Where the rows are to be saved."""
        if (path := choose_sheet(self, _("Save rows that wait"), _("waiting rows.xlsx"))) is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save all rows that are listed."""

        def saved(_answer: Any) -> None:
            self.bar.show_text(_("Saved as “{name}”.").format(name=path.name), tone="info")

        def read(rows: Sequence[importing.WaitingRow]) -> None:
            self.core.run(self, save_waiting, path, rows, then=saved, failed=self._failed)

        self.core.ask(self, importing.held_rows, self.run or None, then=read, failed=self._failed)

    # -- showing ------------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.model.ask(self.run)
        self._count()

    def _count(self) -> None:
        self.core.ask(self, waiting_counts, then=self._counted, key="waiting")

    def _counted(self, counts: dict[int, int]) -> None:
        self.set_heading(_("Waiting rows"), counts.get(self.run, 0) if self.run else sum(counts.values()))
        self.every.setVisible(bool(self.run) and len(counts) > (self.run in counts))

    def _loaded(self) -> None:
        self.stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.table.fit()
        if self.model.rowCount() and not self.chosen:
            self.table.selectRow(min(max(0, self.table.currentIndex().row()), self.model.rowCount() - 1))
        self._show_row()

    def _show_row(self) -> None:
        self.row.show_rows(self.chosen)


def _take_one(session: Any, held_id: int, cells: Mapping[str, str], way: str) -> list[importing.ImportResult]:
    return [importing.take_held_row(session, held_id, cells, duplicates=way)]
