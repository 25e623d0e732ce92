"""Who changed what on a card, and when; a value comes back with one click."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.services.audit import AuditEntry, FieldChange, audit_trail
from desktop_crm.services.audit_restoring import restore_value
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.core import Core
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.theme import px


@dataclass(frozen=True)
class TrailRow:
    """One field of one change set; the first of a set says when, who and what."""

    entry: AuditEntry
    change: FieldChange
    first: bool


def _when(row: TrailRow) -> str:
    if not row.first:
        return ""
    day = moments.short_day(moments.day_of(row.entry.at, all_day=False))
    return f"{day}, {moments.time_of_day(row.entry.at)}"


def _who(row: TrailRow) -> str:
    return " · ".join(filter(None, (row.entry.operator, row.entry.workstation))) if row.first else ""


def _what(row: TrailRow) -> str:
    return row.entry.label.sentence if row.first else ""


COLUMNS = (
    ListedColumn(N_("When"), _when, width=21, tabular=True),
    ListedColumn(N_("Who"), _who, tone=lambda _row: "text2", width=20),
    ListedColumn(N_("What"), _what, tone=lambda _row: "text2", width=18),
    ListedColumn(N_("Field"), lambda row: row.change.title, width=27, strong=True),
    ListedColumn(N_("Before"), lambda row: row.change.before or "–", tone=lambda _row: "text2", width=15),
    ListedColumn(N_("After"), lambda row: row.change.after or "–"),
)


class TrailDialog(QDialog):
    """The trail of one card, latest first."""

    def __init__(self, core: Core, card: ContactCard, parent: QWidget) -> None:
        super().__init__(parent)
        self.core, self.card = core, card
        self.bar = Bar(self)
        self.model = ListedModel(COLUMNS)
        title = _("Changes of “{name}”").format(name=card.name)
        self.table = ListedView(self.model, title, self)
        self.table.say_when_empty(_("Nothing was changed yet."))
        self.table.setProperty("framed", "true")
        self.table.setSelectionMode(ListedView.SelectionMode.SingleSelection)
        self.restore = Button("rotate-ccw", "primary", self.restore_selected)
        self.restore.setText(_("Restore the value before"))
        self.restore.setAutoDefault(False)
        close = Button("", "", self.reject)
        close.setText(_("Close"))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(caption(_("Restoring is a change like any other: it can be undone.")), 1)
        buttons.addWidget(close)
        buttons.addWidget(self.restore)
        inner = QVBoxLayout()
        inner.setContentsMargins(px(24), px(24), px(24), px(16))
        inner.setSpacing(px(12))
        inner.addWidget(self.table, 1)
        inner.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.bar)
        layout.addLayout(inner, 1)
        self.setWindowTitle(title)
        window = parent.window()
        self.resize(min(px(1080), window.width() - 24), min(px(600), window.height() - 60))
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        core.changed.connect(self._changed)
        self._ask()
        self._update()

    def _ask(self) -> None:
        self.core.ask(self, audit_trail, self.card.id, then=self._show, failed=self._refused, key="trail")

    def _changed(self, _changes: Changes) -> None:
        self._ask()

    def _show(self, entries: list[AuditEntry]) -> None:
        rows = [
            TrailRow(entry, change, number == 0) for entry in entries for number, change in enumerate(entry.changes)
        ]
        self.model.show(rows)
        self.table.fit()
        if rows:
            self.table.selectRow(0)
        self._update()

    def _chosen(self) -> TrailRow | None:
        lines = self.table.selectionModel().selectedRows()
        return self.model.row_at(lines[0].row()) if len(lines) == 1 else None

    def _update(self) -> None:
        row = self._chosen()
        self.restore.setEnabled(row is not None and row.change.can_restore)

    def restore_selected(self) -> None:
        """The value before becomes the value now."""
        row = self._chosen()
        if row is None or not row.change.can_restore:
            return
        self.bar.hide()
        label = Label(N_("Restore “{field}” of “{name}”"), {"field": row.change.title, "name": self.card.name})
        change = row.change
        args = (change.change, change.row_id, change.field)
        self.core.do(self, label, restore_value, *args, failed=self._refused)

    def _refused(self, error: CrmError) -> None:
        self.bar.show_text(error.sentence)


def open_trail(core: Core, card: ContactCard, parent: QWidget) -> TrailDialog:
    """Show who changed what."""
    dialog = TrailDialog(core, card, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
