"""The trash: what was deleted comes back with one click, or goes for good."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_, P_, _, ngettext
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.services.trash import TRASH_DAYS
from desktop_crm.services.trash_rows import (
    KINDS,
    Deleted,
    TrashRow,
    purge_rows,
    restore_rows,
    trash_counts,
    trash_ids,
    trash_rows,
)
from desktop_crm.ui import moments, notices
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedView
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.table import Column, RowsModel
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

LETTERS = (0, 24, 30, 18)
KIND_NAMES = {"person": N_("Person"), "organisation": N_("Organisation"), **INTERACTION_KINDS}
OTHER_NAMES = {"reminder": N_("Reminder"), "attachment": N_("File")}
# buttons that ask name what goes, and how many
DELETE = {
    "contact": P_("Delete {count} contact", "Delete {count} contacts"),
    "interaction": P_("Delete {count} entry", "Delete {count} entries"),
    "reminder": P_("Delete {count} reminder", "Delete {count} reminders"),
    "attachment": P_("Delete {count} file", "Delete {count} files"),
    "": P_("Delete {count} record", "Delete {count} records"),
}


def _kind(row: TrashRow) -> str:
    if row.kind in OTHER_NAMES:
        return _(OTHER_NAMES[row.kind])
    return _(KIND_NAMES.get(row.subkind, KINDS[row.kind]))


COLUMNS = (
    Column("title", N_("Name"), lambda row: row.title),
    Column("kind", N_("Kind"), _kind),
    Column("who", N_("Contact"), lambda row: row.who),
    Column("deleted", N_("Deleted"), lambda row: moments.short_day(moments.day_of(row.deleted_at, all_day=False))),
)


class _View(ListedView):
    def letters(self) -> list[int]:
        return list(LETTERS)


class TrashPage(Page):
    """Restore, delete for good, empty."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.kind = ""
        self.card = ProgressCard(self)
        self.explained = caption()
        self.chips: dict[str, FilterChip] = {kind: FilterChip(self) for kind in ("", *KINDS)}
        self.restore = Button("archive-restore", "", self.restore_selected)
        self.purge = Button("trash-2", "danger", self.ask_purge)
        self.restore_all = Button("", "quiet", self.restore_everything)
        self.empty_all = Button("", "quiet", self.ask_empty)
        self.model = RowsModel(self.core, COLUMNS, trash_rows, self)
        self.table = _View(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.nothing = EmptyState("trash-2", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self._lay_out()
        self.model.loaded.connect(self._loaded)
        self.model.refreshed.connect(self._loaded)
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        filters, buttons = QHBoxLayout(), QHBoxLayout()
        for row in (filters, buttons):
            row.setSpacing(px(8))
        for kind, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self.show_kind, kind))
            filters.addWidget(chip)
        filters.addStretch(1)
        self.chips[""].setChecked(True)
        for button in (self.restore, self.purge):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.restore_all, self.empty_all):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(16), px(24), px(16))
        layout.setSpacing(px(12))
        self.tools = QWidget()
        tools = QVBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(px(12))
        tools.addLayout(filters)
        tools.addLayout(buttons)
        layout.addWidget(self.tools)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.explained)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def on_shown(self, **arguments: Any) -> None:
        """Ask for what lies there."""
        self._ask()
        self.table.setFocus()

    def show_kind(self, kind: str) -> None:
        """Only one kind, or all."""
        self.kind = kind
        self._ask()

    def _ask(self) -> None:
        self.model.ask(self.kind)
        self._count()

    def _count(self) -> None:
        self.core.ask(self, trash_counts, then=self._counted, key="count")

    def _counted(self, counts: dict[str, int]) -> None:
        self.set_heading(_("Trash"), sum(counts.values()))
        for kind, chip in self.chips.items():
            count = sum(counts.values()) if not kind else counts[kind]
            name = _(KINDS[kind]) if kind else _("All")
            chip.setText(f"{name} {moments.count_text(count)}" if count and kind else name)
            chip.setVisible(not kind or count > 0 or self.kind == kind)

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched(*KINDS):
            self.model.refresh()
            self._count()

    def _loaded(self) -> None:
        self.stack.setCurrentWidget(self.table if self.model.rowCount() else self.nothing)
        anything = bool(self.model.rowCount() or self.kind)
        for widget in (self.tools, self.explained):
            widget.setVisible(anything)
        for button in (self.restore_all, self.empty_all):
            button.setEnabled(self.model.rowCount() > 0)
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.table.fit()
        self._update()

    def _update(self) -> None:
        chosen = self.table.selectionModel().hasSelection()
        self.restore.setEnabled(chosen)
        self.purge.setEnabled(chosen)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Trash"), self.count)
        days = ngettext(
            "What is deleted stays here for {count} day, then it goes for good.",
            "What is deleted stays here for {count} days, then it goes for good.",
            TRASH_DAYS,
        )
        self.explained.setText(days.format(count=TRASH_DAYS))
        self.restore.setText(_("Restore"))
        self.purge.setText(_("Delete for good…"))
        self.restore_all.setText(_("Restore all"))
        self.empty_all.setText(_("Empty the trash…"))
        self.table.setAccessibleName(_("What lies in the trash"))
        self.nothing.set_text(_("The trash is empty"), _("What you delete lies here and can be brought back."))
        for kind, chip in self.chips.items():
            chip.setText(_(KINDS[kind]) if kind else _("All"))
        self.model.retranslate()
        self.card.retranslate()
        if self.isVisible():
            self._count()

    # -- what is done -----------------------------------------------------------------------------------------------

    def on_action(self, name: str) -> bool:
        """Restore, Delete, and what any list does."""
        actions = {
            "restore": self.restore_selected,
            "delete": self.ask_purge,
            "select_all": self.table.selectAll,
            "refresh": self._ask,
        }
        if name not in actions:
            return False
        actions[name]()
        return True

    @property
    def selected(self) -> list[Deleted]:
        """The selected records."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [(row.kind, row.id) for row in map(self.model.row_at, sorted(rows)) if row is not None]

    def restore_selected(self) -> None:
        """Bring the selected ones back."""
        self._restore(self.selected)

    def restore_everything(self) -> None:
        """Bring all back that is listed."""
        self.core.ask(self, trash_ids, self.kind, then=self._restore)

    def _restore(self, rows: Sequence[Deleted]) -> None:
        if rows:
            label = Label(N_("Restore from the trash ({count})"), {"count": len(rows)})
            self.core.do(self, label, restore_rows, rows, then=self._restored)

    def ask_purge(self) -> None:
        """Delete the selected ones for good, after asking."""
        self._ask_first(self.selected)

    def ask_empty(self) -> None:
        """Delete all for good, after asking."""
        self.core.ask(self, trash_ids, self.kind, then=self._ask_first)

    def _ask_first(self, rows: Sequence[Deleted]) -> None:
        if not rows:
            return
        kinds = {kind for kind, _id in rows}
        button = ngettext(*DELETE[kinds.pop() if len(kinds) == 1 else ""], len(rows))
        notices.confirm(
            self,
            _("Delete for good?"),
            _(
                "Everything that belongs to them goes too: phones, history, files. It is no longer in the trash then; "
                "only undoing the deletion itself brings it back."
            ),
            button.format(count=moments.count_text(len(rows))),
            lambda: self.delete_for_good(rows),
        )

    def delete_for_good(self, rows: Sequence[Deleted]) -> None:
        """Delete for good."""
        label = Label(N_("Delete for good ({count})"), {"count": len(rows)})
        work = self.core.do(
            self,
            label,
            purge_rows,
            rows,
            then=self.card.ended(self._purged),
            failed=self.card.ended(self.core.refused.emit),
            progress=self.card.report,
        )
        self.card.watch(_("Deleting…"), work)

    def _restored(self, count: int) -> None:
        text = ngettext("{count} record restored", "{count} records restored", count)
        self.window_.toast(text.format(count=moments.count_text(count)), undo=True)

    def _purged(self, count: int) -> None:
        text = ngettext("{count} record deleted for good", "{count} records deleted for good", count)
        self.window_.toast(text.format(count=moments.count_text(count)))
