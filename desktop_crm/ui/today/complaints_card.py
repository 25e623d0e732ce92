"""Complaints past their deadline: number, subject, who, by how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.complaints import ComplaintRow
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.form import joined
from desktop_crm.ui.today.card import Card, LineButton, refill

MOST = 4


class ComplaintsCard(Card):
    """The longest overdue first, each leads to its card; not there where none is overdue."""

    def __init__(self, open_complaint: Callable[[int], object], see_all: Callable[[], object]) -> None:
        super().__init__(see_all)
        self._open = open_complaint
        self.rows: tuple[ComplaintRow, ...] = ()
        self.count = 0
        self.lines: list[LineButton] = []
        self.more = Button("", "link", see_all)
        self.hide()

    def _make(self, number: int) -> LineButton:
        return LineButton(lambda: self._open(self.rows[number].id), below=True)

    def show_rows(self, rows: Sequence[ComplaintRow], count: int) -> None:
        """The first of *count*."""
        self.rows, self.count = tuple(rows[:MOST]), count
        refill(self.lines, len(self.rows), self._make, self.body)
        for line, row in zip(self.lines, self.rows, strict=False):
            line.show_words(joined([row.number, row.subject]), row.clock_text, tone="bad")
        rest = count - len(self.rows)
        self.body.removeWidget(self.more)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.setText(ngettext("{count} more", "{count} more", rest).format(count=rest))
        self.more.setVisible(rest > 0)
        self.setVisible(bool(self.rows))

    def retranslate(self) -> None:
        """Words of now."""
        self.title.setText(_("Overdue complaints"))
        self.link.setText(_("All complaints"))
        self.show_rows(self.rows, self.count)
