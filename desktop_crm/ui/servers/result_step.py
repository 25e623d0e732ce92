"""What came of a move: each table with its count and its sum on both sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.services.move_words import book_sentence, table_title
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedColumn, ListedModel, ListedView
from desktop_crm.ui.servers.door import is_server
from desktop_crm.ui.theme import px

COLUMNS = (
    ListedColumn(N_("Table"), lambda row: table_title(row.name), strong=True),
    ListedColumn(N_("Rows before"), lambda row: count_text(row.rows), width=14, tabular=True),
    ListedColumn(N_("Rows now"), lambda row: count_text(row.rows_target), width=14, tabular=True),
    ListedColumn(N_("Sum before"), lambda row: row.sum_source, width=20, tabular=True, tone=lambda _row: "text2"),
    ListedColumn(N_("Sum now"), lambda row: row.sum_target, width=20, tabular=True, tone=lambda _row: "text2"),
    ListedColumn(
        N_("Compared"), lambda row: _("✓ equal") if row.equal else _("✗ differs"), width=16,
        tone=lambda row: "ok" if row.equal else "bad",
    ),
)  # fmt: skip


class ResultStep(QWidget):
    """The proof, and where things are now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result: Any = None
        self.title, self.text = QLabel(wordWrap=True), caption()
        self.title.setProperty("type", "title")
        self.model = ListedModel(COLUMNS)
        self.table = ListedView(self.model, "", self)
        self.table.setProperty("framed", "true")
        self.contacts = Button("users", "primary")
        row = QHBoxLayout()
        row.addWidget(self.contacts)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.retranslate()

    def show_result(self, result: Any) -> None:
        """``MoveResult``."""
        self.result = result
        self.model.show(result.tables)
        self.table.fit()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.contacts.setText(_("Show contacts"))
        self.table.setAccessibleName(_("Tables, compared"))
        self.model.retranslate()
        if self.result is None:
            return
        there = is_server(self.result.target)
        self.title.setText(_("The program works on the server now") if there else _("The program works in a file now"))
        said = [
            _("Moved to {place}.").format(place=self.result.target),
            _("“{name}” stays as it was and leads here.").format(name=self.result.source),
        ]
        if self.result.book is not None:
            said.append(book_sentence(self.result.book.entries, len(self.result.book.problems)))
        if isinstance(self.result.backup, Path):
            said.append(_("Backup: {name}.").format(name=self.result.backup))
        if there:
            said.append(_("Backups are made on the server from now on: tell your administrator."))
        self.text.setText(" ".join(said))
