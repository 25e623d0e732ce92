"""The trash: what was deleted comes back with one click, or goes for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.contact_lists import ContactRow, ContactsView
from desktop_crm.services.contacts import contact_count, contact_ids, contact_rows
from desktop_crm.services.trash import TRASH_DAYS, purge_contacts, restore_contacts
from desktop_crm.ui import moments, notices
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.empty_state import EmptyState
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedView
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.table import Column, RowsModel

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

VIEW = ContactsView(trash=True)
LETTERS = (0, 30, 24, 18)


def _deleted(row: ContactRow) -> str:
    return moments.short_day(moments.day_of(row.deleted_at)) if row.deleted_at is not None else ""


COLUMNS = (
    Column("name", N_("Name"), lambda row: row.name),
    Column("organisation", N_("Organisation"), lambda row: row.organisation),
    Column("phone", N_("Phone"), lambda row: row.phone, tabular=True),
    Column("deleted", N_("Deleted"), _deleted),
)


class _View(ListedView):
    def letters(self) -> list[int]:
        return list(LETTERS)


class TrashPage(Page):
    """Restore, delete for good, empty."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.card = ProgressCard(self)
        self.explained = caption()
        self.restore = Button("archive-restore", "", self.restore_selected)
        self.purge = Button("trash-2", "danger", self.ask_purge)
        self.empty_all = Button("", "quiet", self.ask_empty)
        self.model = RowsModel(self.core, COLUMNS, contact_rows, self)
        self.table = _View(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.nothing = EmptyState("trash-2", self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.explained, 1)
        for button in (self.restore, self.purge, self.empty_all):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(buttons)
        layout.addWidget(self.stack, 1)
        self.model.loaded.connect(self._loaded)
        self.model.refreshed.connect(self._loaded)
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.ask_purge)

    def on_shown(self, **arguments: Any) -> None:
        """Ask for what lies there."""
        self.model.ask(VIEW)
        self._count()
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if changes.touched("contact"):
            self.model.refresh()
            self._count()

    def on_action(self, name: str) -> bool:
        """Restore and Delete."""
        if name == "restore":
            self.restore_selected()
        elif name == "delete":
            self.ask_purge()
        else:
            return False
        return True

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Trash"), self.count)
        days = ngettext(
            "Deleted contacts stay here for {count} day.", "Deleted contacts stay here for {count} days.", 30
        )
        self.explained.setText(days.format(count=TRASH_DAYS))
        self.restore.setText(_("Restore"))
        self.purge.setText(_("Delete for good…"))
        self.empty_all.setText(_("Empty the trash…"))
        self.table.setAccessibleName(_("Contacts in the trash"))
        self.nothing.set_text(_("The trash is empty"), _("What you delete lies here and can be brought back."))
        self.model.retranslate()
        self.card.retranslate()

    @property
    def selected(self) -> list[int]:
        """Ids of the selected contacts."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [row.id for row in map(self.model.row_at, sorted(rows)) if row is not None]

    def restore_selected(self) -> None:
        """Bring the selected ones back."""
        ids = self.selected
        if ids:
            label = Label(N_("Restore from the trash ({count})"), {"count": len(ids)})
            self.core.do(self, label, restore_contacts, ids, then=self._restored)

    def ask_purge(self) -> None:
        """Delete the selected ones for good, after asking."""
        ids = self.selected
        if ids:
            self._ask(ids)

    def ask_empty(self) -> None:
        """Delete all for good, after asking."""
        self.core.ask(self, contact_ids, VIEW, then=self._ask)

    def _ask(self, ids: list[int]) -> None:
        if not ids:
            return
        button = ngettext("Delete {count} contact", "Delete {count} contacts", len(ids))
        notices.confirm(
            self,
            _("Delete for good?"),
            _("Phones, history and everything that belongs to them goes too."),
            button.format(count=moments.count_text(len(ids))),
            lambda: self.delete_for_good(ids),
        )

    def delete_for_good(self, ids: list[int]) -> None:
        """Delete for good."""
        label = Label(N_("Delete for good ({count})"), {"count": len(ids)})
        work = self.core.do(
            self,
            label,
            purge_contacts,
            ids,
            then=self.card.ended(self._purged),
            failed=self.card.ended(self.core.refused.emit),
            progress=self.card.report,
        )
        self.card.watch(_("Deleting…"), work)

    def _restored(self, count: int) -> None:
        text = ngettext("{count} contact restored", "{count} contacts restored", count)
        self.window_.toast(text.format(count=moments.count_text(count)), undo=True)

    def _purged(self, count: int) -> None:
        text = ngettext("{count} contact deleted", "{count} contacts deleted", count)
        self.window_.toast(text.format(count=moments.count_text(count)))

    def _count(self) -> None:
        self.core.ask(self, contact_count, VIEW, then=lambda count: self.set_heading(_("Trash"), count), key="count")

    def _loaded(self) -> None:
        self.stack.setCurrentWidget(self.table if self.model.rowCount() else self.nothing)
        self.empty_all.setEnabled(self.model.rowCount() > 0)
        self.table.fit()
        self._update()

    def _update(self) -> None:
        chosen = self.table.selectionModel().hasSelection()
        self.restore.setEnabled(chosen)
        self.purge.setEnabled(chosen)
