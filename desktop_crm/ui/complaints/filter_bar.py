"""What the page shows of the book: which, whose, of what kind and category, with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QSizePolicy, QWidget

from desktop_crm.base.i18n import N_, _
from desktop_crm.model.complaint import COMPLAINT_KINDS
from desktop_crm.model.complaint_states import GROUPS
from desktop_crm.services.complaints import ComplaintFilter, TreeRow
from desktop_crm.ui import moments
from desktop_crm.ui.buttons import name, tool_button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.filter_chip import FilterChip
from desktop_crm.ui.theme import px

CHIPS = (
    ("open", N_("All open")), ("overdue", N_("Overdue")), ("risk", N_("At risk")), ("closed", N_("Closed")),
    ("voided", N_("Voided")), ("all", N_("All")),
)  # fmt: skip
OF_TABLE = ("closed", "voided", "all")  # the board shows what is resolved in a column of its own
FIND_AFTER_MS = 200
BOX = 11  # letters of a box


class FilterBar(QWidget):
    """Chips, boxes, a line to find, the other face; the book on paper, and whether it is whole."""

    changed = Signal(object)  # ComplaintFilter
    face_wanted = Signal(bool)  # as a table
    command_wanted = Signal(str)  # about the whole book

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = ComplaintFilter()
        self.chips = {code: FilterChip(self) for code, _text in CHIPS}
        self.mine, self.column = FilterChip(self), FilterChip(self)  # one column of the board in the table
        self.column.setCheckable(True)
        self.column.hide()
        self.kind, self.category = QComboBox(self), QComboBox(self)
        self.finder = QLineEdit(self)
        self.finder.setClearButtonEnabled(True)
        self.finder.setFixedWidth(px(180))
        self.face = tool_button("table-2", checkable=True)
        self.register = tool_button("file-text", lambda: self.command_wanted.emit("complaint_register"))
        self.verify = tool_button("shield-check", lambda: self.command_wanted.emit("verify_complaints"))
        self._categories: tuple[TreeRow, ...] = ()
        self._counts: Mapping[str, int] = {}
        self._timer = QTimer(self, singleShot=True, interval=FIND_AFTER_MS)
        self._timer.timeout.connect(lambda: self._put(text=self.finder.text()))
        group = QButtonGroup(self)
        flow = FlowLayout(self, px(8))
        for code, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self._put, which=code))
            flow.addWidget(chip)
        flow.addWidget(self.column)
        flow.addWidget(self.mine)
        tools = QWidget(self)  # stay together where they go onto the next line
        line = FlowLayout(tools, px(8))
        for widget in (self.kind, self.category, self.finder, self.face, self.register, self.verify):
            line.addWidget(widget)
        flow.addWidget(tools)
        for box in (self.kind, self.category):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(BOX)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.chips["open"].setChecked(True)
        self.mine.toggled.connect(lambda on: self._put(mine=on))
        self.column.clicked.connect(partial(self._put, group=""))
        self.kind.currentIndexChanged.connect(lambda _row: self._put(kinds=self._chosen(self.kind)))
        self.category.currentIndexChanged.connect(lambda _row: self._put(category_id=self.category.currentData()))
        self.finder.textEdited.connect(lambda _text: self._timer.start())
        self.finder.textChanged.connect(lambda text: None if text else self._put(text=""))
        self.face.toggled.connect(self.face_wanted)

    @staticmethod
    def _chosen(box: QComboBox) -> tuple[str, ...]:
        return (box.currentData(),) if box.currentData() else ()

    def _put(self, _checked: bool = False, **values: object) -> None:
        new = replace(self.wanted, **({"group": ""} if "which" in values else {}), **values)  # type: ignore[arg-type]
        if new != self.wanted:
            self.wanted = new
            self._show_column()
            self.changed.emit(new)

    def _show_column(self) -> None:
        group = self.wanted.group
        self.column.setVisible(bool(group))
        self.column.setChecked(True)
        if group:
            self.column.setText(f"{_(GROUPS[group][0])}  ×")
            self.column.setAccessibleName(_(GROUPS[group][0]))

    def show_filter(self, wanted: ComplaintFilter) -> None:
        """Another question, from elsewhere; the page asks it."""
        self.wanted = wanted
        for widget in (self.mine, self.kind, self.category, self.finder):
            widget.blockSignals(True)
        self.chips[wanted.which if wanted.which in self.chips else "all"].setChecked(True)
        self.mine.setChecked(wanted.mine)
        self.finder.setText(wanted.text)
        self.kind.setCurrentIndex(max(0, self.kind.findData(wanted.kinds[0] if wanted.kinds else "")))
        self.category.setCurrentIndex(max(0, self.category.findData(wanted.category_id)))
        for widget in (self.mine, self.kind, self.category, self.finder):
            widget.blockSignals(False)
        self._show_column()

    @property
    def is_usual(self) -> bool:
        """Whether nothing narrows the list."""
        return replace(self.wanted, which="open") == ComplaintFilter()

    def show_face(self, *, table: bool) -> None:
        """The chips of that face."""
        with QSignalBlocker(self.face):
            self.face.setChecked(table)
        for code in OF_TABLE:
            self.chips[code].setVisible(table)
        if not table and self.wanted.which in OF_TABLE:
            self.chips["open"].setChecked(True)
            self.wanted = replace(self.wanted, which="open")
        if not table:
            self.wanted = replace(self.wanted, group="")
            self._show_column()
        self.updateGeometry()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many there are of each."""
        self._counts = counts
        for code, text in CHIPS:
            count = counts.get(code, 0)
            self.chips[code].setText(f"{_(text)} {moments.count_text(count)}" if count else _(text))
        mine = counts.get("mine", 0)
        self.mine.setText(f"{_('Mine')} {moments.count_text(mine)}" if mine else _("Mine"))

    def show_categories(self, categories: tuple[TreeRow, ...]) -> None:
        """What can be chosen from."""
        if categories == self._categories and self.category.count():
            return
        self._categories = categories
        with QSignalBlocker(self.category):
            self.category.clear()
            self.category.addItem(_("Any category"), None)
            for row in categories:
                self.category.addItem("    " * row.depth + row.name, row.id)
            self.category.setCurrentIndex(max(0, self.category.findData(self.wanted.category_id)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the line empties it."""
        if event.key() == Qt.Key.Key_Escape and self.finder.hasFocus() and self.finder.text():
            self.finder.clear()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Words of now."""
        self.show_counts(self._counts)
        with QSignalBlocker(self.kind):
            self.kind.clear()
            self.kind.addItem(_("Any kind"), "")
            for code, text in COMPLAINT_KINDS.items():
                self.kind.addItem(_(text), code)
            self.kind.setCurrentIndex(max(0, self.kind.findData(self.wanted.kinds[0] if self.wanted.kinds else "")))
        categories, self._categories = self._categories, ()
        self.category.clear()
        self.show_categories(categories)
        self.kind.setAccessibleName(_("Kind"))
        self.category.setAccessibleName(_("Category"))
        self.finder.setPlaceholderText(_("Find in the book"))
        self.finder.setAccessibleName(_("Find in the book"))
        name(self.face, _("As a table"))
        name(self.register, _("Register as PDF…"))
        name(self.verify, _("Verify the book"))
