"""The rows of an earlier import: what happened to each, and the way to its contact."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FilterChips
from desktop_crm.ui.importing.answers import Report
from desktop_crm.ui.importing.fates import fate_chips, fate_columns
from desktop_crm.ui.labels import caption
from desktop_crm.ui.listed import ListedModel, ListedView
from desktop_crm.ui.theme import px


class ReportView(QWidget):
    """Back, counters that filter, the table; Enter opens the contact."""

    def __init__(self, back: Callable[[], None], opened: Callable[[int], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self._report = Report()
        self.back = Button("arrow-left", "quiet", back)
        self.title = caption(kind="strong")
        self.open = Button("users", "", self.open_contact)
        self.chips = FilterChips(self)
        self.model = ListedModel(fate_columns(past=True))
        self.table = ListedView(self.model, "", self)
        self.table.setProperty("framed", "true")
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self.back)
        line.addWidget(self.title, 1)
        line.addWidget(self.open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(16), px(24), px(16))
        layout.setSpacing(px(12))
        layout.addLayout(line)
        layout.addWidget(self.chips)
        layout.addWidget(self.table, 1)
        self.chips.chosen.connect(lambda _fate: self._filter())
        self.table.doubleClicked.connect(lambda _index: self.open_contact())
        self.table.selectionModel().selectionChanged.connect(lambda *_which: self._update())
        enter = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        enter.activated.connect(self.open_contact)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.back.setText(_("All imports"))
        self.open.setText(_("Show the contact"))
        self.table.setAccessibleName(_("What became of each row"))
        self.model.retranslate()

    def show_fates(self, name: str, report: Report) -> None:
        """Show an import."""
        self._report = report
        self.title.setText(name)
        self.chips.set_chips(fate_chips(report.counts))
        self.chips.clear_choice()
        self._filter()
        if self.model.rowCount():
            self.table.selectRow(0)

    def open_contact(self) -> None:
        """The contact of the chosen row."""
        contact = self._contact()
        if contact is not None:
            self._opened(contact)

    def _contact(self) -> int | None:
        lines = self.table.selectionModel().selectedRows()
        return self.model.row_at(lines[0].row()).contact_id if lines else None

    def _filter(self) -> None:
        current = self.chips.current
        self.model.show(self._report.by_fate.get(current, ()) if current else self._report.fates)
        self.table.fit()
        self._update()

    def _update(self) -> None:
        self.open.setEnabled(self._contact() is not None)
