"""What a contact complained about, on the contact's card."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.base.changes import Changes
from desktop_crm.base.i18n import _
from desktop_crm.model.complaint_states import STATES, UNFINISHED
from desktop_crm.services.complaints import ComplaintRow, complaints_of
from desktop_crm.services.history_lines import Named
from desktop_crm.ui import moments
from desktop_crm.ui.complaints.marks import KIND_ICONS
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.core import Core
from desktop_crm.ui.editor import Line
from desktop_crm.ui.form import joined

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

MOST = 6


class ContactComplaints(Panel):
    """The latest first; not there where there is none."""

    open_ones = Signal(tuple)  # Named, to which an entry of the history may belong

    def __init__(self, core: Core, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._contact_id: int | None = None
        self._rows: list[ComplaintRow] = []
        self.link_opened.connect(self._open)
        self.hide()

    def show_contact(self, contact_id: int) -> None:
        """Ask for those of a contact."""
        if contact_id != self._contact_id:
            self._contact_id = contact_id
            self.hide()
        self._core.ask(self, complaints_of, contact_id, then=self._show, key="complaints")

    def on_changes(self, changes: Changes) -> None:
        """Ask again."""
        if self._contact_id is not None and changes.touched("complaint"):
            self.show_contact(self._contact_id)

    def _show(self, rows: list[ComplaintRow]) -> None:
        self._rows = rows
        lines = [self._line(row) for row in rows[:MOST]]
        if len(rows) > MOST:
            more = _("{count} more").format(count=moments.count_text(len(rows) - MOST))
            lines.append(Line("more", "ellipsis", more, "", link="more"))
        self.show_lines(lines)
        self.setVisible(bool(rows))
        unfinished = [row for row in rows if row.state in UNFINISHED and not row.hidden]
        self.open_ones.emit(tuple(Named(row.id, row.number) for row in unfinished[:MOST]))

    @staticmethod
    def _line(row: ComplaintRow) -> Line:
        late = row.clock_status == "overdue"
        clock = row.clock_text if row.clock_text != _(STATES[row.state]) else ""
        return Line(
            f"complaint:{row.id}", KIND_ICONS.get(row.kind, "info"), joined([row.number, row.subject]),
            joined([_(STATES[row.state]), clock]), link=f"complaint:{row.id}", tone="bad" if late else "",
        )  # fmt: skip

    def _open(self, link: str) -> None:
        if link == "more":
            self.show_lines([self._line(row) for row in self._rows])
        else:
            window = cast("MainWindow", self.window())
            window.show_page("complaints", complaint=int(link.removeprefix("complaint:")))

    def retranslate(self) -> None:
        """Words of now."""
        self.heading.setText(_("Complaints"))
        if self._rows:
            self._show(self._rows)
